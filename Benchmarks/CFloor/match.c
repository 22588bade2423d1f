#include "CFloor.h"
#include "ring.h"

enum { history = 256, max_players = 8, max_inputs = 128, header = 9 };

typedef struct {
  ring states;
  int frame;
  // By player, the first frame whose input is missing.
  int missing[max_players];
  // By player, the first frame of ours that it does not hold.
  int acknowledged[max_players];
  // The newest frame that was hashed; frame 0 needs no hash.
  int hashed;
  uint64_t proof;
  uint16_t held[history][max_players];
  uint16_t used[history][max_players];
} session;

struct floor_match {
  floor_terms terms;
  wire *network;
  floor_counts counts;
  session sessions[max_players];
};

floor_match *floor_match_make(floor_terms terms) {
  if (terms.network.players > max_players) abort();
  floor_match *match = calloc(1, sizeof *match);
  if (!match) abort();
  match->terms = terms;
  match->network = wire_make(terms.network);
  for (int player = 0; player < terms.network.players; player++)
    match->sessions[player].states = ring_make(terms.words, terms.window + 2);
  return match;
}

void floor_match_free(floor_match *match) {
  for (int player = 0; player < match->terms.network.players; player++)
    free(match->sessions[player].states.base);
  wire_free(match->network);
  free(match);
}

static int lowest(const int *frames, int players) {
  int result = frames[0];
  for (int player = 1; player < players; player++)
    if (frames[player] < result) result = frames[player];
  return result;
}

// Takes an arrived packet; returns the first frame that it shows to be wrong, or `wrong`.
static int receive(session *own, const wire_packet *packet, int wrong) {
  int32_t acknowledged, start;
  memcpy(&acknowledged, packet->bytes, 4);
  memcpy(&start, packet->bytes + 4, 4);
  int from = packet->from, count = packet->bytes[8];
  if (acknowledged > own->acknowledged[from]) own->acknowledged[from] = acknowledged;
  for (int i = own->missing[from] - start; i >= 0 && i < count; i++) {
    int frame = start + i;
    uint16_t pad;
    memcpy(&pad, packet->bytes + header + 2 * i, 2);
    own->held[frame % history][from] = pad;
    own->missing[from] = frame + 1;
    if (frame < own->frame && own->used[frame % history][from] != pad && frame < wrong)
      wrong = frame;
  }
  return wrong;
}

static void simulate(session *own, int frame, int players) {
  uint16_t *pads = own->used[frame % history];
  for (int player = 0; player < players; player++) {
    int missing = own->missing[player];
    int known = frame < missing ? frame : missing - 1;
    pads[player] = known < 0 ? 0 : own->held[known % history][player];
  }
  ring_advance(&own->states, frame, pads, players);
}

static void hash_confirmed(session *own, const floor_terms *terms) {
  int confirmed = lowest(own->missing, terms->network.players);
  if (confirmed > own->frame) confirmed = own->frame;
  while (own->hashed < confirmed) {
    own->hashed++;
    uint64_t hash = hash_state(ring_slot(&own->states, own->hashed), terms->words);
    if (own->hashed == terms->proof_frame) own->proof = hash;
    // The hash is wanted even when nobody looks.
    __asm__ volatile("" : : "r"(hash));
  }
}

static void send_all(floor_match *match, int player) {
  session *own = &match->sessions[player];
  for (int peer = 0; peer < match->terms.network.players; peer++) {
    if (peer == player) continue;
    uint8_t bytes[header + 2 * max_inputs];
    int32_t start = own->acknowledged[peer];
    int count = own->missing[player] - start;
    if (count > max_inputs) count = max_inputs;
    memcpy(bytes, &own->missing[peer], 4);
    memcpy(bytes + 4, &start, 4);
    bytes[8] = (uint8_t)count;
    for (int i = 0; i < count; i++)
      memcpy(bytes + header + 2 * i, &own->held[(start + i) % history][player], 2);
    for (int path = 0; path < match->terms.paths; path++)
      wire_send(match->network, player, peer, path, bytes, (size_t)(header + 2 * count));
  }
}

static void tick(floor_match *match, int player) {
  const floor_terms *terms = &match->terms;
  session *own = &match->sessions[player];
  int players = terms->network.players, wrong = own->frame;
  wire_packet packet;
  while (wire_receive(match->network, player, &packet)) wrong = receive(own, &packet, wrong);
  if (wrong < own->frame) {
    match->counts.rollbacks++;
    match->counts.resimulated += (uint64_t)(own->frame - wrong);
    for (int frame = wrong; frame < own->frame; frame++) simulate(own, frame, players);
  }
  if (own->missing[player] == own->frame) {
    own->held[own->frame % history][player] = pad_of(player, own->frame, terms->hold);
    own->missing[player]++;
  }
  if (own->frame + 1 - lowest(own->missing, players) <= terms->window) {
    simulate(own, own->frame, players);
    own->frame++;
    match->counts.frames++;
  } else {
    match->counts.stalls++;
  }
  hash_confirmed(own, terms);
  send_all(match, player);
}

void floor_match_run(floor_match *match, int ticks) {
  for (int i = 0; i < ticks; i++) {
    for (int player = 0; player < match->terms.network.players; player++) tick(match, player);
    wire_tick(match->network);
  }
}

floor_counts floor_match_counts(const floor_match *match) { return match->counts; }

wire_counts floor_match_sent(const floor_match *match, int path) {
  return wire_counts_of(match->network, path);
}

uint64_t floor_match_proof(const floor_match *match, int player) {
  return match->sessions[player].proof;
}

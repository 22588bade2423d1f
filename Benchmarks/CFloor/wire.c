#include <stdlib.h>
#include <string.h>

#include "CFloor.h"
#include "work.h"

// Packets under way at most, and ticks that one can be under way.
enum { slots = 2048, horizon = 64, max_players = 8, none = -1 };

typedef struct {
  int next;
  int from;
  int path;
  size_t length;
  uint8_t bytes[wire_packet_limit];
} slot;

typedef struct {
  int first;
  int last;
} queue;

struct wire {
  wire_terms terms;
  uint64_t now;
  uint64_t dice;
  wire_counts sent[wire_paths];
  int unused;
  // By receiver and the tick of the arrival.
  queue due[max_players][horizon];
  slot slots[slots];
};

wire *wire_make(wire_terms terms) {
  if (terms.players > max_players || terms.delay + terms.jitter >= horizon) abort();
  wire *network = calloc(1, sizeof *network);
  if (!network) abort();
  network->terms = terms;
  network->dice = terms.seed;
  for (int i = 0; i < slots; i++) network->slots[i].next = i + 1 < slots ? i + 1 : none;
  for (int to = 0; to < max_players; to++)
    for (int tick = 0; tick < horizon; tick++)
      network->due[to][tick] = (queue){none, none};
  return network;
}

void wire_free(wire *network) { free(network); }

void wire_tick(wire *network) { network->now++; }

static int throw_below(wire *network, int bound) {
  uint64_t number = scramble(network->dice++);
  return (int)((number >> 32) * (uint64_t)bound >> 32);
}

void wire_send(wire *network, int from, int to, int path, const uint8_t *bytes, size_t length) {
  const wire_terms *terms = &network->terms;
  network->sent[path].packets++;
  network->sent[path].bytes += length;
  if (terms->loss_percent && throw_below(network, 100) < terms->loss_percent) {
    network->sent[path].lost++;
    return;
  }
  int late = terms->jitter ? throw_below(network, terms->jitter + 1) : 0;
  queue *due = &network->due[to][(network->now + (uint64_t)(terms->delay + late)) % horizon];
  int index = network->unused;
  // A session that is never served would get here; the measurement would be worth nothing.
  if (index == none || length > wire_packet_limit) abort();
  slot *taken = &network->slots[index];
  network->unused = taken->next;
  taken->next = none;
  taken->from = from;
  taken->path = path;
  taken->length = length;
  memcpy(taken->bytes, bytes, length);
  if (due->last == none) due->first = index;
  else network->slots[due->last].next = index;
  due->last = index;
}

int wire_receive(wire *network, int to, wire_packet *packet) {
  queue *due = &network->due[to][network->now % horizon];
  int index = due->first;
  if (index == none) return 0;
  slot *arrived = &network->slots[index];
  due->first = arrived->next;
  if (due->first == none) due->last = none;
  arrived->next = network->unused;
  network->unused = index;
  *packet = (wire_packet){arrived->from, arrived->path, arrived->length, arrived->bytes};
  return 1;
}

wire_counts wire_counts_of(const wire *network, int path) { return network->sent[path]; }

// The floor: what plain C needs for the same work that the engine is measured on.
//
// Three things: the workload (a state, a step, a hash and scripted inputs, as in `Work.swift`), a
// simulated network that the floor and the engine both use, and two least-possible programs: the
// synthetic sync test (sync.c) and a whole rollback session with resending (match.c).
#pragma once
#include <stddef.h>
#include <stdint.h>

// The workload. States are 64-bit words, a power of two of them, at least 32.
void floor_fill(uint64_t *state, size_t words);
void floor_step(uint64_t *state, size_t words, const uint16_t *pads, int players);
uint64_t floor_hash(const uint64_t *state, size_t words);
// Twelve random bits: new ones in every frame, or held for `hold` frames.
uint16_t floor_pad(int player, int frame, int hold);

// A seeded network with a clock of whole ticks; it allocates when it is made, and never again.
typedef struct wire wire;

enum { wire_paths = 2, wire_packet_limit = 1280 };

typedef struct {
  int players;
  // Ticks under way: `delay`, and up to `jitter` more.
  int delay;
  int jitter;
  int loss_percent;
  uint64_t seed;
} wire_terms;

typedef struct {
  uint64_t packets;
  uint64_t bytes;
  uint64_t lost;
} wire_counts;

typedef struct {
  int from;
  int path;
  size_t length;
  // Valid until the next send.
  const uint8_t *bytes;
} wire_packet;

wire *wire_make(wire_terms terms);
void wire_free(wire *network);
void wire_tick(wire *network);
void wire_send(wire *network, int from, int to, int path, const uint8_t *bytes, size_t length);
// Takes what has arrived for `to`, oldest first; false when there is nothing (more).
int wire_receive(wire *network, int to, wire_packet *packet);
// What was sent on one path, lost packets included.
wire_counts wire_counts_of(const wire *network, int path);

// W1: in every tick the newest `distance` frames are stepped again, then one new frame. The live
// state is a slot of a ring of distance + 2.
typedef struct floor_sync floor_sync;

typedef enum {
  floor_sums_none,
  // Each frame is hashed at its first and at its last simulation, and compared.
  floor_sums_first_and_last,
} floor_sums;

floor_sync *floor_sync_make(size_t words, int distance, floor_sums sums);
void floor_sync_free(floor_sync *sync);
// Returns how many comparisons failed: none, as the workload is deterministic.
uint64_t floor_sync_run(floor_sync *sync, int ticks);
uint64_t floor_sync_hash(const floor_sync *sync);

// W2 to W4: rollback sessions that do the least: prediction, rollback, all unacknowledged inputs
// and an acknowledgement in every packet, one packet per peer, path and tick; each confirmed frame
// is hashed once.
typedef struct floor_match floor_match;

typedef struct {
  wire_terms network;
  // 1 or 2; with 2 every packet travels twice.
  int paths;
  size_t words;
  int window;
  int hold;
  // The frame whose hash is kept as proof.
  int proof_frame;
} floor_terms;

typedef struct {
  // Frames advanced, over all sessions.
  uint64_t frames;
  uint64_t resimulated;
  uint64_t rollbacks;
  uint64_t stalls;
} floor_counts;

floor_match *floor_match_make(floor_terms terms);
void floor_match_free(floor_match *match);
void floor_match_run(floor_match *match, int ticks);
floor_counts floor_match_counts(const floor_match *match);
wire_counts floor_match_sent(const floor_match *match, int path);
// The hash of the proof frame in one session; 0 while it is not confirmed.
uint64_t floor_match_proof(const floor_match *match, int player);

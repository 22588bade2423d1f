#include "CFloor.h"
#include "ring.h"

enum { players = 2, history = 32 };

struct floor_sync {
  ring states;
  int distance;
  floor_sums sums;
  int frame;
  uint16_t pads[history][players];
  // By frame, the hash of the state at its first simulation.
  uint64_t first[history];
};

floor_sync *floor_sync_make(size_t words, int distance, floor_sums sums) {
  floor_sync *sync = calloc(1, sizeof *sync);
  if (!sync) abort();
  sync->states = ring_make(words, distance + 2);
  sync->distance = distance;
  sync->sums = sums;
  return sync;
}

void floor_sync_free(floor_sync *sync) {
  free(sync->states.base);
  free(sync);
}

// Steps the newest frames again; the oldest of them will not be stepped any more.
static uint64_t resimulate(floor_sync *sync) {
  int start = sync->frame - sync->distance;
  if (start < 0) return 0;
  uint64_t failed = 0;
  for (int frame = start; frame < sync->frame; frame++) {
    uint64_t *next = ring_advance(&sync->states, frame, sync->pads[frame % history], players);
    if (frame == start && sync->sums == floor_sums_first_and_last)
      failed += hash_state(next, sync->states.words) != sync->first[(frame + 1) % history];
  }
  return failed;
}

uint64_t floor_sync_run(floor_sync *sync, int ticks) {
  uint64_t failed = 0;
  for (int tick = 0; tick < ticks; tick++) {
    int frame = sync->frame;
    uint16_t *pads = sync->pads[frame % history];
    for (int player = 0; player < players; player++) pads[player] = pad_of(player, frame, 1);
    failed += resimulate(sync);
    uint64_t *next = ring_advance(&sync->states, frame, pads, players);
    if (sync->sums == floor_sums_first_and_last)
      sync->first[(frame + 1) % history] = hash_state(next, sync->states.words);
    sync->frame++;
  }
  return failed;
}

uint64_t floor_sync_hash(const floor_sync *sync) {
  return hash_state(ring_slot(&sync->states, sync->frame), sync->states.words);
}

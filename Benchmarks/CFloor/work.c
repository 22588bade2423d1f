#include "work.h"
#include "CFloor.h"

void floor_fill(uint64_t *state, size_t words) { fill_state(state, words); }

void floor_step(uint64_t *state, size_t words, const uint16_t *pads, int players) {
  step_state(state, words, pads, players);
}

uint64_t floor_hash(const uint64_t *state, size_t words) { return hash_state(state, words); }

uint16_t floor_pad(int player, int frame, int hold) { return pad_of(player, frame, hold); }

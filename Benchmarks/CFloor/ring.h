// A ring of states, as both floors keep it: 64-byte-aligned slots whose stride is never a multiple
// of 4096, since slots that share a cache set copy many times slower.
#pragma once
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "work.h"

typedef struct {
  uint8_t *base;
  size_t stride;
  size_t words;
  int slots;
} ring;

static inline ring ring_make(size_t words, int slots) {
  size_t stride = (words * 8 + 63) / 64 * 64;
  if (stride % 4096 == 0) stride += 64;
  ring made = {aligned_alloc(64, stride * (size_t)slots), stride, words, slots};
  if (!made.base) abort();
  for (int slot = 0; slot < slots; slot++)
    fill_state((uint64_t *)(made.base + stride * (size_t)slot), words);
  return made;
}

static inline uint64_t *ring_slot(const ring *states, int frame) {
  return (uint64_t *)(states->base + states->stride * (size_t)(frame % states->slots));
}

// Copies the state of `frame` into the slot of the next one, and steps it there.
static inline uint64_t *ring_advance(
    const ring *states, int frame, const uint16_t *pads, int players) {
  uint64_t *next = ring_slot(states, frame + 1);
  memcpy(next, ring_slot(states, frame), states->words * 8);
  step_state(next, states->words, pads, players);
  return next;
}

// The workload, inlined into both floors; `Work.swift` is the same in Swift, constant for constant.
#pragma once
#include <stddef.h>
#include <stdint.h>

static inline uint64_t scramble(uint64_t x) {
  x = (x ^ x >> 31) * 0x7FB5D329728EA185ull;
  x = (x ^ x >> 27) * 0x81DADEF4BC2DD44Dull;
  return x ^ x >> 33;
}

static inline void fill_state(uint64_t *state, size_t words) {
  for (size_t i = 0; i < words; i++) state[i] = scramble(i + 1);
}

// Changes 16 words at the front, each dependent on the one before, and one word anywhere.
static inline void step_state(
    uint64_t *state, size_t words, const uint16_t *pads, int players) {
  uint64_t stir = ++state[0];
  for (int player = 0; player < players; player++)
    stir = (stir ^ pads[player]) * 0x9E3779B97F4A7C15ull;
  for (int i = 1; i < 16; i++) {
    uint64_t word = (state[i] ^ stir) * 0xD6E8FEB86659FD93ull;
    state[i] = word ^ word >> 32;
    stir += state[i];
  }
  state[16 + ((stir >> 32) * (words - 16) >> 32)] ^= stir;
}

static inline uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Four independent lanes of multiply and fold, so that the multiplier never waits.
static inline uint64_t hash_state(const uint64_t *state, size_t words) {
  const uint64_t k0 = 0x9E3779B97F4A7C15ull, k1 = 0xBF58476D1CE4E5B9ull;
  const uint64_t k2 = 0x94D049BB133111EBull, k3 = 0xD6E8FEB86659FD93ull;
  uint64_t a = k0, b = k1, c = k2, d = k3;
  for (size_t i = 0; i < words; i += 8) {
    a = fold(state[i] ^ k0, state[i + 1] ^ a);
    b = fold(state[i + 2] ^ k1, state[i + 3] ^ b);
    c = fold(state[i + 4] ^ k2, state[i + 5] ^ c);
    d = fold(state[i + 6] ^ k3, state[i + 7] ^ d);
  }
  return fold(a ^ b ^ words, c ^ d ^ k0);
}

// Twelve bits; the lowest one tells odd from even, so that a new pad is never the old one.
static inline uint16_t pad_of(int player, int frame, int hold) {
  uint64_t turn = hold > 1 ? (uint64_t)(frame + player * 5) / (uint64_t)hold : (uint64_t)frame;
  return (uint16_t)((scramble((uint64_t)player << 40 | turn) & 0xFFE) | (turn & 1));
}

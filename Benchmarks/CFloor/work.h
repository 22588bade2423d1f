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

// The engine's digest of an array of words (`StateHasher.combine(words:)`, then `finalize()`): four
// independent lanes of multiply and fold, so that the multiplier never waits.
static inline uint64_t hash_state(const uint64_t *state, size_t words) {
  const uint64_t s0 = 0xA0761D6478BD642Full, s1 = 0xE7037ED1A0B428DBull;
  const uint64_t s2 = 0x8EBC6AF09C88C6E3ull, s3 = 0x589965CC75374CC3ull;
  uint64_t a = 0x9E3779B97F4A7C15ull ^ s1, b = s2, c = s3, d = s0;
  for (size_t i = 0; i < words; i += 8) {
    a = fold(state[i] ^ s0, state[i + 1] ^ a);
    b = fold(state[i + 2] ^ s1, state[i + 3] ^ b);
    c = fold(state[i + 4] ^ s2, state[i + 5] ^ c);
    d = fold(state[i + 6] ^ s3, state[i + 7] ^ d);
  }
  a = fold(a, s2);
  uint64_t digest = fold(a ^ b ^ words * 8, c ^ d ^ s1);
  return fold(digest ^ s2, digest | 1);
}

// Twelve bits; the lowest one tells odd from even, so that a new pad is never the old one.
static inline uint16_t pad_of(int player, int frame, int hold) {
  uint64_t turn = hold > 1 ? (uint64_t)(frame + player * 5) / (uint64_t)hold : (uint64_t)frame;
  return (uint16_t)((scramble((uint64_t)player << 40 | turn) & 0xFFE) | (turn & 1));
}

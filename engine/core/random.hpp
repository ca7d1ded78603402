// Randomness that is a function: the same numbers on every machine, in any order of asking.
#pragma once

#include <cstdint>

namespace fp {

// SplitMix64's finaliser: every input bit reaches every output bit.
inline uint64_t mix_bits(uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9u;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebu;
  x ^= x >> 31;
  return x;
}

// Uniform in [0,1), a multiple of 2^-53: a counter-based hash of (seed, index).
inline double random_at(uint64_t seed, uint64_t index) {
  constexpr uint64_t kGolden = 0x9e3779b97f4a7c15u;
  const uint64_t bits = mix_bits(mix_bits(seed + kGolden) + (index + 1) * kGolden);
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

}  // namespace fp

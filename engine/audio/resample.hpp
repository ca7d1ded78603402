// Sound between its samples: a windowed sinc in integers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace fp {

// sinc with its cutoff at 0.92 of half the sampling rate, under a Kaiser window (beta 8) of 32 samples to each side:
// flat to 20 kHz, 80 dB down at 24 kHz. 512 steps a sample and linear in between, in 2^-20; [n] is at a distance of n /
// 512. Played faster, it is stretched by the speed, which lowers the cutoff by as much: nothing aliases.
inline constexpr int kSincReach = 32;
inline constexpr int kSincSteps = 512;
using SincTable = std::array<int32_t, kSincReach * kSincSteps + 2>;
const SincTable& sinc_table();

// The same by phase: the weights of the 64 samples around a moment that stands p / 512 after the 32nd of them.
using SincPhases = std::array<std::array<int32_t, 2 * kSincReach>, kSincSteps + 1>;
const SincPhases& sinc_phases();

// The kernel at a distance in 2^-24 samples; 0 beyond its reach.
inline int64_t sinc_at(const SincTable& table, int64_t distance) {
  constexpr int kShift = 15;  // 24 bits less the steps' 9
  const int64_t index = distance >> kShift;
  if (index >= kSincReach * kSincSteps) return 0;
  const int64_t rest = distance & ((1 << kShift) - 1);
  const int64_t here = table[static_cast<size_t>(index)];
  return here + (((table[static_cast<size_t>(index) + 1] - here) * rest) >> kShift);
}

// Modified Bessel function of the first kind, order 0, and the Kaiser window at x in -1..1. Exact on every CPU.
double bessel_i0(double x);
double kaiser(double x, double beta);

}  // namespace fp

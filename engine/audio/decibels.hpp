// Decibels and factors.
#pragma once

#include <cmath>
#include <cstdint>

#include "engine/core/math.hpp"
#include "engine/template/clips.hpp"

namespace fp {

inline constexpr int64_t kUnityGain = int64_t{1} << 24;
inline constexpr double kMostGain = 40;  // dB; more is taken as this
inline constexpr int64_t kFullScale = int64_t{1} << 23;

// 10^(dB/20), the same on every CPU; kSilence and below is 0.
inline double factor_of(double decibels) {
  if (decibels <= kSilence) return 0;
  return decibels == 0 ? 1 : exact_pow(10, (decibels < kMostGain ? decibels : kMostGain) / 20);
}

// A factor in 2^-24.
inline int64_t fixed_gain(double factor) {
  return static_cast<int64_t>(std::floor(factor * static_cast<double>(kUnityGain) + 0.5));
}

// 20 log10 of a level against full scale; 0 is far below kSilence.
inline double decibels_of(int64_t level) {
  constexpr double kNothing = -200, kPerNeper = 8.685889638065037;  // 20 / ln 10
  return level > 0 ? kPerNeper * exact_log(static_cast<double>(level) / static_cast<double>(kFullScale)) : kNothing;
}

}  // namespace fp

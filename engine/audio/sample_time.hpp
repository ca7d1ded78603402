// Frames of a composition and samples of its sound.
#pragma once

#include <cstdint>

#include "engine/core/rational.hpp"
#include "engine/media/clip.hpp"

namespace fp {

__extension__ using Wide = __int128;

// Rounded towards minus infinity; `by` > 0.
constexpr Wide floor_divided(Wide value, Wide by) {
  const Wide quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

// The sample of the programme at which a frame begins: floor(frame * 48000 / fps), exactly; below 0 for frames below 0.
constexpr int64_t sample_at(int64_t frame, Rational fps) {
  return static_cast<int64_t>(floor_divided(Wide{frame} * kSampleRate * fps.den, fps.num));
}

// Where a sample stands in frames.
inline double frame_at_sample(int64_t sample, Rational fps) {
  return static_cast<double>(sample) * static_cast<double>(fps.num) /
         (static_cast<double>(kSampleRate) * static_cast<double>(fps.den));
}

}  // namespace fp

// How loud each side of a clip is: gain, pan, fades and the fades of scenes as one factor, on a grid of 48 samples (1
// ms) of the layer's own time. In between it is linear, so no block of samples can matter.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/audio/sound_plan.hpp"

namespace fp {

inline constexpr int64_t kGrid = 48;

struct Level {
  int64_t left = 0, right = 0;  // in 2^-24
  bool operator==(const Level&) const = default;
};

// A layer's, worked out once.
struct LayerLevel {
  Rational fps{30, 1};
  Scalar gain, pan;
  std::optional<Level> steady;        // where neither gain nor pan changes
  int64_t fade_in = 0, fade_out = 0;  // samples
  int64_t end = 0;                    // of the layer's own time, samples
};
LayerLevel layer_level(const HeardLayer& layer, Rational fps);

// At a point of the grid: the sample kGrid * point of the layer's own time. Gain up to 40 dB; pan is a balance, which
// makes the other side quieter by 1 - |pan|; fades are linear in amplitude.
Level level_at(const LayerLevel& layer, const HeardClip& clip, int64_t point);

}  // namespace fp

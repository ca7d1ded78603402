// Where in its file a layer is at each of its frames, and how loud that is: what stands behind a waveform.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/audio/peaks.hpp"
#include "engine/core/rational.hpp"
#include "engine/template/clips.hpp"

namespace fp {

// For each frame of a layer's own time, in samples of the file, not rounded.
struct Played {
  struct Frame {
    double at = -1;       // at the frame's beginning; below 0: silence
    double step = 0;      // samples of the file in this frame, below 0: backwards
    bool joined = false;  // the next frame goes on where this one ends
  };
  double begin = 0, end = 0;  // of the file: what is played of it
  bool repeats = false;       // beyond `end` it goes on elsewhere; else there is silence
  std::vector<Frame> frames;

  std::optional<double> at(double frame) const;  // nullopt: silence
  // Where its sound is over: after the last frame that plays any. Between frames where the file ends there.
  double over() const;
};

// `frames` of a layer's own time. `duration`: of what is played over and over, seconds. AtEnd::hold is silence.
Played played_parts(const ClipTime& time, int64_t frames, Rational duration);

// What is heard over frames [from, to) of the layer's own time; nullopt: nothing is played there.
std::optional<Peak> peak_over(const Peaks& peaks, const Played& played, double from, double to);
// The mean square of that, as decibels_of_power() takes it.
std::optional<double> power_over(const Peaks& peaks, const Played& played, double from, double to);

}  // namespace fp

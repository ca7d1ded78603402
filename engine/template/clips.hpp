// What a template says about footage and sound: which file, which moment of it, how loud. Times of files are exact
// rationals in seconds, because a file's own frames need not fall on the composition's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/rational.hpp"
#include "engine/template/values.hpp"

namespace fp {

// Which moment of a file is shown or heard at a frame of the layer's own time: engine/scene/clip_time.hpp.
struct ClipTime {
  Rational fps{30, 1};                                        // of the composition
  enum class AtEnd : uint8_t { hold, loop, pingpong, hide };  // hold: the last picture stays; sound: silence
  Rational start{0, 1};                                       // seconds: what is cut off at the file's beginning
  std::optional<Rational> end;                                // seconds: where it is cut; absent: the file's own end
  Rational speed{1, 1};                                       // below 0: backwards, from the end on
  std::optional<Scalar> speeds;  // where it changes: the speed at each frame of the layer, instead of `speed`
  AtEnd at_end = AtEnd::hold;
};

// How loud sound is. Levels in decibels, 0 as recorded; kSilence and below is silence.
inline constexpr double kSilence = -96;
struct ClipSound {
  Scalar gain;                        // dB
  Scalar pan;                         // -1 left .. 1 right: balance, the other side grows quieter
  int64_t fade_in = 0, fade_out = 0;  // frames at the layer's ends
  struct Duck {
    std::vector<std::string> under;       // ids of layers: while these are heard ...
    double by = 12;                       // ... this one is quieter by so many dB
    double attack = 0.15, release = 0.5;  // seconds
    double threshold = -40;               // dB: what counts as heard
  };
  std::optional<Duck> duck;
};

// What is done to the sum of all sound.
struct Mastering {
  std::optional<double> loudness;  // integrated, LUFS (EBU R128); absent: as mixed
  double true_peak = -1;           // dBTP: what no peak exceeds
};

// A caption as viewers may switch it on, beside or in a file. Times of the composition.
struct Cue {
  int64_t begin_ms = 0, end_ms = 0;
  std::string text;  // lines by '\n'
};

}  // namespace fp

// Which moment of a file belongs to a frame, in exact arithmetic: the same for pictures and sound, for seeking and for
// playing on.
#pragma once

#include <optional>
#include <string>

#include "engine/core/rational.hpp"
#include "engine/template/clips.hpp"

namespace fp {

// Seconds of the file that have passed since the layer's first frame, at `frame` of the layer's own time (between
// frames: to 1/65536; a speed that changes is held for a frame and taken to 2^-24). Below 0 where it plays backwards.
Rational passed_at(const ClipTime& time, double frame);

// Where in a file of `duration` seconds that is; nullopt: nothing is shown (AtEnd::hide; nothing is left between start
// and end). A file that begins by playing backwards begins at its end. The moment lies in [start, end]; the end itself
// is met only where it is held, and first of all backwards. `mirrored`: on the way back of AtEnd::pingpong.
struct Moment {
  Rational at;
  bool mirrored = false;
};
std::optional<Moment> moment_of(const ClipTime& time, Rational passed, Rational duration);

// Why a file of `duration` seconds has nothing to show or hear, as words about it; empty: it has.
std::string nothing_left(const ClipTime& time, Rational duration);

// What sound needs to know of the same: whether the file begins by playing backwards, at its end; and a speed that
// changes (`ClipTime::speeds`) during one frame of the layer, in 2^-24.
bool begins_backwards(const ClipTime& time);
int64_t speed_in_frame(const Scalar& speeds, int64_t frame, Rational fps);

}  // namespace fp

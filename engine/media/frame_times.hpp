// When the frames of a file begin. Containers round times to their ticks (Matroska and WebM to milliseconds), so that
// the third frame of 30 a second is told to begin after 67 ms instead of 66 2/3; taken as told, the moment 2/30 s would
// show the second one.
#pragma once

#include <optional>
#include <span>

#include "engine/core/rational.hpp"
#include "engine/media/media_protocol.hpp"

namespace fp::media {

struct FrameTimes {
  std::span<const FrameEntry> frames;  // in order, at least one
  Rational tick{1, 1};                 // seconds
  Rational start{0, 1};                // seconds of the file's own time at which the first one begins
  std::optional<Rational> rate;        // frames a second where each frame n begins at start + n / rate, to a tick
  Rational duration{0, 1};             // seconds from the file's time 0 to the end of the last frame

  // The last frame that begins at or before a moment, the first before that. Without a rate a frame begins up to half a
  // tick early, at most a millisecond.
  int64_t frame_at(Rational seconds) const;
};

// `guess`: what the container says of the rate; 0/1: nothing. Taken where the times agree.
FrameTimes frame_times(std::span<const FrameEntry> frames, int64_t last_duration, Rational tick, Rational zero,
                       Rational guess);

}  // namespace fp::media

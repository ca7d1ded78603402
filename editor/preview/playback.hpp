// The playback clock: which frame the screen should show now. Time comes in as nanoseconds from whoever has a clock and
// decides only which frame is asked for; no pixel knows of it. Plain data and pure functions.
#pragma once

#include <cstdint>

#include "engine/core/rational.hpp"

namespace fp::preview {

// Frames `first` to `last` are played, over and over where `loop`.
struct WorkArea {
  int64_t first = 0, last = 0;
  bool loop = true;
  bool operator==(const WorkArea&) const = default;
};

struct Playback {
  Rational fps{30, 1};
  WorkArea area;
  int rate = 0;       // frames a tick: 0 stands still, negative goes back
  int64_t frame = 0;  // where it stands, or where it began to play
  int64_t began = 0;  // nanoseconds
  int64_t ticks = 0;  // frame durations since then
  int64_t painted = 0, painted_frame = -1;
  int64_t dropped_before = 0;
  int64_t dropped = 0;  // ticks for which nothing new was painted; since it began to play
};

// Plays on from where it is now. A frame outside the work area, or at the end it runs towards, begins at the other end.
void play(Playback& playback, int rate, int64_t now);
void stop(Playback& playback, int64_t now);
void seek(Playback& playback, int64_t frame, int64_t frames, int64_t now);  // goes on playing from there

// The clock goes so much later (nanoseconds): what is heard decides when a frame is due.
void shift(Playback& playback, int64_t later);

// Moves on to `now` and gives the frame. Without a loop it stops on the last one.
int64_t advance(Playback& playback, int64_t now);
// A new picture is on the screen. Call after advance.
void painted(Playback& playback, int64_t frame);

// J, K, L: back, stand still, forward; the same key again doubles the speed up to 8, the other one turns round at 1.
int shuttle(int rate, int direction);

// Seconds since frame 0 of where it stands, between frames too, around the work area where it loops; for a rate of 1.
double seconds_at(const Playback& playback, int64_t now);

// When the next tick is due.
int64_t next_tick(const Playback& playback);

}  // namespace fp::preview

// Composition + frame -> Scene. A pure function: no clock, no state, no order. Safe to call from any thread.
#pragma once

#include <cstdint>

#include "engine/core/random.hpp"
#include "engine/timeline/scene.hpp"

namespace fp {

// `frame` in [0, composition.frames). A layer's keys count from its in-point; a group's children live in the group's time
// (frame 0 is the group's in-point). The composition must outlive the scene.
Scene evaluate(const Composition& composition, int64_t frame);

// The value of a track at a frame relative to its layer's in-point. Before the first key the first value holds, after the last
// the last; `loop` and `pingpong` repeat the span between first and last key. `fps` scales wiggle.
double value_at(const Scalar& track, double frame, double fps);
Vec2 value_at(const Point& track, double frame, double fps);
Color value_at(const Tint& track, double frame, double fps);

// Progress 0..1 of an ease at t in 0..1 (may overshoot for back, elastic and spring). ease(0) == 0 and ease(1) == 1 exactly.
// `seconds` is the length of the segment, which spring needs for its physical constants.
double ease_at(const Ease& ease, double t, double seconds);

}  // namespace fp

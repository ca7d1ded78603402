// What a value over time is at one moment. Pure functions; safe to call from any thread.
#pragma once

#include "engine/template/values.hpp"

namespace fp {

// The value of a track at a frame relative to its layer's in-point. Before the first key the first value holds, after
// the last the last; `loop` and `pingpong` repeat the span between first and last key onwards (a loop shows the first
// value again where the last key stands). At a key its value is met exactly. Colours are mixed as CSS does, weighted by
// alpha, and kept within 0..1. Wiggle adds smooth noise within +-amplitude to each coordinate, or to red, green and
// blue; `fps` scales it.
double value_at(const Scalar& track, double frame, double fps);
Vec2 value_at(const Point& track, double frame, double fps);
Color value_at(const Tint& track, double frame, double fps);

// Progress 0..1 of an ease at t in 0..1 (may overshoot for back, elastic and spring). ease(0) == 0 and ease(1) == 1
// exactly. `seconds` is the length of the segment, which spring needs for its physical constants: mass in kg, stiffness
// in N/m, damping in Ns/m, initial velocity in whole ways per second. A spring still moving at the end of its segment
// has what is left of its way, d, taken out linearly: progress(t) = spring(t * seconds) + t * d. Impossible constants
// give linear.
double ease_at(const Ease& ease, double t, double seconds);

}  // namespace fp

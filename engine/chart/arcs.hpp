// Arcs of a circle as strokes. Angles are degrees from 12 o'clock, clockwise.
#pragma once

#include "engine/chart/marks.hpp"

namespace fp {

struct Arc {
  Vec2 middle{};
  double radius = 0, thickness = 0;  // of the line's middle, and how broad it is
  double start = 0, sweep = 360;     // the whole way
  bool round = true;                 // its ends
};

Vec2 point_on(const Arc& arc, double radius, double degrees);

// The part of the arc's way between two shares, 0..1, ends included however they are shaped; nothing where it has no
// length. A round end is never longer than the part: it grows from a dot. The last bit of a whole circle closes it.
void put_arc(Marks& marks, const Arc& arc, double from, double to, const ScenePaint& paint);

}  // namespace fp

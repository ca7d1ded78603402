// Outlines made from outlines. Coordinates and `tolerance` (the distance a chord may stray from its curve) are in the
// same unit as the paths. Results are filled with the non-zero rule.
#pragma once

#include <vector>

#include "engine/vector/path.hpp"

namespace fp {

struct Operand {
  Path path;
  bool even_odd = false;  // the rule by which this one is filled; else non-zero
};

// Union, difference (all others from the first), intersection or symmetric difference, as polygons. Computed by Clipper
// (Vatti's algorithm) on a grid of 1/1024, in integers. Coordinates beyond +-1e6 are moved there.
Path combined(ShapeContent::Combined::Rule rule, const std::vector<Operand>& operands, double tolerance);

// An even-odd outline as one for the non-zero rule.
Path without_even_odd(const Path& path, double tolerance);

// Every corner replaced by an arc of this radius, or of the largest that fits: an arc takes at most half of the way to
// the next corner. Curves keep their shape between the arcs, as chords.
Path with_rounded_corners(const Path& path, double radius, double tolerance);

// Between two outlines: 0 is the first, 1 the second, beyond is extrapolated. Where both have the same verbs their
// points are mixed; else their contours in turn, by length, each vertex of either kept; a closed contour is matched
// with the turn and direction of the other that moves least, and one without a counterpart shrinks to its middle.
Path morphed(const Path& a, const Path& b, double mix, double tolerance);

}  // namespace fp

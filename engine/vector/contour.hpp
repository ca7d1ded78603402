// Inside engine/vector: a path as polylines, the form both the rasteriser and the stroker work on.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/vector/path.hpp"

namespace fp {

struct Contour {
  std::vector<Vec2> points;  // no closing repeat of the first point
  std::vector<uint8_t>
      smooth;  // one per point: 1 where it lies inside a flattened curve, so the outline does not turn there
  bool closed = false;
  bool drawn = false;  // has at least one segment, though perhaps of no length; a lone move has none
};

// One contour per subpath, curves within `tolerance`. A subpath that goes on after `close` starts at its old start.
std::vector<Contour> contours_of(const Path& path, double tolerance);

}  // namespace fp

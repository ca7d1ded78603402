// Inside engine/vector: exact-area scan conversion of polygons.
//
// A pixel row is cut into slabs at every corner and every crossing inside it. Within a slab the edges are ordered from
// left to right, so that the winding number says which of them bound the inside, and only those are added: coverage is
// the area of the inside, however often and in whatever directions the outline overlaps itself.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/vector/mask.hpp"

namespace fp {

// A corner of a closed outline, in pixels. `begins` starts the next outline.
struct RasterPoint {
  double x = 0, y = 0;
  bool begins = false;
};

// Coverage by the non-zero rule, rounded to 0..255. Every coordinate must lie within [0, width] x [0, height]; both are
// at least 1. What an outline costs is its length and a step for each tile its rows run through: inside it, nothing is
// done pixel by pixel. A row in which more than 100,000 edges would meet slabs is cut into at most 64 equal
// ones instead and sampled in their middles, so that the time stays about that of the edges times the rows.
Mask scan_convert(const std::vector<RasterPoint>& outlines, int32_t width, int32_t height);

}  // namespace fp

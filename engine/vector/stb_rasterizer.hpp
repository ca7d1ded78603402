// Inside engine/vector: the one place that knows stb_truetype.
#pragma once

#include <cstdint>
#include <vector>

namespace fp {

// A corner of a closed outline, in pixels. `begins` starts the next outline.
struct RasterPoint {
  float x = 0, y = 0;
  bool begins = false;
};

// Writes exact-area coverage of the outlines (absolute winding, cut off at 1) to the first `width` bytes of each row.
// Every coordinate must lie within [0, width] x [0, height]. An edge that ends on the left or right side may be drawn
// pixel by pixel on its last row; edges along a side are not.
void stb_rasterize(const std::vector<RasterPoint>& outlines, int32_t width, int32_t height, int32_t stride,
                   uint8_t* coverage);

}  // namespace fp

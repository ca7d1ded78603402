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

// Writes exact-area coverage of the outlines (absolute winding, cut off at 1) to every byte of a width x height block.
// Every coordinate must lie within [0, width] x [0, height].
void stb_rasterize(const std::vector<RasterPoint>& outlines, int32_t width, int32_t height, int32_t stride,
                   uint8_t* coverage);

}  // namespace fp

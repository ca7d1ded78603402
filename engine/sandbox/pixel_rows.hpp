// The loops over pixels, in integers, built for two instruction sets with the same result. Rows have kRowBits bits
// behind the point of an 8-bit code.
#pragma once

#include <cstdint>

#include "engine/sandbox/color_plan.hpp"

namespace fp::media {

// Chroma between samples, in quarters along each axis: out = (near * (4 - far) + beyond * far) / 4.
struct Neighbours {
  int far_even, far_odd;    // weight of `beyond` for even and odd positions
  int side_even, side_odd;  // where `beyond` lies: -1 before, +1 after
};

struct RowLoops {
  // From samples of `bits` bits to rows.
  void (*luma8)(const uint8_t* from, int16_t* to, int width);
  void (*luma16)(const uint16_t* from, int16_t* to, int width, int bits);
  // One output row of chroma from the two input rows around it. `cell` holds chroma_width + 2 values and is scratch.
  void (*chroma8)(const uint8_t* near, const uint8_t* beyond, int far, int chroma_width, int16_t* cell,
                  const Neighbours* across, int16_t* to, int width);
  void (*chroma16)(const uint16_t* near, const uint16_t* beyond, int far, int chroma_width, int32_t* cell,
                   const Neighbours* across, int16_t* to, int width, int bits);
  // Rows to opaque texels.
  void (*texels)(const ColorPlan& plan, const int16_t* y, const int16_t* cb, const int16_t* cr, uint32_t* to,
                 int width);
  // Rows to 12-bit codes, in place: y, cb, cr become r, g, b.
  void (*codes)(const ColorPlan& plan, int16_t* y, int16_t* cb, int16_t* cr, int width);
};

const RowLoops& row_loops();  // for the CPU this runs on

}  // namespace fp::media

// The loops around shaders/kernel.h: one pass over one rectangle, one output conversion over one rectangle. Built once
// per instruction set from kernels.inl; every build gives the same bits.
#pragma once

#include <cstdint>

#include "engine/core/math.hpp"
#include "engine/cpu/executor.hpp"
#include "engine/display/pass_constants.hpp"

namespace fp::cpu {

// A surface in memory: rg and ba point at pixel (x0, y0); rows are `stride` words apart.
struct Surface {
  uint32_t* rg = nullptr;
  uint32_t* ba = nullptr;
  int32_t stride = 0;
  int32_t x0 = 0, y0 = 0;
};

// The widest rectangle draw() takes; callers cut wider ones.
inline constexpr int32_t kMaxRow = 256;

struct DrawArgs {
  const PassConstants* constants = nullptr;
  Surface target;
  Surface source;                       // FP_PASS_POP, FP_PASS_PICTURE
  const uint32_t* mask = nullptr;       // FP_COVER_MASK: Mask::words
  const uint32_t* texture_a = nullptr;  // ramp words or texels
  const uint32_t* texture_b = nullptr;
  IRect rect;  // inside bounds and both surfaces, at most kMaxRow wide
};

struct FilterArgs {
  const PassConstants* constants = nullptr;
  Surface target, source;
  Surface map;                      // FP_PASS_DISPLACE
  const uint32_t* table = nullptr;  // FP_PASS_BLUR: weights
  int32_t y0 = 0, y1 = 0;           // rows of the target
};

// Pixels of a picture outside its surface are transparent; inside, surfaces are as large as their constants say.
struct Kernels {
  void (*draw)(const DrawArgs& args);
  void (*filter)(const FilterArgs& args);
  // `rect` has even x0, y0 (x1, y1 even or at the edge). Planes of a width x height picture without padding.
  void (*to_yuv420)(const Surface& from, int32_t width, int32_t height, const IRect& rect, uint8_t* out);
  void (*to_rgba8)(const Surface& from, int32_t width, const IRect& rect, uint8_t* out);
};

Kernels kernels_baseline();
Kernels kernels_avx2();
Kernels kernels_avx512();
Kernels kernels_for(Isa isa);

}  // namespace fp::cpu

// Other sizes of a picture with a separable integer filter. The arithmetic is defined to the last bit.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/media/image.hpp"

namespace fp {

// For each of `target` outputs: the window of source positions it draws from. All windows have `taps` weights (even,
// padded with zeros); each set sums to exactly 1 << kWeightBits. A window may reach past the source's end with zero
// weights only.
inline constexpr int kWeightBits = 14;
struct ResampleWeights {
  int taps = 0;
  std::vector<int32_t> start;    // per output, >= 0
  std::vector<int16_t> weights;  // per output, `taps` of them
};

// Smaller: the Mitchell-Netravali kernel (B = C = 1/3) widened by source/target. Larger: the Catmull-Rom kernel (B = 0,
// C = 1/2), which keeps edges sharp. Sampled at texel centres; weight that would fall outside the source goes to its
// edge. Both at least 1.
ResampleWeights resample_weights(int32_t source, int32_t target);

// Columns first: value = (sum w*texel + 2^7) >> 8, kept with 6 fraction bits; then rows: (sum w*value + 2^19) >> 20,
// clamped to 0..255, and each colour to its alpha, so that the result is premultiplied again.
Texels resampled(const Texels& source, int32_t width, int32_t height);

// round(side * 2^(-k/2)), at least 1.
int32_t level_side(int32_t side, int k);

}  // namespace fp

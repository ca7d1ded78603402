#include "engine/sandbox/pixel_rows.hpp"

#include <algorithm>

namespace fp::media {
namespace {

#define FP_INLINE [[gnu::always_inline]] inline

template <class T>
FP_INLINE int16_t to_row(T sample, int bits) {
  if constexpr (sizeof(T) == 1) return static_cast<int16_t>(sample << kRowBits);
  const int32_t v = std::min<int32_t>(sample, (1 << bits) - 1);
  return static_cast<int16_t>(std::min((v << kRowBits) + (1 << (bits - 8) >> 1), 0x7fffff) >> (bits - 8));
}

template <class T>
FP_INLINE void luma(const T* from, int16_t* to, int width, int bits) {
  for (int x = 0; x < width; ++x) to[x] = to_row(from[x], bits);
}

// Two passes: down into `cell` (a column more at either end, repeated), then across.
template <class T, class Cell>
FP_INLINE void chroma(const T* near, const T* beyond, int far, int chroma_width, Cell* cell, const Neighbours& across,
                      int16_t* to, int width, int bits) {
  Cell* const at = cell + 1;
  const int32_t top = (1 << bits) - 1;
  for (int x = 0; x < chroma_width; ++x) {
    if constexpr (sizeof(T) == 1) {
      at[x] = static_cast<Cell>(near[x] * (4 - far) + beyond[x] * far);
    } else {
      at[x] = static_cast<Cell>(std::min<int32_t>(near[x], top) * (4 - far) + std::min<int32_t>(beyond[x], top) * far);
    }
  }
  at[-1] = at[0];
  at[chroma_width] = at[chroma_width - 1];
  // 4 bits of weights and bits - 8 of the sample stand behind the point; kRowBits are kept.
  const int drop = bits - 8 + 4 - kRowBits;
  const auto kept = [&](int32_t v) {
    if constexpr (sizeof(T) == 1) return static_cast<int16_t>(v << 1);
    return static_cast<int16_t>(drop > 0 ? (v + (1 << (drop - 1))) >> drop : v << -drop);
  };
  if (chroma_width == width) {
    for (int x = 0; x < width; ++x) to[x] = kept(at[x] * 4);
    return;
  }
  const int even = across.far_even, odd = across.far_odd, before = across.side_even, after = across.side_odd;
  const int pairs = width / 2;
  for (int x = 0; x < pairs; ++x) {
    to[2 * x] = kept(at[x] * (4 - even) + at[x + before] * even);
    to[2 * x + 1] = kept(at[x] * (4 - odd) + at[x + after] * odd);
  }
  if (width % 2 != 0) to[width - 1] = kept(at[pairs] * (4 - even) + at[pairs + before] * even);
}

struct Rgb {
  int32_t r, g, b;
};

FP_INLINE Rgb matrix(const ColorPlan& plan, int16_t y, int16_t cb, int16_t cr, int shift, int32_t most) {
  constexpr int16_t kMiddle = 128 << kRowBits;
  const auto l = static_cast<int16_t>(y - plan.black);
  const auto u = static_cast<int16_t>(cb - kMiddle), v = static_cast<int16_t>(cr - kMiddle);
  const int32_t base = l * plan.luma + (1 << (shift - 1));
  const int32_t r = (base + v * plan.red_cr) >> shift;
  const int32_t g = (base + u * plan.green_cb + v * plan.green_cr) >> shift;
  const int32_t b = (base + u * plan.blue_cb) >> shift;
  return {std::clamp(r, 0, most), std::clamp(g, 0, most), std::clamp(b, 0, most)};
}

FP_INLINE void texels(const ColorPlan& given, const int16_t* y, const int16_t* cb, const int16_t* cr, uint32_t* to,
                      int width) {
  const int16_t black = given.black;
  const int32_t luma_gain = given.luma, red_cr = given.red_cr, green_cb = given.green_cb, green_cr = given.green_cr,
                blue_cb = given.blue_cb;
  constexpr int16_t kMiddle = 128 << kRowBits;
  for (int x = 0; x < width; ++x) {
    const auto l = static_cast<int16_t>(y[x] - black);
    const auto u = static_cast<int16_t>(cb[x] - kMiddle), v = static_cast<int16_t>(cr[x] - kMiddle);
    const int32_t base = l * luma_gain + (1 << 17);
    const int32_t r = std::clamp((base + v * red_cr) >> 18, 0, 255);
    const int32_t g = std::clamp((base + u * green_cb + v * green_cr) >> 18, 0, 255);
    const int32_t b = std::clamp((base + u * blue_cb) >> 18, 0, 255);
    to[x] = static_cast<uint32_t>(r | g << 8 | b << 16) | 0xff000000u;
  }
}

FP_INLINE void codes(const ColorPlan& plan, int16_t* y, int16_t* cb, int16_t* cr, int width) {
  for (int x = 0; x < width; ++x) {
    const Rgb c = matrix(plan, y[x], cb[x], cr[x], 14, 4095);
    y[x] = static_cast<int16_t>(c.r);
    cb[x] = static_cast<int16_t>(c.g);
    cr[x] = static_cast<int16_t>(c.b);
  }
}

// The same functions for one instruction set.
// NOLINTBEGIN(bugprone-macro-parentheses): attributes and names of types
#define FP_LOOPS(name, target)                                                                                         \
  struct name {                                                                                                        \
    target static void luma8(const uint8_t* from, int16_t* to, int width) { luma(from, to, width, 8); }                \
    target static void luma16(const uint16_t* from, int16_t* to, int width, int bits) { luma(from, to, width, bits); } \
    target static void chroma8(const uint8_t* near, const uint8_t* beyond, int far, int chroma_width, int16_t* cell,   \
                               const Neighbours* across, int16_t* to, int width) {                                     \
      chroma(near, beyond, far, chroma_width, cell, *across, to, width, 8);                                            \
    }                                                                                                                  \
    target static void chroma16(const uint16_t* near, const uint16_t* beyond, int far, int chroma_width,               \
                                int32_t* cell, const Neighbours* across, int16_t* to, int width, int bits) {           \
      chroma(near, beyond, far, chroma_width, cell, *across, to, width, bits);                                         \
    }                                                                                                                  \
    target static void texel_row(const ColorPlan& plan, const int16_t* y, const int16_t* cb, const int16_t* cr,        \
                                 uint32_t* to, int width) {                                                            \
      texels(plan, y, cb, cr, to, width);                                                                              \
    }                                                                                                                  \
    target static void code_rows(const ColorPlan& plan, int16_t* y, int16_t* cb, int16_t* cr, int width) {             \
      codes(plan, y, cb, cr, width);                                                                                   \
    }                                                                                                                  \
    static constexpr RowLoops kLoops{luma8, luma16, chroma8, chroma16, texel_row, code_rows};                          \
  }
// NOLINTEND(bugprone-macro-parentheses)

FP_LOOPS(Baseline, );
FP_LOOPS(Avx2, [[gnu::target("avx2")]]);

}  // namespace

const RowLoops& row_loops() {
  return __builtin_cpu_supports("avx2") ? Avx2::kLoops : Baseline::kLoops;
}

}  // namespace fp::media

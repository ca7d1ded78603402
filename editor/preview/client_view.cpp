#include <algorithm>

#include "editor/preview/picture.hpp"

namespace fp::preview {
namespace {

// BT.709 limited range to 8-bit RGB in 1/65536: 255/219 for luma, and 255/224 times 1.5748, 0.1873, 0.4681, 1.8556.
constexpr int32_t kLuma = 76309, kRedCr = 117489, kGreenCb = -13975, kGreenCr = -34925, kBlueCb = 138438;

uint8_t to_byte(int32_t fixed) {
  return static_cast<uint8_t>(std::clamp((fixed + 32768) >> 16, 0, 255));
}

// Chroma of one plane at a pixel, times 8. Sites lie at even columns, between the rows of a pair: across, odd columns
// are the mean of two sites; down, a row is 3/4 of its own site and 1/4 of the nearer neighbour's.
int32_t chroma_at(const uint8_t* plane, int32_t width, int32_t height, int32_t x, int32_t y) {
  const int32_t left = x / 2, right = std::min(width - 1, left + (x & 1));
  const int32_t own = y / 2, other = std::clamp(own + ((y & 1) != 0 ? 1 : -1), 0, height - 1);
  const uint8_t* a = plane + static_cast<ptrdiff_t>(own) * width;
  const uint8_t* b = plane + static_cast<ptrdiff_t>(other) * width;
  return 3 * (a[left] + a[right]) + b[left] + b[right];
}

}  // namespace

Frame client_view(const Frame& yuv) {
  FP_ASSERT(yuv.format == PixelFormat::yuv420p8);
  Frame out{PixelFormat::rgba8, yuv.width, yuv.height, {}};
  out.data.resize(frame_bytes(PixelFormat::rgba8, yuv.width, yuv.height));
  const int32_t cw = (yuv.width + 1) / 2, ch = (yuv.height + 1) / 2;
  const uint8_t* luma = yuv.data.data();
  const uint8_t* cb_plane = luma + static_cast<ptrdiff_t>(yuv.width) * yuv.height;
  const uint8_t* cr_plane = cb_plane + static_cast<ptrdiff_t>(cw) * ch;
  uint8_t* to = out.data.data();
  for (int32_t y = 0; y < yuv.height; ++y) {
    for (int32_t x = 0; x < yuv.width; ++x, to += 4) {
      const int32_t l = (*luma++ - 16) * kLuma;
      const int32_t cb = chroma_at(cb_plane, cw, ch, x, y) - 1024, cr = chroma_at(cr_plane, cw, ch, x, y) - 1024;
      to[0] = to_byte(l + kRedCr * cr / 8);
      to[1] = to_byte(l + kGreenCb * cb / 8 + kGreenCr * cr / 8);
      to[2] = to_byte(l + kBlueCb * cb / 8);
      to[3] = 255;
    }
  }
  return out;
}

}  // namespace fp::preview

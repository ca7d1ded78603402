#include "engine/display/frame.hpp"

namespace fp {

namespace {

constexpr PixelLayout kLayouts[kPixelFormats] = {
    {"rgba64", 16, false, true, 0, 0, false},  // not FFmpeg's: two planes of words
    {"rgba", 8, false, true, 0, 0, false},        {"yuv420p", 8, true, false, 1, 1, true},
    {"yuv420p10le", 10, true, false, 1, 1, true}, {"yuv422p10le", 10, true, false, 1, 0, true},
    {"yuv444p10le", 10, true, false, 0, 0, true}, {"yuva420p", 8, true, true, 1, 1, true},
    {"yuva444p10le", 10, true, true, 0, 0, true}, {"bgr0", 8, false, false, 0, 0, false},
    {"bgra", 8, false, true, 0, 0, false},        {"gbrp10le", 10, false, false, 0, 0, true},
    {"gbrap10le", 10, false, true, 0, 0, true},
};

}  // namespace

const PixelLayout& layout(PixelFormat format) {
  return kLayouts[static_cast<size_t>(format)];
}

size_t frame_bytes(PixelFormat format, int32_t width, int32_t height) {
  const size_t w = static_cast<size_t>(width), h = static_cast<size_t>(height);
  if (format == PixelFormat::rgba16) return 8 * w * h;
  const PixelLayout& l = layout(format);
  if (!l.planar) return 4 * w * h;
  const size_t bytes = l.depth > 8 ? 2 : 1;
  const size_t across = (w + (size_t{1} << l.across) - 1) >> l.across, down = (h + (size_t{1} << l.down) - 1) >> l.down;
  return bytes * (w * h * (l.alpha ? 2 : 1) + 2 * across * down);
}

Sha256 frame_hash(const Frame& frame) {
  return sha256(std::as_bytes(std::span(frame.data)));
}

}  // namespace fp

#include "engine/display/frame.hpp"

namespace fp {

size_t frame_bytes(PixelFormat format, int32_t width, int32_t height) {
  const size_t w = static_cast<size_t>(width), h = static_cast<size_t>(height);
  switch (format) {
    case PixelFormat::rgba16:
      return 8 * w * h;
    case PixelFormat::rgba8:
      return 4 * w * h;
    case PixelFormat::yuv420p8:
      return w * h + 2 * ((w + 1) / 2) * ((h + 1) / 2);
  }
  return 0;
}

Sha256 frame_hash(const Frame& frame) {
  return sha256(std::as_bytes(std::span(frame.data)));
}

}  // namespace fp

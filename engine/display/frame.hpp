// A finished frame: what executors deliver and encoders, files and hashes take.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/core/hash.hpp"

namespace fp {

enum class PixelFormat : uint8_t {
  rgba16,  // compositing surface: all rg words (R | G<<16), then all ba words (B | A<<16), little-endian, premultiplied
  rgba8,   // 4 bytes a pixel, straight alpha
  yuv420p8  // planes Y, Cb, Cr; BT.709 limited range, left-sited chroma; odd sizes round the chroma planes up
};

size_t frame_bytes(PixelFormat format, int32_t width, int32_t height);

struct Frame {
  PixelFormat format = PixelFormat::rgba16;
  int32_t width = 0, height = 0;
  std::vector<uint8_t> data;  // planes one after the other, no padding
};
using FramePtr = std::shared_ptr<const Frame>;

Sha256 frame_hash(const Frame& frame);  // of the bytes

}  // namespace fp

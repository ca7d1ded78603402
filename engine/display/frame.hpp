// A finished frame: what executors deliver and encoders, files and hashes take. Executors know the first three formats;
// the others are made of rgba16 by frame_convert.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/hash.hpp"

namespace fp {

enum class PixelFormat : uint8_t {
  rgba16,  // compositing surface: all rg words (R | G<<16), then all ba words (B | A<<16), little-endian, premultiplied
  rgba8,   // 4 bytes a pixel, straight alpha
  yuv420p8,  // planes Y, Cb, Cr; BT.709 limited range, left-sited chroma; odd sizes round the chroma planes up
  // As yuv420p8. 10 bits a sample are 2 bytes, little-endian. With alpha: a fourth plane, full range, colours straight.
  yuv420p10,
  yuv422p10,
  yuv444p10,
  yuva420p8,
  yuva444p10,
  // R'G'B', full range, straight alpha.
  bgr8,     // B, G, R, 0: 4 bytes a pixel
  bgra8,    // B, G, R, A
  gbrp10,   // planes G, B, R
  gbrap10,  // planes G, B, R, A
};
inline constexpr int kPixelFormats = 12;

// How a format's samples lie. FFmpeg's name for the same bytes is what framehash and `-pix_fmt` call it.
struct PixelLayout {
  std::string_view name;
  int depth;         // bits a sample
  bool yuv, alpha;   // yuv: planes of Y'CbCr, else R'G'B'
  int across, down;  // log2 of how many columns and rows share a chroma sample
  bool planar;
};
const PixelLayout& layout(PixelFormat format);

size_t frame_bytes(PixelFormat format, int32_t width, int32_t height);

// A yuv420p8 frame's pixels in memory of the device that drew them, for an encoder on the same device: plane Y, then
// Cb, then Cr without gaps, rows `pitch` bytes apart (Cb and Cr: pitch / 2). Drawn when one sees it; the memory is
// drawn into again when the last share of it is gone.
struct DeviceFrame {
  uint64_t id = 0;      // of the memory, never another's in this process
  int fd = -1;          // the memory as an opaque file descriptor; stays open while this lives, duplicate it to keep it
  uint64_t bytes = 0;   // of the whole memory
  uint64_t offset = 0;  // of plane Y in it
  int32_t width = 0, height = 0, pitch = 0;
  std::array<uint8_t, 16> device{};  // Vulkan's deviceUUID, which is also CUDA's
  bool dedicated = false;            // the memory belongs to one buffer alone
};

struct Frame {
  PixelFormat format = PixelFormat::rgba16;
  int32_t width = 0, height = 0;
  std::vector<uint8_t> data;                          // planes one after the other, no padding
  std::shared_ptr<const DeviceFrame> on_device = {};  // the same pixels, where frames are exported; else null
};
using FramePtr = std::shared_ptr<const Frame>;

Sha256 frame_hash(const Frame& frame);  // of the bytes

}  // namespace fp

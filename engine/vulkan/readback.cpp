#include "engine/vulkan/readback.hpp"

#include "engine/core/result.hpp"
#include "engine/vulkan/exports.hpp"

namespace fp::vulkan {
namespace {

size_t padded(size_t bytes) {
  return (bytes + 3) / 4 * 4;
}

// `rows` rows of `row` bytes, each padded to whole words; returns the bytes read.
size_t append_plane(std::vector<uint8_t>& out, const uint8_t* from, size_t row, size_t rows) {
  for (size_t y = 0; y < rows; ++y) out.insert(out.end(), from + y * padded(row), from + y * padded(row) + row);
  return padded(row) * rows;
}

}  // namespace

FramePtr frame_from(std::span<const std::byte> bytes, PixelFormat format, int32_t width, int32_t height,
                    std::shared_ptr<ExportedBuffer> exported) {
  auto frame = std::make_shared<Frame>(Frame{format, width, height, {}});
  if (exported != nullptr) {
    const DeviceFrame* on_device = &exported->frame();
    frame->on_device = std::shared_ptr<const DeviceFrame>(std::move(exported), on_device);
  }
  const auto* from = reinterpret_cast<const uint8_t*>(bytes.data());
  const size_t size = frame_bytes(format, width, height);
  const auto w = static_cast<size_t>(width), h = static_cast<size_t>(height);
  const size_t chroma = (w + 1) / 2, chroma_rows = (h + 1) / 2;
  if (format != PixelFormat::yuv420p8 || (padded(w) == w && padded(chroma) == chroma)) {
    FP_ASSERT(bytes.size() >= size);
    frame->data.assign(from, from + size);
    return frame;
  }
  frame->data.reserve(size);
  from += append_plane(frame->data, from, w, h);
  from += append_plane(frame->data, from, chroma, chroma_rows);
  append_plane(frame->data, from, chroma, chroma_rows);
  FP_ASSERT(frame->data.size() == size);
  return frame;
}

}  // namespace fp::vulkan

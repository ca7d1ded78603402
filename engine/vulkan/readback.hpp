// From the device's output to a Frame.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "engine/display/frame.hpp"

namespace fp::vulkan {

class ExportedBuffer;

// `bytes` as copied from the device: rgba16 and rgba8 as in Frame, yuv420p8 with rows padded to whole words. `exported`
// holds the same pixels, may be null.
FramePtr frame_from(std::span<const std::byte> bytes, PixelFormat format, int32_t width, int32_t height,
                    std::shared_ptr<ExportedBuffer> exported = nullptr);

}  // namespace fp::vulkan

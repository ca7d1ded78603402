// From the device's output to a Frame.
#pragma once

#include <cstddef>
#include <span>

#include "engine/display/frame.hpp"

namespace fp::vulkan {

// `bytes` as copied from the device: rgba16 and rgba8 as in Frame, yuv420p8 with rows padded to whole words.
FramePtr frame_from(std::span<const std::byte> bytes, PixelFormat format, int32_t width, int32_t height);

}  // namespace fp::vulkan

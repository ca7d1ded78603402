// PassPlan -> the dispatches that run it: each pass cut to the damaged rectangles, to what a later opaque pass does not
// hide, and to pieces whose buffers a device can bind. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/display/plan.hpp"
#include "engine/vulkan/pipelines.hpp"

namespace fp::vulkan {

struct Limits {
  uint64_t binding = 128u << 20;  // bytes one binding may span
  uint64_t alignment = 256;       // of a binding's offset
};

// Bytes of a buffer. Offsets are aligned; shaders subtract offset / 4 from their indices.
struct Range {
  uint64_t offset = 0, bytes = 0;
  bool operator==(const Range&) const = default;
};

struct Dispatch {
  Variant variant;
  uint32_t pass = 0;  // into PassPlan::passes; draws only
  IRect rect;         // pixels; for Kernel::to_yuv420 x0 and y0 are multiples of 8 and 2
  Range plane;        // of the surface planes read and written
  Range texture_a, texture_b;
};

// What the dispatch's invocations cover, in workgroups.
struct Groups {
  uint32_t x = 0, y = 0;
};
Groups groups_of(const Dispatch& dispatch);

std::vector<Dispatch> draws(const PassPlan& plan, const Limits& limits);

// Converts the pixels that `changed` can alter. Nothing for rgba16: the surface is the output.
std::vector<Dispatch> conversions(std::span<const IRect> changed, int32_t width, int32_t height, PixelFormat format,
                                  const Limits& limits);

// Bytes of the device's output: rgba8 is one word a pixel; yuv420p8 has rows padded to whole words
// (shaders/to_yuv420.comp).
uint64_t output_bytes(PixelFormat format, int32_t width, int32_t height);

}  // namespace fp::vulkan

// Writes one frame's work into a command buffer.
#pragma once

#include <memory>
#include <vector>

#include "engine/vulkan/dispatches.hpp"
#include "engine/vulkan/state.hpp"

namespace fp::vulkan {

// The frame surface and the group surfaces above it. A surface's two planes stand in one buffer, each at an aligned
// offset.
struct Canvas {
  int32_t width = 0, height = 0;
  uint64_t plane_bytes = 0;   // of one plane
  uint64_t plane_offset = 0;  // of the ba plane
  std::vector<Buffer> surfaces;
  bool fresh = true;  // contents undefined: cleared by the first recording
};

// The converted frame on the device, kept between frames like the surface it comes from. Null buffer for rgba16.
struct Output {
  PixelFormat format = PixelFormat::rgba16;
  Buffer buffer;
};

Vk<std::shared_ptr<Canvas>> make_canvas(Memory& memory, int32_t width, int32_t height, const Limits& limits);
Vk<void> add_surfaces(Memory& memory, Canvas& canvas, size_t count);

struct Recording {
  const PassPlan* plan = nullptr;
  const std::vector<UploadPtr>* uploads = nullptr;  // as plan->resources
  Canvas* canvas = nullptr;
  const Output* output = nullptr;
  const Buffer* constants = nullptr;  // PassConstants of plan->passes, constants_stride apart; room for one at least
  uint64_t constants_stride = 0;
  const Buffer* readback = nullptr;
  VkDescriptorPool pool = nullptr;  // has a set for each dispatch
  std::vector<Dispatch> draws, conversions;
};
Vk<void> record(Context::State& context, const Recording& recording, VkCommandBuffer commands);

}  // namespace fp::vulkan

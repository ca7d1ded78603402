// Writes one frame's work into a command buffer.
#pragma once

#include <memory>
#include <vector>

#include "engine/vulkan/exports.hpp"
#include "engine/vulkan/state.hpp"
#include "engine/vulkan/steps.hpp"

namespace fp::vulkan {

// The converted frame on the device, kept between frames like the surface it comes from. Null buffer for rgba16.
struct Output {
  PixelFormat format = PixelFormat::rgba16;
  Buffer buffer;
};

struct Recording {
  Canvas* canvas = nullptr;
  const Output* output = nullptr;
  const Buffer* constants = nullptr;  // Steps::constants, constants_stride apart; room for one at least
  uint64_t constants_stride = 0;
  const Buffer* readback = nullptr;
  const ExportedBuffer* exported = nullptr;  // where the frame is left for another API; null: nowhere
  VkDescriptorPool pool = nullptr;           // has a set for each dispatch
  const std::vector<Step>* draws = nullptr;
  std::vector<Dispatch> conversions;
};
Vk<void> record(Context::State& context, const Recording& recording, VkCommandBuffer commands);

}  // namespace fp::vulkan

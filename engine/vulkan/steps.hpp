// What a frame's command buffer will hold, in order: dispatches with everything they read and write. Pictures that are
// not on the device yet come before the passes that draw them.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engine/display/picture.hpp"
#include "engine/display/surface_cache.hpp"
#include "engine/vulkan/dispatches.hpp"
#include "engine/vulkan/state.hpp"

namespace fp::vulkan {

// A surface and the group surfaces above it. A surface's two planes stand in one buffer, each at an aligned offset.
struct Canvas {
  int32_t width = 0, height = 0;
  uint64_t plane_bytes = 0;   // of one plane
  uint64_t plane_offset = 0;  // of the ba plane
  std::vector<Buffer> surfaces;
  bool fresh = true;  // contents undefined: cleared by the first recording of a frame
};
Vk<std::shared_ptr<Canvas>> make_canvas(Memory& memory, int32_t width, int32_t height, const Limits& limits);
Vk<void> add_surfaces(Memory& memory, Canvas& canvas, size_t count);

using Bindings = std::array<VkDescriptorBufferInfo, kBindings>;
enum Binding : uint8_t { kConstants, kTargetRg, kTargetBa, kSourceRg, kSourceBa, kTextureA, kTextureB, kCoverage };
void bind_planes(Bindings& bindings, Binding rg, const Canvas& canvas, size_t surface, const Range& plane);

struct Step {
  Dispatch dispatch;
  uint32_t constants = 0;         // into Steps::constants
  int32_t width = 0, height = 0;  // of the surface written
  Bindings bindings{};            // no buffer: not used
};

struct Steps {
  std::vector<Step> list;
  std::vector<PassConstants> constants;
  std::vector<UploadPtr> uploads;                 // kept until the device is done with them
  std::vector<std::shared_ptr<Canvas>> canvases;  // likewise
};

// Surfaces of pictures, for one executor.
using PictureSurfaces = SurfaceCache<Canvas>;
inline constexpr size_t kPictureBudget = 256u << 20;

// Appends what draws the plan onto the canvas, whose group surfaces are there.
Vk<void> add_draws(Context::State& context, PictureSurfaces& pictures, const PassPlan& plan, const Canvas& canvas,
                   Steps& steps);

}  // namespace fp::vulkan

// What a Context owns, in the order it is taken down (last first).
#pragma once

#include <memory>

#include "engine/vulkan/dispatches.hpp"
#include "engine/vulkan/executor.hpp"
#include "engine/vulkan/instance.hpp"
#include "engine/vulkan/memory.hpp"
#include "engine/vulkan/pipelines.hpp"
#include "engine/vulkan/self_test.hpp"
#include "engine/vulkan/uploads.hpp"

namespace fp::vulkan {

struct Context::State {
  Instance instance;
  PhysicalDevice physical;
  Limits limits;
  uint64_t constants_stride = 256;  // from one pass's constants to the next
  std::unique_ptr<Device> device;
  std::unique_ptr<Memory> memory;
  std::unique_ptr<Pipelines> pipelines;
  std::unique_ptr<Uploads> uploads;
};

// Context::open with other golden digests than the built-in ones: how a wrong device is refused can be tested on a
// right one.
Result<std::shared_ptr<Context>> open_with(const ContextOptions& options, std::span<const Golden> goldens);

}  // namespace fp::vulkan

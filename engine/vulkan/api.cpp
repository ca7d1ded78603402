#include "engine/vulkan/api.hpp"

#include <fmt/format.h>

namespace fp::vulkan {
namespace {

const char* name_of(VkResult code) {
  switch (code) {
    case VK_NOT_READY:
      return "VK_NOT_READY";
    case VK_TIMEOUT:
      return "VK_TIMEOUT";
    case VK_INCOMPLETE:
      return "VK_INCOMPLETE";
    case VK_ERROR_OUT_OF_HOST_MEMORY:
      return "VK_ERROR_OUT_OF_HOST_MEMORY";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
      return "VK_ERROR_OUT_OF_DEVICE_MEMORY";
    case VK_ERROR_INITIALIZATION_FAILED:
      return "VK_ERROR_INITIALIZATION_FAILED";
    case VK_ERROR_DEVICE_LOST:
      return "VK_ERROR_DEVICE_LOST";
    case VK_ERROR_MEMORY_MAP_FAILED:
      return "VK_ERROR_MEMORY_MAP_FAILED";
    case VK_ERROR_LAYER_NOT_PRESENT:
      return "VK_ERROR_LAYER_NOT_PRESENT";
    case VK_ERROR_EXTENSION_NOT_PRESENT:
      return "VK_ERROR_EXTENSION_NOT_PRESENT";
    case VK_ERROR_FEATURE_NOT_PRESENT:
      return "VK_ERROR_FEATURE_NOT_PRESENT";
    case VK_ERROR_INCOMPATIBLE_DRIVER:
      return "VK_ERROR_INCOMPATIBLE_DRIVER";
    case VK_ERROR_TOO_MANY_OBJECTS:
      return "VK_ERROR_TOO_MANY_OBJECTS";
    case VK_ERROR_FRAGMENTED_POOL:
      return "VK_ERROR_FRAGMENTED_POOL";
    case VK_ERROR_OUT_OF_POOL_MEMORY:
      return "VK_ERROR_OUT_OF_POOL_MEMORY";
    default:
      return nullptr;
  }
}

}  // namespace

std::string to_string(const Failure& failed) {
  if (const char* name = name_of(failed.code)) return fmt::format("{} returned {}", failed.call, name);
  return fmt::format("{} returned VkResult {}", failed.call, static_cast<int>(failed.code));
}

Lost to_lost(const Failure& failed) {
  // A wait that outlasts its deadline means a hung device: for the caller the same as a lost one.
  const bool lost = failed.code == VK_ERROR_DEVICE_LOST || failed.code == VK_TIMEOUT;
  return {.device_lost = lost, .errors = {{.fault = Fault::failed, .message = to_string(failed)}}};
}

Vk<Fence> make_fence(VkDevice device) {
  const VkFenceCreateInfo info{.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO, .pNext = nullptr, .flags = 0};
  VkFence fence = nullptr;
  if (const VkResult r = vkCreateFence(device, &info, nullptr, &fence)) return failure(r, "vkCreateFence");
  return Fence(device, fence);
}

Vk<Commands> make_commands(VkDevice device, uint32_t queue_family) {
  const VkCommandPoolCreateInfo pool_info{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                          .pNext = nullptr,
                                          .flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
                                          .queueFamilyIndex = queue_family};
  VkCommandPool pool = nullptr;
  if (const VkResult r = vkCreateCommandPool(device, &pool_info, nullptr, &pool))
    return failure(r, "vkCreateCommandPool");
  Commands commands{.pool = CommandPool(device, pool), .buffer = nullptr};
  const VkCommandBufferAllocateInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                         .pNext = nullptr,
                                         .commandPool = pool,
                                         .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                         .commandBufferCount = 1};
  if (const VkResult r = vkAllocateCommandBuffers(device, &info, &commands.buffer)) {
    return failure(r, "vkAllocateCommandBuffers");
  }
  return commands;
}

Vk<void> begin(VkDevice device, const Commands& commands) {
  if (const VkResult r = vkResetCommandPool(device, commands.pool.get(), 0)) return failure(r, "vkResetCommandPool");
  const VkCommandBufferBeginInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                      .pNext = nullptr,
                                      .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT,
                                      .pInheritanceInfo = nullptr};
  if (const VkResult r = vkBeginCommandBuffer(commands.buffer, &info)) return failure(r, "vkBeginCommandBuffer");
  return {};
}

Vk<void> end(const Commands& commands) {
  if (const VkResult r = vkEndCommandBuffer(commands.buffer)) return failure(r, "vkEndCommandBuffer");
  return {};
}

void barrier(VkCommandBuffer commands, VkPipelineStageFlags from, VkAccessFlags written, VkPipelineStageFlags to,
             VkAccessFlags used) {
  const VkMemoryBarrier memory{
      .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER, .pNext = nullptr, .srcAccessMask = written, .dstAccessMask = used};
  vkCmdPipelineBarrier(commands, from, to, 0, 1, &memory, 0, nullptr, 0, nullptr);
}

}  // namespace fp::vulkan

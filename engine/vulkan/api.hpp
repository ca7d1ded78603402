// Vulkan handles as move-only values, and failed calls as values. Vulkan types stay inside this folder.
#pragma once

#include <vulkan/vulkan.h>

#include <expected>
#include <string>
#include <utility>

#include "engine/core/result.hpp"
#include "engine/vulkan/executor.hpp"

namespace fp::vulkan {

// A call that did not return VK_SUCCESS. `call` is a literal.
struct Failure {
  VkResult code = VK_ERROR_UNKNOWN;
  const char* call = "";
};
template <class T>
using Vk = std::expected<T, Failure>;

inline std::unexpected<Failure> failure(VkResult code, const char* call) {
  return std::unexpected(Failure{code, call});
}

// "vkAllocateMemory returned VK_ERROR_OUT_OF_DEVICE_MEMORY"
std::string to_string(const Failure& failed);
Lost to_lost(const Failure& failed);

// A child object of a device. The device must outlive it.
template <class Handle, auto kDestroy>
class Owned {
 public:
  Owned() = default;
  Owned(VkDevice device, Handle handle) : device_(device), handle_(handle) {}
  Owned(Owned&& other) noexcept : device_(other.device_), handle_(std::exchange(other.handle_, nullptr)) {}
  Owned& operator=(Owned&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (handle_ != nullptr) kDestroy(device_, handle_, nullptr);
  }
  Handle get() const { return handle_; }
  explicit operator bool() const { return handle_ != nullptr; }

 private:
  VkDevice device_ = nullptr;
  Handle handle_ = nullptr;
};

using Fence = Owned<VkFence, vkDestroyFence>;
using CommandPool = Owned<VkCommandPool, vkDestroyCommandPool>;
using DescriptorPool = Owned<VkDescriptorPool, vkDestroyDescriptorPool>;
using SetLayout = Owned<VkDescriptorSetLayout, vkDestroyDescriptorSetLayout>;
using PipelineLayout = Owned<VkPipelineLayout, vkDestroyPipelineLayout>;
using Pipeline = Owned<VkPipeline, vkDestroyPipeline>;
using PipelineCache = Owned<VkPipelineCache, vkDestroyPipelineCache>;
using ShaderModule = Owned<VkShaderModule, vkDestroyShaderModule>;

Vk<Fence> make_fence(VkDevice device);

// A pool with one primary command buffer, recorded again and again.
struct Commands {
  CommandPool pool;
  VkCommandBuffer buffer = nullptr;
};
Vk<Commands> make_commands(VkDevice device, uint32_t queue_family);
Vk<void> begin(VkDevice device, const Commands& commands);  // resets first
Vk<void> end(const Commands& commands);

// Makes everything written before visible to everything after, between the given stages.
void barrier(VkCommandBuffer commands, VkPipelineStageFlags from, VkAccessFlags written, VkPipelineStageFlags to,
             VkAccessFlags used);

}  // namespace fp::vulkan

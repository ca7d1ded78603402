// The window's Vulkan device: any that can present will do, a software one too. It draws the interface only; frames are
// drawn by the engine on a device of its own choice and come here as bytes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/vulkan/api.hpp"

struct GLFWwindow;

namespace fp::shell {

using vulkan::failure;
using vulkan::Failure;
using vulkan::Owned;
using vulkan::Vk;

using Image = Owned<VkImage, vkDestroyImage>;
using ImageView = Owned<VkImageView, vkDestroyImageView>;
using Memory = Owned<VkDeviceMemory, vkFreeMemory>;
using Buffer = Owned<VkBuffer, vkDestroyBuffer>;
using Sampler = Owned<VkSampler, vkDestroySampler>;
using Semaphore = Owned<VkSemaphore, vkDestroySemaphore>;
using RenderPass = Owned<VkRenderPass, vkDestroyRenderPass>;
using Framebuffer = Owned<VkFramebuffer, vkDestroyFramebuffer>;

// Instance, surface and device of one window.
struct Gpu {
  VkInstance instance = nullptr;
  VkDebugUtilsMessengerEXT messenger = nullptr;
  VkSurfaceKHR surface = nullptr;
  VkPhysicalDevice physical = nullptr;
  VkPhysicalDeviceMemoryProperties memory{};
  VkDevice device = nullptr;
  uint32_t family = 0;
  VkQueue queue = nullptr;
  std::string name;

  Gpu() = default;
  Gpu(const Gpu&) = delete;
  Gpu& operator=(const Gpu&) = delete;
  ~Gpu();
};

// Prefers hardware. `validation` writes what the layers say to standard error. Errors: Fault::no_device.
Result<std::unique_ptr<Gpu>> open_gpu(GLFWwindow* window, bool validation);

// A buffer the CPU writes, mapped for as long as it lives.
struct HostBuffer {
  Memory memory;  // freed after the buffer
  Buffer buffer;
  size_t size = 0;
  void* mapped = nullptr;
};
Vk<HostBuffer> make_host_buffer(const Gpu& gpu, size_t size, VkBufferUsageFlags usage);

Vk<Memory> allocate(const Gpu& gpu, const VkMemoryRequirements& needs, VkMemoryPropertyFlags properties);

}  // namespace fp::shell

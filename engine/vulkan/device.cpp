#include "engine/vulkan/device.hpp"

#include <fmt/format.h>

namespace fp::vulkan {
namespace {

// A frame takes milliseconds on hardware and seconds at worst on a busy software device; past this the device hangs.
constexpr uint64_t kDeadlineNanoseconds = 60'000'000'000;

}  // namespace

Result<std::unique_ptr<Device>> Device::create(const PhysicalDevice& physical) {
  std::unique_ptr<Device> device(new Device);
  device->family_ = physical.queue_family;
  const float priority = 1.0f;
  const VkDeviceQueueCreateInfo queue{.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                      .pNext = nullptr,
                                      .flags = 0,
                                      .queueFamilyIndex = device->family_,
                                      .queueCount = 1,
                                      .pQueuePriorities = &priority};
  VkDeviceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  const char* const external_memory = VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME;
  info.enabledExtensionCount = physical.exports_memory ? 1 : 0;
  info.ppEnabledExtensionNames = &external_memory;
  if (const VkResult r = vkCreateDevice(physical.handle, &info, nullptr, &device->handle_)) {
    device->handle_ = nullptr;
    return fail(Fault::no_device, fmt::format("Vulkan device {} could not be opened ({})", physical.info.name,
                                              to_string(Failure{r, "vkCreateDevice"})));
  }
  vkGetDeviceQueue(device->handle_, device->family_, 0, &device->queue_);
  return device;
}

Device::~Device() {
  if (handle_ != nullptr) vkDestroyDevice(handle_, nullptr);
}

Vk<void> Device::submit(VkCommandBuffer commands, VkFence fence) {
  VkSubmitInfo info{};
  info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
  info.commandBufferCount = 1;
  info.pCommandBuffers = &commands;
  const std::lock_guard lock(queue_mutex_);
  if (lose_after_ > 0 && --lose_after_ == 0) lost_ = true;
  if (lost_) return failure(VK_ERROR_DEVICE_LOST, "vkQueueSubmit");
  const VkResult r = vkQueueSubmit(queue_, 1, &info, fence);
  if (r == VK_ERROR_DEVICE_LOST) lost_ = true;
  if (r != VK_SUCCESS) return failure(r, "vkQueueSubmit");
  return {};
}

Vk<void> Device::wait(VkFence fence) {
  if (lost_) return failure(VK_ERROR_DEVICE_LOST, "vkWaitForFences");
  const VkResult r = vkWaitForFences(handle_, 1, &fence, VK_TRUE, kDeadlineNanoseconds);
  if (r == VK_ERROR_DEVICE_LOST || r == VK_TIMEOUT) lost_ = true;
  if (r != VK_SUCCESS) return failure(r, "vkWaitForFences");
  return {};
}

bool Device::finished(VkFence fence) const {
  // A really lost device has stopped; its objects may go.
  const VkResult r = vkWaitForFences(handle_, 1, &fence, VK_TRUE, kDeadlineNanoseconds);
  return r == VK_SUCCESS || r == VK_ERROR_DEVICE_LOST;
}

}  // namespace fp::vulkan

// The logical device and its one compute queue: submissions from any thread, one at a time, and waits with a deadline.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "engine/vulkan/instance.hpp"

namespace fp::vulkan {

class Device {
 public:
  static Result<std::unique_ptr<Device>> create(const PhysicalDevice& physical);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  VkDevice get() const { return handle_; }
  uint32_t queue_family() const { return family_; }

  // Everything after a VK_ERROR_DEVICE_LOST, or a wait past its deadline, fails with it too.
  Vk<void> submit(VkCommandBuffer commands, VkFence fence);
  Vk<void> wait(VkFence fence);
  // As wait, also on a lost device: whether the fence's objects may be destroyed now.
  bool finished(VkFence fence) const;
  bool signalled(VkFence fence) const { return vkGetFenceStatus(handle_, fence) == VK_SUCCESS; }

  void lose_after(int submissions) { lose_after_ = submissions; }

 private:
  Device() = default;
  VkDevice handle_ = nullptr;
  VkQueue queue_ = nullptr;
  uint32_t family_ = 0;
  std::mutex queue_mutex_;  // vkQueueSubmit needs the queue to itself
  std::atomic<bool> lost_ = false;
  std::atomic<int> lose_after_ = 0;  // n > 0: the n-th submission from now is lost
};

}  // namespace fp::vulkan

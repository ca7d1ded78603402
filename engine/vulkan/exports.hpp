// Frames left in device memory that another API may read (Frame::on_device): exportable buffers by
// VK_KHR_external_memory_fd, and what copies the converted frame into one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/vulkan/state.hpp"

namespace fp::vulkan {

// One frame's memory. The frame and its file descriptor live as long as the buffer.
class ExportedBuffer {
 public:
  // `width` x `height` pixels of yuv420p8. The device must be able to (no_export_reason).
  static Vk<std::unique_ptr<ExportedBuffer>> create(Context::State& context, int32_t width, int32_t height);
  ~ExportedBuffer();
  ExportedBuffer(const ExportedBuffer&) = delete;
  ExportedBuffer& operator=(const ExportedBuffer&) = delete;

  VkBuffer get() const { return buffer_; }
  const DeviceFrame& frame() const { return frame_; }

 private:
  explicit ExportedBuffer(VkDevice device) : device_(device) {}
  Vk<void> allocate(Context::State& context);
  VkDevice device_;
  VkBuffer buffer_ = nullptr;
  VkDeviceMemory memory_ = nullptr;
  DeviceFrame frame_;
};

// Why frames cannot be exported from this device; empty: they can.
std::string no_export_reason(const PhysicalDevice& physical);

// Buffers that go round. Shares of one come back here when the last is gone, also from other threads, and after the
// pool itself is gone. Not more than kMost are made: a frame that finds none is not exported.
class ExportPool {
 public:
  static constexpr size_t kMost = 32;
  ExportPool(std::shared_ptr<Context> context, int32_t width, int32_t height);
  // Null where all are in use.
  Vk<std::shared_ptr<ExportedBuffer>> take();
  bool fits(int32_t width, int32_t height) const;

 private:
  struct Free;
  std::shared_ptr<Free> free_;
};

// From the device's yuv420p8 output (rows padded to words) into the exported buffer, and the buffer to whoever reads
// it.
void copy_to_export(VkCommandBuffer commands, VkBuffer output, const ExportedBuffer& exported, uint32_t queue_family);

}  // namespace fp::vulkan

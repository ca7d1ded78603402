// Device memory in blocks, and buffers in it. Small buffers share blocks (devices allow as few as 4096 allocations);
// large ones have their own. Thread-safe; buffers must not outlive their Memory.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <span>

#include "engine/vulkan/api.hpp"

namespace fp::vulkan {

enum class Use : uint8_t {
  device,   // kernels read and write it
  upload,   // the host writes it, in order
  readback  // the host reads it: cached memory where there is any
};

struct Block {
  VkDeviceMemory memory = nullptr;
  VkDeviceSize size = 0;
  uint32_t type = 0;
  bool coherent = false;
  bool dedicated = false;
  std::byte* mapped = nullptr;                     // host-visible memory stays mapped
  std::map<VkDeviceSize, VkDeviceSize> free = {};  // offset -> size, neighbours merged
};

struct Allocation {
  Block* block = nullptr;
  VkDeviceSize offset = 0, size = 0;
};

class Memory {
 public:
  Memory(VkPhysicalDevice physical, VkDevice device, const VkPhysicalDeviceLimits& limits);
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  VkDevice device() const { return device_; }
  Vk<Allocation> allocate(const VkMemoryRequirements& requirements, Use use);
  void free(const Allocation& allocation);

 private:
  Vk<Block*> add_block(VkDeviceSize size, uint32_t type, bool dedicated);
  int find_type(uint32_t allowed, Use use) const;

  VkDevice device_;
  VkPhysicalDeviceMemoryProperties types_{};
  VkDeviceSize atom_;  // host ranges of non-coherent memory are multiples of this
  std::mutex mutex_;
  std::list<Block> blocks_;
};

class Buffer {
 public:
  Buffer() = default;
  // At least 4 bytes. `use` also chooses what the buffer may be used for: storage and copies; both ends of a copy.
  static Vk<Buffer> create(Memory& memory, VkDeviceSize size, Use use);
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;
  ~Buffer();

  VkBuffer get() const { return handle_; }
  VkDeviceSize size() const { return size_; }
  std::span<std::byte> mapped() const;  // Use::upload and Use::readback
  Vk<void> flush() const;               // after the host wrote, before the submission that reads
  Vk<void> invalidate() const;          // after the fence, before the host reads

 private:
  VkMappedMemoryRange range() const;
  Memory* memory_ = nullptr;
  VkBuffer handle_ = nullptr;
  VkDeviceSize size_ = 0;
  Allocation allocation_;
};

}  // namespace fp::vulkan

// Masks, texels and ramps on the device, by content: uploaded once, shared by all executors, least recently used ones
// dropped beyond the budget. A dropped one lives on while a frame in flight holds it. Thread-safe.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "engine/display/display_list.hpp"
#include "engine/vulkan/device.hpp"
#include "engine/vulkan/memory.hpp"

namespace fp::vulkan {

using UploadPtr = std::shared_ptr<const Buffer>;

class Uploads {
 public:
  Uploads(Device& device, Memory& memory, size_t budget) : device_(device), memory_(memory), budget_(budget) {}

  // One buffer for each resource, in order; none for pictures. Copies of what was missing are submitted before this
  // returns, so any later submission to the queue sees them.
  Vk<std::vector<UploadPtr>> get(std::span<const Resource> resources);

  bool drain();          // waits for copies under way; false: the device hangs, leave everything as it is
  size_t bytes() const;  // cached now

 private:
  struct Entry {
    UploadPtr buffer;
    uint64_t used = 0;
  };
  struct Copy {  // under way
    Fence fence;
    Commands commands;
    Buffer staging;
    std::vector<UploadPtr> targets;
  };
  Vk<std::vector<UploadPtr>> send(std::span<const Resource* const> missing);
  Vk<void> record(Copy& copy, std::span<const Resource* const> missing);
  void evict(uint64_t keep_from);

  Device& device_;
  Memory& memory_;
  const size_t budget_;
  mutable std::mutex mutex_;
  std::map<Hash128, Entry> entries_;
  std::list<Copy> copies_;
  size_t bytes_ = 0;
  uint64_t clock_ = 0;  // counts calls; not time
};

}  // namespace fp::vulkan

#include "engine/vulkan/memory.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace fp::vulkan {
namespace {

constexpr VkDeviceSize kBlockBytes = 16u << 20;
constexpr VkDeviceSize kDedicatedBytes = 4u << 20;  // buffers from this size on have their own allocation

VkDeviceSize round_up(VkDeviceSize value, VkDeviceSize step) {
  return (value + step - 1) / step * step;
}

constexpr VkMemoryPropertyFlags kDevice = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
constexpr VkMemoryPropertyFlags kVisible = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
constexpr VkMemoryPropertyFlags kCoherent = VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
constexpr VkMemoryPropertyFlags kCached = VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

// What a use asks for, best first.
std::initializer_list<VkMemoryPropertyFlags> wishes(Use use) {
  static constexpr auto device = {kDevice, VkMemoryPropertyFlags{0}};
  static constexpr auto upload = {kVisible | kCoherent, kVisible};
  static constexpr auto readback = {kVisible | kCached | kCoherent, kVisible | kCached, kVisible | kCoherent, kVisible};
  switch (use) {
    case Use::upload:
      return upload;
    case Use::readback:
      return readback;
    default:
      return device;
  }
}

}  // namespace

Memory::Memory(VkPhysicalDevice physical, VkDevice device, const VkPhysicalDeviceLimits& limits)
    : device_(device), atom_(std::max<VkDeviceSize>(limits.nonCoherentAtomSize, 1)) {
  vkGetPhysicalDeviceMemoryProperties(physical, &types_);
}

Memory::~Memory() {
  for (const Block& block : blocks_) vkFreeMemory(device_, block.memory, nullptr);  // unmaps
}

int Memory::find_type(uint32_t allowed, Use use) const {
  for (const VkMemoryPropertyFlags wish : wishes(use)) {
    for (uint32_t i = 0; i < types_.memoryTypeCount; ++i) {
      const bool has_all = (types_.memoryTypes[i].propertyFlags & wish) == wish;
      if (has_all && (allowed >> i & 1u) != 0) return static_cast<int>(i);
    }
  }
  return -1;
}

Vk<Block*> Memory::add_block(VkDeviceSize size, uint32_t type, bool dedicated) {
  const VkMemoryAllocateInfo info{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                  .pNext = nullptr,
                                  .allocationSize = size,
                                  .memoryTypeIndex = type};
  const VkMemoryPropertyFlags flags = types_.memoryTypes[type].propertyFlags;
  Block block{.size = size, .type = type, .coherent = (flags & kCoherent) != 0, .dedicated = dedicated};
  if (const VkResult r = vkAllocateMemory(device_, &info, nullptr, &block.memory))
    return failure(r, "vkAllocateMemory");
  if ((flags & kVisible) != 0) {
    void* mapped = nullptr;
    if (const VkResult r = vkMapMemory(device_, block.memory, 0, VK_WHOLE_SIZE, 0, &mapped)) {
      vkFreeMemory(device_, block.memory, nullptr);
      return failure(r, "vkMapMemory");
    }
    block.mapped = static_cast<std::byte*>(mapped);
  }
  block.free.emplace(0, size);
  blocks_.push_back(std::move(block));
  return &blocks_.back();
}

Vk<Allocation> Memory::allocate(const VkMemoryRequirements& requirements, Use use) {
  const int type = find_type(requirements.memoryTypeBits, use);
  if (type < 0) return failure(VK_ERROR_FEATURE_NOT_PRESENT, "choosing a memory type");
  // Whole atoms, so that flushing one buffer of non-coherent memory never touches its neighbour.
  const VkDeviceSize step = std::max(requirements.alignment, atom_);
  const VkDeviceSize size = round_up(requirements.size, step);
  const std::lock_guard lock(mutex_);
  if (size < kDedicatedBytes) {
    for (Block& block : blocks_) {
      if (block.dedicated || block.type != static_cast<uint32_t>(type)) continue;
      for (auto [begin, bytes] : block.free) {
        const VkDeviceSize at = round_up(begin, step);
        const VkDeviceSize skipped = at - begin;
        if (bytes < skipped + size) continue;
        block.free.erase(begin);
        if (skipped > 0) block.free.emplace(begin, skipped);
        if (bytes > skipped + size) block.free.emplace(at + size, bytes - skipped - size);
        return Allocation{&block, at, size};
      }
    }
  }
  const bool dedicated = size >= kDedicatedBytes;
  auto block = add_block(dedicated ? size : kBlockBytes, static_cast<uint32_t>(type), dedicated);
  if (!block) return std::unexpected(block.error());
  (*block)->free.clear();
  if ((*block)->size > size) (*block)->free.emplace(size, (*block)->size - size);
  return Allocation{*block, 0, size};
}

void Memory::free(const Allocation& allocation) {
  const std::lock_guard lock(mutex_);
  Block& block = *allocation.block;
  auto next = block.free.lower_bound(allocation.offset);
  VkDeviceSize begin = allocation.offset, end = allocation.offset + allocation.size;
  if (next != block.free.end() && next->first == end) {
    end += next->second;
    next = block.free.erase(next);
  }
  if (next != block.free.begin()) {
    const auto before = std::prev(next);
    if (before->first + before->second == begin) {
      begin = before->first;
      block.free.erase(before);
    }
  }
  block.free.emplace(begin, end - begin);
  if (end - begin != block.size) return;
  vkFreeMemory(device_, block.memory, nullptr);
  blocks_.remove_if([&](const Block& b) { return &b == &block; });
}

Vk<Buffer> Buffer::create(Memory& memory, VkDeviceSize size, Use use) {
  constexpr VkBufferUsageFlags kCopies = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  const VkBufferCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
      .pNext = nullptr,
      .flags = 0,
      .size = std::max<VkDeviceSize>(size, 4),
      .usage = VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT | VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | kCopies,
      .sharingMode = VK_SHARING_MODE_EXCLUSIVE,
      .queueFamilyIndexCount = 0,
      .pQueueFamilyIndices = nullptr};
  Buffer buffer;
  buffer.memory_ = &memory;
  buffer.size_ = info.size;
  if (const VkResult r = vkCreateBuffer(memory.device(), &info, nullptr, &buffer.handle_)) {
    return failure(r, "vkCreateBuffer");
  }
  VkMemoryRequirements requirements{};
  vkGetBufferMemoryRequirements(memory.device(), buffer.handle_, &requirements);
  auto allocation = memory.allocate(requirements, use);
  if (!allocation) return std::unexpected(allocation.error());
  buffer.allocation_ = *allocation;
  const VkResult r = vkBindBufferMemory(memory.device(), buffer.handle_, allocation->block->memory, allocation->offset);
  if (r != VK_SUCCESS) return failure(r, "vkBindBufferMemory");
  return buffer;
}

Buffer::Buffer(Buffer&& other) noexcept
    : memory_(other.memory_),
      handle_(std::exchange(other.handle_, nullptr)),
      size_(other.size_),
      allocation_(std::exchange(other.allocation_, {})) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(handle_, other.handle_);
  std::swap(size_, other.size_);
  std::swap(allocation_, other.allocation_);
  return *this;
}

Buffer::~Buffer() {
  if (handle_ != nullptr) vkDestroyBuffer(memory_->device(), handle_, nullptr);
  if (allocation_.block != nullptr) memory_->free(allocation_);
}

std::span<std::byte> Buffer::mapped() const {
  FP_ASSERT(allocation_.block != nullptr && allocation_.block->mapped != nullptr);
  return {allocation_.block->mapped + allocation_.offset, static_cast<size_t>(size_)};
}

VkMappedMemoryRange Buffer::range() const {
  return {.sType = VK_STRUCTURE_TYPE_MAPPED_MEMORY_RANGE,
          .pNext = nullptr,
          .memory = allocation_.block->memory,
          .offset = allocation_.offset,
          .size = allocation_.size};
}

Vk<void> Buffer::flush() const {
  if (allocation_.block->coherent) return {};
  const VkMappedMemoryRange whole = range();
  if (const VkResult r = vkFlushMappedMemoryRanges(memory_->device(), 1, &whole))
    return failure(r, "vkFlushMappedMemoryRanges");
  return {};
}

Vk<void> Buffer::invalidate() const {
  if (allocation_.block->coherent) return {};
  const VkMappedMemoryRange whole = range();
  if (const VkResult r = vkInvalidateMappedMemoryRanges(memory_->device(), 1, &whole)) {
    return failure(r, "vkInvalidateMappedMemoryRanges");
  }
  return {};
}

}  // namespace fp::vulkan

#include "engine/vulkan/exports.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>

namespace fp::vulkan {
namespace {

constexpr VkExternalMemoryHandleTypeFlagBits kOpaqueFd = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT;
constexpr VkBufferUsageFlags kUsage = VK_BUFFER_USAGE_TRANSFER_DST_BIT | VK_BUFFER_USAGE_STORAGE_BUFFER_BIT;

VkExternalMemoryFeatureFlags features_of(VkPhysicalDevice physical) {
  VkPhysicalDeviceExternalBufferInfo info{};
  info.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_BUFFER_INFO;
  info.usage = kUsage;
  info.handleType = kOpaqueFd;
  VkExternalBufferProperties properties{};
  properties.sType = VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES;
  vkGetPhysicalDeviceExternalBufferProperties(physical, &info, &properties);
  return properties.externalMemoryProperties.externalMemoryFeatures;
}

std::array<uint8_t, 16> uuid_of(VkPhysicalDevice physical) {
  VkPhysicalDeviceIDProperties id{};
  id.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES;
  VkPhysicalDeviceProperties2 all{};
  all.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2;
  all.pNext = &id;
  vkGetPhysicalDeviceProperties2(physical, &all);
  std::array<uint8_t, 16> uuid;
  std::memcpy(uuid.data(), id.deviceUUID, uuid.size());
  return uuid;
}

// Whoever imports memory keeps it by its number, also after a new context: numbers are the process's, not a context's.
uint64_t next_id() {
  static std::atomic<uint64_t> last = 0;
  return ++last;
}

int find_type(VkPhysicalDevice physical, uint32_t allowed) {
  VkPhysicalDeviceMemoryProperties types{};
  vkGetPhysicalDeviceMemoryProperties(physical, &types);
  for (const VkMemoryPropertyFlags wish :
       {VkMemoryPropertyFlags{VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT}, VkMemoryPropertyFlags{0}}) {
    for (uint32_t i = 0; i < types.memoryTypeCount; ++i) {
      if ((allowed >> i & 1u) != 0 && (types.memoryTypes[i].propertyFlags & wish) == wish) return static_cast<int>(i);
    }
  }
  return -1;
}

uint64_t to_words(uint64_t bytes) {
  return (bytes + 3) / 4 * 4;
}

// `rows` rows from one place to another: one region where they are as far apart in both.
void add_plane(std::vector<VkBufferCopy>& regions, uint64_t from, uint64_t from_pitch, uint64_t to, uint64_t to_pitch,
               uint64_t rows) {
  if (from_pitch == to_pitch) {
    regions.push_back({from, to, from_pitch * rows});
    return;
  }
  for (uint64_t y = 0; y < rows; ++y)
    regions.push_back({from + y * from_pitch, to + y * to_pitch, std::min(from_pitch, to_pitch)});
}

}  // namespace

std::string no_export_reason(const PhysicalDevice& physical) {
  if (!physical.exports_memory) return fmt::format("{} has no VK_KHR_external_memory_fd", physical.info.name);
  if ((features_of(physical.handle) & VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT) == 0)
    return fmt::format("{} does not export buffers as file descriptors", physical.info.name);
  return {};
}

Vk<std::unique_ptr<ExportedBuffer>> ExportedBuffer::create(Context::State& context, int32_t width, int32_t height) {
  std::unique_ptr<ExportedBuffer> made(new ExportedBuffer(context.device->get()));
  DeviceFrame& f = made->frame_;
  f.id = next_id();
  f.width = width;
  f.height = height;
  f.pitch = (width + 7) / 8 * 8;  // words for half as wide rows of chroma too
  f.device = uuid_of(context.physical.handle);
  VkExternalMemoryBufferCreateInfo external{};
  external.sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO;
  external.handleTypes = kOpaqueFd;
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  info.pNext = &external;
  info.size = static_cast<uint64_t>(f.pitch) * (static_cast<uint64_t>(height) + static_cast<uint64_t>(height + 1) / 2);
  info.usage = kUsage;
  info.sharingMode = VK_SHARING_MODE_EXCLUSIVE;
  if (const VkResult r = vkCreateBuffer(made->device_, &info, nullptr, &made->buffer_)) {
    made->buffer_ = nullptr;
    return failure(r, "vkCreateBuffer");
  }
  if (auto allocated = made->allocate(context); !allocated) return std::unexpected(allocated.error());
  return made;
}

Vk<void> ExportedBuffer::allocate(Context::State& context) {
  VkMemoryDedicatedRequirements wants{};
  wants.sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_REQUIREMENTS;
  VkMemoryRequirements2 requirements{};
  requirements.sType = VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2;
  requirements.pNext = &wants;
  const VkBufferMemoryRequirementsInfo2 of{VK_STRUCTURE_TYPE_BUFFER_MEMORY_REQUIREMENTS_INFO_2, nullptr, buffer_};
  vkGetBufferMemoryRequirements2(device_, &of, &requirements);
  const VkPhysicalDevice physical = context.physical.handle;
  frame_.dedicated = wants.requiresDedicatedAllocation == VK_TRUE ||
                     (features_of(physical) & VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT) != 0;
  const int type = find_type(physical, requirements.memoryRequirements.memoryTypeBits);
  if (type < 0) return failure(VK_ERROR_FEATURE_NOT_PRESENT, "vkAllocateMemory");
  VkMemoryDedicatedAllocateInfo dedicated{};
  dedicated.sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO;
  dedicated.buffer = buffer_;
  VkExportMemoryAllocateInfo exports{};
  exports.sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO;
  exports.pNext = frame_.dedicated ? &dedicated : nullptr;
  exports.handleTypes = kOpaqueFd;
  frame_.bytes = requirements.memoryRequirements.size;
  const VkMemoryAllocateInfo info{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO, &exports, frame_.bytes,
                                  static_cast<uint32_t>(type)};
  if (const VkResult r = vkAllocateMemory(device_, &info, nullptr, &memory_)) {
    memory_ = nullptr;
    return failure(r, "vkAllocateMemory");
  }
  if (const VkResult r = vkBindBufferMemory(device_, buffer_, memory_, 0)) return failure(r, "vkBindBufferMemory");
  const auto get_fd = reinterpret_cast<PFN_vkGetMemoryFdKHR>(vkGetDeviceProcAddr(device_, "vkGetMemoryFdKHR"));
  if (get_fd == nullptr) return failure(VK_ERROR_EXTENSION_NOT_PRESENT, "vkGetMemoryFdKHR");
  const VkMemoryGetFdInfoKHR which{VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR, nullptr, memory_, kOpaqueFd};
  if (const VkResult r = get_fd(device_, &which, &frame_.fd)) {
    frame_.fd = -1;
    return failure(r, "vkGetMemoryFdKHR");
  }
  return {};
}

ExportedBuffer::~ExportedBuffer() {
  if (frame_.fd >= 0) close(frame_.fd);
  if (buffer_ != nullptr) vkDestroyBuffer(device_, buffer_, nullptr);
  if (memory_ != nullptr) vkFreeMemory(device_, memory_, nullptr);
}

struct ExportPool::Free {
  std::shared_ptr<Context> context;  // outlives the buffers
  int32_t width = 0, height = 0;
  std::mutex mutex;
  std::vector<std::unique_ptr<ExportedBuffer>> buffers;
  size_t made = 0;
};

ExportPool::ExportPool(std::shared_ptr<Context> context, int32_t width, int32_t height)
    : free_(std::make_shared<Free>()) {
  free_->context = std::move(context);
  free_->width = width;
  free_->height = height;
}

bool ExportPool::fits(int32_t width, int32_t height) const {
  return free_->width == width && free_->height == height;
}

Vk<std::shared_ptr<ExportedBuffer>> ExportPool::take() {
  const std::lock_guard lock(free_->mutex);
  std::unique_ptr<ExportedBuffer> buffer;
  if (!free_->buffers.empty()) {
    buffer = std::move(free_->buffers.back());
    free_->buffers.pop_back();
  } else if (free_->made < kMost) {
    auto made = ExportedBuffer::create(free_->context->state(), free_->width, free_->height);
    if (!made) return std::unexpected(made.error());
    buffer = std::move(*made);
    ++free_->made;
  } else {
    return nullptr;
  }
  return std::shared_ptr<ExportedBuffer>(buffer.release(), [free = free_](ExportedBuffer* back) {
    const std::lock_guard guard(free->mutex);
    free->buffers.emplace_back(back);
  });
}

void copy_to_export(VkCommandBuffer commands, VkBuffer output, const ExportedBuffer& exported, uint32_t queue_family) {
  const DeviceFrame& f = exported.frame();
  const auto w = static_cast<uint64_t>(f.width), h = static_cast<uint64_t>(f.height);
  const auto pitch = static_cast<uint64_t>(f.pitch);
  const uint64_t luma = to_words(w), chroma = to_words((w + 1) / 2), rows = (h + 1) / 2;
  std::vector<VkBufferCopy> regions;
  add_plane(regions, 0, luma, 0, pitch, h);
  add_plane(regions, luma * h, chroma, pitch * h, pitch / 2, rows);
  add_plane(regions, luma * h + chroma * rows, chroma, pitch * h + pitch / 2 * rows, pitch / 2, rows);
  vkCmdCopyBuffer(commands, output, exported.get(), static_cast<uint32_t>(regions.size()), regions.data());
  VkBufferMemoryBarrier release{};
  release.sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER;
  release.srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT;
  release.srcQueueFamilyIndex = queue_family;
  release.dstQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL;
  release.buffer = exported.get();
  release.size = VK_WHOLE_SIZE;
  vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, 0, 0, nullptr, 1,
                       &release, 0, nullptr);
}

}  // namespace fp::vulkan

#include "engine/vulkan/uploads.hpp"

#include <algorithm>
#include <cstring>

namespace fp::vulkan {
namespace {

std::span<const std::byte> bytes_of(const Resource& resource) {
  if (const auto* mask = std::get_if<std::shared_ptr<const Mask>>(&resource.data))
    return std::as_bytes(std::span((*mask)->words));
  if (const auto* texels = std::get_if<std::shared_ptr<const Texels>>(&resource.data))
    return std::as_bytes(std::span((*texels)->data));
  return std::as_bytes(std::span(std::get<std::shared_ptr<const Lookup>>(resource.data)->words));
}

}  // namespace

Vk<std::vector<UploadPtr>> Uploads::get(std::span<const Resource> resources) {
  const std::lock_guard lock(mutex_);
  copies_.remove_if([&](const Copy& copy) { return device_.signalled(copy.fence.get()); });
  const uint64_t now = ++clock_;
  std::vector<const Resource*> missing;
  std::vector<Hash128> hashes;
  for (const Resource& resource : resources) {
    hashes.push_back(resource.hash());
    if (std::holds_alternative<std::shared_ptr<const Picture>>(resource.data)) continue;  // drawn, not uploaded
    const auto [entry, added] = entries_.try_emplace(hashes.back());
    entry->second.used = now;
    if (added) missing.push_back(&resource);
  }
  if (!missing.empty()) {
    auto sent = send(missing);
    for (size_t i = 0; i < missing.size(); ++i) {
      const auto entry = entries_.find(missing[i]->hash());
      if (!sent) {
        entries_.erase(entry);
        continue;
      }
      entry->second.buffer = (*sent)[i];
      bytes_ += (*sent)[i]->size();
    }
    if (!sent) return sent;
  }
  std::vector<UploadPtr> buffers;
  buffers.reserve(hashes.size());
  for (const Hash128& hash : hashes) {
    const auto entry = entries_.find(hash);
    buffers.push_back(entry == entries_.end() ? nullptr : entry->second.buffer);
  }
  evict(now);
  return buffers;
}

Vk<std::vector<UploadPtr>> Uploads::send(std::span<const Resource* const> missing) {
  Copy copy;
  VkDeviceSize total = 0;
  for (const Resource* resource : missing) {
    const size_t size = bytes_of(*resource).size();
    total += size;
    auto buffer = Buffer::create(memory_, size, Use::device);
    if (!buffer) return std::unexpected(buffer.error());
    copy.targets.push_back(std::make_shared<const Buffer>(std::move(*buffer)));
  }
  auto staging = Buffer::create(memory_, total, Use::upload);
  if (!staging) return std::unexpected(staging.error());
  copy.staging = std::move(*staging);
  auto fence = make_fence(device_.get());
  if (!fence) return std::unexpected(fence.error());
  copy.fence = std::move(*fence);
  auto commands = make_commands(device_.get(), device_.queue_family());
  if (!commands) return std::unexpected(commands.error());
  copy.commands = std::move(*commands);
  if (auto recorded = record(copy, missing); !recorded) return std::unexpected(recorded.error());
  if (auto sent = device_.submit(copy.commands.buffer, copy.fence.get()); !sent) return std::unexpected(sent.error());
  copies_.push_back(std::move(copy));
  return copies_.back().targets;
}

Vk<void> Uploads::record(Copy& copy, std::span<const Resource* const> missing) {
  if (auto begun = begin(device_.get(), copy.commands); !begun) return begun;
  VkDeviceSize at = 0;
  for (size_t i = 0; i < missing.size(); ++i) {
    const std::span<const std::byte> bytes = bytes_of(*missing[i]);
    if (bytes.empty()) continue;
    std::memcpy(copy.staging.mapped().data() + at, bytes.data(), bytes.size());
    const VkBufferCopy region{.srcOffset = at, .dstOffset = 0, .size = bytes.size()};
    vkCmdCopyBuffer(copy.commands.buffer, copy.staging.get(), copy.targets[i]->get(), 1, &region);
    at += bytes.size();
  }
  barrier(copy.commands.buffer, VK_PIPELINE_STAGE_TRANSFER_BIT, VK_ACCESS_TRANSFER_WRITE_BIT,
          VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, VK_ACCESS_SHADER_READ_BIT);
  if (auto flushed = copy.staging.flush(); !flushed) return flushed;
  return end(copy.commands);
}

// Oldest first, but nothing used at `keep_from` or after: the frame being built needs it.
void Uploads::evict(uint64_t keep_from) {
  if (bytes_ <= budget_) return;
  std::vector<std::map<Hash128, Entry>::iterator> candidates;
  for (auto it = entries_.begin(); it != entries_.end(); ++it) {
    if (it->second.used < keep_from) candidates.push_back(it);
  }
  std::ranges::stable_sort(candidates, {}, [](const auto& it) { return it->second.used; });
  for (const auto& it : candidates) {
    if (bytes_ <= budget_) return;
    bytes_ -= it->second.buffer->size();
    entries_.erase(it);
  }
}

bool Uploads::drain() {
  const std::lock_guard lock(mutex_);
  return std::ranges::all_of(copies_, [&](const Copy& copy) { return device_.finished(copy.fence.get()); });
}

size_t Uploads::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace fp::vulkan

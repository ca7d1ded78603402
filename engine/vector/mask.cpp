#include "engine/vector/mask.hpp"

#include <utility>

namespace fp {
namespace {

size_t cost_of(const PlacedMask& placed) {
  constexpr size_t kOverhead = 256;  // the entry, its index and the mask's own fields, roughly
  return kOverhead + (placed.mask ? placed.mask->coverage.size() : 0);
}

}  // namespace

std::shared_ptr<const PlacedMask> MaskCache::find(const Hash128& key) {
  const std::lock_guard lock(mutex_);
  const auto at = index_.find(key);
  if (at == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, at->second);
  return at->second->mask;
}

void MaskCache::insert(const Hash128& key, std::shared_ptr<const PlacedMask> mask) {
  if (!mask) return;
  const size_t cost = cost_of(*mask);
  const std::lock_guard lock(mutex_);
  if (cost > max_bytes_ || index_.contains(key)) return;  // two threads may have made the same mask
  while (bytes_ + cost > max_bytes_) {
    bytes_ -= cost_of(*entries_.back().mask);
    index_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front({key, std::move(mask)});
  index_.emplace(key, entries_.begin());
  bytes_ += cost;
}

}  // namespace fp

#include "editor/preview/cache.hpp"

#include <algorithm>

namespace fp::preview {

void Cache::begin_edition(int64_t frames) {
  identities_.clear();
  frames_ = frames;
}

void Cache::know(int64_t frame, int divisor, const Sha256& identity) {
  identities_[divisor].insert_or_assign(frame, identity);
}

std::optional<Sha256> Cache::identity(int64_t frame, int divisor) const {
  const auto size = identities_.find(divisor);
  if (size == identities_.end()) return std::nullopt;
  const auto found = size->second.find(frame);
  if (found == size->second.end()) return std::nullopt;
  return found->second;
}

FramePtr Cache::find(const Sha256& identity, View view, bool use) {
  const auto found = entries_.find({identity, view});
  if (found == entries_.end()) return nullptr;
  if (use) uses_.splice(uses_.begin(), uses_, found->second.use);
  return found->second.pixels;
}

void Cache::insert(const Sha256& identity, View view, FramePtr pixels) {
  const Key key{identity, view};
  if (entries_.contains(key)) return;
  uses_.push_front(key);
  bytes_ += pixels->data.size();
  entries_.emplace(key, Entry{std::move(pixels), uses_.begin()});
  while (bytes_ > budget_ && entries_.size() > 1) {
    const auto oldest = entries_.find(uses_.back());
    bytes_ -= oldest->second.pixels->data.size();
    entries_.erase(oldest);
    uses_.pop_back();
  }
}

void Cache::know_hash(const Sha256& identity, const Sha256& hash) {
  hashes_.insert_or_assign(identity, hash);
}

std::optional<Sha256> Cache::hash(const Sha256& identity) const {
  const auto found = hashes_.find(identity);
  if (found == hashes_.end()) return std::nullopt;
  return found->second;
}

std::vector<uint8_t> Cache::levels(View view) const {
  std::vector<uint8_t> levels(static_cast<size_t>(std::max<int64_t>(0, frames_)));
  for (const auto& [divisor, frames] : identities_) {
    const uint8_t level = divisor == 1 ? 2 : 1;
    for (const auto& [frame, identity] : frames) {
      if (!entries_.contains({identity, view})) continue;
      uint8_t& known = levels[static_cast<size_t>(frame)];
      known = std::max(known, level);
    }
  }
  return levels;
}

}  // namespace fp::preview

// Surfaces of pictures by identity, byte-budgeted: what has not been used for longest goes first, but nothing that the
// frame being drawn uses. For one executor; not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "engine/core/hash.hpp"

namespace fp {

template <class Surface>
class SurfaceCache {
 public:
  explicit SurfaceCache(size_t budget) : budget_(budget) {}

  std::shared_ptr<Surface> find(const Hash128& hash) {
    const auto entry = entries_.find(hash);
    if (entry == entries_.end()) return nullptr;
    entry->second.used = frame_;
    return entry->second.surface;
  }
  void insert(const Hash128& hash, std::shared_ptr<Surface> surface, size_t bytes) {
    bytes_ += bytes;
    entries_[hash] = {std::move(surface), bytes, frame_};
  }
  // A frame is done: returns what no longer fits.
  std::vector<std::shared_ptr<Surface>> end_frame() {
    std::vector<std::shared_ptr<Surface>> dropped;
    while (bytes_ > budget_) {
      auto oldest = entries_.end();
      for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        if (it->second.used < frame_ && (oldest == entries_.end() || it->second.used < oldest->second.used))
          oldest = it;
      }
      if (oldest == entries_.end()) break;
      bytes_ -= oldest->second.bytes;
      dropped.push_back(std::move(oldest->second.surface));
      entries_.erase(oldest);
    }
    ++frame_;
    return dropped;
  }

 private:
  struct Entry {
    std::shared_ptr<Surface> surface;
    size_t bytes = 0;
    uint64_t used = 0;
  };
  std::map<Hash128, Entry> entries_;
  size_t bytes_ = 0, budget_;
  uint64_t frame_ = 0;  // counts frames
};

}  // namespace fp

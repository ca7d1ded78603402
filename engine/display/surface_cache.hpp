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
    entry->second.found = entry->second.found || entry->second.made < frame_;
    return entry->second.surface;
  }
  void insert(const Hash128& hash, std::shared_ptr<Surface> surface, size_t bytes) {
    bytes_ += bytes;
    entries_[hash] = {.surface = std::move(surface), .bytes = bytes, .made = frame_, .used = frame_};
  }
  // Takes out a surface of `low` to `high` bytes to be drawn over; nullptr where there is none. What changes with every
  // frame so goes round in the same few surfaces: taken is the youngest that only the frame it was made for asked for.
  // While everything fits, not from the frame before, where a neighbour in time may still look. Have this frame find()
  // what it uses before it takes anything.
  std::shared_ptr<Surface> recycle(size_t low, size_t high) {
    auto best = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
      const Entry& entry = it->second;
      const bool too_young = entry.made + (bytes_ > budget_ ? 1 : 2) > frame_;
      if (entry.found || too_young || entry.bytes < low || entry.bytes > high) continue;
      if (best == entries_.end() || entry.made > best->second.made) best = it;
    }
    return best == entries_.end() ? nullptr : remove(best);
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
      dropped.push_back(remove(oldest));
    }
    ++frame_;
    return dropped;
  }

 private:
  struct Entry {
    std::shared_ptr<Surface> surface;
    size_t bytes = 0;
    uint64_t made = 0, used = 0;  // frames
    bool found = false;           // by a later frame
  };
  using Entries = std::map<Hash128, Entry>;

  std::shared_ptr<Surface> remove(typename Entries::iterator entry) {
    bytes_ -= entry->second.bytes;
    std::shared_ptr<Surface> surface = std::move(entry->second.surface);
    entries_.erase(entry);
    return surface;
  }

  Entries entries_;
  size_t bytes_ = 0, budget_;
  uint64_t frame_ = 0;  // counts frames
};

}  // namespace fp

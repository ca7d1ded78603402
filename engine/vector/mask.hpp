// Coverage: an outline in device pixels becomes 8-bit exact-area coverage (non-zero rule), cached by content.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/math.hpp"
#include "engine/vector/path.hpp"

namespace fp {

// Rows are `stride` bytes, a multiple of 4; bytes past `width` are 0. `hash` covers size and bytes.
struct Mask {
  int32_t width = 0, height = 0, stride = 0;
  std::vector<uint8_t> coverage;  // stride * height, 0..255
  Hash128 hash;
};

// A mask and the device pixel its top-left corner stands on. Null mask: nothing is covered.
struct PlacedMask {
  std::shared_ptr<const Mask> mask;
  int32_t x = 0, y = 0;
};

// `path` in device pixels; only the part inside `clip` is rasterised. Points are quantised to 1/256 pixel first, so the
// mask is a function of integers. Rasteriser: stb_truetype's exact-area scan conversion (v2), fed with lines only.
PlacedMask rasterize(const Path& path, const IRect& clip);

// Shares masks between frames, rows and threads. Keys are content hashes of whatever made the mask; byte-budgeted LRU.
// A mask larger than the whole budget is not kept. Safe to call from any thread.
class MaskCache {
 public:
  explicit MaskCache(size_t max_bytes = 40u << 20) : max_bytes_(max_bytes) {}
  std::shared_ptr<const PlacedMask> find(const Hash128& key);  // nullptr: not there
  void insert(const Hash128& key, std::shared_ptr<const PlacedMask> mask);

 private:
  struct Entry {
    Hash128 key;
    std::shared_ptr<const PlacedMask> mask;
  };
  std::mutex mutex_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<Hash128, std::list<Entry>::iterator> index_;
  size_t bytes_ = 0, max_bytes_;
};

}  // namespace fp

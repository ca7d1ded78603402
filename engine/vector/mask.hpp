// Coverage: an outline in device pixels becomes 8-bit exact-area coverage (non-zero rule), cached by content. Stored in
// tiles, of which only those an edge runs through are kept: a large shape costs its circumference, not its area.
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

// `words` is a table with one entry a tile, row-major, and then the tiles that vary, in the table's order. An entry is
// 0 where nothing is covered, 1 where all is, else 2 + the number of its tile. A tile is kTileBytes bytes (0..255) in
// rows of kTileWidth; bytes outside the mask are 0. Equal coverage gives equal words. `hash` covers size and words.
struct Mask {
  static constexpr int32_t kTileWidth = 32, kTileHeight = 16, kTileBytes = kTileWidth * kTileHeight;
  int32_t width = 0, height = 0;
  std::vector<uint32_t> words;
  Hash128 hash;

  int32_t tiles_across() const { return (width + kTileWidth - 1) / kTileWidth; }
  int32_t tiles_down() const { return (height + kTileHeight - 1) / kTileHeight; }
};

// From rows of `stride` bytes.
Mask make_mask(int32_t width, int32_t height, const uint8_t* coverage, int32_t stride);
uint8_t coverage_at(const Mask& mask, int32_t x, int32_t y);  // inside the mask

// A mask and the device pixel its top-left corner stands on. Null mask: nothing is covered; or, where `cut` says so,
// the outline is too large to be one mask, and there are others for parts of it.
struct PlacedMask {
  std::shared_ptr<const Mask> mask;
  int32_t x = 0, y = 0;
  bool cut = false;
};

// How far chords may stray from their curves where coverage is made, in pixels: two thirds of a step of it.
inline constexpr double kFlatness = 1.0 / 384;

// `path` in device pixels; only the part inside `clip` is rasterised. Points are quantised to 1/1024 pixel first, so
// the mask is a function of integers. Coverage is the exact area of what is then inside
// (engine/vector/scan_convert.hpp).
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

#include "engine/vector/mask.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "engine/core/result.hpp"
#include "engine/vector/mask_builder.hpp"

namespace fp {
namespace {

constexpr size_t kTileWords = Mask::kTileBytes / sizeof(uint32_t);

size_t cost_of(const PlacedMask& placed) {
  constexpr size_t kOverhead = 256;  // the entry, its index and the mask's own fields, roughly
  return kOverhead + (placed.mask ? placed.mask->words.size() * sizeof(uint32_t) : 0);
}

}  // namespace

MaskBuilder::MaskBuilder(int32_t width, int32_t height) {
  mask_.width = width;
  mask_.height = height;
  const auto across = static_cast<size_t>(mask_.tiles_across());
  mask_.words.resize(across * static_cast<size_t>(mask_.tiles_down()));
  columns_.resize(across);
  bytes_ = std::make_unique_for_overwrite<uint32_t[]>(across * kTileWords);
}

// The table's entry for what the column's tile has come to.
uint32_t MaskBuilder::end_tile(int32_t tile) {
  const Column column = std::exchange(columns_[static_cast<size_t>(tile)], {});
  if (!column.varies && (column.coverage == 0 || column.coverage == 255)) return column.coverage / 255;
  uint8_t* bytes = bytes_of(tile);
  const int32_t columns = std::min(Mask::kTileWidth, mask_.width - tile * Mask::kTileWidth);
  if (!column.varies) std::memset(bytes, column.coverage, Mask::kTileBytes);
  if (columns < Mask::kTileWidth) {
    for (int32_t y = 0; y < row_; ++y)
      std::memset(bytes + y * Mask::kTileWidth + columns, 0, static_cast<size_t>(Mask::kTileWidth - columns));
  }
  std::memset(bytes + row_ * Mask::kTileWidth, 0, static_cast<size_t>((Mask::kTileHeight - row_) * Mask::kTileWidth));
  uint32_t any = 0;
  int32_t sum = 0;
  const uint32_t* words = bytes_.get() + static_cast<size_t>(tile) * kTileWords;
  for (size_t i = 0; i < kTileWords; ++i) any |= words[i];
  if (any == 0) return 0;
  for (int32_t i = 0; i < Mask::kTileBytes; ++i) sum += bytes[i];
  if (sum == 255 * columns * row_) return 1;
  mask_.words.insert(mask_.words.end(), words, words + kTileWords);
  return 2 + kept_++;
}

void MaskBuilder::end_tiles() {
  const int32_t across = mask_.tiles_across(), first = (y_ - 1) / Mask::kTileHeight * across;
  for (int32_t tile = 0; tile < across; ++tile) {
    const uint32_t entry = end_tile(tile);
    mask_.words[static_cast<size_t>(first + tile)] = entry;
  }
  row_ = 0;
}

Mask MaskBuilder::finish() {
  FP_ASSERT(y_ == mask_.height);
  mask_.words.shrink_to_fit();
  const Hash128 words = hash128(std::as_bytes(std::span(mask_.words)));
  mask_.hash = ByteWriter().put(mask_.width).put(mask_.height).put(words.low).put(words.high).hash();
  return std::move(mask_);
}

Mask make_mask(int32_t width, int32_t height, const uint8_t* coverage, int32_t stride) {
  MaskBuilder builder(width, height);
  for (int32_t y = 0; y < height; ++y) {
    const uint8_t* row = coverage + static_cast<ptrdiff_t>(y) * stride;
    for (int32_t x = 0; x < width; x += Mask::kTileWidth)
      std::copy_n(row + x, std::min(Mask::kTileWidth, width - x), builder.varying(x / Mask::kTileWidth));
    builder.end_row();
  }
  return builder.finish();
}

uint8_t coverage_at(const Mask& mask, int32_t x, int32_t y) {
  const auto tile = [](int32_t v, int32_t side) { return static_cast<size_t>(v / side); };
  const auto across = static_cast<size_t>(mask.tiles_across()), down = static_cast<size_t>(mask.tiles_down());
  const uint32_t entry = mask.words[tile(y, Mask::kTileHeight) * across + tile(x, Mask::kTileWidth)];
  if (entry < 2) return entry != 0 ? 255 : 0;
  const auto* tiles = reinterpret_cast<const uint8_t*>(mask.words.data() + across * down);
  return tiles[(entry - 2) * static_cast<size_t>(Mask::kTileBytes) +
               static_cast<size_t>(y % Mask::kTileHeight * Mask::kTileWidth + x % Mask::kTileWidth)];
}

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

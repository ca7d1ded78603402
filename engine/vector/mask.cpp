#include "engine/vector/mask.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/core/result.hpp"
#include "engine/vector/mask_builder.hpp"

namespace fp {
namespace {

size_t cost_of(const PlacedMask& placed) {
  constexpr size_t kOverhead = 256;  // the entry, its index and the mask's own fields, roughly
  return kOverhead + (placed.mask ? placed.mask->words.size() * sizeof(uint32_t) : 0);
}

}  // namespace

MaskBuilder::MaskBuilder(int32_t width, int32_t height) {
  mask_.width = width;
  mask_.height = height;
  mask_.words.resize(static_cast<size_t>(mask_.tiles_across()) * static_cast<size_t>(mask_.tiles_down()));
}

void MaskBuilder::add_tile(const uint8_t* bytes, int32_t stride) {
  const int32_t across = mask_.tiles_across();
  const auto at = static_cast<int32_t>(next_);
  const int32_t columns = std::min(Mask::kTileWidth, mask_.width - at % across * Mask::kTileWidth);
  const int32_t rows = std::min(Mask::kTileHeight, mask_.height - at / across * Mask::kTileHeight);
  uint8_t all = 255, any = 0;
  for (int32_t y = 0; y < rows; ++y) {
    const uint8_t* row = bytes + static_cast<ptrdiff_t>(y) * stride;
    for (int32_t x = 0; x < columns; ++x) {
      all &= row[x];
      any |= row[x];
    }
  }
  if (any == 0 || all == 255) return add_uniform(any != 0);
  mask_.words[next_++] = 2 + tiles_++;
  const size_t begin = mask_.words.size();
  mask_.words.resize(begin + Mask::kTileBytes / sizeof(uint32_t));
  auto* tile = reinterpret_cast<uint8_t*>(mask_.words.data() + begin);
  for (int32_t y = 0; y < rows; ++y)
    std::copy_n(bytes + static_cast<ptrdiff_t>(y) * stride, columns, tile + y * Mask::kTileWidth);
}

Mask MaskBuilder::finish() {
  FP_ASSERT(next_ == static_cast<size_t>(mask_.tiles_across()) * static_cast<size_t>(mask_.tiles_down()));
  const Hash128 words = hash128(std::as_bytes(std::span(mask_.words)));
  mask_.hash = ByteWriter().put(mask_.width).put(mask_.height).put(words.low).put(words.high).hash();
  return std::move(mask_);
}

Mask make_mask(int32_t width, int32_t height, const uint8_t* coverage, int32_t stride) {
  MaskBuilder builder(width, height);
  for (int32_t y = 0; y < height; y += Mask::kTileHeight) {
    for (int32_t x = 0; x < width; x += Mask::kTileWidth)
      builder.add_tile(coverage + static_cast<ptrdiff_t>(y) * stride + x, stride);
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

// Still pictures: decoding (PNG, JPEG, WebP) and the reduced levels that minification samples from.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"

namespace fp {

// Texels are RGBA, 8 bits each, premultiplied, sRGB-encoded, packed R | G<<8 | B<<16 | A<<24; rows are `width` texels.
struct Texels {
  int32_t width = 0, height = 0;
  std::vector<uint32_t> data;
  bool opaque = false;  // every alpha is 255
  Hash128 hash{};       // texel_hash of them
};

inline constexpr int32_t kMaxImageSide = 16384;
inline constexpr int64_t kMaxImagePixels = 100'000'000;

Hash128 texel_hash(const Texels& texels);  // of width, height and data

// Decodes by the bytes' own signature, never by name. A JPEG's EXIF orientation is applied; colour is taken as sRGB;
// 16-bit PNG is rounded to 8; colours are premultiplied as (c*a + 127) / 255 in integers. Bit-identical on every x86-64
// CPU. Truncated or oversized input is an error (Fault::missing) whose message says what is wrong; `name` is for
// messages.
Result<Texels> decode_image(std::string_view bytes, const std::string& name);

// A picture with its half-octave reduction chain: level k is the original scaled by 2^(-k/2), sides rounded to nearest
// and at least 1; the last level is 1x1. Levels 1 and 2 are made from level 0, others from level k-2, with a Mitchell
// filter in integers, on first use; their hashes follow from the original's. Safe for concurrent use.
class Image {
 public:
  // At least 1x1. Without data it is an outline: its levels have sizes and hashes only.
  explicit Image(Texels original);
  int32_t width() const { return levels_[0]->width; }
  int32_t height() const { return levels_[0]->height; }
  int level_count() const { return static_cast<int>(levels_.size()); }
  std::shared_ptr<const Texels> level(int k) const;  // 0 <= k < level_count()
  // All of it at another size, made from the original in one step (resample.hpp); the latest two are kept.
  std::shared_ptr<const Texels> sized(int32_t width, int32_t height) const;
  // What it holds by now, other sizes included.
  size_t bytes() const;

 private:
  std::shared_ptr<const Texels> make_level(int k) const;  // under the mutex
  mutable std::mutex mutex_;
  mutable std::vector<std::shared_ptr<const Texels>> levels_;  // sized at construction; null until made, except level 0
  mutable std::shared_ptr<const Texels> sized_[2];
};

}  // namespace fp

#include "engine/media/image.hpp"
#include "engine/media/resample.hpp"

namespace fp {

Hash128 texel_hash(const Texels& texels) {
  const Hash128 data = hash128(std::as_bytes(std::span(texels.data)));
  return ByteWriter().put(texels.width).put(texels.height).put(data.low).put(data.high).hash();
}

Image::Image(Texels original) {
  FP_ASSERT(original.width >= 1 && original.height >= 1);
  FP_ASSERT(original.data.empty() ||
            original.data.size() == static_cast<size_t>(original.width) * static_cast<size_t>(original.height));
  int count = 1;
  while (level_side(original.width, count - 1) > 1 || level_side(original.height, count - 1) > 1) ++count;
  levels_.resize(static_cast<size_t>(count));
  levels_[0] = std::make_shared<const Texels>(std::move(original));
}

std::shared_ptr<const Texels> Image::level(int k) const {
  FP_ASSERT(k >= 0 && k < level_count());
  const std::lock_guard lock(mutex_);
  return make_level(k);
}

std::shared_ptr<const Texels> Image::make_level(int k) const {
  std::shared_ptr<const Texels>& slot = levels_[static_cast<size_t>(k)];
  if (!slot) {
    const Texels& original = *levels_[0];
    Texels made{.width = level_side(original.width, k), .height = level_side(original.height, k), .data = {}};
    if (!original.data.empty()) made = resampled(*make_level(k <= 2 ? 0 : k - 2), made.width, made.height);
    made.opaque = original.opaque;
    made.hash = ByteWriter().put(original.hash.low).put(original.hash.high).put(k).hash();
    slot = std::make_shared<const Texels>(std::move(made));
  }
  return slot;
}

std::shared_ptr<const Texels> Image::sized(int32_t width, int32_t height) const {
  const std::lock_guard lock(mutex_);
  for (const auto& kept : sized_) {
    if (kept && kept->width == width && kept->height == height) return kept;
  }
  const Texels& original = *levels_[0];
  Texels made{.width = width, .height = height, .data = {}};
  if (!original.data.empty()) made = resampled(original, width, height);
  made.opaque = original.opaque;
  made.hash =
      ByteWriter().put(original.hash.low).put(original.hash.high).put_text("sized").put(width).put(height).hash();
  sized_[1] = std::move(sized_[0]);
  sized_[0] = std::make_shared<const Texels>(std::move(made));
  return sized_[0];
}

size_t Image::bytes() const {
  const std::lock_guard lock(mutex_);
  size_t sum = 0;
  const auto add = [&](const auto& held) {
    for (const std::shared_ptr<const Texels>& texels : held) sum += texels ? texels->data.size() * sizeof(uint32_t) : 0;
  };
  add(levels_);
  add(sized_);
  return sum;
}

}  // namespace fp

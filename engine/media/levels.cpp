#include "engine/media/image.hpp"
#include "engine/media/resample.hpp"

namespace fp {

Hash128 texel_hash(const Texels& texels) {
  const Hash128 data = hash128(std::as_bytes(std::span(texels.data)));
  return ByteWriter().put(texels.width).put(texels.height).put(data.low).put(data.high).hash();
}

Image::Image(Texels original) {
  FP_ASSERT(original.width >= 1 && original.height >= 1);
  FP_ASSERT(original.data.size() == static_cast<size_t>(original.width) * static_cast<size_t>(original.height));
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
    const std::shared_ptr<const Texels> from = make_level(k <= 2 ? 0 : k - 2);
    const Texels& original = *levels_[0];
    slot =
        std::make_shared<const Texels>(resampled(*from, level_side(original.width, k), level_side(original.height, k)));
  }
  return slot;
}

}  // namespace fp

#include "engine/text/bidi.hpp"

#include <unicode/ubidi.h>

#include <algorithm>
#include <memory>
#include <numeric>

namespace fp {

BidiLevels bidi_levels(std::u16string_view text, int direction) {
  const auto base = static_cast<uint8_t>(direction == 1 ? 1 : 0);
  BidiLevels result{base, std::vector<uint8_t>(text.size(), base)};
  // Nothing below U+0590 runs right to left.
  const bool plain = std::ranges::all_of(text, [](char16_t c) { return c < 0x590; });
  if ((plain && base == 0) || text.empty()) return result;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBiDi, decltype(&ubidi_close)> bidi(ubidi_open(), ubidi_close);
  if (!bidi) return result;
  ubidi_setPara(bidi.get(), text.data(), static_cast<int32_t>(text.size()),
                direction == kDirectionFromText ? UBIDI_DEFAULT_LTR : base, nullptr, &status);
  const UBiDiLevel* found = ubidi_getLevels(bidi.get(), &status);
  if (U_FAILURE(status)) return result;
  result.paragraph = ubidi_getParaLevel(bidi.get());
  result.levels.assign(found, found + text.size());
  return result;
}

std::vector<size_t> visual_order(std::span<const uint8_t> levels) {
  std::vector<size_t> order(levels.size());
  std::iota(order.begin(), order.end(), size_t{0});
  if (std::ranges::all_of(levels, [](uint8_t level) { return level == 0; })) return order;
  std::vector<int32_t> found(levels.size());
  ubidi_reorderVisual(levels.data(), static_cast<int32_t>(levels.size()), found.data());
  std::ranges::transform(found, order.begin(), [](int32_t i) { return static_cast<size_t>(i); });
  return order;
}

}  // namespace fp

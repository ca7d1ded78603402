// Which way text runs: the Unicode bidirectional algorithm (UAX 9), through ICU.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fp {

// Paragraph direction: 0 left to right, 1 right to left, or by the first strong character.
inline constexpr int kDirectionFromText = -1;

// Embedding level per UTF-16 unit of one paragraph; odd runs right to left.
struct BidiLevels {
  uint8_t paragraph = 0;
  std::vector<uint8_t> levels;
};
BidiLevels bidi_levels(std::u16string_view text, int direction);

// Rule L2: which element stands where, left to right, when elements with these levels stand on one line.
std::vector<size_t> visual_order(std::span<const uint8_t> levels);

}  // namespace fp

// What Unicode says about a text, through ICU with an explicit locale: paragraphs, grapheme clusters, line-break
// opportunities, names. Offsets are UTF-16 code units.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"

namespace fp {

// A text and the span each of its units belongs to.
struct StyledText {
  std::u16string text;
  std::vector<uint16_t> span;
  uint16_t span_before = 0;  // the span of an empty text
};

// UTF-8 text, given as the pieces of its spans, cut at '\n', '\r\n', '\r' and the Unicode line separators; tabs and
// control characters become spaces. At least one paragraph.
std::vector<StyledText> split_paragraphs(std::span<const std::string_view> utf8);

// Ends of grapheme clusters, ascending; the last is text.size(). `language` is BCP 47, empty for the root rules.
Result<std::vector<size_t>> grapheme_ends(const std::u16string& text, const std::string& language);
// Where a line may end (UAX 14, with the language's dictionary where it has one), ascending; the last is text.size().
Result<std::vector<size_t>> line_break_ends(const std::u16string& text, const std::string& language);

std::u32string code_points(std::u16string_view text);
// `end` moved back over the spaces that hang at the end of a line (no-break spaces do not), not before `begin`.
size_t without_trailing_spaces(std::u16string_view text, size_t begin, size_t end);

// How a cluster asks to be shown: emoji by default or by U+FE0F, text by U+FE0E.
enum class Presentation : uint8_t { any, text, emoji };
Presentation presentation_of(std::u32string_view cluster);

bool needs_no_glyph(char32_t c);   // joiners, variation selectors, other default-ignorable and format characters
bool is_space(char32_t c);         // Unicode space separators, no-break ones included
std::string describe(char32_t c);  // U+20AC "€" (EURO SIGN)

}  // namespace fp

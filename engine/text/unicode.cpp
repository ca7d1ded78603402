#include "engine/text/unicode.hpp"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <memory>

#include "engine/core/utf8.hpp"

namespace fp {
namespace {

constexpr char16_t kNextLine = 0x85, kLineSeparator = 0x2028, kParagraphSeparator = 0x2029, kNoBreakSpace = 0xa0,
                   kFigureSpace = 0x2007, kNarrowNoBreakSpace = 0x202f;

bool ends_line(char16_t c) {
  return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == kNextLine || c == kLineSeparator ||
         c == kParagraphSeparator;
}

// Never the process's default locale.
icu::Locale locale_of(const std::string& language) {
  if (language.empty()) return icu::Locale::getRoot();
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(language, status);
  return U_FAILURE(status) || locale.isBogus() ? icu::Locale::getRoot() : locale;
}

Result<std::vector<size_t>> boundaries(std::unique_ptr<icu::BreakIterator> iterator, UErrorCode status,
                                       const std::u16string& text) {
  if (U_FAILURE(status) || !iterator) {
    return fail(Fault::failed, fmt::format("ICU cannot break text: {}", u_errorName(status)));
  }
  const icu::UnicodeString borrowed(false, text.data(), static_cast<int32_t>(text.size()));  // no copy
  iterator->setText(borrowed);
  std::vector<size_t> ends;
  iterator->first();
  for (int32_t at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next()) {
    ends.push_back(static_cast<size_t>(at));
  }
  return ends;
}

}  // namespace

std::vector<StyledText> split_paragraphs(std::span<const std::string_view> utf8) {
  std::vector<StyledText> paragraphs(1);
  bool after_return = false;  // "\r\n" is one end, also across spans
  for (size_t index = 0; index < utf8.size(); ++index) {
    const auto span = static_cast<uint16_t>(index);
    const icu::UnicodeString text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(utf8[index].data(), static_cast<int32_t>(utf8[index].size())));
    for (int32_t i = 0; i < text.length(); ++i) {
      const char16_t c = text[i];
      const bool second_half = c == '\n' && after_return;
      after_return = c == '\r';
      if (second_half) continue;
      if (ends_line(c)) {
        paragraphs.emplace_back().span_before = span;
      } else {
        paragraphs.back().text.push_back(u_charType(c) == U_CONTROL_CHAR ? u' ' : c);
        paragraphs.back().span.push_back(span);
      }
    }
  }
  return paragraphs;
}

Result<std::vector<size_t>> grapheme_ends(const std::u16string& text, const std::string& language) {
  // Below U+0300 nothing combines, and line ends are gone: every character stands alone. Most text is this.
  if (std::ranges::all_of(text, [](char16_t c) { return c < 0x300; })) {
    std::vector<size_t> ends(text.size());
    for (size_t i = 0; i < ends.size(); ++i) ends[i] = i + 1;
    return ends;
  }
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createCharacterInstance(locale_of(language), status));
  return boundaries(std::move(iterator), status, text);
}

Result<std::vector<size_t>> line_break_ends(const std::u16string& text, const std::string& language) {
  if (text.empty()) return std::vector<size_t>{};
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> iterator(icu::BreakIterator::createLineInstance(locale_of(language), status));
  return boundaries(std::move(iterator), status, text);
}

std::u32string code_points(std::u16string_view text) {
  std::u32string result;
  for (size_t i = 0; i < text.size();) {
    UChar32 c = 0;
    U16_NEXT(text.data(), i, text.size(), c);
    result.push_back(static_cast<char32_t>(c));
  }
  return result;
}

size_t without_trailing_spaces(std::u16string_view text, size_t begin, size_t end) {
  const auto hangs = [](char16_t c) {
    return is_space(c) && c != kNoBreakSpace && c != kFigureSpace && c != kNarrowNoBreakSpace;
  };
  while (end > begin && hangs(text[end - 1])) --end;
  return end;
}

Presentation presentation_of(std::u32string_view cluster) {
  constexpr char32_t kTextSelector = 0xfe0e, kEmojiSelector = 0xfe0f, kKeycap = 0x20e3;
  if (cluster.find(kTextSelector) != std::u32string_view::npos) return Presentation::text;
  const bool asks = cluster.find_first_of(std::u32string{kEmojiSelector, kKeycap}) != std::u32string_view::npos;
  const bool is_emoji = std::ranges::any_of(
      cluster, [](char32_t c) { return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EMOJI_PRESENTATION) != 0; });
  return asks || is_emoji ? Presentation::emoji : Presentation::any;
}

bool needs_no_glyph(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  return u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 || u_charType(point) == U_FORMAT_CHAR;
}

bool is_space(char32_t c) {
  return u_charType(static_cast<UChar32>(c)) == U_SPACE_SEPARATOR;
}

std::string describe(char32_t c) {
  std::string text = fmt::format("U+{:04X}", static_cast<uint32_t>(c));
  const auto point = static_cast<UChar32>(c);
  if (u_isgraph(point) != 0 && !U_IS_SURROGATE(point)) {
    std::string itself;
    append_utf8(itself, c);
    text += fmt::format(" \"{}\"", itself);
  }
  char name[128] = {};
  UErrorCode status = U_ZERO_ERROR;
  u_charName(point, U_UNICODE_CHAR_NAME, name, sizeof name, &status);
  if (U_SUCCESS(status) && name[0] != 0) text += fmt::format(" ({})", name);
  return text;
}

}  // namespace fp

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include "engine/template/filters.hpp"
#include "engine/template/interpolate.hpp"

namespace fp {
namespace {

std::expected<std::string, std::string> text_of(const FilterInput& input) {
  auto text = plain_text(input.value);
  if (!text) return std::unexpected(input.value.is_array() ? "needs a text; the field is a list" : "needs a text");
  return std::move(*text);
}

Json json_of(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return Json::of(std::move(utf8));
}

// Runs `change` on the text in ICU's form.
template <class Change>
FilterResult changed(const FilterInput& input, Change change) {
  const auto text = text_of(input);
  if (!text) return std::unexpected(text.error());
  icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(*text);
  change(unicode);
  return json_of(unicode);
}

}  // namespace

FilterResult filter_upper(const FilterInput& input) {
  return changed(input, [&](icu::UnicodeString& text) { text.toUpper(input.formatters.locale); });
}

FilterResult filter_lower(const FilterInput& input) {
  return changed(input, [&](icu::UnicodeString& text) { text.toLower(input.formatters.locale); });
}

FilterResult filter_title(const FilterInput& input) {
  return changed(input, [&](icu::UnicodeString& text) { text.toTitle(nullptr, input.formatters.locale); });
}

FilterResult filter_trim(const FilterInput& input) {
  return changed(input, [](icu::UnicodeString& text) { text.trim(); });
}

// Counts what a reader counts as characters: grapheme clusters. The ellipsis is one of the n.
FilterResult filter_truncate(const FilterInput& input) {
  const double n = input.arguments[0].number;
  if (!input.arguments[0].is_number() || n < 1 || n > 1e6 || n != static_cast<int32_t>(n)) {
    return std::unexpected("expected a whole number of characters, at least 1");
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> clusters(
      icu::BreakIterator::createCharacterInstance(input.formatters.locale, status));
  if (U_FAILURE(status)) return std::unexpected(fmt::format("ICU: {}", u_errorName(status)));
  return changed(input, [&](icu::UnicodeString& text) {
    clusters->setText(text);
    clusters->first();
    const int32_t whole = clusters->next(static_cast<int32_t>(n));
    if (whole == icu::BreakIterator::DONE || whole >= text.length()) return;
    clusters->first();
    const int32_t kept = n == 1 ? 0 : clusters->next(static_cast<int32_t>(n) - 1);
    text.truncate(kept);
    int32_t end = text.length();
    while (end > 0 && u_isUWhiteSpace(text.charAt(end - 1))) --end;
    text.truncate(end);
    text.append(UChar32{0x2026});
  });
}

FilterResult filter_default(const FilterInput& input) {
  const bool empty = input.value.is_null() || (input.value.is_string() && input.value.text.empty());
  return empty ? input.arguments[0] : input.value;
}

FilterResult filter_join(const FilterInput& input) {
  if (!input.value.is_array()) return std::unexpected("needs a list");
  const std::string separator = input.arguments.empty() ? ", " : input.arguments[0].text;
  std::string joined;
  for (size_t i = 0; i < input.value.items.size(); ++i) {
    const auto text = plain_text(input.value.items[i]);
    if (!text) return std::unexpected(fmt::format("item {} is not a text or a number", i));
    joined += (i == 0 ? "" : separator) + *text;
  }
  return Json::of(std::move(joined));
}

FilterResult filter_date(const FilterInput& input) {
  const auto date = input.value.is_string() ? parse_iso_date(input.value.text) : std::nullopt;
  if (!date) return std::unexpected("needs a date; give the param the type \"date\"");
  const std::string style = input.arguments.empty() ? "medium" : input.arguments[0].text;
  auto it = input.formatters.dates.find(style);
  if (it == input.formatters.dates.end()) {
    Result<DateWriter> writer = DateWriter::create(style, input.formatters.locale_name);
    if (!writer) return std::unexpected(writer.error()[0].message);
    it = input.formatters.dates.emplace(style, std::move(*writer)).first;
  }
  return Json::of(it->second.write(*date));
}

}  // namespace fp

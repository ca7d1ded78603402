#include "engine/data/words.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "engine/core/utf8.hpp"

namespace fp {
namespace {

// The code point at a byte, or before it; -1: none.
UChar32 point_at(std::string_view text, size_t at) {
  if (at >= text.size()) return -1;
  auto i = static_cast<int32_t>(at);
  UChar32 c = -1;
  U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), c);
  return c;
}
UChar32 point_before(std::string_view text, size_t at) {
  if (at == 0) return -1;
  auto i = static_cast<int32_t>(at);
  UChar32 c = -1;
  U8_PREV(text.data(), 0, i, c);
  return c;
}

bool is_gap(UChar32 c) {
  return c < 0 || u_isUWhiteSpace(c) != 0;
}

// Scripts that put no space between words.
bool is_unspaced(UChar32 c) {
  if (c < 0x0e00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

bool opens(UChar32 c) {
  const auto category = u_charType(c);
  return category == U_START_PUNCTUATION || category == U_INITIAL_PUNCTUATION;
}

// Full-width punctuation is of no one script; it belongs to a text without spaces all the same.
bool is_wide_mark(UChar32 c) {
  return (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xffef);
}

std::vector<size_t> word_boundaries(std::string_view text) {
  std::vector<size_t> at = {0};
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  UText* utf8 = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status);
  if (U_SUCCESS(status) && iterator) {
    iterator->setText(utf8, status);
    iterator->first();
    for (int32_t end = iterator->next(); U_SUCCESS(status) && end != icu::BreakIterator::DONE; end = iterator->next())
      at.push_back(static_cast<size_t>(end));
  }
  utext_close(utf8);
  if (at.back() != text.size()) at.push_back(text.size());
  return at;
}

// Whether one word ends and another begins between two characters that no space parts.
bool parts_words(UChar32 before, UChar32 after) {
  if (is_unspaced(after)) return !opens(before);
  if (opens(after)) return is_unspaced(before) || is_wide_mark(before);
  return is_unspaced(before) && u_isalnum(after) != 0;
}

// Dashes, quotes and emoji that stand alone are not spoken.
bool is_spoken(std::string_view word) {
  for (int32_t i = 0; i < static_cast<int32_t>(word.size());) {
    UChar32 c = -1;
    U8_NEXT(word.data(), i, static_cast<int32_t>(word.size()), c);
    const auto category = u_charType(c);
    if (u_isalnum(c) != 0 || category == U_CURRENCY_SYMBOL || category == U_MATH_SYMBOL || c == '&' || c == '%' ||
        c == '@' || c == '#')
      return true;
  }
  return false;
}

}  // namespace

std::vector<SpokenWord> split_words(std::string_view text) {
  std::vector<SpokenWord> words;
  const std::vector<size_t> at = word_boundaries(text);
  bool open = false;  // the last word may go on
  for (size_t i = 0; i + 1 < at.size(); ++i) {
    const UChar32 first = point_at(text, at[i]);
    if (is_gap(first)) {
      open = false;
      continue;
    }
    if (open && !parts_words(point_before(text, at[i]), first)) {
      words.back().end = at[i + 1];
    } else {
      words.push_back({0, 0, at[i], at[i + 1]});
    }
    open = true;
  }
  std::erase_if(words, [&](const SpokenWord& w) { return !is_spoken(text.substr(w.begin, w.end - w.begin)); });
  return words;
}

void share_time(std::vector<SpokenWord>& words, std::string_view text, int64_t begin_ms, int64_t end_ms) {
  int64_t all = 0, so_far = 0;
  const auto weight = [&](const SpokenWord& word) {
    return 2 * static_cast<int64_t>(count_code_points(text.substr(word.begin, word.end - word.begin))) + 1;
  };
  for (const SpokenWord& word : words) all += weight(word);
  for (SpokenWord& word : words) {
    word.begin_ms = begin_ms + (end_ms - begin_ms) * so_far / all;
    so_far += weight(word);
    word.end_ms = begin_ms + (end_ms - begin_ms) * so_far / all;
  }
}

std::vector<SpokenWord> timed_words(const Phrase& phrase) {
  if (!phrase.words.empty()) return phrase.words;
  std::vector<SpokenWord> words = split_words(phrase.text);
  share_time(words, phrase.text, phrase.begin_ms, phrase.end_ms);
  return words;
}

bool needs_space(std::string_view before, std::string_view after) {
  const UChar32 a = point_before(before, before.size()), b = point_at(after, 0);
  if (is_gap(a) || is_gap(b)) return false;
  const auto tight = [](UChar32 c) { return is_unspaced(c) || is_wide_mark(c); };
  return !(tight(a) && tight(b));
}

}  // namespace fp

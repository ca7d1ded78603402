#include "engine/text/hyphenate.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace fp {
namespace {

constexpr size_t kMaxWord = 200;  // characters; longer "words" are data, not language

std::unexpected<Errors> refuse(const std::string& name, int line, std::string message) {
  return fail(Fault::invalid, fmt::format("hyphenation patterns '{}', line {}: {}", name, line, message),
              "use a hyph_*.dic file of LibreOffice (in Debian: the packages hyphen-*)");
}

Result<std::u16string> decoded(std::string_view bytes, const std::string& charset, const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(charset.c_str(), &status);
  if (U_FAILURE(status)) return refuse(name, 1, fmt::format("\"{}\" is no charset", charset.substr(0, 40)));
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter, status);
  ucnv_close(converter);
  if (U_FAILURE(status)) return refuse(name, 1, fmt::format("the file is not in {}", charset));
  return std::u16string(text.getBuffer(), static_cast<size_t>(text.length()));
}

// "LEFTHYPHENMIN 2" -> 2 if the line starts with that word.
std::optional<size_t> directive(std::u16string_view line, std::u16string_view word) {
  if (!line.starts_with(word)) return std::nullopt;
  size_t value = 0;
  for (const char16_t c : line.substr(word.size())) {
    if (c >= u'0' && c <= u'9' && value < 100) value = value * 10 + static_cast<size_t>(c - u'0');
  }
  return value;
}

// "1b2c3" -> letters "bc", weights 1 2 3.
void add_pattern(HyphenPatterns::Level& level, std::u16string_view line) {
  std::u16string letters;
  std::vector<uint8_t> weights(1);
  for (const char16_t c : line) {
    if (c >= u'0' && c <= u'9') {
      weights.back() = static_cast<uint8_t>(c - u'0');
    } else {
      letters.push_back(c);
      weights.push_back(0);
    }
  }
  level.longest = std::max(level.longest, letters.size());
  std::vector<uint8_t>& kept = level.weights[std::move(letters)];
  if (kept.empty()) kept.resize(weights.size());
  for (size_t i = 0; i < kept.size(); ++i) kept[i] = std::max(kept[i], weights[i]);
}

void read_line(HyphenPatterns& patterns, std::u16string_view line) {
  HyphenPatterns::Level& level = patterns.levels.back();
  if (line.empty() || line[0] == u'%' || line[0] == u'#') return;
  if (line.starts_with(u"NEXTLEVEL")) {
    patterns.levels.push_back({.left_min = level.left_min, .right_min = level.right_min, .longest = 0, .weights = {}});
  } else if (const auto left = directive(line, u"LEFTHYPHENMIN")) {
    level.left_min = *left;
  } else if (const auto right = directive(line, u"RIGHTHYPHENMIN")) {
    level.right_min = *right;
  } else if (!line.starts_with(u"NOHYPHEN") && !line.starts_with(u"COMPOUND") &&
             line.find(u'/') == std::u16string_view::npos) {
    add_pattern(level, line);
  }
}

// Liang: every pattern that matches anywhere votes between its letters; the highest vote counts, odd allows.
std::vector<uint8_t> votes(const HyphenPatterns::Level& level, std::u16string_view word) {
  const std::u16string dotted = u"." + std::u16string(word) + u".";
  std::vector<uint8_t> best(dotted.size() + 1, 0);
  for (size_t at = 0; at < dotted.size(); ++at) {
    const size_t most = std::min(level.longest, dotted.size() - at);
    for (size_t length = 1; length <= most; ++length) {
      const auto found = level.weights.find(dotted.substr(at, length));
      if (found == level.weights.end()) continue;
      for (size_t i = 0; i <= length; ++i) best[at + i] = std::max(best[at + i], found->second[i]);
    }
  }
  return best;
}

void cut_word(const HyphenPatterns& patterns, size_t index, std::u16string_view word, size_t offset,
              std::vector<size_t>& points) {
  if (index == patterns.levels.size()) return;
  const HyphenPatterns::Level& level = patterns.levels[index];
  const std::vector<uint8_t> best = votes(level, word);
  size_t part = 0;
  for (size_t i = 1; i < word.size(); ++i) {
    if (best[i + 1] % 2 == 0 || i < level.left_min || word.size() - i < level.right_min) continue;
    if (U16_IS_TRAIL(word[i])) continue;
    cut_word(patterns, index + 1, word.substr(part, i - part), offset + part, points);
    points.push_back(offset + i);
    part = i;
  }
  cut_word(patterns, index + 1, word.substr(part), offset + part, points);
}

}  // namespace

Result<HyphenPatterns> parse_hyphen_patterns(std::string_view bytes, const std::string& name) {
  std::string charset(bytes.substr(0, bytes.find_first_of("\r\n")));
  if (charset.empty() || charset.size() > 40) return refuse(name, 1, "expected the name of a charset, such as UTF-8");
  const Result<std::u16string> text = decoded(bytes, charset, name);
  if (!text) return fail(text.error());
  HyphenPatterns patterns;
  patterns.levels.emplace_back();
  size_t count = 0;
  int line_number = 0;
  for (size_t at = 0; at < text->size();) {
    const size_t end = std::min(text->find(u'\n', at), text->size());
    std::u16string_view line = std::u16string_view(*text).substr(at, end - at);
    while (!line.empty() && (line.back() == u'\r' || line.back() == u' ' || line.back() == u'\t'))
      line.remove_suffix(1);
    at = end + 1;
    if (++line_number == 1) continue;
    if (line.size() > kMaxWord) return refuse(name, line_number, "expected a pattern, found a very long line");
    if (++count > kMaxPatterns) return refuse(name, line_number, fmt::format("more than {} patterns", kMaxPatterns));
    if (line.starts_with(u"NEXTLEVEL") && patterns.levels.size() == 4) {
      return refuse(name, line_number, "more than four levels");
    }
    read_line(patterns, line);
  }
  if (std::ranges::all_of(patterns.levels, [](const auto& level) { return level.weights.empty(); })) {
    return refuse(name, line_number, "there are no patterns in it");
  }
  return patterns;
}

std::vector<size_t> hyphen_points(const HyphenPatterns& patterns, std::u16string_view word) {
  std::u16string lower(word);
  for (char16_t& c : lower) {
    const UChar32 small = U16_IS_SURROGATE(c) ? c : u_tolower(c);
    if (small <= 0xffff) c = static_cast<char16_t>(small);
  }
  std::vector<size_t> points;
  cut_word(patterns, 0, lower, 0, points);
  // The ends of the whole word are kept by the last level's measure, whatever the levels before said.
  const HyphenPatterns::Level& last = patterns.levels.back();
  std::erase_if(points, [&](size_t at) { return at < last.left_min || word.size() - at < last.right_min; });
  return points;
}

std::vector<size_t> hyphen_points_of_text(const HyphenPatterns& patterns, std::u16string_view text) {
  std::vector<size_t> points;
  const auto in_word = [](UChar32 c) { return u_isalpha(c) || u_charType(c) == U_NON_SPACING_MARK; };
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size()) {
      size_t next = end;
      UChar32 c = 0;
      U16_NEXT(text.data(), next, text.size(), c);
      if (!in_word(c)) break;
      end = next;
    }
    const std::u16string_view word = text.substr(at, end - at);
    // A soft hyphen says where its word is to be cut; patterns have no say then.
    const bool soft = (end < text.size() && text[end] == u'\u00ad') || (at > 0 && text[at - 1] == u'\u00ad');
    if (word.size() >= 4 && word.size() <= kMaxWord && !soft) {
      for (const size_t point : hyphen_points(patterns, word)) points.push_back(at + point);
    }
    at = end;
    if (at < text.size()) U16_FWD_1(text.data(), at, text.size());
  }
  return points;
}

}  // namespace fp

// Unicode's own test data (Debian package unicode-data, Unicode 15.0), whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <vector>

#include "engine/text/bidi.hpp"
#include "engine/text/unicode.hpp"

namespace fp {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) c == separator ? void(parts.emplace_back()) : parts.back().push_back(c);
  std::erase(parts, "");
  return parts;
}

void append_code_point(std::u16string& text, std::string_view hex) {
  uint32_t c = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), c, 16);
  if (c >= 0x10000) {
    text.push_back(static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10)));
    text.push_back(static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff)));
  } else {
    text.push_back(static_cast<char16_t>(c));
  }
}

// The lines of a data file without comments; the file's absence is a failure, not a skip: tools/setup --test installs
// it.
std::vector<std::string> data_lines(const std::string& name) {
  std::ifstream in("/usr/share/unicode/" + name);
  EXPECT_TRUE(in) << name << " is missing: install unicode-data";
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    line = line.substr(0, line.find('#'));
    if (line.find_first_not_of(" \t") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

struct BreakCase {
  std::u16string text;
  std::vector<size_t> ends;
};
// "÷ 0061 × 0308 ÷ 0062 ÷"
BreakCase parse_break_case(const std::string& line) {
  BreakCase result;
  for (const std::string& token : split(line.substr(0, line.find('\t')), ' ')) {
    if (token == "÷" && !result.text.empty()) result.ends.push_back(result.text.size());
    if (token != "÷" && token != "×") append_code_point(result.text, token);
  }
  return result;
}

TEST(Conformance, GraphemeBreakTest) {
  size_t cases = 0;
  for (const std::string& line : data_lines("auxiliary/GraphemeBreakTest.txt")) {
    const BreakCase test = parse_break_case(line);
    if (test.text.find(u"\r\n") != std::u16string::npos) continue;  // paragraphs are cut before
    const Result<std::vector<size_t>> ends = grapheme_ends(test.text, "");
    ASSERT_TRUE(ends.has_value());
    EXPECT_EQ(*ends, test.ends) << line;
    ++cases;
  }
  EXPECT_GT(cases, 590u);
}

// Emoji sequences are one cluster each: flags, keycaps, skin tones, families.
TEST(Conformance, EmojiTest) {
  size_t cases = 0;
  for (const std::string& line : data_lines("emoji/emoji-test.txt")) {
    std::u16string text;
    for (const std::string& token : split(line.substr(0, line.find(';')), ' ')) append_code_point(text, token);
    const Result<std::vector<size_t>> ends = grapheme_ends(text, "en");
    ASSERT_TRUE(ends.has_value());
    EXPECT_EQ(*ends, std::vector<size_t>{text.size()}) << line;
    ++cases;
  }
  EXPECT_GT(cases, 4500u);
}

TEST(Conformance, LineBreakTest) {
  size_t cases = 0, tailored = 0;
  for (const std::string& line : data_lines("auxiliary/LineBreakTest.txt")) {
    const BreakCase test = parse_break_case(line);
    const Result<std::vector<size_t>> ends = line_break_ends(test.text, "");
    ASSERT_TRUE(ends.has_value());
    ++cases;
    if (*ends == test.ends) continue;
    // CLDR's tailoring, which ICU has: no break after a hyphen that starts a word (-x), and in ".5" and ",5" none
    // before the digit; "a .5" may break before the point instead.
    ++tailored;
    const bool hyphen = line.starts_with("× 002D ");
    const bool decimal = line.find("002E ÷ 003") != std::string::npos || line.starts_with("× 002C ");
    EXPECT_TRUE(hyphen || decimal) << line;
  }
  EXPECT_GT(cases, 7000u);
  EXPECT_EQ(tailored, 22u);
}

struct BidiCase {
  std::u16string text;
  std::vector<size_t> starts;  // of each character, in UTF-16
  std::string direction, paragraph;
  std::vector<std::string> levels, order;
};
BidiCase parse_bidi_case(const std::string& line) {
  const std::vector<std::string> fields = split(line, ';');
  BidiCase test{{}, {}, fields.at(1), fields.at(2), split(fields.at(3), ' '), {}};
  if (fields.size() > 4) test.order = split(fields[4], ' ');
  for (const std::string& token : split(fields[0], ' ')) {
    test.starts.push_back(test.text.size());
    append_code_point(test.text, token);
  }
  return test;
}

bool agrees(const BidiCase& test) {
  const BidiLevels found =
      bidi_levels(test.text, test.direction == "2" ? kDirectionFromText : std::stoi(test.direction));
  bool same = std::to_string(found.paragraph) == test.paragraph;
  std::vector<uint8_t> levels;  // of the characters that are not removed
  std::vector<std::string> kept;
  for (size_t i = 0; i < test.levels.size(); ++i) {
    if (test.levels[i] == "x") continue;
    levels.push_back(found.levels[test.starts[i]]);
    kept.push_back(std::to_string(i));
    same &= std::to_string(levels.back()) == test.levels[i];
  }
  std::vector<std::string> order;
  for (const size_t index : visual_order(levels)) order.push_back(kept[index]);
  return same && order == test.order;
}

TEST(Conformance, BidiCharacterTest) {
  size_t cases = 0, known = 0;
  for (const std::string& line : data_lines("BidiCharacterTest.txt")) {
    ++cases;
    const BidiCase test = parse_bidi_case(line);
    if (agrees(test)) continue;
    // ICU 72 departs from UAX 9 where brackets pair across explicit embeddings, where marks follow brackets (a mark
    // takes its cluster's level here, so nothing shows), and in brackets nested more than 63 deep.
    ++known;
    const bool embedding = test.text.find_first_of(u"\u202a\u202b\u202d\u202e") != std::u16string::npos;
    const bool marks = test.text.find_first_of(u"\u0331\u0332\u0333\u20d6") != std::u16string::npos;
    const bool deep = std::ranges::count(test.text, u'(') > 63;
    EXPECT_TRUE(embedding || marks || deep) << line;
  }
  EXPECT_GT(cases, 91'000u);
  EXPECT_LE(known, 40u);
}

}  // namespace
}  // namespace fp

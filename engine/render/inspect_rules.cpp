#include <algorithm>

#include "engine/render/inspect.hpp"

namespace fp {
namespace {

// "Large" is 18 pt, 24 CSS pixels of 0.0213 degrees (CSS Values 4). A picture is watched from 3.2 times its height
// where one of its 1080 lines takes a minute of arc (ITU-R BT.1845), so that these are 24 * 0.0213 * 60 of them.
constexpr double kLarge = 31;

// Netflix Timed Text Style Guide: 20 characters a second for adults, spaces included. Ideographs, kana and hangul take
// about as long as two letters (its limits there: 9 to 12).
constexpr double kLettersPerSecond = 20;
// Shorter than this nothing is taken in, however short.
constexpr double kLeastSeconds = 0.7;

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x11ff) || (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7ff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

// Of well-formed UTF-8.
std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> points;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if ((byte & 0xc0) == 0x80) {
      points.back() = (points.back() << 6) | (byte & 0x3f);
    } else {
      points.push_back(byte < 0x80 ? byte : byte < 0xe0 ? byte & 0x1f : byte < 0xf0 ? byte & 0x0f : byte & 0x07);
    }
  }
  return points;
}

}  // namespace

double needed_contrast(double size) {
  return size >= kLarge ? 3 : 4.5;
}

double needed_seconds(std::string_view text) {
  double letters = 0;
  for (const char32_t c : code_points(text)) letters += is_wide(c) ? 2 : 1;
  return std::max(letters / kLettersPerSecond, kLeastSeconds);
}

}  // namespace fp

#include "engine/core/color.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fp {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

int to_byte(double channel) {
  return static_cast<int>(std::floor(std::clamp(channel, 0.0, 1.0) * 255.0 + 0.5));
}

}  // namespace

std::optional<Color> parse_color(std::string_view text) {
  if (text.empty() || text.front() != '#') return std::nullopt;
  text.remove_prefix(1);
  const bool brief = text.size() == 3 || text.size() == 4;
  if (!brief && text.size() != 6 && text.size() != 8) return std::nullopt;
  double channels[4] = {0, 0, 0, 1};
  const size_t width = brief ? 1 : 2;
  for (size_t i = 0; i < text.size() / width; ++i) {
    const int high = hex_digit(text[i * width]);
    const int low = hex_digit(text[i * width + width - 1]);
    if (high < 0 || low < 0) return std::nullopt;
    channels[i] = (high * 16 + low) / 255.0;
  }
  return Color{channels[0], channels[1], channels[2], channels[3]};
}

std::string to_string(const Color& color) {
  std::string text = fmt::format("#{:02x}{:02x}{:02x}", to_byte(color.r), to_byte(color.g), to_byte(color.b));
  if (to_byte(color.a) != 255) text += fmt::format("{:02x}", to_byte(color.a));
  return text;
}

}  // namespace fp

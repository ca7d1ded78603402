// Colours as the template writes them: sRGB-encoded, straight (not premultiplied) alpha, each channel 0..1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fp {

struct Color {
  double r = 0, g = 0, b = 0, a = 1;
  bool operator==(const Color&) const = default;
};

// #rgb, #rgba, #rrggbb, #rrggbbaa; nullopt otherwise.
std::optional<Color> parse_color(std::string_view text);
std::string to_string(const Color& color);  // #rrggbb or #rrggbbaa

}  // namespace fp

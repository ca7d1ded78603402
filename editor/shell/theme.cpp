#include "editor/shell/theme.hpp"

#include <algorithm>
#include <cmath>

namespace fp::shell {
namespace {

constexpr Theme kDark{.name = "dark",
                      .dark = true,
                      .backdrop = rgb(0x121316),
                      .panel = rgb(0x1b1d21),
                      .raised = rgb(0x26292f),
                      .hovered = rgb(0x32363e),
                      .line = rgb(0x0b0c0e),
                      .text = rgb(0xe8e9ec),
                      .muted = rgb(0xa4a9b3),
                      .accent = rgb(0xff8a4c),
                      .on_accent = rgb(0x1c0f06),
                      .control = rgb(0x757c89),
                      .cached_draft = rgb(0x5f8dc4),
                      .cached_full = rgb(0x58c78b),
                      .good = rgb(0x62c994),
                      .warning = rgb(0xe9b44c),
                      .bad = rgb(0xff7b72)};

constexpr Theme kLight{.name = "light",
                       .dark = false,
                       .backdrop = rgb(0xd3d5d9),
                       .panel = rgb(0xf4f5f6),
                       .raised = rgb(0xe6e8eb),
                       .hovered = rgb(0xd9dce1),
                       .line = rgb(0xc2c6cc),
                       .text = rgb(0x1a1c20),
                       .muted = rgb(0x4b515c),
                       .accent = rgb(0xb3440a),
                       .on_accent = rgb(0xffffff),
                       .control = rgb(0x767d89),
                       .cached_draft = rgb(0x3a6ea8),
                       .cached_full = rgb(0x1c7a47),
                       .good = rgb(0x176b3d),
                       .warning = rgb(0x855300),
                       .bad = rgb(0xb3261e)};

double linear(uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Rgb c) {
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

}  // namespace

const Theme& dark_theme() {
  return kDark;
}
const Theme& light_theme() {
  return kLight;
}

double contrast(Rgb a, Rgb b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

std::vector<Pair> pairs(const Theme& t) {
  return {{"text on panel", t.text, t.panel},
          {"text on raised", t.text, t.raised},
          {"text on hovered", t.text, t.hovered},
          {"text on backdrop", t.text, t.backdrop},
          {"muted on panel", t.muted, t.panel},
          {"muted on raised", t.muted, t.raised},
          {"muted on hovered", t.muted, t.hovered},
          {"text on accent", t.on_accent, t.accent},
          {"accent text on panel", t.accent, t.panel},
          {"good on panel", t.good, t.panel},
          {"warning on panel", t.warning, t.panel},
          {"bad on panel", t.bad, t.panel},
          {"accent mark on raised", t.accent, t.raised, 3},
          {"control outline on panel", t.control, t.panel, 3},
          {"cached draft on raised", t.cached_draft, t.raised, 3},
          {"cached full on raised", t.cached_full, t.raised, 3}};
}

}  // namespace fp::shell

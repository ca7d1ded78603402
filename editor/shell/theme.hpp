// Colours and measures of the interface, as data. A test holds every pair of colours that can meet against WCAG 2 AA.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fp::shell {

struct Rgb {
  uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Rgb&) const = default;
};
constexpr Rgb rgb(uint32_t hex) {
  return {static_cast<uint8_t>(hex >> 16), static_cast<uint8_t>(hex >> 8), static_cast<uint8_t>(hex)};
}

struct Theme {
  std::string_view name;
  bool dark = true;
  Rgb backdrop;                   // around the frame
  Rgb panel;                      // panels and bars
  Rgb raised;                     // fields, buttons, popups, tracks
  Rgb hovered;                    // what the pointer is on
  Rgb line;                       // between panels; means nothing
  Rgb text, muted;                // on panel, raised, hovered
  Rgb accent;                     // the playhead, what is on, the focus
  Rgb on_accent;                  // text on it
  Rgb control;                    // outlines that say where a control is
  Rgb cached_draft, cached_full;  // the cache bar, on raised
  Rgb good, warning, bad;         // of the status bar, on panel
};

const Theme& dark_theme();
const Theme& light_theme();

double contrast(Rgb a, Rgb b);  // WCAG 2: (L1 + 0.05) / (L2 + 0.05)

// Every pair that is seen together and what it must reach: 4.5 for text, 3 for what is not text but tells something.
struct Pair {
  std::string_view what;
  Rgb front, back;
  double needed = 4.5;
};
std::vector<Pair> pairs(const Theme& theme);

// Makes the theme Dear ImGui's style, with all measures times `scale`.
void apply(const Theme& theme, float scale);

}  // namespace fp::shell

// Named colours for charts. All of them hold up for readers with protanopia and deuteranopia; the test states by how
// much (tests/chart/color_scale_test.cpp).
//
//   sequential  viridis (the default), magma: Stéfan van der Walt and Nathaniel Smith, CC0; cividis: Nuñez, Anderton
//               and Renslow 2018 (doi:10.1371/journal.pone.0199239), free of copyright; from dark to light, nine of
//               their 256 colours.
//               blues, greens, oranges, purples, greys: ColorBrewer; teal: the one arm of its BrBG; light to dark
//   diverging   blue-red (RdBu), purple-green (PRGn), purple-orange (PuOr): ColorBrewer; blue-orange (the default): the
//               blue arm of RdBu and the orange one of PuOr
//   ordinal     okabe-ito: Masataka Okabe and Kei Ito, "Color Universal Design", 2008, in an order of ours that keeps
//               neighbours apart; without their black, which dark grounds swallow
//
// ColorBrewer: colour specifications by Cynthia Brewer, Mark Harrower and The Pennsylvania State University, Apache
// License 2.0, colorbrewer2.org.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/color.hpp"

namespace fp {

enum class PaletteKind : uint8_t { sequential, diverging, ordinal };

struct Palette {
  std::string_view name;
  PaletteKind kind = PaletteKind::sequential;
  std::vector<Color> colors;
};

std::span<const Palette> palettes();                 // in the order above; the first of a kind is its default
const Palette* find_palette(std::string_view name);  // nullptr where there is none
const Palette& default_palette(PaletteKind kind);
std::vector<std::string> palette_names();  // for did-you-mean

}  // namespace fp

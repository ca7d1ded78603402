#include "engine/core/palettes.hpp"

#include <algorithm>

#include "engine/core/result.hpp"

namespace fp {
namespace {

// "0072b2 e69f00 ..."
std::vector<Color> colors_of(std::string_view hex) {
  constexpr size_t kStride = 7;
  std::vector<Color> colors;
  for (size_t at = 0; at < hex.size(); at += kStride) {
    const auto color = parse_color("#" + std::string(hex.substr(at, kStride - 1)));
    FP_ASSERT(color);
    colors.push_back(*color);
  }
  return colors;
}

std::vector<Palette> made() {
  struct Row {
    std::string_view name;
    PaletteKind kind;
    std::string_view colors;
  };
  using enum PaletteKind;
  constexpr Row kRows[] = {
      {"viridis", sequential, "440154 472d7b 3b528b 2c728e 21918c 27ad81 5cc863 aadc32 fde725"},
      {"magma", sequential, "000004 1d1147 51127c 832681 b73779 e55064 fb8761 fec287 fcfdbf"},
      {"cividis", sequential, "00224e 1a386f 434e6c 61656f 7d7c78 9a9376 bbad6d ddc858 fee838"},
      {"blues", sequential, "f7fbff deebf7 c6dbef 9ecae1 6baed6 4292c6 2171b5 08519c 08306b"},
      {"greens", sequential, "f7fcf5 e5f5e0 c7e9c0 a1d99b 74c476 41ab5d 238b45 006d2c 00441b"},
      {"oranges", sequential, "fff5eb fee6ce fdd0a2 fdae6b fd8d3c f16913 d94801 a63603 7f2704"},
      {"purples", sequential, "fcfbfd efedf5 dadaeb bcbddc 9e9ac8 807dba 6a51a3 54278f 3f007d"},
      {"greys", sequential, "ffffff f0f0f0 d9d9d9 bdbdbd 969696 737373 525252 252525 000000"},
      {"teal", sequential, "f5f5f5 c7eae5 80cdc1 35978f 01665e 003c30"},
      {"blue-orange", diverging, "053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fee0b6 fdb863 e08214 b35806 7f3b08"},
      {"blue-red", diverging, "053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f"},
      {"purple-green", diverging, "40004b 762a83 9970ab c2a5cf e7d4e8 f7f7f7 d9f0d3 a6dba0 5aae61 1b7837 00441b"},
      {"purple-orange", diverging, "2d004b 542788 8073ac b2abd2 d8daeb f7f7f7 fee0b6 fdb863 e08214 b35806 7f3b08"},
      {"okabe-ito", ordinal, "56b4e9 e69f00 009e73 f0e442 0072b2 d55e00 cc79a7"}};
  std::vector<Palette> all;
  for (const Row& row : kRows) all.push_back({row.name, row.kind, colors_of(row.colors)});
  return all;
}

}  // namespace

std::span<const Palette> palettes() {
  static const std::vector<Palette> all = made();
  return all;
}

const Palette* find_palette(std::string_view name) {
  const auto all = palettes();
  const auto found = std::ranges::find(all, name, &Palette::name);
  return found == all.end() ? nullptr : &*found;
}

const Palette& default_palette(PaletteKind kind) {
  const auto all = palettes();
  const auto found = std::ranges::find(all, kind, &Palette::kind);
  FP_ASSERT(found != all.end());
  return *found;
}

std::vector<std::string> palette_names() {
  std::vector<std::string> names;
  for (const Palette& palette : palettes()) names.emplace_back(palette.name);
  return names;
}

}  // namespace fp

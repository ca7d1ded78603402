// Values and categories to colours, for marks, maps and their legends. Ramps are even in OKLab between their stops.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/color.hpp"

namespace fp {

enum class ColorScaleKind : uint8_t { sequential, diverging, quantile, threshold, ordinal };

// Made by the functions below, from a palette's colours (palettes.hpp) or any others.
struct ColorScale {
  ColorScaleKind kind = ColorScaleKind::sequential;
  std::vector<Color> colors;             // stops at equal distances; of classes one each; of categories in turn
  double low = 0, middle = 0, high = 1;  // sequential, diverging: the ends' values, either way round, and the middle's;
                                         // quantile: the least and the greatest value
  std::vector<double> breaks;            // quantile, threshold: ascending; class i has breaks[i-1] <= value < breaks[i]
  std::vector<std::string> categories;   // ordinal, in the order of their colours
  Color missing{0.8, 0.8, 0.8, 1};       // of NaN, unknown categories, and all values of a scale with a fault
};

// Values beyond low and high have the ends' colours. Without width everything has the ramp's middle.
ColorScale sequential_scale(std::vector<Color> stops, double low, double high);
// The middle value has the middle of the ramp however unequal the sides are; equal distances from it then do not have
// equal weight. Give low and high at equal distances where they should.
ColorScale diverging_scale(std::vector<Color> stops, double low, double middle, double high);
// Classes with about equally many values each, cut at quantiles (linear between neighbours, R's type 7). Equal values
// are always of one class, the upper one where they are a break; so with many ties classes differ in size and some are
// empty. What is not finite in `values` does not count. 1 to 100 classes.
ColorScale quantile_scale(std::vector<double> values, std::span<const Color> stops, int classes);
// One class more than breaks. As many colours as classes are taken as they are; otherwise the ramp is sampled.
ColorScale threshold_scale(std::vector<double> breaks, std::span<const Color> stops);
// Colours by order of first appearance in `values`, from the first again when there are more categories than colours.
ColorScale ordinal_scale(std::span<const std::string> values, std::vector<Color> colors);

// What is wrong, as half a sentence, or "": no colours, ends that are not finite, breaks that do not ascend (equal ones
// may be there, as ties make them), a middle outside.
std::string color_scale_fault(const ColorScale& scale);

Color color_at(const ColorScale& scale, double value);               // of an ordinal scale: missing
Color color_at(const ColorScale& scale, std::string_view category);  // of the others: missing

// A ramp of stops at a share of its length from 0 to 1, and n colours at equal distances along it, both ends included;
// one is the middle. `stops` must not be empty.
Color color_along(std::span<const Color> stops, double share);
std::vector<Color> sampled(std::span<const Color> stops, int n);

// What a legend lists: low <= value < high and a colour, or a category. Continuous scales are cut into that many equal
// parts of the ramp, from low to high, each with the colour of its middle. Classes of a quantile scale that are empty
// are left out. A threshold scale's first class begins at -infinity and its last one ends at infinity.
struct LegendClass {
  double low = 0, high = 0;
  std::string category;
  Color color;
};
std::vector<LegendClass> legend_classes(const ColorScale& scale, int parts = 5);

}  // namespace fp

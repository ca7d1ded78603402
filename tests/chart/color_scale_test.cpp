#include "engine/chart/color_scale.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/chart/oklab.hpp"
#include "engine/core/palettes.hpp"
#include "engine/core/random.hpp"

namespace fp {
namespace {

using testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMax = std::numeric_limits<double>::max();

Color rgb(const char* text) {
  return *parse_color(text);
}
std::string text_at(const ColorScale& scale, double value) {
  return to_string(color_at(scale, value));
}

// Seeing with all three kinds of cones, without the long- and without the medium-wave ones: G. Machado, M. Oliveira and
// L. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1, for linear
// RGB.
struct Sight {
  const char* name;
  double m[3][3];
};
constexpr Sight kSights[] = {
    {"usual", {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {"protanopia", {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {"deuteranopia",
     {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}};

double linear(double x) {
  return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
}
double encoded(double x) {
  x = std::clamp(x, 0.0, 1.0);
  return x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055;
}
Oklab seen(const Sight& sight, const Color& color) {
  const double in[3] = {linear(color.r), linear(color.g), linear(color.b)};
  double out[3];
  for (int i = 0; i < 3; ++i) {
    out[i] = encoded(sight.m[i][0] * in[0] + sight.m[i][1] * in[1] + sight.m[i][2] * in[2]);
  }
  return to_oklab({out[0], out[1], out[2]});
}
double apart(const Sight& sight, const Color& x, const Color& y) {
  return distance(seen(sight, x), seen(sight, y));
}

TEST(Oklab, KnownValues) {
  const Oklab white = to_oklab({1, 1, 1});
  EXPECT_NEAR(white.lightness, 1, 1e-7);
  EXPECT_NEAR(white.a, 0, 1e-7);
  EXPECT_NEAR(white.b, 0, 1e-7);
  EXPECT_EQ(to_oklab({0, 0, 0}).lightness, 0);
  const Oklab red = to_oklab({1, 0, 0});  // CSS Color 4: oklab(0.62796 0.22486 0.12585)
  EXPECT_NEAR(red.lightness, 0.62796, 1e-5);
  EXPECT_NEAR(red.a, 0.22486, 1e-5);
  EXPECT_NEAR(red.b, 0.12585, 1e-5);
}

TEST(Oklab, GoesThereAndBack) {
  for (uint64_t i = 0; i < 20'000; ++i) {
    const Color color{random_at(1, i), random_at(2, i), random_at(3, i), random_at(4, i)};
    const Color back = from_oklab(to_oklab(color), color.a);
    ASSERT_NEAR(back.r, color.r, 5e-6);
    ASSERT_NEAR(back.g, color.g, 5e-6);
    ASSERT_NEAR(back.b, color.b, 5e-6);
    ASSERT_EQ(back.a, color.a);
  }
}

TEST(Oklab, MixesEvenlyBetweenExactEnds) {
  const Color from = rgb("#0000ff80"), to = rgb("#ffff00");
  EXPECT_EQ(mixed(from, to, 0), from);
  EXPECT_EQ(mixed(from, to, 1), to);
  for (int i = 0; i < 10; ++i) {
    const Color color = mixed(from, to, i / 10.0), next = mixed(from, to, (i + 1) / 10.0);
    for (const double channel : {color.r, color.g, color.b, color.a}) EXPECT_TRUE(channel >= 0 && channel <= 1);
    EXPECT_NEAR(next.a - color.a, (to.a - from.a) / 10, 1e-12);
  }
}

TEST(Palettes, AreFoundByName) {
  EXPECT_EQ(default_palette(PaletteKind::sequential).name, "viridis");
  EXPECT_EQ(default_palette(PaletteKind::diverging).name, "blue-orange");
  EXPECT_EQ(default_palette(PaletteKind::ordinal).name, "okabe-ito");
  EXPECT_EQ(find_palette("cividis")->colors.size(), 9u);
  EXPECT_EQ(find_palette("rainbow"), nullptr);
  EXPECT_EQ(palette_names().size(), palettes().size());
}

// Lightness alone tells the order of a sequential ramp's values, whoever looks.
TEST(Palettes, SequentialOnesAreMonotonicInLightness) {
  for (const Palette& palette : palettes()) {
    if (palette.kind != PaletteKind::sequential) continue;
    for (const Sight& sight : kSights) {
      const std::vector<Color> ramp = sampled(palette.colors, 129);
      const double direction = seen(sight, ramp.back()).lightness > seen(sight, ramp.front()).lightness ? 1 : -1;
      for (size_t i = 1; i < ramp.size(); ++i) {
        EXPECT_GT(direction * (seen(sight, ramp[i]).lightness - seen(sight, ramp[i - 1]).lightness), 0)
            << palette.name << " " << sight.name << " " << i;
      }
    }
  }
}

TEST(Palettes, ClassesStayApartForTheColourBlind) {
  for (const Palette& palette : palettes()) {
    const bool diverging = palette.kind == PaletteKind::diverging;
    if (palette.kind == PaletteKind::ordinal) continue;
    for (const Sight& sight : kSights) {
      for (const auto& [n, least] : {std::pair(5, diverging ? 0.20 : 0.07), {7, diverging ? 0.10 : 0.035}}) {
        const std::vector<Color> classes = sampled(palette.colors, n);
        for (size_t i = 1; i < classes.size(); ++i) {
          EXPECT_GT(apart(sight, classes[i - 1], classes[i]), least) << palette.name << " " << sight.name << " " << i;
        }
        for (size_t i = 0; diverging && i < classes.size() / 2; ++i) {  // one side from the other
          EXPECT_GT(apart(sight, classes[i], classes[classes.size() - 1 - i]), 0.10)
              << palette.name << " " << sight.name << " " << i;
        }
      }
    }
  }
  for (const char* name : {"viridis", "cividis", "magma"}) {
    for (const Sight& sight : kSights) {
      const std::vector<Color> classes = sampled(find_palette(name)->colors, 7);
      for (size_t i = 1; i < classes.size(); ++i) EXPECT_GT(apart(sight, classes[i - 1], classes[i]), 0.08) << name;
    }
  }
}

TEST(Palettes, CategoriesStayApartForTheColourBlind) {
  const std::vector<Color>& colors = default_palette(PaletteKind::ordinal).colors;
  for (const Sight& sight : kSights) {
    for (size_t i = 0; i < colors.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        EXPECT_GT(apart(sight, colors[i], colors[j]), j + 1 == i ? 0.10 : 0.07) << sight.name << " " << i << " " << j;
      }
    }
  }
}

TEST(ColorScale, SequentialHitsItsStops) {
  const std::vector<Color> stops = {rgb("#ff0000"), rgb("#00ff00"), rgb("#0000ff")};
  for (const auto& [low, high] : {std::pair(0.0, 10.0), {10.0, 0.0}, {-kMax, kMax}, {0.0, 5e-324}}) {
    const ColorScale scale = sequential_scale(stops, low, high);
    EXPECT_EQ(color_at(scale, low), stops[0]);
    EXPECT_EQ(color_at(scale, high), stops[2]);
    EXPECT_EQ(color_at(scale, low < high ? -kInfinity : kInfinity), stops[0]);
  }
  EXPECT_EQ(text_at(sequential_scale(stops, 0, 10), 5), "#00ff00");
  EXPECT_EQ(text_at(sequential_scale(stops, 3, 3), 8), "#00ff00");
  EXPECT_EQ(text_at(sequential_scale({rgb("#123456")}, 0, 1), 0.3), "#123456");
  EXPECT_EQ(color_at(sequential_scale(stops, 0, 1), kNaN), ColorScale().missing);
  EXPECT_EQ(color_at(sequential_scale({}, 0, 1), 0.5), ColorScale().missing);
}

TEST(ColorScale, DivergingHasItsMiddle) {
  const std::vector<Color>& stops = find_palette("blue-red")->colors;
  for (const double side : {1.0, -1.0}) {
    const ColorScale scale = diverging_scale(stops, side * -20, 0, side * 5);
    EXPECT_EQ(color_at(scale, 0), stops[5]);
    EXPECT_EQ(color_at(scale, side * -20), stops[0]);
    EXPECT_EQ(color_at(scale, side * 100), stops[10]);
    EXPECT_EQ(color_at(scale, side * -8), stops[3]);
    EXPECT_EQ(color_at(scale, side * 2), stops[7]);
  }
  EXPECT_EQ(color_at(diverging_scale(stops, 0, 0, 5), -1), stops[0]);
  EXPECT_EQ(color_at(diverging_scale(stops, 0, 0, 5), 0), stops[5]);
  EXPECT_NE(color_scale_fault(diverging_scale(stops, 0, 6, 5)), "");
  EXPECT_NE(color_scale_fault(diverging_scale(stops, 0, kNaN, 5)), "");
}

TEST(ColorScale, QuantileClassesAreOfEqualSize) {
  const std::vector<Color>& stops = find_palette("blues")->colors;
  std::vector<double> values;
  for (uint64_t i = 0; i < 1000; ++i) values.push_back(std::exp(10 * random_at(5, i)));
  const ColorScale scale = quantile_scale(values, stops, 4);
  ASSERT_EQ(scale.breaks.size(), 3u);
  std::vector<int> sizes(4, 0);
  for (const double value : values) {
    const auto found = std::ranges::find(scale.colors, color_at(scale, value));
    ++sizes[static_cast<size_t>(found - scale.colors.begin())];
  }
  EXPECT_THAT(sizes, ElementsAre(250, 250, 250, 250));
  EXPECT_THAT(quantile_scale({1, 2, 3, 4, 5, kNaN}, stops, 2).breaks, ElementsAre(3));
  EXPECT_THAT(quantile_scale({4, 1, 3, 2}, stops, 4).breaks, ElementsAre(1.75, 2.5, 3.25));
}

TEST(ColorScale, TiesAreOfOneClass) {
  const std::vector<Color>& stops = find_palette("blues")->colors;
  const ColorScale scale = quantile_scale({0, 0, 0, 0, 0, 0, 1, 2}, stops, 4);
  EXPECT_THAT(scale.breaks, ElementsAre(0, 0, 0.25));
  EXPECT_EQ(color_at(scale, 0), scale.colors[2]);
  const auto classes = legend_classes(scale);
  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].color, color_at(scale, 0));
  EXPECT_EQ(classes[1].high, 2);
  const auto same = legend_classes(quantile_scale({7, 7, 7}, stops, 3));
  ASSERT_EQ(same.size(), 1u);
  EXPECT_EQ(same[0].low, 7);
  EXPECT_EQ(legend_classes(quantile_scale({}, stops, 3)).size(), 1u);
}

TEST(ColorScale, ThresholdsBelongToTheUpperClass) {
  const std::vector<Color> colors = {rgb("#111111"), rgb("#222222"), rgb("#333333")};
  const ColorScale scale = threshold_scale({0, 10}, colors);
  EXPECT_EQ(text_at(scale, -0.1), "#111111");
  EXPECT_EQ(text_at(scale, 0), "#222222");
  EXPECT_EQ(text_at(scale, 10), "#333333");
  EXPECT_EQ(text_at(scale, kInfinity), "#333333");
  EXPECT_EQ(threshold_scale({1}, colors).colors, (std::vector{colors[0], colors[2]}));
  EXPECT_NE(color_scale_fault(threshold_scale({2, 1}, colors)), "");
  const auto classes = legend_classes(scale);
  ASSERT_EQ(classes.size(), 3u);
  EXPECT_EQ(classes[0].low, -kInfinity);
  EXPECT_EQ(classes[2].high, kInfinity);
}

TEST(ColorScale, OrdinalByFirstAppearance) {
  const std::vector<std::string> values = {"b", "a", "b", "c"};
  const ColorScale scale = ordinal_scale(values, {rgb("#111111"), rgb("#222222")});
  EXPECT_THAT(scale.categories, ElementsAre("b", "a", "c"));
  EXPECT_EQ(to_string(color_at(scale, "b")), "#111111");
  EXPECT_EQ(to_string(color_at(scale, "a")), "#222222");
  EXPECT_EQ(to_string(color_at(scale, "c")), "#111111");
  EXPECT_EQ(color_at(scale, "d"), scale.missing);
  EXPECT_EQ(color_at(scale, 0), scale.missing);
  EXPECT_EQ(legend_classes(scale).size(), 3u);
}

TEST(ColorScale, LegendsOfRampsCoverThem) {
  for (const ColorScale& scale : {sequential_scale(find_palette("viridis")->colors, 0, 100),
                                  diverging_scale(find_palette("blue-red")->colors, -10, 0, 100)}) {
    const auto classes = legend_classes(scale, 5);
    ASSERT_EQ(classes.size(), 5u);
    EXPECT_EQ(classes.front().low, scale.low);
    EXPECT_EQ(classes.back().high, scale.high);
    for (size_t i = 1; i < classes.size(); ++i) EXPECT_EQ(classes[i - 1].high, classes[i].low);
    EXPECT_EQ(classes[2].color, color_along(scale.colors, 0.5));
  }
}

}  // namespace
}  // namespace fp

#include "engine/vector/path_ops.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/vector/mask.hpp"

namespace fp {
namespace {

constexpr IRect kCanvas{-400, -400, 800, 800};
constexpr double kSharp[4] = {};
using Rule = ShapeContent::Combined::Rule;
using Head = Stroke::Head;

double area(const Path& path) {
  const PlacedMask m = rasterize(path, kCanvas);
  double sum = 0;
  for (int y = 0; m.mask && y < m.mask->height; ++y) {
    for (int x = 0; x < m.mask->width; ++x) sum += coverage_at(*m.mask, x, y);
  }
  return sum / 255;
}

double stroked(const Path& path, const StrokeStyle& style) {
  return area(stroke_outline(path, style, 0.02));
}

Path box(double x, double y, double w, double h) {
  return transformed(rectangle_path({w, h}, kSharp), translation({x, y}));
}
Path line(Vec2 a, Vec2 b) {
  return polyline_path({a, b}, false);
}
Path circle(double r) {
  return transformed(ellipse_path({2 * r, 2 * r}), translation({100 - r, 100 - r}));
}

size_t subpaths(const Path& path) {
  return static_cast<size_t>(std::ranges::count(path.verbs, Path::Verb::move));
}

TEST(Trim, KeepsItsShareOfTheLength) {
  const Path open = polyline_path({{0, 0}, {100, 0}, {100, 100}}, false);
  EXPECT_NEAR(stroked(open, {.width = 4, .trim_end = 0.25}), 50 * 4, 1);
  EXPECT_NEAR(stroked(open, {.width = 4, .trim_start = 0.5, .trim_end = 1}), 100 * 4, 1);
  EXPECT_NEAR(stroked(open, {.width = 4, .trim_start = 0.6, .trim_end = 0.1}), 100 * 4, 4);  // either way round
  EXPECT_EQ(stroked(open, {.width = 4, .trim_start = 0.3, .trim_end = 0.3}), 0);
  EXPECT_NEAR(stroked(circle(80), {.width = 4, .trim_end = 0.4}) / (0.4 * 2 * kPi * 80 * 4), 1, 0.01);
}

TEST(Trim, OffsetGoesRound) {
  const StrokeStyle turned{.width = 4, .trim_end = 0.5, .trim_offset = 0.75};
  EXPECT_EQ(subpaths(stroke_outline(circle(80), turned, 0.02)), 1u);  // seamless where the circle begins
  const Path open = line({0, 0}, {100, 0});
  const Path two = stroke_outline(open, turned, 0.02);  // 0.75..1 and 0..0.25
  EXPECT_EQ(subpaths(two), 2u);
  EXPECT_NEAR(area(two), 50 * 4, 1);
  const StrokeStyle back{.width = 4, .trim_end = 0.5, .trim_offset = -0.25};
  EXPECT_EQ(stroke_outline(open, back, 0.02).points, two.points);
}

TEST(Dash, OnAndOff) {
  const Path p = line({10, 50}, {110, 50});
  EXPECT_NEAR(stroked(p, {.width = 6, .dash = {15, 5}}), 75 * 6, 1);
  EXPECT_EQ(subpaths(stroke_outline(p, {.width = 6, .dash = {15, 5}}, 0.02)), 5u);
  EXPECT_NEAR(stroked(p, {.width = 6, .dash = {10}}), 50 * 6, 1);  // an odd count counts twice
  EXPECT_NEAR(stroked(p, {.width = 6, .dash = {15, 5}, .dash_offset = 15}), 75 * 6, 1);
  EXPECT_EQ(subpaths(stroke_outline(p, {.width = 6, .dash = {15, 5}, .dash_offset = 10}, 0.02)), 6u);
  EXPECT_NEAR(stroked(p, {.width = 6, .dash = {0, 0}}), 600, 1);  // nothing to dash by: solid
  EXPECT_NEAR(stroked(p, {.width = 6, .dash = {-3, -1}}), 600, 1);
}

TEST(Dash, DotsShowTheirCaps) {
  const StrokeStyle dots{.width = 10, .cap = Stroke::Cap::round, .dash = {0, 25}};
  const Path p = line({10, 50}, {110, 50});
  EXPECT_NEAR(stroked(p, dots), 4 * kPi * 25, 4);  // at 0, 25, 50 and 75
}

TEST(Dash, AClosedContourHasNoSeam) {
  // 40 a side: dashes of 30, gaps of 10, begun half a dash in: one of them lies across the start.
  const Path square = box(0, 0, 40, 40);
  const Path dashes = stroke_outline(square, {.width = 2, .dash = {30, 10}, .dash_offset = 15}, 0.02);
  EXPECT_EQ(subpaths(dashes), 4u);
}

TEST(Dash, TooManyDashesAreDrawnSolid) {
  EXPECT_EQ(subpaths(stroke_outline(line({0, 0}, {100, 0}), {.width = 2, .dash = {1e-7, 1e-7}}, 0.02)), 1u);
}

TEST(Heads, PointWhereTheLineEnds) {
  const Path p = line({20, 50}, {120, 50});
  for (const Head head : {Head::arrow, Head::triangle, Head::diamond}) {
    const Path out = stroke_outline(p, {.width = 4, .end_head = head, .head_size = 5}, 0.02);
    EXPECT_NEAR(control_bounds(out).max.x, 120, 1e-9) << static_cast<int>(head);  // the tip, and nothing beyond it
    EXPECT_NEAR(control_bounds(out).min.x, 20, 1e-9);
    EXPECT_GT(control_bounds(out).max.y, 55);
    const Path back = stroke_outline(p, {.width = 4, .start_head = head, .head_size = 5}, 0.02);
    EXPECT_NEAR(area(back), area(out), 0.5);
    EXPECT_NEAR(control_bounds(back).min.x, 20, 1e-9);
  }
  const double triangle = 20 * 20 / 2.0, covered = 4 * (100 - 20) + triangle;  // the line ends inside it
  EXPECT_NEAR(stroked(p, {.width = 4, .end_head = Head::triangle, .head_size = 5}), covered, 2);
  EXPECT_NEAR(stroked(p, {.width = 4, .end_head = Head::circle, .head_size = 5}), 90 * 4 + kPi * 100, 3);
  EXPECT_EQ(stroke_outline(circle(50), {.width = 4, .end_head = Head::arrow}, 0.02).points,
            stroke_outline(circle(50), {.width = 4}, 0.02).points);  // no ends, no heads
}

TEST(Combined, AreasAreTheSetsAreas) {
  const std::vector<Operand> two{{box(0, 0, 100, 100)}, {box(50, 50, 100, 100)}};
  EXPECT_NEAR(area(combined(Rule::unite, two, 0.01)), 17500, 1);
  EXPECT_NEAR(area(combined(Rule::subtract, two, 0.01)), 7500, 1);
  EXPECT_NEAR(area(combined(Rule::intersect, two, 0.01)), 2500, 1);
  EXPECT_NEAR(area(combined(Rule::exclude, two, 0.01)), 15000, 1);
  EXPECT_TRUE(combined(Rule::unite, {}, 0.01).empty());
  EXPECT_NEAR(area(combined(Rule::subtract, {{circle(80)}, {circle(40)}}, 0.01)) / (kPi * (6400 - 1600)), 1, 0.002);
}

TEST(Combined, FillRulesOfTheOperands) {
  Path nested = box(0, 0, 100, 100);
  append(nested, box(25, 25, 50, 50), {});
  EXPECT_NEAR(area(without_even_odd(nested, 0.01)), 7500, 1);
  EXPECT_NEAR(area(combined(Rule::unite, {{nested, false}}, 0.01)), 10000, 1);
  EXPECT_NEAR(area(combined(Rule::intersect, {{nested, true}, {box(0, 0, 50, 100)}}, 0.01)), 3750, 1);
}

TEST(Combined, SurvivesHostileOutlines) {
  const Path wild = polyline_path({{NAN, 0}, {1e300, 5}, {-1e300, 1e9}, {0, 0}}, true);
  combined(Rule::unite, {{wild}, {circle(5)}}, 0.01);
  combined(Rule::exclude, {{Path{}}, {wild, true}}, 0.01);
}

TEST(Rounding, OfARectangleIsItsRadius) {
  const double radius[4] = {12, 12, 12, 12};
  const double expected = area(rectangle_path({100, 60}, radius));
  EXPECT_NEAR(area(with_rounded_corners(box(0, 0, 100, 60), 12, 0.01)), expected, 0.5);
  EXPECT_NEAR(area(with_rounded_corners(box(0, 0, 100, 60), 1000, 0.01)), 60 * 40 + kPi * 900, 4);  // as far as it goes
  EXPECT_EQ(with_rounded_corners(box(0, 0, 9, 9), 0, 0.01).points, box(0, 0, 9, 9).points);
}

TEST(Rounding, LeavesCurvesAndEndsAlone) {
  EXPECT_NEAR(area(with_rounded_corners(circle(50), 20, 0.01)), area(circle(50)), 1);
  const Path bend = with_rounded_corners(polyline_path({{0, 0}, {50, 0}, {50, 50}}, false), 10, 0.01);
  EXPECT_EQ(bend.points.front(), (Vec2{0, 0}));
  EXPECT_EQ(bend.points.back(), (Vec2{50, 50}));
  EXPECT_NEAR(bend.points[1].x, 40, 1e-9);  // the arc begins a radius before the corner
}

TEST(Morph, EndsAreTheOutlinesThemselves) {
  const Path a = box(0, 0, 100, 100), b = circle(50);
  EXPECT_EQ(morphed(a, b, 0, 0.01).points, a.points);
  EXPECT_EQ(morphed(a, b, 1, 0.01).points, b.points);
  EXPECT_NEAR(area(morphed(a, b, 1e-9, 0.01)), 10000, 1);
  EXPECT_NEAR(area(morphed(a, b, 1 - 1e-9, 0.01)), kPi * 2500, 8);
}

TEST(Morph, SameVerbsMixTheirPoints) {
  const Path half = morphed(box(0, 0, 100, 100), box(50, 20, 200, 40), 0.5, 0.01);
  EXPECT_EQ(half.points, box(25, 10, 150, 70).points);
  EXPECT_EQ(morphed(box(0, 0, 10, 10), box(0, 0, 20, 20), 2, 0.01).points, box(0, 0, 30, 30).points);  // beyond
}

TEST(Morph, MatchesBeginningAndDirection) {
  // The same square, begun at another corner and the other way round: nothing moves.
  const Path a = polyline_path({{0, 0}, {100, 0}, {100, 50}, {100, 100}, {0, 100}}, true);
  const Path b = polyline_path({{100, 100}, {100, 0}, {0, 0}, {0, 100}}, true);
  EXPECT_NEAR(area(morphed(a, b, 0.5, 0.01)), 10000, 150);
}

TEST(Morph, AContourWithoutACounterpartShrinks) {
  Path two = box(0, 0, 100, 100);
  append(two, box(200, 0, 50, 50), {});
  EXPECT_NEAR(area(morphed(two, box(0, 0, 100, 100), 0.5, 0.01)), 10000 + 625, 1);
  EXPECT_NEAR(area(morphed(box(0, 0, 100, 100), two, 0.5, 0.01)), 10000 + 625, 1);
}

}  // namespace
}  // namespace fp

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/random.hpp"
#include "engine/vector/mask.hpp"
#include "engine/vector/path.hpp"

namespace fp {
namespace {

constexpr IRect kCanvas{-400, -400, 800, 800};
using Cap = Stroke::Cap;
using Join = Stroke::Join;

double covered_area(const Path& path) {
  const PlacedMask m = rasterize(path, kCanvas);
  double sum = 0;
  for (int y = 0; m.mask && y < m.mask->height; ++y) {
    for (int x = 0; x < m.mask->width; ++x) sum += coverage_at(*m.mask, x, y);
  }
  return sum / 255;
}

double stroked_area(const Path& path, const StrokeStyle& style) {
  return covered_area(stroke_outline(path, style, 0.02));
}

Path line(Vec2 a, Vec2 b) {
  return polyline_path({a, b}, false);
}

TEST(Stroke, LineAreaWithEachCap) {
  for (uint64_t i = 0; i < 40; ++i) {
    const double angle = random_at(1, i) * 6.28, length = 50 + 100 * random_at(2, i), width = 3 + 30 * random_at(3, i);
    const Path p = line({100.3, 99.1}, {100.3 + length * std::cos(angle), 99.1 + length * std::sin(angle)});
    EXPECT_NEAR(stroked_area(p, {.width = width}) / (length * width), 1, 0.005);
    EXPECT_NEAR(stroked_area(p, {.width = width, .cap = Cap::square}) / ((length + width) * width), 1, 0.005);
    EXPECT_NEAR(stroked_area(p, {.width = width, .cap = Cap::round}) / (length * width + kPi * width * width / 4), 1,
                0.006);
  }
}

TEST(Stroke, CircleIsARing) {
  for (const double width : {2.0, 10.0, 60.0, 100.0}) {  // the last fills it to the centre
    const double r = 50;
    const Path circle = ellipse_path({2 * r, 2 * r});
    for (const Join join : {Join::miter, Join::round, Join::bevel}) {
      EXPECT_NEAR(stroked_area(circle, {.width = width, .join = join}) / (2 * kPi * r * width), 1, 0.005)
          << width << " join " << int(join);
    }
  }
}

TEST(Stroke, RectangleJoins) {
  const double none[4] = {};
  const Path p = rectangle_path({100, 60}, none);
  const double w = 20;
  const double band = 120 * 80 - 80 * 40;  // mitred corners
  EXPECT_NEAR(stroked_area(p, {.width = w, .join = Join::miter}), band, 1);
  EXPECT_NEAR(stroked_area(p, {.width = w, .join = Join::bevel}), band - 4 * (w / 2) * (w / 2) / 2, 1);
  EXPECT_NEAR(stroked_area(p, {.width = w, .join = Join::round}), band - 4 * (1 - kPi / 4) * (w / 2) * (w / 2), 3);
  EXPECT_NEAR(stroked_area(p, {.width = w, .join = Join::miter, .miter_limit = 1.2}),
              stroked_area(p, {.width = w, .join = Join::bevel}), 0.01);
}

TEST(Stroke, MiterLimitDecides) {
  const Path sharp = polyline_path({{0, 0}, {100, 0}, {0, 30}}, false);  // miter over width is about 6.9
  const double limited = stroked_area(sharp, {.width = 10, .join = Join::miter, .miter_limit = 6});
  const double full = stroked_area(sharp, {.width = 10, .join = Join::miter, .miter_limit = 8});
  EXPECT_NEAR(limited, stroked_area(sharp, {.width = 10, .join = Join::bevel}), 0.01);
  EXPECT_GT(full, limited + 100);
}

TEST(Stroke, DirectionDoesNotMatter) {
  for (uint64_t i = 0; i < 50; ++i) {
    std::vector<Vec2> points;
    for (uint64_t k = 0; k < 6; ++k) points.push_back({random_at(i, 2 * k) * 200, random_at(i, 2 * k + 1) * 200});
    const std::vector<Vec2> reversed(points.rbegin(), points.rend());
    for (const bool closed : {false, true}) {
      const StrokeStyle style{.width = 12, .cap = Cap::round, .join = Join::round};
      EXPECT_NEAR(stroked_area(polyline_path(points, closed), style),
                  stroked_area(polyline_path(reversed, closed), style), 2);
    }
  }
}

// The distance of a point from a polyline.
double distance(Vec2 p, const std::vector<Vec2>& points, bool closed) {
  double best = 1e9;
  const size_t n = points.size();
  for (size_t i = 0; i + 1 < n + (closed ? 1 : 0); ++i) {
    const Vec2 a = points[i], d = points[(i + 1) % n] - a, v = p - a;
    const double t = std::clamp((v.x * d.x + v.y * d.y) / (d.x * d.x + d.y * d.y), 0.0, 1.0);
    best = std::min(best, std::hypot(v.x - t * d.x, v.y - t * d.y));
  }
  return best;
}

TEST(Stroke, RoundStrokeIsEverythingWithinHalfTheWidth) {
  for (uint64_t i = 0; i < 40; ++i) {
    std::vector<Vec2> points;
    for (uint64_t k = 0; k < 7; ++k)
      points.push_back({random_at(i, 2 * k) * 90 + 30, random_at(i, 2 * k + 1) * 90 + 30});
    const bool closed = i & 1;
    const double width = 2 + 40 * random_at(i, 100);
    const Path p = polyline_path(points, closed);
    const PlacedMask m =
        rasterize(stroke_outline(p, {.width = width, .cap = Cap::round, .join = Join::round}, 0.02), kCanvas);
    for (int y = 0; y < m.mask->height; ++y) {
      for (int x = 0; x < m.mask->width; ++x) {
        const double d = distance({m.x + x + 0.5, m.y + y + 0.5}, points, closed);
        const int c = coverage_at(*m.mask, x, y);
        if (d < width / 2 - 0.8) {
          ASSERT_EQ(c, 255) << "hole, seed " << i << " at " << x << "," << y;
        }
        if (d > width / 2 + 0.8) {
          ASSERT_EQ(c, 0) << "spill, seed " << i << " at " << x << "," << y;
        }
      }
    }
  }
}

TEST(Stroke, SubpathsWithoutLength) {
  Path dot;
  dot.move_to({50, 50});
  dot.line_to({50, 50});
  const double w = 20;
  EXPECT_EQ(stroked_area(dot, {.width = w}), 0);
  EXPECT_NEAR(stroked_area(dot, {.width = w, .cap = Cap::round}), kPi * 100, 2);
  EXPECT_NEAR(stroked_area(dot, {.width = w, .cap = Cap::square}), w * w, 0.1);
  Path closed;
  closed.move_to({50, 50});
  closed.close();
  EXPECT_NEAR(stroked_area(closed, {.width = w, .cap = Cap::round}), kPi * 100, 2);
  Path lone;
  lone.move_to({50, 50});
  EXPECT_EQ(stroked_area(lone, {.width = w, .cap = Cap::round}), 0);
  EXPECT_TRUE(stroke_outline(line({0, 0}, {9, 9}), {.width = 0}, 0.1).empty());
  EXPECT_TRUE(stroke_outline(line({0, 0}, {9, 9}), {.width = -3}, 0.1).empty());
}

TEST(Stroke, RepeatedPointsChangeNothing) {
  const StrokeStyle style{.width = 8, .join = Join::miter};
  const Path plain = polyline_path({{10, 10}, {80, 10}, {80, 70}}, false);
  const Path repeated = polyline_path({{10, 10}, {10, 10}, {80, 10}, {80, 10}, {80, 10}, {80, 70}, {80, 70}}, false);
  EXPECT_EQ(stroke_outline(plain, style, 0.1).points, stroke_outline(repeated, style, 0.1).points);
}

TEST(Stroke, StraightBackAndForth) {
  const Path p = polyline_path({{10, 50}, {110, 50}, {10, 50}}, false);
  EXPECT_NEAR(stroked_area(p, {.width = 10, .join = Join::miter}), 1000, 1);
  EXPECT_NEAR(stroked_area(p, {.width = 10, .join = Join::round}), 1000 + kPi * 25 / 2, 2);
  const Path closed = polyline_path({{10, 50}, {110, 50}}, true);
  EXPECT_NEAR(stroked_area(closed, {.width = 10, .join = Join::round}), 1000 + kPi * 25, 3);
}

TEST(Stroke, TightCurvesStayRound) {  // a wide pen on a small curve: corners inside a curve never show the join style
  Path arc;
  arc.move_to({100, 100});
  arc.cubic_to({100, 97}, {106, 97}, {106, 100});
  const double bevel = stroked_area(arc, {.width = 60, .join = Join::bevel});
  const double round = stroked_area(arc, {.width = 60, .join = Join::round});
  EXPECT_NEAR(bevel, round, 0.01);
}

}  // namespace
}  // namespace fp

#include "engine/vector/path.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/random.hpp"

namespace fp {
namespace {

using Verb = Path::Verb;

// Twice the signed area of a path of lines; positive = clockwise as seen with y down.
double doubled_area(const Path& path) {
  double sum = 0;
  size_t at = 0;
  Vec2 start{}, last{};
  for (const Verb verb : path.verbs) {
    const Vec2 next = verb == Verb::close ? start : path.points[at++];
    if (verb == Verb::move) {
      start = next;
    } else {
      sum += last.x * next.y - last.y * next.x;
    }
    last = next;
  }
  return sum;
}

TEST(PathBuilders, RectangleWithoutRadii) {
  const double none[4] = {};
  const Path p = rectangle_path({30, 20}, none);
  EXPECT_EQ(p.verbs, (std::vector{Verb::move, Verb::line, Verb::line, Verb::line, Verb::close}));
  EXPECT_EQ(p.points, (std::vector<Vec2>{{0, 0}, {30, 0}, {30, 20}, {0, 20}}));
  EXPECT_EQ(doubled_area(p), 2 * 600);
}

TEST(PathBuilders, RadiiShrinkTogetherAsInCss) {
  const double radius[4] = {60, 60, 0, 0};  // 120 on a side of 60: factor 1/2
  const Path p = rectangle_path({60, 100}, radius);
  EXPECT_EQ(p.points.front(), Vec2(30, 0));
  EXPECT_EQ(p.points[1], Vec2(30, 0));
  EXPECT_EQ(p.points[4], Vec2(60, 30));
  const double huge[4] = {1e9, 1e9, 1e9, 1e9};
  EXPECT_NEAR(doubled_area(flattened(rectangle_path({80, 80}, huge), 0.001)) / 2, kPi * 1600, 3);
  const double bad[4] = {-5, NAN, -1, 0};
  EXPECT_EQ(rectangle_path({30, 20}, bad).points.size(), 4u);
  EXPECT_EQ(doubled_area(flattened(rectangle_path({-30, 20}, radius), 0.1)), 0);
}

TEST(PathBuilders, EllipseIsInscribed) {
  const Path p = ellipse_path({200, 100});
  const Bounds b = control_bounds(p);
  EXPECT_EQ(b.min, Vec2(0, 0));
  EXPECT_EQ(b.max, Vec2(200, 100));
  for (const Vec2& q : flattened(p, 0.001).points) {
    EXPECT_NEAR(std::hypot((q.x - 100) / 100, (q.y - 50) / 50), 1, 3e-4);
  }
  EXPECT_GT(doubled_area(flattened(p, 0.01)), 0);
}

// The points between are moved out, so that coarse chords lose next to nothing.
TEST(PathBuilders, FlatteningKeepsTheArea) {
  const Path p = ellipse_path({200, 100});
  const double exact = doubled_area(flattened(p, 1e-5));
  EXPECT_NEAR(doubled_area(flattened(p, 0.5)) / exact, 1, 0.001);
}

TEST(PathBuilders, BoundsAndTransforms) {
  EXPECT_EQ(control_bounds({}).max, Vec2(0, 0));
  const Path p = polyline_path({{1, 2}, {5, -3}}, false);
  const Path q = transformed(p, translation({10, 20}) * rotation_degrees(90));
  EXPECT_EQ(q.points, (std::vector<Vec2>{{8, 21}, {13, 25}}));
  EXPECT_EQ(q.verbs, p.verbs);
  Path both = p;
  append(both, p, scaling({2, 2}));
  EXPECT_EQ(both.points[3], Vec2(10, -6));
}

Vec2 cubic_at(const Vec2 p[4], double t) {
  const double s = 1 - t;
  return p[0] * (s * s * s) + p[1] * (3 * s * s * t) + p[2] * (3 * s * t * t) + p[3] * (t * t * t);
}

TEST(Flatten, StaysWithinTheTolerance) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Vec2 p[4];
    for (uint64_t i = 0; i < 4; ++i) p[i] = {random_at(seed, 2 * i) * 500, random_at(seed, 2 * i + 1) * 500};
    Path path;
    path.move_to(p[0]);
    path.cubic_to(p[1], p[2], p[3]);
    const double tolerance = 0.1;
    const Path lines = flattened(path, tolerance);
    ASSERT_EQ(lines.points.back(), p[3]);
    ASSERT_LT(lines.points.size(), 120u);  // and not wasteful
    for (int k = 0; k <= 400; ++k) {
      const Vec2 q = cubic_at(p, k / 400.0);
      double best = 1e9;
      for (size_t i = 1; i < lines.points.size(); ++i) {
        const Vec2 a = lines.points[i - 1], d = lines.points[i] - a, v = q - a;
        const double t = std::clamp((v.x * d.x + v.y * d.y) / (d.x * d.x + d.y * d.y), 0.0, 1.0);
        best = std::min(best, std::hypot(v.x - t * d.x, v.y - t * d.y));
      }
      ASSERT_LE(best, tolerance * 1.0001) << "seed " << seed;
    }
  }
}

TEST(Flatten, KeepsStructure) {
  Path p;
  p.move_to({0, 0});
  p.quad_to({50, 100}, {100, 0});
  p.close();
  p.line_to({7, 7});  // goes on from the start
  const Path lines = flattened(p, 0.5);
  EXPECT_EQ(lines.verbs.front(), Verb::move);
  EXPECT_EQ(lines.verbs[lines.verbs.size() - 2], Verb::close);
  for (const Verb v : lines.verbs) EXPECT_TRUE(v != Verb::quad && v != Verb::cubic);
}

}  // namespace
}  // namespace fp

#include "engine/chart/curve.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/random.hpp"

namespace fp {
namespace {

std::vector<Vec2> wild_points(uint64_t seed, size_t count, double step) {
  std::vector<Vec2> points;
  double x = 0;
  for (size_t i = 0; i < count; ++i) {
    const double draw = random_at(seed, 2 * i);
    const double before = points.empty() ? 0 : points.back().y;
    points.push_back({x, draw < 0.2 ? before : 500 * random_at(seed, 2 * i + 1)});
    x += step * (0.01 + random_at(seed + 1000, i));
  }
  return points;
}

TEST(Curve, MonotoneStaysBetweenItsPoints) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const Curve curve = curve_through(CurveKind::monotone, wild_points(seed, 40, 30));
    for (size_t i = 0; i + 1 < curve.knots.size(); ++i) {
      const Vec2 &a = curve.knots[i], &b = curve.knots[i + 1];
      double before = a.y;
      for (int k = 0; k <= 100; ++k) {
        const double y = curve_at(curve, std::lerp(a.x, b.x, k / 100.0));
        EXPECT_GE(y, std::min(a.y, b.y));
        EXPECT_LE(y, std::max(a.y, b.y));
        EXPECT_GE((y - before) * (b.y - a.y), -1e-6);  // and never turns back
        before = y;
      }
    }
  }
}

// d3.curveMonotoneX through [[0, 0], [10, 20], [20, 20], [40, -10]]: slopes 3, 0, 0, -2.25.
TEST(Curve, MonotoneHasTheSlopesOfD3) {
  const Curve curve = curve_through(CurveKind::monotone, {{0, 0}, {10, 20}, {20, 20}, {40, -10}});
  EXPECT_EQ(curve.slopes, (std::vector<double>{3, 0, 0, -2.25}));
  const Curve smooth = curve_through(CurveKind::monotone, {{0, 0}, {10, 10}, {30, 50}});
  EXPECT_DOUBLE_EQ(smooth.slopes[1], 4.0 / 3);  // the parabola's slope, at most twice the flatter side's
}

TEST(Curve, HasItsPointsExactly) {
  for (const CurveKind kind : {CurveKind::linear, CurveKind::monotone, CurveKind::step}) {
    const Curve curve = curve_through(kind, wild_points(7, 60, 20));
    for (const Vec2& knot : curve.knots) EXPECT_EQ(curve_at(curve, knot.x), knot.y);
    EXPECT_EQ(curve_at(curve, -5), curve.knots.front().y);
    EXPECT_EQ(curve_at(curve, 1e9), curve.knots.back().y);
  }
}

TEST(Curve, StepHoldsUntilTheNextPoint) {
  const Curve curve = curve_through(CurveKind::step, {{0, 5}, {10, 7}, {20, 1}});
  EXPECT_EQ(curve_at(curve, 9.999), 5);
  EXPECT_EQ(curve_at(curve, 10), 7);
  EXPECT_EQ(traced(curve), (std::vector<Vec2>{{0, 5}, {10, 5}, {10, 7}, {20, 7}, {20, 1}}));
  EXPECT_EQ(traced_to(curve, traced(curve), 10), (std::vector<Vec2>{{0, 5}, {10, 5}, {10, 7}}));
  EXPECT_EQ(traced_to(curve, traced(curve), 15), (std::vector<Vec2>{{0, 5}, {10, 5}, {10, 7}, {15, 7}}));
}

TEST(Curve, TraceKeepsToTheCurve) {
  const Curve curve = curve_through(CurveKind::monotone, wild_points(3, 30, 60));
  const std::vector<Vec2> trace = traced(curve);
  for (size_t i = 0; i + 1 < trace.size(); ++i) {
    for (int k = 0; k <= 10; ++k) {
      const double x = std::lerp(trace[i].x, trace[i + 1].x, k / 10.0);
      EXPECT_NEAR(curve_at(curve, x), std::lerp(trace[i].y, trace[i + 1].y, k / 10.0), 1.0 / 30 + 1e-9);
    }
  }
}

TEST(Curve, CutEndsAtTheFrontAndNeverBeyond) {
  for (const CurveKind kind : {CurveKind::linear, CurveKind::monotone, CurveKind::step}) {
    const Curve curve = curve_through(kind, wild_points(11, 30, 25));
    const std::vector<Vec2> trace = traced(curve);
    for (double x = -3; x < curve.knots.back().x + 5; x += 0.37) {
      const std::vector<Vec2> seen = traced_to(curve, trace, x);
      if (x < curve.knots.front().x) {
        EXPECT_TRUE(seen.empty());
        continue;
      }
      EXPECT_EQ(seen.back().x, std::min(x, curve.knots.back().x));
      EXPECT_EQ(seen.back().y, curve_at(curve, x));
      for (const Vec2& point : seen) EXPECT_LE(point.x, x);
    }
    EXPECT_EQ(traced_to(curve, trace, curve.knots.back().x), trace);
  }
}

TEST(Curve, DensePointsKeepEveryColumnsExtremesAndEnds) {
  std::vector<Vec2> points;
  for (size_t i = 0; i < 20'000; ++i) points.push_back({i * 0.05, 300 * random_at(5, i)});
  const std::vector<Vec2> trace = traced(curve_through(CurveKind::monotone, points));
  EXPECT_LE(trace.size(), 4'000u);
  EXPECT_EQ(trace.front(), points.front());
  EXPECT_EQ(trace.back(), points.back());
  const auto range = [](const std::vector<Vec2>& all, double column) {
    std::pair<double, double> found{1e9, -1e9};
    for (const Vec2& p : all) {
      if (std::floor(p.x) == column) found = {std::min(found.first, p.y), std::max(found.second, p.y)};
    }
    return found;
  };
  for (double column = 0; column < 1000; column += 37) EXPECT_EQ(range(trace, column), range(points, column));
  EXPECT_TRUE(std::ranges::is_sorted(trace, {}, &Vec2::x));
}

// Points nearer to each other than a double tells apart in pixels.
TEST(Curve, PointsOnOnePlaceAreNoFault) {
  for (const CurveKind kind : {CurveKind::linear, CurveKind::monotone, CurveKind::step}) {
    const Curve curve = curve_through(kind, {{0, 0}, {5, 1}, {5, 9}, {5, 3}, {90, 4}});
    for (const Vec2& point : traced(curve)) EXPECT_TRUE(std::isfinite(point.x) && std::isfinite(point.y));
    EXPECT_EQ(curve_at(curve, 5), 3);
    EXPECT_EQ(traced(curve_through(kind, {{4, 2}})), (std::vector<Vec2>{{4, 2}}));
  }
}

}  // namespace
}  // namespace fp

#include "engine/geo/plane.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/core/random.hpp"
#include "tests/geo/maps.hpp"

namespace fp {
namespace {

const Ring kSquare = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
const Ring kHole = {{2, 2}, {2, 8}, {8, 8}, {8, 2}};
const Ring kIsland = {{4, 4}, {6, 4}, {6, 6}, {4, 6}};

TEST(Plane, AreaFollowsTheEvenOddRule) {
  EXPECT_EQ(area(std::vector<Ring>{kSquare}), 100);
  EXPECT_EQ(area(std::vector<Ring>{kSquare, kHole}), 64);
  EXPECT_EQ(area(std::vector<Ring>{kHole, kIsland, kSquare}), 68);
  EXPECT_EQ(area(std::vector<Ring>{{}, {{1, 1}}, {{1, 1}, {2, 2}}}), 0);
  EXPECT_EQ(area({}), 0);
}

TEST(Plane, CentroidIsTheCentreOfGravity) {
  EXPECT_EQ(centroid(std::vector<Ring>{kSquare, kHole}), (Vec2{5, 5}));
  const Vec2 l = centroid(std::vector<Ring>{{{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 2}, {0, 2}}});
  EXPECT_NEAR(l.x, 5.0 / 6, 1e-12);
  EXPECT_NEAR(l.y, 5.0 / 6, 1e-12);
  EXPECT_EQ(centroid(std::vector<Ring>{{{1, 1}, {3, 5}}}), (Vec2{2, 3}));
}

TEST(Plane, LabelsStandWhereThereIsRoom) {
  const LabelPoint square = label_point(std::vector<Ring>{kSquare});
  EXPECT_EQ(square.at, (Vec2{5, 5}));
  EXPECT_EQ(square.room, 5);
  const LabelPoint ring = label_point(std::vector<Ring>{kSquare, {{1, 1}, {1, 8}, {8, 8}, {8, 1}}});
  EXPECT_GT(ring.room, 1.12);  // in the wider corner of the frame: 2 - 2 / sqrt(2) or so from its edges
  EXPECT_GT(std::min(ring.at.x, ring.at.y), 8);
  // A horseshoe, whose centroid is water.
  const std::vector<Ring> shoe = {{{0, 0}, {12, 0}, {12, 10}, {9, 10}, {9, 3}, {2, 3}, {2, 10}, {0, 10}}};
  const LabelPoint label = label_point(shoe);
  EXPECT_GT(label.room, 1.49);
  EXPECT_EQ(label_point({}).room, 0);
  for (const Shape& shape : project(projection("equal-earth"), world()).shapes) {
    const LabelPoint at = label_point(shape.rings);
    EXPECT_GT(at.room, 0);
  }
}

TEST(Plane, FitKeepsTheAspect) {
  const Affine m = fit({{-1, -1}, {3, 1}}, {1920, 1080}, 60);
  EXPECT_EQ(m.a, 450);
  EXPECT_EQ(m.d, 450);
  EXPECT_EQ(apply(m, {1, 0}), (Vec2{960, 540}));
  EXPECT_EQ(apply(m, {-1, 0}).x, 60);
  EXPECT_EQ(apply(fit({{1, 0}, {-1, 0}}, {9, 9}), {4, 4}), (Vec2{4, 4}));
  EXPECT_EQ(apply(fit({{5, 5}, {5, 5}}, {10, 20}), {5, 5}), (Vec2{5, 10}));
  EXPECT_EQ(fit({{0, 0}, {1, 0}}, {10, 20}).a, 10);
}

TEST(Plane, SimplifiedLinesStayClose) {
  Ring circle;
  for (int i = 0; i < 5000; ++i)
    circle.push_back({100 * std::cos(i * 2 * kPi / 5000), 100 * std::sin(i * 2 * kPi / 5000)});
  const std::vector<Ring> thin = simplified({circle}, 0.25);
  ASSERT_EQ(thin.size(), 1u);
  EXPECT_LT(thin[0].size(), 100u);
  EXPECT_NEAR(area(thin), kPi * 1e4, 150);
  EXPECT_EQ(simplified({circle}, 0)[0].size(), 5000u);
  EXPECT_TRUE(simplified({kIsland}, 20).empty());
}

TEST(Plane, SimplifiedNeighboursDoNotGape) {
  const Projection albers = projection("albers");
  ProjectedMap map = project(albers, read_map("us-states-10m", "states"));
  const Affine m = fit(extent_of(std::span<const Shape>(map.shapes)), {1280, 720});
  transform(map, m);
  const size_t lines = map.interior.size();
  simplify(map, 1);
  size_t points = 0;
  for (const Shape& shape : map.shapes) {
    for (const Ring& ring : shape.rings) points += ring.size();
  }
  EXPECT_LT(points, 4000u);
  EXPECT_EQ(map.interior.size(), lines);
  // Every place inland lies in one state, and in one only.
  for (uint64_t i = 0; i < 20'000; ++i) {
    const Vec2 at = apply(m, *project_point(albers, {-115 + 30 * random_at(1, i), 33 + 8 * random_at(2, i)}));
    ASSERT_EQ(std::ranges::count_if(map.shapes, [&](const Shape& s) { return fills(s.rings, at); }), 1)
        << at.x << " " << at.y;
  }
}

TEST(Plane, CountiesAreCheap) {
  const auto begin = std::chrono::steady_clock::now();
  const Geography map = read_map("us-counties-10m", "counties");
  ProjectedMap drawn = project(projection("albers-usa"), map);
  transform(drawn, fit(extent_of(std::span<const Shape>(drawn.shapes)), {1920, 1080}, 20));
  simplify(drawn, 0.25);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  RecordProperty("milliseconds", static_cast<int>(seconds * 1000));
  EXPECT_LT(seconds, 10);  // 0.1 s in a release build on an idle machine
  size_t points = 0;
  for (const Shape& shape : drawn.shapes) {
    for (const Ring& ring : shape.rings) points += ring.size();
  }
  EXPECT_LT(points, 62'000u);
}

}  // namespace
}  // namespace fp

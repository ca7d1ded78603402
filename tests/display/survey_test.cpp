// Shared areas and distances of boxes that may be turned.
#include "engine/display/survey.hpp"

#include <gtest/gtest.h>

namespace fp {
namespace {

TEST(Quads, SharedAreas) {
  const Quad box = quad_of({0, 0}, {10, 10});
  EXPECT_DOUBLE_EQ(area_of(box), 100);
  EXPECT_DOUBLE_EQ(shared_area(box, quad_of({5, 5}, {10, 10})), 25);
  EXPECT_DOUBLE_EQ(shared_area(box, quad_of({10, 0}, {10, 10})), 0);
  EXPECT_DOUBLE_EQ(shared_area(box, quad_of({2, 2}, {3, 3})), 9);
  EXPECT_DOUBLE_EQ(shared_area(quad_of({2, 2}, {3, 3}), box), 9);
  // A mirrored box is wound the other way.
  EXPECT_DOUBLE_EQ(shared_area(quad_of({0, 0}, {10, 10}, scaling({-1, 1})), quad_of({-4, 0}, {10, 10})), 40);
  // A diamond in a box: half of it.
  const Quad diamond{Vec2{5, 0}, Vec2{10, 5}, Vec2{5, 10}, Vec2{0, 5}};
  EXPECT_DOUBLE_EQ(shared_area(box, diamond), 50);
  EXPECT_DOUBLE_EQ(shared_area(quad_of({0, 0}, {2, 2}), diamond), 0);  // only their bounds meet
}

TEST(Quads, DistanceOutside) {
  const Quad box = quad_of({0, 0}, {10, 10});
  EXPECT_EQ(distance_outside(quad_of({0, 0}, {10, 10}), box), 0);
  EXPECT_DOUBLE_EQ(distance_outside(quad_of({8, 8}, {5, 3}), box), 3);
  EXPECT_DOUBLE_EQ(distance_outside(quad_of({-4, 1}, {5, 3}), box), 4);
  EXPECT_DOUBLE_EQ(distance_outside(quad_of({-4, 1}, {5, 3}), quad_of({0, 0}, {10, 10}, scaling({-1, 1}))), 1);
}

}  // namespace
}  // namespace fp

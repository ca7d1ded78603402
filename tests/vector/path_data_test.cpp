#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/random.hpp"
#include "engine/vector/path.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using Verb = Path::Verb;

Path parsed(std::string_view d) {
  Result<Path> path = parse_path_data(d);
  if (!path) ADD_FAILURE() << d << ": " << to_string(path.error()[0]);
  return path.value_or(Path{});
}

std::vector<Vec2> points_of(std::string_view d) {
  return parsed(d).points;
}

TEST(PathData, EveryCommandAbsoluteAndRelative) {
  EXPECT_EQ(points_of("M1 2L3 4"), (std::vector<Vec2>{{1, 2}, {3, 4}}));
  EXPECT_EQ(points_of("m1 2l3 4"), (std::vector<Vec2>{{1, 2}, {4, 6}}));
  EXPECT_EQ(points_of("M1 2H5V7"), (std::vector<Vec2>{{1, 2}, {5, 2}, {5, 7}}));
  EXPECT_EQ(points_of("M1 2h5v7"), (std::vector<Vec2>{{1, 2}, {6, 2}, {6, 9}}));
  EXPECT_EQ(points_of("M1 1C2 2 3 3 4 4"), points_of("M1 1c1 1 2 2 3 3"));
  EXPECT_EQ(points_of("M1 1Q2 2 4 4"), points_of("M1 1q1 1 3 3"));
  EXPECT_EQ(points_of("M0 0C1 2 3 4 5 6S9 9 8 8"),
            (std::vector<Vec2>{{0, 0}, {1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 9}, {8, 8}}));
  EXPECT_EQ(points_of("M0 0C1 2 3 4 5 6s4 3 3 2"), points_of("M0 0C1 2 3 4 5 6S9 9 8 8"));
  EXPECT_EQ(points_of("M0 0Q1 2 4 4T9 9"), (std::vector<Vec2>{{0, 0}, {1, 2}, {4, 4}, {7, 6}, {9, 9}}));
  EXPECT_EQ(points_of("M0 0Q1 2 4 4t5 5"), points_of("M0 0Q1 2 4 4T9 9"));
  EXPECT_EQ(points_of("M5 5S9 9 8 8")[1], Vec2(5, 5));          // nothing to reflect
  EXPECT_EQ(points_of("M5 5Q1 1 2 2S9 9 8 8")[3], Vec2(2, 2));  // a quad does not count for S
  EXPECT_TRUE(parsed("").empty());
  EXPECT_TRUE(parsed(" \n\t ").empty());
}

TEST(PathData, ImplicitRepeats) {
  EXPECT_EQ(points_of("M1 2 3 4 5 6"), points_of("M1 2L3 4L5 6"));
  EXPECT_EQ(points_of("m1 2 3 4 5 6"), points_of("M1 2l3 4l5 6"));
  EXPECT_EQ(points_of("M0 0h1 2 3"), points_of("M0 0h1h2h3"));
  EXPECT_EQ(points_of("M0,0 Q1,1 2,2 3,3 4,4"), points_of("M0 0Q1 1 2 2Q3 3 4 4"));
}

TEST(PathData, NumberGrammar) {
  EXPECT_EQ(points_of("M1.5.5-3e-2+.25"), (std::vector<Vec2>{{1.5, 0.5}, {-0.03, 0.25}}));
  EXPECT_EQ(points_of("M1-2-3-4"), (std::vector<Vec2>{{1, -2}, {-3, -4}}));
  EXPECT_EQ(points_of("M1e2,1E+2 5. .5"), (std::vector<Vec2>{{100, 100}, {5, 0.5}}));
  EXPECT_EQ(points_of("M 1 , 2 , 3 , 4"), (std::vector<Vec2>{{1, 2}, {3, 4}}));
  EXPECT_EQ(points_of("M1e-300 0"), (std::vector<Vec2>{{1e-300, 0}}));
}

TEST(PathData, CloseStartsAgainAtTheStart) {
  const Path p = parsed("M5 5h10v10zl1 1");
  EXPECT_EQ(p.verbs, (std::vector{Verb::move, Verb::line, Verb::line, Verb::close, Verb::move, Verb::line}));
  EXPECT_EQ(p.points[3], Vec2(5, 5));
  EXPECT_EQ(p.points[4], Vec2(6, 6));
  EXPECT_EQ(points_of("M5 5h1zm2 3")[2], Vec2(7, 8));
}

TEST(PathData, ArcsLieOnTheirEllipse) {
  // Half circles, by either sweep; flags and numbers may touch.
  for (const std::string_view d : {"M0 0A50 50 0 0 1 100 0", "M0 0a50 50 0 01100 0", "M0,0a50,50,0,0,1,100,0"}) {
    const Path p = flattened(parsed(d), 0.01);
    for (const Vec2& q : p.points) EXPECT_NEAR(std::hypot(q.x - 50, q.y), 50, 0.02);
    EXPECT_LT(p.points[p.points.size() / 2].y, -45) << d;  // sweep 1 goes clockwise, with y down over the top
    EXPECT_EQ(p.points.back(), Vec2(100, 0));
  }
  EXPECT_GT(flattened(parsed("M0 0A50 50 0 0 0 100 0"), 0.01).points[20].y, 20);
  // large-arc chooses the longer way round
  const auto length = [](std::string_view d) {
    const Path p = flattened(parsed(d), 0.01);
    double sum = 0;
    for (size_t i = 1; i < p.points.size(); ++i) {
      sum += std::hypot(p.points[i].x - p.points[i - 1].x, p.points[i].y - p.points[i - 1].y);
    }
    return sum;
  };
  EXPECT_NEAR(length("M50 0A50 50 0 0 1 0 50"), 50 * kPi / 2, 0.1);
  EXPECT_NEAR(length("M50 0A50 50 0 1 1 0 50"), 150 * kPi / 2, 0.1);
  // turned ellipse
  const Path turned = flattened(parsed("M-80 0A80 40 90 1 0 80 0"), 0.01);
  EXPECT_EQ(turned.points.back(), Vec2(80, 0));
  // degenerate
  EXPECT_EQ(parsed("M0 0A0 50 0 0 1 9 9").verbs[1], Verb::line);
  EXPECT_EQ(parsed("M3 3A5 5 0 0 1 3 3").verbs.size(), 1u);
  EXPECT_EQ(points_of("M0 0A1 1 0 0 1 100 0").back(), Vec2(100, 0));  // radii grown
  EXPECT_EQ(points_of("M0 0A-50 -50 0 0 1 100 0"), points_of("M0 0A50 50 0 0 1 100 0"));
}

struct Malformed {
  std::string_view d;
  int column;
  std::string_view expected;
};

TEST(PathData, MalformedIsRefusedWithItsPlace) {
  const Malformed corpus[] = {
      {"L1 2", 1, "starts with a moveto"},
      {"10 10", 1, "expected a command"},
      {"M", 2, "found the end"},
      {"M1", 3, "expected a coordinate"},
      {"M1,,2", 4, "expected a coordinate"},
      {"M1 2,", 6, "expected a coordinate"},
      {"M1 2 3", 7, "expected a coordinate"},
      {"M1 2 L", 7, "expected a coordinate"},
      {"M1 2 X3 4", 6, "expected a command"},
      {"M1 2 C1 2 3 4 5", 16, "expected a coordinate"},
      {"M0 0A5 5 0 2 0 9 9", 12, "arc flag"},
      {"M0 0A5 5 0 0", 13, "arc flag"},
      {"M0 0A5", 7, "y radius"},
      {"M1 2z3", 6, "expected a command"},
      {"M1 2,L3 4", 6, "expected a coordinate"},
      {"M- 1", 2, "expected a coordinate"},
      {"M. 1", 2, "expected a coordinate"},
      {"Minf nan", 2, "expected a coordinate"},
      {"M0x10 1", 3, "expected a coordinate"},
      {"M1e 2", 3, "expected a coordinate"},
      {"M1e999 0", 2, "out of range"},
      {"M0 1e-999", 4, "out of range"},
      {"M1000001 0", 2, "out of range"},
      {"M900000 0l900000 0", 11, "out of range"},
      {"M900000 0h900000", 11, "out of range"},
      {"M1 2\xff", 5, "byte 0xff"},
      {",M1 2", 1, "expected a command"},
  };
  for (const Malformed& bad : corpus) {
    const Result<Path> path = parse_path_data(bad.d);
    ASSERT_FALSE(path) << bad.d;
    ASSERT_EQ(path.error().size(), 1u);
    const Diagnostic& e = path.error()[0];
    EXPECT_EQ(e.fault, Fault::invalid);
    EXPECT_EQ(e.column, bad.column) << bad.d << ": " << e.message;
    EXPECT_THAT(e.message, HasSubstr(bad.expected)) << bad.d;
  }
}

TEST(PathData, TooManySegments) {
  std::string d = "M0 0h";
  for (int i = 0; i < 1'000'010; ++i) d += " 1-1";
  const Result<Path> path = parse_path_data(d);
  ASSERT_FALSE(path);
  EXPECT_THAT(path.error()[0].message, HasSubstr("too long"));
}

TEST(PathData, NoiseNeverBreaksIt) {
  constexpr std::string_view kAlphabet = "MmLlHhVvCcSsQqTtAaZz0123456789.-+eE, \n";
  int accepted = 0;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    std::string d = "M0 0";
    const auto n = static_cast<uint64_t>(random_at(seed, 0) * 24);
    for (uint64_t i = 1; i <= n; ++i) d += kAlphabet[static_cast<size_t>(random_at(seed, i) * kAlphabet.size())];
    const Result<Path> path = parse_path_data(d);
    if (!path) {
      ASSERT_LE(path.error()[0].column, static_cast<int>(d.size()) + 1) << d;
      continue;
    }
    ++accepted;
    for (const Vec2& p : path->points) ASSERT_TRUE(std::isfinite(p.x) && std::isfinite(p.y)) << d;
    flattened(*path, 0.1);
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace fp

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/random.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

using Repeat = Scalar::Repeat;
const Ease kLinear{};

Scalar ramp(Repeat repeat = Repeat::none) {
  return {.keys = {{10, 1.5, kLinear}, {20, 4.0, {.kind = Ease::Kind::hold}}, {30, -2.0, kLinear}}, .repeat = repeat};
}

TEST(Track, ConstantsAndSingleKeys) {
  EXPECT_EQ(value_at(Scalar{.constant = 7}, 123, 30), 7);
  const Scalar one{.keys = {{5, 3.25, kLinear}}, .repeat = Repeat::loop};
  for (const double f : {-10.0, 5.0, 99.0}) EXPECT_EQ(value_at(one, f, 30), 3.25);
}

TEST(Track, MeetsItsKeysExactly) {
  for (int kind = 0; kind <= static_cast<int>(Ease::Kind::bounce_in_out); ++kind) {
    Scalar track;
    for (int i = 0; i < 50; ++i) {
      Ease ease{.kind = static_cast<Ease::Kind>(kind)};
      if (ease.kind == Ease::Kind::spring) ease = {ease.kind, {1, 170, 26, 0}};
      track.keys.push_back({i * 7, random_at(3, static_cast<uint64_t>(i)) * 1000, ease});
    }
    for (const auto& key : track.keys) {
      ASSERT_EQ(value_at(track, static_cast<double>(key.frame), 30), key.value) << kind;
    }
  }
}

TEST(Track, HoldsBeforeBetweenAndAfter) {
  const Scalar t = ramp();
  EXPECT_EQ(value_at(t, 0, 30), 1.5);
  EXPECT_EQ(value_at(t, 15, 30), 2.75);
  EXPECT_EQ(value_at(t, 29, 30), 4.0);  // hold
  EXPECT_EQ(value_at(t, 30, 30), -2.0);
  EXPECT_EQ(value_at(t, 1e6, 30), -2.0);
}

TEST(Track, LoopAndPingpong) {
  const Scalar loop = ramp(Repeat::loop), pingpong = ramp(Repeat::pingpong), once = ramp();
  EXPECT_EQ(value_at(loop, 0, 30), 1.5);  // not before its first key
  for (int f = 10; f < 30; ++f) {
    for (const int round : {0, 1, 7}) {
      ASSERT_EQ(value_at(loop, f + 20 * round, 30), value_at(once, f, 30));
      ASSERT_EQ(value_at(pingpong, f + 40 * round, 30), value_at(once, f, 30));
      ASSERT_EQ(value_at(pingpong, 50 - (f - 10) + 40 * round, 30), value_at(once, f, 30));
    }
  }
  EXPECT_EQ(value_at(loop, 30, 30), 1.5);
  EXPECT_EQ(value_at(pingpong, 30, 30), -2.0);
}

TEST(Track, SpringUsesRealTime) {
  const auto spring = [](int64_t frames) {
    return Scalar{.keys = {{0, 0.0, {Ease::Kind::spring, {1, 100, 5, 0}}}, {frames, 1.0, kLinear}}};
  };
  // Long segments: what is left at the end is nothing, so both show the same motion at the same second.
  EXPECT_NEAR(value_at(spring(300), 12, 30), value_at(spring(600), 24, 60), 1e-9);
  EXPECT_NEAR(value_at(spring(300), 12, 30), value_at(spring(400), 12, 30), 1e-6);
}

TEST(Track, PointsAndColours) {
  const Point p{.keys = {{0, {0, 10}, kLinear}, {10, {5, -10}, kLinear}}};
  EXPECT_EQ(value_at(p, 5, 30), Vec2(2.5, 0));
  const Tint same_alpha{.keys = {{0, {1, 0, 0, 1}, kLinear}, {10, {0, 0, 1, 1}, kLinear}}};
  EXPECT_EQ(value_at(same_alpha, 5, 30), (Color{0.5, 0, 0.5, 1}));
  const Tint fade{.keys = {{0, {0, 0, 0, 0}, kLinear}, {10, {1, 0.5, 0, 1}, kLinear}}};
  EXPECT_EQ(value_at(fade, 5, 30), (Color{1, 0.5, 0, 0.5}));  // the transparent black does not darken it
  EXPECT_EQ(value_at(fade, 0, 30), (Color{0, 0, 0, 0}));
  const Tint over{.keys = {{0, {0, 0, 0, 1}, {.kind = Ease::Kind::back_out}}, {10, {1, 1, 1, 1}, kLinear}}};
  EXPECT_EQ(value_at(over, 6, 30), (Color{1, 1, 1, 1}));  // overshoot stays a colour
}

TEST(Track, WiggleIsSmoothBoundedAndSeeded) {
  const Point p{.constant = {100, 50}, .wiggle = {.amplitude = 4, .frequency = 2, .seed = 7}};
  Vec2 last = value_at(p, 0, 30);
  double low = 1e9, high = -1e9, sum = 0, cross = 0;
  for (int f = 1; f < 3000; ++f) {
    const Vec2 v = value_at(p, f, 30);
    ASSERT_LE(std::fabs(v.x - 100), 4);
    ASSERT_LE(std::fabs(v.y - 50), 4);
    ASSERT_LT(std::fabs(v.x - last.x), 1.5) << f;
    low = std::min(low, v.x), high = std::max(high, v.x), sum += v.x - 100;
    cross += (v.x - 100) * (v.y - 50);
    last = v;
  }
  EXPECT_LT(low, 97.5);
  EXPECT_GT(high, 102.5);
  EXPECT_LT(std::fabs(sum / 3000), 0.5);
  EXPECT_LT(std::fabs(cross / 3000), 0.5);  // the axes move independently
  Point other = p;
  other.wiggle.seed = 8;
  EXPECT_NE(value_at(p, 11, 30), value_at(other, 11, 30));
  EXPECT_EQ(value_at(p, 11, 30), value_at(p, 22, 60));  // by the second, not the frame
  Point still = p;
  still.wiggle.amplitude = 0;
  EXPECT_EQ(value_at(still, 11, 30), Vec2(100, 50));
}

TEST(Random, IsUniform) {
  double sum = 0;
  for (uint64_t i = 0; i < 100'000; ++i) {
    const double v = random_at(42, i);
    ASSERT_GE(v, 0);
    ASSERT_LT(v, 1);
    sum += v;
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.005);
}

}  // namespace
}  // namespace fp

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "engine/core/hash.hpp"
#include "engine/core/random.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

using Kind = Ease::Kind;

Ease of_kind(Kind kind) {
  Ease ease{.kind = kind};
  if (kind == Kind::bezier) ease = {kind, {0.25, 0.1, 0.25, 1}};
  if (kind == Kind::spring) ease = {kind, {1, 170, 26, 0}};
  return ease;
}

constexpr int kKinds = static_cast<int>(Kind::bounce_in_out) + 1;

TEST(Easing, EndsAreExact) {
  for (int k = 0; k < kKinds; ++k) {
    const Ease ease = of_kind(static_cast<Kind>(k));
    for (const double seconds : {0.01, 0.5, 3.0}) {
      EXPECT_EQ(ease_at(ease, 0, seconds), 0) << k;
      EXPECT_EQ(ease_at(ease, 1, seconds), 1) << k;
      EXPECT_EQ(ease_at(ease, -0.5, seconds), 0) << k;
      EXPECT_EQ(ease_at(ease, 1.5, seconds), 1) << k;
    }
  }
}

TEST(Easing, NoJumpsBesidesHold) {
  for (int k = 0; k < kKinds; ++k) {
    if (static_cast<Kind>(k) == Kind::hold) continue;
    const Ease ease = of_kind(static_cast<Kind>(k));
    double last = 0;
    for (int i = 1; i <= 4000; ++i) {
      const double v = ease_at(ease, i / 4000.0, 1);
      ASSERT_NEAR(v, last, 0.012) << "kind " << k << " at " << i;
      last = v;
    }
  }
  EXPECT_EQ(ease_at({.kind = Kind::hold}, 0.999999, 1), 0);
}

TEST(Easing, BezierRisesAndSolvesItsCurve) {
  for (uint64_t i = 0; i < 300; ++i) {
    const Ease ease{Kind::bezier, {random_at(1, i), random_at(2, i), random_at(3, i), random_at(4, i)}};
    double last = 0;
    for (int k = 1; k < 100; ++k) {
      const double v = ease_at(ease, k / 100.0, 1);
      ASSERT_GE(v, last - 1e-12);
      last = v;
    }
    // a point of the curve, found forwards
    const double s = 0.01 + 0.98 * random_at(5, i), r = 1 - s;
    const double x = 3 * r * r * s * ease.p[0] + 3 * r * s * s * ease.p[2] + s * s * s;
    const double y = 3 * r * r * s * ease.p[1] + 3 * r * s * s * ease.p[3] + s * s * s;
    EXPECT_NEAR(ease_at(ease, x, 1), y, 1e-7);
  }
  const Ease css{Kind::bezier, {0.25, 0.1, 0.25, 1}};
  EXPECT_NEAR(ease_at(css, 0.5, 1), 0.802403387584857, 1e-14);
  const Ease straight{Kind::bezier, {0.3, 0.3, 0.6, 0.6}};
  EXPECT_NEAR(ease_at(straight, 0.37, 1), 0.37, 1e-12);
  const Ease steep{Kind::bezier, {1, 0, 0, 1}};
  EXPECT_NEAR(ease_at(steep, 0.5, 1), 0.5, 1e-6);                        // upright in the middle
  EXPECT_LT(ease_at(Ease{Kind::bezier, {0.5, -1, 0.5, 2}}, 0.1, 1), 0);  // y may leave 0..1
}

TEST(Easing, KnownValues) {
  EXPECT_NEAR(ease_at({.kind = Kind::back_in}, 0.5, 1), -0.0876975, 1e-12);
  EXPECT_NEAR(ease_at({.kind = Kind::back_out}, 0.5, 1), 1.0876975, 1e-12);
  EXPECT_NEAR(ease_at({.kind = Kind::elastic_out}, 0.5, 1), 1.015625, 1e-12);
  EXPECT_NEAR(ease_at({.kind = Kind::elastic_in}, 0.5, 1), -0.015625, 1e-12);
  EXPECT_NEAR(ease_at({.kind = Kind::bounce_out}, 0.5, 1), 0.765625, 1e-12);
  EXPECT_NEAR(ease_at({.kind = Kind::back_in_out}, 0.25, 1), -0.0996818, 1e-6);
  for (const Kind k : {Kind::back_in_out, Kind::elastic_in_out, Kind::bounce_in_out}) {
    EXPECT_NEAR(ease_at({.kind = k}, 0.5, 1), 0.5, 1e-12);
    for (const double t : {0.1, 0.3, 0.45}) {  // symmetric about the middle
      EXPECT_NEAR(ease_at({.kind = k}, t, 1), 1 - ease_at({.kind = k}, 1 - t, 1), 1e-12);
    }
  }
}

// The same spring, stepped by Runge and Kutta.
double integrated_spring(const double p[4], double seconds) {
  constexpr int kSteps = 20'000;
  const double h = seconds / kSteps;
  double x = 0, v = p[3];
  const auto force = [&](double at, double speed) { return (p[1] * (1 - at) - p[2] * speed) / p[0]; };
  for (int i = 0; i < kSteps; ++i) {
    const double v1 = v, a1 = force(x, v);
    const double v2 = v + h / 2 * a1, a2 = force(x + h / 2 * v1, v2);
    const double v3 = v + h / 2 * a2, a3 = force(x + h / 2 * v2, v3);
    const double v4 = v + h * a3, a4 = force(x + h * v3, v4);
    x += h / 6 * (v1 + 2 * v2 + 2 * v3 + v4);
    v += h / 6 * (a1 + 2 * a2 + 2 * a3 + a4);
  }
  return x;
}

TEST(Easing, SpringFollowsItsEquation) {
  const double cases[][4] = {
      {1, 170, 26, 0}, {1, 100, 5, 0},  {1, 100, 20, 0},   {1, 100, 20, 8},
      {1, 100, 45, 0}, {2, 80, 60, -3}, {0.5, 300, 3, 12},
  };
  for (const auto& p : cases) {
    const Ease ease{Kind::spring, {p[0], p[1], p[2], p[3]}};
    const double seconds = 0.8, rest = 1 - integrated_spring(p, seconds);
    for (const double t : {0.05, 0.2, 0.5, 0.9}) {
      EXPECT_NEAR(ease_at(ease, t, seconds), integrated_spring(p, t * seconds) + t * rest, 1e-8)
          << p[1] << " " << p[2] << " at " << t;
    }
  }
}

TEST(Easing, SpringIsContinuousAcrossCriticalDamping) {
  for (const double damping : {20 - 1e-4, 20 - 1e-6, 20.0, 20 + 1e-6, 20 + 1e-4}) {
    EXPECT_NEAR(ease_at({Kind::spring, {1, 100, damping, 0}}, 0.3, 1), ease_at({Kind::spring, {1, 100, 20, 0}}, 0.3, 1),
                1e-5);
  }
  EXPECT_EQ(ease_at({Kind::spring, {0, 100, 5, 0}}, 0.3, 1), 0.3);  // no mass: linear
}

TEST(Easing, GoldenBitsHold) {
  ByteWriter bits;
  for (uint64_t i = 0; i < 26'000; ++i) {
    Ease ease = of_kind(static_cast<Kind>(i % kKinds));
    if (ease.kind == Kind::spring) ease.p[2] = 60 * random_at(7, i);
    bits.put(std::bit_cast<uint64_t>(ease_at(ease, random_at(8, i), 0.1 + random_at(9, i))));
  }
  EXPECT_EQ(to_hex(bits.sha()), "91db41aaa01804384a060ad062812cc7faee9a8d251fa76d203965afbf60b67e");
}

}  // namespace
}  // namespace fp

#include "engine/core/math.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "engine/core/hash.hpp"
#include "engine/core/random.hpp"

namespace fp {
namespace {

double between(uint64_t seed, uint64_t index, double low, double high) {
  return low + (high - low) * random_at(seed, index);
}

double relative_error(double got, double want) {
  return std::fabs(got - want) / std::max(std::fabs(want), 1e-300);
}

TEST(Math, SineAndCosineAgreeWithLibm) {
  for (uint64_t i = 0; i < 200'000; ++i) {
    const double x = between(1, i, -1000, 1000);
    ASSERT_NEAR(exact_sin(x), std::sin(x), 1e-15) << x;
    ASSERT_NEAR(exact_cos(x), std::cos(x), 1e-15) << x;
  }
  for (int k = -200; k <= 200; ++k) {  // close to the zeros the reduction must keep relative accuracy
    const double x = k * kPi / 2;
    if (k & 1) {
      EXPECT_LT(relative_error(exact_cos(x), std::cos(x)), 1e-14) << k;
    } else if (k) {
      EXPECT_LT(relative_error(exact_sin(x), std::sin(x)), 1e-14) << k;
    }
  }
}

TEST(Math, ExpLogPowAgreeWithLibm) {
  for (uint64_t i = 0; i < 200'000; ++i) {
    const double x = between(2, i, -700, 700);
    ASSERT_LT(relative_error(exact_exp(x), std::exp(x)), 1e-15) << x;
    const double y = std::exp(between(3, i, -600, 600));
    ASSERT_LT(relative_error(exact_log(y), std::log(y)), 1e-14) << y;
    const double base = between(4, i, 0.001, 10), e = between(5, i, -5, 5);
    ASSERT_LT(relative_error(exact_pow(base, e), std::pow(base, e)), 1e-14) << base << "^" << e;
  }
}

TEST(Math, Atan2AgreesWithLibm) {
  for (uint64_t i = 0; i < 200'000; ++i) {
    const double y = between(6, i, -10, 10), x = between(7, i, -10, 10);
    ASSERT_NEAR(exact_atan2(y, x), std::atan2(y, x), 1e-15) << y << " " << x;
  }
  for (const double y : {-2.0, -0.0, 0.0, 1e-300, 2.0}) {
    for (const double x : {-3.0, -0.0, 0.0, 1e-300, 3.0}) {
      EXPECT_DOUBLE_EQ(exact_atan2(y, x), std::atan2(y, x)) << y << " " << x;
    }
  }
}

TEST(Math, TangentAndArcsAgreeWithLongDoubleLibm) {
  constexpr double kUlp = 0x1p-52;
  for (uint64_t i = 0; i < 200'000; ++i) {
    const double x = between(9, i, -1, 1) * (i % 3 == 0 ? 1e-3 : 1), angle = between(10, i, -10, 10);
    const long double wide = x;
    ASSERT_LE(std::fabs(static_cast<double>(exact_asin(x) - std::asin(wide))), kUlp * std::fabs(std::asin(x))) << x;
    ASSERT_LE(std::fabs(static_cast<double>(exact_acos(x) - std::acos(wide))), kUlp * std::acos(x)) << x;
    const long double tangent = std::tan(static_cast<long double>(angle));
    ASSERT_LE(std::fabs(static_cast<double>(exact_tan(angle) - tangent)), 2 * kUlp * std::fabs(std::tan(angle)))
        << angle;
  }
  for (const double x : {-1.0, -0.975, -0.5, -0.0, 0.0, 1e-20, 0.5, 0.975, 1 - 0x1p-53, 1.0}) {
    EXPECT_DOUBLE_EQ(exact_asin(x), std::asin(x)) << x;
    EXPECT_DOUBLE_EQ(exact_acos(x), std::acos(x)) << x;
  }
  EXPECT_TRUE(std::isnan(exact_asin(1.0000001)));
  EXPECT_TRUE(std::isnan(exact_acos(-2)));
  EXPECT_TRUE(std::isnan(exact_tan(INFINITY)));
}

TEST(Math, SpecialCasesAreExact) {
  EXPECT_EQ(exact_sin(0), 0);
  EXPECT_EQ(exact_cos(0), 1);
  EXPECT_EQ(exact_exp(0), 1);
  EXPECT_EQ(exact_log(1), 0);
  EXPECT_EQ(exact_exp(-1e9), 0);
  EXPECT_TRUE(std::isinf(exact_exp(1e9)));
  EXPECT_TRUE(std::isnan(exact_sin(INFINITY)));
  EXPECT_EQ(exact_pow(0, 0), 1);
  EXPECT_EQ(exact_pow(0, 2.5), 0);
  EXPECT_EQ(exact_pow(2, 10), 1024);
  EXPECT_EQ(exact_pow(2, -3), 0.125);
  EXPECT_NEAR(exact_log(5e-324), std::log(5e-324), 1e-12);
  EXPECT_EQ(exact_exp(-745.0), std::exp(-745.0));
  for (uint64_t i = 0; i < 1000; ++i) {
    const double x = between(8, i, 0, 100);
    EXPECT_EQ(exact_pow(x, 0), 1);
    EXPECT_EQ(exact_pow(x, 1), x);
    EXPECT_EQ(exact_pow(1, x), 1);
  }
}

TEST(Math, GoldenBitsHold) {  // the same at every optimisation level and from every compiler
  ByteWriter bits;
  for (uint64_t i = 0; i < 100'000; ++i) {
    const double x = between(9, i, -100, 100), positive = between(10, i, 1e-6, 1000);
    for (const double v : {exact_sin(x), exact_cos(x), exact_atan2(x, positive - 500), exact_exp(x),
                           exact_log(positive), exact_pow(positive, x / 50), rotation_degrees(x * 10).b}) {
      bits.put(std::bit_cast<uint64_t>(v));
    }
  }
  EXPECT_EQ(to_hex(bits.sha()), "43fbdeeb99dcd44702841ed14aa8e95ac8ca4cd5f4f99b95fcc53851e3847a41");
}

TEST(Math, QuarterTurnsAreExact) {
  EXPECT_EQ(rotation_degrees(0), (Affine{1, 0, 0, 1, 0, 0}));
  EXPECT_EQ(rotation_degrees(90), (Affine{0, 1, -1, 0, 0, 0}));
  EXPECT_EQ(rotation_degrees(180), (Affine{-1, 0, 0, -1, 0, 0}));
  EXPECT_EQ(rotation_degrees(-90), (Affine{0, -1, 1, 0, 0, 0}));
  EXPECT_EQ(rotation_degrees(36000090), rotation_degrees(90));
  EXPECT_EQ(rotation_degrees(-450), rotation_degrees(270));
  for (int d = -720; d <= 720; d += 90) {
    const Affine m = rotation_degrees(d);
    for (const double v : {m.a, m.b, m.c, m.d}) EXPECT_FALSE(v == 0 && std::signbit(v)) << d;
  }
  const Affine m = rotation_degrees(30);
  EXPECT_NEAR(m.a, std::sqrt(3) / 2, 1e-15);
  EXPECT_NEAR(m.b, 0.5, 1e-15);
  const Vec2 p = apply(rotation_degrees(90), {1, 0});  // clockwise with y down
  EXPECT_EQ(p, Vec2(0, 1));
}

TEST(Math, AffineComposesAndInverts) {
  const Affine m = translation({3, 4}) * rotation_degrees(33) * scaling({2, -5});
  const Vec2 p{0.7, -1.3};
  const Vec2 stepwise = apply(translation({3, 4}), apply(rotation_degrees(33), apply(scaling({2, -5}), p)));
  EXPECT_NEAR(apply(m, p).x, stepwise.x, 1e-14);
  EXPECT_NEAR(apply(m, p).y, stepwise.y, 1e-14);
  EXPECT_NEAR(determinant(m), -10, 1e-13);
  const Vec2 back = apply(inverse(m), apply(m, p));
  EXPECT_NEAR(back.x, p.x, 1e-14);
  EXPECT_NEAR(back.y, p.y, 1e-14);
  EXPECT_TRUE(is_axis_aligned(scaling({2, 3}) * translation({1, 1})));
  EXPECT_FALSE(is_axis_aligned(m));
}

TEST(Math, RectanglesIntersectAndUnite) {
  const IRect a{0, 0, 10, 10}, b{5, -5, 20, 5}, far{30, 30, 40, 40};
  EXPECT_EQ(intersect(a, b), (IRect{5, 0, 10, 5}));
  EXPECT_TRUE(intersect(a, far).empty());
  EXPECT_TRUE(intersect(a, IRect{10, 0, 20, 10}).empty());  // half-open: touching is not overlapping
  EXPECT_EQ(unite(a, b), (IRect{0, -5, 20, 10}));
  EXPECT_EQ(unite(a, IRect{}), a);
  EXPECT_EQ(unite(IRect{7, 7, 7, 9}, a), a);
}

}  // namespace
}  // namespace fp

#include "engine/chart/scale.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/core/random.hpp"

namespace fp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kTiny = 5e-324;
constexpr ScaleKind kKinds[] = {ScaleKind::linear, ScaleKind::log, ScaleKind::sqrt, ScaleKind::time};

// A domain end of any magnitude; positive where a log scale needs it.
double any_value(ScaleKind kind, uint64_t index) {
  const double magnitude = std::pow(10.0, -12 + 24 * random_at(11, index));
  return kind != ScaleKind::log && random_at(12, index) < 0.4 ? -magnitude : magnitude;
}

Scale random_scale(ScaleKind kind, uint64_t i) {
  return {kind, any_value(kind, 2 * i), any_value(kind, 2 * i + 1), 2000 * random_at(13, i) - 500,
          2000 * random_at(14, i) - 500};
}

TEST(Scale, EndsAreExact) {
  for (const ScaleKind kind : kKinds) {
    for (uint64_t i = 0; i < 20'000; ++i) {
      Scale scale = random_scale(kind, i);
      scale.clamp = i % 2 == 0;
      ASSERT_EQ(scaled(scale, scale.d0), scale.r0);
      ASSERT_EQ(scaled(scale, scale.d1), scale.r1);
      ASSERT_EQ(unscaled(scale, scale.r0), scale.d0);
      ASSERT_EQ(unscaled(scale, scale.r1), scale.d1);
    }
  }
}

TEST(Scale, IsMonotonicAndInvertible) {
  for (const ScaleKind kind : kKinds) {
    for (uint64_t i = 0; i < 2'000; ++i) {
      const Scale scale = random_scale(kind, i);
      const double direction = scale.r0 < scale.r1 ? 1 : -1;
      double last = scale.r0 - direction;
      for (int k = 0; k <= 16; ++k) {
        const double value = unscaled(scale, std::lerp(scale.r0, scale.r1, k / 16.0));
        const double pixel = scaled(scale, value);
        ASSERT_NEAR(pixel, std::lerp(scale.r0, scale.r1, k / 16.0), 1e-6);
        ASSERT_GT(direction * pixel, direction * last);
        last = pixel;
      }
    }
  }
}

TEST(Scale, KnownValues) {
  const Scale linear{ScaleKind::linear, 0, 200, 0, 1000};
  EXPECT_EQ(scaled(linear, 50), 250);
  EXPECT_EQ(scaled(linear, -20), -100);
  EXPECT_EQ(scaled({ScaleKind::linear, 200, 0, 0, 1000}, 50), 750);
  EXPECT_NEAR(scaled({ScaleKind::log, 1, 1000, 0, 300}, 10), 100, 1e-12);
  EXPECT_NEAR(scaled({ScaleKind::log, -1, -1000, 0, 300}, -10), 100, 1e-12);
  EXPECT_EQ(scaled({ScaleKind::sqrt, 0, 100, 0, 50}, 25), 25);
  EXPECT_EQ(scaled({ScaleKind::sqrt, -100, 100, 0, 100}, -25), 25);
  EXPECT_EQ(unscaled({ScaleKind::sqrt, -100, 100, 0, 100}, 25), -25);
}

TEST(Scale, ClampHoldsBothWays) {
  const Scale scale{ScaleKind::linear, 10, 0, 100, 200, true};
  EXPECT_EQ(scaled(scale, 11), 100);
  EXPECT_EQ(scaled(scale, -kInfinity), 200);
  EXPECT_EQ(unscaled(scale, 1e9), 0);
  EXPECT_EQ(unscaled(scale, -1e9), 10);
}

TEST(Scale, WithoutWidthIsTheMiddle) {
  for (const ScaleKind kind : kKinds) {
    const Scale scale{kind, 5, 5, 100, 300};
    EXPECT_EQ(scaled(scale, 5), 200);
    EXPECT_EQ(scaled(scale, 7), 200);
    EXPECT_EQ(unscaled(scale, 123), 5);
  }
  EXPECT_EQ(unscaled({ScaleKind::linear, 0, 8, 50, 50}, 50), 4);
  EXPECT_EQ(scaled({ScaleKind::linear, 0, 8, 50, 50}, 3), 50);
  // Neighbouring doubles whose logarithms are one.
  const double next = std::nextafter(1e300, kInfinity);
  const Scale narrow{ScaleKind::log, 1e300, next, 0, 10};
  EXPECT_EQ(scaled(narrow, 1e300), 0);
  EXPECT_EQ(scaled(narrow, next), 10);
}

TEST(Scale, ExtremesStayFinite) {
  const double values[] = {0, -0.0, kTiny, -kTiny, 1, 1e300, -1e300, kMax, -kMax, kInfinity, -kInfinity};
  for (const ScaleKind kind : kKinds) {
    for (const double d0 : values) {
      for (const double d1 : values) {
        for (const double value : values) {
          const Scale scale{kind, d0, d1, 0, 1920};
          const double pixel = scaled(scale, value);
          ASSERT_TRUE(std::isfinite(pixel)) << d0 << " " << d1 << " " << value;
          ASSERT_LE(std::fabs(pixel), 1920 * 10'000.0);
          if (scale_fault(scale).empty()) {
            ASSERT_FALSE(std::isnan(unscaled(scale, 960)));
          }
        }
      }
    }
    EXPECT_TRUE(std::isnan(scaled({kind, 1, 2, 0, 1}, kNaN)));
  }
  EXPECT_EQ(scaled({ScaleKind::linear, -kMax, kMax, 0, 100}, 0), 50);
}

TEST(Scale, FaultsAreNamed) {
  EXPECT_EQ(scale_fault({ScaleKind::log, 1, 10, 0, 1}), "");
  EXPECT_EQ(scale_fault({ScaleKind::log, 0, 10, 0, 1}), "a log scale needs a domain on one side of 0");
  EXPECT_NE(scale_fault({ScaleKind::log, -1, 10, 0, 1}), "");
  EXPECT_NE(scale_fault({ScaleKind::linear, kNaN, 10, 0, 1}), "");
  EXPECT_NE(scale_fault({ScaleKind::linear, 0, 10, 0, kInfinity}), "");
  EXPECT_EQ(scaled({ScaleKind::log, -1, 10, 0, 100}, 3), 50);
  // 0 and below lie beyond the end nearer to 0.
  EXPECT_LT(scaled({ScaleKind::log, 1, 10, 0, 100}, 0), -1000);
  EXPECT_GT(scaled({ScaleKind::log, 10, 1, 0, 100}, -5), 1000);
}

TEST(Band, FillsTheRange) {
  const Band band{4, 0, 400, 0.25, 0.125};
  EXPECT_EQ(band_step(band), 100);
  EXPECT_EQ(band_width(band), 75);
  EXPECT_EQ(band_start(band, 0), 12.5);
  EXPECT_EQ(band_start(band, 3), 312.5);
  EXPECT_EQ(band_start(band, 1.5), 162.5);
  const Band back{4, 400, 0, 0.25, 0.125};
  EXPECT_EQ(band_start(back, 0), 312.5);
  EXPECT_EQ(band_start(back, 3), 12.5);
}

TEST(Band, FewBandsAreCentred) {
  const Band one{1, 0, 100, 0.2, 0};
  EXPECT_EQ(band_width(one), 80);
  EXPECT_EQ(band_start(one, 0), 10);
  EXPECT_TRUE(std::isfinite(band_start({0, 0, 100}, 0)));
  EXPECT_EQ(band_width({3, 50, 50}), 0);
}

TEST(Band, StaysInsideForAnyPadding) {
  for (uint64_t i = 0; i < 5'000; ++i) {
    const Band band{1 + static_cast<int>(40 * random_at(1, i)), 1000 * random_at(2, i), 1000 * random_at(3, i),
                    random_at(4, i), 2 * random_at(5, i)};
    const double low = std::min(band.r0, band.r1), high = std::max(band.r0, band.r1);
    for (const int index : {0, band.count - 1}) {
      ASSERT_GE(band_start(band, index), low - 1e-9);
      ASSERT_LE(band_start(band, index) + band_width(band), high + 1e-9);
    }
  }
}

}  // namespace
}  // namespace fp

// Every blend mode against the formulas of W3C Compositing and Blending 1, evaluated in double precision.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/cpu/kernel_types.hpp"
#include "engine/template/composition.hpp"
#include "tests/cpu/random_list.hpp"

namespace fp {
namespace {

using Rgb = std::array<double, 3>;

double separable(Blend mode, double b, double s) {
  const auto hard_light = [](double cb, double cs) {
    return cs <= 0.5 ? cb * 2 * cs : cb + (2 * cs - 1) - cb * (2 * cs - 1);
  };
  switch (mode) {
    case Blend::multiply:
      return b * s;
    case Blend::screen:
      return b + s - b * s;
    case Blend::overlay:
      return hard_light(s, b);
    case Blend::darken:
      return std::min(b, s);
    case Blend::lighten:
      return std::max(b, s);
    case Blend::color_dodge:
      return b == 0 ? 0 : s == 1 ? 1 : std::min(1.0, b / (1 - s));
    case Blend::color_burn:
      return b == 1 ? 1 : s == 0 ? 0 : 1 - std::min(1.0, (1 - b) / s);
    case Blend::hard_light:
      return hard_light(b, s);
    case Blend::soft_light: {
      const double d = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : std::sqrt(b);
      return s <= 0.5 ? b - (1 - 2 * s) * b * (1 - b) : b + (2 * s - 1) * (d - b);
    }
    case Blend::difference:
      return std::abs(b - s);
    case Blend::exclusion:
      return b + s - 2 * b * s;
    default:
      return s;
  }
}

double lum(const Rgb& c) {
  return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2];
}
double sat(const Rgb& c) {
  return std::max({c[0], c[1], c[2]}) - std::min({c[0], c[1], c[2]});
}
Rgb set_lum(Rgb c, double l) {
  const double d = l - lum(c);
  for (double& v : c) v += d;
  const double grey = lum(c), n = std::min({c[0], c[1], c[2]}), x = std::max({c[0], c[1], c[2]});
  for (double& v : c) {
    if (n < 0) v = grey + (v - grey) * grey / (grey - n);
    if (x > 1) v = grey + (v - grey) * (1 - grey) / (x - grey);
  }
  return c;
}
Rgb set_sat(const Rgb& c, double s) {
  const double low = std::min({c[0], c[1], c[2]}), high = std::max({c[0], c[1], c[2]});
  Rgb out{};
  for (size_t i = 0; i < 3; ++i) out[i] = high > low ? (c[i] - low) * s / (high - low) : 0;
  return out;
}

Rgb blended(Blend mode, const Rgb& b, const Rgb& s) {
  switch (mode) {
    case Blend::hue:
      return set_lum(set_sat(s, sat(b)), lum(b));
    case Blend::saturation:
      return set_lum(set_sat(b, sat(s)), lum(b));
    case Blend::color:
      return set_lum(s, lum(b));
    case Blend::luminosity:
      return set_lum(b, lum(s));
    default:
      return {separable(mode, b[0], s[0]), separable(mode, b[1], s[1]), separable(mode, b[2], s[2])};
  }
}

using kernel::uvec2;
std::array<uint32_t, 4> channels(uvec2 p) {
  return {kernel::fp_red(p), kernel::fp_green(p), kernel::fp_blue(p), kernel::fp_alpha(p)};
}

// Premultiplied pixels with many extremes, small alphas and equal channels among them: where formulas have their
// corners.
uvec2 random_pixel(test::Dice& dice) {
  const auto upto = [&](int most) {
    if (dice.chance(0.15)) return 0;
    if (dice.chance(0.15)) return most;
    return dice.between(0, most);
  };
  const int a = dice.chance(0.4) ? 65535 : dice.chance(0.2) ? dice.between(0, 300) : upto(65535);
  const int r = upto(a), g = dice.chance(0.1) ? r : upto(a), b = dice.chance(0.1) ? g : upto(a);
  const auto u = [](int v) { return static_cast<uint32_t>(v); };
  return kernel::fp_pixel(u(r), u(g), u(b), u(a));
}

double worst_error(Blend mode, uvec2 source, uvec2 backdrop) {
  const auto s = channels(source), d = channels(backdrop);
  const double as = s[3] / 65535.0, ab = d[3] / 65535.0;
  Rgb cs{}, cb{};
  for (size_t i = 0; i < 3; ++i) {
    cs[i] = s[3] == 0 ? 0 : static_cast<double>(s[i]) / s[3];
    cb[i] = d[3] == 0 ? 0 : static_cast<double>(d[i]) / d[3];
  }
  const Rgb mixed = blended(mode, cb, cs);
  const auto got = channels(kernel::fp_blend(static_cast<uint32_t>(mode), source, backdrop));
  double worst = std::abs(got[3] - 65535 * (as + ab - as * ab));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_LE(got[i], got[3]) << "no longer premultiplied";
    const double exact = as * (1 - ab) * cs[i] + as * ab * mixed[i] + (1 - as) * ab * cb[i];
    worst = std::max(worst, std::abs(got[i] - 65535 * exact));
  }
  return worst;
}

TEST(Blend, EveryModeIsTheSpecificationsWithinOneStep) {
  for (uint32_t mode = 0; mode <= static_cast<uint32_t>(Blend::luminosity); ++mode) {
    if (static_cast<Blend>(mode) == Blend::add) continue;  // not of that specification
    test::Dice dice(400 + mode);
    double worst = 0;
    for (int i = 0; i < 60'000; ++i) {
      const uvec2 s = random_pixel(dice), d = random_pixel(dice);
      const double error = worst_error(static_cast<Blend>(mode), s, d);
      ASSERT_LE(error, 1.0 + 1e-6) << "mode " << mode << ": " << std::hex << s.x << " " << s.y << " over " << d.x << " "
                                   << d.y;
      worst = std::max(worst, error);
    }
    RecordProperty("mode" + std::to_string(mode), std::to_string(worst));
  }
}

TEST(Blend, QuotientsAndRootsAreExact) {
  test::Dice dice(7);
  for (int i = 0; i < 100'000; ++i) {
    const auto d = static_cast<uint32_t>(dice.between(1, 65535));
    const auto n = static_cast<uint32_t>(dice.unit() * 65536.0 * d);
    ASSERT_EQ(kernel::fp_quotient(n, d), n / d);
    const auto whole = static_cast<uint32_t>(dice.between(2, (1 << 27) - 1));
    const auto part = static_cast<uint32_t>(dice.unit() * whole);
    ASSERT_EQ(kernel::fp_fraction(part, whole), static_cast<uint32_t>((uint64_t{part} << 24) / whole) << 8);
    const auto v = static_cast<uint32_t>(dice.unit() * 65535.0 * 65535.0);
    ASSERT_EQ(kernel::fp_isqrt(v), static_cast<uint32_t>(std::floor(std::sqrt(static_cast<double>(v)) + 0.5)));
  }
}

TEST(Blend, MattesKeepEraseCutAndAtopStaysInside) {
  const uvec2 backdrop(0x20001000u, 0x80003000u), half(0, 0x8000u << 16), full(0x11112222u, 0xffff3333u);
  EXPECT_EQ(kernel::fp_blend(FP_BLEND_MATTE, full, backdrop).y, backdrop.y);
  EXPECT_EQ(kernel::fp_blend(FP_BLEND_ERASE, full, backdrop).y, 0u);
  EXPECT_EQ(kernel::fp_alpha(kernel::fp_blend(FP_BLEND_MATTE, half, backdrop)), 0x4000u);
  EXPECT_EQ(kernel::fp_alpha(kernel::fp_blend(FP_BLEND_ATOP, full, backdrop)), 0x8000u);
  EXPECT_EQ(kernel::fp_blend(FP_BLEND_ATOP, full, uvec2(0, 0)).y, 0u);
}

}  // namespace
}  // namespace fp

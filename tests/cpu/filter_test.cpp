// Filters and adjustments against the same thing in double precision.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "engine/cpu/executor.hpp"
#include "engine/cpu/kernel_types.hpp"
#include "engine/cpu/pictures.hpp"
#include "engine/display/color_tables.hpp"
#include "engine/display/filters.hpp"
#include "tests/cpu/random_list.hpp"

namespace fp {
namespace {

// Channel 0..3 of every pixel, 0..1.
using Plane = std::vector<double>;
struct Shown {
  int width = 0, height = 0;
  std::vector<uint32_t> words;
  double at(int x, int y, int channel) const {
    const size_t i = static_cast<size_t>(y * width + x);
    const uint32_t word = words[i + (channel < 2 ? 0 : words.size() / 2)];
    return (channel % 2 == 0 ? word & 0xffffu : word >> 16) / 65535.0;
  }
};

Shown show(const DisplayList& list) {
  const FramePtr frame = cpu::Executor().execute(plan(list, {{0, 0, list.width, list.height}}), PixelFormat::rgba16);
  Shown shown{list.width, list.height, std::vector<uint32_t>(frame->data.size() / 4)};
  std::memcpy(shown.words.data(), frame->data.data(), frame->data.size());
  return shown;
}
Shown show(const Placed& placed, int width, int height) {
  DisplayList list{.width = width, .height = height};
  Command clear;
  clear.bounds = {0, 0, width, height};
  clear.blend = kBlendCopy;
  list.commands.push_back(clear);
  Command c;
  c.op = Op::picture;
  c.bounds = clear.bounds;
  c.texture_a = use_resource(list, {placed.picture});
  c.picture_x = placed.x, c.picture_y = placed.y;
  list.commands.push_back(c);
  list.layers.resize(2);
  return show(list);
}

// Hard edges, thin lines, translucent colours: what blurs get wrong first.
PicturePtr busy_picture(int width, int height) {
  Picture picture{.width = width, .height = height, .list = {.width = width, .height = height}};
  test::Dice dice(77);
  for (int i = 0; i < 12; ++i) {
    Command c;
    c.bounds = test::random_rect(dice, width, height);
    if (i % 3 == 0) c.bounds.x1 = std::min(c.bounds.x0 + 1, width);
    const PixelWords w = premultiply({dice.unit(), dice.unit(), dice.unit(), dice.chance(0.5) ? 1.0 : dice.unit()});
    c.color_rg = w.rg, c.color_ba = w.ba;
    picture.list.commands.push_back(c);
  }
  return finished(std::move(picture));
}

Plane gaussian(const Shown& from, int channel, double sigma) {
  const int reach = static_cast<int>(std::ceil(6 * sigma)), w = from.width, h = from.height;
  std::vector<double> weights;
  double sum = 0;
  for (int i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
    sum += weights.back();
  }
  const auto pass = [&](const Plane& in, int dx, int dy) {
    Plane out(in.size());
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        double v = 0;
        for (int i = -reach; i <= reach; ++i) {
          const int sx = x + i * dx, sy = y + i * dy;
          if (sx < 0 || sy < 0 || sx >= w || sy >= h) continue;
          v += in[static_cast<size_t>(sy * w + sx)] * weights[static_cast<size_t>(i + reach)];
        }
        out[static_cast<size_t>(y * w + x)] = v / sum;
      }
    }
    return out;
  };
  Plane plane;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) plane.push_back(from.at(x, y, channel));
  }
  return pass(pass(plane, 1, 0), 0, 1);
}

TEST(Blur, IsAGaussianWithinTwoThousandths) {
  const Placed content{busy_picture(90, 70), 60, 50};
  const Shown sharp = show(content, 220, 180);
  for (const double sigma : {0.4, 1.0, 2.3, 4.0, 5.2, 7.0, 11.0, 18.5, 33.0}) {
    const Shown soft = show(blurred(content, sigma), 220, 180);
    double worst = 0;
    for (const int channel : {0, 3}) {
      const Plane exact = gaussian(sharp, channel, sigma);
      for (int y = 0; y < 180; ++y) {
        for (int x = 0; x < 220; ++x)
          worst = std::max(worst, std::abs(soft.at(x, y, channel) - exact[static_cast<size_t>(y * 220 + x)]));
      }
    }
    EXPECT_LE(worst, 0.002) << "sigma " << sigma;
    RecordProperty("sigma" + std::to_string(sigma), std::to_string(worst));
  }
}

TEST(Blur, WeightsAreOneInAllAndPadsFitTheLevels) {
  for (double sigma = 0.05; sigma < 600; sigma *= 1.13) {
    const BlurPlan p = plan_gaussian(sigma);
    uint32_t sum = p.weights->words[0];
    for (size_t i = 1; i < p.weights->words.size(); ++i) sum += 2 * p.weights->words[i];
    EXPECT_EQ(sum, 65536u);
    EXPECT_EQ(p.weights->words.size(), p.radius + 1);
    EXPECT_EQ(p.pad % (1 << p.levels), 0);
    EXPECT_LE(p.pad, blur_reach(sigma));
    EXPECT_LE(p.radius, 20u);
  }
}

TEST(Blur, OpaqueInsideStaysExactlyOpaque) {
  Picture white{.width = 200, .height = 200, .list = {.width = 200, .height = 200}};
  Command c;
  c.bounds = {0, 0, 200, 200};
  c.color_rg = 0xffffffffu, c.color_ba = 0xffffffffu;
  white.list.commands.push_back(c);
  const Shown soft = show(blurred({finished(std::move(white)), 0, 0}, 9), 200, 200);
  for (int channel = 0; channel < 4; ++channel) EXPECT_EQ(soft.at(100, 100, channel), 1.0);
}

TEST(Smear, AlongALineIsABoxOfThatLength) {
  Picture bar{.width = 1, .height = 40, .list = {.width = 1, .height = 40}};
  Command c;
  c.bounds = {0, 0, 1, 40};
  c.color_ba = 0xffff0000u;
  bar.list.commands.push_back(c);
  const Shown shown = show(smeared_along({finished(std::move(bar)), 60, 0}, {32, 0}), 120, 40);
  double sum = 0;
  for (int x = 0; x < 120; ++x) {
    const double a = shown.at(x, 20, 3);
    sum += a;
    if (std::abs(x - 60) > 18) {
      EXPECT_EQ(a, 0) << x;
    }
    if (std::abs(x - 60) < 14) {
      EXPECT_NEAR(a, 1.0 / 32, 0.006) << x;
    }
  }
  EXPECT_NEAR(sum, 1, 0.01);
}

TEST(Pictures, AreRenderedOnceAndAgainOnlyWhenTheyChange) {
  cpu::Pictures pictures;
  Workers workers(1);
  const cpu::Kernels kernels = cpu::kernels_for(cpu::Isa::best);
  const Placed soft = blurred({busy_picture(64, 64), 0, 0}, 6);
  const auto draw_at = [&](const Placed& placed, int x) {
    DisplayList list{.width = 200, .height = 100};
    Command c;
    c.op = Op::picture;
    c.bounds = {x, 0, x + 64, 64};
    c.texture_a = use_resource(list, {placed.picture});
    c.picture_x = x;
    list.commands.push_back(c);
    pictures.bind_all(plan(list, {{0, 0, 200, 100}}), kernels, workers);
    pictures.end_frame();
    return pictures.rendered();
  };
  EXPECT_EQ(draw_at(soft, 0), 2u);  // the content and its blur
  EXPECT_EQ(draw_at(soft, 17), 2u);
  EXPECT_EQ(draw_at(blurred({busy_picture(64, 64), 0, 0}, 7), 17), 3u);
}

TEST(Pictures, DamageEqualsFullRedraw) {
  cpu::Executor incremental;
  TileHashes tiles;
  for (int i = 0; i < 12; ++i) {
    DisplayList list = test::random_list(5, 300, 200, 6);
    const Placed soft = blurred({busy_picture(60, 50), 30 + (i / 2) * 9, 40}, i % 4 < 2 ? 5 : 8);
    Command c;
    c.op = Op::picture;
    c.bounds = intersect(soft.rect(), {0, 0, 300, 200});
    c.texture_a = use_resource(list, {soft.picture});
    c.picture_x = soft.x, c.picture_y = soft.y;
    list.commands.push_back(c);
    list.layers.emplace_back();
    TileHashes now = hash_tiles(list);
    const FramePtr partial =
        incremental.execute(plan(list, damage(tiles, now, list.width, list.height)), PixelFormat::yuv420p8);
    tiles = std::move(now);
    ASSERT_EQ(partial->data, cpu::Executor(2).execute(plan(list, {{0, 0, 300, 200}}), PixelFormat::yuv420p8)->data)
        << "frame " << i;
  }
}

TEST(Adjust, TetrahedraHoldTheCubesCornersAndPlanes) {
  for (const uint32_t n : {2u, 3u, 17u, 33u, 65u}) {
    test::Dice dice(n);
    for (int i = 0; i < 20'000; ++i) {
      const auto any = [&] { return static_cast<uint32_t>(dice.between(0, 65535)); };
      const uint32_t c[3] = {any(), dice.chance(0.1) ? 65535 : any(), dice.chance(0.1) ? 0 : any()};
      const kernel::FpTetrahedron t = kernel::fp_tetrahedron(c[0], c[1], c[2], n);
      ASSERT_EQ(t.w0 + t.w1 + t.w2 + t.w3, 65536u);
      ASSERT_LT(t.i3, n * n * n);
      // Interpolating a cube of identity gives the colour back.
      const uint32_t corners[4] = {t.i0, t.i1, t.i2, t.i3};
      const double weights[4] = {t.w0 / 65536.0, t.w1 / 65536.0, t.w2 / 65536.0, t.w3 / 65536.0};
      double got[3] = {};
      for (size_t k = 0; k < 4; ++k) {
        const uint32_t at[3] = {corners[k] % n, corners[k] / n % n, corners[k] / (n * n)};
        for (size_t j = 0; j < 3; ++j) got[j] += weights[k] * at[j] / (n - 1);
      }
      for (size_t j = 0; j < 3; ++j) ASSERT_NEAR(got[j], c[j] / 65535.0, 2e-5);
    }
  }
}

TEST(Adjust, CurvesAreTheirFunctionsWithinAStepOfEightBits) {
  const auto table = encode_table();
  for (uint32_t v = 0; v <= 65535; v += 13) {
    const uint32_t entry = v >> 6;
    const uint32_t got =
        kernel::fp_curve(table->words[2 * entry] & 0xffffu, table->words[2 * entry + 2] & 0xffffu, v & 63u);
    ASSERT_NEAR(got, 65535 * srgb_encode(v / 65535.0), 20) << v;  // 1/13 of a step of 8 bits
  }
}

TEST(Adjust, MatricesKeepGreys) {
  for (const double hue : {0.0, 33.0, 120.0, 200.0}) {
    const auto m = color_matrix(1.7, hue);
    for (uint32_t v = 0; v <= 65535; v += 97) {
      const kernel::uvec2 p = kernel::fp_pixel(v, v, v, 65535);
      for (size_t i = 0; i < 12; i += 4)
        ASSERT_NEAR(kernel::fp_matrix_row(p, m[i], m[i + 1], m[i + 2], m[i + 3]), v, 1.5);
    }
  }
}

TEST(Adjust, GrainHasNoMeanAndItsStrength) {
  double sum = 0, squares = 0;
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) {
      const double v = kernel::fp_smooth_noise(x * 256, y * 256, 5) / 65535.0;
      sum += v;
      squares += v * v;
    }
  }
  EXPECT_NEAR(sum / 40000, 0, 0.01);
  EXPECT_NEAR(squares / 40000, 1.0 / 6, 0.01);  // of a triangle from -1 to 1
}

TEST(Conic, IsTheAngleWithinAStepOfTheRamp) {
  for (int i = 0; i < 7200; ++i) {
    const double turn = i / 7200.0, angle = turn * 2 * kPi;
    for (const double length : {3e4, 1e6, 9e8}) {
      const uint32_t got = kernel::fp_conic_position(static_cast<int>(std::lround(length * std::cos(angle))),
                                                     static_cast<int>(std::lround(length * std::sin(angle))));
      const double away = std::abs(got / 65536.0 - turn);
      ASSERT_LE(std::min(away, 1 - away), 4e-5 + 20 / length) << turn << " " << length;
    }
  }
}

}  // namespace
}  // namespace fp

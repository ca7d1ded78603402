// Slow gradients at 8 bits: dithered, so that what the eye takes together follows the gradient instead of its steps.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/cpu/executor.hpp"
#include "engine/display/paint.hpp"
#include "engine/display/plan.hpp"

namespace fp {
namespace {

constexpr int kWidth = 1024, kHeight = 64, kBlock = 8;

FramePtr ramp(double from, double to, PixelFormat format) {
  DisplayList list{.width = kWidth, .height = kHeight};
  Command c;
  c.op = Op::linear;
  c.bounds = {0, 0, kWidth, kHeight};
  c.texture_a = use_resource(list, {make_ramp({{0, {from, from, from, 1}}, {1, {to, to, to, 1}}})});
  c.matrix_a = quantize(scaling({1.0 / kWidth, 1}), c.bounds);
  list.commands.push_back(c);
  list.layers.resize(1);
  return cpu::Executor().execute(plan(list, {c.bounds}), format);
}

struct Found {
  double mean_off = 0;  // the largest of 8x8 blocks, in steps of 8 bits
  double pixel_off = 0;
  int longest = 0;  // columns in which all pixels are the same, next to each other
};
template <class Value, class Ideal>
Found look(const Value& value, const Ideal& ideal) {
  Found found;
  for (int by = 0; by < kHeight; by += kBlock) {
    for (int bx = 0; bx < kWidth; bx += kBlock) {
      double sum = 0, wanted = 0;
      for (int y = by; y < by + kBlock; ++y) {
        for (int x = bx; x < bx + kBlock; ++x) {
          sum += value(x, y);
          wanted += ideal(x);
          found.pixel_off = std::max(found.pixel_off, std::abs(value(x, y) - ideal(x)));
        }
      }
      found.mean_off = std::max(found.mean_off, std::abs(sum - wanted) / (kBlock * kBlock));
    }
  }
  int run = 0;
  for (int x = 0; x < kWidth; ++x) {
    bool same = true;
    for (int y = 0; y < kHeight; ++y) same = same && value(x, y) == value(x == 0 ? 0 : x - 1, 0);
    run = same ? run + 1 : 0;
    found.longest = std::max(found.longest, run);
  }
  return found;
}

// Without dithering these would be bands of up to 90 columns, half a step off at their edges.
TEST(Dither, SlowGradientsHaveNoBands) {
  for (const auto& [from, to] : {std::pair(0.06, 0.11), {0.5, 0.55}, {0.93, 0.88}, {0.2, 0.5}}) {
    const auto at = [&](int x) { return from + (to - from) * (x + 0.5) / kWidth; };
    const FramePtr yuv = ramp(from, to, PixelFormat::yuv420p8);
    const Found luma = look([&](int x, int y) { return yuv->data[static_cast<size_t>(y * kWidth + x)]; },
                            [&](int x) { return 16 + 219 * at(x); });
    EXPECT_LE(luma.mean_off, 0.1) << from;
    EXPECT_LE(luma.pixel_off, 1.02) << from;
    EXPECT_LE(luma.longest, 12) << from;
    const FramePtr rgba = ramp(from, to, PixelFormat::rgba8);
    const Found red = look([&](int x, int y) { return rgba->data[static_cast<size_t>(4 * (y * kWidth + x))]; },
                           [&](int x) { return 255 * at(x); });
    EXPECT_LE(red.mean_off, 0.15) << from;
    EXPECT_LE(red.pixel_off, 1.1) << from;
    EXPECT_LE(red.longest, 12) << from;
  }
}

TEST(Dither, ConstantPartsStayConstant) {
  const FramePtr yuv = ramp(0.3, 0.3, PixelFormat::yuv420p8);
  for (int i = 0; i < kWidth * kHeight; ++i) ASSERT_EQ(yuv->data[static_cast<size_t>(i)], yuv->data[0]);
}

}  // namespace
}  // namespace fp

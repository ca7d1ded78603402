// The formats that executors do not deliver, held against those they do.
#include <gtest/gtest.h>

#include <cstring>

#include "engine/cpu/executor.hpp"
#include "engine/display/frame_convert.hpp"
#include "engine/display/plan.hpp"
#include "tests/cpu/random_list.hpp"

namespace fp {
namespace {

FramePtr draw(const DisplayList& list, PixelFormat format) {
  return cpu::Executor(1).execute(plan(list, {{0, 0, list.width, list.height}}), format);
}

Frame one_colour(int32_t w, int32_t h, uint32_t r, uint32_t g, uint32_t b, uint32_t a) {
  Frame f{PixelFormat::rgba16, w, h, {}};
  const uint32_t rg = r | g << 16, ba = b | a << 16;
  const size_t pixels = static_cast<size_t>(w) * static_cast<size_t>(h);
  f.data.resize(8 * pixels);
  for (size_t i = 0; i < pixels; ++i) {
    std::memcpy(f.data.data() + 4 * i, &rg, 4);
    std::memcpy(f.data.data() + 4 * (pixels + i), &ba, 4);
  }
  return f;
}

int sample(const Frame& f, size_t i) {
  return layout(f.format).depth > 8 ? f.data[2 * i] | f.data[2 * i + 1] << 8 : f.data[i];
}

TEST(Convert, WhatExecutorsDeliverComesOutAlike) {
  for (const auto& [w, h] : {std::pair{64, 48}, std::pair{37, 23}}) {
    for (uint64_t seed = 1; seed <= 8; ++seed) {
      const DisplayList list = test::random_list(seed, w, h, 20);
      const FramePtr wide = draw(list, PixelFormat::rgba16);
      EXPECT_EQ(convert(*wide, PixelFormat::yuv420p8)->data, draw(list, PixelFormat::yuv420p8)->data) << seed;
      EXPECT_EQ(convert(*wide, PixelFormat::rgba8)->data, draw(list, PixelFormat::rgba8)->data) << seed;
    }
  }
}

TEST(Convert, TenBitsAreFourTimesEight) {
  const struct {
    uint32_t r, g, b;
    int y, cb, cr;  // BT.709, 8 bits, from the standard's equations
  } kColours[] = {{65535, 65535, 65535, 235, 128, 128}, {0, 0, 0, 16, 128, 128},     {65535, 0, 0, 63, 102, 240},
                  {0, 65535, 0, 173, 42, 26},           {0, 0, 65535, 32, 240, 118}, {65535, 31354, 0, 138, 61, 191}};
  for (const auto& c : kColours) {
    const Frame f = one_colour(4, 4, c.r, c.g, c.b, 65535);
    for (const PixelFormat format : {PixelFormat::yuv420p10, PixelFormat::yuv422p10, PixelFormat::yuv444p10}) {
      const FramePtr made = convert(f, format);
      const size_t plane = 16, chroma = (made->data.size() / 2 - plane) / 2;
      EXPECT_NEAR(sample(*made, 0), 4 * c.y, 3);
      EXPECT_NEAR(sample(*made, plane), 4 * c.cb, 3);
      EXPECT_NEAR(sample(*made, plane + chroma), 4 * c.cr, 3);
    }
  }
}

TEST(Convert, AlphaFormatsAreStraight) {
  // Half-transparent orange, premultiplied.
  const Frame f = one_colour(4, 4, 32768, 15677, 0, 32768);
  const FramePtr bgra = convert(f, PixelFormat::bgra8);
  EXPECT_EQ(std::vector<uint8_t>(bgra->data.begin(), bgra->data.begin() + 4), (std::vector<uint8_t>{0, 122, 255, 128}));
  const FramePtr opaque = convert(one_colour(4, 4, 65535, 31354, 0, 65535), PixelFormat::yuva420p8);
  const FramePtr half = convert(f, PixelFormat::yuva420p8);
  for (size_t i = 0; i < 24; ++i) EXPECT_NEAR(sample(*half, i), sample(*opaque, i), 1) << i;
  for (size_t i = 24; i < 40; ++i) EXPECT_EQ(sample(*half, i), 128) << i;
  const FramePtr planar = convert(f, PixelFormat::gbrap10);
  EXPECT_EQ(sample(*planar, 48), 512);
  // What is not there does not darken the chroma beside it.
  const FramePtr nothing = convert(one_colour(4, 4, 0, 0, 0, 0), PixelFormat::yuva420p8);
  EXPECT_EQ(sample(*nothing, 16), 128);
  EXPECT_EQ(sample(*nothing, 0), 16);
}

TEST(Convert, SizesAreThoseOfTheLayout) {
  const Frame f = one_colour(5, 3, 1, 2, 3, 65535);
  for (int i = 0; i < kPixelFormats; ++i) {
    const auto format = static_cast<PixelFormat>(i);
    EXPECT_EQ(convert(f, format)->data.size(), frame_bytes(format, 5, 3)) << layout(format).name;
  }
  EXPECT_EQ(frame_bytes(PixelFormat::yuv420p10, 5, 3), 2u * (15 + 2 * 6));
  EXPECT_EQ(frame_bytes(PixelFormat::yuva444p10, 5, 3), 2u * 60);
}

}  // namespace
}  // namespace fp

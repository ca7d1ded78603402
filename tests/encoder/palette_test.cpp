#include "encoder/codec/palette.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace fp {
namespace {

std::vector<uint8_t> gradient(int w, int h) {
  std::vector<uint8_t> rgba;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      for (const int v : {x * 255 / (w - 1), y * 255 / (h - 1), 128, 255}) rgba.push_back(static_cast<uint8_t>(v));
    }
  }
  return rgba;
}

TEST(Palette, FewColoursAreKeptWhole) {
  std::vector<uint8_t> rgba;
  std::vector<Rgb8> colours;
  for (int i = 0; i < 40; ++i) {
    const Rgb8 c{static_cast<uint8_t>(i * 6), static_cast<uint8_t>(255 - i * 5), static_cast<uint8_t>(i * 37)};
    colours.push_back(c);
    for (int n = 0; n <= i; ++n) rgba.insert(rgba.end(), {c.r, c.g, c.b, 255});
  }
  ColourCount count;
  count.add(rgba);
  const std::vector<Rgb8> palette = count.palette();
  for (const Rgb8& c : colours) EXPECT_NE(std::ranges::find(palette, c), palette.end());
  std::vector<uint8_t> out(rgba.size() / 4);
  Ditherer(palette).apply(rgba, 20, out);
  for (size_t i = 0; i < out.size(); ++i) {
    EXPECT_EQ(palette[out[i]], (Rgb8{rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2]})) << i;
  }
}

TEST(Palette, ADitheredGradientHasTheMeanOfWhatItStandsFor) {
  const std::vector<uint8_t> rgba = gradient(256, 64);
  ColourCount count;
  count.add(rgba);
  const std::vector<Rgb8> palette = count.palette();
  ASSERT_LE(palette.size(), static_cast<size_t>(kPaletteColours));
  ASSERT_GT(palette.size(), 100u);
  std::vector<uint8_t> out(rgba.size() / 4);
  Ditherer(palette).apply(rgba, 256, out);
  int64_t all = 0;
  for (int block = 0; block < 32 * 8; ++block) {
    int64_t difference[3] = {};
    for (int i = 0; i < 64; ++i) {
      const auto at = static_cast<size_t>((block / 32 * 8 + i / 8) * 256 + block % 32 * 8 + i % 8);
      const Rgb8& c = palette[out[at]];
      difference[0] += c.r - rgba[4 * at];
      difference[1] += c.g - rgba[4 * at + 1];
      difference[2] += c.b - rgba[4 * at + 2];
    }
    for (const int64_t d : difference) {
      EXPECT_LE(std::abs(d), 64 * 8) << block;  // at the rim there is no entry beyond
      all += std::abs(d);
    }
  }
  EXPECT_LE(all, 32 * 8 * 3 * 64 * 2);
}

TEST(Palette, TransparentPixelsAreTheLastEntryAndDoNotCount) {
  const std::vector<uint8_t> rgba = {255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 255, 127};
  ColourCount count;
  count.add(rgba);
  const std::vector<Rgb8> palette = count.palette();
  EXPECT_EQ(palette, (std::vector<Rgb8>{{0, 255, 0}}));
  std::vector<uint8_t> out(3);
  Ditherer(palette).apply(rgba, 3, out);
  EXPECT_EQ(out, (std::vector<uint8_t>{kTransparent, 0, kTransparent}));
  EXPECT_EQ(ColourCount().palette().size(), 1u);
}

TEST(Palette, WhatStandsStillDoesNotFlicker) {
  std::vector<uint8_t> rgba = gradient(64, 64);
  ColourCount count;
  count.add(rgba);
  const std::vector<Rgb8> palette = count.palette();
  std::vector<uint8_t> first(64 * 64), second(64 * 64);
  Ditherer ditherer(palette);
  ditherer.apply(rgba, 64, first);
  for (size_t i = 0; i < 64 * 32 * 4; i += 4) rgba[i] = static_cast<uint8_t>(255 - rgba[i]);  // the upper half changes
  ditherer.apply(rgba, 64, second);
  EXPECT_TRUE(std::equal(first.begin() + 64 * 32, first.end(), second.begin() + 64 * 32));
  EXPECT_FALSE(std::equal(first.begin(), first.begin() + 64 * 32, second.begin()));
}

}  // namespace
}  // namespace fp

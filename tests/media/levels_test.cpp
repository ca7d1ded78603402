#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

#include "engine/media/image.hpp"
#include "engine/media/resample.hpp"

namespace fp {
namespace {

Texels noise(int32_t width, int32_t height, uint32_t seed) {
  std::mt19937 random(seed);
  Texels texels{.width = width, .height = height, .data = {}, .opaque = false};
  for (int64_t i = 0; i < int64_t{width} * height; ++i) {
    const uint32_t a = random() % 3 == 0 ? 255 : random() % 256;
    uint32_t texel = a << 24;
    for (int shift = 0; shift < 24; shift += 8) texel |= (random() % (a + 1)) << shift;
    texels.data.push_back(texel);
  }
  return texels;
}

Texels flat(int32_t width, int32_t height, uint32_t texel) {
  Texels texels{.width = width, .height = height, .data = {}, .opaque = true};
  texels.data.assign(static_cast<size_t>(width) * static_cast<size_t>(height), texel);
  return texels;
}

// The filter's definition, one texel at a time.
uint32_t reference_texel(const Texels& source, const ResampleWeights& across, const ResampleWeights& down, size_t x,
                         size_t y) {
  uint32_t out = 0;
  for (int channel = 3; channel >= 0; --channel) {
    int64_t sum = 1 << 19;
    for (int s = 0; s < across.taps; ++s) {
      int64_t column = 1 << 7;
      const int32_t sx = across.start[x] + s;
      if (sx >= source.width) continue;
      for (int t = 0; t < down.taps; ++t) {
        const int32_t sy = down.start[y] + t;
        if (sy >= source.height) continue;
        const uint32_t texel =
            source.data[static_cast<size_t>(sy) * static_cast<size_t>(source.width) + static_cast<size_t>(sx)];
        column += down.weights[y * static_cast<size_t>(down.taps) + static_cast<size_t>(t)] *
                  int64_t{texel >> (8 * channel) & 255};
      }
      sum += (column >> 8) * across.weights[x * static_cast<size_t>(across.taps) + static_cast<size_t>(s)];
    }
    int64_t value = std::clamp<int64_t>(sum >> 20, 0, 255);
    if (channel < 3) value = std::min<int64_t>(value, out >> 24);
    out |= static_cast<uint32_t>(value) << (8 * channel);
  }
  return out;
}

TEST(Levels, SidesAreRoundedHalfOctaves) {
  EXPECT_EQ(level_side(1000, 0), 1000);
  EXPECT_EQ(level_side(1000, 1), 707);
  EXPECT_EQ(level_side(1000, 2), 500);
  EXPECT_EQ(level_side(1000, 3), 354);  // 353.55
  EXPECT_EQ(level_side(5, 2), 3);       // ties up
  EXPECT_EQ(level_side(16384, 28), 1);
  EXPECT_EQ(level_side(1, 1), 1);
}

TEST(Levels, TheChainEndsAtOneTexel) {
  const Image image(flat(100, 7, 0xff102030));
  const auto last = image.level(image.level_count() - 1);
  EXPECT_EQ(last->width, 1);
  EXPECT_EQ(last->height, 1);
  EXPECT_GT(image.level(image.level_count() - 2)->width, 1);
  EXPECT_EQ(image.level(2)->width, 50);
  EXPECT_EQ(image.level(2)->height, 4);
  EXPECT_EQ(Image(flat(1, 1, 0)).level_count(), 1);
}

TEST(Levels, WeightsSumExactly) {
  for (const auto& [source, target] :
       {std::pair{1200, 849}, {1200, 600}, {3, 2}, {2, 1}, {1, 1}, {7, 4}, {16384, 11585}, {849, 425}, {3, 3}}) {
    const ResampleWeights w = resample_weights(source, target);
    ASSERT_EQ(w.start.size(), static_cast<size_t>(target));
    EXPECT_EQ(w.taps % 2, 0);
    for (size_t i = 0; i < w.start.size(); ++i) {
      int sum = 0;
      for (size_t t = 0; t < static_cast<size_t>(w.taps); ++t) {
        const int weight = w.weights[i * static_cast<size_t>(w.taps) + t];
        sum += weight;
        ASSERT_TRUE(w.start[i] + static_cast<int>(t) < source || weight == 0);
      }
      ASSERT_EQ(sum, 1 << kWeightBits) << source << "->" << target << " at " << i;
    }
  }
}

TEST(Levels, FastPathIsTheDefinition) {
  for (const auto& [width, height] : {std::pair{61, 43}, {5, 3}, {2, 9}, {1, 40}, {33, 1}}) {
    const Texels source = noise(width, height, 42);
    for (int k = 1; k <= 2; ++k) {
      const int32_t w = level_side(width, k), h = level_side(height, k);
      const Texels out = resampled(source, w, h);
      const ResampleWeights across = resample_weights(width, w), down = resample_weights(height, h);
      for (size_t y = 0; y < static_cast<size_t>(h); ++y) {
        for (size_t x = 0; x < static_cast<size_t>(w); ++x) {
          ASSERT_EQ(out.data[y * static_cast<size_t>(w) + x], reference_texel(source, across, down, x, y))
              << width << "x" << height << " level " << k << " at " << x << "," << y;
        }
      }
    }
  }
}

TEST(Levels, FlatColourStaysAndResultIsPremultiplied) {
  const Image image(flat(97, 61, 0x80402011));
  for (int k = 0; k < image.level_count(); ++k) {
    for (const uint32_t texel : image.level(k)->data) ASSERT_EQ(texel, 0x80402011u) << k;
  }
  const Image rough(noise(97, 61, 1));
  for (const uint32_t t : rough.level(3)->data) {
    ASSERT_LE(std::max({t & 255, t >> 8 & 255, t >> 16 & 255}), t >> 24);
  }
}

TEST(Levels, FineCheckerboardBecomesEvenGray) {
  Texels board = flat(256, 256, 0xff000000);
  for (size_t i = 0; i < board.data.size(); ++i) {
    if ((i + i / 256) % 2 != 0) board.data[i] = 0xffffffff;
  }
  const Image image(std::move(board));
  const auto half = image.level(2);
  for (size_t y = 8; y < 120; ++y) {
    for (size_t x = 8; x < 120; ++x) ASSERT_NEAR(static_cast<int>(half->data[y * 128 + x] & 255), 128, 2);
  }
}

TEST(Levels, OutlinesHaveTheSameSizesAndHashes) {
  const Texels texels = noise(300, 200, 9);
  Texels outline = texels;
  outline.data.clear();
  const Image image(texels), empty(std::move(outline));
  ASSERT_EQ(image.level_count(), empty.level_count());
  for (int k = 0; k < image.level_count(); ++k) {
    EXPECT_EQ(image.level(k)->hash, empty.level(k)->hash);
    EXPECT_EQ(image.level(k)->width, empty.level(k)->width);
    EXPECT_TRUE(k == 0 || image.level(k)->hash != image.level(k - 1)->hash);
  }
  EXPECT_EQ(image.sized(450, 290)->hash, empty.sized(450, 290)->hash);
  EXPECT_NE(image.sized(450, 290)->hash, image.sized(451, 290)->hash);
  EXPECT_TRUE(empty.sized(450, 290)->data.empty());
}

// Enlarged: what is even stays so, and the picture's own texels come back where they are met.
TEST(Levels, Enlarged) {
  const Image even(flat(31, 17, 0xff336699));
  for (const uint32_t texel : even.sized(97, 40)->data) ASSERT_EQ(texel, 0xff336699);
  const Texels texels = noise(40, 30, 5);
  const Texels larger = resampled(texels, 120, 90);  // every third texel lies on one of the original's
  for (size_t y = 3; y < 27; ++y) {
    for (size_t x = 3; x < 37; ++x) {
      const uint32_t was = texels.data[y * 40 + x], is = larger.data[(y * 3 + 1) * 120 + x * 3 + 1];
      for (int shift = 0; shift < 32; shift += 8)
        ASSERT_NEAR(static_cast<int>(is >> shift & 255), static_cast<int>(was >> shift & 255), 1);
    }
  }
}

TEST(Levels, GoldenHashes) {
  const Image image(noise(300, 200, 9));
  std::string hashes;
  for (int k = 1; k <= 4; ++k) hashes += to_hex(texel_hash(*image.level(k))).substr(0, 8) + " ";
  EXPECT_EQ(hashes, "3daaef0c 3d50c58f 919ecc34 2c4a6fbb ");
}

TEST(Levels, ConcurrentUseMakesEachLevelOnce) {
  const Image image(noise(200, 150, 3));
  std::vector<std::thread> threads;
  std::vector<std::shared_ptr<const Texels>> seen(8);
  for (size_t i = 0; i < seen.size(); ++i) threads.emplace_back([&, i] { seen[i] = image.level(5); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& level : seen) EXPECT_EQ(level.get(), image.level(5).get());
}

TEST(Levels, IsFastEnough) {
  const Image image(noise(1200, 1200, 5));
  const auto begin = std::chrono::steady_clock::now();
  for (int k = 1; k <= 4; ++k) image.level(k);
  const auto took = std::chrono::steady_clock::now() - begin;
  RecordProperty("microseconds", static_cast<int>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  EXPECT_LT(took,
            std::chrono::seconds(2));  // generous: sanitizers and busy machines; a release build takes about 30 ms
}

}  // namespace
}  // namespace fp

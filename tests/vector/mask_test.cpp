#include "engine/vector/mask.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <thread>

#include "engine/core/random.hpp"

namespace fp {
namespace {

constexpr IRect kBig{-1000, -1000, 4000, 4000};
const double kSharp[4] = {0, 0, 0, 0};

Path rectangle_at(double x, double y, double w, double h) {
  return transformed(rectangle_path({w, h}, kSharp), translation({x, y}));
}

int at(const PlacedMask& m, int x, int y) {
  if (!m.mask) return 0;
  const int lx = x - m.x, ly = y - m.y;
  if (lx < 0 || ly < 0 || lx >= m.mask->width || ly >= m.mask->height) return 0;
  return coverage_at(*m.mask, lx, ly);
}

std::vector<uint8_t> bytes_of(const PlacedMask& m) {
  std::vector<uint8_t> bytes;
  for (int y = 0; m.mask && y < m.mask->height; ++y) {
    for (int x = 0; x < m.mask->width; ++x) bytes.push_back(coverage_at(*m.mask, x, y));
  }
  return bytes;
}

double covered_area(const PlacedMask& m) {
  double sum = 0;
  for (const uint8_t c : bytes_of(m)) sum += c;
  return sum / 255;
}

// Overlapping blobs of lines and curves, partly far outside.
Path random_path(uint64_t seed) {
  uint64_t i = 0;
  const auto point = [&] {
    i += 2;
    return Vec2{random_at(seed, i) * 300 - 100, random_at(seed, i + 1) * 300 - 100};
  };
  Path path;
  for (int contour = 0; contour < 3; ++contour) {
    path.move_to(point());
    for (int k = 0; k < 4; ++k) {
      const double kind = random_at(seed, 1000 + i);
      if (kind < 0.4) {
        path.line_to(point());
      } else if (kind < 0.7) {
        const Vec2 c = point();
        path.quad_to(c, point());
      } else {
        const Vec2 c1 = point(), c2 = point();
        path.cubic_to(c1, c2, point());
      }
    }
    path.close();
  }
  return path;
}

TEST(Mask, RectangleHasExactAreaCoverage) {
  const PlacedMask m = rasterize(rectangle_at(2.75, 3.5, 10.25, 7.5), kBig);  // x 2.75..13, y 3.5..11
  ASSERT_TRUE(m.mask);
  EXPECT_EQ(m.x, 2);
  EXPECT_EQ(m.y, 3);
  EXPECT_EQ(m.mask->width, 11);
  EXPECT_EQ(m.mask->height, 8);
  for (int y = 3; y < 11; ++y) {
    for (int x = 2; x < 13; ++x) {
      const double area = (x == 2 ? 0.25 : 1) * (y == 3 ? 0.5 : 1);
      EXPECT_EQ(at(m, x, y), static_cast<int>(area * 255 + 0.5)) << x << "," << y;
    }
  }
}

TEST(Mask, WholePixelsAreHalfOpen) {
  const PlacedMask m = rasterize(rectangle_at(-3, 5, 4, 2), kBig);
  EXPECT_EQ(m.x, -3);
  EXPECT_EQ(m.y, 5);
  EXPECT_EQ(m.mask->width, 4);
  EXPECT_EQ(m.mask->height, 2);
  for (const int x : {-3, 0}) EXPECT_EQ(at(m, x, 6), 255);
}

TEST(Mask, NothingCoveredIsNull) {
  EXPECT_FALSE(rasterize({}, kBig).mask);
  EXPECT_FALSE(rasterize(rectangle_at(10, 10, 0, 5), kBig).mask);
  EXPECT_FALSE(rasterize(rectangle_at(10, 10, 5, 5), {0, 0, 10, 10}).mask);
  EXPECT_FALSE(rasterize(rectangle_at(10, 10, 5, 5), {12, 12, 12, 20}).mask);
}

TEST(Mask, YPointsDown) {
  Path triangle = polyline_path({{0, 0}, {10, 10}, {0, 10}}, true);  // wide at the bottom
  const PlacedMask m = rasterize(triangle, kBig);
  EXPECT_LT(at(m, 0, 0), 140);
  EXPECT_EQ(at(m, 5, 9), 255);
  EXPECT_EQ(at(m, 5, 1), 0);
}

TEST(Mask, NonZeroRuleAndOrientation) {
  Path same = rectangle_at(0, 0, 10, 10);
  append(same, rectangle_at(2, 2, 6, 6), {});
  EXPECT_EQ(at(rasterize(same, kBig), 5, 5), 255);  // winding 2
  Path hole = rectangle_at(0, 0, 10, 10);
  append(hole, rectangle_at(2, 2, 6, 6), Affine{-1, 0, 0, 1, 10, 0});  // mirrored: runs the other way
  EXPECT_EQ(at(rasterize(hole, kBig), 5, 5), 0);
  EXPECT_EQ(at(rasterize(hole, kBig), 1, 5), 255);
}

TEST(Mask, CircleAreaIsRight) {
  for (const double r : {3.0, 20.5, 150.0}) {
    const PlacedMask m = rasterize(transformed(ellipse_path({2 * r, 2 * r}), translation({10.3, 7.9})), kBig);
    EXPECT_NEAR(covered_area(m) / (kPi * r * r), 1, r < 10 ? 0.01 : 0.002) << r;
  }
}

TEST(Mask, ClippingEqualsCropping) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    const Path path = random_path(seed);
    const PlacedMask whole = rasterize(path, kBig);
    const auto coordinate = [&](uint64_t k) { return static_cast<int32_t>(random_at(seed + 1000, k) * 200) - 60; };
    const int32_t x0 = coordinate(0), y0 = coordinate(1);
    const IRect clip{x0, y0, x0 + 1 + std::abs(coordinate(2)), y0 + 1 + std::abs(coordinate(3))};
    const PlacedMask part = rasterize(path, clip);
    for (int y = clip.y0; y < clip.y1; ++y) {
      for (int x = clip.x0; x < clip.x1; ++x) {
        ASSERT_NEAR(at(part, x, y), at(whole, x, y), 1) << "seed " << seed << " at " << x << "," << y;
      }
    }
  }
}

TEST(Mask, HugeOutlinesAreClippedNotDrawn) {
  const PlacedMask all = rasterize(rectangle_at(-1e9, -1e9, 2e9, 2e9), {0, 0, 64, 32});
  ASSERT_TRUE(all.mask);
  for (const uint8_t c : bytes_of(all)) ASSERT_EQ(c, 255);
  const PlacedMask band = rasterize(rectangle_at(-1e6, 4, 2e6, 2), {0, 0, 64, 32});
  EXPECT_EQ(band.y, 4);
  EXPECT_EQ(band.mask->height, 2);
  for (const uint8_t c : bytes_of(band)) ASSERT_EQ(c, 255);
  const PlacedMask odd = rasterize(polyline_path({{NAN, 0}, {INFINITY, 10}, {0, -INFINITY}}, true), {0, 0, 16, 16});
  EXPECT_TRUE(!odd.mask || odd.mask->width <= 16);  // no promise but to survive
}

TEST(Mask, SurvivesHostileOutlines) {
  const auto wild = [](uint64_t seed, uint64_t i) { return (random_at(seed, i) - 0.5) * 4; };
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    Path path;
    for (uint64_t i = 0; i < 40; i += 2) {
      const double scale = exact_pow(10, random_at(seed, 99 + i) * 9 - 3);
      const Vec2 p{wild(seed, i) * scale, wild(seed, i + 1) * scale};
      i ? path.line_to(p) : path.move_to(p);
    }
    path.close();
    const PlacedMask m = rasterize(path, {-8, -8, 24, 24});
    if (!m.mask) continue;
    ASSERT_EQ(bytes_of(m).size(), static_cast<size_t>(m.mask->width) * m.mask->height);
  }
}

TEST(Mask, WholePixelMovesKeepTheBytes) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const Path path = random_path(seed);
    const PlacedMask a = rasterize(path, kBig);
    const PlacedMask b = rasterize(transformed(path, translation({37, 111})), kBig);
    EXPECT_EQ(a.mask->hash, b.mask->hash);
    EXPECT_EQ(b.x - a.x, 37);
    EXPECT_EQ(b.y - a.y, 111);
  }
}

TEST(Mask, GoldenBytesHold) {  // the same at every optimisation level and from every compiler
  ByteWriter all;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Path path = random_path(seed);
    const StrokeStyle style{.width = 1 + 20 * random_at(seed, 500), .join = static_cast<Stroke::Join>(seed % 3)};
    for (const Path& p : {path, stroke_outline(path, style, 0.05)}) {
      const PlacedMask m = rasterize(p, {0, 0, 150, 150});
      if (!m.mask) continue;
      std::vector<uint8_t> rows;  // each padded to a whole number of words
      for (int y = 0; y < m.mask->height; ++y) {
        for (int x = 0; x < (m.mask->width + 3) / 4 * 4; ++x)
          rows.push_back(x < m.mask->width ? coverage_at(*m.mask, x, y) : 0);
      }
      all.put(m.x).put(m.y).put_bytes(std::as_bytes(std::span(rows)));
    }
  }
  EXPECT_EQ(to_hex(all.sha()), "90fcc327e8f2fe361e8534c3304fa43275a9bbad3d9d1566b03def4ec5dcf517");
}

std::shared_ptr<const PlacedMask> disc(double side) {
  return std::make_shared<const PlacedMask>(rasterize(ellipse_path({side, side}), kBig));
}

TEST(Mask, TilesKeepEveryByte) {
  for (const auto& [width, height] : {std::pair{1, 1}, {31, 16}, {33, 17}, {200, 90}}) {
    std::vector<uint8_t> bytes(static_cast<size_t>(width * height));
    for (int i = 0; i < width * height; ++i) {
      const int tile = (i % width / 32 + i / width / 16) % 3;
      bytes[static_cast<size_t>(i)] = static_cast<uint8_t>(tile == 0 ? 0 : tile == 1 ? 255 : i * 37);
    }
    const PlacedMask m{std::make_shared<const Mask>(make_mask(width, height, bytes.data(), width)), 0, 0};
    EXPECT_EQ(bytes_of(m), bytes) << width << " x " << height;
  }
}

TEST(Mask, LargeShapesCostTheirEdge) {
  const PlacedMask m = rasterize(ellipse_path({1200, 1200}), kBig);
  const size_t table = static_cast<size_t>(m.mask->tiles_across()) * static_cast<size_t>(m.mask->tiles_down());
  EXPECT_LT((m.mask->words.size() - table) * sizeof(uint32_t), 1200u * 1200 / 8);
  EXPECT_EQ(at(m, 600, 600), 255);
  EXPECT_EQ(at(m, 100, 100), 0);
}

TEST(MaskCache, ForgetsTheLeastRecentlyUsed) {
  const auto mask = disc(64);
  MaskCache cache(3 * (256 + mask->mask->words.size() * sizeof(uint32_t)));
  for (uint64_t k = 1; k <= 3; ++k) cache.insert({k, 0}, mask);
  EXPECT_EQ(cache.find({1, 0}), mask);  // now 2 is the oldest
  cache.insert({4, 0}, mask);
  EXPECT_TRUE(cache.find({1, 0}));
  EXPECT_FALSE(cache.find({2, 0}));
  EXPECT_TRUE(cache.find({3, 0}));
  EXPECT_TRUE(cache.find({4, 0}));
  EXPECT_FALSE(cache.find({9, 9}));
}

TEST(MaskCache, RefusesWhatCannotFitAndKeepsNullMasks) {
  MaskCache cache(1000);
  cache.insert({1, 0}, disc(64));
  EXPECT_FALSE(cache.find({1, 0}));
  cache.insert({2, 0}, std::make_shared<const PlacedMask>());
  ASSERT_TRUE(cache.find({2, 0}));
  EXPECT_FALSE(cache.find({2, 0})->mask);
}

TEST(MaskCache, ThreadsMayShareIt) {
  MaskCache cache(20 * 800);
  const auto mask = disc(16);
  std::vector<std::thread> threads;
  for (uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (uint64_t i = 0; i < 5000; ++i) {
        const Hash128 key{(i * 7 + t) % 40, 0};
        const auto hit = cache.find(key);
        if (hit) {
          EXPECT_EQ(hit, mask);
        } else {
          cache.insert(key, mask);
        }
      }
    });
  }
  for (std::thread& t : threads) t.join();
}

// Where a window cuts an outline, the cut is rounded to the grid.
TEST(Mask, WindowsAgreeWithTheWhole) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const Path path = flattened(transformed(random_path(seed), scaling({3.1, 2.7})), 0.05);
    const PlacedMask whole = rasterize(path, kBig);
    ASSERT_TRUE(whole.mask);
    ASSERT_GE(whole.mask->width * whole.mask->height, 256 * 256);
    for (int y = whole.y; y < whole.y + whole.mask->height; y += 150) {
      for (int x = whole.x; x < whole.x + whole.mask->width; x += 150) {
        const PlacedMask part = rasterize(path, {x, y, x + 150, y + 150});
        for (int j = y; j < std::min(y + 150, whole.y + whole.mask->height); ++j) {
          for (int i = x; i < std::min(x + 150, whole.x + whole.mask->width); ++i) {
            ASSERT_NEAR(at(whole, i, j), at(part, i, j), 4) << "seed " << seed << " at " << i << "," << j;
          }
        }
      }
    }
  }
}

TEST(Mask, LargeRoundedRectangleIsSolidInside) {
  const double radius[4] = {60, 60, 60, 60};
  const PlacedMask m = rasterize(transformed(rectangle_path({1000, 900}, radius), translation({10.5, 20.25})), kBig);
  for (int y = 100; y < 800; y += 7) {
    for (int x = 100; x < 900; x += 7) ASSERT_EQ(at(m, x, y), 255);
  }
  EXPECT_EQ(at(m, 10, 500), 128);
  EXPECT_EQ(at(m, 11, 20), 0);
  EXPECT_NEAR(covered_area(m), 1000.0 * 900 - (4 - kPi) * 60 * 60, 40);
}

}  // namespace
}  // namespace fp

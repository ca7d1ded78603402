#include "engine/display/plan.hpp"

#include <gtest/gtest.h>

#include "engine/display/paint.hpp"
#include "tests/cpu/random_list.hpp"

namespace fp {
namespace {

using test::random_list;

TEST(DisplayList, IdentityFollowsContentNotAddresses) {
  EXPECT_EQ(identity(random_list(7, 100, 80, 20)), identity(random_list(7, 100, 80, 20)));
  EXPECT_NE(identity(random_list(7, 100, 80, 20)), identity(random_list(8, 100, 80, 20)));
  DisplayList changed = random_list(7, 100, 80, 20);
  changed.commands[3].opacity ^= 1;
  EXPECT_NE(identity(changed), identity(random_list(7, 100, 80, 20)));
}

TEST(Damage, NothingChangedNothingDamaged) {
  const TileHashes tiles = hash_tiles(random_list(3, 500, 300, 30));
  EXPECT_TRUE(damage(tiles, tiles, 500, 300).empty());
}

TEST(Damage, UnknownBeforeDamagesEverything) {
  const std::vector<IRect> all = damage({}, hash_tiles(random_list(3, 500, 300, 30)), 500, 300);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0], (IRect{0, 0, 500, 300}));
}

TEST(Damage, CoversExactlyTheTilesOfAMovedCommand) {
  DisplayList list{.width = 640, .height = 640};
  Command background;
  background.bounds = {0, 0, 640, 640};
  list.commands = {background, background};
  list.commands[1].bounds = {10, 10, 20, 20};
  const TileHashes before = hash_tiles(list);
  list.commands[1].bounds = {330, 200, 340, 210};
  const std::vector<IRect> rects = damage(before, hash_tiles(list), 640, 640);
  ASSERT_EQ(rects.size(), 2u);
  EXPECT_EQ(rects[0], (IRect{0, 0, 64, 64}));
  EXPECT_EQ(rects[1], (IRect{320, 192, 384, 256}));
}

TEST(Damage, RectanglesAreDisjoint) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const auto rects =
        damage(hash_tiles(random_list(seed, 700, 500, 12)), hash_tiles(random_list(seed + 1, 700, 500, 12)), 700, 500);
    for (size_t i = 0; i < rects.size(); ++i) {
      for (size_t j = i + 1; j < rects.size(); ++j) EXPECT_TRUE(intersect(rects[i], rects[j]).empty());
    }
  }
}

TEST(Quantize, SumsStayWithin30Bits) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    test::Dice dice(seed);
    const IRect bounds = test::random_rect(dice, 8192, 4320);
    const Affine map = test::random_map(dice, dice.chance(0.3) ? 300.0 : 1.5);
    const PaintMatrix q = quantize(map, bounds);
    EXPECT_GE(q.shift, 16u);
    EXPECT_LE(q.shift, 28u);
    const double scale = static_cast<double>(1u << q.shift);
    double largest = 0;
    for (const double x : {bounds.x0 + 0.5, bounds.x1 - 0.5}) {
      for (const double y : {bounds.y0 + 0.5, bounds.y1 - 0.5}) {
        const Vec2 p = apply(map, {x, y});
        largest = std::max({largest, std::abs(p.x), std::abs(p.y)});
      }
    }
    for (const int x : {bounds.x0, bounds.x1 - 1}) {
      for (const int y : {bounds.y0, bounds.y1 - 1}) {
        const auto sum = static_cast<int32_t>(static_cast<uint32_t>(q.m[0]) * static_cast<uint32_t>(2 * x + 1) +
                                              static_cast<uint32_t>(q.m[1]) * static_cast<uint32_t>(2 * y + 1) +
                                              static_cast<uint32_t>(q.m[2]));
        EXPECT_LE(std::abs(static_cast<int64_t>(sum)), (1ll << 30) + (1ll << 14));
        const Vec2 exact = apply(map, {x + 0.5, y + 0.5});
        if (largest * scale < 1073741824.0) {  // else compressed
          EXPECT_NEAR(sum / scale, exact.x, 8192.0 * 2 / scale);
        }
      }
    }
  }
}

TEST(Ramp, EndsAreTheStopsColours) {
  const auto ramp = make_ramp({{0.25, {1, 0, 0, 1}}, {0.75, {0, 0, 1, 0.5}}});
  EXPECT_EQ(ramp->words[0], 0x0000ffffu);
  EXPECT_EQ(ramp->words[1], 0xffff0000u);
  EXPECT_EQ(ramp->words[2 * 1024], 0u);
  EXPECT_EQ(ramp->words[2 * 1024 + 1], 0x80008000u);
}

}  // namespace
}  // namespace fp

#include "engine/cpu/executor.hpp"

#include <gtest/gtest.h>

#include "engine/cpu/kernel_types.hpp"
#include "engine/display/plan.hpp"
#include "tests/cpu/random_list.hpp"

namespace fp {
namespace {

using test::random_list;

PassPlan full_plan(const DisplayList& list) {
  return plan(list, {{0, 0, list.width, list.height}});
}

FramePtr draw(const DisplayList& list, PixelFormat format, int threads = 1, cpu::Isa isa = cpu::Isa::best) {
  return cpu::Executor(threads, isa).execute(full_plan(list), format);
}

TEST(Kernel, DivisionBy65535IsExact) {
  const auto exact = [](uint64_t t) { return static_cast<uint32_t>((t + 32767) / 65535); };
  for (uint64_t a = 0; a <= 65535; a += 7) {
    for (uint64_t b : {0ull, 1ull, 2ull, 255ull, 32767ull, 32768ull, 65533ull, 65534ull, 65535ull}) {
      const uint32_t t = static_cast<uint32_t>(a * b);
      ASSERT_EQ(kernel::fp_div65535(t), exact(t)) << a << "*" << b;
    }
  }
}

TEST(Kernel, GreysAreNeutralAndRangeIsLimited) {
  for (uint32_t v = 0; v <= 65535; ++v) {
    ASSERT_EQ(kernel::fp_cb709(v, v, v), 128u);
    ASSERT_EQ(kernel::fp_cr709(v, v, v), 128u);
    ASSERT_NEAR(kernel::fp_luma709(v, v, v), 16 + 219.0 * v / 65535.0, 0.501) << v;
  }
  EXPECT_EQ(kernel::fp_luma709(65535, 0, 0), 63u);
  EXPECT_EQ(kernel::fp_cb709(0, 0, 65535), 240u);
  EXPECT_EQ(kernel::fp_cr709(65535, 0, 0), 240u);
  EXPECT_EQ(kernel::fp_cb709(65535, 65535, 0), 16u);
}

TEST(Kernel, SquareRootIsTheFloor) {
  for (uint32_t v = 0; v < (1u << 30) - 40000; v += 33331) {
    const uint64_t r = kernel::fp_isqrt30(v);
    ASSERT_LE(r * r, v);
    ASSERT_GT((r + 1) * (r + 1), v);
  }
}

TEST(Kernel, FullCoverageAndOpacityChangeNothing) {
  for (uint32_t v = 0; v <= 65535; ++v) {
    ASSERT_EQ(kernel::fp_mul16(v, 65535), v);
    ASSERT_EQ(kernel::fp_to8(v), (v * 255 + 32767) / 65535);
  }
  EXPECT_EQ(kernel::fp_rect_cover(256, 256), 65535u);
  EXPECT_EQ(kernel::fp_rect_cover(0, 256), 0u);
}

TEST(CpuExecutor, EveryInstructionSetGivesTheSameBits) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const DisplayList list = random_list(seed, 301, 173, 40);
    for (const PixelFormat format : {PixelFormat::rgba16, PixelFormat::rgba8, PixelFormat::yuv420p8}) {
      const FramePtr expected = draw(list, format, 1, cpu::Isa::baseline);
      for (const cpu::Isa isa : {cpu::Isa::avx2, cpu::Isa::avx512}) {
        if (!cpu::supported(isa)) continue;
        ASSERT_EQ(draw(list, format, 1, isa)->data, expected->data) << seed << cpu::name(isa);
      }
      ASSERT_EQ(draw(list, format, 3)->data, expected->data) << "threads, seed " << seed;
    }
  }
}

TEST(CpuExecutor, OpaqueSolidCoversEverythingBelow) {
  DisplayList list = random_list(5, 200, 130, 10);
  Command top;
  top.bounds = {0, 0, 200, 130};
  top.color_rg = 0x12345678;
  top.color_ba = 0xffff4321;
  list.commands.push_back(top);
  const FramePtr frame = draw(list, PixelFormat::rgba16);
  const auto* words = reinterpret_cast<const uint32_t*>(frame->data.data());
  for (size_t i = 0; i < 200 * 130; ++i) {
    ASSERT_EQ(words[i], 0x12345678u);
    ASSERT_EQ(words[200 * 130 + i], 0xffff4321u);
  }
}

// Random edits from frame to frame: redrawing only the damage must equal drawing everything.
TEST(CpuExecutor, DamageEqualsFullRedraw) {
  for (const PixelFormat format : {PixelFormat::yuv420p8, PixelFormat::rgba16}) {
    cpu::Executor incremental(1);
    TileHashes tiles;
    DisplayList list = random_list(1000, 333, 257, 25);
    size_t redrawn = 0, frames = 60;
    for (size_t i = 0; i < frames; ++i) {
      test::Dice dice(2000 + i);
      if (dice.chance(0.1)) {
        list = random_list(3000 + i, 333, 257, 25);
      } else {
        const auto at = static_cast<size_t>(dice.between(1, static_cast<int>(list.commands.size()) - 1));
        Command& c = list.commands[at];
        if (c.op != Op::push) c.opacity = static_cast<uint32_t>(dice.between(0, 65535));
        if (c.op == Op::solid) c.bounds = intersect(c.bounds, test::random_rect(dice, 333, 257));
      }
      TileHashes now = hash_tiles(list);
      std::vector<IRect> damaged = damage(tiles, now, list.width, list.height);
      for (const IRect& r : damaged) redrawn += static_cast<size_t>(r.width()) * static_cast<size_t>(r.height());
      tiles = std::move(now);
      const FramePtr partial = incremental.execute(plan(list, damaged), format);
      ASSERT_EQ(partial->data, draw(list, format)->data) << "frame " << i;
    }
    EXPECT_LT(redrawn, frames * 333 * 257 * 8 / 10) << "damage saved nothing";
  }
}

TEST(CpuExecutor, ReturnedFramesNeverChangeLater) {
  cpu::Executor executor(1);
  const FramePtr first = executor.execute(full_plan(random_list(1, 128, 128, 20)), PixelFormat::yuv420p8);
  const Sha256 before = frame_hash(*first);
  executor.execute(full_plan(random_list(2, 128, 128, 20)), PixelFormat::yuv420p8);
  EXPECT_EQ(frame_hash(*first), before);
}

}  // namespace
}  // namespace fp

// Damage, several frames in flight, several executors and threads: always what a full redraw gives.
#include <gmock/gmock.h>

#include <deque>
#include <thread>

#include "engine/cpu/executor.hpp"
#include "tests/vulkan/reference.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

constexpr PixelFormat kFormats[] = {PixelFormat::rgba16, PixelFormat::rgba8, PixelFormat::yuv420p8};

struct Step {
  PassPlan plan;  // damage against the step before
  PassPlan full;  // everything
  PixelFormat format;
};

std::vector<Step> sequence(uint64_t seed, int32_t width, int32_t height, int count, bool change_format) {
  Numbers n{.seed = seed};
  DisplayList list = random_list(seed, width, height, 14);
  TileHashes before;
  std::vector<Step> steps;
  for (int i = 0; i < count; ++i) {
    const TileHashes after = hash_tiles(list);
    const PixelFormat format = change_format ? kFormats[n.below(3)] : PixelFormat::yuv420p8;
    steps.push_back({plan(list, damage(before, after, width, height)), whole_plan(list), format});
    before = after;
    if (!n.chance(20)) list = edited(n, list);
  }
  return steps;
}

TEST(Sequence, DamageGivesWhatAFullRedrawGives) {
  ASSERT_TRUE(context());
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    vulkan::Executor executor(context(), 2);
    cpu::Executor on_cpu;
    size_t partial = 0;
    for (const Step& step : sequence(seed, 259, 195, 12, seed > 2)) {
      const Frame expected = Reference().execute(step.full, step.format);
      EXPECT_TRUE(same(*run(executor, step.plan, step.format), expected)) << "seed " << seed;
      EXPECT_TRUE(same(*on_cpu.execute(step.plan, step.format), expected)) << "seed " << seed;
      for (const IRect& r : step.plan.damage) partial += r.width() < 259;
    }
    EXPECT_GT(partial, 0u) << "the edits should leave something alone";
  }
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

// Only the left tile is redrawn, yet the chroma at its right edge mixes in its last column.
TEST(Sequence, AChangedTileAltersTheChromaBesideIt) {
  ASSERT_TRUE(context());
  Numbers n{.seed = 4};
  const DisplayList plain = background(n, 2 * kTile, kTile);
  DisplayList changed = plain;
  changed.commands.push_back(background(n, kTile, kTile).commands[0]);
  const auto damaged = damage(hash_tiles(plain), hash_tiles(changed), plain.width, plain.height);
  ASSERT_EQ(damaged, (std::vector<IRect>{{0, 0, kTile, kTile}}));
  vulkan::Executor executor(context(), 1);
  run(executor, whole_plan(plain), PixelFormat::yuv420p8);
  EXPECT_TRUE(same(*run(executor, plan(changed, damaged), PixelFormat::yuv420p8),
                   Reference().execute(whole_plan(changed), PixelFormat::yuv420p8)));
}

TEST(Sequence, FramesInFlightComeBackInOrder) {
  ASSERT_TRUE(context());
  constexpr int kInFlight = 3;
  vulkan::Executor executor(context(), kInFlight);
  std::deque<Frame> expected;
  const auto take = [&] {
    const auto frame = executor.collect();
    ASSERT_TRUE(frame.has_value());
    EXPECT_TRUE(same(**frame, expected.front()));
    expected.pop_front();
  };
  std::vector<Step> steps = sequence(21, 200, 120, 20, false);
  for (Step& other : sequence(22, 131, 77, 6, true))
    steps.push_back(std::move(other));  // size and formats change in flight
  for (const Step& step : steps) {
    if (executor.in_flight() == kInFlight) take();
    ASSERT_TRUE(executor.submit(step.plan, step.format).has_value());
    expected.push_back(Reference().execute(step.full, step.format));
  }
  while (executor.in_flight() > 0) take();
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

TEST(Sequence, NothingChangedIsTheSameFrame) {
  ASSERT_TRUE(context());
  const DisplayList list = random_list(9, 90, 50, 6);
  vulkan::Executor executor(context(), 2);
  const FramePtr first = run(executor, whole_plan(list), PixelFormat::rgba8);
  EXPECT_EQ(run(executor, plan(list, {}), PixelFormat::rgba8), first);
  // Another format of the same surface needs no drawing, but a conversion.
  const FramePtr other = run(executor, plan(list, {}), PixelFormat::yuv420p8);
  EXPECT_TRUE(same(*other, Reference().execute(whole_plan(list), PixelFormat::yuv420p8)));
}

TEST(Sequence, ExecutorsOnThreadsShareAContext) {
  ASSERT_TRUE(context());
  constexpr int kThreads = 4;
  std::vector<std::vector<Sha256>> got(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        vulkan::Executor executor(context(), 1 + t % 3);
        for (const Step& step : sequence(30 + static_cast<uint64_t>(t % 2), 150, 90, 8, true)) {
          got[static_cast<size_t>(t)].push_back(frame_hash(*run(executor, step.plan, step.format)));
        }
      });
    }
  }
  for (size_t t = 0; t < kThreads; ++t) {
    std::vector<Sha256> expected;
    for (const Step& step : sequence(30 + t % 2, 150, 90, 8, true)) {
      expected.push_back(frame_hash(Reference().execute(step.full, step.format)));
    }
    EXPECT_EQ(got[t], expected);
  }
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

}  // namespace
}  // namespace fp::test

// What is larger than one binding is drawn in parts; memory is handed out without overlap.
#include <gmock/gmock.h>

#include <algorithm>

#include "engine/vulkan/state.hpp"
#include "tests/vulkan/reference.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

using vulkan::Dispatch;
using vulkan::Limits;

// A picture whose rows the canvas crosses at an angle, so that every part needs other rows.
DisplayList large_image(int levels) {
  Numbers n{.seed = 8};
  DisplayList list = background(n, 211, 160);
  Command c;
  c.op = Op::image;
  c.bounds = {0, 0, 211, 160};
  c.texture_a = use_resource(list, random_texels(n, 300, 400));
  c.matrix_a = {.m = {20000, 9000, -3 << 16, -15000, 30000, 80 << 16}, .shift = 16};
  if (levels == 2) {
    c.texture_b = use_resource(list, random_texels(n, 212, 283));
    c.matrix_b = {.m = {14000, 6000, 0, -10000, 21000, 60 << 16}, .shift = 16};
    c.level_mix = 100;
  }
  list.commands.push_back(c);
  return list;
}

TEST(Parts, ImagesAndSurfacesBeyondOneBindingGiveTheSamePixels) {
  const auto small = open_context();
  ASSERT_TRUE(small);
  const uint64_t alignment = small->state().limits.alignment;
  small->state().limits.binding = 24 << 10;  // a plane of 211x160 is 132 KiB, the image 469 KiB
  for (const DisplayList& list : {large_image(1), large_image(2), random_list(70, 211, 160, 12)}) {
    const PassPlan p = whole_plan(list);
    EXPECT_GT(vulkan::draws(p, {.binding = 24 << 10, .alignment = alignment}).size(), 8u);
    for (const PixelFormat format : {PixelFormat::rgba16, PixelFormat::rgba8}) {
      vulkan::Executor executor(small, 1);
      EXPECT_TRUE(same(*run(executor, p, format), Reference().execute(p, format)));
    }
  }
  EXPECT_THAT(small->validation_messages(), testing::IsEmpty());
}

TEST(Parts, YuvOfASurfaceBeyondOneBinding) {
  const auto small = open_context();
  ASSERT_TRUE(small);
  small->state().limits.binding = 64 << 10;
  const PassPlan p = whole_plan(random_list(71, 211, 161, 8));
  vulkan::Executor executor(small, 1);
  EXPECT_TRUE(same(*run(executor, p, PixelFormat::yuv420p8), Reference().execute(p, PixelFormat::yuv420p8)));
  EXPECT_THAT(small->validation_messages(), testing::IsEmpty());
}

TEST(Dispatches, CoverEveryDamagedPixelOnceAndStayInBounds) {
  const PassPlan p = plan(random_list(80, 300, 200, 10), {{0, 0, 64, 64}, {128, 64, 300, 200}});
  for (const uint64_t binding : {uint64_t{128} << 20, uint64_t{16} << 10}) {
    const Limits limits{.binding = binding, .alignment = 256};
    std::vector<int64_t> drawn(p.passes.size(), 0);
    for (const Dispatch& d : vulkan::draws(p, limits)) {
      EXPECT_LE(std::max({d.plane.bytes, d.texture_a.bytes, d.texture_b.bytes}), binding);
      EXPECT_EQ(d.plane.offset % 256 + d.texture_a.offset % 256 + d.texture_b.offset % 256, 0u);
      drawn[d.pass] += int64_t{d.rect.width()} * d.rect.height();
    }
    for (size_t i = 0; i < p.passes.size(); ++i) {
      const PassConstants& c = p.passes[i].constants;
      int64_t wanted = 0;
      for (const IRect& r : p.damage) {
        const IRect part = intersect(r, {c.x0, c.y0, c.x1, c.y1});
        if (!part.empty()) wanted += int64_t{part.width()} * part.height();
      }
      EXPECT_EQ(drawn[i], wanted) << "pass " << i;
    }
  }
}

TEST(Dispatches, WhatABackgroundHidesIsNotDrawn) {
  for (const uint32_t blend : {0u, kBlendCopy, 1u}) {
    DisplayList list = random_list(90, 128, 128, 6);
    Command cover;
    cover.bounds = {0, 0, 128, 128};
    cover.blend = blend;
    cover.color_ba = blend == 0 ? 0xffff0000u : 0x7fff0000u;
    list.commands.push_back(cover);
    const auto dispatches = vulkan::draws(whole_plan(list), {});
    EXPECT_EQ(dispatches.size() == 1, blend != 1) << "multiplying shows what is behind";
    EXPECT_EQ(dispatches.back().pass, list.commands.size() - 1);
  }
}

TEST(Dispatches, ADamagedColumnReachesTheChromaToItsRight) {
  const IRect changed{0, 0, 64, 64};
  const auto dispatches = vulkan::conversions({&changed, 1}, 200, 100, PixelFormat::yuv420p8, {});
  ASSERT_EQ(dispatches.size(), 1u);
  EXPECT_GE(dispatches[0].rect.x1, 65);
}

TEST(Memory, BuffersNeverOverlapAndSpaceIsReused) {
  ASSERT_TRUE(context());
  vulkan::Memory& memory = *context()->state().memory;
  Numbers n{.seed = 91};
  std::vector<vulkan::Buffer> buffers;
  const auto expect_disjoint = [&] {
    std::vector<std::pair<const std::byte*, const std::byte*>> spans;
    for (const auto& b : buffers) spans.emplace_back(b.mapped().data(), b.mapped().data() + b.mapped().size());
    std::ranges::sort(spans);
    for (size_t i = 1; i < spans.size(); ++i) EXPECT_LE(spans[i - 1].second, spans[i].first);
  };
  for (int round = 0; round < 400; ++round) {
    if (!buffers.empty() && n.chance(45)) {
      buffers.erase(buffers.begin() + n.below(static_cast<uint32_t>(buffers.size())));
      continue;
    }
    const uint64_t size = n.chance(5) ? 5u << 20 : 1 + n.below(300000);
    auto buffer = vulkan::Buffer::create(memory, size, vulkan::Use::upload);
    ASSERT_TRUE(buffer.has_value());
    EXPECT_GE(buffer->mapped().size(), size);
    buffers.push_back(std::move(*buffer));
    if (round % 50 == 0) expect_disjoint();
  }
  expect_disjoint();
}

}  // namespace
}  // namespace fp::test

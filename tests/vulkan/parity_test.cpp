// Vulkan == CPU executor == per-pixel reference, byte for byte, for every kernel and format.
#include <gmock/gmock.h>

#include "engine/cpu/executor.hpp"
#include "tests/vulkan/reference.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

constexpr PixelFormat kFormats[] = {PixelFormat::rgba16, PixelFormat::rgba8, PixelFormat::yuv420p8};

void expect_parity(const PassPlan& p, PixelFormat format) {
  const Frame expected = Reference().execute(p, format);
  EXPECT_TRUE(same(*cpu::Executor().execute(p, format), expected)) << "on the CPU executor";
  vulkan::Executor executor(context(), 1);
  EXPECT_TRUE(same(*run(executor, p, format), expected)) << "on " << device_name();
}

struct Kind {
  const char* name;
  Op op;
  int levels;
};
constexpr Kind kKinds[] = {{"solid", Op::solid, 0},
                           {"linear", Op::linear, 0},
                           {"radial", Op::radial, 0},
                           {"image", Op::image, 1},
                           {"image of two levels", Op::image, 2},
                           {"group", Op::pop, 0},
                           {"conic", Op::conic, 0},
                           {"picture", Op::picture, 0}};

DisplayList list_of(const Kind& kind, Cover cover, uint32_t blend) {
  Numbers n{.seed = 1000 + static_cast<uint64_t>(&kind - kKinds) * 100 + static_cast<uint64_t>(cover) * 30 + blend};
  DisplayList list = background(n, 71, 43);
  const IRect whole = list.commands[0].bounds;
  add_command(n, list, Op::image, whole, Cover::rect, 2, 1);
  for (int i = 0; i < 4; ++i) {
    if (kind.op != Op::pop) {
      add_command(n, list, kind.op, whole, cover, blend, kind.levels);
      continue;
    }
    Command group;
    group.op = Op::push;
    group.bounds = whole;
    list.commands.push_back(group);
    add_command(n, list, Op::linear, whole, Cover::mask, 0, 1);
    add_command(n, list, Op::solid, whole, cover, blend, 1);
    Command pop = list.commands.back();  // its cover, blend and opacity
    pop.op = Op::pop;
    pop.bounds = whole;
    list.commands.push_back(pop);
  }
  return list;
}

TEST(Parity, EveryPassWithEveryCoverAndBlend) {
  ASSERT_TRUE(context());
  for (const Kind& kind : kKinds) {
    for (const Cover cover : {Cover::full, Cover::rect, Cover::mask}) {
      for (uint32_t blend = 0; blend < kBlends; ++blend) {
        // Copying is for backgrounds: a colour without coverage.
        if (blend == kBlendCopy && (kind.op != Op::solid || cover != Cover::full)) continue;
        if (blend == kBlendMatte && cover == Cover::mask) continue;  // what a mask does not reach is not touched
        // Every blend with every cover on a solid; elsewhere a few, with one cover each: the blending is the same code.
        const auto turn = static_cast<uint32_t>(&kind - kKinds) + static_cast<uint32_t>(cover) + blend;
        if (blend > 3 && kind.op != Op::solid && turn % 12 != 0) continue;
        SCOPED_TRACE(testing::Message() << kind.name << ", cover " << static_cast<int>(cover) << ", blend " << blend);
        expect_parity(whole_plan(list_of(kind, cover, blend)), PixelFormat::rgba16);
      }
    }
  }
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

TEST(Parity, EveryFilterAndAdjustment) {
  ASSERT_TRUE(context());
  for (uint32_t filter = 0; filter < 4; ++filter) {
    for (uint64_t seed = 1; seed <= 6; ++seed) {
      SCOPED_TRACE(testing::Message() << "filter " << filter << ", seed " << seed);
      Numbers n{.seed = 7000 + filter * 100 + seed};
      DisplayList list = background(n, 67, 49);
      for (int i = 0; i < 3; ++i)
        add_command(n, list, Op::adjust, list.commands[0].bounds, static_cast<Cover>(n.below(3)), 0, 1);
      Command c;
      c.op = Op::picture;
      c.bounds = list.commands[0].bounds;
      c.texture_a = use_resource(list, {random_picture(n, n.between(1, 300), n.between(1, 60), filter)});
      c.picture_x = n.between(-40, 20), c.picture_y = n.between(-9, 20);
      list.commands.push_back(c);
      for (int i = 0; i < 3; ++i)
        add_command(n, list, Op::adjust, list.commands[0].bounds, static_cast<Cover>(n.below(3)), 0, 1);
      expect_parity(whole_plan(list), PixelFormat::rgba16);
    }
  }
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

TEST(Parity, NestedGroupsOddSizesAllFormats) {
  ASSERT_TRUE(context());
  constexpr int32_t kSizes[][2] = {{1, 1},  {2, 1},   {1, 2},   {3, 5},    {7, 2},   {8, 3},  {9, 4},
                                   {17, 9}, {64, 64}, {65, 63}, {130, 71}, {1, 130}, {201, 3}};
  uint64_t seed = 5;
  for (const auto& [width, height] : kSizes) {
    for (const PixelFormat format : kFormats) {
      SCOPED_TRACE(testing::Message() << width << "x" << height << ", seed " << seed);
      expect_parity(whole_plan(random_list(seed++, width, height, 12)), format);
    }
  }
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

// The conversions see every 16-bit level of each channel, and alphas below the colour's weight.
TEST(Parity, ConversionsOfManyColours) {
  ASSERT_TRUE(context());
  Numbers n{.seed = 77};
  DisplayList list{.width = 256, .height = 256, .commands = {}, .resources = {}, .layers = {}};
  const Resource ramp = random_ramp(n);
  for (int32_t y = 0; y < 256; ++y) {
    Command c;
    c.op = Op::linear;
    c.bounds = {0, y, 256, y + 1};
    c.matrix_a.m[0] = 128;
    c.matrix_a.m[2] = 256 * y;
    c.texture_a = use_resource(list, ramp);
    list.commands.push_back(c);
  }
  for (const PixelFormat format : kFormats) expect_parity(whole_plan(list), format);
  EXPECT_THAT(context()->validation_messages(), testing::IsEmpty());
}

TEST(Parity, OneChangedChannelShows) {
  Frame a = Reference().execute(whole_plan(random_list(3, 16, 16, 5)), PixelFormat::rgba16);
  Frame b = a;
  b.data[100] ^= 1;
  EXPECT_FALSE(same(a, b));
  EXPECT_NE(frame_hash(a), frame_hash(b));
}

}  // namespace
}  // namespace fp::test

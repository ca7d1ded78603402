// NVENC as a codec like any other, and the choice between encoders.
#include "encoder/codec/nvenc.hpp"

#include <cstdlib>

#include "encoder/codec/choose.hpp"
#include "tests/encoder/support.hpp"
#include "tests/nvenc/support.hpp"

namespace fp::test {
namespace {

using ::testing::HasSubstr;

// The codec finds its libraries by the environment.
class NvencCodec : public WithDouble {
 protected:
  void SetUp() override {
    WithDouble::SetUp();
    setenv("FRAMEPRESS_NVIDIA_LIBRARIES", FP_NVIDIA_DOUBLE, 1);
  }
  void TearDown() override {
    nvenc::forget_device();
    unsetenv("FRAMEPRESS_NVIDIA_LIBRARIES");
    WithDouble::TearDown();
  }
};

Recipe recipe_of(std::string codec, int crf = 18) {
  return {.codec = std::move(codec),
          .width = 128,
          .height = 96,
          .fps = {30, 1},
          .crf = crf,
          .preset = "medium",
          .segment = 12};
}

TEST_F(NvencCodec, EncodesASegmentLikeAnyOther) {
  for (const char* name : {"h264_nvenc", "hevc_nvenc"}) {
    const Recipe recipe = recipe_of(name, 0);
    ASSERT_TRUE(check(recipe));
    const Segment a = fp::testing::encode_pattern(recipe, 0, 12);
    const Segment b = fp::testing::encode_pattern(recipe, 12, 7);
    EXPECT_EQ(a.header, b.header);
    EXPECT_EQ(a.reorder, 1);
    const auto shown = decoded(b, std::string_view(name) == "hevc_nvenc");
    ASSERT_EQ(shown.size(), 7u);
    for (const auto& [pts, planes] : shown) EXPECT_EQ(planes, fp::testing::pattern_frame(128, 96, 12 + pts)->data);
  }
}

TEST_F(NvencCodec, NamesDeviceAndDriverAndPromisesNoBytes) {
  const Codec* codec = find_codec("h264_nvenc");
  ASSERT_NE(codec, nullptr);
  EXPECT_FALSE(codec->exact);
  const auto build = codec->build(recipe_of("h264_nvenc"));
  ASSERT_TRUE(build);
  EXPECT_FALSE(build->exact);
  EXPECT_EQ(build->encoder, "NVIDIA Test Double");
  EXPECT_THAT(build->codec_library, HasSubstr("CUDA 12.2"));
  EXPECT_THAT(build->options, HasSubstr("preset=p4 tune=hq gop=12 idr=12 bframes=2"));
  EXPECT_THAT(build->options, HasSubstr("qp=15/18/20"));
}

TEST_F(NvencCodec, CanonicalTextTellsRecipesApart) {
  const Recipe base = recipe_of("h264_nvenc");
  std::vector<Recipe> others(7, base);
  others[0].crf = 19;
  others[1].preset = "slow";
  others[2].segment = 13;
  others[3].fps = {30000, 1001};
  others[4].width = 130;
  others[5].codec = "hevc_nvenc";
  others[6].codec = "libx264";
  for (const Recipe& other : others) EXPECT_NE(canonical_text(other), canonical_text(base));
}

TEST_F(NvencCodec, TheTableOfQuantisersAndPresets) {
  using nvenc::Qp;
  EXPECT_EQ(nvenc::qp_of(nvenc::Codec::h264, 18), (Qp{15, 18, 20}));
  EXPECT_EQ(nvenc::qp_of(nvenc::Codec::hevc, 1), (Qp{1, 1, 3}));
  EXPECT_EQ(nvenc::qp_of(nvenc::Codec::h264, 51), (Qp{48, 51, 51}));
  EXPECT_EQ(nvenc::qp_of(nvenc::Codec::av1, 20), (Qp{85, 100, 110}));
  int before = 1;
  for (const std::string_view preset : preset_names()) {
    EXPECT_GE(nvenc::effort_of(preset), before) << preset;
    before = nvenc::effort_of(preset);
  }
  EXPECT_EQ(before, 7);
  EXPECT_EQ(nvenc::effort_of("hq"), 0);
}

TEST_F(NvencCodec, OneDeviceForAllSessionsUntilItIsForgotten) {
  const auto first = nvenc::shared_device(), second = nvenc::shared_device();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  nvenc::forget_device();
  EXPECT_NE(*nvenc::shared_device(), *first);
}

EncoderWish wish(std::string_view encoder, std::string_view format = "h264", bool exact = false) {
  return {.encoder = encoder, .format = format, .exact = exact};
}

TEST_F(NvencCodec, AutoTakesHardwareWhereBytesNeedNotBeTheSame) {
  const auto free = choose_encoder(wish("auto"), recipe_of(""));
  ASSERT_TRUE(free);
  EXPECT_EQ(free->codec, "h264_nvenc");
  EXPECT_THAT(free->why, HasSubstr("NVIDIA Test Double"));
  const auto exact = choose_encoder(wish("auto", "h264", true), recipe_of(""));
  ASSERT_TRUE(exact);
  EXPECT_EQ(exact->codec, "libx264");
  EXPECT_THAT(exact->why, HasSubstr("same bytes every time"));
}

TEST_F(NvencCodec, AutoSaysWhyItTookSoftware) {
  nvdouble::World world;
  world.max_width = 64;
  nvdouble::reset(world);
  const auto too_small = choose_encoder(wish("auto"), recipe_of(""));
  ASSERT_TRUE(too_small);
  EXPECT_EQ(too_small->codec, "libx264");
  EXPECT_THAT(too_small->why, HasSubstr("64x4096"));
  nvenc::forget_device();
  const fp::testing::ScratchFolder nothing;
  setenv("FRAMEPRESS_NVIDIA_LIBRARIES", nothing.path.c_str(), 1);
  const auto absent = choose_encoder(wish("auto"), recipe_of(""));
  ASSERT_TRUE(absent);
  EXPECT_EQ(absent->codec, "libx264");
  EXPECT_THAT(absent->why, HasSubstr("libcuda.so.1"));
}

TEST_F(NvencCodec, NvencAskedForAndAbsentIsExitFive) {
  const fp::testing::ScratchFolder nothing;
  setenv("FRAMEPRESS_NVIDIA_LIBRARIES", nothing.path.c_str(), 1);
  const auto absent = choose_encoder(wish("nvenc"), recipe_of(""));
  ASSERT_FALSE(absent);
  EXPECT_EQ(exit_code(absent.error()), 5);
  EXPECT_THAT(absent.error()[0].message, HasSubstr("there is no NVIDIA driver"));
  setenv("FRAMEPRESS_NVIDIA_LIBRARIES", FP_NVIDIA_DOUBLE, 1);
  const auto present = choose_encoder(wish("nvenc", "hevc"), recipe_of(""));
  ASSERT_TRUE(present);
  EXPECT_EQ(present->codec, "hevc_nvenc");
}

TEST_F(NvencCodec, WrongWishesAreSaid) {
  const auto misspelt = choose_encoder(wish("nvnec"), recipe_of(""));
  ASSERT_FALSE(misspelt);
  EXPECT_EQ(exit_code(misspelt.error()), 2);
  EXPECT_THAT(misspelt.error()[0].hint, HasSubstr("nvenc"));
  const auto mismatched = choose_encoder(wish("x264", "hevc"), recipe_of(""));
  ASSERT_FALSE(mismatched);
  EXPECT_EQ(exit_code(mismatched.error()), 2);
  EXPECT_THAT(mismatched.error()[0].message, HasSubstr("does not make hevc"));
  EXPECT_FALSE(choose_encoder(wish("auto", "theora"), recipe_of("")));
  EXPECT_FALSE(choose_encoder(wish("nvenc", "prores"), recipe_of("")));
  EXPECT_EQ(choose_encoder(wish("auto", "prores"), recipe_of(""))->codec, "prores_ks");
  const auto asked = choose_encoder(wish("x264"), recipe_of(""));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->codec, "libx264");
}

}  // namespace
}  // namespace fp::test

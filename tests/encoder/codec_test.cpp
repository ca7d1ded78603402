#include "encoder/codec/codec.hpp"

#include <gtest/gtest.h>

#include "encoder/codec/outputs.hpp"
#include "tests/encoder/support.hpp"

namespace fp {
namespace {

using testing::encode_pattern;
using testing::pattern_frame;

Recipe small_recipe() {
  return {.width = 128, .height = 96, .fps = {30, 1}, .preset = "veryfast", .segment = 12};
}

std::string bytes_of(const Segment& s) {
  std::string all = s.header;
  for (const Packet& p : s.packets) all.append(p.data.begin(), p.data.end());
  return all;
}

TEST(Codec, NamesWhatIsWrongWithARecipe) {
  const auto result =
      check({.codec = "libx266", .width = 127, .height = 96, .crf = 60, .preset = "medum", .segment = 1});
  ASSERT_FALSE(result);
  ASSERT_EQ(result.error().size(), 5u);
  EXPECT_EQ(result.error()[0].fault, Fault::no_device);
  EXPECT_NE(result.error()[1].message.find("127x96"), std::string::npos);
  EXPECT_EQ(result.error()[1].fault, Fault::invalid);
  EXPECT_EQ(result.error()[2].fault, Fault::usage);
  EXPECT_NE(result.error()[3].hint.find("medium"), std::string::npos);
  EXPECT_TRUE(check(small_recipe()));
}

TEST(Codec, CanonicalTextTellsRecipesApart) {
  const Recipe base = small_recipe();
  std::vector<Recipe> others(6, base);
  others[0].crf = 19;
  others[1].preset = "medium";
  others[2].segment = 13;
  others[3].fps = {30000, 1001};
  others[4].width = 130;
  others[5].height = 98;
  for (const Recipe& other : others) EXPECT_NE(canonical_text(other), canonical_text(base));
  EXPECT_NE(canonical_text(base).find("cpu-independent=1"), std::string::npos);
}

TEST(Codec, DefaultSegmentIsTwoSeconds) {
  EXPECT_EQ(default_segment({30, 1}), 60);
  EXPECT_EQ(default_segment({30000, 1001}), 60);
  EXPECT_EQ(default_segment({25, 1}), 50);
  EXPECT_EQ(default_segment({24000, 1001}), 48);
  EXPECT_EQ(default_segment({1, 2}), kMinSegment);
}

TEST(Codec, TheSameFramesGiveTheSameBytes) {
  const Segment a = encode_pattern(small_recipe(), 24, 12);
  const Segment b = encode_pattern(small_recipe(), 24, 12);
  ASSERT_EQ(a.packets.size(), 12u);
  EXPECT_TRUE(a.packets[0].key);
  for (size_t i = 1; i < 12; ++i) EXPECT_FALSE(a.packets[i].key) << i;
  EXPECT_EQ(bytes_of(a), bytes_of(b));
  EXPECT_NE(bytes_of(a), bytes_of(encode_pattern(small_recipe(), 25, 12)));
}

TEST(Codec, AllSegmentsShareTheirHeader) {
  Recipe recipe = small_recipe();
  recipe.preset = "medium";
  const Segment whole = encode_pattern(recipe, 0, 12);
  EXPECT_FALSE(whole.header.empty());
  for (const int64_t frames : {1, 2, 3, 11}) {
    const Segment part = encode_pattern(recipe, 12, frames);
    EXPECT_EQ(part.header, whole.header);
    EXPECT_EQ(part.reorder, whole.reorder);
    EXPECT_EQ(part.packets.size(), static_cast<size_t>(frames));
  }
}

TEST(Codec, HoldsFramesByReference) {
  const Recipe recipe = small_recipe();
  const Codec* codec = find_codec(recipe.codec);
  Segment segment{.frames = 2};
  auto session = codec->open(recipe, segment);
  ASSERT_TRUE(session);
  FramePtr frame = pattern_frame(recipe.width, recipe.height, 0);
  const std::weak_ptr<const Frame> watch = frame;
  ASSERT_TRUE(codec->encode(*session, frame, 0, segment));
  ASSERT_TRUE(codec->encode(*session, frame, 1, segment));
  frame.reset();
  ASSERT_TRUE(codec->finish(*session, segment));
  session->reset();
  EXPECT_TRUE(watch.expired());
}

TEST(Codec, SaysWhichBuildItIs) {
  const auto build = find_codec("libx264")->build(small_recipe());
  ASSERT_TRUE(build);
  EXPECT_EQ(build->codec_library.rfind("Lavc", 0), 0u);
  EXPECT_EQ(build->encoder.rfind("x264 - core ", 0), 0u);
  // What the encoder says it does, not what we asked for.
  for (const char* option : {"threads=1 ", "keyint=12 ", "scenecut=0 ", "open_gop=0 ", "stitchable=1 ", "crf=18.0 "}) {
    EXPECT_NE((build->options + ' ').find(option), std::string::npos) << option << " in " << build->options;
  }
}

// Every codec in every format it takes, with a container that holds it.
std::vector<Recipe> all_recipes() {
  std::vector<Recipe> recipes;
  for (const Codec* codec : codecs()) {
    if (!codec->repeatable || codec->video.empty()) continue;  // hardware, and what makes no packets
    const auto formats = codec->formats == nullptr ? std::vector{PixelFormat::yuv420p8} : codec->formats();
    for (const PixelFormat format : formats) {
      Recipe r = small_recipe();
      r.codec = codec->name;
      r.format = format;
      r.crf = codec->usual;
      for (const OutputKind& kind : output_kinds()) {
        if (holds(kind.container, codec->video, "")) r.container = kind.container;
      }
      recipes.push_back(r);
    }
  }
  return recipes;
}

TEST(Codecs, AllGiveTheSameBytesAgainAndCanBeJoined) {
  for (const Recipe& recipe : all_recipes()) {
    SCOPED_TRACE(canonical_text(recipe));
    ASSERT_TRUE(check(recipe));
    const Segment a = encode_pattern(recipe, 0, 12), b = encode_pattern(recipe, 0, 12);
    EXPECT_EQ(bytes_of(a), bytes_of(b));
    ASSERT_EQ(a.packets.size(), 12u);
    EXPECT_TRUE(a.packets[0].key);
    if (find_codec(recipe.codec)->whole) continue;
    for (const int64_t frames : {1, 2, 3, 7}) {
      const Segment part = encode_pattern(recipe, 12, frames);
      EXPECT_EQ(part.header, a.header);
      EXPECT_EQ(part.reorder, a.reorder);
      EXPECT_EQ(part.packets.size(), static_cast<size_t>(frames));
      // In decoding order, and none is shown before it is there.
      for (size_t i = 0; i < part.packets.size(); ++i)
        EXPECT_LE(static_cast<int64_t>(i) - part.reorder, part.packets[i].pts);
    }
  }
}

TEST(Codecs, SayWhichBuildTheyAre) {
  for (const Recipe& recipe : all_recipes()) {
    const auto build = find_codec(recipe.codec)->build(recipe);
    ASSERT_TRUE(build) << recipe.codec << to_string(build.error()[0]);
    EXPECT_FALSE(build->encoder.empty());
    EXPECT_EQ(build->encoder.find("unknown"), std::string::npos) << build->encoder;
  }
}

TEST(Codecs, TextOfH264InMp4StaysWhatItWas) {
  EXPECT_EQ(canonical_text(small_recipe()),
            "codec=libx264 size=128x96 fps=30/1 format=yuv420p color=bt709-limited-left sar=1:1 crf=18 preset=veryfast "
            "cpu-independent=1:threads=1:lookahead-threads=1:sliced-threads=0:sync-lookahead=0:keyint=12:min-keyint=12:"
            "scenecut=0:open-gop=0:force-cfr=1:stitchable=1:rc-lookahead=10");
}

TEST(Codec, UnknownCodecIsNotFound) {
  EXPECT_EQ(find_codec("nvenc"), nullptr);
  EXPECT_NE(find_codec("libx264"), nullptr);
}

}  // namespace
}  // namespace fp

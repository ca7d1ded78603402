#include "encoder/codec/outputs.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "encoder/job/platform.hpp"
#include "encoder/mux/pictures.hpp"

namespace fp {
namespace {

TEST(Outputs, FollowFromTheEnding) {
  const struct {
    const char *path, *codec, *container, *sound;
    PixelFormat format;
    bool transparent;
  } kCases[] = {{"a.mp4", "libx264", "mp4", "aac", PixelFormat::yuv420p8, true},
                {"a.webm", "libvpx-vp9", "webm", "opus", PixelFormat::yuv420p8, false},
                {"a.webm", "libvpx-vp9", "webm", "opus", PixelFormat::yuva420p8, true},
                {"a.mov", "prores_ks", "mov", "s24", PixelFormat::yuv422p10, false},
                {"a.mov", "prores_ks", "mov", "s24", PixelFormat::yuva444p10, true},
                {"a.mkv", "ffv1", "mkv", "flac", PixelFormat::bgr8, false},
                {"a.mkv", "ffv1", "mkv", "flac", PixelFormat::bgra8, true},
                {"a.gif", "gif", "gif", "", PixelFormat::rgba8, false},
                {"a.apng", "apng", "apng", "", PixelFormat::rgba8, true},
                {"a.wav", "", "wav", "s24", PixelFormat::yuv420p8, false}};
  for (const auto& c : kCases) {
    const auto choice = choose_output({.path = c.path}, c.transparent);
    ASSERT_TRUE(choice) << c.path << to_string(choice.error()[0]);
    EXPECT_EQ(choice->recipe.codec, c.codec);
    EXPECT_EQ(choice->recipe.container, c.container);
    EXPECT_EQ(choice->recipe.sound, c.sound);
    EXPECT_EQ(choice->recipe.format, c.format) << c.path;
  }
}

TEST(Outputs, WishesAreMetOrRefusedInWords) {
  const auto ten = choose_output({.path = "a.mp4", .codec = "hevc", .depth = 10}, false);
  ASSERT_TRUE(ten);
  EXPECT_EQ(ten->recipe.format, PixelFormat::yuv420p10);
  EXPECT_EQ(choose_output({.path = "a.mov", .codec = "h264"}, false)->recipe.sound, "aac");
  const struct {
    OutputWishes wishes;
    Fault fault;
    const char* words;
  } kCases[] = {{{.path = "a.avi"}, Fault::usage, ".webm"},
                {{.path = ".mp4"}, Fault::usage, "must end"},
                {{.path = "a.mp4", .codec = "vp9"}, Fault::usage, "vp9 does not go into .mp4"},
                {{.path = "a.mp4", .depth = 10}, Fault::usage, "10 bit"},
                {{.path = "a.mp4", .alpha = true}, Fault::usage, "keeps no alpha"},
                {{.path = "a.webm", .depth = 10, .alpha = true}, Fault::usage, "keeps no alpha"},
                {{.path = "a.mp4", .encoder = "nvenc"}, Fault::no_device, "NVIDIA"},
                {{.path = "a.mp4", .encoder = "x266"}, Fault::usage, "x264"},
                {{.path = "a.mp4", .encoder = "x265"}, Fault::usage, "does not make h264"},
                {{.path = "a.gif", .sound = "aac"}, Fault::usage, "no sound"},
                {{.path = "a.mp4", .sound_kbps = 8}, Fault::usage, "32..512"},
                {{.path = "a.mkv", .sound_kbps = 128}, Fault::usage, "keeps all"},
                {{.path = "a.wav", .codec = "h264"}, Fault::usage, "no pictures"}};
  for (const auto& c : kCases) {
    const auto choice = choose_output(c.wishes, false);
    ASSERT_FALSE(choice) << c.words;
    EXPECT_EQ(choice.error()[0].fault, c.fault) << c.words;
    EXPECT_NE(to_string(choice.error()[0]).find(c.words), std::string::npos) << to_string(choice.error()[0]);
  }
}

TEST(Outputs, SequencesAreNumbered) {
  EXPECT_TRUE(is_sequence("frames/####.png"));
  EXPECT_FALSE(is_sequence("frames#/a.png"));
  EXPECT_FALSE(is_sequence("a#.mp4"));
  EXPECT_EQ(numbered("a#b/f-###.png", 7), "a#b/f-007.png");
  EXPECT_EQ(numbered("#.png", 123), "123.png");
}

TEST(Platforms, RefuseWhatDoesNotFit) {
  Composition c;
  c.width = 1080;
  c.height = 1920;
  c.fps = {30, 1};
  const Platform& reels = *find_platform("reels");
  EXPECT_TRUE(check_platform(reels, c, 300, "a.mp4", true));
  const auto faults = [&](int64_t frames, const char* file) {
    const auto fits = check_platform(reels, c, frames, file, true);
    return fits ? Errors{} : fits.error();
  };
  EXPECT_EQ(faults(300, "a.webm").size(), 1u);
  EXPECT_EQ(faults(30, "a.mp4")[0].fault, Fault::invalid);        // too short
  EXPECT_EQ(faults(30 * 901, "a.mp4")[0].fault, Fault::invalid);  // too long
  c.width = 500;
  EXPECT_EQ(faults(300, "a.mp4").size(), 2u);  // too narrow, too small
  c.width = 1080;
  c.fps = {120, 1};
  EXPECT_NE(faults(1200, "a.mp4")[0].message.find("frames a second"), std::string::npos);
  EXPECT_EQ(find_platform("myspace"), nullptr);
  c.fps = {30, 1};
  c.mastering.loudness = -8;
  EXPECT_NE(faults(300, "a.mp4")[0].message.find("asks for -8.0 LUFS"), std::string::npos);
  EXPECT_TRUE(check_platform(reels, c, 300, "a.mp4", false));
}

TEST(Platforms, SetTheLoudnessUnlessTheTemplateDoes) {
  auto c = std::make_shared<Composition>();
  const Platform& broadcast = *find_platform("broadcast");
  EXPECT_EQ(mastered_for(broadcast, c)->mastering.loudness, -23);
  EXPECT_EQ(mastered_for(*find_platform("x"), c)->mastering.loudness, -14);
  c->mastering.loudness = -16;
  EXPECT_EQ(mastered_for(broadcast, c)->mastering.loudness, -16);
}

TEST(Platforms, HoldTheFinishedFile) {
  const Platform& x = *find_platform("x");
  const FinishedFile fits{.bytes = 12'000'000, .pictures = 11'000'000, .frames = 120, .fps = {30, 1}};
  EXPECT_TRUE(hold_file(x, fits));
  const auto fault = [&](FinishedFile file) {
    const auto held = hold_file(x, file);
    EXPECT_FALSE(held);
    return held ? std::string() : to_string(held.error()[0]);
  };
  FinishedFile file = fits;
  file.pictures = 12'600'000;  // 25.2 Mbit/s
  file.bytes = 13'000'000;
  EXPECT_NE(fault(file).find("25200 kbit/s and may take 25000"), std::string::npos) << fault(file);
  file = {.bytes = 513'000'000, .pictures = 400'000'000, .frames = 30 * 140, .fps = {30, 1}};
  EXPECT_NE(fault(file).find("513.0 MB and may have 512.0"), std::string::npos) << fault(file);
  EXPECT_NE(fault(file).find("--max-bitrate"), std::string::npos) << fault(file);
  file = fits;
  file.frames = 30 * 141;
  EXPECT_NE(fault(file).find("seconds"), std::string::npos);
  EXPECT_TRUE(hold_file(*find_platform("broadcast"), {.bytes = 1u << 31, .pictures = 1u << 30, .frames = 30}));
}

TEST(Platforms, HoldTheFinishedSound) {
  const Platform &x = *find_platform("x"), &broadcast = *find_platform("broadcast");
  EXPECT_TRUE(hold_sound(x, {.loudness = -14.4, .true_peak = -0.4, .lossy = true}));
  EXPECT_TRUE(hold_sound(x, {.loudness = -30, .true_peak = -3}));
  EXPECT_TRUE(hold_sound(x, {.true_peak = -200}));
  EXPECT_FALSE(hold_sound(x, {.loudness = -13, .true_peak = -1}));
  EXPECT_FALSE(hold_sound(x, {.loudness = -14, .true_peak = 0.2, .lossy = true}));
  EXPECT_FALSE(hold_sound(x, {.loudness = -14, .true_peak = -0.4}));
  EXPECT_TRUE(hold_sound(broadcast, {.loudness = -23.3, .true_peak = -9}));
  EXPECT_FALSE(hold_sound(broadcast, {.loudness = -23.7, .true_peak = -9}));
  EXPECT_FALSE(hold_sound(broadcast, {.loudness = -22.4, .true_peak = -9}));
}

TEST(Platforms, MeasureWhatPlayersHear) {
  // Two seconds of a tone of 997 Hz; a quarter of full scale is -12 dB, and so is its peak.
  std::vector<int32_t> samples(2 * 96'000);
  for (size_t i = 0; i < samples.size(); ++i)
    samples[i] =
        static_cast<int32_t>(2'097'152 * std::sin(static_cast<double>(i / 2) * 6.283185307179586 * 997 / 48'000));
  std::optional<double> loudness;
  for (const char* codec : {"s24", "s16", "flac", "aac", "opus"}) {
    const auto encoded = encode_sound(samples, codec, 192);
    ASSERT_TRUE(encoded) << codec;
    const auto measured = measure_sound(*encoded);
    ASSERT_TRUE(measured) << codec << to_string(measured.error()[0]);
    ASSERT_TRUE(measured->loudness) << codec;
    EXPECT_EQ(measured->lossy, codec == std::string_view("aac") || codec == std::string_view("opus"));
    EXPECT_NEAR(measured->true_peak, -12.04, measured->lossy ? 1 : 0.01) << codec;
    if (!loudness) loudness = measured->loudness;
    EXPECT_NEAR(*measured->loudness, *loudness, 0.1) << codec;
    std::vector<int32_t> heard(samples.size());
    ASSERT_TRUE(decode_sound(*encoded, heard));
    if (codec == std::string_view("s24") || codec == std::string_view("flac")) {
      EXPECT_EQ(heard, samples);
    }
  }
  EXPECT_NEAR(*loudness, -12.04, 0.1);
}

TEST(Platforms, KeepLongFilesBelowTheirSize) {
  const Platform& x = *find_platform("x");
  EXPECT_EQ(rate_limit(x, {30, 1}, 300, 192), x.max_kbps);
  const int limit = rate_limit(*find_platform("linkedin"), {30, 1}, 30 * 1800, 192);
  EXPECT_LT(limit, 2000);
  EXPECT_LT((int64_t{limit} + 192) * 1800 / 8 * 1000, 500'000'000);
}

}  // namespace
}  // namespace fp

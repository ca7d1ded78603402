// Rate control: what a recipe asks of an encoder, what is refused, and that segments keep to it when they are joined.
#include "encoder/codec/rate.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "encoder/codec/nvenc.hpp"
#include "engine/core/random.hpp"
#include "tests/encoder/support.hpp"

namespace fp {
namespace {

Recipe rated(std::string codec, RateControl rate, int kbps, int max_kbps, int buffer) {
  Recipe r{.codec = std::move(codec), .width = 128, .height = 96, .fps = {25, 1}, .crf = 0, .segment = 25};
  r.preset = "veryfast";
  r.rate = rate;
  r.kbps = kbps;
  r.max_kbps = max_kbps;
  r.buffer = buffer;
  if (r.codec == "libvpx-vp9") r.container = "webm";
  return r;
}

// Noise, so that there is never enough room; some frames of it stand still, so that there is some to save up.
FramePtr noise(const Recipe& r, int64_t n) {
  auto frame = std::make_shared<Frame>(*testing::pattern_frame(r.width, r.height, n));
  if (n % 40 < 28) {
    for (size_t i = 0; i < frame->data.size(); ++i) {
      const double value = random_at(static_cast<uint64_t>(n), i);
      frame->data[i] = static_cast<uint8_t>(16 + value * 200);
    }
  }
  return frame;
}

std::vector<Segment> encoded(const Recipe& recipe, int segments) {
  const Codec& codec = *find_codec(recipe.codec);
  std::vector<Segment> all;
  for (int s = 0; s < segments; ++s) {
    Segment segment{.first = s * recipe.segment, .frames = recipe.segment};
    const auto session = codec.open(recipe, segment);
    FP_ASSERT(session.has_value());
    for (int64_t n = 0; n < recipe.segment; ++n)
      FP_ASSERT(codec.encode(*session, noise(recipe, segment.first + n), n, segment).has_value());
    FP_ASSERT(codec.finish(*session, segment).has_value());
    all.push_back(std::move(segment));
  }
  return all;
}

size_t bytes_of(const std::vector<Segment>& segments) {
  size_t bytes = 0;
  for (const Segment& s : segments) {
    for (const Packet& p : s.packets) bytes += p.data.size();
  }
  return bytes;
}

// The most that ever waits, kbit, where `kbps` flow off and pictures come in one after the other.
double fullest(const std::vector<Segment>& segments, const Recipe& recipe, double kbps) {
  double level = 0, most = 0;
  for (const Segment& s : segments) {
    for (const Packet& p : s.packets) {
      level = std::max(0.0, level - kbps * static_cast<double>(recipe.fps.den) / static_cast<double>(recipe.fps.num));
      level += static_cast<double>(p.data.size()) * 8 / 1000;
      most = std::max(most, level);
    }
  }
  return most;
}

TEST(Rate, JoinedSegmentsKeepToTheBuffer) {
  const struct {
    RateControl rate;
    int kbps, most;
  } kCases[] = {{RateControl::variable, 900, 1200}, {RateControl::constant, 1200, 0}, {RateControl::quality, 0, 1200}};
  for (const char* codec : {"libx264", "libx265"}) {
    for (const auto& c : kCases) {
      Recipe recipe = rated(codec, c.rate, c.kbps, c.most, 1200);
      if (c.rate == RateControl::quality) recipe.crf = 18;
      SCOPED_TRACE(canonical_text(recipe));
      ASSERT_TRUE(check(recipe));
      const auto segments = encoded(recipe, 6);
      EXPECT_LE(fullest(segments, recipe, 1200), 1200);
      EXPECT_GT(bytes_of(segments), 6u * 1200 * 1000 / 8 / 3);  // and do not give away what they have
    }
  }
}

TEST(Rate, AnAverageIsMetAndTheSameBytesComeAgain) {
  for (const char* codec : {"libx264", "libx265", "libsvtav1", "libvpx-vp9"}) {
    const Recipe recipe = rated(codec, RateControl::variable, 1500, 0, 0);
    SCOPED_TRACE(canonical_text(recipe));
    ASSERT_TRUE(check(recipe));
    const auto once = encoded(recipe, 3), again = encoded(recipe, 3);
    for (size_t s = 0; s < 3; ++s) {
      ASSERT_EQ(once[s].packets.size(), again[s].packets.size());
      for (size_t i = 0; i < once[s].packets.size(); ++i) EXPECT_EQ(once[s].packets[i].data, again[s].packets[i].data);
      EXPECT_EQ(once[s].header, once[0].header);
      EXPECT_TRUE(once[s].packets.front().key);
    }
    const double kbps = static_cast<double>(bytes_of(once)) * 8 / 1000 / 3;
    EXPECT_GT(kbps, 750) << kbps;
    EXPECT_LT(kbps, 3000) << kbps;
  }
}

TEST(Rate, EverySettingShowsInTheText) {
  const Recipe base = rated("libx264", RateControl::variable, 900, 1200, 1200);
  std::vector<Recipe> all(5, base);
  all[1].kbps = 901;
  all[2].max_kbps = 1201;
  all[3].buffer = 1201;
  all[4].rate = RateControl::constant;
  all[4].max_kbps = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    ASSERT_TRUE(check(all[i])) << i;
    for (size_t k = 0; k < i; ++k) EXPECT_NE(segment_text(all[i]), segment_text(all[k]));
  }
}

TEST(Rate, ALimitWithoutABufferSaysWhatItSaid) {
  Recipe r = rated("libx264", RateControl::quality, 0, 5000, 0);
  r.crf = 18;
  ASSERT_TRUE(check(r));
  EXPECT_TRUE(segment_text(r).ends_with("rc-lookahead=10:vbv-maxrate=5000:vbv-bufsize=5000")) << segment_text(r);
}

TEST(Rate, WhatACodecHasNotIsRefused) {
  using enum RateControl;
  const struct {
    Recipe recipe;
    const char* words;
  } kCases[] = {{rated("libvpx-vp9", quantiser, 0, 0, 0), "--qp"},
                {rated("libsvtav1", constant, 900, 0, 0), "--cbr"},
                {rated("libsvtav1", variable, 900, 1200, 0), "--max-bitrate"},
                {rated("libvpx-vp9", quality, 0, 900, 900), "--buffer"},
                {rated("libx264", variable, 900, 800, 800), "below the average"},
                {rated("libx264", variable, 900, 1200, 0), "needs a buffer"},
                {rated("libx264", variable, 0, 0, 0), "--bitrate"},
                {rated("libx264", quality, 0, 900, 900), "without loss"},
                {rated("h264_nvenc", quality, 0, 900, 900), "give --bitrate too"}};
  for (const auto& c : kCases) {
    const auto checked = check(c.recipe);
    ASSERT_FALSE(checked) << c.words;
    EXPECT_NE(to_string(checked.error()[0]).find(c.words), std::string::npos) << to_string(checked.error()[0]);
    EXPECT_EQ(checked.error()[0].fault, Fault::usage);
  }
  Recipe prores = rated("prores_ks", variable, 900, 0, 0);
  prores.format = PixelFormat::yuv422p10;
  prores.container = "mov";
  EXPECT_FALSE(check(prores));
}

TEST(Rate, NvencIsAskedForTheSame) {
  const auto average = nvenc::settings_of(rated("h264_nvenc", RateControl::variable, 900, 1200, 1200));
  ASSERT_TRUE(average);
  EXPECT_EQ(average->rate, nvenc::Rate::variable);
  EXPECT_EQ(average->bitrate, 900'000u);
  EXPECT_EQ(average->buffer, 600'000u);
  EXPECT_EQ(average->filled, 150'000u);         // an eighth of what a second's segment may take
  EXPECT_EQ(average->max_bitrate, 1'050'000u);  // and as much less
  const auto constant = nvenc::settings_of(rated("hevc_nvenc", RateControl::constant, 1200, 0, 1200));
  ASSERT_TRUE(constant);
  EXPECT_EQ(constant->rate, nvenc::Rate::constant);
  EXPECT_EQ(constant->bitrate, 1'050'000u);
  EXPECT_EQ(constant->max_bitrate, 1'050'000u);
  const auto free = nvenc::settings_of(rated("h264_nvenc", RateControl::variable, 900, 0, 0));
  ASSERT_TRUE(free);
  EXPECT_EQ(free->bitrate, 900'000u);
  EXPECT_GT(free->max_bitrate, 3'000'000u);
}

}  // namespace
}  // namespace fp

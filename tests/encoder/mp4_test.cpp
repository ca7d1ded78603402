#include "encoder/mux/mp4.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/encoder/support.hpp"

namespace fp {
namespace {

using testing::encode_pattern;
using testing::output_of;
using testing::ScratchFolder;
using testing::slurp;

constexpr int64_t kSegment = 10;

Recipe recipe_at(Rational fps, const char* preset = "medium") {
  return {.width = 128, .height = 96, .fps = fps, .preset = preset, .segment = kSegment};
}

// Writes `frames` frames in segments, handed over in the given order.
void write_mp4(const std::filesystem::path& path, const Recipe& recipe, int64_t frames,
               std::vector<int64_t> order = {}) {
  const int64_t segments = (frames + kSegment - 1) / kSegment;
  if (order.empty()) {
    for (int64_t i = 0; i < segments; ++i) order.push_back(i);
  }
  auto writer = Mp4Writer::create(path, recipe);
  ASSERT_TRUE(writer) << to_string(writer.error()[0]);
  for (const int64_t i : order) {
    const int64_t count = std::min(kSegment, frames - i * kSegment);
    auto added = writer->add(i, encode_pattern(recipe, i * kSegment, count));
    ASSERT_TRUE(added) << to_string(added.error()[0]);
  }
  EXPECT_EQ(writer->waiting(), 0u);
  auto finished = writer->finish(segments);
  ASSERT_TRUE(finished) << to_string(finished.error()[0]);
}

// What ffprobe says of a file, asked once: "streams.stream.0.pix_fmt=\"yuv420p\"" and so on, a line each.
std::string probe(const std::filesystem::path& path) {
  return output_of(
      fmt::format("ffprobe -v error -count_frames -of flat -show_format -show_streams -show_entries frame=pts '{}'",
                  path.string()));
}

std::string value_of(const std::string& probed, const std::string& key) {
  const size_t at = probed.find(key + '=');
  if (at == std::string::npos) return "";
  const size_t begin = at + key.size() + 1;
  std::string value = probed.substr(begin, probed.find('\n', begin) - begin);
  std::erase(value, '"');
  return value;
}

TEST(Mp4, OrderOfArrivalDoesNotMatter) {
  const ScratchFolder folder;
  const Recipe recipe = recipe_at({30, 1});
  write_mp4(folder.path / "a.mp4", recipe, 45);
  write_mp4(folder.path / "b.mp4", recipe, 45, {4, 2, 0, 3, 1});
  const std::string a = slurp(folder.path / "a.mp4");
  EXPECT_FALSE(a.empty());
  EXPECT_TRUE(a == slurp(folder.path / "b.mp4"));
}

TEST(Mp4, TimesAreExact) {
  struct Case {
    Rational fps;
    int64_t frames;
    const char* duration;
    const char* rate;
  };
  // The last segments have 5, 1 and 3 frames.
  const Case cases[] = {{{30, 1}, 45, "1.500000", "30/1"},
                        {{30000, 1001}, 31, "1.034367", "30000/1001"},
                        {{24000, 1001}, 23, "0.959292", "24000/1001"}};
  for (const Case& c : cases) {
    for (const char* preset : {"medium", "ultrafast"}) {
      const ScratchFolder folder;
      const auto file = folder.path / "a.mp4";
      write_mp4(file, recipe_at(c.fps, preset), c.frames);
      const std::string facts = probe(file);
      EXPECT_EQ(value_of(facts, "format.start_time"), "0.000000");
      EXPECT_EQ(value_of(facts, "streams.stream.0.start_time"), "0.000000");
      EXPECT_EQ(value_of(facts, "streams.stream.0.duration"), c.duration);
      EXPECT_EQ(value_of(facts, "format.duration"), c.duration);
      EXPECT_EQ(value_of(facts, "streams.stream.0.nb_read_frames"), std::to_string(c.frames));
      EXPECT_EQ(value_of(facts, "streams.stream.0.r_frame_rate"), c.rate);
      EXPECT_EQ(value_of(facts, "streams.stream.0.avg_frame_rate"), c.rate);
      // Every frame is shown one tick after the one before.
      const int64_t tick = std::stoll("0" + value_of(facts, "frames.frame.1.pts"));
      EXPECT_GT(tick, 0);
      for (int64_t n = 0; n < c.frames; ++n) {
        EXPECT_EQ(value_of(facts, fmt::format("frames.frame.{}.pts", n)), std::to_string(n * tick));
      }
    }
  }
}

TEST(Mp4, ColourAndShapeAreTagged) {
  const ScratchFolder folder;
  const auto file = folder.path / "a.mp4";
  write_mp4(file, recipe_at({30, 1}), 12);
  const std::string facts = probe(file);
  EXPECT_EQ(value_of(facts, "streams.stream.0.pix_fmt"), "yuv420p");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_range"), "tv");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_space"), "bt709");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_transfer"), "bt709");
  EXPECT_EQ(value_of(facts, "streams.stream.0.color_primaries"), "bt709");
  EXPECT_EQ(value_of(facts, "streams.stream.0.chroma_location"), "left");
  EXPECT_EQ(value_of(facts, "streams.stream.0.sample_aspect_ratio"), "1:1");
  const std::string bytes = slurp(file);
  const size_t colr = bytes.find("colrnclx");
  ASSERT_NE(colr, std::string::npos);
  EXPECT_EQ(bytes.substr(colr + 8, 7), std::string("\0\1\0\1\0\1\0", 7));
  // Index first, and nothing that tells when or by what it was written.
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
  EXPECT_EQ(bytes.find("Lavf"), std::string::npos);
  EXPECT_EQ(bytes.find(folder.path.string()), std::string::npos);
  EXPECT_EQ(facts.find("creation_time"), std::string::npos);
  EXPECT_EQ(facts.find("tags.encoder"), std::string::npos);
}

TEST(Mp4, LosslessFileDecodesToTheFramesGivenIn) {
  const ScratchFolder folder;
  const auto file = folder.path / "a.mp4";
  Recipe recipe = recipe_at({25, 1});
  recipe.crf = 0;
  write_mp4(file, recipe, 25);
  const std::string decoded =
      output_of(fmt::format("ffmpeg -v error -i '{}' -bitexact -f framehash -hash sha256 -", file.string()));
  for (int64_t n = 0; n < 25; ++n) {
    EXPECT_NE(decoded.find(to_hex(frame_hash(*testing::pattern_frame(128, 96, n)))), std::string::npos) << n;
  }
}

TEST(Mp4, RefusesASegmentOfAnotherRecipe) {
  const ScratchFolder folder;
  const Recipe recipe = recipe_at({30, 1});
  auto writer = Mp4Writer::create(folder.path / "a.mp4", recipe);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add(0, encode_pattern(recipe, 0, kSegment)));
  Recipe other = recipe;
  other.preset = "ultrafast";
  EXPECT_FALSE(writer->add(1, encode_pattern(other, kSegment, kSegment)));
}

TEST(Mp4, UnwritablePlaceIsAnError) {
  EXPECT_FALSE(Mp4Writer::create("/nonexistent/folder/a.mp4", recipe_at({30, 1})));
}

}  // namespace
}  // namespace fp

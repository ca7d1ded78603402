// Where frames stand in time: variable rates, edit lists, animations with times of their own.
#include "tests/media/footage.hpp"

namespace fp {
namespace {

using namespace footage;

using ClipTimes = FootageTest;

TEST_F(ClipTimes, VariableRateIsExact) {
  // Frame n begins at n^2 / 100 s.
  make("a.mkv",
       numbered(20) + "-vf \"settb=1/1000,setpts=N*N*10\" -vsync vfr -c:v libx264 -bf 2 -enc_time_base 1/1000");
  make("a.mp4", "-i a.mkv -c copy -video_track_timescale 1000");
  for (const char* file : {"a.mkv", "a.mp4"}) {
    const auto clip = this->clip(file);
    ASSERT_NE(clip, nullptr);
    ASSERT_EQ(clip->video()->frames, 20) << file;
    for (int64_t n = 1; n < 20; ++n) {
      EXPECT_EQ(clip->frame_at({n * n, 100}), n) << file;
      EXPECT_EQ(clip->frame_at(Rational{n * n, 100} - Rational{1, 1'000'000}), n - 1) << file;
    }
    EXPECT_EQ(clip->frame_at({-5, 1}), 0);
    EXPECT_EQ(clip->frame_at({500, 1}), 19);
  }
}

TEST_F(ClipTimes, RatesOfTelevisionAreExact) {
  make("a.mp4", "-f lavfi -i testsrc2=size=64x64:rate=30000/1001 -frames:v 60 -c:v libx264 -bf 2");
  const auto clip = this->clip("a.mp4");
  ASSERT_NE(clip, nullptr);
  EXPECT_EQ(clip->video()->rate, (Rational{30000, 1001}));
  EXPECT_EQ(clip->video()->duration, (Rational{1001, 500}));
  for (int64_t n = 0; n < 60; ++n) {
    EXPECT_EQ(clip->frame_at({n * 1001, 30000}), n);
    EXPECT_EQ(clip->frame_at({(n + 1) * 1001 - 1, 30000}), n);
  }
}

TEST_F(ClipTimes, EditListsCutTheBeginning) {
  make("a.mp4", numbered(50) + "-c:v libx264 -g 25 -bf 2");
  make("cut.mp4", "-ss 0.4 -i a.mp4 -c copy");  // from the key frame before, of which 0.4 s are not to be shown
  const auto clip = this->clip("cut.mp4");
  ASSERT_NE(clip, nullptr);
  EXPECT_EQ(clip->video()->frames, 40);
  const Result<Texels> first = clip->frame(clip->frame_at({0, 1}));
  ASSERT_TRUE(first.has_value());
  EXPECT_NEAR(pixel(*first, 100, 40).g, (20 + 3 * 10 - 16) * 255.0 / 219, 3);
}

TEST_F(ClipTimes, AnimationsHaveTheirOwn) {
  make("a.gif", "-f lavfi -i testsrc2=size=48x48:rate=10 -frames:v 8");
  make("a.apng", "-f lavfi -i testsrc2=size=48x48:rate=10 -frames:v 8 -f apng");
  make("a.webp", "-f lavfi -i testsrc2=size=48x48:rate=10 -frames:v 8 -c:v libwebp_anim");
  for (const char* file : {"a.gif", "a.apng", "a.webp"}) {
    const auto clip = this->clip(file);
    ASSERT_NE(clip, nullptr);
    EXPECT_EQ(clip->video()->frames, 8) << file;
    EXPECT_EQ(clip->video()->duration, (Rational{4, 5})) << file;
    EXPECT_EQ(clip->frame_at({35, 100}), 3) << file;
  }
}

// Pictures and sound of one file: what tests/media/clip_hostile_test.cpp watches from outside.
TEST_F(ClipTimes, ATimeToTrace) {
  make("a.mp4", "-f lavfi -i sine=d=1 " + numbered(20) + "-c:v libx264 -bf 2 -g 5 -c:a aac -shortest");
  const auto clip = this->clip("a.mp4");
  ASSERT_NE(clip, nullptr);
  EXPECT_TRUE(clip->frame(15).has_value());
  EXPECT_TRUE(clip->frame(3).has_value());
  EXPECT_TRUE(clip->pcm().has_value());
}

TEST_F(ClipTimes, ALateBeginningIsTheFilesZero) {
  make("a.mkv", numbered(20) + "-c:v libx264 -output_ts_offset 100");
  const auto clip = this->clip("a.mkv");
  ASSERT_NE(clip, nullptr);
  EXPECT_EQ(clip->frame_at({0, 1}), 0);
  EXPECT_EQ(clip->frame_at({4, 100}), 1);
  EXPECT_EQ(clip->video()->duration, (Rational{4, 5}));
}

}  // namespace
}  // namespace fp

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
      EXPECT_EQ(clip->frame_at(Rational{n * n, 100} - Rational{1, 1'900}), n - 1) << file;
      EXPECT_EQ(clip->frame_at(Rational{n * n, 100} - Rational{1, 2'100}), n) << file;
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

struct Rounded {
  const char* rate;
  Rational exact;
  const char *file, *arguments;
};
void PrintTo(const Rounded& rounded, std::ostream* out) {
  *out << rounded.rate << ' ' << rounded.file;
}
class ClipRounded : public FootageTest, public ::testing::WithParamInterface<Rounded> {};

// Times that the container rounded to its ticks: on the footage's own grid each frame is shown once.
TEST_P(ClipRounded, EveryFrameOnItsGrid) {
  const Rounded& rounded = GetParam();
  make(rounded.file,
       std::string("-f lavfi -i testsrc2=size=48x48:rate=") + rounded.rate + " -frames:v 181 " + rounded.arguments);
  const auto clip = this->clip(rounded.file);
  ASSERT_NE(clip, nullptr);
  ASSERT_EQ(clip->video()->frames, 181);
  EXPECT_EQ(clip->video()->rate, rounded.exact);
  // MOV: ffmpeg says a tick of the last frame.
  if (rounded.file != std::string("a.mov")) {
    EXPECT_EQ(clip->video()->duration, (Rational{181, 1} / rounded.exact));
  }
  for (int64_t n = 0; n < 181; ++n) {
    const Rational begin = Rational{n, 1} / rounded.exact;
    ASSERT_EQ(clip->frame_at(begin), n);
    ASSERT_EQ(clip->frame_at(begin + Rational{99, 100} / rounded.exact), n);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ClipRounded,
    ::testing::Values(Rounded{"30", {30, 1}, "a.mkv", "-c:v libx264"},
                      Rounded{"30000/1001", {30000, 1001}, "a.mkv", "-c:v libx264"},
                      Rounded{"24000/1001", {24000, 1001}, "a.mkv", "-c:v libx264"},
                      Rounded{"60", {60, 1}, "a.mkv", "-c:v ffv1"},
                      Rounded{"24", {24, 1}, "a.webm", "-c:v libvpx-vp9 -cpu-used 8"},
                      Rounded{"60000/1001", {60000, 1001}, "a.webm", "-c:v libvpx -cpu-used 8"},
                      Rounded{"30", {30, 1}, "a.mp4", "-c:v libx264 -video_track_timescale 1000"},
                      Rounded{"30000/1001", {30000, 1001}, "a.mov", "-c:v libx264 -video_track_timescale 600"},
                      Rounded{"25", {25, 1}, "a.mkv", "-c:v libx264"}));

// Where a frame is a single tick, one that is left out is a gap and no rounding.
TEST_F(ClipTimes, AGapIsNoRounding) {
  for (const char* scale : {"30", "60", "15360"}) {
    make("a.mp4", std::string("-f lavfi -i testsrc2=size=48x48:rate=30 -vf \"select='not(eq(n,20))'\" -frames:v 59 "
                              "-vsync passthrough -c:v libx264 -bf 0 -video_track_timescale ") +
                      scale);
    const auto clip = this->clip("a.mp4");
    ASSERT_NE(clip, nullptr);
    ASSERT_EQ(clip->video()->frames, 59) << scale;
    for (int64_t n = 0; n < 60; ++n) EXPECT_EQ(clip->frame_at({n, 30}), n < 20 ? n : n - 1) << scale << ' ' << n;
  }
}

// Sound that is ahead of the picture is heard, however long its frames are.
TEST_F(ClipTimes, SoundAheadOfALongFrameStays) {
  make("picture.mkv", "-f lavfi -i color=red:size=48x48:rate=1/3 -frames:v 2 -c:v libx264 -output_ts_offset 1");
  make("a.mkv", "-i picture.mkv -f lavfi -i sine=d=7 -map 0:v -map 1:a -c:v copy -c:a pcm_s16le -copyts");
  const auto clip = this->clip("a.mkv");
  ASSERT_NE(clip, nullptr);
  EXPECT_NEAR(static_cast<double>(clip->sound()->frames), 7 * 48000, 100);
  EXPECT_EQ(clip->frame_at({39, 10}), 0);
  EXPECT_EQ(clip->frame_at({41, 10}), 1);
}

// Opus needs a run-up, for which ffmpeg moves the picture by 7 ms: less than half a frame, and no reason to show each
// frame a frame late.
TEST_F(ClipTimes, ALittleLateIsNotLate) {
  make("a.webm", "-f lavfi -i sine=d=2 " + numbered(50) + "-c:v libvpx-vp9 -cpu-used 8 -c:a libopus");
  const auto clip = this->clip("a.webm");
  ASSERT_NE(clip, nullptr);
  for (int64_t n = 0; n < 50; ++n) EXPECT_EQ(clip->frame_at({n, 25}), n);
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

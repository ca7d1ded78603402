// Which moment of a file a frame shows.
#include "engine/scene/clip_time.hpp"

#include <gtest/gtest.h>

namespace fp {
namespace {

using AtEnd = ClipTime::AtEnd;
constexpr Rational kFive{5, 1};

std::optional<Rational> at(const ClipTime& time, double frame, Rational duration = kFive) {
  const auto moment = moment_of(time, passed_at(time, frame), duration);
  return moment ? std::optional(moment->at) : std::nullopt;
}

TEST(ClipTime, ExactAtEveryRate) {
  for (const Rational fps : {Rational{24, 1}, Rational{25, 1}, Rational{30000, 1001}, Rational{60, 1}}) {
    const ClipTime time{.fps = fps, .start = {1, 3}};
    for (int64_t frame = 0; frame < 50; ++frame)
      EXPECT_EQ(at(time, static_cast<double>(frame)), (Rational{frame * fps.den, fps.num} + Rational{1, 3}));
  }
}

TEST(ClipTime, LongFilmsStayExact) {
  const ClipTime time{.fps = {30000, 1001}};
  const int64_t frame = 12ll * 60 * 60 * 30;
  EXPECT_EQ(at(time, static_cast<double>(frame), {1'000'000, 1}), (Rational{frame, 1} * Rational{1001, 30000}));
}

TEST(ClipTime, Speed) {
  const ClipTime twice{.fps = {30, 1}, .speed = {2, 1}};
  EXPECT_EQ(at(twice, 30), (Rational{2, 1}));
  const ClipTime backwards{.fps = {30, 1}, .start = {1, 1}, .end = Rational{4, 1}, .speed = {-1, 1}};
  EXPECT_EQ(at(backwards, 0), (Rational{4, 1}));
  EXPECT_EQ(at(backwards, 45), (Rational{5, 2}));
  EXPECT_EQ(at(backwards, 300), (Rational{1, 1}));  // held at what is its end
}

TEST(ClipTime, BetweenFrames) {
  const ClipTime time{.fps = {30, 1}};
  EXPECT_EQ(at(time, 1.5), (Rational{1, 20}));
}

TEST(ClipTime, Ends) {
  ClipTime time{.fps = {10, 1}, .start = {1, 1}, .end = Rational{3, 1}};
  EXPECT_EQ(at(time, 19), (Rational{29, 10}));
  EXPECT_EQ(at(time, 25), (Rational{3, 1}));
  time.at_end = AtEnd::hide;
  EXPECT_EQ(at(time, 19), (Rational{29, 10}));
  EXPECT_EQ(at(time, 20), std::nullopt);
  time.at_end = AtEnd::loop;
  EXPECT_EQ(at(time, 20), (Rational{1, 1}));
  EXPECT_EQ(at(time, 45), (Rational{3, 2}));
  time.at_end = AtEnd::pingpong;
  EXPECT_EQ(at(time, 25), (Rational{5, 2}));
  EXPECT_EQ(at(time, 40), (Rational{1, 1}));
  time.end.reset();
  time.at_end = AtEnd::loop;
  EXPECT_EQ(at(time, 40), (Rational{1, 1}));  // the file's own end
}

TEST(ClipTime, NothingLeft) {
  EXPECT_EQ(at({.start = {5, 1}}, 0), std::nullopt);
  EXPECT_EQ(at({}, 0, {0, 1}), std::nullopt);
}

TEST(ClipTime, SpeedThatChanges) {
  ClipTime time{.fps = {10, 1}};
  Scalar speeds;
  speeds.keys = {{.frame = 0, .value = 0, .ease = {}}, {.frame = 10, .value = 1, .ease = {}}};
  time.speeds = speeds;
  // 0 + 0.1 + ... + 0.9 frames, then one a frame.
  EXPECT_NEAR(to_double(*at(time, 10)), 0.45, 1e-6);
  EXPECT_EQ(at(time, 20).value() - at(time, 10).value(), (Rational{1, 1}));
  // Whatever way it is come to: the sum of the steps.
  Rational sum{0, 1};
  for (int frame = 0; frame < 30; ++frame) sum = sum + (passed_at(time, frame + 1) - passed_at(time, frame));
  EXPECT_EQ(sum, passed_at(time, 30));
  EXPECT_EQ(passed_at(time, 10.5) - passed_at(time, 10), (Rational{1, 20}));
}

}  // namespace
}  // namespace fp

// Time is a number here: the clock is whoever calls.
#include "editor/preview/playback.hpp"

#include <gtest/gtest.h>

namespace fp::preview {
namespace {

constexpr int64_t kMs = 1'000'000;

Playback clip(int64_t last, bool loop = true) {
  return {.fps = {30, 1}, .area = {.first = 0, .last = last, .loop = loop}};
}

TEST(Playback, FramesFollowTheClockExactly) {
  Playback p{.fps = {30000, 1001}, .area = {.first = 0, .last = 1'000'000'000}};
  play(p, 1, 500);
  EXPECT_EQ(advance(p, 500), 0);
  // A frame lasts 1001/30000 s = 33366666.67 ns.
  EXPECT_EQ(advance(p, 500 + 33'366'666), 0);
  EXPECT_EQ(advance(p, 500 + 33'366'667), 1);
  EXPECT_EQ(advance(p, 500 + 86'400'000 * kMs), int64_t{86'400} * 30000 / 1001);  // a day later, no drift
}

TEST(Playback, SecondsGoOnBetweenFramesAndAroundTheLoop) {
  Playback p{.fps = {25, 1}, .area = {.first = 25, .last = 74}};
  seek(p, 50, 100, 0);
  EXPECT_DOUBLE_EQ(seconds_at(p, 999 * kMs), 2);
  play(p, 1, 1000 * kMs);
  EXPECT_DOUBLE_EQ(seconds_at(p, 1010 * kMs), 2.01);
  EXPECT_DOUBLE_EQ(seconds_at(p, 2500 * kMs), 1.5);
  shift(p, 100 * kMs);
  EXPECT_DOUBLE_EQ(seconds_at(p, 1110 * kMs), 2.01);
  EXPECT_EQ(advance(p, 1050 * kMs), 50);
  p.area.loop = false;
  EXPECT_DOUBLE_EQ(seconds_at(p, 5000 * kMs), 3);
}

TEST(Playback, TheNextTickIsWhenTheFrameChanges) {
  Playback p{.fps = {30000, 1001}, .area = {.first = 0, .last = 10'000}};
  play(p, 1, 7);
  for (int i = 0; i < 200; ++i) {
    const int64_t now = advance(p, next_tick(p) - 1), then = advance(p, next_tick(p));
    ASSERT_EQ(then, now + 1);
  }
}

TEST(Playback, LoopsOverTheWorkArea) {
  Playback p{.fps = {10, 1}, .area = {.first = 5, .last = 8}};
  p.frame = 7;
  play(p, 1, 0);
  const int64_t expected[] = {7, 8, 5, 6, 7, 8};
  for (int64_t i = 0; i < 6; ++i) EXPECT_EQ(advance(p, i * 100 * kMs), expected[i]);
  stop(p, 250 * kMs);
  EXPECT_EQ(p.frame, 5);
  play(p, -2, 0);
  const int64_t back[] = {5, 7, 5, 7};
  for (int64_t i = 0; i < 4; ++i) EXPECT_EQ(advance(p, i * 100 * kMs), back[i]);
}

TEST(Playback, StopsAtTheEndWithoutALoop) {
  Playback p = clip(9, false);
  play(p, 4, 0);
  EXPECT_EQ(advance(p, 60 * kMs), 4);
  EXPECT_EQ(advance(p, 900 * kMs), 9);
  EXPECT_EQ(p.rate, 0);
  EXPECT_EQ(p.frame, 9);
  play(p, 1, 1000 * kMs);  // from the end: from the start
  EXPECT_EQ(advance(p, 1000 * kMs), 0);
}

TEST(Playback, OutsideTheWorkAreaItBeginsWithin) {
  Playback p{.fps = {10, 1}, .area = {.first = 5, .last = 8}};
  p.frame = 2;
  play(p, 1, 0);
  EXPECT_EQ(advance(p, 0), 5);
}

TEST(Playback, CountsTicksThatNothingWasPaintedFor) {
  Playback p = clip(999);
  play(p, 1, 0);
  for (int64_t i = 1; i <= 30; ++i) {
    const int64_t frame = advance(p, i * 34 * kMs);
    painted(p, frame);
  }
  EXPECT_EQ(p.dropped, 0);
  const int64_t before = p.ticks;
  painted(p, advance(p, 30 * 34 * kMs + 500 * kMs));  // half a second of nothing
  EXPECT_EQ(p.dropped, p.ticks - before - 1);
  const int64_t dropped = p.dropped;
  painted(p, p.painted_frame);  // the same picture again is nothing new
  advance(p, next_tick(p));
  EXPECT_EQ(p.dropped, dropped);
  advance(p, next_tick(p));
  EXPECT_EQ(p.dropped, dropped + 1);
  play(p, 2, next_tick(p));  // another speed goes on counting
  EXPECT_GE(p.dropped, dropped + 1);
  stop(p, 3000 * kMs);
  play(p, 1, 4000 * kMs);
  EXPECT_EQ(p.dropped, 0);
}

TEST(Playback, SeekingGoesOnPlaying) {
  Playback p = clip(99);
  play(p, 1, 0);
  seek(p, 50, 100, 1000 * kMs);
  EXPECT_EQ(advance(p, 1100 * kMs), 53);
  seek(p, 500, 100, 1200 * kMs);
  EXPECT_EQ(p.frame, 99);
}

TEST(Playback, Shuttle) {
  EXPECT_EQ(shuttle(0, 1), 1);
  EXPECT_EQ(shuttle(1, 1), 2);
  EXPECT_EQ(shuttle(4, 1), 8);
  EXPECT_EQ(shuttle(8, 1), 8);
  EXPECT_EQ(shuttle(8, -1), -1);
  EXPECT_EQ(shuttle(-2, -1), -4);
  EXPECT_EQ(shuttle(-2, 0), 0);
}

}  // namespace
}  // namespace fp::preview

#include "editor/preview/sound_feed.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

namespace fp::preview {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

// Every sample says which it is: left i, right -i, in 2^-23.
std::shared_ptr<const Pcm> ramp(int64_t frames) {
  auto held = std::make_shared<std::vector<int32_t>>();
  for (int32_t i = 0; i < frames; ++i) held->insert(held->end(), {i, -i});
  return std::make_shared<const Pcm>(held->data(), frames, held);
}
std::shared_ptr<const Pcm> steady(int64_t frames) {
  auto held = std::make_shared<std::vector<int32_t>>(static_cast<size_t>(frames) * 2, 1 << 22);
  return std::make_shared<const Pcm>(held->data(), frames, held);
}

struct Heard {
  std::vector<float> samples;
  bool any = false;
  int64_t number(size_t frame) const { return std::lround(static_cast<double>(samples[frame * 2]) * (1 << 23)); }
};
Heard pull(SoundFeed& feed, size_t frames, size_t block, int64_t at = 0) {
  Heard heard;
  for (size_t done = 0; done < frames; done += block) {
    std::vector<float> out(std::min(block, frames - done) * 2, 9.0f);
    heard.any = feed.pull(out, at + static_cast<int64_t>(done) * kSecond / kSampleRate) || heard.any;
    heard.samples.insert(heard.samples.end(), out.begin(), out.end());
  }
  return heard;
}

TEST(SoundFeed, PlaysTheSamplesThemselvesFromThePlaceOn) {
  for (const size_t block : {1u, 64u, 480u, 5000u}) {
    SoundFeed feed;
    EXPECT_FALSE(pull(feed, 100, block).any);
    feed.play({ramp(20'000), 4'000, 0, 20'000});
    const Heard heard = pull(feed, 6'000, block);
    EXPECT_TRUE(heard.any);
    EXPECT_EQ(heard.samples[0], 0);  // it comes in
    for (size_t i = kFadeSamples; i < 6'000; ++i) {
      ASSERT_EQ(heard.number(i), 4'000 + static_cast<int64_t>(i)) << block;
      ASSERT_EQ(heard.samples[2 * i + 1], -heard.samples[2 * i]);
    }
  }
}

TEST(SoundFeed, TheProgrammesOwnBeginningAndEndAreWhole) {
  SoundFeed feed;
  feed.play({steady(1'000), 0, 0, 1'000});
  const Heard heard = pull(feed, 2'000, 96);
  for (size_t i = 0; i < 1'000; ++i) ASSERT_EQ(heard.samples[2 * i], 0.5f) << i;
  for (size_t i = 1'000; i < 2'000; ++i) ASSERT_EQ(heard.samples[2 * i], 0.0f) << i;
  EXPECT_FALSE(pull(feed, 10, 10).any);
}

TEST(SoundFeed, ASnippetComesAndGoesWithoutAClick) {
  SoundFeed feed;
  constexpr int64_t kLength = kSampleRate / 25;
  feed.play({steady(100'000), 50'000, 50'000, 50'000 + kLength});
  const Heard heard = pull(feed, 4'000, 100);
  float before = 0;
  int64_t sounding = 0;
  for (size_t i = 0; i < 4'000; ++i) {
    ASSERT_LE(std::fabs(heard.samples[2 * i] - before), 0.5f / kFadeSamples + 1e-6f) << i;
    before = heard.samples[2 * i];
    sounding += before > 0 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(sounding), static_cast<double>(kLength), 2);
  EXPECT_EQ(heard.samples[2 * kLength / 2], 0.5f);
}

TEST(SoundFeed, LoopsToTheSample) {
  SoundFeed feed;
  feed.play({ramp(10'000), 2'900, 1'000, 3'000, true});
  const Heard heard = pull(feed, 5'000, 123);
  for (size_t i = kFadeSamples; i < 5'000; ++i)
    ASSERT_EQ(heard.number(i),
              i < 100 ? 2'900 + static_cast<int64_t>(i) : 1'000 + (static_cast<int64_t>(i) - 100) % 2'000);
}

TEST(SoundFeed, AnotherProgrammeAtTheSamePlaceIsNotHeardToChange) {
  SoundFeed feed;
  feed.play({ramp(50'000), 0, 0, 50'000});
  pull(feed, 4'800, 480);
  feed.play({ramp(50'000), 4'800, 0, 50'000});
  const Heard heard = pull(feed, 4'800, 480);
  for (size_t i = 0; i < 4'800; ++i) ASSERT_NEAR(heard.number(i), 4'800 + static_cast<int64_t>(i), 1);
  feed.stop();
  const Heard end = pull(feed, 480, 480);
  EXPECT_GT(end.number(10), 0);
  EXPECT_EQ(end.samples[2 * 300], 0);
  EXPECT_FALSE(pull(feed, 10, 10).any);
}

TEST(SoundFeed, VolumeAndLevels) {
  SoundFeed feed;
  feed.play({steady(100'000), 0, 0, 100'000});
  feed.set_volume(0);
  const Heard muted = pull(feed, 1'000, 100);
  for (size_t i = kFadeSamples + 1; i < 1'000; ++i) ASSERT_EQ(muted.samples[2 * i], 0) << i;
  EXPECT_EQ(feed.take_peaks()[0], 0.5f) << "what there is to hear, muted or not";
  EXPECT_EQ(feed.take_peaks()[0], 0);
  feed.set_volume(0.5f);
  EXPECT_EQ(pull(feed, 1'000, 100).samples.back(), 0.25f);
}

TEST(SoundFeed, SaysWhichSampleIsHeard) {
  SoundFeed feed;
  EXPECT_EQ(feed.position(0), std::nullopt);
  feed.play({steady(200'000), 48'000, 0, 96'000, true});
  EXPECT_EQ(feed.position(0), std::nullopt) << "not heard yet";
  pull(feed, 480, 480, 7 * kSecond);
  EXPECT_EQ(feed.position(7 * kSecond), 48'000);
  EXPECT_EQ(feed.position(7 * kSecond + kSecond / 2), 72'000);
  EXPECT_EQ(feed.position(8 * kSecond + kSecond / 2), 24'000) << "around the loop";
  feed.stop();
  EXPECT_EQ(feed.position(8 * kSecond), std::nullopt);
}

TEST(SoundFeed, WhatIsHeardOutlivesWhoeverMadeIt) {
  SoundFeed feed;
  std::vector<std::weak_ptr<const Pcm>> made;
  for (int i = 0; i < 100; ++i) {
    auto pcm = steady(10'000);
    made.push_back(pcm);
    feed.play({std::move(pcm), 100, 0, 10'000});
    if (i % 3 == 0) pull(feed, 48, 48);
  }
  EXPECT_FALSE(made.back().expired());
  pull(feed, 1'000, 100);
  feed.stop();
  pull(feed, 1'000, 100);
  feed.stop();
  for (const auto& one : made) EXPECT_TRUE(one.expired());
}

TEST(SoundFeed, TwoThreadsAtOnce) {
  SoundFeed feed;
  std::atomic<bool> done = false;
  std::jthread device([&] {
    std::vector<float> out(256);
    for (int64_t at = 0; !done; at += 1'000'000) {
      feed.pull(out, at);
      for (const float sample : out) ASSERT_TRUE(sample >= 0 && sample <= 1);
    }
  });
  for (int i = 0; i < 3'000; ++i) {
    feed.play({steady(1'000 + i), i % 900, 0, 1'000, i % 2 == 0});
    if (i % 7 == 0) feed.stop();
    (void)feed.position(i);
  }
  done = true;
}

}  // namespace
}  // namespace fp::preview

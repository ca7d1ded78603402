#include "engine/audio/played.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/scene/clip_time.hpp"

namespace fp {
namespace {

std::shared_ptr<const Pcm> pcm_of(std::vector<int32_t> samples) {
  auto held = std::make_shared<const std::vector<int32_t>>(std::move(samples));
  return std::make_shared<const Pcm>(held->data(), std::ssize(*held) / 2, held);
}

std::shared_ptr<const Pcm> noise(int64_t frames) {
  std::mt19937 random(7);
  std::vector<int32_t> samples;
  for (int64_t i = 0; i < frames * 2; ++i) samples.push_back(static_cast<int32_t>(random() % (1 << 24)) - (1 << 23));
  return pcm_of(std::move(samples));
}

Peak true_peak(const Pcm& pcm, int64_t begin, int64_t end) {
  begin = std::max<int64_t>(begin, 0);
  end = std::min(end, pcm.frames());
  if (begin >= end) return {};
  const auto [low, high] =
      std::ranges::minmax(pcm.samples().subspan(static_cast<size_t>(begin) * 2, static_cast<size_t>(end - begin) * 2));
  return {static_cast<int16_t>(std::clamp(low / 256, -32767, 32767)),
          static_cast<int16_t>(std::clamp(high / 256, -32767, 32767))};
}

TEST(Peaks, AreThoseOfTheSamplesAtAnyLength) {
  const auto pcm = noise(300'000);
  const Peaks peaks(pcm);
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    const auto begin = static_cast<int64_t>(random() % 302'000) - 1000;
    const auto length = static_cast<int64_t>(random() % (i % 3 == 0 ? 512u : i % 3 == 1 ? 9000u : 300'000u));
    const Peak found = peaks.over(begin, begin + length), least = true_peak(*pcm, begin, begin + length);
    const int64_t more = length <= 2 * Peaks::kFinest ? 0 : Peaks::kFinest;
    const Peak most = true_peak(*pcm, begin - more, begin + length + more);
    ASSERT_LE(found.low, least.low) << begin << " " << length;
    ASSERT_GE(found.high, least.high) << begin << " " << length;
    ASSERT_GE(found.low, most.low) << begin << " " << length;
    ASSERT_LE(found.high, most.high) << begin << " " << length;
  }
}

TEST(Peaks, OneClickIsSeenAtEveryZoom) {
  std::vector<int32_t> samples(2'000'000);
  samples[2 * 777'777 + 1] = -(1 << 23);  // the right side alone
  const Peaks peaks(pcm_of(std::move(samples)));
  for (int64_t length = 1; length < 1'500'000; length = length * 3 + 1) {
    EXPECT_EQ(peaks.over(777'777 - length / 2, 777'777 - length / 2 + length), (Peak{-32767, 0})) << length;
  }
  EXPECT_EQ(peaks.over(0, 777'000), Peak{});
  EXPECT_EQ(peaks.over(778'240, 5'000'000), Peak{});
}

TEST(Peaks, OfNothingAndBeyondFullScale) {
  const Peaks none(pcm_of({}));
  EXPECT_EQ(none.over(0, 1000), Peak{});
  const Peaks loud(pcm_of({1 << 25, -(1 << 26)}));
  EXPECT_EQ(loud.over(0, 1), (Peak{-32767, 32767}));
}

// At any place between frames it is what moment_of says, to a sample.
void expect_moments(const ClipTime& time, int64_t frames, Rational duration, const char* what) {
  const Played played = played_parts(time, frames, duration);
  ClipTime heard = time;
  if (heard.at_end == ClipTime::AtEnd::hold) heard.at_end = ClipTime::AtEnd::hide;
  std::mt19937 random(5);
  const double step = kSampleRate * 8 / to_double(time.fps);
  for (int i = 0; i < 400; ++i) {
    const double frame = static_cast<double>(random() % (static_cast<uint32_t>(frames) * 64)) / 64;
    const auto moment = moment_of(heard, passed_at(time, frame), duration);
    const auto at = played.at(frame);
    // At the very end one may be there still and the other not.
    const bool edge = at && (*at > played.end - 2 || *at < played.begin + 2);
    ASSERT_TRUE(moment.has_value() == at.has_value() || edge) << what << " at " << frame;
    if (!moment || !at) continue;
    const double want = to_double(moment->at) * kSampleRate;
    const bool round = played.repeats && (std::fabs(want - played.begin) < step || std::fabs(want - played.end) < step);
    ASSERT_NEAR(*at, want, round ? step : 2.0) << what << " at " << frame;
  }
}

TEST(Played, IsWhereTheLayersTimeIs) {
  using AtEnd = ClipTime::AtEnd;
  const Rational two{2, 1}, odd{1234567, 1'000'000};
  expect_moments({.fps = {30, 1}}, 100, two, "as recorded");
  expect_moments({.fps = {30000, 1001}, .start = {1, 3}, .end = Rational{5, 3}}, 100, two, "cut");
  expect_moments({.fps = {25, 1}, .speed = {-1, 1}}, 80, two, "backwards");
  expect_moments({.fps = {25, 1}, .speed = {5, 2}, .at_end = AtEnd::hide}, 80, odd, "fast");
  expect_moments({.fps = {25, 1}, .at_end = AtEnd::loop}, 200, odd, "looped");
  expect_moments({.fps = {24, 1}, .start = {1, 4}, .speed = {-1, 2}, .at_end = AtEnd::loop}, 200, odd, "back, looped");
  expect_moments({.fps = {60, 1}, .speed = {3, 2}, .at_end = AtEnd::pingpong}, 400, odd, "to and fro");
  Scalar speeds;
  speeds.keys = {{0, 0.5, {}}, {50, 2, {}}, {80, 1, {}}};
  expect_moments({.fps = {25, 1}, .speeds = speeds, .at_end = AtEnd::hide}, 120, {60, 1}, "keyed");
}

TEST(Played, ALoopsSeamTakesInItsTwoEndsAndNoMore) {
  // A file of a second: silence but for a click in its middle, and one at its very end.
  std::vector<int32_t> samples(size_t{kSampleRate} * 2);
  samples[kSampleRate] = 1 << 22;
  samples[2 * kSampleRate - 2] = 1 << 21;
  const Peaks peaks(pcm_of(std::move(samples)));
  const ClipTime time{.fps = {30, 1}, .at_end = ClipTime::AtEnd::loop};
  const Played played = played_parts(time, 300, {1, 1});
  EXPECT_EQ(peak_over(peaks, played, 29.5, 30.5), (Peak{0, (1 << 21) / 256}));
  EXPECT_EQ(peak_over(peaks, played, 44, 46), (Peak{0, (1 << 22) / 256}));
  EXPECT_EQ(peak_over(peaks, played, 31, 44.5), Peak{});
  EXPECT_EQ(peak_over(peaks, played, 0, 300), (Peak{0, (1 << 22) / 256}));
  EXPECT_EQ(peak_over(peaks, played, 300, 310), std::nullopt);
  // A loop whose seam falls inside of a frame.
  const Played seam = played_parts({.fps = {30, 1}, .start = {1, 100}, .at_end = ClipTime::AtEnd::loop}, 300, {1, 1});
  EXPECT_EQ(peak_over(peaks, seam, 29, 30), (Peak{0, (1 << 21) / 256}));
  EXPECT_EQ(peak_over(peaks, seam, 30, 31), Peak{});
  // Without a loop there is nothing after the end.
  const Played once = played_parts({.fps = {30, 1}}, 300, {1, 1});
  EXPECT_EQ(peak_over(peaks, once, 31, 299), std::nullopt);
  EXPECT_EQ(peak_over(peaks, once, 29.5, 299), (Peak{0, (1 << 21) / 256}));
}

TEST(Peaks, EnergyIsThatOfTheSamples) {
  const auto pcm = noise(60'000);
  const Peaks peaks(pcm);
  const auto sum = [&](int64_t begin, int64_t end) {
    uint64_t all = 0;
    for (int64_t i = std::max<int64_t>(begin, 0) * 2; i < std::min(end, pcm->frames()) * 2; ++i) {
      const int64_t v = pcm->samples()[static_cast<size_t>(i)] / 256;
      all += static_cast<uint64_t>(v * v);
    }
    return all;
  };
  EXPECT_EQ(peaks.energy(1000, 1777), sum(1000, 1777));
  EXPECT_EQ(peaks.energy(-50, 3000), sum(0, 3000));
  EXPECT_EQ(peaks.energy(59'000, 61'000), sum(59'000, 60'000));
  // Long stretches end at the nearest multiple of 256.
  EXPECT_EQ(peaks.energy(1000, 50'000), sum(1024, 49'920));
  EXPECT_EQ(peaks.energy(-5000, 90'000), sum(0, 60'000));
}

TEST(Peaks, LoudnessIsOfWhatIsHeard) {
  const auto tone = [](double amplitude, int64_t loud, int64_t quiet) {
    std::vector<int32_t> samples;
    for (int64_t i = 0; i < loud + quiet; ++i) {
      const double v = i < loud ? std::sin(0.1 * static_cast<double>(i)) * amplitude * (1 << 23) : 0.0;
      samples.insert(samples.end(), 2, static_cast<int32_t>(v));
    }
    return pcm_of(std::move(samples));
  };
  EXPECT_NEAR(Peaks(tone(1, 100'000, 0)).loudness(), 0, 0.05);
  EXPECT_NEAR(Peaks(tone(0.1, 100'000, 400'000)).loudness(), -20, 0.05);
  EXPECT_EQ(Peaks(tone(0, 0, 100'000)).loudness(), kSilence);
}

TEST(Played, PowerIsTheMeanOfWhatIsHeard) {
  std::vector<int32_t> samples(size_t{kSampleRate} * 2, 1 << 22);
  const Peaks peaks(pcm_of(std::move(samples)));
  const Played played = played_parts({.fps = {30, 1}}, 300, {1, 1});
  const double full = 16384.0 * 16384.0;
  EXPECT_EQ(power_over(peaks, played, 3, 7), full);
  EXPECT_EQ(power_over(peaks, played, 29, 40), full);  // only the last frame is heard
  EXPECT_EQ(power_over(peaks, played, 31, 40), std::nullopt);
  EXPECT_EQ(played.over(), 30);
  EXPECT_EQ(played_parts({.fps = {30, 1}, .at_end = ClipTime::AtEnd::loop}, 300, {1, 1}).over(), 300);
  EXPECT_NEAR(played_parts({.fps = {25, 1}, .end = Rational{1, 2}}, 300, {1, 1}).over(), 12.5, 1e-9);
}

}  // namespace
}  // namespace fp

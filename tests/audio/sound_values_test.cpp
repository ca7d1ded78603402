#include "engine/audio/sound_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/audio/heard.hpp"

namespace fp {
namespace {

using namespace testing_audio;

FollowedSound whole(int64_t frames, ClipTime time = {.at_end = ClipTime::AtEnd::hide}) {
  return {.of = "voice", .asset = "voice.wav", .time = std::move(time), .frames = frames, .to = frames};
}

HeardSound heard(const SoundFile& file, const FollowedSound& sound) {
  return {sound, std::make_shared<const SoundAnalysis>(file)};
}

// A second of a tone of 100 Hz, a second of silence, a second of one of 3 kHz.
SoundFile two_tones() {
  return file_of(3 * 48'000, [](int64_t i) {
    const double hertz = i < 48'000 ? 100 : 3000;
    const double v = i >= 48'000 && i < 96'000 ? 0 : std::sin(2 * kPi * hertz * static_cast<double>(i) / 48'000);
    const auto sample = static_cast<int32_t>(std::lround(v * (1 << 22)));
    return std::pair(sample, sample);
  });
}

SoundLevel level_of(std::optional<FrequencyBand> band = {}, Ballistics ballistics = {0, 0}) {
  SoundLevel level;
  level.band = band;
  level.range = LevelRange{-40, -6};
  level.ballistics = ballistics;
  return level;
}

TEST(SoundValues, ALevelIsAsLoudAsTheLayerIsThen) {
  const HeardSound sound = heard(two_tones(), whole(90));
  EXPECT_NEAR(level_value(sound, level_of(), 15), 1, 0.01);
  EXPECT_EQ(level_value(sound, level_of(), 45), 0);
  EXPECT_NEAR(level_value(sound, level_of(), 75), 1, 0.01);
  EXPECT_EQ(level_value(sound, level_of(), 95), 0);
  EXPECT_EQ(level_value(sound, level_of(), -5), 0);
  const auto low = level_of(FrequencyBand{50, 200}), high = level_of(FrequencyBand{2000, 5000});
  EXPECT_NEAR(level_value(sound, low, 15), 1, 0.01);
  EXPECT_EQ(level_value(sound, low, 75), 0);
  EXPECT_EQ(level_value(sound, high, 15), 0);
  EXPECT_NEAR(level_value(sound, high, 75), 1, 0.01);
}

TEST(SoundValues, TrimSpeedLoopsAndInPointsCount) {
  FollowedSound late = whole(90);
  late.offset = -30;  // the layer that follows began a second before the one it follows
  EXPECT_EQ(level_value(heard(two_tones(), late), level_of(), 15), 0);
  EXPECT_NEAR(level_value(heard(two_tones(), late), level_of(), 45), 1, 0.01);
  const FollowedSound trimmed = whole(90, {.start = {2, 1}, .at_end = ClipTime::AtEnd::hide});
  EXPECT_NEAR(level_value(heard(two_tones(), trimmed), level_of(FrequencyBand{2000, 5000}), 15), 1, 0.01);
  EXPECT_EQ(level_value(heard(two_tones(), trimmed), level_of(), 45), 0);
  const FollowedSound fast = whole(90, {.speed = {2, 1}, .at_end = ClipTime::AtEnd::loop});
  EXPECT_EQ(level_value(heard(two_tones(), fast), level_of(), 22), 0);
  EXPECT_NEAR(level_value(heard(two_tones(), fast), level_of(FrequencyBand{50, 200}), 45 + 7), 1, 0.01);
  FollowedSound cut = whole(90);
  cut.to = 10;  // the group around it ends there
  EXPECT_EQ(level_value(heard(two_tones(), cut), level_of(), 15), 0);
}

TEST(SoundValues, RiseAndFallTakeTheirTime) {
  const HeardSound sound = heard(two_tones(), whole(90));
  const SoundLevel level = level_of({}, {0.2, 0.5});  // 6 frames up, 15 down
  EXPECT_EQ(level_value(sound, level, -1), 0);
  EXPECT_NEAR(level_value(sound, level, 2), 3.0 / 6, 0.2);
  EXPECT_NEAR(level_value(sound, level, 20), 1, 0.01);
  EXPECT_NEAR(level_value(sound, level, 37), 1 - 7.5 / 15, 0.1);
  EXPECT_EQ(level_value(sound, level, 50), 0);
  for (double frame = 0; frame < 89; ++frame) {
    const double step = level_value(sound, level, frame + 1) - level_value(sound, level, frame);
    EXPECT_LE(step, 1.0 / 6 + 1e-9) << frame;
    EXPECT_GE(step, -1.0 / 15 - 1e-9) << frame;
    const double between = level_value(sound, level, frame + 0.5);
    EXPECT_NEAR(between, level_value(sound, level, frame) + step / 2, 1e-12) << frame;
  }
}

TEST(SoundValues, AnyOrderGivesTheSame) {
  SoundViewContent view;
  view.shows = SoundViewContent::Shows::spectrum;
  view.count = 20;
  const SoundFile file = noise(3 * 48'000, 1 << 21, 9);
  std::vector<std::vector<double>> in_order;
  const HeardSound first = heard(file, whole(90));
  for (int frame = 0; frame < 90; ++frame) in_order.push_back(spectrum_values(first, view, frame));
  const HeardSound second = heard(file, whole(90));
  std::mt19937 random(2);
  for (int i = 0; i < 60; ++i) {
    const size_t frame = random() % 90;
    EXPECT_EQ(spectrum_values(second, view, static_cast<double>(frame)), in_order[frame]) << frame;
  }
  EXPECT_EQ(spectrum_values(heard(file, whole(90)), view, 44), in_order[44]);
}

TEST(SoundValues, WithoutARangeQuietSoundIsShownLikeLoudSound) {
  const auto file = [](double amplitude) { return tone(48'000, 440, amplitude); };
  SoundLevel level = level_of();
  level.range.reset();
  const double loud = level_value(heard(file(0.9), whole(30)), level, 15);
  EXPECT_NEAR(level_value(heard(file(0.02), whole(30)), level, 15), loud, 0.02);
  EXPECT_GT(loud, 0.7);
  const HeardSound silent = heard(constant(48'000, 0), whole(30));
  EXPECT_EQ(level_value(silent, level, 15), 0);
  SoundViewContent view;
  for (const WaveBar& bar : whole_waveform(silent, view)) EXPECT_EQ(bar.value, 0);
  view.shows = SoundViewContent::Shows::spectrum;
  EXPECT_EQ(std::ranges::max(spectrum_values(silent, view, 15)), 0);
}

TEST(SoundValues, AWaveformIsAllThatIsPlayed) {
  SoundViewContent view;
  view.count = 30;
  view.range = LevelRange{-40, -6};
  // The layer lasts longer than its file: the picture ends with the sound.
  const HeardSound sound = heard(two_tones(), whole(300));
  const std::vector<WaveBar> bars = whole_waveform(sound, view);
  ASSERT_EQ(bars.size(), 30u);
  EXPECT_EQ(bars.front().left, 0);
  EXPECT_EQ(bars.back().right, 1);
  for (size_t i = 0; i < 30; ++i) EXPECT_NEAR(bars[i].value, i >= 10 && i < 20 ? 0 : 1, 0.03) << i;
  EXPECT_EQ(played_share(sound, view, 0), 0);
  EXPECT_EQ(played_share(sound, view, 45), 0.5);
  EXPECT_EQ(played_share(sound, view, 200), 1);
}

TEST(SoundValues, AMovingWaveformKeepsItsBars) {
  SoundViewContent view;
  view.count = 20;
  view.window = 1;
  const HeardSound sound = heard(noise(5 * 48'000, 1 << 22, 4), whole(150));
  const auto now = moving_waveform(sound, view, 60), then = moving_waveform(sound, view, 63);
  ASSERT_EQ(now.size(), 20u);
  for (size_t i = 0; i + 2 < 20; ++i) {  // 3 frames are 2 bars of 1.5
    EXPECT_DOUBLE_EQ(now[i + 2].value, then[i].value);
    EXPECT_NEAR(now[i + 2].left - 0.1, then[i].left, 1e-9);
  }
  for (const WaveBar& bar : moving_waveform(sound, view, 61)) {
    EXPECT_GE(bar.left, 0);
    EXPECT_LE(bar.right, 1);
  }
}

TEST(SoundValues, AScopeShowsASteadyToneAtRest) {
  SoundViewContent view;
  view.count = 200;
  view.window = 0.02;
  const HeardSound sound = heard(tone(48'000, 400, 0.5), whole(30));
  const std::vector<double> now = scope_values(sound, view, 10), then = scope_values(sound, view, 13.3);
  EXPECT_GT(std::ranges::max(now), 0.3);
  EXPECT_LT(std::ranges::min(now), -0.3);
  for (size_t i = 0; i < now.size(); ++i) EXPECT_NEAR(now[i], then[i], 0.05) << i;
  EXPECT_EQ(scope_values(sound, view, 50), std::vector<double>(200));
}

}  // namespace
}  // namespace fp

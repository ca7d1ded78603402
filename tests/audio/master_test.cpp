#include <ebur128.h>

#include <algorithm>

#include "engine/audio/decibels.hpp"
#include "engine/audio/limiter.hpp"
#include "engine/audio/loudness.hpp"
#include "engine/audio/true_peak.hpp"
#include "tests/audio/heard.hpp"

namespace fp::testing_audio {
namespace {

struct Measured {
  double loudness = 0, peak = 0;  // LUFS, dBTP
};

// By libebur128, whose filter for true peaks is not ours.
Measured measured(const Pcm& pcm) {
  ebur128_state* state = ebur128_init(2, 48000, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
  std::vector<double> samples;
  for (const int32_t v : pcm.samples()) samples.push_back(v / 8388608.0);
  ebur128_add_frames_double(state, samples.data(), samples.size() / 2);
  Measured m;
  double sides[2];
  ebur128_loudness_global(state, &m.loudness);
  for (unsigned i = 0; i < 2; ++i) ebur128_true_peak(state, i, &sides[i]);
  m.peak = 20 * std::log10(std::max(sides[0], sides[1]));
  ebur128_destroy(&state);
  return m;
}

// The largest value of the sound in between, by a sinc of 256 samples in double precision at 16 times the rate.
double peak_between(std::span<const int32_t> sound, int64_t begin, int64_t end) {
  double peak = 0;
  for (int64_t i = begin * 16; i < end * 16; ++i) {
    const double at = static_cast<double>(i) / 16;
    double sum = 0;
    for (int64_t k = std::max<int64_t>(i / 16 - 127, 0); k <= std::min(i / 16 + 128, std::ssize(sound) / 2 - 1); ++k) {
      const double x = at - static_cast<double>(k);
      const double window = 0.5 + 0.5 * std::cos(kPi * x / 129);
      sum += sound[static_cast<size_t>(k) * 2] / 8388608.0 * (x == 0 ? 1 : std::sin(kPi * x) / (kPi * x)) * window;
    }
    peak = std::max(peak, std::fabs(sum));
  }
  return peak;
}

std::string mastered(const std::string& sound, const std::string& layers = R"({"type": "audio", "audio": "a"})") {
  return canvas(layers, "10s", "30", R"("sound": )" + sound + ",");
}

// Bursts of noise over a tone: quiet between, with peaks far above the mean.
SoundFile drums() {
  std::mt19937 random(5);
  return file_of(480000, [&](int64_t i) {
    const double decay = std::exp(-static_cast<double>(i % 12000) / 2000);
    const auto one = [&] {
      return static_cast<int32_t>(7e6 * decay * (static_cast<double>(random()) / 2147483648.0 - 1) +
                                  4e5 * std::sin(static_cast<double>(i) * 0.03));
    };
    const int32_t left = one();
    return std::pair(left, one());
  });
}

TEST(Master, ReachesTheLoudnessAskedFor) {
  const SoundFile files[] = {tone(480000, 440, 0.05), noise(480000, 900'000, 3), drums()};
  for (const SoundFile& file : files) {
    for (const double target : {-14.0, -16.0, -23.0}) {
      const Programme p = programme(mastered(fmt::format(R"({{"loudness": {}}})", target)), {{"a", file}});
      const Measured m = measured(*p.pcm);
      EXPECT_NEAR(m.loudness, target, 0.1) << target;
      EXPECT_NEAR(*p.loudness, m.loudness, 0.01);
      EXPECT_GE(p.true_peak, m.peak - 0.1);
      EXPECT_LE(p.true_peak, -1);
      ASSERT_TRUE(p.loudness_mixed);
      EXPECT_NE(*p.loudness_mixed, *p.loudness);
      if (&file == &files[0]) {
        EXPECT_NEAR(p.true_peak, m.peak, 0.02);
      }
    }
  }
}

TEST(Master, WithoutATargetQuietSoundStaysAsItIs) {
  const SoundFile file = noise(480000, 3'000'000, 3);
  const Programme p = programme(mastered("{}"), {{"a", file}});
  EXPECT_TRUE(std::ranges::equal(p.pcm->samples(), file.pcm->samples()));
  EXPECT_FALSE(p.limited);
  EXPECT_EQ(p.gain, 0);
  EXPECT_TRUE(p.notes.empty());
}

TEST(Master, PeaksNeverExceedTheLimit) {
  std::vector<SoundFile> files{drums(), noise(480000, 8'388'607, 9), tone(480000, 11999.7, 1, 0.8), tone(480000, 50, 1),
                               constant(480000, 8'388'607)};
  // A step from silence to more than full scale, and single samples.
  files.push_back(file_of(480000, [](int64_t i) { return std::pair(i > 100000 ? 20'000'000 : 0, 0); }));
  files.push_back(file_of(
      480000, [](int64_t i) { return std::pair(i % 9999 == 0 ? 8'388'607 : 0, i == 479999 ? -8'388'608 : 0); }));
  for (const SoundFile& file : files) {
    for (const double limit : {-1.0, -3.0}) {
      const Programme p = programme(mastered(fmt::format(R"({{"truePeak": {}}})", limit)), {{"a", file}});
      EXPECT_LE(p.true_peak, limit);
      EXPECT_GT(p.true_peak, limit - 0.1);
      EXPECT_LE(measured(*p.pcm).peak, limit + 0.15);
      EXPECT_TRUE(p.limited);
      EXPECT_EQ(p.notes, std::vector{fmt::format("true peaks limited to {} dBTP", limit)});
    }
  }
}

TEST(Master, TheLimiterOnlyTouchesWhatIsNearAPeak) {
  SoundFile file = file_of(480000, [](int64_t i) {
    const int32_t v = i % 2 == 0 ? 1'000'000 : 900'000;
    return std::pair(i == 240000 ? 8'388'607 : v, v);
  });
  const Programme p = programme(mastered("{}"), {{"a", file}});
  const auto in = file.pcm->samples(), out = p.pcm->samples();
  for (size_t i = 0; i < 2 * (240000 - 300); ++i) ASSERT_EQ(out[i], in[i]);
  for (size_t i = 2 * (240000 + 100000); i < out.size(); ++i) ASSERT_EQ(out[i], in[i]);
  EXPECT_LT(out[2 * 240000 + 1], in[2 * 240000 + 1]);       // both sides alike
  for (int64_t i = 240000 - 300; i < 240000 - 2; i += 2) {  // a smooth way down
    const int32_t step = out[static_cast<size_t>(i) * 2] - out[static_cast<size_t>(i + 2) * 2];
    ASSERT_GE(step, 0) << i;
    ASSERT_LT(step, 3000) << i;
  }
}

TEST(Master, SaysHowNearItCameWhereThePeaksLeaveNoRoom) {
  const Programme p = programme(mastered(R"({"loudness": -5, "truePeak": -12})"), {{"a", noise(480000, 900'000, 3)}});
  EXPECT_LE(p.true_peak, -12);
  EXPECT_LT(*p.loudness, -6);
  EXPECT_NE(p.notes.back().find("is as near to -5 LUFS"), std::string::npos);
}

TEST(Master, SilenceIsSaidAndLeftSilent) {
  const Programme p = programme(mastered(R"({"loudness": -14})"), {{"a", constant(480000, 0)}});
  EXPECT_TRUE(p.has_sound);
  EXPECT_TRUE(p.silent);
  EXPECT_FALSE(p.loudness);
  EXPECT_EQ(p.notes, std::vector<std::string>{"all of it is silent"});
  for (const int32_t v : p.pcm->samples()) ASSERT_EQ(v, 0);
}

TEST(Master, WhatIsTooShortToMeasureIsLeftAsMixed) {
  const Programme p =
      programme(canvas(R"({"type": "audio", "audio": "a"})", "0.2s", "30", R"("sound": {"loudness": -14},)"),
                {{"a", constant(480000, 1000)}});
  EXPECT_EQ(p.pcm->samples()[0], 1000);
  EXPECT_EQ(p.gain, 0);
  EXPECT_NE(p.notes.at(0).find("too short"), std::string::npos);
}

// Swells and dies away, so that no edge rings.
SoundFile swelling(double hertz, double amplitude, double phase) {
  return file_of(4801, [=](int64_t i) {
    const double swell = std::sin(kPi * static_cast<double>(i) / 4800);
    const double v = amplitude * swell * swell * std::sin(2 * kPi * hertz * static_cast<double>(i) / 48000 + phase);
    return std::pair(static_cast<int32_t>(std::lround(v * 8388608)), 0);
  });
}

TEST(TruePeak, FindsPeaksBetweenSamples) {
  // A quarter of the sampling rate, with no sample on a peak: all are 3 dB below it.
  EXPECT_NEAR(decibels_of(true_peak(swelling(12000, 0.9, kPi / 4).pcm->samples())), 20 * std::log10(0.9), 0.01);
  for (const double hertz : {997.0, 5000.0, 15000.0, 19000.0}) {
    const auto sound = swelling(hertz, 0.7, 0.3).pcm;
    const double wanted = peak_between(sound->samples(), 2300, 2500);
    EXPECT_NEAR(decibels_of(true_peak(sound->samples())), 20 * std::log10(wanted), 0.05) << hertz;
  }
}

TEST(TruePeak, IsTheSameHoweverItIsCut) {
  const auto sound = noise(5000, 8'000'000, 4).pcm;
  std::vector<int64_t> whole(5000), part(777);
  peaks_between(sound->samples(), 0, 0, whole);
  peaks_between(sound->samples(), 1234, 0, part);
  EXPECT_TRUE(std::ranges::equal(part, std::span(whole).subspan(1234, 777)));
  EXPECT_GE(true_peak(sound->samples()), *std::ranges::max_element(whole));
}

TEST(Limiter, IsExactWhereNothingIsToBeDone) {
  const auto sound = noise(30000, 7'000'000, 4).pcm;
  std::vector<int32_t> out(60000);
  limit_sound(sound->samples(), kUnityGain, 8'388'608 * 4, out);
  EXPECT_TRUE(std::ranges::equal(out, sound->samples()));
  limit_sound(sound->samples(), kUnityGain / 2, 8'388'608 * 4, out);
  for (size_t i = 0; i < out.size(); ++i) ASSERT_EQ(out[i], (sound->samples()[i] + 1) >> 1);
}

}  // namespace
}  // namespace fp::testing_audio

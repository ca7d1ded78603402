#include "engine/audio/spectrum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "tests/audio/heard.hpp"

namespace fp {
namespace {

using testing_audio::file_of;
using testing_audio::noise;
using testing_audio::tone;

std::vector<float> bands_of(const SoundFile& file, const BandLayout& layout, int64_t center) {
  std::vector<float> levels(static_cast<size_t>(layout.count));
  Bands(layout).levels(power_spectrum(*file.pcm, center), levels);
  return levels;
}

// By the definition, with libm.
double reference_power(const Pcm& pcm, int64_t center, int line) {
  std::complex<double> left, right;
  for (int i = 0; i < kSpectrumSize; ++i) {
    const int64_t at = center - kSpectrumSize / 2 + i;
    if (at < 0 || at >= pcm.frames()) continue;
    const double window = 0.5 - 0.5 * std::cos(2 * kPi * i / kSpectrumSize);
    const auto turn = std::polar(window / (1 << 23), -2 * kPi * line * i / kSpectrumSize);
    left += turn * static_cast<double>(pcm.samples()[static_cast<size_t>(at) * 2]);
    right += turn * static_cast<double>(pcm.samples()[static_cast<size_t>(at) * 2 + 1]);
  }
  return (std::norm(left) + std::norm(right)) / 2 * 16 / (1.5 * kSpectrumSize * kSpectrumSize);
}

TEST(Spectrum, IsAPlainFourierTransform) {
  const SoundFile file = noise(20'000, 1 << 22, 3);
  for (const int64_t center : {int64_t{9000}, int64_t{100}, int64_t{19'900}}) {
    const PowerSpectrum power = power_spectrum(*file.pcm, center);
    for (const int line : {0, 1, 2, 3, 4, 5, 17, 63, 64, 65, 100, 511, 1023, 1024, 1500, 2047, 2048}) {
      const double want = reference_power(*file.pcm, center, line);
      EXPECT_NEAR(power[static_cast<size_t>(line)], want, 1e-12 + 1e-9 * want) << center << " line " << line;
    }
  }
}

TEST(Spectrum, AToneLightsItsBandAndNoOther) {
  const BandLayout layout{.count = 24, .low = 60, .high = 15000};
  const double octave = std::log(layout.high / layout.low);
  for (const int band : {2, 6, 12, 20, 23}) {
    const double hertz = layout.low * std::exp(octave * (band + 0.5) / layout.count);
    const std::vector<float> levels = bands_of(tone(48'000, hertz, 0.5), layout, 24'000);
    EXPECT_NEAR(levels[static_cast<size_t>(band)], -6.02, 0.1) << hertz;
    for (int other = 0; other < layout.count; ++other) {
      const bool narrow = band < 8 && std::abs(other - band) <= 2;  // narrower than a tone is
      if (other == band || narrow) continue;
      EXPECT_LT(levels[static_cast<size_t>(other)], -46) << hertz << " in " << other;
    }
  }
}

TEST(Spectrum, OneKilohertz) {
  const BandLayout layout{.count = 32};
  const std::vector<float> levels = bands_of(tone(48'000, 1000, 1), layout, 24'000);
  const auto loudest = std::ranges::max_element(levels) - levels.begin();
  const double edge = 40 * std::pow(400.0, static_cast<double>(loudest) / 32);
  EXPECT_LE(edge, 1000);
  EXPECT_GE(edge * std::pow(400.0, 1.0 / 32), 1000);
  EXPECT_NEAR(levels[static_cast<size_t>(loudest)], 0, 0.1);
}

TEST(Spectrum, SilenceIsSilent) {
  for (const float level : bands_of(file_of(48'000, [](int64_t) { return std::pair(0, 0); }), {}, 20'000))
    EXPECT_EQ(level, -200.0f);
  for (const float level : bands_of(tone(48'000, 500, 1), {}, 60'000)) EXPECT_EQ(level, -200.0f);
}

TEST(Spectrum, SidesInOppositePhaseDoNotCancel) {
  const SoundFile wide = file_of(48'000, [](int64_t i) {
    const auto v =
        static_cast<int32_t>(std::lround((1 << 23) * std::sin(2 * kPi * 1000 * static_cast<double>(i) / 48000)));
    return std::pair(v, -v);
  });
  EXPECT_NEAR(std::ranges::max(bands_of(wide, {.count = 32}, 24'000)), 0, 0.1);
}

// The same bits by every compiler and on every CPU.
TEST(Spectrum, BitsAreTheSameEverywhere) {
  // No library function goes into the samples either.
  uint32_t state = 1;
  const auto next = [&] { return static_cast<int32_t>((state = state * 1664525u + 1013904223u) >> 8) - (1 << 23); };
  const SoundFile file = file_of(8192, [&](int64_t) {
    const int32_t left = next();
    return std::pair(left, next());
  });
  const std::vector<float> levels = bands_of(file, {}, 4096);
  EXPECT_EQ(to_hex(hash128(std::as_bytes(std::span(levels)))), "207ab1bf7510e9ad9b7538448e1390b7");
}

}  // namespace
}  // namespace fp

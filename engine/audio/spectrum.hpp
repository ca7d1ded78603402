// What a moment of sound is made of: a Fourier transform in doubles, by own sines, without anything that differs
// between CPUs. Pure functions of the samples.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/media/clip.hpp"

namespace fp {

// 85 ms under a Hann window: lines 11.7 Hz apart, a pure tone in three of them.
inline constexpr int kSpectrumSize = 4096;
inline constexpr int kSpectrumLines = kSpectrumSize / 2 + 1;
inline constexpr double kLineWidth = static_cast<double>(kSampleRate) / kSpectrumSize;  // Hz

// The power of each line, both sides' mean, of the samples around `center`; what lies outside the sound is silent. A
// full sine comes to 1 in all, in the lines it falls into.
using PowerSpectrum = std::array<double, kSpectrumLines>;
PowerSpectrum power_spectrum(const Pcm& pcm, int64_t center);

// So many bands from `low` to `high` Hz, each as many times as wide as the one before it: as an ear hears them.
struct BandLayout {
  int count = 64;
  double low = 40, high = 16000;  // 0 < low < high
  auto operator<=>(const BandLayout&) const = default;
};

// Which lines each band is made of.
class Bands {
 public:
  explicit Bands(const BandLayout& layout);

  // Of each band, in decibels: 0 is a full sine in it, -200 nothing. A band narrower than what a pure tone takes up is
  // as loud as the tone that stands in its middle.
  void levels(const PowerSpectrum& power, std::span<float> out) const;
  int count() const { return static_cast<int>(bands_.size()); }

 private:
  struct Lines {
    int first = 0;
    std::vector<double> weights;  // 0..1
  };
  std::vector<Lines> bands_;
};

}  // namespace fp

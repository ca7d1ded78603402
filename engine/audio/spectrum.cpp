#include "engine/audio/spectrum.hpp"

#include <emmintrin.h>

#include <algorithm>
#include <cmath>

#include "engine/audio/decibels.hpp"

namespace fp {
namespace {

constexpr int kSize = kSpectrumSize;
constexpr int kStages = 12;
static_assert(1 << kStages == kSize);

struct Tables {
  std::array<double, kSize> window;            // Hann, periodic
  std::array<double, kSize> cosine{}, sine{};  // of stage s at (1 << s) / 2 and on: one after the other as used
  std::array<uint16_t, kSize> reversed{};      // bits of the index from behind
};

const Tables& tables() {
  static const Tables made = [] {
    Tables t;
    for (int i = 0; i < kSize; ++i) {
      const auto at = static_cast<size_t>(i);
      t.window[at] = 0.5 - 0.5 * exact_cos(2 * kPi * i / kSize);
      t.reversed[at] = static_cast<uint16_t>((t.reversed[at / 2] >> 1) | ((i & 1) << (kStages - 1)));
    }
    for (size_t half = 1; half < kSize; half *= 2) {
      for (size_t k = 0; k < half; ++k) {
        const double angle = -kPi * static_cast<double>(k) / static_cast<double>(half);
        t.cosine[half + k] = exact_cos(angle);
        t.sine[half + k] = exact_sin(angle);
      }
    }
    return t;
  }();
  return made;
}

struct Complexes {
  std::array<double, kSize> re, im;
};

// Two doubles at a time, with SSE2, the baseline of x86-64: compilers do not find that out by themselves at -O2.
struct ComplexPair {
  __m128d re, im;
};
ComplexPair load(const double* re, const double* im) {
  return {_mm_loadu_pd(re), _mm_loadu_pd(im)};
}
void store(const ComplexPair& z, double* re, double* im) {
  _mm_storeu_pd(re, z.re);
  _mm_storeu_pd(im, z.im);
}
ComplexPair operator+(const ComplexPair& a, const ComplexPair& b) {
  return {a.re + b.re, a.im + b.im};
}
ComplexPair operator-(const ComplexPair& a, const ComplexPair& b) {
  return {a.re - b.re, a.im - b.im};
}
ComplexPair operator*(const ComplexPair& a, const ComplexPair& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// The first two stages, whose factors are 1 and -i.
void transform_fours(Complexes& z) {
  for (size_t i = 0; i < kSize; i += 4) {
    double* re = &z.re[i];
    double* im = &z.im[i];
    const double a = re[0] + re[1], b = re[0] - re[1], c = re[2] + re[3], d = re[2] - re[3];
    const double e = im[0] + im[1], f = im[0] - im[1], g = im[2] + im[3], h = im[2] - im[3];
    re[0] = a + c;
    re[1] = b + h;
    re[2] = a - c;
    re[3] = b - h;
    im[0] = e + g;
    im[1] = f - d;
    im[2] = e - g;
    im[3] = f + d;
  }
}

// Two stages at once: of blocks of `half`, then of twice that.
void transform_twice(Complexes& z, size_t half) {
  const Tables& t = tables();
  for (size_t block = 0; block < kSize; block += 4 * half) {
    for (size_t k = 0; k < half; k += 2) {
      double* re = &z.re[block + k];
      double* im = &z.im[block + k];
      const ComplexPair inner = load(&t.cosine[half + k], &t.sine[half + k]);
      const ComplexPair first = load(&t.cosine[2 * half + k], &t.sine[2 * half + k]);
      const ComplexPair second = load(&t.cosine[3 * half + k], &t.sine[3 * half + k]);
      const ComplexPair a = load(re, im), b = load(re + half, im + half) * inner;
      const ComplexPair c = load(re + 2 * half, im + 2 * half), d = load(re + 3 * half, im + 3 * half) * inner;
      const ComplexPair low = (c + d) * first, high = (c - d) * second;
      store((a + b) + low, re, im);
      store((a - b) + high, re + half, im + half);
      store((a + b) - low, re + 2 * half, im + 2 * half);
      store((a - b) - high, re + 3 * half, im + 3 * half);
    }
  }
}

// In place, of values in the order of reversed bits: decimation in time.
void transform(Complexes& z) {
  transform_fours(z);
  for (size_t half = 4; half < kSize; half *= 4) transform_twice(z, half);
}

}  // namespace

// Left and right are the parts of one complex signal: the sum of both powers is that of its lines k and -k.
PowerSpectrum power_spectrum(const Pcm& pcm, int64_t center) {
  constexpr double kUnit = 1.0 / static_cast<double>(kFullScale);
  constexpr double kScale = 16.0 / (1.5 * kSize * static_cast<double>(kSize)) / 4;
  const Tables& t = tables();
  const std::span<const int32_t> samples = pcm.samples();
  const int64_t first = center - kSize / 2;
  Complexes z;
  for (size_t i = 0; i < kSize; ++i) {
    const int64_t at = first + static_cast<int64_t>(i);
    const bool inside = at >= 0 && at < pcm.frames();
    const double weight = inside ? t.window[i] * kUnit : 0;
    const size_t to = t.reversed[i], from = inside ? static_cast<size_t>(at) * 2 : 0;
    z.re[to] = inside ? samples[from] * weight : 0;
    z.im[to] = inside ? samples[from + 1] * weight : 0;
  }
  transform(z);
  PowerSpectrum power;
  for (size_t k = 0; k < kSpectrumLines; ++k) {
    const size_t mirrored = (kSize - k) % kSize;
    const double sum =
        z.re[k] * z.re[k] + z.im[k] * z.im[k] + z.re[mirrored] * z.re[mirrored] + z.im[mirrored] * z.im[mirrored];
    power[k] = sum * kScale;
  }
  return power;
}

Bands::Bands(const BandLayout& layout) {
  constexpr double kTone = 3;  // lines: a tone's own width
  const double octaves = exact_log(layout.high / layout.low);
  const auto edge = [&](int i) { return layout.low * exact_exp(octaves * i / layout.count) / kLineWidth; };
  for (int i = 0; i < layout.count; ++i) {
    double from = edge(i), to = edge(i + 1);
    if (to - from < kTone) {
      const double middle = (from + to) / 2;
      from = middle - kTone / 2;
      to = middle + kTone / 2;
    }
    // Line k stands for k - 1/2 ... k + 1/2.
    Lines lines;
    const int last = std::min(static_cast<int>(std::floor(to + 0.5)), kSpectrumLines - 1);
    lines.first = std::clamp(static_cast<int>(std::floor(from + 0.5)), 0, kSpectrumLines - 1);
    for (int k = lines.first; k <= last; ++k)
      lines.weights.push_back(std::clamp(std::min(k + 0.5, to) - std::max(k - 0.5, from), 0.0, 1.0));
    bands_.push_back(std::move(lines));
  }
}

void Bands::levels(const PowerSpectrum& power, std::span<float> out) const {
  constexpr double kPerNeper = 4.342944819032518;  // 10 / ln 10
  for (size_t i = 0; i < bands_.size(); ++i) {
    double sum = 0;
    const Lines& lines = bands_[i];
    for (size_t k = 0; k < lines.weights.size(); ++k)
      sum += lines.weights[k] * power[static_cast<size_t>(lines.first) + k];
    out[i] = sum > 1e-20 ? static_cast<float>(kPerNeper * exact_log(sum)) : -200.0f;
  }
}

}  // namespace fp

#include "engine/audio/true_peak.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/audio/resample.hpp"
#include "engine/core/math.hpp"

namespace fp {
namespace {

constexpr int kTaps = 2 * kPeakReach, kPhases = 3, kBits = 20;
constexpr int64_t kCell = 64;

struct Table {
  // Of samples -15 ... 16 around the moment, in 2^-20: whole numbers, as are all sums of products with them (below
  // 2^53), so they are exact in whatever order; the compiler vectorises doubles, and 64-bit products it does not.
  std::array<std::array<double, kTaps>, kPhases> taps;
  int64_t gain = 0;  // what a peak can be of the largest sample, in 2^-20
};

const Table& table() {
  static const Table made = [] {
    Table t{};
    for (int phase = 0; phase < kPhases; ++phase) {
      int64_t sum = 0;
      for (int k = 0; k < kTaps; ++k) {
        const double x = k - (kPeakReach - 1) - (phase + 1) / 4.0;
        const double tap = exact_sin(kPi * x) / (kPi * x) * kaiser(x / kPeakReach, 8);
        const auto fixed = static_cast<int32_t>(std::floor(tap * (1 << kBits) + 0.5));
        t.taps[static_cast<size_t>(phase)][static_cast<size_t>(k)] = fixed;
        sum += fixed < 0 ? -fixed : fixed;
      }
      t.gain = std::max(t.gain, sum);
    }
    return t;
  }();
  return made;
}

int64_t absolute(int64_t v) {
  return v < 0 ? -v : v;
}

// The samples of both sides around a cell.
struct Around {
  std::array<std::array<double, kCell + kTaps>, 2> side{};
  int64_t largest = 0;

  Around(std::span<const int32_t> sound, int64_t first, int64_t n) {
    const int64_t before = first - (kPeakReach - 1), frames = std::ssize(sound) / 2;
    const int64_t end = std::min(n + kTaps, frames - before);
    for (int64_t i = std::max<int64_t>(-before, 0); i < end; ++i) {
      for (size_t s = 0; s < 2; ++s) {
        const int32_t value = sound[static_cast<size_t>(before + i) * 2 + s];
        side[s][static_cast<size_t>(i)] = value;
        largest = std::max(largest, absolute(value));
      }
    }
  }
};

// What is between the samples of a cell, one side's, into the larger of it and `out`.
void take_peaks(const std::array<double, kCell + kTaps>& side, std::array<int64_t, kCell>& out) {
  for (size_t i = 0; i < kCell; ++i)
    out[i] = std::max(out[i], absolute(static_cast<int64_t>(side[i + kPeakReach - 1])));
  for (const auto& taps : table().taps) {
    std::array<double, kCell> sums{};
    for (size_t k = 0; k < kTaps; ++k) {
      for (size_t i = 0; i < kCell; ++i) sums[i] += side[i + k] * taps[k];
    }
    for (size_t i = 0; i < kCell; ++i)
      out[i] = std::max(out[i], (absolute(static_cast<int64_t>(sums[i])) + (1 << kBits) - 1) >> kBits);
  }
}

}  // namespace

void peaks_between(std::span<const int32_t> sound, int64_t first, int64_t floor, std::span<int64_t> out) {
  for (int64_t done = 0; done < std::ssize(out); done += kCell) {
    const int64_t n = std::min(kCell, std::ssize(out) - done);
    const Around around(sound, first + done, n);
    const int64_t bound = (around.largest * table().gain >> kBits) + 1;
    std::array<int64_t, kCell> peaks{};
    if (bound < floor) {
      peaks.fill(bound);
    } else {
      for (const auto& side : around.side) take_peaks(side, peaks);
    }
    std::copy_n(peaks.begin(), n, out.begin() + done);
  }
}

int64_t true_peak(std::span<const int32_t> sound) {
  int64_t peak = 0;
  std::array<int64_t, kCell> peaks;
  const int64_t end = std::ssize(sound) / 2 + kPeakReach;
  for (int64_t at = -kPeakReach; at < end; at += kCell) {
    const auto n = static_cast<size_t>(std::min(kCell, end - at));
    peaks_between(sound, at, peak, std::span(peaks).first(n));
    peak = std::max(peak, *std::max_element(peaks.begin(), peaks.begin() + static_cast<int64_t>(n)));
  }
  return peak;
}

}  // namespace fp

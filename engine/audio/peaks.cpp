#include "engine/audio/peaks.hpp"

#include <algorithm>

#include "engine/audio/decibels.hpp"

namespace fp {
namespace {

constexpr int64_t kCoarsest = 16;    // buckets: no level has fewer, but the last
constexpr int64_t kExactly = 4096;   // samples: shorter stretches are added up one by one
constexpr double kNothing = -200;    // dB
constexpr double kHeardAtAll = -60;  // dB
constexpr double kLoudestShare = 0.1;

int16_t shortened(int32_t sample) {
  return static_cast<int16_t>(std::clamp(sample / 256, -32767, 32767));
}

void widen(Peak& peak, Peak by) {
  peak.low = std::min(peak.low, by.low);
  peak.high = std::max(peak.high, by.high);
}

}  // namespace

double decibels_of_power(double mean_square) {
  constexpr double kPerNeper = 4.342944819032518;    // 10 / ln 10
  constexpr double kSine = 0.5 * 32768.0 * 32768.0;  // the mean square of a full sine
  return mean_square > 0 ? kPerNeper * exact_log(mean_square / kSine) : kNothing;
}

Peak Peaks::of_samples(int64_t begin, int64_t end) const {
  begin = std::max<int64_t>(begin, 0);
  end = std::min(end, pcm_->frames());
  if (begin >= end) return {};
  const auto samples = pcm_->samples().subspan(static_cast<size_t>(begin) * 2, static_cast<size_t>(end - begin) * 2);
  const auto [low, high] = std::ranges::minmax(samples);
  return {shortened(low), shortened(high)};
}

uint64_t Peaks::energy_of_samples(int64_t begin, int64_t end) const {
  begin = std::max<int64_t>(begin, 0);
  end = std::min(end, pcm_->frames());
  if (begin >= end) return 0;
  uint64_t sum = 0;
  for (const int32_t sample :
       pcm_->samples().subspan(static_cast<size_t>(begin) * 2, static_cast<size_t>(end - begin) * 2)) {
    const int64_t value = sample / 256;  // up to 2^18 where it is louder than full scale
    sum += static_cast<uint64_t>(value * value);
  }
  return sum;
}

Peaks::Peaks(std::shared_ptr<const Pcm> pcm, const std::function<bool()>& stop) : pcm_(std::move(pcm)) {
  std::vector<Peak>& finest = levels_.emplace_back();
  for (int64_t at = 0; at < pcm_->frames(); at += kFinest) {
    if (stop && at % (kFinest << 12) == 0 && stop()) return;
    finest.push_back(of_samples(at, at + kFinest));
    energies_.push_back(energies_.back() + energy_of_samples(at, at + kFinest));
  }
  while (std::ssize(levels_.back()) > kCoarsest) {
    const std::vector<Peak>& fine = levels_.back();
    std::vector<Peak> coarse;
    for (size_t i = 0; i < fine.size(); ++i) {
      if (i % kStep == 0) coarse.push_back(fine[i]);
      widen(coarse.back(), fine[i]);
    }
    levels_.push_back(std::move(coarse));
  }
  loudness_ = find_loudness();
}

double Peaks::find_loudness() const {
  std::vector<uint64_t> parts;
  for (int64_t at = 0; at < frames(); at += kExactly) {
    const uint64_t sum = energy(at, at + kExactly);
    if (decibels_of_power(static_cast<double>(sum) / (2.0 * kExactly)) > kHeardAtAll) parts.push_back(sum);
  }
  if (parts.empty()) return kSilence;
  const auto at = parts.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(parts.size()) * (1 - kLoudestShare));
  std::ranges::nth_element(parts, at);
  return decibels_of_power(static_cast<double>(*at) / (2.0 * kExactly));
}

// The few buckets of each resolution that fill the stretch: fine ones at its ends, coarse ones between.
Peak Peaks::over(int64_t begin, int64_t end) const {
  begin = std::max<int64_t>(begin, 0);
  end = std::min(end, frames());
  if (begin >= end) return {};
  if (end - begin <= 2 * kFinest) return of_samples(begin, end);
  int64_t first = begin / kFinest, last = (end + kFinest - 1) / kFinest;
  Peak peak{INT16_MAX, INT16_MIN};
  for (size_t level = 0;; ++level) {
    const std::vector<Peak>& all = levels_[level];
    last = std::min(last, std::ssize(all));
    const bool coarsest = level + 1 == levels_.size();
    while (first < last && (coarsest || first % kStep != 0)) widen(peak, all[static_cast<size_t>(first++)]);
    while (first < last && last % kStep != 0) widen(peak, all[static_cast<size_t>(--last)]);
    if (first >= last) break;
    first /= kStep;
    last /= kStep;
  }
  return peak.low > peak.high ? Peak{} : peak;
}

uint64_t Peaks::energy(int64_t begin, int64_t end) const {
  if (end - begin <= kExactly) return energy_of_samples(begin, end);
  const int64_t buckets = std::ssize(energies_) - 1;
  const auto before = [&](int64_t sample) {
    return energies_[static_cast<size_t>(std::clamp<int64_t>((sample + kFinest / 2) / kFinest, 0, buckets))];
  };
  return before(std::max<int64_t>(end, 0)) - before(std::max<int64_t>(begin, 0));
}

}  // namespace fp

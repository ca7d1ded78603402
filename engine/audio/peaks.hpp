// How loud a file is over any stretch of it, in as few numbers as that takes: the lowest and highest sample, and the
// mean power. Pure functions of the samples.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/media/clip.hpp"

namespace fp {

// The lowest and highest sample of a stretch, both sides together; full scale is +-32767, and beyond it is cut.
struct Peak {
  int16_t low = 0, high = 0;
  bool operator==(const Peak&) const = default;
};

// Of a whole file, at several resolutions: 256 samples each, 1024, 4096, and so on. 13 MB an hour.
class Peaks {
 public:
  static constexpr int64_t kFinest = 256, kStep = 4;

  // Looks through all of it; gives up where `stop` says so, and has what it saw.
  explicit Peaks(std::shared_ptr<const Pcm> pcm, const std::function<bool()>& stop = {});

  int64_t frames() const { return pcm_->frames(); }
  // Of samples [begin, end). Stretches of up to 512 samples are exact, longer ones may take in up to 256 samples more
  // at either end. What lies outside the file is silent.
  Peak over(int64_t begin, int64_t end) const;
  // The sum of all squares there, both sides together, in units of 2^-15 of full scale: whole numbers, so the order
  // does not matter. Exact for stretches of up to 4096 samples; longer ones end at the nearest multiple of 256.
  uint64_t energy(int64_t begin, int64_t end) const;
  // How loud its loud parts are: the root mean square that a tenth of all stretches of 4096 samples exceed, among those
  // that are heard at all; decibels against a full sine. kSilence: nothing is.
  double loudness() const { return loudness_; }

 private:
  Peak of_samples(int64_t begin, int64_t end) const;
  uint64_t energy_of_samples(int64_t begin, int64_t end) const;
  double find_loudness() const;
  std::shared_ptr<const Pcm> pcm_;
  std::vector<std::vector<Peak>> levels_;
  std::vector<uint64_t> energies_{0};  // of all samples before 256 * index
  double loudness_ = 0;
};

// Decibels of a mean square in units of 2^-30 of full scale, against a full sine: 0 is as loud as sine waves get
// (AES17). Nothing is -200.
double decibels_of_power(double mean_square);

}  // namespace fp

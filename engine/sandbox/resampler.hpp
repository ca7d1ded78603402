// Stereo to 48 kHz by soxr in double precision, and to integers; a file that has 48 kHz already passes through to the
// bit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/sandbox/sound_track.hpp"

struct soxr;

namespace fp::media {

class Resampler {
 public:
  Resampler(int rate, SampleSink sink);
  ~Resampler();
  Resampler(const Resampler&) = delete;
  Resampler& operator=(const Resampler&) = delete;
  Result<void> start();
  // Interleaved stereo, 1 is full scale.
  Result<void> put(std::span<const double> samples);
  Result<int64_t> finish();  // sample frames in all: those put in times 48000 / rate, rounded

 private:
  Result<void> run(const double* in, size_t frames);
  Result<void> emit(const double* samples, size_t frames);
  int64_t wanted() const;
  int rate_;
  SampleSink sink_;
  soxr* soxr_ = nullptr;
  int64_t taken_ = 0, given_ = 0;
  std::vector<double> out_;
  std::vector<int32_t> whole_;
};

}  // namespace fp::media

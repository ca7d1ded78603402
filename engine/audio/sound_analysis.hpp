// What is known of a file's sound for those who look at it: found when it is first asked for, then kept. Each result is
// a function of the samples, so that it does not matter who asks, when, or in which order.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "engine/audio/peaks.hpp"
#include "engine/audio/sound_file.hpp"
#include "engine/audio/spectrum.hpp"

namespace fp {

// Safe to call from any thread.
class SoundAnalysis {
 public:
  // `file.pcm` must be there.
  explicit SoundAnalysis(SoundFile file) : file_(std::move(file)) {}

  const Pcm& pcm() const { return *file_.pcm; }
  // How long it is, seconds: of footage as its pictures last.
  Rational duration(bool footage) const;
  const Peaks& peaks() const;
  // Decibels of each band around a sample.
  std::shared_ptr<const std::vector<float>> bands(const BandLayout& layout, int64_t center) const;

 private:
  struct Layout {
    explicit Layout(const BandLayout& layout) : bands(layout) {}
    Bands bands;
    std::unordered_map<int64_t, std::shared_ptr<const std::vector<float>>> at;  // looked up only
  };
  SoundFile file_;
  mutable std::once_flag looked_through_;
  mutable std::unique_ptr<const Peaks> peaks_;
  mutable std::mutex mutex_;
  mutable std::map<BandLayout, Layout> layouts_;
};

}  // namespace fp

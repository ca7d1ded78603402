// A file as one layer plays it: which of its samples stand at each sample of the layer's own time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/audio/sample_time.hpp"
#include "engine/audio/sound_file.hpp"
#include "engine/audio/sound_plan.hpp"

namespace fp {

// At speed 1 and -1 samples are copied: where a moment falls between two, the nearer one, the same all along. At any
// other speed, and where the speed changes, they are resampled (resample.hpp) at moments exact to 2^-32 of a sample. A
// speed of 0 holds the level it stopped at. Outside [start, end) of the file there is silence; AtEnd::hold is silence.
class Playing {
 public:
  // `file.pcm` must be there.
  Playing(const HeardLayer& layer, const SoundFile& file);

  // Samples first, first + 1, ... of the layer's own time, stereo interleaved. A pure function; from any thread.
  void read(int64_t first, std::span<int32_t> out) const;

 private:
  enum class Way : uint8_t { copied, steady, keyed };
  struct Stretch;

  Wide passed(int64_t sample) const;
  int64_t frame_of(int64_t sample) const;
  Stretch stretch_around(Wide at) const;
  const int32_t* sample_pair(int64_t index) const;
  void read_copied(int64_t first, std::span<int32_t> out) const;
  void read_resampled(int64_t first, std::span<int32_t> out) const;
  const int32_t* samples_around(int64_t first, int64_t n, std::span<int32_t> room) const;
  void resample(Wide position, int32_t* out) const;
  void resample_faster(Wide position, int64_t speed, int32_t* out) const;

  std::shared_ptr<const Pcm> pcm_;
  ClipTime::AtEnd at_end_;
  Way way_ = Way::copied;
  bool backwards_ = false;
  int64_t begin_ = 0;   // the file's sample where what is played begins
  int64_t length_ = 0;  // samples of what is played; 0: nothing is left of the file
  Wide exact_length_ = 0;
  Rational fps_, speed_;
  std::vector<int64_t> sums_, speeds_;  // keyed: at each frame, the speeds before it summed, and its own; 2^-24
};

}  // namespace fp

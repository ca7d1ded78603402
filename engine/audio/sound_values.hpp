// Sound as numbers from 0 to 1, for what is seen: levels, spectra, waveforms. Pure functions of the file and the frame:
// what was asked before does not matter, and looking back is bounded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/audio/played.hpp"
#include "engine/audio/sound_analysis.hpp"
#include "engine/template/sound_views.hpp"

namespace fp {

// A layer's sound, as another one follows it.
class HeardSound {
 public:
  HeardSound(const FollowedSound& sound, std::shared_ptr<const SoundAnalysis> file);

  // Frames of the layer that is heard: that of a frame of the one that follows; what of it is heard, up to the file's
  // end where nothing follows.
  double frame_of(double own) const { return own + static_cast<double>(offset_); }
  double from() const { return from_; }
  double to() const { return to_; }
  // The file's sample there; nullopt: silence.
  std::optional<double> sample_at(double frame) const;
  double fps() const { return fps_; }
  const SoundAnalysis& file() const { return *file_; }
  const Played& played() const { return played_; }

 private:
  std::shared_ptr<const SoundAnalysis> file_;
  Played played_;
  int64_t offset_ = 0;
  double from_ = 0, to_ = 0, fps_ = 30;
};

// `own`: a frame of the layer that follows; between two frames what lies between.
double level_value(const HeardSound& sound, const SoundLevel& level, double own);
// Of each band.
std::vector<double> spectrum_values(const HeardSound& sound, const SoundViewContent& view, double own);

// A waveform's bars: each stands on a part of the width, 0..1.
struct WaveBar {
  double left = 0, right = 0, value = 0;
};
// All that is heard, in `count` bars. Does not depend on the frame.
std::vector<WaveBar> whole_waveform(const HeardSound& sound, const SoundViewContent& view);
// What is around the playhead. Bars keep their values while they pass from right to left, and grow and shrink at the
// ends of the window.
std::vector<WaveBar> moving_waveform(const HeardSound& sound, const SoundViewContent& view, double own);
// How much of the width lies before the playhead, 0..1.
double played_share(const HeardSound& sound, const SoundViewContent& view, double own);

// The sound itself around the playhead, as an oscilloscope shows it: -1..1. It begins to rise in the middle where it
// does so at all, so that a steady tone stands still.
std::vector<double> scope_values(const HeardSound& sound, const SoundViewContent& view, double own);

}  // namespace fp

#include "engine/audio/sound_values.hpp"

#include <algorithm>
#include <cmath>

#include "engine/audio/decibels.hpp"

namespace fp {
namespace {

constexpr int64_t kLevelReach = 1024;  // samples to each side of a moment, whose level it is
constexpr double kMostFrames = 1200;   // that smoothing looks back
constexpr double kFullPeak = 32767;
constexpr double kSinePower = 0.5 * 32768 * 32768;  // the mean square of a full sine, as Peaks counts

// What is shown as 0 and 1 where the template says nothing, in decibels from the file's loudness.
constexpr LevelRange kWave{-36, 4}, kLevel{-24, 3}, kLevelPeak{-18, 12}, kBand{-27, 0}, kSpectrum{-52, -2};
constexpr double kWaveDepth = 48;  // of a waveform of peaks, below the highest of the file

LevelRange range_of(const HeardSound& sound, const std::optional<LevelRange>& said, LevelRange usual) {
  if (said) return *said;
  const double loudness = sound.file().peaks().loudness();
  return {loudness + usual.quiet, loudness + usual.loud};
}

double shown(double decibels, const LevelRange& range) {
  return std::clamp((decibels - range.quiet) / (range.loud - range.quiet), 0.0, 1.0);
}

// 1: full scale.
double highest(const Peak& peak) {
  return std::max(-static_cast<double>(peak.low), static_cast<double>(peak.high)) / kFullPeak;
}

double decibels_of_peak(const Peak& peak) {
  const double most = highest(peak);
  return decibels_of_power(kSinePower * most * most);
}

int64_t nearest(double sample) {
  return static_cast<int64_t>(std::floor(sample + 0.5));
}

// Values that rise and fall no faster than they may. `read(sample, values)`: what is heard around one, 0..1.
template <class Read>
std::vector<double> at_whole_frame(const Ballistics& ballistics, const HeardSound& sound, int64_t frame, size_t n,
                                   const Read& read) {
  const double rise = std::min(ballistics.attack * sound.fps(), kMostFrames);
  const double fall = std::min(ballistics.release * sound.fps(), kMostFrames);
  const auto rising = static_cast<int64_t>(std::ceil(rise)), falling = static_cast<int64_t>(std::ceil(fall)) + 1;
  std::vector<double> held(n), now(n), result(n, 1.0);
  for (int64_t at = frame - rising - falling; at <= frame; ++at) {
    std::ranges::fill(now, 0.0);
    if (const auto sample = sound.sample_at(static_cast<double>(at))) read(nearest(*sample), now);
    const auto since = static_cast<double>(frame - at);
    for (size_t i = 0; i < n; ++i) {
      held[i] = std::max(now[i], fall > 0 ? held[i] - 1 / fall : 0.0);
      if (frame - at <= rising) result[i] = std::min(result[i], rise > 0 ? held[i] + since / rise : held[i]);
    }
  }
  return result;
}

template <class Read>
std::vector<double> smoothed(const Ballistics& ballistics, const HeardSound& sound, double frame, size_t n,
                             const Read& read) {
  const double whole = std::floor(frame), part = frame - whole;
  const auto at = static_cast<int64_t>(whole);
  std::vector<double> values = at_whole_frame(ballistics, sound, at, n, read);
  if (part == 0) return values;
  const std::vector<double> next = at_whole_frame(ballistics, sound, at + 1, n, read);
  for (size_t i = 0; i < n; ++i) values[i] += (next[i] - values[i]) * part;
  return values;
}

struct BandReader {
  const SoundAnalysis& file;
  BandLayout layout;
  LevelRange range;

  void operator()(int64_t sample, std::vector<double>& values) const {
    const auto bands = file.bands(layout, sample);
    for (size_t i = 0; i < values.size(); ++i) values[i] = shown((*bands)[i], range);
  }
};

struct LevelReader {
  const Peaks& peaks;
  bool peak;
  LevelRange range;

  void operator()(int64_t sample, std::vector<double>& values) const {
    const int64_t first = sample - kLevelReach, last = sample + kLevelReach;
    const double decibels = peak ? decibels_of_peak(peaks.over(first, last))
                                 : decibels_of_power(static_cast<double>(peaks.energy(first, last)) /
                                                     (4.0 * static_cast<double>(kLevelReach)));
    values[0] = shown(decibels, range);
  }
};

LevelRange wave_range(const HeardSound& sound, const SoundViewContent& view) {
  if (view.range || view.measure != LevelMeasure::peak) return range_of(sound, view.range, kWave);
  const Peaks& peaks = sound.file().peaks();
  const double highest = decibels_of_peak(peaks.over(0, peaks.frames()));
  return {highest - kWaveDepth, highest};
}

// Waveforms are drawn as high as they swing: by amplitude, not by decibels.
class WaveReader {
 public:
  WaveReader(const HeardSound& sound, const SoundViewContent& view)
      : sound_(sound), peak_(view.measure == LevelMeasure::peak) {
    const LevelRange range = wave_range(sound, view);
    quiet_ = factor_of(range.quiet);
    loud_ = factor_of(range.loud);
  }

  // Over frames [from, to) of the layer that is heard.
  double value(double from, double to) const {
    from = std::max(from, sound_.from());
    to = std::min(to, sound_.to());
    if (!(from < to)) return 0;
    const Peaks& peaks = sound_.file().peaks();
    double amplitude = 0;  // 1: a full sine
    if (peak_) {
      const auto peak = peak_over(peaks, sound_.played(), from, to);
      if (peak) amplitude = highest(*peak);
    } else {
      const auto power = power_over(peaks, sound_.played(), from, to);
      if (power) amplitude = std::sqrt(*power / kSinePower);
    }
    return std::clamp((amplitude - quiet_) / (loud_ - quiet_), 0.0, 1.0);
  }

 private:
  const HeardSound& sound_;
  bool peak_;
  double quiet_ = 0, loud_ = 1;
};

}  // namespace

HeardSound::HeardSound(const FollowedSound& sound, std::shared_ptr<const SoundAnalysis> file)
    : file_(std::move(file)), offset_(sound.offset), fps_(to_double(sound.time.fps)) {
  played_ = played_parts(sound.time, sound.frames, file_->duration(sound.footage));
  from_ = static_cast<double>(std::max<int64_t>(sound.from, 0));
  to_ = std::min(static_cast<double>(sound.to), played_.over());
}

std::optional<double> HeardSound::sample_at(double frame) const {
  if (frame < from_ || frame >= to_) return std::nullopt;
  return played_.at(frame);
}

double level_value(const HeardSound& sound, const SoundLevel& level, double own) {
  const double frame = sound.frame_of(own);
  if (level.band) {
    const BandReader reader{sound.file(), {1, level.band->low, level.band->high}, range_of(sound, level.range, kBand)};
    return smoothed(level.ballistics, sound, frame, 1, reader)[0];
  }
  const bool peak = level.measure == LevelMeasure::peak;
  const LevelReader reader{sound.file().peaks(), peak, range_of(sound, level.range, peak ? kLevelPeak : kLevel)};
  return smoothed(level.ballistics, sound, frame, 1, reader)[0];
}

std::vector<double> spectrum_values(const HeardSound& sound, const SoundViewContent& view, double own) {
  const BandReader reader{
      sound.file(), {view.count, view.band.low, view.band.high}, range_of(sound, view.range, kSpectrum)};
  return smoothed(view.ballistics, sound, sound.frame_of(own), static_cast<size_t>(view.count), reader);
}

std::vector<WaveBar> whole_waveform(const HeardSound& sound, const SoundViewContent& view) {
  const WaveReader reader(sound, view);
  const double each = 1.0 / view.count, span = std::max(sound.to() - sound.from(), 0.0);
  std::vector<WaveBar> bars;
  for (int i = 0; i < view.count; ++i) {
    const double left = i * each, right = (i + 1) * each;
    bars.push_back({left, right, reader.value(sound.from() + left * span, sound.from() + right * span)});
  }
  return bars;
}

std::vector<WaveBar> moving_waveform(const HeardSound& sound, const SoundViewContent& view, double own) {
  const WaveReader reader(sound, view);
  const double window = *view.window * sound.fps(), each = window / view.count;
  const double first = sound.frame_of(own) - window / 2;  // at the left end
  std::vector<WaveBar> bars;
  for (double k = std::floor(first / each); k * each < first + window; ++k) {
    const double left = (k * each - first) / window, right = ((k + 1) * each - first) / window;
    const double inside = (std::min(right, 1.0) - std::max(left, 0.0)) * view.count;
    constexpr double kHardly = 1e-6;
    if (inside < kHardly) continue;
    const double value = reader.value(k * each, (k + 1) * each);
    bars.push_back({std::max(left, 0.0), std::min(right, 1.0), inside > 1 - kHardly ? value : value * inside});
  }
  return bars;
}

double played_share(const HeardSound& sound, const SoundViewContent& view, double own) {
  if (view.window) return 0.5;
  const double span = sound.to() - sound.from();
  return span > 0 ? std::clamp((sound.frame_of(own) - sound.from()) / span, 0.0, 1.0) : 0;
}

std::vector<double> scope_values(const HeardSound& sound, const SoundViewContent& view, double own) {
  std::vector<double> values(static_cast<size_t>(view.count));
  const auto middle = sound.sample_at(sound.frame_of(own));
  if (!middle) return values;
  const Pcm& pcm = sound.file().pcm();
  const auto sample = [&](int64_t at) -> int64_t {
    if (at < 0 || at >= pcm.frames()) return 0;
    const auto i = static_cast<size_t>(at) * 2;
    return int64_t{pcm.samples()[i]} + pcm.samples()[i + 1];
  };
  constexpr int64_t kSearch = 1200;  // samples: a period of 40 Hz
  int64_t center = nearest(*middle);
  for (int64_t at = center; at > center - kSearch; --at) {
    if (sample(at - 1) >= 0 || sample(at) < 0) continue;
    center = at;
    break;
  }
  const LevelRange range = range_of(sound, view.range, {-60, 9});
  const double full = 2.0 * static_cast<double>(kFullScale) * factor_of(range.loud);
  const double length = *view.window * kSampleRate, step = length / std::max(view.count - 1, 1);
  for (size_t i = 0; i < values.size(); ++i) {
    const double at = static_cast<double>(center) - length / 2 + static_cast<double>(i) * step;
    const int64_t first = nearest(at - step / 2), last = std::max(first + 1, nearest(at + step / 2));
    int64_t sum = 0;
    for (int64_t k = first; k < last; ++k) sum += sample(k);
    values[i] = std::clamp(static_cast<double>(sum) / static_cast<double>(last - first) / full, -1.0, 1.0);
  }
  return values;
}

}  // namespace fp

#include "engine/audio/level.hpp"

#include <algorithm>

#include "engine/audio/decibels.hpp"
#include "engine/audio/sample_time.hpp"
#include "engine/scene/tracks.hpp"

namespace fp {
namespace {

bool is_steady(const Scalar& track) {
  return track.keys.empty() && !track.level && track.wiggle.amplitude == 0;
}

struct Sides {
  double left = 1, right = 1;
};

Sides sides_at(const LayerLevel& layer, double frame) {
  const double fps = to_double(layer.fps);
  const double gain = factor_of(value_at(layer.gain, frame, fps));
  const double pan = std::clamp(value_at(layer.pan, frame, fps), -1.0, 1.0);
  return {gain * (pan > 0 ? 1 - pan : 1), gain * (pan < 0 ? 1 + pan : 1)};
}

Level fixed(const Sides& sides, double factor) {
  return {fixed_gain(sides.left * factor), fixed_gain(sides.right * factor)};
}

double part_of(int64_t done, int64_t whole) {
  return std::clamp(static_cast<double>(done) / static_cast<double>(whole), 0.0, 1.0);
}

double scene_factor(const SceneFade& fade, int64_t sample) {
  if (fade.end <= fade.begin) return 1;
  const double part = part_of(sample - fade.begin, fade.end - fade.begin);
  const double shown = fade.in ? part : 1 - part;
  return shown >= 1 ? 1 : exact_sin(shown * (kPi / 2));
}

}  // namespace

LayerLevel layer_level(const HeardLayer& layer, Rational fps) {
  LayerLevel made{.fps = fps,
                  .gain = layer.sound.gain,
                  .pan = layer.sound.pan,
                  .fade_in = sample_at(layer.sound.fade_in, fps),
                  .fade_out = sample_at(layer.sound.fade_out, fps),
                  .end = sample_at(layer.frames, fps)};
  if (is_steady(made.gain) && is_steady(made.pan)) made.steady = fixed(sides_at(made, 0), 1);
  return made;
}

Level level_at(const LayerLevel& layer, const HeardClip& clip, int64_t point) {
  const int64_t sample = point * kGrid;
  double factor = 1;
  if (layer.fade_in > 0) factor *= part_of(sample, layer.fade_in);
  if (layer.fade_out > 0) factor *= part_of(layer.end - sample, layer.fade_out);
  for (const SceneFade& fade : clip.fades) factor *= scene_factor(fade, clip.origin + sample);
  if (layer.steady && factor == 1) return *layer.steady;
  return fixed(sides_at(layer, frame_at_sample(sample, layer.fps)), factor);
}

}  // namespace fp

#include <algorithm>
#include <cmath>

#include "engine/core/random.hpp"
#include "engine/scene/tracks.hpp"
#include "engine/template/sound_views.hpp"

namespace fp {
namespace {

double mix(double a, double b, double t) {
  return a + (b - a) * t;
}
Vec2 mix(Vec2 a, Vec2 b, double t) {
  return {mix(a.x, b.x, t), mix(a.y, b.y, t)};
}

double unit(double v) {
  return std::clamp(v, 0.0, 1.0);
}

// As CSS does: weighted by alpha, so that a fade from a transparent colour does not pass through that colour's hidden
// RGB.
Color mix(const Color& a, const Color& b, double t) {
  if (t == 0) return a;
  const double alpha = unit(mix(a.a, b.a, t));
  if (a.a == b.a || !(alpha > 0))
    return {unit(mix(a.r, b.r, t)), unit(mix(a.g, b.g, t)), unit(mix(a.b, b.b, t)), alpha};
  const auto channel = [&](double x, double y) { return unit(mix(x * a.a, y * b.a, t) / alpha); };
  return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), alpha};
}

// Smooth noise in -1..1: a Catmull-Rom curve through random values at whole `x`. Each axis is a series of its own.
double noise_at(uint64_t seed, uint64_t axis, double x) {
  const double cell = std::floor(x);
  const double t = x - cell;
  double v[4];
  for (int i = 0; i < 4; ++i) {
    const auto lattice = static_cast<uint64_t>(static_cast<int64_t>(cell) + i - 1);
    v[i] = 2 * random_at(seed, lattice * 4 + axis) - 1;
  }
  const double curve =
      v[1] +
      0.5 * t * ((v[2] - v[0]) + t * ((2 * v[0] - 5 * v[1] + 4 * v[2] - v[3]) + t * (3 * (v[1] - v[2]) + v[3] - v[0])));
  return curve * 0.8;  // the curve overshoots its values by a quarter at most
}

double shake(const Wiggle& w, uint64_t axis, double frame, double fps) {
  return w.amplitude * noise_at(w.seed, axis, frame / fps * w.frequency);
}

void add_wiggle(double& value, const Wiggle& w, double frame, double fps) {
  value += shake(w, 0, frame, fps);
}

void add_wiggle(Vec2& value, const Wiggle& w, double frame, double fps) {
  value += Vec2{shake(w, 0, frame, fps), shake(w, 1, frame, fps)};
}

void add_wiggle(Color& value, const Wiggle& w, double frame, double fps) {
  value.r = unit(value.r + shake(w, 0, frame, fps));
  value.g = unit(value.g + shake(w, 1, frame, fps));
  value.b = unit(value.b + shake(w, 2, frame, fps));
}

// The frame within [first, last] that a repeated track shows.
template <class T>
double folded(const Track<T>& track, double frame) {
  const double first = static_cast<double>(track.keys.front().frame),
               last = static_cast<double>(track.keys.back().frame);
  const double span = last - first;
  if (track.repeat == Track<T>::Repeat::none || frame <= first || !(span > 0)) return frame;
  if (track.repeat == Track<T>::Repeat::loop) return first + std::fmod(frame - first, span);
  const double place = std::fmod(frame - first, 2 * span);
  return first + (place > span ? 2 * span - place : place);
}

template <class T>
T keyed_value(const Track<T>& track, double frame, double fps) {
  const double at = folded(track, frame);
  const auto next = std::upper_bound(track.keys.begin(), track.keys.end(), at,
                                     [](double f, const Key<T>& key) { return f < static_cast<double>(key.frame); });
  if (next == track.keys.begin()) return track.keys.front().value;
  if (next == track.keys.end()) return track.keys.back().value;
  const Key<T>& from = *(next - 1);
  const double length = static_cast<double>(next->frame - from.frame);
  const double progress = ease_at(from.ease, (at - static_cast<double>(from.frame)) / length, length / fps);
  return mix(from.value, next->value, progress);
}

double level_at(const SoundLevel& level, double frame) {
  return level.ear->level ? level.ear->level(frame) : 0;
}

template <class T>
T evaluated(const Track<T>& track, double frame, double fps) {
  T value = track.keys.empty() ? track.constant : keyed_value(track, frame, fps);
  if (track.level) value = mix(track.constant, track.loud, level_at(*track.level, frame));
  if (track.wiggle.amplitude != 0 && track.wiggle.frequency > 0) add_wiggle(value, track.wiggle, frame, fps);
  return value;
}

}  // namespace

double value_at(const Scalar& track, double frame, double fps) {
  return evaluated(track, frame, fps);
}
Vec2 value_at(const Point& track, double frame, double fps) {
  return evaluated(track, frame, fps);
}
Color value_at(const Tint& track, double frame, double fps) {
  return evaluated(track, frame, fps);
}

}  // namespace fp

#include "editor/preview/playback.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace fp::preview {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
__extension__ using Wide = __int128;  // -Wpedantic

// Whole frame durations in a time. Days of nanoseconds at any rate fit in 128 bits only.
int64_t ticks_in(int64_t nanoseconds, Rational fps) {
  const auto wide = static_cast<Wide>(std::max<int64_t>(0, nanoseconds)) * fps.num;
  return static_cast<int64_t>(wide / (static_cast<Wide>(fps.den) * kSecond));
}

int64_t wrapped(int64_t at, const WorkArea& area) {
  const int64_t length = area.last - area.first + 1;
  int64_t inside = (at - area.first) % length;
  if (inside < 0) inside += length;
  return area.first + inside;
}

bool outside(int64_t at, const WorkArea& area) {
  return at < area.first || at > area.last;
}

int64_t frame_at(const Playback& p, int64_t ticks) {
  const int64_t at = p.frame + ticks * p.rate;
  return p.area.loop ? wrapped(at, p.area) : std::clamp(at, p.area.first, p.area.last);
}

void begin(Playback& p, int64_t now) {
  p.began = now;
  p.ticks = 0;
  p.painted = 1;  // the frame it begins with is on the screen
  p.painted_frame = p.frame;
  p.dropped_before = p.dropped;
}

}  // namespace

void play(Playback& p, int rate, int64_t now) {
  if (p.rate != 0) {
    p.frame = advance(p, now);
  } else {
    p.dropped = 0;
  }
  p.rate = rate;
  const bool at_end = !p.area.loop && p.frame == (rate > 0 ? p.area.last : p.area.first);
  if (rate != 0 && (outside(p.frame, p.area) || at_end)) p.frame = rate > 0 ? p.area.first : p.area.last;
  begin(p, now);
}

void stop(Playback& p, int64_t now) {
  p.frame = advance(p, now);
  p.rate = 0;
}

void seek(Playback& p, int64_t frame, int64_t frames, int64_t now) {
  p.frame = std::clamp<int64_t>(frame, 0, std::max<int64_t>(0, frames - 1));
  if (p.rate != 0 && outside(p.frame, p.area)) p.rate = 0;
  begin(p, now);
}

void shift(Playback& p, int64_t later) {
  p.began += later;
}

double seconds_at(const Playback& p, int64_t now) {
  const auto frame = static_cast<double>(p.fps.den) / static_cast<double>(p.fps.num);
  double at = static_cast<double>(p.frame) * frame;
  if (p.rate == 0) return at;
  at += static_cast<double>(now - p.began) / static_cast<double>(kSecond);
  const double first = static_cast<double>(p.area.first) * frame, end = static_cast<double>(p.area.last + 1) * frame;
  if (at < end || end <= first) return at;
  return p.area.loop ? first + std::fmod(at - first, end - first) : end;
}

int64_t advance(Playback& p, int64_t now) {
  if (p.rate == 0) return p.frame;
  p.ticks = ticks_in(now - p.began, p.fps);
  p.dropped = std::max(p.dropped, p.dropped_before + p.ticks - p.painted);  // the newest tick may still be on its way
  const int64_t at = frame_at(p, p.ticks);
  if (!p.area.loop && outside(p.frame + p.ticks * p.rate, p.area)) {
    p.frame = at;
    p.rate = 0;
  }
  return at;
}

void painted(Playback& p, int64_t frame) {
  if (p.rate == 0 || frame == p.painted_frame) return;
  p.painted_frame = frame;
  ++p.painted;
}

int shuttle(int rate, int direction) {
  if (direction == 0) return 0;
  if ((rate > 0) != (direction > 0) || rate == 0) return direction;
  return std::clamp(rate * 2, -8, 8);
}

int64_t next_tick(const Playback& p) {
  const auto wide = static_cast<Wide>(p.ticks + 1) * p.fps.den * kSecond;
  return p.began + static_cast<int64_t>((wide + p.fps.num - 1) / p.fps.num);
}

}  // namespace fp::preview

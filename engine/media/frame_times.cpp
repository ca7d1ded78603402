#include "engine/media/frame_times.hpp"

#include <algorithm>
#include <cmath>

namespace fp::media {
namespace {

__extension__ using Wide = __int128;

Rational ticks(int64_t n, Rational tick) {
  return Rational{n, 1} * tick;
}

// All times rounded or all cut off: what is left against the exact ones stays within one tick (two, where those are
// short: some programs round twice). Where a frame is only a tick or two, one that is left out would look the same.
bool agrees(std::span<const FrameEntry> frames, Rational rate, Rational tick) {
  if (rate.num <= 0) return false;
  const Rational interval = Rational{1, 1} / (rate * tick);  // ticks
  constexpr Rational kLong{3, 1}, kVeryLong{16, 1};
  if (interval.den != 1 && interval < kLong) return false;
  const Wide room = (kVeryLong < interval ? Wide{2} : Wide{1}) * interval.den;
  Wide least = 0, most = 0;
  for (size_t i = 0; i < frames.size(); ++i) {
    const Wide off = Wide{frames[i].pts - frames[0].pts} * interval.den - static_cast<Wide>(i) * interval.num;
    least = std::min(least, off);
    most = std::max(most, off);
    if (most - least >= room) return false;
  }
  return true;
}

std::optional<Rational> find_rate(std::span<const FrameEntry> frames, Rational tick, Rational guess) {
  if (frames.size() < 2) return std::nullopt;
  const auto intervals = static_cast<int64_t>(frames.size()) - 1;
  const Rational mean = Rational{intervals, 1} / ticks(frames.back().pts - frames.front().pts, tick);
  const auto nearest = [](Rational value) { return Rational{floor_of(value + Rational{1, 2}), 1}; };
  constexpr Rational kTelevision{1000, 1001};
  const bool usual = guess.den == 1 || guess.den == kTelevision.den;
  for (const Rational rate :
       {usual ? guess : Rational{0, 1}, nearest(mean), nearest(mean / kTelevision) * kTelevision, guess, mean}) {
    if (agrees(frames, rate, tick)) return rate;
  }
  return std::nullopt;
}

}  // namespace

int64_t FrameTimes::frame_at(Rational seconds) const {
  const auto last = static_cast<int64_t>(frames.size()) - 1;
  const Rational since = seconds - start;
  if (rate) return std::clamp<int64_t>(floor_of(since * *rate), 0, last);
  const Rational half{1, 2}, millisecond = Rational{1, 1000} / tick;
  const int64_t at = frames[0].pts + floor_of(since / tick + (millisecond < half ? millisecond : half));
  const auto after = std::ranges::upper_bound(frames, at, {}, &FrameEntry::pts);
  return std::max<int64_t>(after - frames.begin() - 1, 0);
}

FrameTimes frame_times(std::span<const FrameEntry> frames, int64_t last_duration, Rational tick, Rational zero,
                       Rational guess) {
  FrameTimes made{.frames = frames, .tick = tick, .start = ticks(frames.front().pts, tick) - zero};
  made.rate = find_rate(frames, tick, guess);
  made.duration = ticks(frames.back().pts + last_duration, tick) - zero;
  if (!made.rate) return made;
  // The last one lasts as long as the others, where that is what its own length was rounded from.
  const Rational exact = made.start + Rational{static_cast<int64_t>(frames.size()), 1} / *made.rate;
  const Rational off = made.duration < exact ? exact - made.duration : made.duration - exact;
  if (!(tick + tick < off)) made.duration = exact;
  return made;
}

}  // namespace fp::media

#include "engine/audio/played.hpp"

#include <algorithm>
#include <cmath>

#include "engine/scene/clip_time.hpp"
#include "engine/scene/tracks.hpp"

namespace fp {

std::optional<double> Played::at(double frame) const {
  const auto index = static_cast<int64_t>(std::floor(frame));
  if (index < 0 || index >= std::ssize(frames)) return std::nullopt;
  const Frame& f = frames[static_cast<size_t>(index)];
  if (f.at < 0) return std::nullopt;
  const double share = frame - static_cast<double>(index);
  const double here = f.at + share * f.step;
  if (here >= begin && here <= end) return here;
  if (!repeats) return std::nullopt;
  const bool more = index + 1 < std::ssize(frames) && frames[static_cast<size_t>(index) + 1].at >= 0;
  if (!more) return here > end ? end : begin;
  const Frame& next = frames[static_cast<size_t>(index) + 1];
  return std::clamp(next.at - (1 - share) * next.step, begin, end);
}

double Played::over() const {
  for (size_t i = frames.size(); i-- > 0;) {
    const Frame& f = frames[i];
    if (f.at < 0) continue;
    const double left = f.step > 0 ? end - f.at : f.at - begin;
    const double share = repeats || f.step == 0 ? 1 : std::clamp(left / std::fabs(f.step), 0.0, 1.0);
    return static_cast<double>(i) + share;
  }
  return 0;
}

Played played_parts(const ClipTime& time, int64_t frames, Rational duration) {
  using AtEnd = ClipTime::AtEnd;
  constexpr double kSlightly = 1.0 / 256;  // of a frame: which way it goes
  ClipTime heard = time;
  if (heard.at_end == AtEnd::hold) heard.at_end = AtEnd::hide;
  const double fps = to_double(time.fps);
  const Rational end = time.end && *time.end < duration ? *time.end : duration;
  Played played{.begin = to_double(time.start) * kSampleRate,
                .end = to_double(end) * kSampleRate,
                .repeats = heard.at_end != AtEnd::hide,
                .frames = {}};
  played.frames.resize(static_cast<size_t>(std::max<int64_t>(frames, 0)));
  constexpr int64_t kParts = 1 << 20;  // of a second
  double sum = 0;                      // of speeds that change, in frames; passed_at() would add them up each time
  const auto passed = [&](double frame, double speed) {
    if (!time.speeds) return passed_at(time, frame);
    return Rational{std::llround((sum + (frame - std::floor(frame)) * speed) / fps * kParts), kParts};
  };
  for (size_t i = 0; i < played.frames.size(); ++i) {
    const auto frame = static_cast<double>(i);
    const double speed = time.speeds ? value_at(*time.speeds, frame, fps) : to_double(time.speed);
    const auto here = moment_of(heard, passed(frame, speed), duration);
    const auto there = moment_of(heard, passed(frame + kSlightly, speed), duration);
    sum += speed;
    if (!here) continue;
    const bool back = there ? there->at < here->at : speed < 0;
    const double step = std::fabs(speed) * kSampleRate / fps;
    played.frames[i] = {to_double(here->at) * kSampleRate, back ? -step : step, false};
  }
  for (size_t i = 0; i + 1 < played.frames.size(); ++i) {
    Played::Frame& f = played.frames[i];
    f.joined = f.at >= 0 && played.frames[i + 1].at >= 0 && std::fabs(f.at + f.step - played.frames[i + 1].at) < 2;
  }
  return played;
}

namespace {

// The stretches of a file that are heard, those that follow each other as one.
template <class Visit>
struct Stretches {
  const Visit& visit;  // given first and last sample (exclusive)
  double low = 0, high = -1;

  void take(double a, double b) {
    if (high < low) low = high = a;
    low = std::min({low, a, b});
    high = std::max({high, a, b});
  }
  void end() {
    if (high < low) return;
    const auto first = static_cast<int64_t>(std::floor(low));
    visit(first, std::max(first + 1, static_cast<int64_t>(std::ceil(high))));
    high = low - 1;
  }
};

template <class Visit>
void each_stretch(const Played& played, double from, double to, const Visit& visit) {
  from = std::max(from, 0.0);
  to = std::min(to, static_cast<double>(played.frames.size()));
  Stretches<Visit> heard{visit};
  while (from < to) {
    const double whole = std::floor(from), next = std::min(to, whole + 1);
    const auto index = static_cast<size_t>(whole);
    const Played::Frame& f = played.frames[index];
    const double edge = f.step < 0 ? played.begin : played.end;
    const auto begin = played.at(from);
    // Just before `next`: there another frame may be elsewhere.
    const auto end = begin ? played.at(from + (next - from) * (1 - 1e-9)) : std::nullopt;
    if (begin && end) {
      const double way = *end - *begin;
      if (std::fabs(way) <= std::fabs(f.step) * (next - from) + 2 && way * f.step >= 0) {
        heard.take(*begin, *end);
      } else {  // it goes on elsewhere within the frame
        const bool back = index + 1 < played.frames.size() && played.frames[index + 1].step < 0;
        heard.take(*begin, edge);
        heard.end();
        heard.take(back ? played.end : played.begin, *end);
      }
    } else if (begin) {  // it ends within the frame
      heard.take(*begin, edge);
    }
    if (!f.joined || next >= to) heard.end();
    from = next;
  }
}

void widen(Peak& peak, Peak by) {
  peak.low = std::min(peak.low, by.low);
  peak.high = std::max(peak.high, by.high);
}

}  // namespace

std::optional<Peak> peak_over(const Peaks& peaks, const Played& played, double from, double to) {
  Peak sum{INT16_MAX, INT16_MIN};
  each_stretch(played, from, to, [&](int64_t first, int64_t last) { widen(sum, peaks.over(first, last)); });
  return sum.low > sum.high ? std::nullopt : std::optional(sum);
}

std::optional<double> power_over(const Peaks& peaks, const Played& played, double from, double to) {
  uint64_t sum = 0;
  int64_t samples = 0;
  each_stretch(played, from, to, [&](int64_t first, int64_t last) {
    sum += peaks.energy(first, last);
    samples += last - first;
  });
  if (samples == 0) return std::nullopt;
  return static_cast<double>(sum) / (2.0 * static_cast<double>(samples));
}

}  // namespace fp

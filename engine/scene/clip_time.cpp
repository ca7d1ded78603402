#include "engine/scene/clip_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/scene/tracks.hpp"

namespace fp {
namespace {

constexpr int64_t kParts = 65536;            // of a frame
constexpr int64_t kStep = int64_t{1} << 24;  // of a speed

int64_t speed_at(const Scalar& speeds, int64_t frame, double fps) {
  return static_cast<int64_t>(std::floor(value_at(speeds, static_cast<double>(frame), fps) * kStep + 0.5));
}

// Frames of the layer as the file's time runs, in 2^-24, over the layer's frames [0, frame).
int64_t sum_of_speeds(const Scalar& speeds, int64_t frame, double fps) {
  const bool settles = speeds.repeat == Scalar::Repeat::none && speeds.wiggle.amplitude == 0 && !speeds.keys.empty();
  const int64_t last = settles ? std::clamp<int64_t>(speeds.keys.back().frame, 0, frame) : frame;
  int64_t sum = 0;
  for (int64_t i = 0; i < last; ++i) sum += speed_at(speeds, i, fps);
  return last < frame ? sum + (frame - last) * speed_at(speeds, last, fps) : sum;
}

// `at` in a file that runs from 0 to `length` again and again.
Rational wrapped(Rational at, Rational length) {
  return at - length * Rational{floor_of(at / length), 1};
}

}  // namespace

Rational passed_at(const ClipTime& time, double frame) {
  const auto parts = static_cast<int64_t>(std::floor(frame * kParts + 0.5));
  const Rational seconds_a_frame{time.fps.den, time.fps.num};
  if (!time.speeds) return Rational{parts, kParts} * time.speed * seconds_a_frame;
  const int64_t whole = floor_of({parts, kParts});
  const int64_t sum = sum_of_speeds(*time.speeds, whole, to_double(time.fps));
  const Rational rest{parts - whole * kParts, kParts};
  return (Rational{sum, kStep} + Rational{speed_at(*time.speeds, whole, to_double(time.fps)), kStep} * rest) *
         seconds_a_frame;
}

bool begins_backwards(const ClipTime& time) {
  return time.speeds ? value_at(*time.speeds, 0, to_double(time.fps)) < 0 : time.speed < Rational{0, 1};
}

int64_t speed_in_frame(const Scalar& speeds, int64_t frame, Rational fps) {
  return speed_at(speeds, frame, to_double(fps));
}

std::optional<Moment> moment_of(const ClipTime& time, Rational passed, Rational duration) {
  using AtEnd = ClipTime::AtEnd;
  const Rational end = time.end && *time.end < duration ? *time.end : duration;
  if (!(time.start < end)) return std::nullopt;
  const Rational length = end - time.start, zero{0, 1};
  const bool backwards = begins_backwards(time);
  Rational at = backwards ? length + passed : passed;
  bool mirrored = false;
  if (at < zero || length < at || (at == length && !backwards)) {
    if (time.at_end == AtEnd::hide) return std::nullopt;
    if (time.at_end == AtEnd::hold) at = at < zero ? zero : length;
    if (time.at_end == AtEnd::loop) at = wrapped(at, length);
    if (time.at_end == AtEnd::pingpong) {
      const Rational round = length + length;
      at = wrapped(at, round);
      mirrored = length < at;
      if (mirrored) at = round - at;
    }
  }
  return Moment{time.start + at, mirrored};
}

std::string nothing_left(const ClipTime& time, Rational duration) {
  const auto seconds = [](Rational value) { return fmt::format("{:.6g} s", to_double(value)); };
  if (time.start < duration) return {};
  if (!(Rational{0, 1} < duration)) return "it is empty";
  return fmt::format("\"start\" is {}, and it lasts {}", seconds(time.start), seconds(duration));
}

}  // namespace fp

#include "engine/audio/playing.hpp"

#include <algorithm>

#include "engine/audio/resample.hpp"
#include "engine/scene/clip_time.hpp"

namespace fp {
namespace {

constexpr int kFine = 32;  // positions are in 2^-32 samples
constexpr Wide kOne = Wide{1} << kFine;
constexpr Wide kFar = Wide{1} << 100;
constexpr int64_t kUnity = int64_t{1} << 24;  // of speeds

Wide fine(Rational samples) {
  return floor_divided(Wide{samples.num} << kFine, samples.den);
}

int64_t nearest(Wide position) {
  return static_cast<int64_t>((position + kOne / 2) >> kFine);
}

int32_t normalized(int64_t sum, int64_t weights) {
  const auto value = static_cast<int64_t>(floor_divided(2 * Wide{sum} + weights, 2 * Wide{weights}));
  return static_cast<int32_t>(std::clamp<int64_t>(value, INT32_MIN, INT32_MAX));
}

}  // namespace

// A part of the time that passed in which the file is played one way. Positions count from where what is played begins.
struct Playing::Stretch {
  Wide begin = 0, end = 0;  // passed, from ... to (exclusive)
  bool silent = false, mirrored = false;

  bool holds(Wide at) const { return at >= begin && at < end; }
  Wide position(Wide at) const { return mirrored ? end - kOne - at : at - begin; }
};

Playing::Playing(const HeardLayer& layer, const SoundFile& file)
    : pcm_(file.pcm),
      at_end_(layer.time.at_end),
      backwards_(begins_backwards(layer.time)),
      fps_(layer.time.fps),
      speed_(layer.time.speed) {
  const ClipTime& time = layer.time;
  const Rational rate{kSampleRate, 1}, own{pcm_->frames(), kSampleRate};
  const Rational duration = layer.footage && file.picture_length ? *file.picture_length : own;
  const Rational end = time.end && *time.end < duration ? *time.end : duration;
  if (time.start < end) {
    exact_length_ = fine((end - time.start) * rate);
    length_ = std::max<int64_t>(nearest(exact_length_), 1);
    begin_ = nearest(fine(time.start * rate));
  }
  const bool unit = speed_ == Rational{1, 1} || speed_ == Rational{-1, 1};
  way_ = time.speeds ? Way::keyed : unit ? Way::copied : Way::steady;
  if (!time.speeds) return;
  int64_t sum = 0;
  for (int64_t i = 0; i < layer.frames; ++i) {
    sums_.push_back(sum);
    speeds_.push_back(speed_in_frame(*time.speeds, i, fps_));
    sum += speeds_.back();
  }
}

// The layer's frame a sample of its own time falls in.
int64_t Playing::frame_of(int64_t sample) const {
  const auto frame = static_cast<int64_t>(floor_divided(Wide{sample} * fps_.num, Wide{fps_.den} * kSampleRate));
  return std::clamp<int64_t>(frame, 0, static_cast<int64_t>(speeds_.size()) - 1);
}

// How much of the file has passed since the layer's first sample, in 2^-32 samples.
Wide Playing::passed(int64_t sample) const {
  if (way_ != Way::keyed) return floor_divided((Wide{sample} * speed_.num) << kFine, speed_.den);
  const int64_t frame = frame_of(sample);
  const auto i = static_cast<size_t>(frame);
  const Wide frame_samples = Wide{kSampleRate} * fps_.den;  // times 1 / fps_.num
  const Wide within = Wide{sample} * fps_.num - frame * frame_samples;
  return floor_divided((sums_[i] * frame_samples + speeds_[i] * within) << (kFine - 24), fps_.num);
}

Playing::Stretch Playing::stretch_around(Wide at) const {
  using AtEnd = ClipTime::AtEnd;
  if (length_ == 0) return {-kFar, kFar, true};
  if (at >= 0 && at < exact_length_) return {0, exact_length_};
  if (at_end_ == AtEnd::hold || at_end_ == AtEnd::hide)
    return at < 0 ? Stretch{-kFar, 0, true} : Stretch{exact_length_, kFar, true};
  const Wide round = floor_divided(at, exact_length_);
  return {round * exact_length_, (round + 1) * exact_length_, false, at_end_ == AtEnd::pingpong && (round & 1) != 0};
}

// The two sides of a sample of what is played; beyond its ends as it goes on there.
const int32_t* Playing::sample_pair(int64_t index) const {
  static constexpr int32_t kSilent[2] = {};
  if (index < 0 || index >= length_) {
    if (at_end_ == ClipTime::AtEnd::hold || at_end_ == ClipTime::AtEnd::hide) return kSilent;
    const int64_t round = at_end_ == ClipTime::AtEnd::pingpong ? 2 * length_ : length_;
    index = static_cast<int64_t>(index - floor_divided(index, round) * round);
    if (index >= length_) index = round - 1 - index;
  }
  index += begin_;
  if (index < 0 || index >= pcm_->frames()) return kSilent;
  return &pcm_->samples()[static_cast<size_t>(index) * 2];
}

void Playing::read(int64_t first, std::span<int32_t> out) const {
  if (way_ == Way::copied) return read_copied(first, out);
  read_resampled(first, out);
}

void Playing::read_copied(int64_t first, std::span<int32_t> out) const {
  const Wide step = backwards_ ? -kOne : kOne;
  Wide at = passed(first) + (backwards_ ? exact_length_ - kOne : 0);
  Stretch stretch = stretch_around(at);
  for (size_t i = 0; i < out.size(); i += 2, at += step) {
    if (!stretch.holds(at)) stretch = stretch_around(at);
    const int32_t* pair = stretch.silent ? nullptr : sample_pair(nearest(stretch.position(at)));
    out[i] = pair ? pair[0] : 0;
    out[i + 1] = pair ? pair[1] : 0;
  }
}

void Playing::read_resampled(int64_t first, std::span<int32_t> out) const {
  const Wide begin = backwards_ ? exact_length_ - kOne : 0;
  const Rational steady = speed_ * Rational{kUnity, 1};
  Stretch stretch = stretch_around(begin + passed(first));
  for (size_t i = 0; i < out.size(); i += 2) {
    const int64_t sample = first + static_cast<int64_t>(i / 2);
    const Wide at = begin + passed(sample);
    if (!stretch.holds(at)) stretch = stretch_around(at);
    out[i] = out[i + 1] = 0;
    if (stretch.silent) continue;
    int64_t speed = way_ == Way::keyed ? speeds_[static_cast<size_t>(frame_of(sample))] : floor_of(steady);
    if (speed < 0) speed = -speed;
    if (speed <= kUnity) {
      resample(stretch.position(at), &out[i]);
    } else {
      resample_faster(stretch.position(at), speed, &out[i]);
    }
  }
}

// Sample pairs one after the other; copied into `room` where they are not in the file.
const int32_t* Playing::samples_around(int64_t first, int64_t n, std::span<int32_t> room) const {
  if (first >= 0 && first + n <= length_ && begin_ + first >= 0 && begin_ + first + n <= pcm_->frames())
    return &pcm_->samples()[static_cast<size_t>(begin_ + first) * 2];
  for (int64_t i = 0; i < n; ++i) {
    const int32_t* pair = sample_pair(first + i);
    room[static_cast<size_t>(i) * 2] = pair[0];
    room[static_cast<size_t>(i) * 2 + 1] = pair[1];
  }
  return room.data();
}

void Playing::resample(Wide position, int32_t* out) const {
  constexpr int kShift = kFine - 9;  // to the 512 phases
  constexpr int64_t kTaps = 2 * kSincReach;
  const auto center = static_cast<int64_t>(position >> kFine);
  const auto rest = static_cast<int64_t>(position & (kOne - 1));
  const SincPhases& phases = sinc_phases();
  const auto& from = phases[static_cast<size_t>(rest >> kShift)];
  const auto& to = phases[static_cast<size_t>(rest >> kShift) + 1];
  const auto part = static_cast<int32_t>((rest & ((int64_t{1} << kShift) - 1)) >> (kShift - 15));
  int32_t room[kTaps * 2];
  const int32_t* pairs = samples_around(center - kSincReach + 1, kTaps, room);
  int64_t left = 0, right = 0, weights = 0;
  for (size_t k = 0; k < kTaps; ++k) {
    const int64_t weight = from[k] + (((to[k] - from[k]) * part) >> 15);
    left += weight * pairs[2 * k];
    right += weight * pairs[2 * k + 1];
    weights += weight;
  }
  out[0] = normalized(left, weights);
  out[1] = normalized(right, weights);
}

// The kernel stretched by the speed, in 2^-24.
void Playing::resample_faster(Wide position, int64_t speed, int32_t* out) const {
  const SincTable& table = sinc_table();
  const auto center = static_cast<int64_t>(position >> kFine);
  const auto rest = static_cast<int64_t>((position & (kOne - 1)) >> (kFine - 24));
  const int64_t reach = (kSincReach * speed + kUnity - 1) / kUnity, inverse = kUnity * kUnity / speed;
  std::vector<int32_t> room(static_cast<size_t>(reach) * 4);
  const int32_t* pairs = samples_around(center - reach + 1, reach * 2, room);
  int64_t left = 0, right = 0, weights = 0;
  for (int64_t i = 1 - reach; i <= reach; ++i, pairs += 2) {
    const int64_t distance = (i << 24) - rest;
    const int64_t weight = sinc_at(table, ((distance < 0 ? -distance : distance) * inverse) >> 24);
    left += weight * pairs[0];
    right += weight * pairs[1];
    weights += weight;
  }
  out[0] = normalized(left, weights);
  out[1] = normalized(right, weights);
}

}  // namespace fp

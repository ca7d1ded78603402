#include "engine/sandbox/resampler.hpp"

#include <fmt/format.h>
#include <soxr.h>

#include <algorithm>

namespace fp::media {
namespace {

constexpr int kRate = 48'000;
constexpr size_t kBlock = 8192;

int32_t whole(double sample) {
  const double v = sample * (1 << 23);
  if (!(v > -kSampleLimit)) return -kSampleLimit;  // NaN too
  if (v >= kSampleLimit) return kSampleLimit;
  return static_cast<int32_t>(v < 0 ? v - 0.5 : v + 0.5);
}

}  // namespace

Resampler::Resampler(int rate, SampleSink sink) : rate_(rate), sink_(std::move(sink)) {}

Resampler::~Resampler() {
  if (soxr_ != nullptr) soxr_delete(soxr_);
}

Result<void> Resampler::start() {
  if (rate_ == kRate) return {};
  const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT64_I, SOXR_FLOAT64_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  soxr_error_t error = nullptr;
  soxr_ = soxr_create(rate_, kRate, 2, &error, &io, &quality, &runtime);
  if (soxr_ == nullptr) return damaged(fmt::format("sound of {} Hz cannot be resampled: {}", rate_, error));
  out_.resize(kBlock * 2);
  return {};
}

Result<void> Resampler::put(std::span<const double> samples) {
  const size_t frames = samples.size() / 2;
  taken_ += static_cast<int64_t>(frames);
  if (wanted() > kMaxSoundFrames) return damaged("its sound is longer than 12 hours");
  if (soxr_ == nullptr) return emit(samples.data(), frames);
  return run(samples.data(), frames);
}

// Feeds soxr, or drains it where `in` is null, until it gives no more.
Result<void> Resampler::run(const double* in, size_t frames) {
  for (size_t done = 0;;) {
    size_t took = 0, gave = 0;
    const double* from = in == nullptr ? nullptr : in + done * 2;
    const soxr_error_t error = soxr_process(soxr_, from, frames - done, &took, out_.data(), kBlock, &gave);
    if (error != nullptr) return damaged(fmt::format("its sound cannot be resampled: {}", error));
    done += took;
    if (Result<void> sent = emit(out_.data(), gave); !sent) return sent;
    if (gave < kBlock && (in == nullptr || done == frames)) return {};
    if (gave == 0 && took == 0) return damaged("its sound cannot be resampled");
  }
}

Result<void> Resampler::emit(const double* samples, size_t frames) {
  whole_.resize(frames * 2);
  std::transform(samples, samples + frames * 2, whole_.begin(), whole);
  given_ += static_cast<int64_t>(frames);
  return frames == 0 || sink_(whole_) ? Result<void>() : damaged("there is no room for its sound");
}

int64_t Resampler::wanted() const {
  return (taken_ * kRate + rate_ / 2) / rate_;
}

Result<int64_t> Resampler::finish() {
  if (soxr_ == nullptr) return given_;
  const int64_t end = wanted();
  // soxr's own count may be one off; what it holds after the end is the tail of its filter.
  SampleSink through = std::exchange(sink_, {});
  int64_t sent = given_;
  sink_ = [&](std::span<const int32_t> samples) {
    const int64_t frames = std::min(static_cast<int64_t>(samples.size() / 2), end - sent);
    sent += std::max<int64_t>(frames, 0);
    return frames <= 0 || through(samples.first(static_cast<size_t>(frames) * 2));
  };
  if (Result<void> drained = run(nullptr, 0); !drained) return fail(std::move(drained.error()));
  if (sent < end) {
    const std::vector<int32_t> rest(static_cast<size_t>(end - sent) * 2);
    if (!through(rest)) return damaged("there is no room for its sound");
  }
  return end;
}

}  // namespace fp::media

#include "editor/preview/sound_feed.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/result.hpp"

namespace fp::preview {
namespace {

constexpr float kFullScale = 1 << 23;
constexpr float kFade = kFadeSamples;

void raise(std::atomic<float>& peak, float to) {
  float seen = peak.load(std::memory_order_relaxed);
  while (seen < to && !peak.compare_exchange_weak(seen, to, std::memory_order_relaxed)) {
  }
}

}  // namespace

// ---- the window's thread

void SoundFeed::give(const Order& order) {
  orders_[written_] = order;
  written_ = between_.exchange(written_ | kNews, std::memory_order_acq_rel) & ~kNews;
}

void SoundFeed::play(Take take) {
  FP_ASSERT(take.pcm != nullptr);
  const int64_t frames = take.pcm->frames();
  Order order{.samples = take.pcm->samples().data(), .frames = frames, .loop = take.loop, .number = ++given_};
  order.end = std::clamp<int64_t>(take.end, 0, frames);
  order.first = std::clamp<int64_t>(take.first, 0, order.end);
  order.begin = std::clamp<int64_t>(take.begin, 0, order.end);
  if (order.first == order.end) order.loop = false;
  while (!held_.empty() && held_.front().number < needed_.load(std::memory_order_acquire)) held_.pop_front();
  held_.push_back({given_, std::move(take.pcm)});
  if (order.begin == order.end && !order.loop) order.samples = nullptr;  // nothing is left
  give(order);
}

void SoundFeed::stop() {
  give({.number = ++given_});
  while (!held_.empty() && held_.front().number < needed_.load(std::memory_order_acquire)) held_.pop_front();
}

void SoundFeed::set_volume(float factor) {
  volume_.store(factor, std::memory_order_relaxed);
}

std::optional<int64_t> SoundFeed::position(int64_t now) const {
  for (int tries = 0; tries < 100; ++tries) {
    const uint64_t edition = told_.edition.load(std::memory_order_acquire);
    if ((edition & 1) != 0) continue;
    const bool sounds = told_.sounds.load(std::memory_order_relaxed), loop = told_.loop.load(std::memory_order_relaxed);
    const uint64_t number = told_.number.load(std::memory_order_relaxed);
    const int64_t heard_at = told_.heard_at.load(std::memory_order_relaxed);
    const int64_t from = told_.at.load(std::memory_order_relaxed);
    const int64_t first = told_.first.load(std::memory_order_relaxed), end = told_.end.load(std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_acquire);
    if (told_.edition.load(std::memory_order_relaxed) != edition) continue;
    if (!sounds || number != given_) return std::nullopt;
    constexpr double kSecond = 1e9;
    int64_t at = from + std::llround(static_cast<double>(now - heard_at) * kSampleRate / kSecond);
    if (loop && at >= end) at = first + (at - end) % (end - first);
    return std::min(at, end);
  }
  return std::nullopt;
}

std::array<float, 2> SoundFeed::take_peaks() {
  return {peak_left_.exchange(0, std::memory_order_relaxed), peak_right_.exchange(0, std::memory_order_relaxed)};
}

// ---- the device's thread

void SoundFeed::take_order() {
  if ((between_.load(std::memory_order_relaxed) & kNews) == 0) return;
  read_ = between_.exchange(read_, std::memory_order_acq_rel) & ~kNews;
  if (now_.sounds()) {
    before_ = now_;
    if (before_.out < 0 || before_.out > kFadeSamples) before_.out = std::min(before_.in, kFadeSamples);
  }
  now_ = {.order = orders_[read_], .at = orders_[read_].begin};
  if (now_.at == 0) now_.in = kFadeSamples;  // the programme's own beginning
}

// The voice's next sample.
void SoundFeed::add(Voice& voice, float& left, float& right) {
  if (!voice.sounds()) return;
  const Order& o = voice.order;
  if (voice.at >= o.end && o.loop) voice.at = o.first;
  if (voice.at >= o.end || voice.out == 0) {
    voice.order.samples = nullptr;
    return;
  }
  const bool breaks_off = !o.loop && o.end < o.frames && voice.out < 0;
  if (breaks_off && o.end - voice.at <= kFadeSamples) voice.out = o.end - voice.at;
  float level = static_cast<float>(voice.in) / kFade;
  if (voice.out >= 0) level = std::min(level, static_cast<float>(voice.out--) / kFade);
  voice.in = std::min(voice.in + 1, kFadeSamples);
  const int32_t* pair = o.samples + voice.at * 2;
  left += level * (static_cast<float>(pair[0]) / kFullScale);
  right += level * (static_cast<float>(pair[1]) / kFullScale);
  ++voice.at;
}

void SoundFeed::tell(int64_t heard_at, int64_t at) {
  const uint64_t edition = told_.edition.load(std::memory_order_relaxed);
  told_.edition.store(edition + 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_release);
  told_.number.store(now_.order.number, std::memory_order_relaxed);
  told_.heard_at.store(heard_at, std::memory_order_relaxed);
  told_.at.store(at, std::memory_order_relaxed);
  told_.first.store(now_.order.first, std::memory_order_relaxed);
  told_.end.store(now_.order.end, std::memory_order_relaxed);
  told_.loop.store(now_.order.loop, std::memory_order_relaxed);
  told_.sounds.store(now_.sounds(), std::memory_order_relaxed);
  told_.edition.store(edition + 2, std::memory_order_release);
}

bool SoundFeed::pull(std::span<float> out, int64_t heard_at) {
  take_order();
  const bool sounds = now_.sounds() || before_.sounds();
  const int64_t at = now_.at;
  const float wanted = volume_.load(std::memory_order_relaxed);
  float most_left = 0, most_right = 0;
  for (size_t i = 0; i + 1 < out.size(); i += 2) {
    float left = 0, right = 0;
    add(now_, left, right);
    add(before_, left, right);
    most_left = std::max(most_left, std::fabs(left));
    most_right = std::max(most_right, std::fabs(right));
    volume_now_ += std::clamp(wanted - volume_now_, -1 / kFade, 1 / kFade);
    out[i] = std::clamp(left * volume_now_, -1.0f, 1.0f);
    out[i + 1] = std::clamp(right * volume_now_, -1.0f, 1.0f);
  }
  raise(peak_left_, most_left);
  raise(peak_right_, most_right);
  tell(heard_at, at);
  // What still fades belongs to an older order; all before it may go.
  needed_.store(before_.sounds() ? before_.order.number : now_.order.number, std::memory_order_release);
  return sounds;
}

}  // namespace fp::preview

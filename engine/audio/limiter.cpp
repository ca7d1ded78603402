#include "engine/audio/limiter.hpp"

#include <algorithm>
#include <vector>

#include "engine/audio/true_peak.hpp"
#include "engine/core/result.hpp"

namespace fp {
namespace {

constexpr int64_t kAhead = 240;             // samples: 5 ms
constexpr int64_t kBox = kAhead / 2;        // two averages of this length make the ramp
constexpr int64_t kOne = int64_t{1} << 30;  // of reductions
constexpr int kRelease = 12;                // 4096 samples
constexpr int64_t kBlock = 8192;
constexpr int64_t kMargin = kPeakReach + 1;

// The mean of the last kBox values.
class Box {
 public:
  Box() : values_(kBox, kOne) {}
  int64_t next(int64_t value) {
    sum_ += value - values_[at_];
    values_[at_] = value;
    at_ = (at_ + 1) % kBox;
    return sum_ / kBox;
  }

 private:
  std::vector<int64_t> values_;
  int64_t sum_ = kOne * kBox;
  size_t at_ = 0;
};

// Samples [first, first + n) made louder; silent where there are none.
void take_gained(std::span<const int32_t> in, int64_t gain, int64_t first, int64_t n, std::vector<int32_t>& out) {
  const int64_t frames = std::ssize(in) / 2;
  out.assign(static_cast<size_t>(n) * 2, 0);
  for (int64_t i = std::max<int64_t>(-first, 0) * 2; i < std::min(n, frames - first) * 2; ++i) {
    const int64_t value = (in[static_cast<size_t>(first * 2 + i)] * gain + (1 << 23)) >> 24;
    out[static_cast<size_t>(i)] = static_cast<int32_t>(std::clamp<int64_t>(value, INT32_MIN, INT32_MAX));
  }
}

// out[i] = the least of in[i] ... in[i + window - 1].
void sliding_min(const std::vector<int64_t>& in, int64_t window, std::vector<int64_t>& out) {
  std::vector<size_t> rising;  // places of values that may yet be the least
  size_t head = 0;
  const auto w = static_cast<size_t>(window);
  for (size_t i = 0; i < in.size(); ++i) {
    while (rising.size() > head && in[rising.back()] >= in[i]) rising.pop_back();
    rising.push_back(i);
    if (i + 1 < w) continue;
    if (rising[head] + w <= i) ++head;
    out[i + 1 - w] = in[rising[head]];
  }
}

}  // namespace

void limit_sound(std::span<const int32_t> in, int64_t gain, int64_t limit, std::span<int32_t> out) {
  FP_ASSERT(in.size() == out.size() && limit > 0);
  const int64_t frames = std::ssize(in) / 2;
  std::vector<int32_t> sound;
  std::vector<int64_t> peaks, least(kBlock);
  Box first_box, second_box;
  int64_t held = kOne;
  for (int64_t at = -kPeakReach - kAhead; at < frames; at += kBlock) {
    const int64_t n = std::min(kBlock, frames - at);
    // What is allowed at each sample from the one before the block to as far ahead as the ramp looks.
    take_gained(in, gain, at - 1 - kMargin, n + kAhead + 1 + 2 * kMargin, sound);
    peaks.resize(static_cast<size_t>(n + kAhead + 1));
    peaks_between(sound, kMargin, limit + 1, peaks);
    for (int64_t& peak : peaks) peak = peak > limit ? limit * kOne / peak : kOne;
    sliding_min(peaks, kAhead + 2, least);
    for (int64_t i = 0; i < n; ++i) {
      const int64_t allowed = least[static_cast<size_t>(i)];
      held = allowed <= held ? allowed : held + std::max<int64_t>((allowed - held) >> kRelease, 1);
      const int64_t reduction = second_box.next(first_box.next(held));
      if (at + i < 0) continue;
      for (int64_t side = 0; side < 2; ++side) {
        const int64_t value = sound[static_cast<size_t>((i + 1 + kMargin) * 2 + side)];
        out[static_cast<size_t>((at + i) * 2 + side)] = static_cast<int32_t>((value * reduction + kOne / 2) >> 30);
      }
    }
  }
}

}  // namespace fp

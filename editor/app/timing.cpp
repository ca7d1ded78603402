#include "editor/app/timing.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace fp::editor {

double percentile_ms(const std::vector<int64_t>& nanoseconds, double share) {
  if (nanoseconds.empty()) return 0;
  std::vector<int64_t> sorted = nanoseconds;
  std::ranges::sort(sorted);
  const auto at = static_cast<size_t>(std::ceil(share * static_cast<double>(sorted.size()))) - 1;
  return static_cast<double>(sorted[std::min(at, sorted.size() - 1)]) / 1e6;
}

void Latency::painted(int64_t frame, int64_t answers, int64_t now) {
  if (frame != last) ++distinct;
  last = frame;
  const auto later = std::ranges::find_if(waiting, [&](int64_t moved) { return moved > answers; });
  for (auto moved = waiting.begin(); moved != later; ++moved) samples.push_back(now - *moved);
  waiting.erase(waiting.begin(), later);
}

void FrameWork::add(int64_t nanoseconds) {
  if (samples.size() < kKept) {
    samples.push_back(nanoseconds);
  } else {
    samples[at] = nanoseconds;
  }
  at = (at + 1) % kKept;
}

int64_t thread_time() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

}  // namespace fp::editor

// What the editor measures of itself, for tests and for whoever makes it faster.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fp::editor {

double percentile_ms(const std::vector<int64_t>& nanoseconds, double share);  // 0 of none

// How long after a movement of the pointer the frame it asked for was on the screen.
struct Latency {
  std::vector<int64_t> waiting;  // times of movements not yet answered
  std::vector<int64_t> samples;  // nanoseconds
  int64_t distinct = 0, last = -1;

  void painted(int64_t frame, int64_t answers, int64_t now);
};

// Processor time of the window's thread for each of the last frames, without what presenting costs: what the interface
// itself takes, whatever driver draws it and whatever else runs on the machine.
struct FrameWork {
  static constexpr size_t kKept = 120;
  std::vector<int64_t> samples;  // nanoseconds; the next is written at `at`
  size_t at = 0;

  void add(int64_t nanoseconds);
};
int64_t thread_time();  // nanoseconds of the processor that this thread has had

}  // namespace fp::editor

// A fixed number of workers taking numbered units.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <system_error>
#include <thread>
#include <vector>

namespace fp {

// Runs work(worker, unit) for every unit in [0, units) on `workers` threads, the caller's among them. Units are taken
// in order, up to `at_once` that follow on each other, fewer towards the end so that all workers end together; a worker
// that is given stop() == true begins no more. Returns when all have come back. `work` must not throw. Where the system
// gives fewer threads, those there are do all.
template <class Work, class Stop>
void run_units(int workers, int64_t units, const Stop& stop, const Work& work, int64_t at_once = 1) {
  std::atomic<int64_t> next = 0;
  const auto loop = [&](int worker) {
    while (true) {
      int64_t first = next;
      int64_t end = 0;
      do {
        if (first >= units) return;
        end = first + std::clamp<int64_t>((units - first) / workers, 1, at_once);
      } while (!next.compare_exchange_weak(first, end));
      for (; first < end; ++first) {
        if (stop()) return;
        work(worker, first);
      }
    }
  };
  std::vector<std::jthread> threads;
  const int helpers = static_cast<int>(std::min<int64_t>(workers, units)) - 1;
  try {
    for (int i = 1; i <= helpers; ++i) threads.emplace_back(loop, i);
  } catch (const std::system_error&) {
  }
  loop(0);
}

int hardware_jobs();  // the CPUs this process may run on

}  // namespace fp

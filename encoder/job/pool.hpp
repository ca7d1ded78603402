// A fixed number of workers taking numbered units in order.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <system_error>
#include <thread>
#include <vector>

namespace fp {

// Runs work(worker, unit) for every unit in [0, units) on `workers` threads, the caller's among them. Units begin in
// order; a worker that is given stop() == true begins no more. Returns when all have come back. `work` must not throw.
// Where the system gives fewer threads, those there are do all.
template <class Work, class Stop>
void run_units(int workers, int64_t units, const Stop& stop, const Work& work) {
  std::atomic<int64_t> next = 0;
  const auto loop = [&](int worker) {
    while (!stop()) {
      const int64_t unit = next.fetch_add(1);
      if (unit >= units) return;
      work(worker, unit);
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

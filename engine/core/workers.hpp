// Threads that wait for the parts of a frame that can be shared: starting new ones costs more than a small pass.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fp {

// Used by one caller at a time, who works along. Threads are started when first needed.
class Workers {
 public:
  explicit Workers(int threads) : scratch_(threads > 1 ? static_cast<size_t>(threads) : 1) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  // Calls `work(i, worker)` for every i below `count`, in any order; worker is below the number of threads. Not from
  // within `work`. What work throws (memory ran out) is thrown here, when all have come back.
  using Work = std::function<void(size_t i, size_t worker)>;
  void run(size_t count, const Work& work);

  size_t count() const { return scratch_.size(); }

  // Memory of one worker's own, kept: fresh pages cost more than drawing on them.
  std::vector<uint32_t>& scratch(size_t worker) { return scratch_[worker]; }

 private:
  void take_part(size_t worker);
  void wait_for_work(size_t worker, uint32_t seen);

  std::vector<std::vector<uint32_t>> scratch_;  // one a thread
  std::vector<std::thread> helpers_;
  const Work* work_ = nullptr;
  size_t count_ = 0;
  std::atomic<size_t> next_{0};
  std::atomic<uint32_t> rounds_{0};  // counts runs
  std::atomic<uint32_t> busy_{0};    // helpers that have not finished the round
  std::atomic<bool> ends_{false};
  std::mutex mutex_;
  std::exception_ptr thrown_;
};

}  // namespace fp

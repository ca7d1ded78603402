#include "engine/core/workers.hpp"

#include <system_error>
#include <utility>

namespace fp {

Workers::~Workers() {
  ends_ = true;
  ++rounds_;
  rounds_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void Workers::run(size_t count, const Work& work) {
  if (count < 2 || scratch_.size() < 2) {
    for (size_t i = 0; i < count; ++i) work(i, 0);
    return;
  }
  try {
    for (size_t i = helpers_.size() + 1; i < scratch_.size(); ++i)
      helpers_.emplace_back([this, i, seen = rounds_.load()] { wait_for_work(i, seen); });
  } catch (const std::system_error&) {  // no more threads to be had: those there are do all
  }
  work_ = &work;
  count_ = count;
  next_ = 0;
  busy_ = static_cast<uint32_t>(helpers_.size());
  ++rounds_;
  rounds_.notify_all();
  take_part(0);
  for (uint32_t left = busy_; left > 0; left = busy_) busy_.wait(left);
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void Workers::take_part(size_t worker) {
  try {
    for (size_t i = next_++; i < count_; i = next_++) (*work_)(i, worker);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    thrown_ = std::current_exception();
  }
}

void Workers::wait_for_work(size_t worker, uint32_t seen) {
  while (true) {
    rounds_.wait(seen);
    ++seen;
    if (ends_) return;
    take_part(worker);
    if (--busy_ == 0) busy_.notify_one();
  }
}

}  // namespace fp

#include "engine/cpu/workers.hpp"

namespace fp::cpu {

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
  for (size_t i = helpers_.size() + 1; i < scratch_.size(); ++i)
    helpers_.emplace_back([this, i, seen = rounds_.load()] { wait_for_work(i, seen); });
  work_ = &work;
  count_ = count;
  next_ = 0;
  busy_ = static_cast<uint32_t>(helpers_.size());
  ++rounds_;
  rounds_.notify_all();
  take_part(0);
  for (uint32_t left = busy_; left > 0; left = busy_) busy_.wait(left);
}

void Workers::take_part(size_t worker) {
  for (size_t i = next_++; i < count_; i = next_++) (*work_)(i, worker);
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

}  // namespace fp::cpu

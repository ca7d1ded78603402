// What the worker threads of the preview have in common: they wait until there is something to do, do a piece of it,
// tell of it, and look again.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

namespace fp::preview {

// Until `stop`, with `lock` held but while waiting, in `turn` as far as it lets go, and while `on_news` is called.
// `busy` is true from before a turn until it was told of. A change of what `has_work` looks at notifies `changed`, as
// every turn does.
template <class HasWork, class Turn>
void take_turns(std::unique_lock<std::mutex>& lock, std::condition_variable_any& changed, bool& busy,
                const std::function<void()>& on_news, const std::stop_token& stop, const HasWork& has_work,
                const Turn& turn) {
  while (!stop.stop_requested()) {
    if (!has_work()) {
      changed.wait(lock, stop, has_work);
      continue;
    }
    busy = true;
    turn();
    if (on_news) {
      lock.unlock();
      on_news();
      lock.lock();
    }
    busy = false;
    changed.notify_all();
  }
}

}  // namespace fp::preview

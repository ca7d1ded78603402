#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "editor/preview/turns.hpp"
#include "editor/preview/waveform.hpp"

namespace fp::preview {

struct Waveforms::State {
  std::function<void()> on_news;
  mutable std::mutex mutex;
  mutable std::condition_variable_any changed;
  std::shared_ptr<Assets> assets;
  std::vector<std::string> wanted;
  std::map<std::string, std::shared_ptr<const FilePeaks>> known;
  std::map<Sha256, std::shared_ptr<const FilePeaks>> kept;  // by the file's bytes
  std::atomic<uint64_t> edition = 0;
  bool busy = false;
  std::jthread worker;

  // ---- with the lock held
  std::optional<std::string> next() const {
    for (const std::string& name : wanted) {
      if (!known.contains(name)) return name;
    }
    return std::nullopt;
  }
  void forget_others();

  // ---- the worker
  void read(std::unique_lock<std::mutex>& lock, const std::string& name, const std::stop_token& stop);
  void work(const std::stop_token& stop);
};

// Peaks of files that nothing names any more go, once there are many.
void Waveforms::State::forget_others() {
  constexpr size_t kKept = 256;
  if (kept.size() <= kKept) return;
  std::erase_if(kept, [&](const auto& one) {
    return std::ranges::none_of(known, [&](const auto& named) { return named.second == one.second; });
  });
}

void Waveforms::State::read(std::unique_lock<std::mutex>& lock, const std::string& name, const std::stop_token& stop) {
  const std::shared_ptr<Assets> from = assets;
  const uint64_t of = edition;
  lock.unlock();
  auto made = std::make_shared<FilePeaks>();
  std::shared_ptr<const FilePeaks> found;
  std::optional<Sha256> hash;
  const auto give_up = [&] { return stop.stop_requested() || edition != of; };
  if (auto clip = from->clip(name); !clip) {
    made->errors = std::move(clip.error());
  } else {
    hash = (*clip)->hash();
    lock.lock();
    if (const auto same = kept.find(*hash); same != kept.end()) found = same->second;
    lock.unlock();
    if ((*clip)->video()) made->picture_length = (*clip)->video()->duration;
    if (!found && (*clip)->sound()) {
      if (auto pcm = (*clip)->pcm(); !pcm) {
        made->errors = std::move(pcm.error());
      } else {
        made->peaks = std::make_shared<const Peaks>(*std::move(pcm), give_up);
      }
    }
  }
  const bool whole = !give_up();
  lock.lock();
  if (!whole) return;
  if (!found) found = std::move(made);
  if (hash && found->errors.empty()) kept[*hash] = found;
  if (of == edition) known[name] = std::move(found);
  forget_others();
}

void Waveforms::State::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  take_turns(
      lock, changed, busy, on_news, stop, [&] { return next().has_value(); }, [&] { read(lock, *next(), stop); });
}

Waveforms::Waveforms(std::function<void()> on_news) : state_(std::make_unique<State>()) {
  state_->on_news = std::move(on_news);
  state_->worker = std::jthread([s = state_.get()](const std::stop_token& stop) { s->work(stop); });
}

Waveforms::~Waveforms() {
  state_->worker.request_stop();
  state_->worker.join();
}

void Waveforms::want(std::shared_ptr<Assets> assets, std::vector<std::string> names) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  if (s.assets == assets && s.wanted == names) return;
  if (s.assets != assets) {
    s.known.clear();
    ++s.edition;
  }
  s.assets = std::move(assets);
  s.wanted = std::move(names);
  s.changed.notify_all();
}

std::map<std::string, std::shared_ptr<const FilePeaks>> Waveforms::known() const {
  const std::lock_guard lock(state_->mutex);
  return state_->known;
}

bool Waveforms::settled() const {
  const std::lock_guard lock(state_->mutex);
  return !state_->busy && !state_->next();
}

void Waveforms::wait_idle() const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return !state_->busy && !state_->next(); });
}

}  // namespace fp::preview

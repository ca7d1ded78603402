#include "editor/preview/checks.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "editor/preview/turns.hpp"

namespace fp::preview {
namespace {

constexpr size_t kKept = 100'000;  // reports; most are empty

struct Place {
  size_t format = 0, row = 0;
};

}  // namespace

const RowReport* Checked::find(size_t format, size_t row) const {
  return format < reports.size() && row < reports[format].size() ? reports[format][row].get() : nullptr;
}

size_t Checked::known(size_t format) const {
  if (format >= reports.size()) return 0;
  return static_cast<size_t>(std::ranges::count_if(reports[format], [](const auto& r) { return r != nullptr; }));
}

bool Checked::all_known() const {
  for (size_t f = 0; f < reports.size(); ++f) {
    if (known(f) != reports[f].size()) return false;
  }
  return !reports.empty();
}

struct Checks::State {
  std::function<void()> on_news;
  mutable std::mutex mutex;
  mutable std::condition_variable_any changed;
  std::shared_ptr<const Checking> checking;
  uint64_t edition = 0, keyed = 0;        // keyed: the edition that `keys` and `now` are of
  std::vector<std::vector<Sha256>> keys;  // [format][row]
  Checked now;
  CheckAsk wish;
  std::map<Sha256, std::shared_ptr<const RowReport>> kept;
  std::shared_ptr<const Checked> given;
  std::atomic<bool> interrupted = false;
  bool busy = false;
  std::jthread worker;

  // ---- with the lock held
  bool may() const { return checking && wish.allowed; }
  std::vector<Place> wanted() const;
  std::optional<Place> next() const;
  bool idle() const { return !may() || (keyed == edition && !next()); }
  void give(bool stale);

  // ---- the worker: the lock is let go while it works
  void prepare(std::unique_lock<std::mutex>& lock);
  void check(std::unique_lock<std::mutex>& lock, Place at);
  void work(const std::stop_token& stop);
};

// In the order in which they are to be checked.
std::vector<Place> Checks::State::wanted() const {
  std::vector<Place> places;
  if (wish.format >= now.reports.size() || wish.row >= now.reports[wish.format].size()) return places;
  places.push_back({wish.format, wish.row});
  if (wish.scope == CheckAsk::Scope::row) return places;
  const auto add = [&](size_t format) {
    for (size_t row = 0; row < now.reports[format].size(); ++row) {
      if (format != wish.format || row != wish.row) places.push_back({format, row});
    }
  };
  add(wish.format);
  if (wish.scope == CheckAsk::Scope::format) return places;
  for (size_t format = 0; format < now.reports.size(); ++format) {
    if (format != wish.format) add(format);
  }
  return places;
}

std::optional<Place> Checks::State::next() const {
  for (const Place& at : wanted()) {
    if (now.reports[at.format][at.row] == nullptr) return at;
  }
  return std::nullopt;
}

void Checks::State::give(bool stale) {
  auto out = std::make_shared<Checked>(now);
  const std::vector<Place> places = wanted();
  out->wanted = places.size();
  out->done = static_cast<size_t>(
      std::ranges::count_if(places, [&](const Place& at) { return now.reports[at.format][at.row] != nullptr; }));
  out->stale = stale;
  given = std::move(out);
}

// What is known already of the rows as they are now.
void Checks::State::prepare(std::unique_lock<std::mutex>& lock) {
  const std::shared_ptr<const Checking> held = checking;
  const uint64_t of = edition;
  lock.unlock();
  std::vector<std::vector<Sha256>> made(held->formats.size());
  for (size_t format = 0; format < made.size(); ++format) {
    for (size_t row = 0; row < held->rows && !interrupted; ++row) made[format].push_back(held->key(format, row));
  }
  lock.lock();
  if (of != edition || interrupted) return;
  keys = std::move(made);
  now = {.formats = held->formats};
  for (const auto& of_format : keys) {
    auto& reports = now.reports.emplace_back();
    for (const Sha256& key : of_format) {
      const auto found = kept.find(key);
      reports.push_back(found == kept.end() ? nullptr : found->second);
    }
  }
  keyed = edition;
}

void Checks::State::check(std::unique_lock<std::mutex>& lock, Place at) {
  const std::shared_ptr<const Checking> held = checking;
  const uint64_t of = edition;
  const Sha256 key = keys[at.format][at.row];
  lock.unlock();
  auto report = held->check(at.format, at.row, [this] { return interrupted.load(); });
  lock.lock();
  if (!report || (checking && checking->assets != held->assets)) return;
  if (kept.size() >= kKept) kept.clear();
  kept[key] = std::make_shared<const RowReport>(std::move(*report));
  if (of == edition) now.reports[at.format][at.row] = kept[key];
}

void Checks::State::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  const auto turn = [&] {
    interrupted = stop.stop_requested();
    if (keyed != edition) {
      prepare(lock);
    } else {
      check(lock, *next());
    }
    if (keyed == edition) give(false);
  };
  take_turns(
      lock, changed, busy, on_news, stop, [&] { return !idle(); }, turn);
}

Checks::Checks(std::function<void()> on_news) : state_(std::make_unique<State>()) {
  state_->on_news = std::move(on_news);
  state_->worker = std::jthread([s = state_.get()](const std::stop_token& stop) { s->work(stop); });
}

Checks::~Checks() {
  state_->worker.request_stop();
  state_->interrupted = true;
  state_->worker.join();
}

void Checks::show(Checking checking) {
  State& s = *state_;
  auto next = std::make_shared<const Checking>(std::move(checking));
  const std::lock_guard lock(s.mutex);
  if (s.checking && s.checking->assets != next->assets) s.kept.clear();
  std::swap(s.checking, next);
  ++s.edition;
  s.interrupted = true;
  if (s.given) s.give(true);
  s.changed.notify_all();
}

void Checks::ask(const CheckAsk& ask) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  if (ask == s.wish) return;
  if (!ask.allowed) s.interrupted = true;
  const bool other = ask.format != s.wish.format || ask.row != s.wish.row || ask.scope != s.wish.scope;
  s.wish = ask;
  if (s.given && other) s.give(s.keyed != s.edition);
  s.changed.notify_all();
}

std::shared_ptr<const Checked> Checks::checked() const {
  const std::lock_guard lock(state_->mutex);
  return state_->given;
}

bool Checks::settled() const {
  const std::lock_guard lock(state_->mutex);
  const State& s = *state_;
  return s.checking && s.keyed == s.edition && !s.next() && !s.busy;
}

void Checks::wait_idle() const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return !state_->busy && state_->idle(); });
}

}  // namespace fp::preview

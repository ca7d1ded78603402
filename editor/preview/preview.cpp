#include "editor/preview/preview.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "editor/preview/cache.hpp"

namespace fp::preview {
namespace {

// One thing to draw, with no lock held.
struct Job {
  enum class Kind : uint8_t { wish, hash, prefetch } kind = Kind::wish;
  int64_t frame = 0;
  int divisor = 1;
  View view = View::frame;
  uint64_t serial = 0;   // of the wish
  uint64_t edition = 0;  // of the composition
  int64_t asked_at = 0;
};

// What came of it.
struct Outcome {
  std::optional<Sha256> identity, hash;
  FramePtr pixels;
  bool drew = false;
  Errors errors;
};

// The n-th frame to prefetch (from 0): `ahead` of them in the direction of play, then some behind. -1: there is none.
int64_t prefetched(const Ask& ask, int64_t n, int64_t ahead) {
  const WorkArea& area = ask.area;
  const int64_t length = area.last - area.first + 1;
  if (length <= 0) return -1;
  const int64_t distance = n < ahead ? n + 1 : ahead - n - 1;
  int64_t at = ask.frame + distance * ask.step;
  if (area.loop && ask.frame >= area.first && ask.frame <= area.last)
    at = area.first + ((at - area.first) % length + length) % length;
  return at >= area.first && at <= area.last && at != ask.frame ? at : -1;
}

}  // namespace

struct Preview::State {
  Options options;
  mutable std::mutex mutex;
  mutable std::condition_variable_any changed;

  std::shared_ptr<const Drawing> drawing;
  uint64_t edition = 0;
  Ask wish;
  uint64_t serial = 0;    // of the wish: counts asks and editions
  uint64_t answered = 0;  // the latest wish that got a picture or an error
  bool busy = false;
  Cache cache;
  std::shared_ptr<const Picture> picture;
  Errors errors;
  std::map<int64_t, bool> failed;  // frames of this edition that cannot be prefetched
  int64_t drawn = 0;
  mutable std::shared_ptr<const std::vector<uint8_t>> levels;  // null: to be made again
  std::jthread worker;

  explicit State(Options o) : options(std::move(o)), cache(options.cache_bytes) {}

  // ---- with the lock held
  bool serve_from_cache();
  std::optional<Job> next_job();
  std::optional<Job> next_prefetch();
  bool hash_wanted() const;
  bool has(int64_t frame, int divisor);
  bool deliver(const Job& job, const Outcome& outcome);
  void offer(Picture next, uint64_t for_serial);

  // ---- without it
  Outcome perform(const Job& job, const Drawing& from);
  void work(const std::stop_token& stop);
};

void Preview::State::offer(Picture next, uint64_t for_serial) {
  picture = std::make_shared<const Picture>(std::move(next));
  answered = for_serial;
  errors.clear();
}

// Answers the wish where its picture is there: the full one where possible, a draft while things move.
bool Preview::State::serve_from_cache() {
  for (const int divisor : {1, wish.draft}) {
    if (divisor != 1 && !wish.moving) break;
    const std::optional<Sha256> identity = cache.identity(wish.frame, divisor);
    FramePtr pixels = identity ? cache.find(*identity, wish.view) : nullptr;
    if (!pixels) continue;
    Picture next{wish.frame, divisor, wish.view, std::move(pixels), {}, wish.at};
    if (divisor == 1) next.hash = cache.hash(*identity);
    offer(std::move(next), serial);
    return true;
  }
  return false;
}

bool Preview::State::hash_wanted() const {
  return drawing && !wish.moving && answered == serial && errors.empty() && picture && !picture->hash;
}

std::optional<Job> Preview::State::next_job() {
  if (!drawing || drawing->frames == 0) return std::nullopt;
  Job job{.frame = wish.frame, .view = wish.view, .serial = serial, .edition = edition, .asked_at = wish.at};
  if (answered != serial) {
    job.divisor = wish.moving ? wish.draft : 1;
    return job;
  }
  if (hash_wanted()) {
    job.kind = Job::Kind::hash;
    return job;
  }
  return next_prefetch();
}

bool Preview::State::has(int64_t frame, int divisor) {
  const auto identity = cache.identity(frame, divisor);
  return identity && cache.find(*identity, wish.view);
}

// As many frames as fill three quarters of the budget: the rest is for what is stepped through in full.
std::optional<Job> Preview::State::next_prefetch() {
  const size_t side = static_cast<size_t>(wish.draft);
  const size_t bytes = std::max<size_t>(1, 4 * (drawing->width / side) * (drawing->height / side));
  const auto room = static_cast<int64_t>(cache.budget() / 4 * 3 / bytes);
  const int64_t count = std::min(room, drawing->frames - 1), ahead = count - count / 4;
  for (int64_t n = 0; n < count; ++n) {
    const int64_t frame = prefetched(wish, n, ahead);
    if (frame < 0 || failed.contains(frame)) continue;
    if (has(frame, 1) || has(frame, wish.draft)) continue;
    return Job{Job::Kind::prefetch, frame, wish.draft, wish.view, serial, edition, 0};
  }
  return std::nullopt;
}

Outcome Preview::State::perform(const Job& job, const Drawing& from) {
  Outcome out;
  auto identity = from.identity(job.frame, job.divisor);
  if (!identity) return {.errors = std::move(identity.error())};
  out.identity = *identity;
  if (job.kind == Job::Kind::hash) {
    auto hash = from.hash(job.frame);
    if (!hash) return {.errors = std::move(hash.error())};
    out.hash = *hash;
    return out;
  }
  {
    const std::lock_guard lock(mutex);
    out.pixels = cache.find(*identity, job.view);
  }
  if (out.pixels) return out;
  auto pixels = from.pixels(job.frame, job.divisor, job.view);
  if (!pixels) return {.errors = std::move(pixels.error())};
  out.pixels = std::move(*pixels);
  out.drew = true;
  return out;
}

// True where there is something new to paint. A frame of an edition that was replaced meanwhile is still offered:
// while a layer is dragged every frame would come too late otherwise.
bool Preview::State::deliver(const Job& job, const Outcome& outcome) {
  levels.reset();
  if (outcome.drew) ++drawn;
  if (!outcome.errors.empty()) {
    if (job.kind == Job::Kind::prefetch) {
      if (job.edition == edition) failed[job.frame] = true;
      return false;
    }
    if (job.serial != serial) return false;
    errors = outcome.errors;
    answered = serial;
    return true;
  }
  if (job.edition == edition) cache.know(job.frame, job.divisor, *outcome.identity);
  if (outcome.hash) {
    cache.know_hash(*outcome.identity, *outcome.hash);
    if (job.serial != serial || !picture) return false;
    Picture next = *picture;
    next.hash = outcome.hash;
    picture = std::make_shared<const Picture>(std::move(next));
    return true;
  }
  cache.insert(*outcome.identity, job.view, outcome.pixels);
  if (job.kind == Job::Kind::wish && job.serial > answered) {
    Picture next{job.frame, job.divisor, job.view, outcome.pixels, {}, job.asked_at};
    if (job.divisor == 1) next.hash = cache.hash(*outcome.identity);
    offer(std::move(next), job.serial);
    return true;
  }
  return answered != serial && serve_from_cache();  // a prefetched frame may be the one wanted by now
}

void Preview::State::work(const std::stop_token& stop) {
  std::shared_ptr<const Drawing> held;  // released here, without the lock: it owns executors
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    std::optional<Job> job = next_job();
    if (!job) {
      changed.wait(lock, stop, [&] { return next_job().has_value(); });
      continue;
    }
    busy = true;
    std::shared_ptr<const Drawing> old = std::exchange(held, drawing);
    lock.unlock();
    old.reset();
    const Outcome outcome = perform(*job, *held);
    lock.lock();
    if (deliver(*job, outcome) && options.on_picture) {
      lock.unlock();
      options.on_picture();
      lock.lock();
    }
    busy = false;
    changed.notify_all();
  }
}

Preview::Preview(Options options) : state_(std::make_unique<State>(std::move(options))) {
  state_->worker = std::jthread([s = state_.get()](const std::stop_token& stop) { s->work(stop); });
}

Preview::~Preview() {
  state_->worker.request_stop();
  state_->worker.join();
}

void Preview::show(Drawing drawing) {
  State& s = *state_;
  auto next = std::make_shared<const Drawing>(std::move(drawing));
  const std::lock_guard lock(s.mutex);
  std::swap(s.drawing, next);  // the worker holds the old one until it takes up the new one
  ++s.edition;
  ++s.serial;
  s.failed.clear();
  s.levels.reset();
  s.cache.begin_edition(s.drawing->frames);
  const int64_t last = std::max<int64_t>(0, s.drawing->frames - 1);
  s.wish.frame = std::min(s.wish.frame, last);
  s.wish.area = {std::min(s.wish.area.first, last), std::min(s.wish.area.last, last), s.wish.area.loop};
  s.changed.notify_all();
}

void Preview::ask(const Ask& ask) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  Ask next = ask;
  const int64_t last = s.drawing ? std::max<int64_t>(0, s.drawing->frames - 1) : 0;
  next.frame = std::clamp<int64_t>(next.frame, 0, last);
  next.area.first = std::clamp<int64_t>(next.area.first, 0, last);
  next.area.last = std::clamp<int64_t>(next.area.last, 0, last);
  if (next == s.wish) return;
  const bool same_picture = next.frame == s.wish.frame && next.moving == s.wish.moving && next.view == s.wish.view &&
                            next.draft == s.wish.draft && next.at == s.wish.at;
  s.wish = next;
  if (!same_picture) {
    ++s.serial;
    s.serve_from_cache();
  }
  s.levels.reset();
  s.changed.notify_all();
}

std::shared_ptr<const Picture> Preview::picture() const {
  const std::lock_guard lock(state_->mutex);
  return state_->picture;
}

Errors Preview::errors() const {
  const std::lock_guard lock(state_->mutex);
  return state_->errors;
}

std::shared_ptr<const std::vector<uint8_t>> Preview::cached() const {
  const State& s = *state_;
  const std::lock_guard lock(s.mutex);
  if (!s.levels) s.levels = std::make_shared<const std::vector<uint8_t>>(s.cache.levels(s.wish.view));
  return s.levels;
}

size_t Preview::cached_bytes() const {
  const std::lock_guard lock(state_->mutex);
  return state_->cache.bytes();
}

int64_t Preview::drawn() const {
  const std::lock_guard lock(state_->mutex);
  return state_->drawn;
}

bool Preview::settled() const {
  const State& s = *state_;
  const std::lock_guard lock(s.mutex);
  return s.answered == s.serial && !s.hash_wanted();
}

void Preview::wait_idle() const {
  State& s = *state_;
  std::unique_lock lock(s.mutex);
  s.changed.wait(lock, [&] { return !s.busy && !s.next_job(); });
}

}  // namespace fp::preview

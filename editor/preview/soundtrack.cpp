#include "editor/preview/soundtrack.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "editor/preview/fingerprint.hpp"
#include "editor/preview/turns.hpp"
#include "engine/audio/programme.hpp"
#include "engine/audio/sample_time.hpp"
#include "engine/audio/sound_plan.hpp"

namespace fp::preview {
namespace {

constexpr auto kCalm = std::chrono::milliseconds(200);  // without a change, before the next one is made

std::shared_ptr<const Soundtrack> make(const Composition& composition, const std::shared_ptr<Assets>& assets) {
  auto made = std::make_shared<Soundtrack>();
  const PcmSource files = [&](const std::string& asset) -> Result<SoundFile> {
    auto clip = assets->clip(asset);
    if (!clip) return fail(std::move(clip.error()));
    return sound_of(**clip);
  };
  auto programme = make_programme(composition, 0, composition.frames, files);
  if (!programme) {
    made->errors = std::move(programme.error());
    return made;
  }
  made->pcm = std::move(programme->pcm);
  made->loudness = programme->loudness;
  return made;
}

}  // namespace

int64_t sample_of(int64_t frame, Rational fps) {
  return sample_at(frame, fps);
}

Sha256 sound_fingerprint(const Composition& composition) {
  Fingerprint w;
  w.number(int64_t{composition.mastering.loudness.has_value()});
  w.number(composition.mastering.loudness.value_or(0));
  w.number(composition.mastering.true_peak);
  const Result<SoundPlan> plan = plan_sound(composition);
  if (!plan) {
    for (const Diagnostic& d : plan.error()) w.text(to_string(d));
    return w.sha();
  }
  w.rational(plan->fps);
  w.number(plan->samples);
  for (const HeardLayer& layer : plan->layers) {
    w.text(layer.id);
    w.text(layer.asset);
    w.text(layer.location.pointer);
    for (const std::string& id : layer.within) w.text(id);
    w.time(layer.time);
    w.sound(layer.sound);
    w.number(layer.frames);
  }
  for (const HeardClip& clip : plan->clips) {
    for (const int64_t n : {static_cast<int64_t>(clip.layer), clip.origin, clip.begin, clip.end}) w.number(n);
    for (const SceneFade& fade : clip.fades) {
      for (const int64_t n : {fade.begin, fade.end, int64_t{fade.in}}) w.number(n);
    }
  }
  return w.sha();
}

struct Soundtracks::State {
  std::function<void()> on_news;
  mutable std::mutex mutex;
  mutable std::condition_variable_any changed;
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Assets> made_with;
  std::optional<Sha256> made_of;
  std::chrono::steady_clock::time_point calm_at;
  uint64_t edition = 0, done = 0;
  bool busy = false;
  int64_t count = 0;
  std::shared_ptr<const Soundtrack> track;
  std::jthread worker;

  void make_next(std::unique_lock<std::mutex>& lock);
  void work(const std::stop_token& stop);
};

void Soundtracks::State::make_next(std::unique_lock<std::mutex>& lock) {
  const auto of = composition;
  const auto with = assets;
  const uint64_t at = edition;
  const bool other_files = made_with != with;
  const auto before = made_of;
  lock.unlock();
  const Sha256 print = sound_fingerprint(*of);
  std::shared_ptr<const Soundtrack> next;
  if (other_files || before != print) next = make(*of, with);
  lock.lock();
  done = at;
  if (!next) return;
  made_of = print;
  made_with = with;
  track = std::move(next);
  ++count;
}

void Soundtracks::State::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  const auto turn = [&] {
    const auto calm = [&] { return !track || std::chrono::steady_clock::now() >= calm_at; };
    while (!calm() && !stop.stop_requested()) changed.wait_until(lock, stop, calm_at, [] { return false; });
    if (!stop.stop_requested()) make_next(lock);
  };
  take_turns(
      lock, changed, busy, on_news, stop, [&] { return done != edition; }, turn);
}

Soundtracks::Soundtracks(std::function<void()> on_news) : state_(std::make_unique<State>()) {
  state_->on_news = std::move(on_news);
  state_->worker = std::jthread([s = state_.get()](const std::stop_token& stop) { s->work(stop); });
}

Soundtracks::~Soundtracks() {
  state_->worker.request_stop();
  state_->worker.join();
}

void Soundtracks::show(std::shared_ptr<const Composition> composition, std::shared_ptr<Assets> assets) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  if (s.composition == composition && s.assets == assets) return;
  s.composition = std::move(composition);
  s.assets = std::move(assets);
  s.calm_at = std::chrono::steady_clock::now() + kCalm;
  ++s.edition;
  s.changed.notify_all();
}

std::shared_ptr<const Soundtrack> Soundtracks::track() const {
  const std::lock_guard lock(state_->mutex);
  return state_->track;
}

bool Soundtracks::settled() const {
  const std::lock_guard lock(state_->mutex);
  return state_->done == state_->edition;
}

int64_t Soundtracks::made() const {
  const std::lock_guard lock(state_->mutex);
  return state_->count;
}

void Soundtracks::wait_idle() const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return state_->done == state_->edition; });
}

}  // namespace fp::preview

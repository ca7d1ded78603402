// The sound of what is edited, made by a worker of its own whenever something of it has changed. The old one is heard
// meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/core/hash.hpp"
#include "engine/display/assets.hpp"
#include "engine/template/composition.hpp"

namespace fp::preview {

// Never changes once it is given out.
struct Soundtrack {
  std::shared_ptr<const Pcm> pcm;  // of the whole composition; null: no layer is heard, or it cannot be made
  Errors errors;                   // why not
  std::optional<double> loudness;  // LUFS
};

// The sample of a programme at which a frame begins.
int64_t sample_of(int64_t frame, Rational fps);

// Equal: equal sound, as long as the files are the same.
Sha256 sound_fingerprint(const Composition& composition);

// Safe to call from any thread.
class Soundtracks {
 public:
  explicit Soundtracks(std::function<void()> on_news = {});  // called by the worker, with no lock held
  ~Soundtracks();                                            // waits for the one being made

  // Makes it a moment after the last change, where it would be another one.
  void show(std::shared_ptr<const Composition> composition, std::shared_ptr<Assets> assets);

  std::shared_ptr<const Soundtrack> track() const;  // the newest; null before the first
  bool settled() const;                             // it is of what was shown last
  int64_t made() const;                             // so far
  void wait_idle() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp::preview

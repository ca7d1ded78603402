// Waveforms on the bars of the timeline: the peaks of the files that are heard, found by a worker, which reads files.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/played.hpp"
#include "engine/core/hash.hpp"
#include "engine/display/assets.hpp"
#include "engine/template/clips.hpp"

namespace fp::preview {

// engine/audio/peaks.hpp, played.hpp: what a waveform is drawn of, here and in layers.
using fp::Peak;
using fp::peak_over;
using fp::Peaks;
using fp::Played;
using fp::played_parts;

// Equal: played_parts() of these are equal.
Hash128 played_fingerprint(const ClipTime& time, int64_t frames, Rational duration);

// The peaks of files, made by a worker of its own, one file after the other, and kept while their files are wanted.
struct FilePeaks {
  std::shared_ptr<const Peaks> peaks;      // null: it has no sound, or cannot be read
  std::optional<Rational> picture_length;  // seconds
  Errors errors;                           // why it cannot be read
};

// Safe to call from any thread.
class Waveforms {
 public:
  explicit Waveforms(std::function<void()> on_news = {});  // called by the worker, with no lock held
  ~Waveforms();                                            // gives up the file that is looked through

  // Other assets: a file whose bytes are the same is not looked through again.
  void want(std::shared_ptr<Assets> assets, std::vector<std::string> names);
  // What is known of those that are wanted.
  std::map<std::string, std::shared_ptr<const FilePeaks>> known() const;
  bool settled() const;
  void wait_idle() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp::preview

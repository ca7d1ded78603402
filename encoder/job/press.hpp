// Videos, numbered pictures and raw frames: rendered, encoded, muxed and published whole, one or a batch, on all cores.
// The unit of work is (video, segment): one worker draws and encodes it by itself. What comes out does not depend on
// the number of workers or on who finished first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "encoder/job/soundtrack.hpp"
#include "encoder/manifest/manifest.hpp"
#include "encoder/store/ledger.hpp"
#include "encoder/store/store.hpp"
#include "engine/display/assets.hpp"
#include "engine/render/asset_hashes.hpp"
#include "engine/render/device.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Video {
  std::shared_ptr<const Composition> composition;
  int64_t first = 0, frames = 0;  // of the composition
  Recipe recipe;
  std::filesystem::path output;  // its manifest goes beside it
  // Engine, template, format, row: what the caller knows; the rest is filled in. The composition follows from them and
  // from the assets: videos equal in these are taken to have equal frames.
  Manifest inputs;
  std::optional<SoundTrack> sound{};  // where the caller has it; else it is mixed from the composition (soundtrack.hpp)
  std::string captions{};             // "srt", "vtt": those that are a track, as a file beside it; "": none
  // Where given, raw frames go here instead of into a file, in order, and there is no manifest; it may wait, and the
  // workers then wait for it.
  std::function<Result<void>(std::span<const std::byte>)> sink{};
};

// The part of a video's manifest that is known before the first frame.
using CodecBuilds = std::map<std::string, CodecBuild>;  // by recipe, learnt once
Result<Manifest> manifest_before(const Video& video, Assets& assets, CodecBuilds& builds);

struct Progress {
  enum class Event : uint8_t { frame, video_done, video_failed };
  Event event = Event::frame;
  size_t video = 0;
  int64_t video_frames = 0;        // of this video, done so far
  int64_t frames = 0;              // of all videos
  const Errors* errors = nullptr;  // video_failed
};

struct PressOptions {
  int jobs = 1;
  bool overwrite = false;
  bool publish = true;  // false: everything is made, nothing is left behind (for verifying)
  bool resume = false;  // an output that is there, whole, and made of the same things is kept; others are replaced
  std::optional<Store> store{};  // segments are looked for here first, and put here
  // Where given, a video that another living runner is making is left to it, and what becomes of each is written down.
  // The run ends when all are made, by whomever; one whose runner died is made by this one.
  std::optional<Ledger> ledger{};
  std::stop_token stop{};
  std::function<void(const Errors&)> warn{};        // once, when store or ledger fail: the run goes on without
  std::function<void(const std::string&)> say{};    // how frames get to an encoder on a device, once each
  std::function<void(const Progress&)> progress{};  // one call at a time, from any worker; must not block for long
};

struct Pressed {
  std::optional<Manifest> manifest;  // of a video that was finished
  int64_t segments = 0, reused = 0;  // how many it has, and how many of them were not rendered for it
  bool kept = false;                 // it was finished before (PressOptions::resume), or by another runner meanwhile
  Errors errors;                     // of one that failed; both empty: interrupted before it was finished
};

// One result a video, in order. A video that fails leaves nothing behind and does not stop the others; an interrupt
// (options.stop) leaves finished videos and nothing else. Every video's recipe must have passed check().
std::vector<Pressed> press(const std::vector<Video>& videos, const std::shared_ptr<Assets>& assets,
                           const std::shared_ptr<Device>& device, const PressOptions& options);

// What pressing would do, found without drawing a frame.
struct Impact {
  bool kept = false;           // PressOptions::resume: it is finished
  int64_t segments = 0;        // of the video
  int64_t reused = 0;          // of them, those in the store or made for an earlier video of the same batch
  std::vector<int64_t> to_do;  // the others, by number
  int64_t frames_to_do = 0;    // in them
};
Result<std::vector<Impact>> assess(const std::vector<Video>& videos, const std::shared_ptr<Assets>& assets,
                                   const PressOptions& options);

// How long pressing would take here, found by drawing and encoding a few of the segments that are to be made, as many
// at a time as there are workers; nothing is kept of them. 0 where there is nothing to do.
struct Estimate {
  double seconds = 0;
  int64_t frames_tried = 0;
};
Result<Estimate> estimate(const std::vector<Video>& videos, const std::vector<Impact>& impacts,
                          const std::shared_ptr<Assets>& assets, const std::shared_ptr<Device>& device,
                          const PressOptions& options);

}  // namespace fp

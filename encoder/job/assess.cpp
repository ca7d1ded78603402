#include <fmt/format.h>

#include <chrono>
#include <set>

#include "encoder/job/pool.hpp"
#include "encoder/job/reuse.hpp"
#include "engine/core/caught.hpp"
#include "engine/core/files.hpp"

namespace fp {
namespace {

struct Piece {
  size_t video = 0;
  int64_t segment = 0;
  Result<Sha256> key;
};

}  // namespace

Result<std::vector<Impact>> assess(const std::vector<Video>& videos, const std::shared_ptr<Assets>& assets,
                                   const PressOptions& options) {
  std::vector<Impact> impacts(videos.size());
  std::vector<Piece> pieces;
  std::vector<CodecBuild> encoders(videos.size());
  std::vector<KnownIdentities> known(videos.size());
  CodecBuilds builds;
  for (size_t i = 0; i < videos.size(); ++i) {
    const auto manifest = manifest_before(videos[i], *assets, builds);
    if (!manifest) return fail(manifest.error());
    encoders[i] = manifest->build;
    known[i] = known_identities(options.store, *manifest);
    impacts[i].segments = static_cast<int64_t>(manifest->segments.size());
    impacts[i].kept = options.resume && finished_before(videos[i].output, *manifest).has_value();
    for (int64_t s = 0; s < impacts[i].segments && !impacts[i].kept; ++s) pieces.push_back({i, s, {}});
  }
  run_units(
      std::max(1, options.jobs), static_cast<int64_t>(pieces.size()), [&] { return options.stop.stop_requested(); },
      [&](int, int64_t unit) {
        Piece& piece = pieces[static_cast<size_t>(unit)];
        const Video& video = videos[piece.video];
        const auto identities =
            caught([&] { return frame_identities(video, span_of(video, piece.segment), known[piece.video], *assets); });
        if (identities) {
          piece.key = segment_key(video.recipe, encoders[piece.video], *identities);
        } else {
          piece.key = fail(identities.error());
        }
      });
  std::set<Sha256> seen;
  for (const Piece& piece : pieces) {
    if (!piece.key) return fail(piece.key.error());
    Impact& impact = impacts[piece.video];
    const bool fresh = seen.insert(*piece.key).second;
    if (!fresh || (options.store && has(*options.store, *piece.key))) {
      ++impact.reused;
    } else {
      impact.to_do.push_back(piece.segment);
      impact.frames_to_do += span_of(videos[piece.video], piece.segment).frames;
    }
  }
  return impacts;
}

Result<Estimate> estimate(const std::vector<Video>& videos, const std::vector<Impact>& impacts,
                          const std::shared_ptr<Assets>& assets, const std::shared_ptr<Device>& device,
                          const PressOptions& options) {
  std::vector<Unit> to_do;
  int64_t frames = 0;
  for (size_t i = 0; i < videos.size(); ++i) {
    for (const int64_t segment : impacts[i].to_do) to_do.push_back({i, segment});
    frames += impacts[i].frames_to_do;
  }
  if (to_do.empty()) return Estimate{};
  const auto folder = TemporaryFolder::create();
  if (!folder) return fail(folder.error());
  // From the middle of equal parts of the work: what opens a video is often not like the rest of it.
  const size_t tries = std::min(to_do.size(), static_cast<size_t>(std::max(1, options.jobs)));
  std::vector<Video> trials;
  Estimate result;
  for (size_t t = 0; t < tries; ++t) {
    const Unit& unit = to_do[(2 * t + 1) * to_do.size() / (2 * tries)];
    Video trial = videos[unit.video];
    const SegmentSpan span = span_of(trial, unit.segment);
    trial.first += span.first;
    trial.frames = span.frames;
    trial.recipe.sound.clear();  // it is the time of pictures that is asked for
    trial.captions.clear();
    trial.output = folder->path() / fmt::format("{}", t) / trial.output.filename();
    result.frames_tried += span.frames;
    trials.push_back(std::move(trial));
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto pressed =
      press(trials, assets, device, {.jobs = options.jobs, .overwrite = true, .publish = false, .stop = options.stop});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  for (const Pressed& trial : pressed) {
    if (!trial.errors.empty()) return fail(trial.errors);
  }
  result.seconds = took.count() * static_cast<double>(frames) / static_cast<double>(result.frames_tried);
  return result;
}

}  // namespace fp

#include <set>

#include "encoder/job/pool.hpp"
#include "encoder/job/reuse.hpp"

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
  CodecBuilds builds;
  for (size_t i = 0; i < videos.size(); ++i) {
    const auto manifest = manifest_before(videos[i], *assets, builds);
    if (!manifest) return fail(manifest.error());
    encoders[i] = manifest->build;
    impacts[i].segments = static_cast<int64_t>(manifest->segments.size());
    impacts[i].kept = options.resume && finished_before(videos[i].output, *manifest).has_value();
    for (int64_t s = 0; s < impacts[i].segments && !impacts[i].kept; ++s) pieces.push_back({i, s, {}});
  }
  run_units(
      std::max(1, options.jobs), static_cast<int64_t>(pieces.size()), [&] { return options.stop.stop_requested(); },
      [&](int, int64_t unit) {
        Piece& piece = pieces[static_cast<size_t>(unit)];
        const Video& video = videos[piece.video];
        const SegmentSpan span = span_of(video, piece.segment);
        const auto identities = frame_identities(*video.composition, video.first + span.first, span.frames, *assets);
        if (identities) {
          piece.key = segment_key(video.recipe, encoders[piece.video], *identities);
        } else {
          piece.key = fail(identities.error());
        }
      });
  std::set<Sha256> known;
  for (const Piece& piece : pieces) {
    if (!piece.key) return fail(piece.key.error());
    Impact& impact = impacts[piece.video];
    const bool fresh = known.insert(*piece.key).second;
    if (!fresh || (options.store && has(*options.store, *piece.key))) {
      ++impact.reused;
    } else {
      impact.frames_to_do += span_of(videos[piece.video], piece.segment).frames;
    }
  }
  return impacts;
}

}  // namespace fp

// Frames in order from a source, each with its hash: what encoding, hashing and verifying have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "engine/core/result.hpp"
#include "engine/display/frame_convert.hpp"
#include "engine/render/frame_source.hpp"

namespace fp {

struct HashedFrame {
  Rendered rendered;
  Sha256 hash;
};

// Visits the frames of a span, keeping the source's pipeline full. A frame shared with the one before is
// hashed once. Stops early when asked to (the visits made tell how far it came) or at the first error, also one from
// `visit`. Afterwards frames may be pending in the source: drop it unless all were visited.
struct FrameSpan {
  int64_t first = 0, count = 0;                // of the composition
  PixelFormat format = PixelFormat::yuv420p8;  // they are visited in; the source draws drawn_format() of it
};
Result<void> visit_frames(FrameSource& source, const FrameSpan& span, const std::stop_token& stop,
                          const std::function<Result<void>(const HashedFrame&)>& visit);

// The same, drawing a few frames ahead on a second thread while `visit` works: for the last units of a run, when a core
// would otherwise stand idle. What is visited does not change.
Result<void> visit_frames_ahead(FrameSource& source, const FrameSpan& span, const std::stop_token& stop,
                                const std::function<Result<void>(const HashedFrame&)>& visit);

// Hashes of frames [first, first + count) of one composition on `jobs` workers; handed over in order as soon as known.
struct HashRequest {
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Device> device;
  int64_t first = 0, count = 0;
  int jobs = 1;
  PixelFormat format = PixelFormat::yuv420p8;
  bool keep_frames = false;  // hand over the pixels too; else `rendered.frame` is null
};
Result<void> hash_frames(const HashRequest& request, const std::stop_token& stop,
                         const std::function<Result<void>(int64_t frame, const HashedFrame&)>& take);

}  // namespace fp

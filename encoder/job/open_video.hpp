// One video between its first segment and its publishing. Internal to encoder/job.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

#include "encoder/job/press.hpp"
#include "encoder/job/reuse.hpp"
#include "encoder/mux/mp4.hpp"
#include "engine/core/files.hpp"

namespace fp {

// A video while it is being made. Units begin in order, so only as many are open as there are workers, and one.
struct OpenVideo {
  enum class Hold : uint8_t { free, mine, others, kept };
  std::mutex mutex;
  Hold hold = Hold::free;    // whose it is to make; asked with its first unit
  bool left_before = false;  // another runner was making it when this one first came to it
  KnownIdentities known;     // what its frames are, if that was found out before
  std::optional<PendingFile> file;
  std::optional<Mp4Writer> writer;
  Manifest manifest;
  int64_t segments = 0, segments_done = 0;
  bool broken = false;  // adding to it went wrong, and whoever did is about to give it up
  std::atomic<bool> given_up = false;
  std::atomic<int64_t> frames_done = 0;
};

// A segment of it, with what its frames are and what their pixels are.
struct EncodedUnit {
  Segment segment;
  std::vector<Sha256> identities, hashes;
  bool reused = false;
};

// All of these: the caller holds open.mutex.

// Adds a segment, in any order; the file is begun with the first.
Result<void> add_unit(const Video& video, OpenVideo& open, const Unit& unit, EncodedUnit made, bool overwrite);

// Completes file and manifest, when all segments are there; visible afterwards if they are to be published.
Result<void> finish_video(const Video& video, OpenVideo& open, const DeviceDescription& device, bool publish,
                          bool overwrite);

// Nothing more is added. What was not published is removed.
void close_video(OpenVideo& open);

}  // namespace fp

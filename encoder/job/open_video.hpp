// One video between its first segment and its publishing. Internal to encoder/job.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <variant>
#include <vector>

#include "encoder/job/press.hpp"
#include "encoder/job/reuse.hpp"
#include "encoder/mux/container.hpp"
#include "encoder/mux/pictures.hpp"
#include "encoder/mux/raw_stream.hpp"
#include "engine/core/files.hpp"

namespace fp {

// Where a video's packets go; nowhere for the container "null".
using Writer = std::variant<std::monostate, ContainerWriter, RawStreamWriter, PictureWriter>;

// A video while it is being made. Workers take segments that follow on each other: few are open at a time.
struct OpenVideo {
  enum class Hold : uint8_t { free, mine, others, kept };
  std::mutex mutex;
  Hold hold = Hold::free;    // whose it is to make; asked with its first unit
  bool left_before = false;  // another runner was making it when this one first came to it
  KnownIdentities known;     // what its frames are, if that was found out before
  std::optional<PendingFile> file;
  Writer writer;
  bool begun = false;  // its sound is encoded, and the writer is there
  Manifest manifest;
  int64_t segments = 0, segments_done = 0;
  int64_t next = 0;  // the first segment that has not come; all before it are written
  std::vector<bool> come;
  std::condition_variable_any written_on;  // `next` or given_up has changed
  uint64_t picture_bytes = 0;              // of all packets
  bool broken = false;                     // adding to it went wrong, and whoever did is about to give it up
  std::atomic<bool> given_up = false;
  std::atomic<int64_t> frames_done = 0;
};

// A segment of it, with what its frames are and what their pixels are.
struct EncodedUnit {
  Segment segment;
  std::vector<Sha256> identities, hashes;
  bool reused = false;
};

// Waits until the segment is fewer than `most` beyond what is written, the video given up, or `stop` asked for. The
// caller does not hold open.mutex.
void wait_until_near(OpenVideo& open, int64_t segment, int64_t most, const std::stop_token& stop);

// All of these: the caller holds open.mutex.

struct Publishing {
  bool publish = true, overwrite = false;  // as PressOptions
};

// Adds a segment, in any order; the file is begun with the first, and all its sound encoded then.
Result<void> add_unit(const Video& video, OpenVideo& open, const Unit& unit, EncodedUnit made, Assets& assets,
                      Publishing how);

// Completes file and manifest, when all segments are there; visible afterwards if they are to be published, and then
// only if the platform they are made for takes the file.
Result<void> finish_video(const Video& video, OpenVideo& open, const DeviceDescription& device, Publishing how);

// The last part of it, also for a file of sound alone: sizes, hashes, the platform's limits, publishing.
Result<void> finish_file(const Video& video, OpenVideo& open, Publishing how);

SoundRecord record_of(const EncodedSound& sound, const SoundTrack& track);

// Nothing more is added. What was not published is removed.
void close_video(OpenVideo& open);

}  // namespace fp

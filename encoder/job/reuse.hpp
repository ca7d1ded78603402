// Segments that need not be rendered: those in the store, and those another worker is making at this moment. Internal
// to encoder/job.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "encoder/job/press.hpp"

namespace fp {

// Frames of the video that a segment has.
struct SegmentSpan {
  int64_t first = 0, frames = 0;
};
SegmentSpan span_of(const Video& video, int64_t segment);

struct Unit {
  size_t video = 0;
  int64_t segment = 0;
  bool draw_ahead = false;  // among the last units, when there are fewer of them than workers
};

// Units that wait for an equal segment. A worker that begins a key owns it until it takes it back.
class InFlight {
 public:
  // True: the caller makes it. False: somebody does, and will deliver it to `unit` too.
  bool begin(const Sha256& key, const Unit& unit);
  // The units that came meanwhile.
  std::vector<Unit> end(const Sha256& key);

 private:
  std::mutex mutex_;
  std::map<Sha256, std::vector<Unit>> waiting_;
};

// The identities of all of a video's frames, as the store remembers them of a video made of the same things.
using KnownIdentities = std::optional<std::vector<Sha256>>;
KnownIdentities known_identities(const std::optional<Store>& store, const Manifest& before);

// The identities of the span's frames, without drawing them.
Result<std::vector<Sha256>> frame_identities(const Video& video, SegmentSpan span, const KnownIdentities& known,
                                             Assets& assets);

// The manifest beside `output`, if it says that the file there is whole and made of the same things as `expected`.
std::optional<Manifest> finished_before(const std::filesystem::path& output, const Manifest& expected);

}  // namespace fp

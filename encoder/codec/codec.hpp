// Finished frames -> packets. A codec is a table of functions; every segment of a video is encoded by a session of its
// own, so that the bytes depend on the recipe and the frames alone, never on how many workers there are.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rational.hpp"
#include "engine/core/result.hpp"
#include "engine/display/frame.hpp"

namespace fp {

// Everything that decides an encoder's output besides the frames and the library build.
struct Recipe {
  std::string codec = "libx264";
  int32_t width = 0, height = 0;  // even: the pixels are 4:2:0
  Rational fps{30, 1};
  int crf = 18;  // 0 (lossless) .. 51
  std::string preset = "medium";
  int64_t segment = 60;  // frames per segment, at least 2
  bool operator==(const Recipe&) const = default;
};

inline constexpr int64_t kMinSegment = 2;  // two key frames in a row would need different IDR numbers
inline constexpr int64_t kMaxSegment = 36000;
std::span<const std::string_view> preset_names();  // fastest first

// All faults of a recipe at once; Fault::usage, an odd canvas Fault::invalid, an unknown codec Fault::no_device.
Result<void> check(const Recipe& recipe);

// One line that names every option that matters, e.g. for manifests and segment identities. Equal text, equal recipe.
std::string canonical_text(const Recipe& recipe);

// Two seconds of frames, rounded: the default segment length.
int64_t default_segment(Rational fps);

struct Packet {
  std::vector<uint8_t> data{};
  int64_t pts = 0;  // frame within the segment
  bool key = false;
};

// One encoded segment. Packets are in decoding order.
struct Segment {
  int64_t first = 0;  // frame of the video (counted from the first one rendered)
  int64_t frames = 0;
  std::string header{};  // parameter sets that go into the container; the same for all segments of a recipe
  int reorder = 0;       // how many frames decoding runs ahead of display
  std::vector<Packet> packets{};
};

// What library does the work, as it says itself at run time.
struct CodecBuild {
  std::string codec_library;  // "Lavc59.37.100"
  std::string encoder;        // "x264 - core 164 r3095 baee400"
  std::string options;        // the encoder's own account of all its settings, for the given recipe
};

using CodecSession = std::shared_ptr<void>;  // known to its codec only; one thread at a time

struct Codec {
  std::string_view name;
  bool exact;  // equal frames give equal bytes on every CPU

  // Which build this is. Encodes one small picture to learn it. Fault::no_device when the library lacks the encoder.
  Result<CodecBuild> (*build)(const Recipe& recipe);
  // A session for one segment of `frames` frames; fills in the segment's header and reorder.
  Result<CodecSession> (*open)(const Recipe& recipe, Segment& segment);
  // Takes frame `pts` (from 0, in order) and appends the packets that are ready. The frame is shared, not copied.
  Result<void> (*encode)(const CodecSession& session, const FramePtr& frame, int64_t pts, Segment& segment);
  // No more frames: appends the rest.
  Result<void> (*finish)(const CodecSession& session, Segment& segment);
};

const Codec* find_codec(std::string_view name);  // nullptr: no such codec
std::vector<std::string> codec_names();

}  // namespace fp

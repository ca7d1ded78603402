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

// What decides how many bits a frame gets.
enum class RateControl : uint8_t {
  quality,    // Recipe::crf; max_kbps may limit it
  quantiser,  // Recipe::crf as one quantiser for all
  variable,   // kbps on average, max_kbps at most where it is not 0
  constant    // kbps, and never more
};

// Everything that decides a file besides the frames, the sound and the library builds.
struct Recipe {
  std::string codec = "libx264";
  int32_t width = 0, height = 0;  // even where pixels share colour
  Rational fps{30, 1};
  int crf = 18;  // 0 (best) .. Codec::worst; 0 where the codec has no such scale, or a bit rate decides
  std::string preset = "medium";  // of all codecs, in x264's words: slower is smaller; codecs without one ignore it
  int64_t segment = 60;           // frames per segment, at least 2
  std::string container = "mp4";  // mp4, mov, webm, mkv, gif, apng, png (numbered pictures), y4m, rawvideo, null
  PixelFormat format = PixelFormat::yuv420p8;
  int max_kbps = 0;     // 0: as the quality asks
  std::string sound{};  // encoder/codec/sound.hpp: "aac", "opus", "flac", "s16", "s24"; "": none
  int sound_kbps = 0;   // 0 where the sound codec keeps all
  RateControl rate = RateControl::quality;
  int kbps = 0;  // variable and constant
  // kbit that a player must be able to hold so that no stretch of the video takes more than max_kbps (constant: kbps)
  // brings in; across segments too (rate.hpp). 0: each segment alone keeps to one second of max_kbps.
  int buffer = 0;
  bool operator==(const Recipe&) const = default;
};

inline constexpr int64_t kMinSegment = 2;  // two key frames in a row would need different IDR numbers
inline constexpr int64_t kMaxSegment = 36000;
std::span<const std::string_view> preset_names();  // fastest first
int preset_number(std::string_view preset);        // its place among them

// All faults of a recipe at once; Fault::usage, an odd canvas Fault::invalid, an unknown codec Fault::no_device.
Result<void> check(const Recipe& recipe);

// One line that names every option that decides the packets of a segment, e.g. for segment identities.
std::string segment_text(const Recipe& recipe);
// That, and what decides the file around them. Equal text, equal recipe.
std::string canonical_text(const Recipe& recipe);

// Two seconds of frames, rounded: the default segment length.
int64_t default_segment(Rational fps);

struct Packet {
  std::vector<uint8_t> data{};
  int64_t pts = 0;  // frame within the segment
  bool key = false;
  std::vector<uint8_t> alpha{};  // VP9: what Matroska calls a block addition, the picture's alpha
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
  bool exact = true;          // as Codec::exact; false: the bytes are recorded, not promised
};

// What a codec's rate control can do beside a quality.
struct Rates {
  bool quantiser = false, variable = false, constant = false;
  bool cap = false;   // max_kbps beside a quality
  bool peak = false;  // max_kbps with a buffer, beside an average too
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

  // Of an encoder that can read frames in the memory of the device that drew them (Frame::on_device): how the last one
  // got to it, to say. Null: it reads Frame::data.
  const std::string& (*path)(const CodecSession& session) = nullptr;
  std::string_view video = "h264";    // what it makes, as --codec calls it
  std::string_view encoder = "x264";  // as --encoder calls it
  bool repeatable = true;             // equal frames give equal bytes on one machine, at any number of jobs
  int worst = 51, usual = 18;         // the scale of Recipe::crf and its default; worst = 0: the codec has none
  std::vector<PixelFormat> (*formats)() = nullptr;         // that it takes; null: yuv420p8
  std::string (*options)(const Recipe& recipe) = nullptr;  // all of them in one line, for segment_text
  // What cannot be joined from parts: the video is one segment. `survey`, where there is one, sees all frames before
  // the first is encoded.
  bool whole = false;
  Result<void> (*survey)(const CodecSession& session, const FramePtr& frame) = nullptr;
  Rates rates{};
  int64_t usual_segment = 0;  // frames; 0: two seconds
  bool stored = true;         // false: segments are not worth keeping for another run
};

std::span<const Codec* const> codecs();          // in order of preference
const Codec* find_codec(std::string_view name);  // nullptr: no such codec
std::vector<std::string> codec_names();
bool takes(const Codec& codec, PixelFormat format);

}  // namespace fp

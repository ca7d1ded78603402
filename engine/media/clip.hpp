// Video files, animations and sound files, decoded by a process of their own (engine/sandbox) that can read the one
// file it was given and nothing else. What comes out depends on the file alone: the same frame whether it was sought or
// reached by playing on, the same samples on every machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/files.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/rational.hpp"
#include "engine/core/result.hpp"
#include "engine/media/image.hpp"

namespace fp {

struct VideoInfo {
  int32_t width = 0, height = 0;  // pixels as delivered: upright
  Rational pixel_aspect{1, 1};    // width of a pixel : its height
  int64_t frames;
  Rational duration{0, 1};  // seconds, to the end of the last frame
  Rational rate{0, 1};      // frames a second: exact where it is constant, else the mean
  bool alpha = false;       // its frames may have transparent parts
  bool interlaced = false;  // by what the file says; its fields are shown together, as one picture
  std::string codec;        // "h264"
  std::string color;        // what was read into sRGB, for people: "bt709 limited 8 bit, yuv420p"
};
struct SoundInfo {
  int64_t frames = 0;  // sample frames at 48 kHz, as the file tells; what decoding comes to is pcm()->frames()
  int channels = 0;    // as recorded
  int rate = 0;        // as recorded
  std::string codec;
};

inline constexpr int kSampleRate = 48'000;

// Stereo at 48 kHz, left and right interleaved; full scale is +-2^23. Mono is on both sides at its own level; more
// channels are mixed down by ITU-R BS.775, which may go beyond full scale, as lossy codecs do: kept to +-2^26. Sample 0
// is the file's own time 0, as it is for its frames: silence stands before sound that begins later. Mapped from a file
// without a name: costs no memory that is not read.
class Pcm {
 public:
  Pcm(const int32_t* samples, int64_t frames, std::shared_ptr<const void> owner)
      : samples_(samples), frames_(frames), owner_(std::move(owner)) {}
  int64_t frames() const { return frames_; }
  std::span<const int32_t> samples() const { return {samples_, static_cast<size_t>(frames_) * 2}; }

 private:
  const int32_t* samples_;
  int64_t frames_;
  std::shared_ptr<const void> owner_;
};

// One file, opened and looked through. Safe for concurrent use: each reader gets a decoder that is near what it asks
// for. Errors are Fault::missing and name the asset: what is wrong with the file, or that its decoder was stopped.
class Clip {
 public:
  // Finds out what is in it, and where every frame stands.
  static Result<std::shared_ptr<Clip>> open(const AssetRoot& root, const std::string& name);
  ~Clip();
  Clip(const Clip&) = delete;
  Clip& operator=(const Clip&) = delete;

  const std::string& name() const;
  const Sha256& hash() const;  // of the file
  const std::optional<VideoInfo>& video() const;
  const std::optional<SoundInfo>& sound() const;

  // The frame shown at a moment: the last one that begins at or before it, the first before that (frame_times.hpp).
  int64_t frame_at(Rational seconds) const;
  // Upright, in sRGB (BT.709 primaries), premultiplied; `hash` is of the file and the frame's number, so equal hashes
  // mean equal texels. 0 <= frame < video()->frames.
  Result<Texels> frame(int64_t frame);
  // What frame() gives but for the texels: no decoding.
  Texels outline(int64_t frame) const;
  // All of its sound.
  Result<std::shared_ptr<const Pcm>> pcm();

 private:
  struct State;
  explicit Clip(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fp

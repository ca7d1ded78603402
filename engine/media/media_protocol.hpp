// What this process and `framepress-media` say to each other over a socket: fixed structs of one machine, requests and
// answers in turn. The child has read a file that nobody vouches for, so nothing it says is believed before it has been
// looked at (check_look, check_table in clip_process.cpp).
#pragma once

#include <cstdint>
#include <type_traits>

namespace fp::media {

// File descriptors and arguments a child starts with: argv[1] is "picture" or "sound" (sound is decoded by plain C
// code, whose floats are the same on every CPU).
inline constexpr int kFileFd = 3, kSocketFd = 4;

enum class Container : uint32_t { mov, matroska, gif, apng, png, webp, wav, flac, mp3, ogg, adts };

inline constexpr int32_t kMaxSide = 8192;
inline constexpr int64_t kMaxPixels = 35'651'584;  // of one frame: 8192 x 4352, what HEVC and AV1 go up to
inline constexpr int64_t kMaxSeconds = 12 * 3600;
inline constexpr int64_t kMaxFrames = kMaxSeconds * 240;
inline constexpr int64_t kMaxSoundFrames = kMaxSeconds * 48'000;
inline constexpr uint32_t kMaxText = 1000;
inline constexpr uint32_t kMaxSoundFrameBytes = 8;  // stereo int32
inline constexpr int32_t kSampleLimit = 1 << 26;    // samples lie within +-this

enum class Ask : uint32_t {
  look,   // -> Look, then Look::frames times FrameEntry
  frame,  // -> Answer; the texels lie in the shared buffer. The first one carries the buffer's descriptor.
  pcm     // -> Sound; the samples stand in the file whose descriptor comes with it
};

struct Request {
  Ask ask;
  Container container;
  int64_t frame;
};

// Before every answer; when not ok, `text` bytes of a reason follow and nothing else.
struct Answer {
  uint32_t ok;
  uint32_t text;
};

struct Look {
  int32_t has_video, has_sound;
  int32_t width, height;          // as delivered: upright
  int32_t pixel_num, pixel_den;   // pixel aspect
  int32_t tick_num, tick_den;     // seconds a tick of FrameEntry::pts
  int64_t zero_num, zero_den;     // seconds: the file's time 0 on the scale of pts
  int64_t frames, last_duration;  // ticks that the last frame lasts
  int32_t rate_num, rate_den;     // frames a second, as the container says or libav guesses; 0/1: not known
  int32_t alpha, interlaced;
  int64_t sound_frames;  // at 48 kHz
  int32_t channels, rate;
  char video_codec[24], sound_codec[24], color[80];  // zero-terminated
};

// One frame, in order of presentation.
struct FrameEntry {
  int64_t pts;
  int32_t position;  // of its packet, in order of decoding
  int32_t start;     // position of the key frame it can be decoded from
};

struct Sound {
  int64_t frames;
};

static_assert(std::is_trivially_copyable_v<Look> && sizeof(Look) == 224 && sizeof(FrameEntry) == 16);

}  // namespace fp::media

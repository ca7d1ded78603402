// One file of libavformat's being written, over our own I/O: what video containers and files of sound have in common.
// Internal to encoder/mux.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "encoder/codec/sound.hpp"
#include "encoder/mux/container.hpp"
#include "encoder/mux/file_io.hpp"
#include "encoder/mux/units.hpp"

namespace fp {

struct CloseFormat {
  void operator()(AVFormatContext* format) const { avformat_free_context(format); }
};

struct Muxing {
  FileIo file;
  IoPtr output{};
  std::unique_ptr<AVFormatContext, CloseFormat> format{};
  libav::PacketPtr packet{av_packet_alloc()};
  std::string container{};  // as Recipe::container

  static Result<Muxing> create(const std::filesystem::path& path, const std::string& container);
  // What went wrong with the file itself says more than what libavformat made of it.
  std::unexpected<Errors> failed(const char* what, int error, const libav::LogCapture& log) const;
  // Streams must have been added.
  Result<void> write_header(AVDictionary* options, const libav::LogCapture& log);  // frees the options
  Result<void> write_packet(const libav::LogCapture& log);                         // and lets go of what it holds
  Result<void> finish(const libav::LogCapture& log);
};

std::string file_kind(const std::string& container);   // "MP4", in messages
const char* demuxer_of(const std::string& container);  // libavformat's name of what reads it again

// Streams, with everything that is told about them. Null where memory has run out.
AVStream* add_video(AVFormatContext& format, const Recipe& recipe, const Segment& first);
AVStream* add_sound(AVFormatContext& format, const EncodedSound& sound);
AVStream* add_text(AVFormatContext& format, const std::string& container);

// Bytes however they are cut, as a number that tells two lots apart.
struct Running {
  uint64_t bytes = 0, sum = 0xcbf29ce484222325;  // FNV-1a
  void add(std::span<const uint8_t> data) {
    for (const uint8_t byte : data) sum = (sum ^ byte) * 0x100000001b3;
    bytes += data.size();
  }
  bool operator==(const Running&) const = default;
};

// Sound on its way into a stream, in order.
struct SoundQueue {
  std::shared_ptr<const EncodedSound> sound{};
  size_t next = 0;
  int stream = -1;
  Running written{};  // containers cut PCM as they like
  // Writes what begins before the moment `at` (a count of 1/per seconds); all that is left for per = 0.
  Result<void> write_until(Muxing& muxing, int64_t at, int64_t per, const libav::LogCapture& log);
};

// Text likewise: cues that overlap are cut where the next begins, and MP4 has empty ones in between.
struct TextQueue {
  std::vector<Cue> cues{};  // with the gaps filled, where the container wants them so
  size_t next = 0;
  int stream = -1;
  Result<void> write_until(Muxing& muxing, int64_t at, int64_t per, const libav::LogCapture& log);
};
std::vector<Cue> cues_in_order(const std::vector<Cue>& cues, bool fill_gaps);

// Reads the finished file and compares. `pictures` may be empty; `packets` of the video in order.
struct Expected {
  const Recipe* recipe = nullptr;  // null: no video
  std::string header{};
  const std::vector<Written>* packets = nullptr;
  const SoundQueue* sound = nullptr;
  const TextQueue* text = nullptr;
  int64_t scale = 0;  // ticks a second of the video, where the container keeps what it is given
};
Result<void> read_back(const Muxing& muxing, const Expected& expected);

}  // namespace fp

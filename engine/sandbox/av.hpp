// libav in the child: owners for its objects, its own I/O on the one open file, its log as our reasons. Internal to
// engine/sandbox.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/core/result.hpp"
#include "engine/media/media_protocol.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace fp::media {

struct Free {
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
};
using ContextPtr = std::unique_ptr<AVCodecContext, Free>;
using FramePtr = std::unique_ptr<AVFrame, Free>;
using PacketPtr = std::unique_ptr<AVPacket, Free>;

// What libav logs at error level is kept (the last lines, bounded) until it is asked for. Set up once, before the
// filter.
void keep_log();
// Fault::missing: "what: libav's reason (what it logged)". The log is emptied.
std::unexpected<Errors> damaged(const std::string& what, int error = 0);

// The bytes of the file, by offset: the descriptor's own position is shared with other processes and left alone.
// A plain function, so that a fuzzer can put memory in its place.
struct Source {
  int fd = -1;
  const uint8_t* memory = nullptr;  // instead of fd
  int64_t size = 0;
};
int64_t read_at(const Source& source, int64_t offset, uint8_t* to, int64_t size);  // <0: cannot be read

// A file opened by the demuxer that its first bytes ask for, never by one that libav guesses.
class Demuxer {
 public:
  static Result<std::unique_ptr<Demuxer>> open(const Source& source, Container container);
  ~Demuxer();
  Demuxer(const Demuxer&) = delete;
  Demuxer& operator=(const Demuxer&) = delete;

  AVFormatContext* format() { return format_; }
  AVStream* video() { return video_ < 0 ? nullptr : format_->streams[video_]; }
  AVStream* sound() { return sound_ < 0 ? nullptr : format_->streams[sound_]; }
  // How long the sound of a FLAC or MP3 file is by its header, in ticks; 0: it does not say.
  int64_t stated() const { return stated_; }

 private:
  Demuxer() = default;
  static int read(void* self, uint8_t* to, int size);
  static int64_t seek(void* self, int64_t offset, int whence);
  Source source_;
  int64_t offset_ = 0;
  AVFormatContext* format_ = nullptr;
  int video_ = -1, sound_ = -1;
  int64_t stated_ = 0;
};

// The decoder of a stream, opened; only codecs of our own list (codecs.cpp) are.
Result<ContextPtr> open_decoder(AVStream* stream);
// Their libav names, separated by commas.
std::string decoder_names();
// The alpha of VP8 and VP9 comes beside the picture.
bool has_side_alpha(const AVStream* stream);

}  // namespace fp::media

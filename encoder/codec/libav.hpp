// Owners for libav's objects, and its log turned into our messages. Internal to encoder/codec and encoder/mux.
#pragma once

#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace fp::libav {

struct Free {
  void operator()(AVCodecContext* p) const { avcodec_free_context(&p); }
  void operator()(AVFrame* p) const { av_frame_free(&p); }
  void operator()(AVPacket* p) const { av_packet_free(&p); }
  void operator()(AVDictionary* p) const { av_dict_free(&p); }
};
using ContextPtr = std::unique_ptr<AVCodecContext, Free>;
using FramePtr = std::unique_ptr<AVFrame, Free>;
using PacketPtr = std::unique_ptr<AVPacket, Free>;

// While one lives, what libav says on this thread at warning level and above is kept here instead of going to standard
// error. libav has one log callback a process; the first capture installs ours, which forgets talk no capture is
// waiting for.
class LogCapture {
 public:
  LogCapture();
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;
  const std::string& text() const { return text_; }

 private:
  friend void keep_line(void*, int, const char*, va_list);
  std::string text_;
  LogCapture* outer_ = nullptr;
};

// What stands in for the return value where a call gives nothing, or nothing but memory can fail.
inline constexpr int kOutOfMemory = AVERROR(ENOMEM);

// "what: libav's reason; what it logged".
std::string reason(const std::string& what, int error, const LogCapture& log);

}  // namespace fp::libav

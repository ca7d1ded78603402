#include "tests/nvenc/double/stream.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>
}

namespace nvdouble {
namespace {

void must(bool true_, const char* what) {
  if (true_) return;
  std::fprintf(stderr, "the NVIDIA double: %s\n", what);
  std::abort();
}

void describe(AVCodecContext& c, const StreamSetup& s) {
  c.width = s.width;
  c.height = s.height;
  c.pix_fmt = AV_PIX_FMT_YUV420P;
  c.time_base = {s.fps_den, s.fps_num};
  c.framerate = {s.fps_num, s.fps_den};
  c.sample_aspect_ratio = {1, 1};
  c.color_primaries = static_cast<AVColorPrimaries>(s.primaries);
  c.color_trc = static_cast<AVColorTransferCharacteristic>(s.transfer);
  c.colorspace = static_cast<AVColorSpace>(s.matrix);
  c.color_range = s.full_range != 0 ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  c.chroma_sample_location = s.chroma_left != 0 ? AVCHROMA_LOC_LEFT : AVCHROMA_LOC_UNSPECIFIED;
  c.gop_size = s.gop;
  c.max_b_frames = 0;
  c.thread_count = 1;
  c.bit_rate = s.bitrate;
  if (s.headers_apart) c.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
}

std::string parameters(const StreamSetup& s) {
  std::string p =
      "bframes=0:rc-lookahead=0:scenecut=0:keyint=" + std::to_string(s.gop) + ":min-keyint=" + std::to_string(s.gop);
  p += s.hevc ? ":pools=none:frame-threads=1:info=0:log-level=none" : ":sync-lookahead=0:force-cfr=1";
  if (s.hevc && s.lossless) p += ":lossless=1";
  if (s.bitrate == 0) p += ":qp=" + std::to_string(s.lossless ? 0 : s.qp);
  return p;
}

}  // namespace

struct Stream::State {
  AVCodecContext* context = nullptr;
  AVPacket* packet = nullptr;
  AVFrame* frame = nullptr;
  int64_t next = 0;
  std::string header;
};

Stream::Stream(const StreamSetup& s) : state_(std::make_unique<State>()) {
  av_log_set_level(AV_LOG_ERROR);
  const AVCodec* codec = avcodec_find_encoder_by_name(s.hevc ? "libx265" : "libx264");
  must(codec != nullptr, "libavcodec has no such encoder");
  state_->context = avcodec_alloc_context3(codec);
  state_->packet = av_packet_alloc();
  state_->frame = av_frame_alloc();
  describe(*state_->context, s);
  AVDictionary* options = nullptr;
  av_dict_set(&options, "preset", "ultrafast", 0);
  av_dict_set(&options, "tune", "zerolatency", 0);
  av_dict_set(&options, "forced-idr", "1", 0);
  av_dict_set(&options, s.hevc ? "x265-params" : "x264-params", parameters(s).c_str(), 0);
  must(avcodec_open2(state_->context, codec, &options) >= 0, "its encoder does not open");
  av_dict_free(&options);
  const AVCodecContext& c = *state_->context;
  if (c.extradata != nullptr)
    state_->header.assign(reinterpret_cast<char*>(c.extradata), static_cast<size_t>(c.extradata_size));
}

Stream::~Stream() {
  avcodec_send_frame(state_->context, nullptr);
  avcodec_free_context(&state_->context);
  av_packet_free(&state_->packet);
  av_frame_free(&state_->frame);
}

const std::string& Stream::header() const {
  return state_->header;
}

std::vector<uint8_t> Stream::encode(const std::vector<uint8_t>& planes, bool idr) {
  AVFrame& f = *state_->frame;
  const AVCodecContext& c = *state_->context;
  av_frame_unref(&f);
  f.width = c.width;
  f.height = c.height;
  f.format = c.pix_fmt;
  must(av_frame_get_buffer(&f, 0) >= 0, "no memory");
  const uint8_t* from = planes.data();
  for (int plane = 0; plane < 3; ++plane) {
    const int w = plane == 0 ? c.width : c.width / 2, h = plane == 0 ? c.height : c.height / 2;
    for (int y = 0; y < h; ++y, from += w)
      std::memcpy(f.data[plane] + y * f.linesize[plane], from, static_cast<size_t>(w));
  }
  f.pts = state_->next++;
  f.pict_type = idr ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_P;
  f.color_range = c.color_range;
  must(avcodec_send_frame(state_->context, &f) >= 0, "its encoder refuses a frame");
  must(avcodec_receive_packet(state_->context, state_->packet) >= 0, "its encoder holds a frame back");
  std::vector<uint8_t> bytes(state_->packet->data, state_->packet->data + state_->packet->size);
  av_packet_unref(state_->packet);
  return bytes;
}

}  // namespace nvdouble

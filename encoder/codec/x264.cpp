#include "encoder/codec/x264.hpp"

#include <fmt/format.h>

#include <cstring>

#include "encoder/codec/libav.hpp"

namespace fp::x264 {
namespace {

using namespace libav;

struct Session {
  ContextPtr context;
  AVPacket* packet = nullptr;
  libav::FramePtr frame;
  ~Session() { av_packet_free(&packet); }
};

std::string error_text(const std::string& what, int error, const LogCapture& log) {
  return reason("the H.264 encoder " + what, error, log);
}

Result<const AVCodec*> library_encoder() {
  const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
  if (encoder != nullptr) return encoder;
  return fail(Fault::no_device, "the installed libavcodec has no libx264 encoder",
              "install an FFmpeg built with libx264 (Debian: libavcodec59)");
}

void describe_picture(AVCodecContext& c, const Recipe& r) {
  c.width = r.width;
  c.height = r.height;
  c.pix_fmt = AV_PIX_FMT_YUV420P;
  c.time_base = {static_cast<int>(r.fps.den), static_cast<int>(r.fps.num)};
  c.framerate = {static_cast<int>(r.fps.num), static_cast<int>(r.fps.den)};
  c.sample_aspect_ratio = {1, 1};
  c.color_primaries = AVCOL_PRI_BT709;
  c.color_trc = AVCOL_TRC_BT709;
  c.colorspace = AVCOL_SPC_BT709;
  c.color_range = AVCOL_RANGE_MPEG;
  c.chroma_sample_location = AVCHROMA_LOC_LEFT;
}

Result<CodecSession> open_session(const Recipe& recipe, Segment& segment) {
  const auto encoder = library_encoder();
  if (!encoder) return fail(encoder.error());
  const LogCapture log;
  auto session = std::make_shared<Session>();
  session->context.reset(avcodec_alloc_context3(*encoder));
  session->packet = av_packet_alloc();
  session->frame.reset(av_frame_alloc());
  if (!session->context || session->packet == nullptr || !session->frame)
    return fail(Fault::failed, error_text("would not open", kOutOfMemory, log));
  AVCodecContext& c = *session->context;
  describe_picture(c, recipe);
  c.thread_count = 1;
  c.thread_type = 0;
  c.gop_size = static_cast<int>(recipe.segment);
  c.flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
  AVDictionary* options = nullptr;
  int opened = av_dict_set(&options, "preset", recipe.preset.c_str(), 0);
  if (opened >= 0) opened = av_dict_set_int(&options, "crf", recipe.crf, 0);
  if (opened >= 0) opened = av_dict_set(&options, "x264-params", exact_options(recipe).c_str(), 0);
  if (opened >= 0) opened = avcodec_open2(&c, *encoder, &options);
  const AVDictionaryEntry* ignored = av_dict_get(options, "", nullptr, AV_DICT_IGNORE_SUFFIX);
  const std::string left_over = ignored == nullptr ? "" : ignored->key;
  av_dict_free(&options);
  if (opened == kOutOfMemory) return fail(Fault::failed, error_text("would not open", opened, log));
  if (opened < 0) return fail(Fault::no_device, error_text("would not open", opened, log));
  if (!left_over.empty()) {
    return fail(Fault::no_device,
                fmt::format("the installed libx264 wrapper does not know the option \"{}\"", left_over));
  }
  segment.header.assign(reinterpret_cast<const char*>(c.extradata), static_cast<size_t>(c.extradata_size));
  segment.reorder = c.has_b_frames;
  return session;
}

Result<void> collect(Session& s, Segment& segment, const LogCapture& log) {
  while (true) {
    const int got = avcodec_receive_packet(s.context.get(), s.packet);
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
    if (got < 0) return fail(Fault::failed, error_text("failed", got, log));
    segment.packets.push_back({.data = {s.packet->data, s.packet->data + s.packet->size},
                               .pts = s.packet->pts,
                               .key = (s.packet->flags & AV_PKT_FLAG_KEY) != 0});
    av_packet_unref(s.packet);
  }
}

// libav keeps the frame as long as it needs it: the buffer's opaque is a share of ours.
void release_share(void* opaque, uint8_t*) {
  delete static_cast<fp::FramePtr*>(opaque);
}

Result<void> encode(const CodecSession& session, const fp::FramePtr& frame, int64_t pts, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  const int32_t w = s.context->width, h = s.context->height;
  FP_ASSERT(frame->format == PixelFormat::yuv420p8 && frame->width == w && frame->height == h);
  const size_t luma = static_cast<size_t>(w) * static_cast<size_t>(h);
  FP_ASSERT(frame->data.size() == luma + luma / 2);
  const LogCapture log;
  AVFrame& f = *s.frame;
  av_frame_unref(&f);
  auto* pixels = const_cast<uint8_t*>(frame->data.data());
  auto share = std::make_unique<fp::FramePtr>(frame);
  f.buf[0] = av_buffer_create(pixels, frame->data.size(), release_share, share.get(), AV_BUFFER_FLAG_READONLY);
  if (f.buf[0] == nullptr) return fail(Fault::failed, error_text("refused a frame", kOutOfMemory, log));
  (void)share.release();  // the buffer's
  f.data[0] = pixels;
  f.data[1] = pixels + luma;
  f.data[2] = pixels + luma + luma / 4;
  f.linesize[0] = w;
  f.linesize[1] = f.linesize[2] = w / 2;
  f.width = w;
  f.height = h;
  f.format = AV_PIX_FMT_YUV420P;
  f.pts = pts;
  f.sample_aspect_ratio = {1, 1};
  f.color_primaries = AVCOL_PRI_BT709;
  f.color_trc = AVCOL_TRC_BT709;
  f.colorspace = AVCOL_SPC_BT709;
  f.color_range = AVCOL_RANGE_MPEG;
  f.chroma_location = AVCHROMA_LOC_LEFT;
  const int sent = avcodec_send_frame(s.context.get(), &f);
  av_frame_unref(&f);
  if (sent < 0) return fail(Fault::failed, error_text("refused a frame", sent, log));
  return collect(s, segment, log);
}

Result<void> finish(const CodecSession& session, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  const LogCapture log;
  const int sent = avcodec_send_frame(s.context.get(), nullptr);
  if (sent < 0) return fail(Fault::failed, error_text("did not finish", sent, log));
  if (auto rest = collect(s, segment, log); !rest) return rest;
  if (segment.packets.size() != static_cast<size_t>(segment.frames) || !segment.packets.front().key) {
    return fail(Fault::failed,
                fmt::format("the H.264 encoder gave {} packets for {} frames", segment.packets.size(), segment.frames));
  }
  return {};
}

// x264 writes its build and all its settings into the first packet: "x264 - core 164 r3095 baee400 - H.264/... -
// options: cabac=1 ...".
void parse_self_description(const std::vector<uint8_t>& data, CodecBuild& build) {
  const std::string_view text(reinterpret_cast<const char*>(data.data()), data.size());
  const size_t begin = text.find("x264 - core ");
  const size_t end = text.find('\0', begin == text.npos ? 0 : begin);
  if (begin == text.npos || end == text.npos) return;
  const std::string_view line = text.substr(begin, end - begin);
  constexpr std::string_view kOptions = " - options: ";
  const size_t name_end = line.find(" - H.264");
  const size_t options = line.find(kOptions);
  build.encoder = line.substr(0, name_end);
  if (options != line.npos) build.options = line.substr(options + kOptions.size());
}

Result<CodecBuild> describe_build(const Recipe& recipe) {
  Recipe small = recipe;
  small.width = small.height = 64;
  Segment segment{.frames = 1};
  auto session = open_session(small, segment);
  if (!session) return fail(session.error());
  auto frame = std::make_shared<Frame>();
  *frame = {
      .format = PixelFormat::yuv420p8, .width = 64, .height = 64, .data = std::vector<uint8_t>(64 * 64 * 3 / 2, 128)};
  if (auto sent = encode(*session, frame, 0, segment); !sent) return fail(sent.error());
  if (auto rest = finish(*session, segment); !rest) return fail(rest.error());
  const unsigned version = avcodec_version();
  CodecBuild build{.codec_library = fmt::format("Lavc{}.{}.{}", version >> 16, (version >> 8) & 255, version & 255),
                   .encoder = "x264, build unknown",
                   .options = ""};
  parse_self_description(segment.packets.front().data, build);
  return build;
}

// Frames x264 looks ahead. Each costs about 7 MB at 1080x1920 in every worker, so the middle presets look half a second
// ahead instead of x264's own 20 to 50 frames (encoder/README.md has what that was measured to do).
int lookahead(const std::string& preset) {
  constexpr std::pair<std::string_view, int> kFrames[] = {
      {"ultrafast", 0}, {"superfast", 0}, {"veryfast", 10}, {"faster", 15}, {"fast", 15}, {"medium", 15}, {"slow", 20}};
  for (const auto& [name, frames] : kFrames) {
    if (preset == name) return frames;
  }
  return 60;
}

}  // namespace

std::string exact_options(const Recipe& recipe) {
  return fmt::format(
      "cpu-independent=1:threads=1:lookahead-threads=1:sliced-threads=0:sync-lookahead=0:keyint={0}:min-keyint={0}:"
      "scenecut=0:open-gop=0:force-cfr=1:stitchable=1:rc-lookahead={1}",
      recipe.segment, lookahead(recipe.preset));
}

const Codec kCodec = {.name = "libx264",
                      .exact = true,
                      .build = describe_build,
                      .open = open_session,
                      .encode = encode,
                      .finish = finish};

}  // namespace fp::x264

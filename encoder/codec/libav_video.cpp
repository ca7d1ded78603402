#include "encoder/codec/libav_video.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

#include "encoder/codec/rate.hpp"
#include "encoder/codec/specs.hpp"

extern "C" {
#include <libavutil/cpu.h>
#include <libavutil/pixdesc.h>
}

namespace fp::libav {
namespace {

struct Session {
  const VideoSpec* spec = nullptr;
  PixelFormat format = PixelFormat::yuv420p8;
  ContextPtr context;
  AVPacket* packet = nullptr;
  libav::FramePtr frame;
  ~Session() { av_packet_free(&packet); }
};

std::string error_text(const VideoSpec& spec, const std::string& what, int error, const LogCapture& log) {
  return reason(fmt::format("the {} encoder {}", spec.what, what), error, log);
}

Result<const AVCodec*> library_encoder(const VideoSpec& spec) {
  const AVCodec* encoder = avcodec_find_encoder_by_name(spec.encoder);
  if (encoder != nullptr) return encoder;
  return fail(Fault::no_device, fmt::format("the installed libavcodec has no {} encoder", spec.encoder),
              spec.installed);
}

template <class Tagged>  // a context or a frame
void tag_colour(Tagged& t, PixelFormat format) {
  const bool yuv = layout(format).yuv;
  t.color_primaries = AVCOL_PRI_BT709;
  t.color_trc = yuv ? AVCOL_TRC_BT709 : AVCOL_TRC_IEC61966_2_1;
  t.colorspace = yuv ? AVCOL_SPC_BT709 : AVCOL_SPC_RGB;
  t.color_range = yuv ? AVCOL_RANGE_MPEG : AVCOL_RANGE_JPEG;
}

void describe_picture(AVCodecContext& c, const Recipe& r) {
  c.width = r.width;
  c.height = r.height;
  c.pix_fmt = pixel_format(r.format);
  c.time_base = {static_cast<int>(r.fps.den), static_cast<int>(r.fps.num)};
  c.framerate = {static_cast<int>(r.fps.num), static_cast<int>(r.fps.den)};
  c.sample_aspect_ratio = {1, 1};
  tag_colour(c, r.format);
  if (layout(r.format).yuv) c.chroma_sample_location = AVCHROMA_LOC_LEFT;
}

Result<void> open_context(const VideoSpec& spec, const AVCodec* encoder, AVCodecContext& c, const Recipe& recipe,
                          const LogCapture& log) {
  describe_picture(c, recipe);
  c.thread_count = 1;
  c.thread_type = 0;
  c.gop_size = static_cast<int>(recipe.segment);
  c.profile = spec.profile;
  c.flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_CLOSED_GOP;
  AVDictionary* options = nullptr;
  int opened = 0;
  for (const auto& [key, value] : spec.options(recipe)) {
    if (opened >= 0) opened = av_dict_set(&options, key.c_str(), value.c_str(), 0);
  }
  if (opened >= 0) opened = avcodec_open2(&c, encoder, &options);
  const AVDictionaryEntry* ignored = av_dict_get(options, "", nullptr, AV_DICT_IGNORE_SUFFIX);
  const std::string left_over = ignored == nullptr ? "" : ignored->key;
  av_dict_free(&options);
  if (opened == kOutOfMemory) return fail(Fault::failed, error_text(spec, "would not open", opened, log));
  if (opened < 0) return fail(Fault::no_device, error_text(spec, "would not open", opened, log));
  if (left_over.empty()) return {};
  return fail(Fault::no_device,
              fmt::format("the installed {} wrapper does not know the option \"{}\"", spec.encoder, left_over));
}

Packet taken(const AVPacket& p) {
  Packet made{.data = {p.data, p.data + p.size}, .pts = p.pts, .key = (p.flags & AV_PKT_FLAG_KEY) != 0};
  size_t size = 0;
  const uint8_t* alpha = av_packet_get_side_data(&p, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, &size);
  if (alpha != nullptr) made.alpha.assign(alpha, alpha + size);
  return made;
}

Result<void> collect(Session& s, Segment& segment, const LogCapture& log) {
  while (true) {
    const int got = avcodec_receive_packet(s.context.get(), s.packet);
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
    if (got < 0) return fail(Fault::failed, error_text(*s.spec, "failed", got, log));
    size_t size = 0;
    const uint8_t* header = av_packet_get_side_data(s.packet, AV_PKT_DATA_NEW_EXTRADATA, &size);
    if (header != nullptr) segment.header.assign(reinterpret_cast<const char*>(header), size);
    if (s.packet->size > 0) segment.packets.push_back(taken(*s.packet));
    av_packet_unref(s.packet);
  }
}

// libav keeps the frame as long as it needs it: the buffer's opaque is a share of ours.
void release_share(void* opaque, uint8_t*) {
  delete static_cast<fp::FramePtr*>(opaque);
}

// Where the planes stand in the frame's bytes.
void point_at_planes(AVFrame& f, uint8_t* pixels, const Frame& frame) {
  const PixelLayout& l = layout(frame.format);
  f.data[0] = pixels;
  if (!l.planar) {
    f.linesize[0] = 4 * frame.width;
    return;
  }
  const int bytes = l.depth > 8 ? 2 : 1;
  const int across = (frame.width + (1 << l.across) - 1) >> l.across;
  const int down = (frame.height + (1 << l.down) - 1) >> l.down;
  for (int plane = 0; plane < (l.alpha ? 4 : 3); ++plane) {
    const bool full = plane == 0 || plane == 3;
    f.data[plane] = pixels;
    f.linesize[plane] = bytes * (full ? frame.width : across);
    pixels += static_cast<ptrdiff_t>(f.linesize[plane]) * (full ? frame.height : down);
  }
}

}  // namespace

Result<CodecSession> open_video(const Recipe& recipe, Segment& segment) {
  const VideoSpec& spec = *find_spec(recipe.codec);
  const auto encoder = library_encoder(spec);
  if (!encoder) return fail(encoder.error());
  choose_baseline_routines();
  const LogCapture log;
  auto session = std::make_shared<Session>();
  session->spec = &spec;
  session->format = recipe.format;
  session->context.reset(avcodec_alloc_context3(*encoder));
  session->packet = av_packet_alloc();
  session->frame.reset(av_frame_alloc());
  if (!session->context || session->packet == nullptr || !session->frame)
    return fail(Fault::failed, error_text(spec, "would not open", kOutOfMemory, log));
  AVCodecContext& c = *session->context;
  if (auto opened = open_context(spec, *encoder, c, recipe, log); !opened) return fail(std::move(opened.error()));
  segment.header.assign(reinterpret_cast<const char*>(c.extradata), static_cast<size_t>(c.extradata_size));
  segment.reorder = spec.reorder != nullptr ? spec.reorder(recipe) : c.has_b_frames;
  return session;
}

Result<void> encode_video(const CodecSession& session, const fp::FramePtr& frame, int64_t pts, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  const int32_t w = s.context->width, h = s.context->height;
  FP_ASSERT(frame->format == s.format && frame->width == w && frame->height == h);
  FP_ASSERT(frame->data.size() == frame_bytes(s.format, w, h));
  const LogCapture log;
  AVFrame& f = *s.frame;
  av_frame_unref(&f);
  auto* pixels = const_cast<uint8_t*>(frame->data.data());
  auto share = std::make_unique<fp::FramePtr>(frame);
  f.buf[0] = av_buffer_create(pixels, frame->data.size(), release_share, share.get(), AV_BUFFER_FLAG_READONLY);
  if (f.buf[0] == nullptr) return fail(Fault::failed, error_text(*s.spec, "refused a frame", kOutOfMemory, log));
  (void)share.release();  // the buffer's
  point_at_planes(f, pixels, *frame);
  f.width = w;
  f.height = h;
  f.format = s.context->pix_fmt;
  f.pts = pts;
  f.sample_aspect_ratio = {1, 1};
  tag_colour(f, s.format);
  if (layout(s.format).yuv) f.chroma_location = AVCHROMA_LOC_LEFT;
  const int sent = avcodec_send_frame(s.context.get(), &f);
  av_frame_unref(&f);
  if (sent < 0) return fail(Fault::failed, error_text(*s.spec, "refused a frame", sent, log));
  return collect(s, segment, log);
}

Result<void> finish_video(const CodecSession& session, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  const LogCapture log;
  const int sent = avcodec_send_frame(s.context.get(), nullptr);
  if (sent < 0) return fail(Fault::failed, error_text(*s.spec, "did not finish", sent, log));
  if (auto rest = collect(s, segment, log); !rest) return rest;
  if (!s.spec->marks_keys && !segment.packets.empty()) segment.packets.front().key = true;
  if (segment.packets.size() != static_cast<size_t>(segment.frames) || !segment.packets.front().key) {
    return fail(Fault::failed, fmt::format("the {} encoder gave {} packets for {} frames", s.spec->what,
                                           segment.packets.size(), segment.frames));
  }
  return {};
}

Result<CodecBuild> build_video(const Recipe& recipe) {
  Recipe small = recipe;
  small.width = small.height = 64;
  Segment segment{.frames = 1};
  auto session = open_video(small, segment);
  if (!session) return fail(session.error());
  auto frame = std::make_shared<Frame>();
  *frame = {
      .format = recipe.format,
      .width = 64,
      .height = 64,
      .data = std::vector<uint8_t>(frame_bytes(recipe.format, 64, 64), layout(recipe.format).depth > 8 ? 1 : 128)};
  if (auto sent = encode_video(*session, frame, 0, segment); !sent) return fail(sent.error());
  if (auto rest = finish_video(*session, segment); !rest) return fail(rest.error());
  const VideoSpec& spec = *find_spec(recipe.codec);
  CodecBuild build{.codec_library = library_text(), .encoder = spec.encoder, .options = options_text(recipe)};
  if (spec.describe != nullptr) spec.describe(small, segment, build);
  return build;
}

std::string options_text(const Recipe& recipe) {
  std::string text;
  for (const auto& [key, value] : find_spec(recipe.codec)->options(recipe)) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, value);
  }
  return text;
}

std::pair<std::string, std::string> rate_option(const Recipe& r) {
  if (r.rate == RateControl::quality) return {"crf", fmt::format("{}", r.crf)};
  if (r.rate == RateControl::quantiser) return {"qp", fmt::format("{}", r.crf)};
  return {"b", fmt::format("{}", int64_t{1000} * (r.buffer > 0 ? segment_buffer(r).kbps : r.kbps))};
}

const VideoSpec* find_spec(std::string_view encoder) {
  for (const VideoSpec& spec : video_specs()) {
    if (encoder == spec.encoder) return &spec;
  }
  return nullptr;
}

AVPixelFormat pixel_format(PixelFormat format) {
  return av_get_pix_fmt(std::string(layout(format).name).c_str());
}

std::string library_text() {
  const unsigned version = avcodec_version();
  return fmt::format("Lavc{}.{}.{}", version >> 16, (version >> 8) & 255, version & 255);
}

void choose_baseline_routines() {
  static std::once_flag chosen;
  std::call_once(chosen, [] {
    av_force_cpu_flags(AV_CPU_FLAG_CMOV | AV_CPU_FLAG_MMX | AV_CPU_FLAG_MMXEXT | AV_CPU_FLAG_SSE | AV_CPU_FLAG_SSE2);
    ::setenv("SVT_LOG", "1", 0);  // SVT-AV1 talks to standard error by itself; before any worker runs (see build)
  });
}

}  // namespace fp::libav

#include "encoder/codec/gif.hpp"

#include <fmt/format.h>

#include <cstring>

#include "encoder/codec/libav_video.hpp"
#include "encoder/codec/palette.hpp"

namespace fp::gif {
namespace {

using namespace libav;

struct Session {
  ColourCount seen;
  fp::FramePtr last;  // counted once while it stands
  std::unique_ptr<Ditherer> ditherer;
  std::vector<Rgb8> palette;
  ContextPtr context;
  PacketPtr packet{av_packet_alloc()};
};

std::string error_text(const char* what, int error, const LogCapture& log) {
  return reason(fmt::format("the GIF encoder {}", what), error, log);
}

Result<CodecSession> open(const Recipe& recipe, Segment& segment) {
  choose_baseline_routines();
  const LogCapture log;
  const AVCodec* encoder = avcodec_find_encoder_by_name("gif");
  if (encoder == nullptr) return fail(Fault::no_device, "the installed libavcodec has no gif encoder");
  auto session = std::make_shared<Session>();
  session->context.reset(avcodec_alloc_context3(encoder));
  if (!session->context || !session->packet)
    return fail(Fault::failed, error_text("would not open", kOutOfMemory, log));
  AVCodecContext& c = *session->context;
  c.width = recipe.width;
  c.height = recipe.height;
  c.pix_fmt = AV_PIX_FMT_PAL8;
  c.time_base = {static_cast<int>(recipe.fps.den), static_cast<int>(recipe.fps.num)};
  c.thread_count = 1;
  c.flags |= AV_CODEC_FLAG_BITEXACT;
  const int opened = avcodec_open2(&c, encoder, nullptr);
  if (opened < 0) return fail(Fault::no_device, error_text("would not open", opened, log));
  segment.reorder = 0;
  return session;
}

Result<void> survey(const CodecSession& session, const fp::FramePtr& frame) {
  Session& s = *static_cast<Session*>(session.get());
  if (s.last == frame) return {};
  s.last = frame;
  s.seen.add(frame->data);
  return {};
}

Result<void> collect(Session& s, Segment& segment, const LogCapture& log) {
  while (true) {
    const int got = avcodec_receive_packet(s.context.get(), s.packet.get());
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return {};
    if (got < 0) return fail(Fault::failed, error_text("failed", got, log));
    const AVPacket& p = *s.packet;
    segment.packets.push_back({.data = {p.data, p.data + p.size}, .pts = p.pts, .key = segment.packets.empty()});
    av_packet_unref(s.packet.get());
  }
}

Result<void> encode(const CodecSession& session, const fp::FramePtr& frame, int64_t pts, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  if (!s.ditherer) {
    s.palette = s.seen.palette();
    s.ditherer = std::make_unique<Ditherer>(s.palette);
  }
  const LogCapture log;
  const libav::FramePtr made(av_frame_alloc());
  if (!made) return fail(Fault::failed, error_text("refused a frame", kOutOfMemory, log));
  AVFrame& f = *made;
  f.width = frame->width;
  f.height = frame->height;
  f.format = AV_PIX_FMT_PAL8;
  f.pts = pts;
  if (const int error = av_frame_get_buffer(&f, 0); error < 0)
    return fail(Fault::failed, error_text("refused a frame", error, log));
  std::vector<uint8_t> indices(static_cast<size_t>(frame->width) * static_cast<size_t>(frame->height));
  s.ditherer->apply(frame->data, frame->width, indices);
  for (int32_t y = 0; y < frame->height; ++y) {
    std::memcpy(f.data[0] + static_cast<ptrdiff_t>(y) * f.linesize[0],
                indices.data() + static_cast<size_t>(y) * static_cast<size_t>(frame->width),
                static_cast<size_t>(frame->width));
  }
  std::array<uint32_t, 256> colours{};
  for (size_t i = 0; i < kPaletteColours; ++i) {
    const Rgb8 c = i < s.palette.size() ? s.palette[i] : Rgb8{};
    colours[i] = 0xff000000u | uint32_t{c.r} << 16 | uint32_t{c.g} << 8 | c.b;
  }
  std::memcpy(f.data[1], colours.data(), sizeof colours);
  const int sent = avcodec_send_frame(s.context.get(), &f);
  if (sent < 0) return fail(Fault::failed, error_text("refused a frame", sent, log));
  return collect(s, segment, log);
}

Result<void> finish(const CodecSession& session, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  const LogCapture log;
  const int sent = avcodec_send_frame(s.context.get(), nullptr);
  if (sent < 0) return fail(Fault::failed, error_text("did not finish", sent, log));
  if (auto rest = collect(s, segment, log); !rest) return rest;
  if (segment.packets.size() == static_cast<size_t>(segment.frames)) return {};
  return fail(Fault::failed,
              fmt::format("the GIF encoder gave {} packets for {} frames", segment.packets.size(), segment.frames));
}

std::string options(const Recipe&) {
  return "palette=255-median-cut dither=ordered-8x8 gifflags=+offsetting+transdiff";
}

Result<CodecBuild> build(const Recipe& recipe) {
  Segment segment;
  Recipe small = recipe;
  small.width = small.height = 16;
  if (auto session = open(small, segment); !session) return fail(session.error());
  return CodecBuild{.codec_library = library_text(), .encoder = "gif", .options = options(recipe)};
}

}  // namespace

const Codec kCodec = {.name = "gif",
                      .exact = true,
                      .build = build,
                      .open = open,
                      .encode = encode,
                      .finish = finish,
                      .video = "gif",
                      .encoder = "gif",
                      .worst = 0,
                      .usual = 0,
                      .formats = [] { return std::vector{PixelFormat::rgba8}; },
                      .options = options,
                      .whole = true,
                      .survey = survey};

}  // namespace fp::gif

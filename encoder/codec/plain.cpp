#include "encoder/codec/plain.hpp"

#include "engine/media/png_write.hpp"

namespace fp::plain {
namespace {

constexpr int64_t kFewFrames = 8;  // that wait in memory for the segments before theirs: they are large

struct Session {
  FramePtr last;  // a frame that stands is made a picture of once
  std::vector<uint8_t> picture;
};

Result<CodecSession> open(const Recipe&, Segment& segment) {
  segment.reorder = 0;
  return std::make_shared<Session>();
}

Result<void> keep_pixels(const CodecSession&, const FramePtr& frame, int64_t pts, Segment& segment) {
  segment.packets.push_back({.data = frame->data, .pts = pts, .key = true});
  return {};
}

Result<void> keep_png(const CodecSession& session, const FramePtr& frame, int64_t pts, Segment& segment) {
  Session& s = *static_cast<Session*>(session.get());
  if (s.last != frame) {
    const std::string png = write_png(frame->width, frame->height, frame->data);
    s.picture.assign(png.begin(), png.end());
    s.last = frame;
  }
  segment.packets.push_back({.data = s.picture, .pts = pts, .key = true});
  return {};
}

Result<void> keep_nothing(const CodecSession&, const FramePtr&, int64_t, Segment&) {
  return {};
}

Result<void> finish(const CodecSession&, Segment&) {
  return {};
}

Result<CodecBuild> build_raw(const Recipe&) {
  return CodecBuild{.codec_library = "framepress", .encoder = "raw"};
}
Result<CodecBuild> build_null(const Recipe&) {
  return CodecBuild{.codec_library = "framepress", .encoder = "null"};
}
Result<CodecBuild> build_png(const Recipe&) {
  return CodecBuild{.codec_library = png_build(), .encoder = "png"};
}

std::string no_options(const Recipe&) {
  return {};
}

std::vector<PixelFormat> every_format() {
  std::vector<PixelFormat> all;
  for (int i = 0; i < kPixelFormats; ++i) {
    if (static_cast<PixelFormat>(i) != PixelFormat::rgba16) all.push_back(static_cast<PixelFormat>(i));
  }
  return all;
}

constexpr Codec plain_codec(std::string_view name, std::string_view video) {
  return {.name = name,
          .exact = true,
          .open = open,
          .finish = finish,
          .video = video,
          .encoder = name,
          .worst = 0,
          .usual = 0,
          .options = no_options,
          .usual_segment = kFewFrames};
}

}  // namespace

const std::array<Codec, 3> kCodecs = [] {
  Codec raw = plain_codec("raw", "rawvideo");
  raw.build = build_raw;
  raw.encode = keep_pixels;
  raw.formats = [] {
    using enum PixelFormat;
    return std::vector{yuv420p8, yuv420p10, rgba8};
  };
  raw.stored = false;
  Codec png = plain_codec("png", "png");
  png.build = build_png;
  png.encode = keep_png;
  png.formats = [] { return std::vector{PixelFormat::rgba8}; };
  Codec null = plain_codec("null", "");
  null.build = build_null;
  null.encode = keep_nothing;
  null.formats = every_format;
  null.stored = false;
  null.usual_segment = 0;
  return std::array{raw, png, null};
}();

}  // namespace fp::plain

#include "engine/sandbox/webp_reel.hpp"

#include <fmt/format.h>
#include <webp/demux.h>

#include <cstring>

#include "engine/sandbox/converter.hpp"

namespace fp::media {
namespace {

constexpr int64_t kMaxFile = 256 << 20;
constexpr int kSlowest = 100;  // ms of a frame that asks for less than 11 of them, as browsers show it

}  // namespace

Result<std::unique_ptr<WebpReel>> WebpReel::open(const Source& source) {
  std::unique_ptr<WebpReel> reel(new WebpReel());
  if (source.size > kMaxFile) return damaged(fmt::format("a WebP file of more than {} bytes is not read", kMaxFile));
  reel->bytes_.resize(static_cast<size_t>(source.size));
  for (int64_t done = 0; done < source.size;) {
    const int64_t n = read_at(source, done, reel->bytes_.data() + done, source.size - done);
    if (n <= 0) return damaged("it cannot be read to its end");
    done += n;
  }
  Result<void> indexed = reel->index();
  if (!indexed) return fail(std::move(indexed.error()));
  return reel;
}

Result<void> WebpReel::index() {
  const WebPData data{bytes_.data(), bytes_.size()};
  const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer(WebPDemux(&data), WebPDemuxDelete);
  if (!demuxer) return damaged("it is not a whole WebP file");
  const auto value = [&](WebPFormatFeature what) { return static_cast<int64_t>(WebPDemuxGetI(demuxer.get(), what)); };
  const int64_t width = value(WEBP_FF_CANVAS_WIDTH), height = value(WEBP_FF_CANVAS_HEIGHT);
  if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide || width * height > kMaxPixels)
    return damaged(fmt::format("its picture of {}x{} pixels is outside what is read", width, height));
  WebPIterator frame{};
  int64_t at = 0;
  bool alpha = (value(WEBP_FF_FORMAT_FLAGS) & ALPHA_FLAG) != 0;
  for (int more = WebPDemuxGetFrame(demuxer.get(), 1, &frame); more != 0; more = WebPDemuxNextFrame(&frame)) {
    frames_.push_back({at, static_cast<int32_t>(frames_.size()), 0});
    look_.last_duration = frame.duration <= 10 ? kSlowest : frame.duration;
    at += look_.last_duration;
    // A frame that leaves part of the canvas open shows through there.
    alpha |= frame.width != width || frame.height != height || frame.has_alpha != 0;
  }
  WebPDemuxReleaseIterator(&frame);
  if (frames_.empty()) return damaged("it holds no frame");
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) return damaged("libwebp is of another version");
  options.color_mode = MODE_RGBA;
  options.use_threads = 0;
  decoder_ = WebPAnimDecoderNew(&data, &options);
  if (decoder_ == nullptr) return damaged("its animation cannot be decoded");
  look_.has_video = 1;
  look_.width = static_cast<int32_t>(width);
  look_.height = static_cast<int32_t>(height);
  look_.pixel_num = look_.pixel_den = 1;
  look_.tick_num = 1;
  look_.tick_den = 1000;
  look_.zero_den = 1;
  look_.frames = static_cast<int64_t>(frames_.size());
  look_.alpha = alpha ? 1 : 0;
  std::memcpy(look_.video_codec, "webp", 5);
  std::memcpy(look_.color, "rgb 8 bit", 10);
  return {};
}

Result<void> WebpReel::frame(int64_t number, uint32_t* to) {
  if (number < next_) {
    WebPAnimDecoderReset(decoder_);
    next_ = 0;
  }
  uint8_t* canvas = nullptr;
  int time = 0;
  while (next_ <= number) {
    if (WebPAnimDecoderGetNext(decoder_, &canvas, &time) == 0) {
      WebPAnimDecoderReset(decoder_);
      next_ = 0;
      return damaged(fmt::format("frame {} cannot be decoded", number));
    }
    ++next_;
  }
  const size_t count = static_cast<size_t>(look_.width) * static_cast<size_t>(look_.height);
  for (size_t i = 0; i < count; ++i) {
    const uint8_t* c = canvas + i * 4;
    to[i] = premultiplied(c[0], c[1], c[2], look_.alpha != 0 ? c[3] : 255u);
  }
  return {};
}

WebpReel::~WebpReel() {
  if (decoder_ != nullptr) WebPAnimDecoderDelete(decoder_);
}

}  // namespace fp::media

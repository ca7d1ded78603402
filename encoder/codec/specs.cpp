#include "encoder/codec/specs.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <array>

#include "encoder/codec/rate.hpp"
#include "encoder/codec/x264.hpp"

namespace fp::libav {
namespace {

using enum PixelFormat;

// What a library that libavcodec has loaded calls itself; "" where it does not say.
std::string version_text(const char* symbol) {
  const auto* text = static_cast<const char* const*>(::dlsym(RTLD_DEFAULT, symbol));
  return text == nullptr || *text == nullptr ? "" : *text;
}
std::string version_call(const char* symbol) {
  const auto ask = reinterpret_cast<const char* (*)()>(::dlsym(RTLD_DEFAULT, symbol));
  const char* text = ask == nullptr ? nullptr : ask();
  return text == nullptr ? "" : text;
}
void name_build(CodecBuild& build, const char* name, const std::string& version) {
  build.encoder = version.empty() ? fmt::format("{}, build unknown", name) : fmt::format("{} {}", name, version);
}

// ---- HEVC -----------------------------------------------------------------------------------------------------------

// One thread of each kind: x265's output depends on the number of frame threads, and on its row threads where it is
// short of bits. info=0: its account of itself in the stream names the CPU.
Options x265_options(const Recipe& r) {
  std::string exact = fmt::format(
      "pools=none:frame-threads=1:wpp=0:pmode=0:pme=0:lookahead-slices=0:keyint={0}:min-keyint={0}:scenecut=0:"
      "open-gop=0:repeat-headers=0:info=0:hash=0:rc-lookahead={1}:bframes={2}:b-pyramid=0:colorprim=bt709:"
      "transfer=bt709:colormatrix=bt709:range=limited:chromaloc=0:log-level=error",
      r.segment, std::max(x264::lookahead(r.preset), 5), r.segment > 2 ? 3 : 0);
  return {{"preset", r.preset}, rate_option(r), {"forced-idr", "1"}, {"x265-params", exact + vbv_text(r)}};
}
int x265_reorder(const Recipe& r) {
  return r.segment > 2 ? 1 : 0;  // without a pyramid a picture waits for one other
}
void describe_x265(const Recipe&, const Segment&, CodecBuild& build) {
  name_build(build, "x265", version_text("x265_version_str"));
}

// ---- AV1 ------------------------------------------------------------------------------------------------------------

Options svtav1_options(const Recipe& r) {
  constexpr std::array<int, 10> kPreset = {12, 11, 10, 9, 8, 8, 6, 5, 4, 3};
  std::string exact = fmt::format(
      "lp=1:pin=0:keyint={}:irefresh-type=2:scd=0:lookahead=16:color-primaries=1:transfer-characteristics=1:"
      "matrix-coefficients=1:color-range=0",
      r.segment - 1);
  if (r.max_kbps > 0) exact += fmt::format(":mbr={}", r.max_kbps);
  return {{"preset", fmt::format("{}", kPreset[static_cast<size_t>(preset_number(r.preset))])},
          rate_option(r),
          {"svtav1-params", exact}};
}
void describe_svtav1(const Recipe&, const Segment&, CodecBuild& build) {
  name_build(build, "SVT-AV1", version_call("svt_av1_get_version"));
}

// ---- VP9 ------------------------------------------------------------------------------------------------------------

// With alpha no alternative reference pictures: libavcodec pairs the packets of colour and alpha one by one.
Options vp9_options(const Recipe& r) {
  constexpr std::array<const char*, 10> kSpeed = {"5", "5", "5", "4", "3", "2", "1", "1", "0", "0"};
  // libvpx keeps a constant rate by what it has seen, not by what is to come.
  const bool ahead = !layout(r.format).alpha && r.rate != RateControl::constant;
  Options options = {{"deadline", "good"}, {"cpu-used", kSpeed[static_cast<size_t>(preset_number(r.preset))]}};
  const std::string bits = fmt::format("{}", int64_t{1000} * (r.kbps > 0 ? r.kbps : r.max_kbps));
  if (r.rate == RateControl::quality) options.push_back(rate_option(r));
  options.emplace_back("b", bits);
  if (r.rate == RateControl::constant) {  // one second of buffer, as libvpx counts
    for (const char* same : {"minrate", "maxrate", "bufsize"}) options.emplace_back(same, bits);
  }
  const Options rest = {{"row-mt", "0"},
                        {"tile-columns", "0"},
                        {"frame-parallel", "0"},
                        {"auto-alt-ref", ahead ? "1" : "0"},
                        {"lag-in-frames", ahead ? "16" : "0"},
                        {"keyint_min", fmt::format("{}", r.segment)}};
  options.insert(options.end(), rest.begin(), rest.end());
  return options;
}
void describe_vp9(const Recipe&, const Segment&, CodecBuild& build) {
  name_build(build, "libvpx", version_call("vpx_codec_version_str"));
}

// ---- ProRes, FFV1, pictures -----------------------------------------------------------------------------------------

Options prores_options(const Recipe& r) {
  const bool full = layout(r.format).across == 0;
  return {{"profile", full ? "4444" : "hq"}, {"vendor", "apl0"}, {"alpha_bits", layout(r.format).alpha ? "16" : "0"}};
}
Options ffv1_options(const Recipe&) {
  return {{"level", "3"}, {"g", "1"}, {"coder", "range_def"}, {"context", "0"}, {"slices", "4"}, {"slicecrc", "1"}};
}
Options apng_options(const Recipe&) {
  return {{"pred", "mixed"}, {"compression_level", "6"}};
}
int none(const Recipe&) {
  return 0;
}

constexpr VideoSpec kSpecs[] = {
    {.encoder = "libx264",
     .what = "H.264",
     .installed = "install an FFmpeg built with libx264 (Debian: libavcodec59)",
     .options = x264::options,
     .describe = x264::describe},
    {.encoder = "libx265",
     .what = "HEVC",
     .installed = "install an FFmpeg built with libx265 (Debian: libavcodec59)",
     .options = x265_options,
     .reorder = x265_reorder,
     .describe = describe_x265},
    {.encoder = "libsvtav1",
     .what = "AV1",
     .installed = "install an FFmpeg built with SVT-AV1 (Debian: libavcodec59)",
     .options = svtav1_options,
     .reorder = none,
     .describe = describe_svtav1,
     .smallest = 64},
    {.encoder = "libvpx-vp9",
     .what = "VP9",
     .installed = "install an FFmpeg built with libvpx (Debian: libavcodec59)",
     .options = vp9_options,
     .reorder = none,
     .describe = describe_vp9},
    {.encoder = "prores_ks",
     .what = "ProRes",
     .installed = "install FFmpeg's own encoders (Debian: libavcodec59)",
     .options = prores_options,
     .reorder = none},
    {.encoder = "ffv1",
     .what = "FFV1",
     .installed = "install FFmpeg's own encoders (Debian: libavcodec59)",
     .options = ffv1_options,
     .reorder = none},
    {.encoder = "apng",
     .what = "APNG",
     .installed = "install FFmpeg's own encoders (Debian: libavcodec59)",
     .options = apng_options,
     .reorder = none,
     .marks_keys = false},
};

using Formats = std::vector<PixelFormat> (*)();

// `worst` and `usual` as in Codec.
constexpr Codec libav_codec(std::string_view encoder, std::string_view video, std::string_view name, int worst,
                            int usual, Formats formats, Rates rates = {}, bool whole = false) {
  return {.name = encoder,
          .exact = true,
          .build = build_video,
          .open = open_video,
          .encode = encode_video,
          .finish = finish_video,
          .video = video,
          .encoder = name,
          .worst = worst,
          .usual = usual,
          .formats = formats,
          .options = options_text,
          .whole = whole,
          .rates = rates};
}

constexpr Rates kAllRates{.quantiser = true, .variable = true, .constant = true, .cap = true, .peak = true};

constexpr Codec kCodecs[] = {
    libav_codec(
        "libx264", "h264", "x264", 51, 18, [] { return std::vector{yuv420p8}; }, kAllRates),
    libav_codec(
        "libx265", "hevc", "x265", 51, 20,
        [] {
          return std::vector{yuv420p8, yuv420p10};
        },
        kAllRates),
    libav_codec("libsvtav1", "av1", "svtav1", 63, 24,
                [] {
                  return std::vector{yuv420p8, yuv420p10};
                },
                {.quantiser = true, .variable = true, .cap = true}),
    libav_codec("libvpx-vp9", "vp9", "vpx", 63, 24,
                [] {
                  return std::vector{yuv420p8, yuva420p8, yuv420p10};
                },
                {.variable = true, .constant = true, .cap = true}),
    libav_codec("prores_ks", "prores", "prores", 0, 0,
                [] {
                  return std::vector{yuv422p10, yuva444p10, yuv444p10};
                }),
    libav_codec("ffv1", "ffv1", "ffv1", 0, 0,
                [] {
                  return std::vector{bgr8, bgra8, gbrp10, gbrap10, yuv420p8};
                }),
    libav_codec(
        "apng", "apng", "apng", 0, 0, [] { return std::vector{rgba8}; }, {}, true),
};

}  // namespace

std::span<const VideoSpec> video_specs() {
  return kSpecs;
}
std::span<const Codec> libav_codecs() {
  return kCodecs;
}

AVCodecID codec_id(const Recipe& recipe) {
  const AVCodecDescriptor* known = avcodec_descriptor_get_by_name(std::string(find_codec(recipe.codec)->video).c_str());
  return known == nullptr ? AV_CODEC_ID_NONE : known->id;
}

}  // namespace fp::libav

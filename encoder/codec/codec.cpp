#include "encoder/codec/codec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "encoder/codec/gif.hpp"
#include "encoder/codec/nvenc.hpp"
#include "encoder/codec/outputs.hpp"
#include "encoder/codec/plain.hpp"
#include "encoder/codec/rate.hpp"
#include "encoder/codec/specs.hpp"
#include "encoder/codec/x264.hpp"
#include "engine/core/json.hpp"

namespace fp {
namespace {

constexpr std::array<std::string_view, 10> kPresets = {"ultrafast", "superfast", "veryfast", "faster",   "fast",
                                                       "medium",    "slow",      "slower",   "veryslow", "placebo"};

void fault(Errors& errors, Fault kind, std::string message, std::string hint = {}) {
  errors.push_back({.fault = kind, .message = std::move(message), .hint = std::move(hint)});
}

}  // namespace

std::span<const std::string_view> preset_names() {
  return kPresets;
}

int preset_number(std::string_view preset) {
  const auto at = std::ranges::find(kPresets, preset);
  return at == kPresets.end() ? 5 : static_cast<int>(at - kPresets.begin());
}

namespace {

// What the canvas must be for the format.
void check_size(const Recipe& r, const Codec* codec, Errors& errors) {
  const PixelLayout& l = layout(r.format);
  const auto made = [&] { return r.codec == "libx264" ? "H.264" : codec != nullptr ? codec->video : "this"; };
  if (r.width <= 0 || r.height <= 0) {
    fault(errors, Fault::invalid, fmt::format("a video of {}x{} pixels has nothing to encode", r.width, r.height));
  } else if ((l.across > 0 && r.width % 2 != 0) || (l.down > 0 && r.height % 2 != 0)) {
    fault(errors, Fault::invalid,
          fmt::format("{} video with {} colour needs an even {}, and this canvas is {}x{}", made(),
                      l.down > 0 ? "4:2:0" : "4:2:2", l.down > 0 ? "width and height" : "width", r.width, r.height),
          fmt::format("make the canvas {}x{}; `framepress still` has no such limit", r.width + r.width % 2,
                      r.height + (l.down > 0 ? r.height % 2 : 0)));
  }
  const libav::VideoSpec* spec = libav::find_spec(r.codec);
  if (spec != nullptr && (r.width < spec->smallest || r.height < spec->smallest) && r.width > 0 && r.height > 0) {
    fault(errors, Fault::invalid,
          fmt::format("the {} encoder takes no canvas below {}x{}, and this one is {}x{}", spec->what, spec->smallest,
                      spec->smallest, r.width, r.height));
  }
}

void check_quality(const Recipe& r, const Codec* codec, Errors& errors) {
  const int worst = codec == nullptr ? 51 : codec->worst;
  if (r.crf < 0 || r.crf > worst) {
    fault(errors, Fault::usage,
          worst > 0
              ? fmt::format("{} {} is outside 0..{}", r.rate == RateControl::quantiser ? "--qp" : "--crf", r.crf, worst)
              : fmt::format("{} has no quality to choose: leave out --crf", codec->video),
          worst == 51   ? "0 is lossless, 18 is hard to tell from the original, 23 is small"
          : worst == 63 ? "0 is best, 24 is hard to tell from the original, 35 is small"
                        : "");
  }
  if (std::ranges::find(kPresets, r.preset) == kPresets.end()) {
    const std::string near = closest(r.preset, std::vector<std::string>(kPresets.begin(), kPresets.end()));
    fault(errors, Fault::usage,
          fmt::format("there is no preset \"{}\"; there are {}", r.preset, fmt::join(kPresets, ", ")),
          near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  }
}

}  // namespace

Result<void> check(const Recipe& r) {
  Errors errors;
  if (r.codec.empty()) {  // sound alone
    if (holds(r.container, "", r.sound) && !r.sound.empty() && r.fps.num > 0 && r.fps.den > 0) return {};
    return fail(Fault::usage, fmt::format("there is no file of sound alone of the kind {} with {}", r.container,
                                          r.sound.empty() ? "no sound" : r.sound));
  }
  const Codec* codec = find_codec(r.codec);
  if (codec == nullptr) {
    fault(errors, Fault::no_device,
          fmt::format("there is no encoder \"{}\"; this build has {}", r.codec, fmt::join(codec_names(), ", ")));
  } else if (!takes(*codec, r.format)) {
    fault(errors, Fault::usage, fmt::format("{} cannot hold {} pixels", codec->video, layout(r.format).name));
  }
  if (codec != nullptr && !holds(r.container, codec->video, r.sound)) {
    fault(errors, Fault::usage,
          fmt::format("{}{} does not go into a file of the kind {}", codec->name,
                      r.sound.empty() ? "" : " with " + r.sound, r.container));
  }
  if (r.container == "y4m" && (layout(r.format).alpha || !layout(r.format).yuv)) {
    fault(errors, Fault::usage, fmt::format("y4m has no {} pixels", layout(r.format).name),
          "rawvideo takes all formats");
  }
  if (r.container == "gif" && r.fps.num > 50 * r.fps.den) {
    fault(errors, Fault::invalid,
          fmt::format("GIF shows at most 50 frames a second, and this canvas has {}/{}", r.fps.num, r.fps.den),
          "give the template a canvas of at most 50 fps; .apng has no such limit");
  }
  check_size(r, codec, errors);
  if (r.fps.num <= 0 || r.fps.den <= 0) fault(errors, Fault::invalid, "the frame rate must be positive");
  check_quality(r, codec, errors);
  if (codec != nullptr) std::ranges::move(rate_faults(r, *codec), std::back_inserter(errors));
  if (r.segment < kMinSegment || r.segment > kMaxSegment) {
    fault(errors, Fault::usage,
          fmt::format("a segment of {} frames is outside {}..{}", r.segment, kMinSegment, kMaxSegment));
  }
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

std::string segment_text(const Recipe& r) {
  const Codec* codec = find_codec(r.codec);
  const std::string head = fmt::format("codec={} size={}x{} fps={}/{} format={}", r.codec, r.width, r.height, r.fps.num,
                                       r.fps.den, layout(r.format).name);
  const std::string colour = layout(r.format).yuv ? "bt709-limited-left" : "srgb-full";
  std::string text;
  if (r.codec == "libx264") {
    text =
        fmt::format("{} color={} sar=1:1 crf={} preset={} {}", head, colour, r.crf, r.preset, x264::exact_options(r));
  } else {
    text =
        fmt::format("{} color={} sar=1:1 segment={} {}", head, colour, r.segment,
                    codec != nullptr && codec->options != nullptr ? codec->options(r)
                                                                  : fmt::format("crf={} preset={}", r.crf, r.preset));
  }
  // Recipes of a quality without a buffer say what they always said.
  if (r.rate != RateControl::quality || r.buffer > 0) {
    text += fmt::format(" rate={} kbps={} max={} buffer={}", name_of(r.rate), r.kbps, r.max_kbps, r.buffer);
  }
  return text;
}

std::string canonical_text(const Recipe& r) {
  if (r.codec.empty()) {
    return fmt::format("fps={}/{} container={} sound={} kbps={}", r.fps.num, r.fps.den, r.container, r.sound,
                       r.sound_kbps);
  }
  std::string text = segment_text(r);
  if (r.container != "mp4") text += fmt::format(" container={}", r.container);
  if (!r.sound.empty()) text += fmt::format(" sound={} kbps={}", r.sound, r.sound_kbps);
  return text;
}

int64_t default_segment(Rational fps) {
  return std::clamp((4 * fps.num + fps.den) / (2 * fps.den), kMinSegment, kMaxSegment);
}

std::span<const Codec* const> codecs() {
  static const std::vector<const Codec*> all = [] {
    std::vector<const Codec*> list;
    for (const Codec& codec : libav::libav_codecs()) list.push_back(&codec);
    list.push_back(&gif::kCodec);
    for (const Codec& codec : plain::kCodecs) list.push_back(&codec);
    for (const Codec& codec : nvenc::kTables) list.push_back(&codec);
    return list;
  }();
  return all;
}

const Codec* find_codec(std::string_view name) {
  for (const Codec* codec : codecs()) {
    if (codec->name == name) return codec;
  }
  return nullptr;
}

std::vector<std::string> codec_names() {
  std::vector<std::string> names;
  for (const Codec* codec : codecs()) names.emplace_back(codec->name);
  return names;
}

bool takes(const Codec& codec, PixelFormat format) {
  if (codec.formats == nullptr) return format == PixelFormat::yuv420p8;
  const std::vector<PixelFormat> formats = codec.formats();
  return std::ranges::find(formats, format) != formats.end();
}

}  // namespace fp

#include "encoder/codec/codec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

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

Result<void> check(const Recipe& r) {
  Errors errors;
  if (find_codec(r.codec) == nullptr) {
    fault(errors, Fault::no_device,
          fmt::format("there is no encoder \"{}\"; this build has {}", r.codec, fmt::join(codec_names(), ", ")));
  }
  if (r.width <= 0 || r.height <= 0) {
    fault(errors, Fault::invalid, fmt::format("a video of {}x{} pixels has nothing to encode", r.width, r.height));
  } else if (r.width % 2 != 0 || r.height % 2 != 0) {
    fault(errors, Fault::invalid,
          fmt::format("H.264 video with 4:2:0 colour needs an even width and height, and this canvas is {}x{}", r.width,
                      r.height),
          fmt::format("make the canvas {}x{}; `framepress still` has no such limit", r.width + r.width % 2,
                      r.height + r.height % 2));
  }
  if (r.fps.num <= 0 || r.fps.den <= 0) fault(errors, Fault::invalid, "the frame rate must be positive");
  if (r.crf < 0 || r.crf > 51) {
    fault(errors, Fault::usage, fmt::format("--crf {} is outside 0..51", r.crf),
          "0 is lossless, 18 is hard to tell from the original, 23 is small");
  }
  if (std::ranges::find(kPresets, r.preset) == kPresets.end()) {
    const std::string near = closest(r.preset, std::vector<std::string>(kPresets.begin(), kPresets.end()));
    fault(errors, Fault::usage,
          fmt::format("there is no preset \"{}\"; there are {}", r.preset, fmt::join(kPresets, ", ")),
          near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  }
  if (r.segment < kMinSegment || r.segment > kMaxSegment) {
    fault(errors, Fault::usage,
          fmt::format("a segment of {} frames is outside {}..{}", r.segment, kMinSegment, kMaxSegment));
  }
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

std::string canonical_text(const Recipe& r) {
  return fmt::format(
      "codec={} size={}x{} fps={}/{} format=yuv420p color=bt709-limited-left sar=1:1 crf={} preset={} {}", r.codec,
      r.width, r.height, r.fps.num, r.fps.den, r.crf, r.preset, x264::exact_options(r));
}

int64_t default_segment(Rational fps) {
  return std::clamp((4 * fps.num + fps.den) / (2 * fps.den), kMinSegment, kMaxSegment);
}

const Codec* find_codec(std::string_view name) {
  return name == x264::kCodec.name ? &x264::kCodec : nullptr;
}

std::vector<std::string> codec_names() {
  return {std::string(x264::kCodec.name)};
}

}  // namespace fp

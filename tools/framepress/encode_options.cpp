#include "tools/framepress/encode_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "encoder/codec/outputs.hpp"
#include "encoder/job/platform.hpp"
#include "encoder/job/soundtrack.hpp"

namespace fp::cli {

void add_encode(CLI::App& command, EncodeOptions& options) {
  add_options(command,
              {{.names = "--crf",
                .into = &options.crf,
                .help = "Quality: 0 is best (lossless with h264), 51 worst, 63 with av1 and vp9",
                .value = "N",
                .group = "Encoding"},
               {.names = "--qp",
                .into = &options.qp,
                .help = "Constant quantiser instead of a quality, on the scale of --crf",
                .value = "N",
                .group = "Encoding"},
               {.names = "--bitrate",
                .into = &options.bitrate,
                .help = "Average bit rate of the pictures instead of a quality, such as 4M or 800k",
                .value = "RATE",
                .group = "Encoding"},
               {.names = "--max-bitrate",
                .into = &options.max_bitrate,
                .help = "What the pictures take at most, beside --bitrate or --crf",
                .value = "RATE",
                .group = "Encoding"},
               {.names = "--buffer",
                .into = &options.buffer,
                .help = "What a player can hold, such as 8M: over it --max-bitrate is met; default: one second",
                .value = "SIZE",
                .group = "Encoding"},
               {.names = "--cbr", .into = &options.cbr, .help = "Never more than --bitrate", .group = "Encoding"},
               {.names = "--preset",
                .into = &options.preset,
                .help = "ultrafast to placebo, as x264 calls them: slower is smaller",
                .value = "NAME",
                .group = "Encoding"},
               {.names = "--segment",
                .into = &options.segment,
                .help = "Distance of key frames, and the unit of parallel work; default: 2s",
                .value = "2s|60f",
                .group = "Encoding"},
               {.names = "--codec",
                .into = &options.codec,
                .help = "h264, hevc, av1, vp9, prores or ffv1; default: by the output's ending",
                .value = "NAME",
                .group = "Encoding"},
               {.names = "--encoder",
                .into = &options.encoder,
                .help = "Which program makes it: auto, a name that `framepress doctor` lists, or null: draw and "
                        "hash frames and write nothing",
                .value = "NAME",
                .group = "Encoding"},
               {.names = "--depth",
                .into = &options.depth,
                .help = "Bits a colour: 8, or 10 with hevc, av1, vp9, prores and ffv1",
                .value = "8|10",
                .range = {8, 10},
                .group = "Encoding"},
               {.names = "--alpha",
                .into = &options.alpha,
                .help = "Keep transparency; default: if the canvas's background has any and the file can",
                .group = "Encoding"},
               {.names = "--no-alpha",
                .into = &options.no_alpha,
                .help = "Put everything over black instead",
                .group = "Encoding"},
               {.names = "--sound",
                .into = &options.sound,
                .help = "aac, opus, flac, s16, s24 or none; default: by the output's ending",
                .value = "NAME",
                .group = "Encoding"},
               {.names = "--sound-rate",
                .into = &options.sound_rate,
                .help = "Of aac and opus, kbit/s; default: 192 and 160",
                .value = "KBPS",
                .range = {8, 1000},
                .group = "Encoding"},
               {.names = "--for",
                .into = &options.platform,
                .help = "Check and encode for a platform: tiktok, reels, shorts, youtube, x, linkedin or "
                        "broadcast",
                .value = "NAME",
                .choices = platform_names(),
                .group = "Encoding"},
               {.names = "--exact",
                .into = &options.exact,
                .help = "Refuse encoders whose bytes differ between runs on one machine; the default of batch",
                .group = "Encoding"},
               {.names = "--inexact", .into = &options.inexact, .help = "Allow them", .group = "Encoding"}});
}

namespace {

Result<int> parse_level(const char* option, const std::string& text) {
  int level = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), level);
  if (error == std::errc{} && end == text.data() + text.size()) return level;
  return fail(Fault::usage, fmt::format("{} {} is not a whole number", option, text));
}

// "4M", "4.5M", "800k" -> thousands; "" is 0.
Result<int> parse_bits(const char* option, const std::string& text) {
  if (text.empty()) return 0;
  double number = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number, std::chars_format::fixed);
  const std::string_view unit(end, last);
  const double thousands = unit == "M" ? number * 1000 : number;
  if (error == std::errc{} && (unit == "k" || unit == "M") && thousands >= 1 && thousands <= 2'000'000)
    return static_cast<int>(thousands + 0.5);
  return fail(Fault::usage, fmt::format("{} {} is not a number of bits such as 4M or 800k", option, text));
}

Result<void> read_rates(const EncodeOptions& options, Recipe& recipe) {
  const auto kbps = parse_bits("--bitrate", options.bitrate), most = parse_bits("--max-bitrate", options.max_bitrate),
             buffer = parse_bits("--buffer", options.buffer);
  for (const auto* number : {&kbps, &most, &buffer}) {
    if (!*number) return fail(number->error());
  }
  recipe.kbps = *kbps;
  recipe.max_kbps = *most;
  recipe.buffer = *buffer;
  return {};
}

// Rate control as it was asked for; whether the codec has it is check()'s business.
Result<void> choose_rate(const EncodeOptions& options, const Codec& codec, Recipe& recipe) {
  if (!options.crf.empty() + !options.qp.empty() + !options.bitrate.empty() > 1)
    return fail(Fault::usage, "--crf, --qp and --bitrate exclude each other", "--max-bitrate goes with --crf");
  if (options.cbr && options.bitrate.empty())
    return fail(Fault::usage, "--cbr needs a --bitrate", "--bitrate 4M --cbr");
  if (auto read = read_rates(options, recipe); !read) return read;
  for (const auto& [name, text] : {std::pair{"--crf", &options.crf}, std::pair{"--qp", &options.qp}}) {
    if (text->empty()) continue;
    const auto level = parse_level(name, *text);
    if (!level) return fail(level.error());
    recipe.crf = *level;
  }
  if (!options.qp.empty()) recipe.rate = RateControl::quantiser;
  if (recipe.kbps > 0) {
    recipe.rate = options.cbr ? RateControl::constant : RateControl::variable;
    recipe.crf = 0;
  }
  if (recipe.buffer == 0 && codec.rates.peak) recipe.buffer = options.cbr ? recipe.kbps : recipe.max_kbps;
  return {};
}

// What the platform allows: a limit of its own where none is asked for, and none above it.
Result<void> hold_rate(const Platform& platform, const Codec& codec, int64_t frames, Recipe& recipe) {
  const int limit = rate_limit(platform, recipe.fps, frames, recipe.sound_kbps);
  if (limit == 0) return {};
  if (std::max(recipe.kbps, recipe.max_kbps) > limit) {
    return fail(
        Fault::usage,
        fmt::format("{}: {} kbit/s are more than {}", platform.name, std::max(recipe.kbps, recipe.max_kbps), limit),
        fmt::format("--bitrate and --max-bitrate of at most {}k", limit));
  }
  if (recipe.max_kbps > 0) return {};
  if (recipe.rate == RateControl::quality && codec.rates.cap) recipe.max_kbps = limit;
  if (recipe.rate == RateControl::variable && codec.rates.peak) recipe.max_kbps = recipe.buffer = limit;
  return {};
}

// How many frames a segment has: all of them where the codec cannot join parts.
Result<int64_t> segment_length(const EncodeOptions& options, Rational fps, int64_t frames, const Codec& codec) {
  if (codec.whole) {
    if (frames <= kMaxSegment) return std::max(frames, kMinSegment);
    return fail(Fault::invalid,
                fmt::format("{} frames are too many for {}: at most {}", frames, codec.video, kMaxSegment),
                "make an .mp4 or .webm of it, or a part with --frames");
  }
  if (options.segment.empty()) return codec.usual_segment > 0 ? codec.usual_segment : default_segment(fps);
  if (const auto length = parse_time(options.segment, fps)) return *length;
  return fail(Fault::usage, fmt::format("--segment {} is not a length such as 2s or 60f", options.segment));
}

Result<void> hold_exact(const EncodeOptions& options, const Codec& codec) {
  if (options.exact && options.inexact) return fail(Fault::usage, "--exact and --inexact exclude each other");
  if (!options.exact || codec.repeatable) return {};
  return fail(Fault::usage, fmt::format("the encoder {} does not give the same bytes each time", codec.encoder),
              "a software encoder does; --inexact lets it through");
}

}  // namespace

Result<Plan> make_plan(const EncodeOptions& options, std::shared_ptr<const Composition> composition, int64_t frames,
                       const std::string& output) {
  const Platform* platform = options.platform.empty() ? nullptr : find_platform(options.platform);
  if (platform != nullptr) {
    const bool sounds = options.sound != "none" && may_sound(*composition);
    if (auto fits = check_platform(*platform, *composition, frames, output, sounds); !fits)
      return fail(std::move(fits.error()));
  }
  const OutputKind* kind = output_kind(output);
  if (kind != nullptr && kind->videos.empty() && options.sound == "none")
    return fail(Fault::usage, fmt::format("--sound none leaves nothing to write into {}", output));
  if (options.alpha && options.no_alpha) return fail(Fault::usage, "--alpha and --no-alpha exclude each other");
  OutputWishes wishes{
      .path = output,
      .codec = options.codec.empty() && platform != nullptr ? std::string(platform->codec) : options.codec,
      .encoder = options.encoder,
      .exact = options.exact || platform != nullptr,  // hardware has no limit of the rate beside a quality
      .depth = options.depth,
      .sound = options.sound == "none" ? "" : options.sound,
      .sound_kbps = options.sound_rate};
  if (options.alpha || options.no_alpha) wishes.alpha = options.alpha;
  const Recipe canvas{
      .width = composition->width, .height = composition->height, .fps = composition->fps, .preset = options.preset};
  const bool raw = kind != nullptr && kind->videos == "rawvideo";  // alpha only if it is asked for
  if (raw && !wishes.alpha) wishes.alpha = false;
  auto choice = choose_output(wishes, !raw && composition->background.a < 1, canvas);
  if (!choice) return fail(std::move(choice.error()));
  Plan plan{.recipe = std::move(choice->recipe), .said = std::move(choice->said)};
  Recipe& recipe = plan.recipe;
  recipe.width = composition->width;
  recipe.height = composition->height;
  recipe.fps = composition->fps;
  recipe.preset = options.preset;
  if (!raw && !choice->kind->videos.empty() && composition->background.a < 1 && !wishes.alpha &&
      !layout(recipe.format).alpha)
    plan.said += "; what is transparent is drawn on black";
  if (options.sound == "none" || !may_sound(*composition)) {
    recipe.sound.clear();
    recipe.sound_kbps = 0;
  }
  if (!choice->kind->videos.empty()) {
    const Codec& codec = *find_codec(recipe.codec);
    if (auto held = hold_exact(options, codec); !held) return fail(std::move(held.error()));
    const bool null = recipe.container == "null";  // what would decide the bits decides nothing
    if (auto chosen = null ? Result<void>{} : choose_rate(options, codec, recipe); !chosen)
      return fail(std::move(chosen.error()));
    const auto segment = segment_length(options, recipe.fps, frames, codec);
    if (!segment) return fail(segment.error());
    recipe.segment = *segment;
    if (platform != nullptr && codec.worst > 0) {
      if (auto held = hold_rate(*platform, codec, frames, recipe); !held) return fail(std::move(held.error()));
    }
    if (auto good = check(recipe); !good) return fail(std::move(good.error()));
  }
  plan.composition = platform != nullptr ? mastered_for(*platform, composition) : composition;
  return plan;
}

}  // namespace fp::cli

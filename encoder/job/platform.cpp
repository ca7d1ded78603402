#include "encoder/job/platform.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audio/decibels.hpp"
#include "engine/audio/loudness.hpp"
#include "engine/audio/pcm_file.hpp"
#include "engine/audio/true_peak.hpp"

namespace fp {
namespace {

constexpr int64_t kMB = 1'000'000;
constexpr double kAnySoftness = -200;
// Above the loudness aimed for: what R 128 lets a programme be off. Peaks: what Tech 3341 lets a meter be off; encoders
// that are not lossless overshoot, and what they must not do is go over full scale.
constexpr double kLoudnessRoom = 0.5, kPeakRoom = 0.2, kLossyPeak = 0;

// Collected in November 2026, from copies of the platforms' pages of several years and, for Shorts, broadcast and some
// other figures, from common knowledge: hold them against the pages named before relying on them. None of the social
// platforms publishes a loudness; -14 LUFS is what YouTube and the others were measured to turn louder files down to.
// Where a platform only recommends a rate, it is taken as the limit.
constexpr Platform kPlatforms[] = {
    // Ad specifications: at least 540x960 (9:16, 1:1, 16:9), 5-60 s for ads and up to 10 minutes otherwise, 500 MB, at
    // least 516 kbit/s. ads.tiktok.com/help "Video ads specifications".
    {"tiktok",
     ".mp4",
     "h264",
     540,
     540,
     1080,
     1920,
     {9, 16},
     {16, 9},
     {23, 1},
     {60, 1},
     3,
     600,
     500 * kMB,
     20'000,
     -14,
     -1,
     kAnySoftness,
     "TikTok Ads Manager, video ads specifications"},
    // H.264 or HEVC, 4:2:0, closed GOP, 23-60 fps, 3 s - 15 min, at most 1920 pixels wide, 0.01:1 - 10:1 (9:16
    // recommended), 300 MB, 25 Mbit/s, AAC 48 kHz. developers.facebook.com, Instagram platform, IG user media.
    {"reels",
     ".mp4",
     "h264",
     540,
     540,
     1920,
     1920,
     {9, 16},
     {16, 9},
     {23, 1},
     {60, 1},
     3,
     900,
     300 * kMB,
     25'000,
     -14,
     -1,
     kAnySoftness,
     "Instagram platform, reels specifications"},
    // Upright or square, up to 3 minutes (support.google.com/youtube/answer/15424877); rates as YouTube.
    {"shorts",
     ".mp4",
     "h264",
     480,
     480,
     2160,
     3840,
     {9, 16},
     {1, 1},
     {23, 1},
     {60, 1},
     1,
     180,
     256'000 * kMB,
     12'000,
     -14,
     -1,
     kAnySoftness,
     "YouTube Help, Shorts"},
    // Recommended upload settings: MP4, H.264 high, closed GOP, 1080p 8 Mbit/s up to 30 fps, 12 above; 2160p 45 and 68;
    // 12 hours, 256 GB. support.google.com/youtube/answer/1722171 and 71673.
    {"youtube",
     ".mp4",
     "h264",
     426,
     240,
     4320,
     7680,
     {9, 32},
     {32, 9},
     {23, 1},
     {60, 1},
     1,
     43'200,
     256'000 * kMB,
     68'000,
     -14,
     -1,
     kAnySoftness,
     "YouTube Help, recommended upload encoding settings"},
    // 0.5-140 s, 512 MB, at most 60 fps, 1:3 - 3:1, square pixels, 25 Mbit/s. docs.x.com, media best practices.
    {"x",
     ".mp4",
     "h264",
     32,
     32,
     1200,
     1920,
     {1, 3},
     {3, 1},
     {1, 1},
     {60, 1},
     0.5,
     140,
     512 * kMB,
     25'000,
     -14,
     -1,
     kAnySoftness,
     "X developer platform, media best practices"},
    // 3 s - 30 min, 500 MB, 1:2.4 - 2.4:1, up to 60 fps, 30 Mbit/s. learn.microsoft.com, LinkedIn videos API.
    {"linkedin",
     ".mp4",
     "h264",
     256,
     144,
     2304,
     4096,
     {5, 12},
     {12, 5},
     {10, 1},
     {60, 1},
     3,
     1800,
     500 * kMB,
     30'000,
     -14,
     -1,
     kAnySoftness,
     "LinkedIn Marketing API, videos"},
    // EBU R 128 (2023): -23 LUFS within 0.5 LU, -1 dBTP; 1920x1080 of EBU Tech 3299; ProRes 422 HQ as a file for
    // delivery.
    {"broadcast",
     ".mov",
     "prores",
     1920,
     1080,
     1080,
     1920,
     {16, 9},
     {16, 9},
     {24000, 1001},
     {60, 1},
     1,
     86'400,
     0,
     0,
     -23,
     -1,
     -23.5,
     "EBU R 128 and Tech 3299"},
};

// x >= y of positive rationals.
bool at_least(Rational x, Rational y) {
  return x.num * y.den >= y.num * x.den;
}

struct Checking {
  const Platform& platform;
  Errors errors{};

  void wrong(Fault fault, std::string message, std::string hint) {
    errors.push_back(
        {.fault = fault, .message = fmt::format("{}: {}", platform.name, message), .hint = std::move(hint)});
  }
};

void check_canvas(Checking& c, const Composition& composition) {
  const Platform& p = c.platform;
  const int32_t w = composition.width, h = composition.height;
  const Rational shape{w, h};
  if (!at_least(shape, p.narrowest) || !at_least(p.widest, shape)) {
    c.wrong(Fault::invalid,
            fmt::format("a canvas of {}x{} is not between {}:{} and {}:{}", w, h, p.narrowest.num, p.narrowest.den,
                        p.widest.num, p.widest.den),
            "choose another format with --format, or add one to the template's formats");
  }
  const int32_t near = std::min(w, h), far = std::max(w, h);
  if (near < std::min(p.min_width, p.min_height) || far < std::max(p.min_width, p.min_height)) {
    c.wrong(Fault::invalid, fmt::format("a canvas of {}x{} is smaller than {}x{}", w, h, p.min_width, p.min_height),
            "give the format a larger canvas");
  }
  if (p.max_long > 0 && (near > p.max_short || far > p.max_long)) {
    c.wrong(Fault::invalid, fmt::format("a canvas of {}x{} is larger than {}x{}", w, h, p.max_long, p.max_short),
            "give the format a smaller canvas");
  }
  const Rational fps = composition.fps;
  if (!at_least(fps, p.least_fps) || !at_least(p.most_fps, fps)) {
    c.wrong(Fault::invalid,
            fmt::format("{}/{} frames a second are not between {:.4g} and {:.4g}", fps.num, fps.den,
                        static_cast<double>(p.least_fps.num) / static_cast<double>(p.least_fps.den),
                        static_cast<double>(p.most_fps.num) / static_cast<double>(p.most_fps.den)),
            "change \"fps\" of the canvas");
  }
}

double seconds_of(int64_t frames, Rational fps) {
  return static_cast<double>(frames * fps.den) / static_cast<double>(fps.num);
}

void check_length(Checking& c, double seconds) {
  const Platform& p = c.platform;
  if (seconds >= p.min_seconds && seconds <= p.max_seconds) return;
  c.wrong(Fault::invalid,
          fmt::format("{:.4g} seconds are not between {:.4g} and {:.6g}", seconds, p.min_seconds, p.max_seconds),
          "change \"duration\" of the canvas, or render a part with --frames");
}

Result<void> outcome(Checking& c) {
  if (c.errors.empty()) return {};
  return fail(std::move(c.errors));
}

}  // namespace

std::span<const Platform> platforms() {
  return kPlatforms;
}

const Platform* find_platform(std::string_view name) {
  const auto at = std::ranges::find(kPlatforms, name, &Platform::name);
  return at == std::end(kPlatforms) ? nullptr : at;
}

std::vector<std::string> platform_names() {
  std::vector<std::string> names;
  for (const Platform& p : kPlatforms) names.emplace_back(p.name);
  return names;
}

namespace {

constexpr const char* kLeaveLoudness = "leave out \"loudness\" of the template's \"sound\": --for sets the platform's";

bool is_loud_enough(const Platform& p, double loudness) {
  return loudness <= p.loudness + kLoudnessRoom && loudness >= p.softest;
}

std::string room_of(const Platform& p) {
  const double most = p.loudness + kLoudnessRoom;
  return p.softest > -70 ? fmt::format("{:.1f} to {:.1f}", p.softest, most) : fmt::format("at most {:.1f}", most);
}

}  // namespace

Result<void> check_platform(const Platform& p, const Composition& composition, int64_t frames,
                            const std::string& output, bool sounds) {
  Checking c{p};
  if (!output.ends_with(p.ending)) {
    c.wrong(Fault::usage, fmt::format("{} is not a {} file", output, p.ending),
            fmt::format("give the output the ending {}", p.ending));
  }
  check_canvas(c, composition);
  check_length(c, seconds_of(frames, composition.fps));
  const std::optional<double> loudness = composition.mastering.loudness;
  if (loudness && sounds && !is_loud_enough(p, *loudness)) {
    c.wrong(Fault::invalid,
            fmt::format("the template's \"sound\" asks for {:.1f} LUFS and may have {}", *loudness, room_of(p)),
            kLeaveLoudness);
  }
  return outcome(c);
}

Result<void> hold_file(const Platform& p, const FinishedFile& file) {
  Checking c{p};
  const double seconds = seconds_of(file.frames, file.fps);
  check_length(c, seconds);
  // What the pictures may take, so that all fits.
  const double rest = static_cast<double>(file.bytes - file.pictures) * 8 / 1000 / seconds;
  if (p.max_bytes > 0 && file.bytes > static_cast<uint64_t>(p.max_bytes)) {
    const double fits = static_cast<double>(p.max_bytes) * 8 / 1000 / seconds - rest;
    c.wrong(Fault::invalid,
            fmt::format("the finished file has {:.1f} MB and may have {:.1f}", static_cast<double>(file.bytes) / kMB,
                        static_cast<double>(p.max_bytes) / kMB),
            fmt::format("give a larger --crf, or --max-bitrate {}k", std::max(1, static_cast<int>(fits * 0.97))));
  }
  const double kbps = static_cast<double>(file.pictures) * 8 / 1000 / seconds;
  if (p.max_kbps > 0 && kbps > p.max_kbps) {
    c.wrong(Fault::invalid,
            fmt::format("the pictures of the finished file take {:.0f} kbit/s and may take {}", kbps, p.max_kbps),
            fmt::format("give a larger --crf, or --max-bitrate {}k", p.max_kbps));
  }
  return outcome(c);
}

Result<void> hold_sound(const Platform& p, const FinishedSound& sound) {
  Checking c{p};
  if (sound.loudness && !is_loud_enough(p, *sound.loudness)) {
    c.wrong(Fault::invalid,
            fmt::format("the finished sound has {:.1f} LUFS and may have {}", *sound.loudness, room_of(p)),
            *sound.loudness < p.softest ? "its peaks leave no room to make it louder: compress it, or leave out "
                                          "\"loudness\" of the template's \"sound\""
                                        : kLeaveLoudness);
  }
  const double peak = sound.lossy ? kLossyPeak : p.true_peak + kPeakRoom;
  if (sound.true_peak > peak) {
    c.wrong(Fault::invalid,
            fmt::format("the finished sound has peaks of {:.1f} dBTP and may have {:.1f}", sound.true_peak, peak),
            sound.lossy ? "give the template's \"sound\" a lower \"truePeak\", or more --sound-rate"
                        : "give the template's \"sound\" a lower \"truePeak\"");
  }
  return outcome(c);
}

Result<FinishedSound> measure_sound(const EncodedSound& sound) {
  auto heard = PcmFile::create(sound.frames);
  if (!heard) return fail(std::move(heard.error()));
  if (auto decoded = decode_sound(sound, heard->samples()); !decoded) return fail(std::move(decoded.error()));
  auto loudness = integrated_loudness(heard->samples());
  if (!loudness) return fail(std::move(loudness.error()));
  return FinishedSound{.loudness = *loudness,
                       .true_peak = decibels_of(true_peak(heard->samples())),
                       .lossy = find_sound_codec(sound.codec)->usual_kbps > 0};
}

std::shared_ptr<const Composition> mastered_for(const Platform& platform,
                                                std::shared_ptr<const Composition> composition) {
  if (composition->mastering.loudness) return composition;
  auto mastered = std::make_shared<Composition>(*composition);
  mastered->mastering.loudness = platform.loudness;
  mastered->mastering.true_peak = std::min(mastered->mastering.true_peak, platform.true_peak);
  return mastered;
}

int rate_limit(const Platform& platform, Rational fps, int64_t frames, int sound_kbps) {
  if (platform.max_bytes == 0) return platform.max_kbps;
  // Nine tenths of the size: the file around the pictures, and a second that the encoder may be ahead of its rate.
  const int64_t kilobits = platform.max_bytes / 1000 * 8 * 9 / 10;
  const int64_t fits = kilobits * fps.num / (frames * fps.den) - sound_kbps;
  return static_cast<int>(std::clamp<int64_t>(fits, 100, platform.max_kbps));
}

}  // namespace fp

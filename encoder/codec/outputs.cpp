#include "encoder/codec/outputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "encoder/codec/choose.hpp"
#include "encoder/codec/sound.hpp"
#include "engine/core/json.hpp"

namespace fp {
namespace {

constexpr OutputKind kKinds[] = {
    {".mp4", "mp4", "h264 hevc av1", "aac", "MP4"},
    {".mov", "mov", "prores h264 hevc", "s24 s16 aac", "QuickTime"},
    {".webm", "webm", "vp9 av1", "opus", "WebM"},
    {".mkv", "mkv", "ffv1 h264 hevc av1 vp9", "flac s24 s16 opus", "Matroska"},
    {".gif", "gif", "gif", "", "GIF"},
    {".apng", "apng", "apng", "", "animated PNG"},
    {".png", "png", "png", "", "numbered PNGs"},  // only with digits: is_sequence()
    {".y4m", "y4m", "rawvideo", "", "raw frames"},
    {".raw", "rawvideo", "rawvideo", "", "raw frames"},
    {".wav", "wav", "", "s24 s16", "sound alone"},
    {".flac", "flac", "", "flac", "sound alone"},
    {".m4a", "m4a", "", "aac", "sound alone"},
    {".opus", "opus", "", "opus", "sound alone"},
};

std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const size_t end = std::min(list.find(' '), list.size());
    out.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

bool listed(std::string_view list, std::string_view word) {
  const auto all = words(list);
  return std::ranges::find(all, word) != all.end();
}

std::string endings() {
  std::string text;
  for (const OutputKind& kind : kKinds) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", kind.container == "png" ? "####.png" : kind.ending);
  }
  return text;
}

// One of a kind's list, or the first where nothing is asked for.
Result<std::string> choose(const char* option, const std::string& wish, std::string_view list, const OutputKind& kind) {
  const auto all = words(list);
  if (wish.empty()) return all.front();
  if (listed(list, wish)) return wish;
  const std::string near = closest(wish, all);
  return fail(
      Fault::usage,
      fmt::format("{} {} does not go into {} files; they hold {}", option, wish, kind.ending, fmt::join(all, ", ")),
      near.empty() ? "another ending of the output, or leave the option out"
                   : fmt::format("did you mean \"{}\"?", near));
}

// The first of the codec's formats that is as asked.
Result<PixelFormat> choose_format(const Codec& codec, const OutputWishes& wishes, bool transparent) {
  const std::vector<PixelFormat> all = codec.formats == nullptr ? std::vector{PixelFormat::yuv420p8} : codec.formats();
  const auto find = [&](bool alpha) -> std::optional<PixelFormat> {
    for (const PixelFormat format : all) {
      const PixelLayout& l = layout(format);
      if (l.alpha == alpha && (wishes.depth == 0 || l.depth == wishes.depth)) return format;
    }
    return std::nullopt;
  };
  const bool wanted = wishes.alpha.value_or(transparent);
  if (const auto found = find(wanted)) return *found;
  if (wanted && wishes.alpha) {
    return fail(Fault::usage,
                fmt::format("{}{} keeps no alpha", codec.video,
                            wishes.depth > 0 ? fmt::format(" with {} bits", wishes.depth) : ""),
                ".webm (vp9), .mov (prores), .mkv (ffv1), .gif and .apng do");
  }
  if (const auto found = find(!wanted)) return *found;
  return fail(Fault::usage, fmt::format("{} has no {} bit pixels here", codec.video, wishes.depth),
              "--depth 10 goes with hevc, av1, vp9, prores and ffv1; --depth 8 with all but prores");
}

Result<void> choose_sound(const OutputWishes& wishes, const OutputKind& kind, Recipe& recipe) {
  if (kind.sounds.empty()) {
    if (wishes.sound.empty()) return {};
    return fail(Fault::usage, fmt::format("{} files have no sound", kind.ending));
  }
  // QuickTime: editors take PCM beside ProRes, and everybody AAC beside what is for viewers.
  const bool viewers = kind.container == "mov" && recipe.codec != "prores_ks";
  auto chosen = choose("--sound", wishes.sound.empty() && viewers ? "aac" : wishes.sound, kind.sounds, kind);
  if (!chosen) return fail(std::move(chosen.error()));
  recipe.sound = std::move(*chosen);
  const SoundCodec& codec = *find_sound_codec(recipe.sound);
  recipe.sound_kbps = wishes.sound_kbps > 0 ? wishes.sound_kbps : codec.usual_kbps;
  if (wishes.sound_kbps == 0) return {};
  if (codec.usual_kbps == 0)
    return fail(Fault::usage, fmt::format("{} keeps all of the sound: leave out --sound-rate", codec.what));
  if (wishes.sound_kbps >= codec.least_kbps && wishes.sound_kbps <= codec.most_kbps) return {};
  return fail(Fault::usage, fmt::format("--sound-rate {} is outside {}..{} kbit/s of {}", wishes.sound_kbps,
                                        codec.least_kbps, codec.most_kbps, codec.what));
}

}  // namespace

std::span<const OutputKind> output_kinds() {
  return kKinds;
}

const OutputKind* output_kind(std::string_view path) {
  for (const OutputKind& kind : kKinds) {
    if (kind.container == "png" && !is_sequence(path)) continue;
    if (path.size() > kind.ending.size() && path.ends_with(kind.ending) &&
        path[path.size() - kind.ending.size() - 1] != '/') {
      return &kind;
    }
  }
  return nullptr;
}

const OutputKind* kind_of(std::string_view container) {
  const auto kind = std::ranges::find(kKinds, container, &OutputKind::container);
  return kind == std::end(kKinds) ? nullptr : kind;
}

bool is_sequence(std::string_view path) {
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  return name.ends_with(".png") && name.find('#') != name.npos;
}

bool holds(std::string_view container, std::string_view video, std::string_view sound) {
  if (container == "null") return video.empty();  // nothing is held, whatever the sound
  const OutputKind* kind = kind_of(container);
  return kind != nullptr && (video.empty() ? kind->videos.empty() : listed(kind->videos, video)) &&
         (sound.empty() || listed(kind->sounds, sound));
}

Result<OutputChoice> choose_output(const OutputWishes& wishes, bool transparent, const Recipe& canvas) {
  OutputChoice choice{.kind = output_kind(wishes.path)};
  if (choice.kind == nullptr) {
    return fail(Fault::usage, fmt::format("the output {} must end in one of {}", wishes.path, endings()),
                "out.mp4 for viewers, out.webm with alpha, out.mov for editors, out.mkv without loss, "
                "'frames/####.png' for pictures");
  }
  const OutputKind& kind = *choice.kind;
  Recipe& recipe = choice.recipe;
  recipe.container = kind.container;
  if (kind.videos.empty()) {
    recipe.codec.clear();
    if (!wishes.codec.empty())
      return fail(Fault::usage, fmt::format("{} files have no pictures: leave out --codec", kind.ending));
    if (auto sound = choose_sound(wishes, kind, recipe); !sound) return fail(std::move(sound.error()));
    return choice;
  }
  const auto video = choose("--codec", wishes.codec, kind.videos, kind);
  if (!video) return fail(video.error());
  const bool null = wishes.encoder == "null";
  // The format first: it decides whether hardware comes into question.
  EncoderWish wish{.encoder = wishes.encoder.empty() || null ? "auto" : std::string_view(wishes.encoder),
                   .format = *video};
  auto encoder = choose_encoder(wish, canvas);
  for (const bool again : {false, true}) {
    if (!encoder) return fail(std::move(encoder.error()));
    const auto format = choose_format(*find_codec(encoder->codec), wishes, transparent);
    if (!format) return fail(format.error());
    recipe.format = *format;
    if (again || wishes.exact || null || wish.encoder != "auto") break;
    wish.exact = false;
    Recipe able = canvas;
    able.format = *format;
    encoder = choose_encoder(wish, able);
  }
  if (null) {
    recipe.codec = recipe.container = "null";
    recipe.crf = 0;
    choice.said = fmt::format("encoder: null: frames are drawn and hashed in {}; nothing is encoded or written",
                              layout(recipe.format).name);
    return choice;
  }
  const Codec& codec = *find_codec(encoder->codec);
  recipe.codec = codec.name;
  recipe.crf = codec.usual;
  if (auto sound = choose_sound(wishes, kind, recipe); !sound) return fail(std::move(sound.error()));
  choice.said = fmt::format("encoder: {} in {}, {}{} ({})", *video, kind.what, layout(recipe.format).name,
                            codec.exact        ? "; the same bytes on every CPU"
                            : codec.repeatable ? "; the same bytes on this kind of CPU"
                                               : "; bytes are not promised",
                            encoder->why);
  return choice;
}

}  // namespace fp

#include "engine/audio/mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/audio/decibels.hpp"
#include "engine/audio/duck.hpp"
#include "engine/scene/clip_time.hpp"

namespace fp {
namespace {

constexpr int64_t kBlock = 4096;

void put(Errors& into, Errors errors, const HeardLayer& layer) {
  for (Diagnostic& d : errors) {
    if (d.file.empty()) {
      d.file = layer.location.file;
      d.line = layer.location.line;
      d.column = layer.location.column;
      d.pointer = layer.location.pointer;
    }
    into.push_back(std::move(d));
  }
}

void check_left(Errors& errors, const HeardLayer& layer, const SoundFile& file) {
  const Rational own{file.pcm->frames(), kSampleRate};
  const std::string why = nothing_left(layer.time, layer.footage && file.picture_length ? *file.picture_length : own);
  if (why.empty()) return;
  put(errors,
      {{.fault = Fault::invalid,
        .message = fmt::format("nothing of '{}' is heard: {}", layer.asset, why),
        .hint = layer.time.start == Rational{0, 1} ? "" : "give an earlier \"start\""}},
      layer);
}

Result<void> open_files(Mix& mix, const PcmSource& files) {
  std::map<std::string, std::optional<SoundFile>> opened;  // nullopt: it cannot be read, which has been said
  Errors errors;
  for (const HeardLayer& layer : mix.plan.layers) {
    const auto [at, fresh] = opened.try_emplace(layer.asset);
    if (fresh) {
      Result<SoundFile> file = files(layer.asset);
      if (file) {
        at->second = *std::move(file);
      } else {
        put(errors, std::move(file.error()), layer);
      }
    }
    const std::optional<SoundFile>& file = at->second;
    const bool heard = file && file->pcm;
    if (heard) check_left(errors, layer, *file);
    mix.voice_of.push_back(heard ? mix.voices.size() : Mix::kNone);
    if (heard) mix.voices.push_back({Playing(layer, *file), layer_level(layer, mix.plan.fps)});
    if (heard || !file) continue;
    if (layer.footage) {
      mix.silent.push_back(layer.id);
    } else {
      put(errors,
          {{.fault = Fault::missing,
            .message = fmt::format("'{}' has no sound", layer.asset),
            .hint = "name a file with sound"}},
          layer);
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  std::erase_if(mix.plan.clips, [&](const HeardClip& clip) { return mix.voice_of[clip.layer] == Mix::kNone; });
  return {};
}

// The duck of each voice; equal ones once.
void make_ducks(Mix& mix) {
  std::map<std::string, size_t> known;
  for (size_t i = 0; i < mix.plan.layers.size(); ++i) {
    const HeardLayer& layer = mix.plan.layers[i];
    if (!layer.sound.duck || mix.voice_of[i] == Mix::kNone) continue;
    const auto [at, fresh] = known.emplace(duck_key(*layer.sound.duck), mix.ducks.size());
    if (fresh) mix.ducks.push_back(duck_factors(mix, *layer.sound.duck));
    mix.voices[mix.voice_of[i]].duck = at->second;
  }
}

// Between two points of a grid, `i` samples after the first.
int64_t between(int64_t from, int64_t to, int64_t i) {
  return from == to ? from : (from * (kGrid - i) + to * i) / kGrid;
}

// A sample at full scale 2^23 times a factor in 2^-24, at full scale 2^31.
int64_t scaled(int32_t sample, int64_t factor) {
  return (sample * factor + (1 << 15)) >> 16;
}

struct DuckWalk {
  const std::vector<int32_t>* factors = nullptr;
  int64_t at(int64_t sample) const {
    if (!factors) return kUnityGain;
    const auto point = static_cast<size_t>(sample / kGrid);
    return between((*factors)[point], (*factors)[point + 1], sample % kGrid);
  }
};

}  // namespace

Result<Mix> prepare_mix(SoundPlan plan, const PcmSource& files) {
  Mix mix{.plan = std::move(plan)};
  if (Result<void> opened = open_files(mix, files); !opened) return fail(std::move(opened.error()));
  make_ducks(mix);
  return mix;
}

void add_clip(const Mix& mix, const HeardClip& clip, int64_t first, std::span<int64_t> out, bool ducked) {
  const Mix::Voice& voice = mix.voices[mix.voice_of[clip.layer]];
  const int64_t end = std::min(clip.end, first + std::ssize(out) / 2);
  const DuckWalk duck{ducked && voice.duck != Mix::kNone ? &mix.ducks[voice.duck] : nullptr};
  int32_t samples[kGrid * 2];
  for (int64_t at = std::max(clip.begin, first); at < end;) {
    const int64_t own = at - clip.origin, point = own / kGrid;
    const int64_t n = std::min((point + 1) * kGrid - own, end - at);
    voice.playing.read(own, std::span(samples, static_cast<size_t>(n) * 2));
    const Level from = level_at(voice.level, clip, point), to = level_at(voice.level, clip, point + 1);
    for (int64_t i = 0; i < n; ++i) {
      const int64_t within = own + i - point * kGrid, room = duck.at(at + i);
      const auto k = static_cast<size_t>(at + i - first) * 2;
      out[k] += scaled(samples[2 * i], (between(from.left, to.left, within) * room) >> 24);
      out[k + 1] += scaled(samples[2 * i + 1], (between(from.right, to.right, within) * room) >> 24);
    }
    at += n;
  }
}

void add_sound(const Mix& mix, int64_t first, std::span<int64_t> out) {
  const int64_t end = first + std::ssize(out) / 2;
  for (const HeardClip& clip : mix.plan.clips) {
    if (clip.begin >= end) break;
    if (clip.end > first) add_clip(mix, clip, first, out, true);
  }
}

void mix_sound(const Mix& mix, int64_t first, std::span<int32_t> out) {
  std::vector<int64_t> sums;
  for (size_t done = 0; done < out.size(); done += sums.size()) {
    sums.assign(std::min<size_t>(kBlock * 2, out.size() - done), 0);
    add_sound(mix, first + static_cast<int64_t>(done / 2), sums);
    for (size_t i = 0; i < sums.size(); ++i)
      out[done + i] = static_cast<int32_t>(std::clamp<int64_t>((sums[i] + 128) >> 8, INT32_MIN, INT32_MAX));
  }
}

}  // namespace fp

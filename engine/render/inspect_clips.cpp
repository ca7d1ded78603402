#include "engine/render/inspect_clips.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "engine/audio/decibels.hpp"
#include "engine/audio/mix.hpp"
#include "engine/render/layer_times.hpp"
#include "engine/scene/clip_time.hpp"

namespace fp {
namespace {

constexpr double kStill = 0.5;      // seconds that a last picture may stand unnoticed
constexpr int64_t kListened = 960;  // samples: 20 ms, a period of the lowest tones that small speakers have
constexpr double kHeard = -40;      // dB against a full sine: what is cut off audibly
constexpr double kGoesOn = -60;     // dB: the file has more to say

// The layer's own frame from which its last picture stands; nullopt: it moves to the end. Frames [0, frames) are seen.
std::optional<int64_t> stands_from(const ClipTime& time, Rational duration, int64_t frames) {
  const Rational end = time.end && *time.end < duration ? *time.end : duration;
  if (time.at_end != ClipTime::AtEnd::hold || frames < 1 || !(time.start < end)) return std::nullopt;
  const double length = to_double(end - time.start) * to_double(time.fps);  // frames of the layer at speed 1
  const bool backwards = begins_backwards(time);
  const double steady = to_double(time.speed);
  constexpr double kSpeeds = 1.0 / (1 << 24), kNearly = 1e-6;
  int64_t sum = 0, moved = -1;  // the last frame that shows another picture than the held one
  for (int64_t frame = 0; frame < frames; ++frame) {
    const double passed = time.speeds ? static_cast<double>(sum) * kSpeeds : steady * static_cast<double>(frame);
    const double at = backwards ? -passed : passed;
    if (at > -kNearly && at < length - kNearly) moved = frame;
    if (time.speeds) sum += speed_in_frame(*time.speeds, frame, time.fps);
  }
  return moved + 1 < frames ? std::optional(moved + 1) : std::nullopt;
}

struct Clips {
  Assets& assets;
  double fps;
  std::vector<Finding>& findings;
  struct Sounding {
    const Layer* layer;
    FindingSet ignored;
  };
  std::map<std::string, Sounding> sounding;  // audio layers by id
  Errors errors;

  void visit(const std::vector<Layer>& layers, const LayerTimes& times, FindingSet ignored) {
    for (const Layer& layer : layers) {
      const FindingSet unwanted = ignored | layer.ignored;
      if (std::min(layer.out, times.end) <= layer.in) continue;
      if (const auto* group = std::get_if<GroupContent>(&layer.content))
        visit(group->children, inside(times, layer), unwanted);
      if (std::holds_alternative<AudioContent>(layer.content)) sounding.try_emplace(layer.id, &layer, unwanted);
      if (const auto* video = std::get_if<VideoContent>(&layer.content); video && !video->asset.empty())
        look_at(layer, *video, times, unwanted);
    }
  }

  void look_at(const Layer& layer, const VideoContent& video, const LayerTimes& times, FindingSet unwanted) {
    const auto add = [&](FindingKind kind, int64_t own_frame, double value) {
      if (contains(unwanted, kind)) return;
      findings.push_back({.kind = kind, .name = {&layer, {}}, .frame = times.at(layer.in + own_frame), .value = value});
    };
    Rational duration;
    if (video.numbered) {
      const auto& run = *video.numbered;
      if (run.first == run.last) return;
      duration = Rational{run.last - run.first + 1, 1} / run.rate;
    } else {
      const auto clip = assets.clip(video.asset);
      if (!clip) return errors.insert(errors.end(), clip.error().begin(), clip.error().end()), void();
      const std::optional<VideoInfo>& info = (*clip)->video();
      if (!info) return;
      if (info->interlaced) add(FindingKind::interlaced, 0, 0);
      if (info->frames < 2) return;
      duration = info->duration;
    }
    const int64_t seen = std::min(layer.out, times.end) - layer.in;
    const std::optional<int64_t> from = stands_from(video.time, duration, seen);
    const double still = from ? static_cast<double>(seen - *from) * times.each / fps : 0;
    if (still > kStill) add(FindingKind::frozen, *from, still);
  }
};

// Power of interleaved samples against a full sine, which is half of that of a square wave.
template <class Sample>
double decibels(std::span<const Sample> samples, double full) {
  double sum = 0;
  for (const Sample s : samples) sum += (static_cast<double>(s) / full) * (static_cast<double>(s) / full);
  const double power = 2 * sum / static_cast<double>(samples.size());
  return power > 0 ? 10 * exact_log(power) / exact_log(10) : -200;
}

// Only audio layers, each for itself: between shots sound is cut all the time.
SoundPlan of_audio_layers(SoundPlan plan) {
  std::vector<size_t> number(plan.layers.size());
  SoundPlan kept{.fps = plan.fps, .samples = plan.samples};
  for (size_t i = 0; i < plan.layers.size(); ++i) {
    number[i] = kept.layers.size();
    if (plan.layers[i].footage) continue;
    kept.layers.push_back(plan.layers[i]);
    kept.layers.back().sound.duck.reset();
  }
  for (HeardClip& clip : plan.clips) {
    if (plan.layers[clip.layer].footage) continue;
    clip.layer = number[clip.layer];
    kept.clips.push_back(std::move(clip));
  }
  return kept;
}

// How loud a clip is where it ends, if its file goes on there.
std::optional<double> level_at_cut(const Mix& mix, const HeardClip& clip) {
  const int64_t n = std::min(kListened, clip.end - clip.begin);
  std::vector<int64_t> before(static_cast<size_t>(n) * 2);
  add_clip(mix, clip, clip.end - n, before, false);
  const double level = decibels<int64_t>(before, 0x1p31);
  if (level < kHeard) return std::nullopt;
  std::array<int32_t, kListened * 2> after{};
  mix.voices[mix.voice_of[clip.layer]].playing.read(clip.end - clip.origin, after);
  if (decibels<int32_t>(after, 0x1p23) < kGoesOn) return std::nullopt;
  return level;
}

Result<void> listen(const Composition& composition, Clips& clips) {
  Result<SoundPlan> plan = plan_sound(composition);
  if (!plan) return fail(std::move(plan.error()));
  const Result<Mix> mix = prepare_mix(of_audio_layers(*std::move(plan)), [&](const std::string& asset) {
    const auto clip = clips.assets.clip(asset);
    return clip ? sound_of(**clip) : Result<SoundFile>(fail(clip.error()));
  });
  if (!mix) return fail(mix.error());
  std::map<size_t, Finding> worst;
  for (const HeardClip& clip : mix->plan.clips) {
    const auto of = clips.sounding.find(mix->plan.layers[clip.layer].id);
    if (of == clips.sounding.end() || contains(of->second.ignored, FindingKind::cut_off)) continue;
    const std::optional<double> level = level_at_cut(*mix, clip);
    if (!level) continue;
    const auto [at, fresh] = worst.try_emplace(clip.layer);
    if (!fresh && at->second.value >= *level) continue;
    const int64_t frame = floor_of(Rational{clip.end - 1, kSampleRate} * composition.fps);
    at->second = {.kind = FindingKind::cut_off, .name = {of->second.layer, {}}, .frame = frame, .value = *level};
  }
  for (const auto& [layer, finding] : worst) clips.findings.push_back(finding);
  return {};
}

}  // namespace

Result<void> inspect_clips(const Composition& composition, Assets& assets, std::vector<Finding>& findings) {
  Clips clips{assets, to_double(composition.fps), findings, {}, {}};
  clips.visit(composition.layers, {.end = composition.frames}, 0);
  if (!clips.errors.empty()) return fail(std::move(clips.errors));
  return listen(composition, clips);
}

}  // namespace fp

#include "engine/audio/sound_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/audio/sample_time.hpp"
#include "engine/template/heard.hpp"

namespace fp {
namespace {

constexpr size_t kMostClips = 200'000;

// A list of layers somewhere in the composition. Frames of the composition.
struct Surroundings {
  int64_t origin = 0;          // where the list's own time is 0
  int64_t begin = 0, end = 0;  // where it is heard at all
  std::vector<SceneFade> fades;
  std::vector<std::string> within;
  const Layer* bent = nullptr;  // a group around whose time passes at another speed
};

class Planner {
 public:
  explicit Planner(const Composition& composition) : fps_(composition.fps) {
    plan_.fps = fps_;
    plan_.samples = sample_at(composition.frames, fps_);
    visit(composition.layers, {.end = composition.frames});
  }

  Result<SoundPlan> take() {
    if (!errors_.empty()) return fail(std::move(errors_));
    std::ranges::stable_sort(plan_.clips, {}, &HeardClip::begin);
    return std::move(plan_);
  }

 private:
  void visit(const std::vector<Layer>& layers, const Surroundings& around,
             const std::vector<Transition>* transitions = nullptr) {
    for (size_t i = 0; i < layers.size(); ++i) {
      const Layer& layer = layers[i];
      Surroundings inside = around;
      inside.origin = around.origin + layer.in;
      inside.begin = std::max(around.begin, around.origin + layer.in);
      inside.end = std::min(around.end, around.origin + layer.out);
      if (inside.end <= inside.begin || layer.out <= layer.in) continue;
      inside.within.push_back(layer.id);
      if (transitions) add_fades(layers, *transitions, i, around.origin, inside);
      if (const auto* group = std::get_if<GroupContent>(&layer.content)) visit_group(layer, *group, inside);
      if (const auto* audio = std::get_if<AudioContent>(&layer.content))
        hear(layer, audio->asset, audio->time, audio->sound, false, inside);
      if (const auto* video = std::get_if<VideoContent>(&layer.content); video && video->sound)
        hear(layer, video->asset, video->time, *video->sound, true, inside);
    }
  }

  // A scene comes in over its own transition and goes out over the next one's.
  void add_fades(const std::vector<Layer>& scenes, const std::vector<Transition>& transitions, size_t i, int64_t origin,
                 Surroundings& inside) const {
    const auto add = [&](size_t scene, bool in) {
      const int64_t begin = origin + scenes[scene].in;
      if (transitions[scene].frames > 0)
        inside.fades.push_back({sample_at(begin, fps_), sample_at(begin + transitions[scene].frames, fps_), in});
    };
    FP_ASSERT(transitions.size() == scenes.size());
    add(i, true);
    size_t next = i + 1;
    while (next < scenes.size() && scenes[next].out <= scenes[next].in) ++next;
    if (next < scenes.size()) add(next, false);
  }

  void visit_group(const Layer& layer, const GroupContent& group, Surroundings inside) {
    const std::vector<Transition>* transitions = group.transitions.empty() ? nullptr : &group.transitions;
    if (!first_heard(group.children)) return;
    if (!group.clock) return visit(group.children, inside, transitions);
    const Clock& clock = *group.clock;
    if (clock.speed != 1 || clock.at_end == Clock::AtEnd::pingpong) {
      inside.bent = &layer;
      return visit(group.children, inside, transitions);
    }
    // The time inside starts at a whole frame (binding reads it so), and is `frames` long.
    int64_t origin = inside.origin - static_cast<int64_t>(clock.start);
    const int64_t end = inside.end;
    const bool loops = clock.at_end == Clock::AtEnd::loop && clock.frames > 0;
    if (loops) origin += static_cast<int64_t>(floor_divided(inside.begin - origin, clock.frames)) * clock.frames;
    do {
      Surroundings once = inside;
      once.origin = origin;
      once.begin = std::max(inside.begin, origin);
      once.end = std::min(end, origin + clock.frames);
      visit(group.children, once, transitions);
      origin += clock.frames;
    } while (loops && origin < end && errors_.empty());
  }

  void hear(const Layer& layer, const std::string& asset, const ClipTime& time, const ClipSound& sound, bool footage,
            const Surroundings& inside) {
    if (asset.empty()) return;
    if (inside.bent) {
      return report(layer,
                    fmt::format("the layer \"{}\" is heard inside \"{}\", whose time runs {}", layer.id,
                                inside.bent->id, how_bent(*inside.bent)),
                    "move the sound out of the group, or write \"sound\": false in the video layer");
    }
    if (plan_.clips.size() >= kMostClips)
      return report(layer, fmt::format("loops make more than {} sounds", kMostClips), "make the loop longer");
    HeardClip clip{.origin = sample_at(inside.origin, fps_),
                   .begin = sample_at(inside.begin, fps_),
                   .end = sample_at(inside.end, fps_),
                   .fades = inside.fades};
    if (clip.end <= clip.begin) return;
    clip.layer = number_of(layer, asset, time, sound, footage, inside);
    plan_.clips.push_back(std::move(clip));
  }

  size_t number_of(const Layer& layer, const std::string& asset, const ClipTime& time, const ClipSound& sound,
                   bool footage, const Surroundings& inside) {
    const auto [known, fresh] = known_.emplace(&layer, plan_.layers.size());
    if (!fresh) return known->second;
    plan_.layers.push_back({.id = layer.id,
                            .location = layer.location,
                            .asset = asset,
                            .footage = footage,
                            .within = inside.within,
                            .time = time,
                            .sound = sound,
                            .frames = layer.out - layer.in});
    return plan_.layers.size() - 1;
  }

  static std::string how_bent(const Layer& group) {
    const Clock& clock = *std::get<GroupContent>(group.content).clock;
    return clock.at_end == Clock::AtEnd::pingpong ? "back and forth" : fmt::format("at speed {}", clock.speed);
  }

  void report(const Layer& layer, std::string message, std::string hint) {
    const SourceLocation& at = layer.location;
    errors_.push_back({Fault::invalid, at.file, at.line, at.column, at.pointer, std::move(message), std::move(hint)});
  }

  Rational fps_;
  SoundPlan plan_;
  std::map<const Layer*, size_t> known_;  // its number; looked up only
  Errors errors_;
};

}  // namespace

Result<SoundPlan> plan_sound(const Composition& composition) {
  return Planner(composition).take();
}

}  // namespace fp

// Sequences: scenes one after the other, overlapping by the transitions between them.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build.hpp"

namespace fp {
namespace {

using Kind = Transition::Kind;

constexpr std::pair<std::string_view, Kind> kKinds[] = {
    {"cut", Kind::cut},     {"dissolve", Kind::dissolve}, {"dip", Kind::dip},   {"push", Kind::push},
    {"slide", Kind::slide}, {"cover", Kind::cover},       {"wipe", Kind::wipe}, {"clock", Kind::clock},
    {"iris", Kind::iris},   {"zoom", Kind::zoom},         {"blur", Kind::blur}, {"luma", Kind::luma}};

double usual_angle(Kind kind) {
  if (kind == Kind::wipe) return 0;
  return kind == Kind::clock ? -90 : 180;
}

Ease usual_ease(const Build& build, Kind kind) {
  if (kind == Kind::dissolve || kind == Kind::dip) return {};
  return read_ease(build, Json::of("inOutCubic"), {});
}

// What a transition says beside its type and duration; `json` is its object, or null where it is only named.
void read_details(const Build& build, const Json* json, const std::string& pointer, Transition& made) {
  using Shape = Transition::Shape;
  constexpr std::pair<std::string_view, Shape> kShapes[] = {
      {"circle", Shape::circle}, {"rect", Shape::rect}, {"diamond", Shape::diamond}};
  const Json* ease = json ? json->find("ease") : nullptr;
  made.ease = ease ? read_ease(build, *ease, pointer + "/ease") : usual_ease(build, made.kind);
  made.angle = number_or(json, "angle", usual_angle(made.kind));
  made.softness = number_or(json, "softness", made.kind == Kind::luma ? 0.1 : 0);
  made.amount = made.kind == Kind::blur ? number_or(json, "radius", 40) : number_or(json, "amount", 0.6);
  if (!json) return;
  if (const Json* color = json->find("color")) made.color = read_color(build, *color, pointer + "/color");
  made.shape = choose(json->find("shape"), kShapes);
  if (const Json* center = json->find("center")) made.center = {center->items[0].number, center->items[1].number};
  made.reversed = read_bool(*json, "counterclockwise", false) || read_bool(*json, "closes", false) ||
                  read_bool(*json, "invert", false);
  if (const Json* image = json->find("image")) made.asset = image->text;
}

// `json`: a type, an object, null, or nothing, which is a cut.
Transition read_transition(const Build& build, const Json* json, const std::string& pointer) {
  Transition made;
  if (!json || json->is_null()) return made;
  const Json* object = json->is_object() ? json : nullptr;
  made.kind = choose(object ? object->find("type") : json, kKinds);
  if (made.kind == Kind::cut) return made;
  const Json* duration = object ? object->find("duration") : nullptr;
  made.frames = duration ? read_time(build, *duration, 0, pointer + "/duration").value_or(0)
                         : parse_time("0.5s", build.composition.fps).value_or(0);
  read_details(build, object, pointer, made);
  return made;
}

struct Schedule {
  std::vector<Interval> intervals;      // of every child; empty ones of those that are not shown
  std::vector<Transition> transitions;  // of those shown
  std::optional<int64_t> frames;        // how long all last; absent where the last one does not say
};

// How long a scene lasts: as it says, or as its own scenes do.
std::optional<int64_t> scene_frames(const Build& build, const Json& scene, const std::string& pointer) {
  if (const Json* duration = scene.find("duration")) return read_time(build, *duration, 0, pointer + "/duration");
  const Json* type = scene.find("type");
  return type && type->text == "sequence" ? sequence_frames(build, scene, pointer) : std::nullopt;
}

// A scene must be there for its own transition and the next one's, so that never more than two are seen at once.
void check_overlap(const Build& build, const Json& scene, const std::string& pointer, int64_t frames, int64_t in,
                   int64_t out) {
  if (frames >= in + out) return;
  report(
      build, scene, pointer,
      fmt::format("the scene lasts {} frames, less than the transitions at its ends take: {} and {}", frames, in, out),
      "give it a longer \"duration\", or the transitions shorter ones");
}

// `last`: how long the last scene lasts if it does not say; absent where that is not known yet.
Schedule make_schedule(const Build& build, const Json& json, const std::string& pointer, std::optional<int64_t> end) {
  const Json& scenes = *json.find("children");
  const Transition usual = read_transition(build, json.find("transitions"), pointer + "/transitions");
  Schedule schedule;
  schedule.intervals.resize(scenes.items.size());
  const auto is_shown = [](const Json& scene) { return read_bool(scene, "visible", true); };
  const auto shown = std::ranges::count_if(scenes.items, is_shown);
  int64_t at = 0;  // where the scene before ends
  std::optional<size_t> before;
  for (size_t i = 0; i < scenes.items.size(); ++i) {
    const Json& scene = scenes.items[i];
    if (!is_shown(scene)) continue;
    const std::string here = pointer + "/children" + child_pointer(i);
    const Json* own = scene.find("transition");
    Transition transition = own ? read_transition(build, own, here + "/transition") : before ? usual : Transition{};
    const int64_t in = before ? at - transition.frames : 0;
    std::optional<int64_t> frames = scene_frames(build, scene, here);
    const bool last = std::ssize(schedule.transitions) + 1 == shown;
    if (!frames && last && end) frames = std::max<int64_t>(*end - in, 1);
    if (!frames && last) return schedule;
    if (!frames) {
      report(build, scene, here, "this scene does not say how long it lasts",
             "give it a \"duration\"; only the last scene of a sequence may do without");
      frames = transition.frames + 1;
    }
    if (before) {
      const Interval& old = schedule.intervals[*before];
      check_overlap(build, scenes.items[*before], pointer + "/children" + child_pointer(*before), old.out - old.in,
                    schedule.transitions.back().frames, transition.frames);
    }
    schedule.intervals[i] = {in, in + *frames};
    schedule.transitions.push_back(std::move(transition));
    at = in + *frames;
    before = i;
    if (last) check_overlap(build, scene, here, *frames, schedule.transitions.back().frames, 0);
  }
  schedule.frames = at;
  return schedule;
}

}  // namespace

std::optional<int64_t> sequence_frames(const Build& build, const Json& json, const std::string& pointer) {
  Errors ignored;  // the same faults are found when the sequence is read
  const Build quiet{build.tpl, build.composition, ignored};
  return make_schedule(quiet, json, pointer, std::nullopt).frames;
}

std::optional<int64_t> last_sequence_end(const Build& build, const Json& layers) {
  Errors ignored;
  const Build quiet{build.tpl, build.composition, ignored};
  std::optional<int64_t> end;
  for (const Json& layer : layers.items) {
    if (layer.find("type")->text != "sequence" || !read_bool(layer, "visible", true)) continue;
    const Json* in = layer.find("in");
    const Json* duration = layer.find("duration");
    const auto start = in ? read_time(quiet, *in, 0, {}) : 0;
    const auto frames = duration ? read_time(quiet, *duration, 0, {}) : sequence_frames(quiet, layer, {});
    if (start && frames) end = std::max(end.value_or(0), *start + *frames);
  }
  return end;
}

GroupContent read_sequence(Build& build, const Json& json, const Layer& layer, const Enclosure& inside) {
  const std::string& pointer = layer.location.pointer;
  const Schedule schedule = make_schedule(build, json, pointer, inside.frames);
  GroupContent group;
  group.clip = true;
  if (schedule.frames.value_or(0) > inside.frames) {
    report(build, json, pointer,
           fmt::format("the scenes last {} frames, but there is room for {}", *schedule.frames, inside.frames),
           "make scenes shorter or the enclosing time longer: \"duration\": \"auto\" makes a canvas as long as its "
           "sequences");
  }
  const Json& children = *json.find("children");
  group.children = read_layers(build, children, inside, pointer + "/children", layer.id + "/", &schedule.intervals);
  // Scenes that are not shown, but needed by others, have no transition of their own.
  for (size_t i = 0, shown = 0; i < group.children.size(); ++i) {
    const Layer& child = group.children[i];
    group.transitions.push_back(
        child.out > child.in && shown < schedule.transitions.size() ? schedule.transitions[shown++] : Transition{});
  }
  return group;
}

}  // namespace fp

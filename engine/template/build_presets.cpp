// "enter" and "exit": motions by the names of presets.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build_motions.hpp"
#include "engine/template/presets.hpp"

namespace fp {
namespace {

using Part = Motion::Part;

struct Entrance {
  const LayerScope& scope;  // its pointer is that of "enter" or "exit"
  const Json& said;         // a name, or an object with one
  const Json& preset;
  std::string name;
  bool leaves = false, text = false;
};

// The style's own motions stand before the built-in ones.
const Json* find_preset(const LayerScope& scope, const Json& said, const std::string& name) {
  const Json& own = scope.build.style.motions;
  if (const Json* preset = own.find(name)) return preset;
  if (const Json* preset = motion_presets().find(name)) return preset;
  Json known = motion_presets();
  for (const Json::Member& motion : own.members) known.set(motion.key, Json{});
  report(scope, said, "", fmt::format("no motion is named \"{}\"", name), name_hint(name, known, "motions"));
  return nullptr;
}

// What moves as one: as said, else as the preset means it, where the layer has such parts.
Part part_of(const Entrance& e) {
  const Json* by = e.said.find("by");
  const Part meant = choose(e.preset.find("by"), kMotionParts);
  if (by && !e.text && by->text != "layer") {
    report(e.scope, *by, "by", fmt::format("only a text has parts such as \"{}\"", by->text), "leave it out");
  } else if (!e.text && read_bool(e.preset, "text", false)) {
    report(e.scope, e.said, "",
           fmt::format("the motion \"{}\" is one of a text's parts, and this layer is no text", e.name));
  }
  if (!e.text) return Part::layer;
  return by ? choose(by, kMotionParts) : meant;
}

// Numbers of the preset count distances.
void scale_by(const Way& way, const Way& usual, Motion::Away& away) {
  away.share += away.position * way.share;
  away.em += away.position * way.em;
  away.position *= way.pixels;
  away.spacing_em += away.letter_spacing * way.em;
  away.letter_spacing *= way.pixels;
  away.blur_em = away.blur * usual.em;
  away.blur *= usual.pixels;
}

// On the way out, everything goes on in the same direction.
void reverse(Motion::Away& away) {
  away.position = -away.position;
  away.share = -away.share;
  away.em = -away.em;
  away.rotation = -away.rotation;
}

constexpr double kExitPace = 0.7;  // leaving is quicker: eyes are elsewhere already

// How many times longer than the preset says.
double stretch_of(const Entrance& e) {
  double usual = 0;
  for (const Json& motion : e.preset.find("motions")->items) {
    const Json *start = motion.find("start"), *duration = motion.find("duration");
    usual = std::max(usual, (start ? start->number : 0) + (duration ? duration->number : 0.6));
  }
  const Json* said = e.said.find("duration");
  if (!said) return e.scope.build.style.pace * (e.leaves ? kExitPace : 1);
  const double wanted = read_fine_time(e.scope, *said, "duration").value_or(0);
  if (usual == 0 && wanted > 0) {
    report(e.scope, *said, "duration", fmt::format("the parts of \"{}\" take no time", e.name),
           "say \"stagger\" or \"within\"");
  }
  if (wanted < 0) report(e.scope, *said, "duration", "\"duration\" cannot be negative");
  return usual > 0 ? wanted / frames_of(e.scope, usual) : 0;
}

Ease ease_of(const Entrance& e, const Json& motion, bool main) {
  const Json *said = e.said.find("ease"), *own = motion.find("ease");
  if (said && main) return read_ease(e.scope, *said, "ease");
  const Json& general = e.scope.build.style.ease;
  Json usual = own ? *own : general.is_null() ? Json::of("outQuint") : general;
  if (const Json* named = usual.text.starts_with('@') ? e.scope.build.style.eases.find(usual.text.substr(1)) : nullptr)
    usual = *named;
  return read_ease(e.scope, e.leaves ? mirrored_ease(usual) : usual, "ease");
}

Motion preset_motion(const Entrance& e, const Json& json, Part part, double stretch, bool main) {
  Motion motion = read_motion(e.scope, json);
  motion.part = part;
  read_sequence(e.scope, e.preset, motion);
  motion.stagger *= e.scope.build.style.pace;
  if (e.said.is_object()) read_sequence(e.scope, e.said, motion);
  const Json* delay = e.said.find("delay");
  const double wait = delay ? read_fine_time(e.scope, *delay, "delay").value_or(0) : 0;
  if (!json.find("duration")) motion.duration = frames_of(e.scope, 0.6);
  motion.start = wait + motion.start * stretch;
  motion.duration *= stretch;
  motion.ease = ease_of(e, json, main);
  const Json* usual = e.preset.find(part == Part::layer ? "distance" : "partDistance");
  const Way way = usual ? read_way(e.scope.build, *usual) : Way{};
  const Json* distance = e.said.find("distance");
  scale_by(distance ? read_way(e.scope.build, *distance) : way, way, motion.away);
  if (e.leaves) {
    motion.leaves = true;
    motion.finish = static_cast<double>(e.scope.frames) - motion.start;
    reverse(motion.away);
  }
  return motion;
}

// The motions of one preset read the same keys: a fault is said once.
void drop_repeated(Errors& errors, size_t from) {
  const auto first = errors.begin() + static_cast<std::ptrdiff_t>(from);
  for (auto at = first; at != errors.end();) {
    const auto same = [&](const Diagnostic& d) { return d.message == at->message && d.pointer == at->pointer; };
    at = std::any_of(first, at, same) ? errors.erase(at) : at + 1;
  }
}

}  // namespace

std::vector<Motion> read_entrance(const LayerScope& scope, const Json& said, bool leaves, bool text) {
  std::vector<Motion> motions;
  const Json* named = said.is_object() ? said.find("preset") : &said;
  const Json* preset = find_preset(scope, *named, named->text);
  if (!preset) return motions;
  const Entrance e{scope, said, *preset, named->text, leaves, text};
  const size_t faults = scope.build.errors.size();
  const Part part = part_of(e);
  const double stretch = stretch_of(e);
  for (const Json& json : preset->find("motions")->items) {
    motions.push_back(preset_motion(e, json, part, stretch, motions.empty()));
  }
  if (part == Part::layer && said.is_object()) {
    check_part(scope, said, motions.front());
  } else if (motions.front().away.wipe && part != Part::layer) {
    report(scope, said, "", "a wipe goes over a whole layer", "leave out \"by\"");
  }
  drop_repeated(scope.build.errors, faults);
  return motions;
}

}  // namespace fp

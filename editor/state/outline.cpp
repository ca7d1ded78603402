#include "editor/state/outline.hpp"

#include <algorithm>
#include <optional>

#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"
#include "engine/template/references.hpp"

namespace fp::editor {
namespace {

struct Place {
  int64_t start = 0, length = 0, stagger = 0;
  int depth = 0, parent = -1;
};

const Json* find_string(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value && value->is_string() ? value : nullptr;
}

std::string text_or(const Json& object, std::string_view key, const std::string& otherwise) {
  const Json* value = find_string(object, key);
  return value && !value->text.empty() ? value->text : otherwise;
}

bool is_bound(const Json* value) {
  return value && value->is_string() && is_expression(value->text);
}

bool is_hidden(const Json& layer) {
  const Json* visible = layer.find("visible");
  return visible && visible->is_bool() && !visible->boolean;
}

const std::vector<Json>& children_of(const Json& layer) {
  static const std::vector<Json> none;
  const Json* children = layer.find("children");
  return children && children->is_array() ? children->items : none;
}

bool is_sequence(const Json& layer) {
  return text_or(layer, "type", "") == "sequence";
}

int64_t transition_frames(const Json* transition, Rational fps) {
  if (!transition || transition->is_null()) return 0;
  const std::string type = transition->is_object() ? text_or(*transition, "type", "") : transition->text;
  if (type == "cut") return 0;
  const Json* duration = transition->find("duration");
  const Json usual = Json::of("0.5s");
  return read_frame(duration ? *duration : usual, fps, 0).value_or(0);
}

std::optional<int64_t> sequence_length(const Json& sequence, Rational fps);

std::optional<int64_t> scene_length(const Json& scene, Rational fps) {
  if (scene.find("repeat") != nullptr) return std::nullopt;  // as often as data has it
  if (const Json* duration = scene.find("duration")) return read_frame(*duration, fps, 0);
  return is_sequence(scene) ? sequence_length(scene, fps) : std::nullopt;
}

struct Scene {
  int64_t in = 0, out = 0;
};
// When each child of a sequence is shown; the last one, if it does not say, until `end`.
std::vector<Scene> schedule(const Json& sequence, Rational fps, std::optional<int64_t> end, bool& known) {
  const std::vector<Json>& scenes = children_of(sequence);
  const Json* usual = sequence.find("transitions");
  std::vector<Scene> made(scenes.size());
  int64_t at = 0;
  bool first = true;
  known = true;
  for (size_t i = 0; i < scenes.size(); ++i) {
    made[i] = {at, at};
    if (!scenes[i].is_object() || is_hidden(scenes[i])) continue;
    const Json* own = scenes[i].find("transition");
    const int64_t overlap = first ? 0 : transition_frames(own ? own : usual, fps);
    const int64_t in = std::max<int64_t>(at - overlap, 0);
    std::optional<int64_t> frames = scene_length(scenes[i], fps);
    if (!frames) known = false;
    if (!frames) frames = end ? std::max<int64_t>(*end - in, 1) : 1;
    made[i] = {in, in + std::max<int64_t>(*frames, 1)};
    at = made[i].out;
    first = false;
  }
  return made;
}

std::optional<int64_t> sequence_length(const Json& sequence, Rational fps) {
  bool known = false;
  const std::vector<Scene> scenes = schedule(sequence, fps, std::nullopt, known);
  int64_t end = 0;
  for (const Scene& scene : scenes) end = std::max(end, scene.out);
  return known ? std::optional(end) : std::nullopt;
}

void read_interval(const Json& json, Rational fps, const Place& place, OutlineLayer& layer) {
  const Json *in = json.find("in"), *out = json.find("out"), *duration = json.find("duration");
  layer.in_bound = is_bound(in);
  layer.out_bound = is_bound(out) || is_bound(duration);
  const int64_t from = in ? read_frame(*in, fps, place.length).value_or(0) : 0;
  int64_t until = std::max(place.length, from);
  if (out) {
    until = read_frame(*out, fps, place.length).value_or(until);
  } else if (duration) {
    if (const auto frames = read_frame(*duration, fps, place.length)) until = from + *frames;
  } else if (is_sequence(json)) {
    if (const auto frames = sequence_length(json, fps)) until = from + *frames;
  }
  layer.in = place.start + from + layer.late;
  layer.out = place.start + until + (duration && !out ? layer.late : 0);
  layer.out = std::max(layer.out, layer.in);
}

void find_keys(const Json& value, const std::string& pointer, Rational fps, int64_t length,
               std::vector<KeyedProperty>& found) {
  const Json* keys = value.is_object() ? value.find("keys") : nullptr;
  if (keys && keys->is_array()) {
    KeyedProperty property{.pointer = pointer, .frames = {}};
    for (const Json& key : keys->items) {
      const Json* t = key.find("t");
      property.frames.push_back(t ? read_frame(*t, fps, length).value_or(0) : 0);
    }
    found.push_back(std::move(property));
    return;
  }
  for (size_t i = 0; i < value.items.size(); ++i)
    find_keys(value.items[i], pointer + child_pointer(i), fps, length, found);
  for (const Json::Member& m : value.members) {
    if (m.key != "children") find_keys(m.value, pointer + child_pointer(m.key), fps, length, found);
  }
}

// Keys of a layer, those that the format's override has at its pointer.
void find_layer_keys(const Json& json, const Json* patch, const std::string& patch_pointer, Rational fps,
                     OutlineLayer& layer) {
  for (const Json::Member& m : json.members) {
    if (m.key == "children") continue;
    const bool overridden = patch && patch->find(m.key);
    find_keys(m.value, (overridden ? patch_pointer : layer.pointer) + child_pointer(m.key), fps, layer.out - layer.in,
              layer.keyed);
  }
}

// What the layers of a list are read with.
struct Overrides {
  const Json* json = nullptr;  // the object that has the chosen format's changes by layer id, at a pointer; or null
  std::string pointer;
  const Json* compositions = nullptr;
};

// A layer that puts in a composition is shown as long as that lasts, where it does not say; else null.
const Json* usual_duration(const Json& layer, const Json* compositions) {
  if (compositions == nullptr || text_or(layer, "type", "") != "composition") return nullptr;
  if (layer.find("duration") != nullptr || layer.find("out") != nullptr) return nullptr;
  const Json* composition = compositions->find(text_or(layer, "composition", ""));
  return composition != nullptr ? composition->find("duration") : nullptr;
}

void read_layers(Outline& outline, const Json& list, const std::string& pointer, const Place& place,
                 const std::vector<Scene>* scenes, const Overrides& overrides) {
  int64_t shown = 0;
  for (size_t i = 0; i < list.items.size(); ++i) {
    const Json* id = find_string(list.items[i], "id");
    const Json* patch = overrides.json && id ? overrides.json->find(id->text) : nullptr;
    const Json* usual = usual_duration(list.items[i], overrides.compositions);
    Json merged;
    if (patch || usual) merged = list.items[i];
    if (usual) merged.set("duration", *usual);
    if (patch) merge_patch(merged, *patch);
    const Json& json = patch || usual ? merged : list.items[i];
    OutlineLayer layer{.pointer = pointer + child_pointer(i), .depth = place.depth, .parent = place.parent};
    layer.start = place.start;
    layer.length = place.length;
    layer.id = text_or(json, "id", "");
    layer.type = text_or(json, "type", "expression");
    layer.label = text_or(json, "name", layer.id.empty() ? layer.type : layer.id);
    layer.group = json.find("children") != nullptr;
    layer.late = place.stagger * shown;
    if (!is_hidden(json)) ++shown;
    if (scenes) {
      layer.scene = true;
      layer.in = place.start + (*scenes)[i].in;
      layer.out = place.start + (*scenes)[i].out;
    } else {
      read_interval(json, outline.fps, place, layer);
    }
    const int64_t length = layer.out - layer.in;
    if (json.is_object())
      find_layer_keys(json, patch, patch ? overrides.pointer + child_pointer(id->text) : "", outline.fps, layer);
    const Json* children = json.find("children");
    Place inside{layer.in, length, 0, place.depth + 1, static_cast<int>(outline.layers.size())};
    const Json* stagger = json.find("stagger");
    if (stagger) inside.stagger = read_frame(*stagger, outline.fps, length).value_or(0);
    outline.layers.push_back(std::move(layer));
    if (!children || !children->is_array()) continue;
    bool known = false;
    const std::vector<Scene> inner =
        is_sequence(json) ? schedule(json, outline.fps, length, known) : std::vector<Scene>();
    read_layers(outline, *children, outline.layers[static_cast<size_t>(inside.parent)].pointer + "/children", inside,
                is_sequence(json) ? &inner : nullptr, overrides);
  }
}

// Nullopt: only binding tells.
std::optional<int64_t> last_sequence_end(const Json& layers, Rational fps) {
  int64_t end = 1;
  for (const Json& layer : layers.items) {
    if (!layer.is_object() || !is_sequence(layer)) continue;
    const Json* in = layer.find("in");
    const std::optional<int64_t> from = in ? read_frame(*in, fps, 0) : 0, length = sequence_length(layer, fps);
    if (!from || !length) return std::nullopt;
    end = std::max(end, *from + *length);
  }
  return end;
}

}  // namespace

Outline read_outline(const Json& root, std::string_view scope, std::string_view format, int64_t bound) {
  Outline outline;
  const std::string chosen = chosen_format(root, format);
  const std::string place = "/formats" + child_pointer(chosen);
  const Json* patch = chosen.empty() ? nullptr : find_at(root, place);
  const Json* canvas = root.find("canvas");
  Json changed;
  if (const Json* of_format = patch ? patch->find("canvas") : nullptr; of_format && canvas) {
    changed = *canvas;
    merge_patch(changed, *of_format);
    canvas = &changed;
  }
  Overrides overrides;
  if (patch && scope.empty()) overrides = {patch->find("layers"), place + "/layers"};
  overrides.compositions = root.find("compositions");
  const Json* owner = scope.empty() ? canvas : find_at(root, scope);
  const Json* fps = canvas ? canvas->find("fps") : nullptr;
  if (fps) outline.fps = parse_rate(fps->text).value_or(outline.fps);
  const Json* size = owner ? owner->find("size") : nullptr;
  if (!size && canvas) size = canvas->find("size");
  if (size && size->items.size() == 2) {
    const auto side = [](const Json& json) { return static_cast<int>(std::clamp(json.number, 1.0, 8192.0)); };
    outline.width = side(size->items[0]);
    outline.height = side(size->items[1]);
  }
  const Json* layers = find_at(root, std::string(scope) + "/layers");
  const Json* duration = owner ? owner->find("duration") : nullptr;
  if (!duration && canvas) duration = canvas->find("duration");
  std::optional<int64_t> frames = duration ? read_frame(*duration, outline.fps, 0) : std::nullopt;
  if (!frames && layers) frames = last_sequence_end(*layers, outline.fps);
  outline.frames = std::max<int64_t>(frames.value_or(bound), 1);
  if (layers && layers->is_array())
    read_layers(outline, *layers, std::string(scope) + "/layers", {.length = outline.frames}, nullptr, overrides);
  return outline;
}

const OutlineLayer* find_layer(const Outline& outline, std::string_view pointer) {
  const auto found = std::ranges::find(outline.layers, pointer, &OutlineLayer::pointer);
  return found == outline.layers.end() ? nullptr : &*found;
}

std::string scope_of(std::string_view pointer) {
  constexpr std::string_view kCompositions = "/compositions/";
  if (!pointer.starts_with(kCompositions)) return {};
  return std::string(pointer.substr(0, pointer.find('/', kCompositions.size())));
}

std::string layer_of(std::string_view pointer) {
  const std::string scope = scope_of(pointer);
  std::string found;
  size_t at = scope.size();
  for (std::string_view list = "/layers"; pointer.substr(at).starts_with(list); list = "/children") {
    if (pointer.substr(at).size() <= list.size() || pointer[at + list.size()] != '/') break;
    const size_t begin = at + list.size() + 1;
    const size_t end = std::min(pointer.find('/', begin), pointer.size());
    if (!parse_index(pointer.substr(begin, end - begin))) break;
    found = pointer.substr(0, end);
    at = end;
  }
  return found;
}

std::string path_in_layer(std::string_view pointer) {
  size_t begin = layer_of(pointer).size();
  if (begin == 0 && pointer.starts_with("/formats/")) {  // "/formats/NAME/layers/ID/..."
    for (int step = 0; step < 4 && begin != std::string_view::npos; ++step) begin = pointer.find('/', begin + 1);
  }
  return begin < pointer.size() ? std::string(pointer.substr(begin + 1)) : std::string();
}

std::vector<timeline::Layer> timeline_layers(const Outline& outline) {
  // Painters' order is bottom to top; a timeline shows the top first, and a group above what is in it.
  std::vector<std::vector<size_t>> children(outline.layers.size() + 1);
  for (size_t i = 0; i < outline.layers.size(); ++i)
    children[static_cast<size_t>(outline.layers[i].parent + 1)].push_back(i);
  std::vector<timeline::Layer> made;
  std::vector<size_t> waiting(children[0]);  // the next is at the back
  while (!waiting.empty()) {
    const size_t index = waiting.back();
    waiting.pop_back();
    const OutlineLayer& layer = outline.layers[index];
    timeline::Layer row{.id = layer.pointer,
                        .label = layer.label,
                        .depth = layer.depth,
                        .group = layer.group,
                        .fixed_in = layer.scene || layer.in_bound,
                        .fixed_out = layer.out_bound,
                        .in = layer.in,
                        .out = layer.out};
    for (const KeyedProperty& keyed : layer.keyed) {
      timeline::Property property{.id = keyed.pointer, .label = path_in_layer(keyed.pointer), .keys = keyed.frames};
      for (int64_t& frame : property.keys) frame += layer.in;
      std::ranges::sort(property.keys);
      row.properties.push_back(std::move(property));
    }
    made.push_back(std::move(row));
    const std::vector<size_t>& inner = children[index + 1];
    waiting.insert(waiting.end(), inner.begin(), inner.end());
  }
  return made;
}

}  // namespace fp::editor

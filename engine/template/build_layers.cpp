#include <fmt/format.h>

#include <map>
#include <utility>

#include "engine/template/build_charts.hpp"
#include "engine/template/heard.hpp"
#include "engine/template/references.hpp"

namespace fp {
namespace {

constexpr std::pair<std::string_view, Blend> kBlends[] = {
    {"normal", Blend::normal},         {"multiply", Blend::multiply},
    {"screen", Blend::screen},         {"add", Blend::add},
    {"overlay", Blend::overlay},       {"darken", Blend::darken},
    {"lighten", Blend::lighten},       {"color-dodge", Blend::color_dodge},
    {"color-burn", Blend::color_burn}, {"hard-light", Blend::hard_light},
    {"soft-light", Blend::soft_light}, {"difference", Blend::difference},
    {"exclusion", Blend::exclusion},   {"hue", Blend::hue},
    {"saturation", Blend::saturation}, {"color", Blend::color},
    {"luminosity", Blend::luminosity}};

// A scene's times follow from the sequence.
void take_interval(const Build& build, const Json& json, const Interval& interval, Layer& layer) {
  for (const char* key : {"in", "out"}) {
    if (const Json* value = json.find(key)) {
      report(build, *value, layer.location.pointer + child_pointer(key),
             fmt::format("\"{}\" has no meaning in a sequence, where a scene follows the one before it", key),
             "say how long it lasts: \"duration\"");
    }
  }
  layer.in = interval.in;
  layer.out = interval.out;
}

// in, out and duration; a layer that would start after its enclosure has ended is never shown. It is `late` by its
// place in a group that staggers its children.
void read_interval(const Build& build, const Json& json, const Enclosure& enclosure, int64_t late, Layer& layer) {
  const std::string& pointer = layer.location.pointer;
  if (const Json* repeat = json.find("repeat")) {
    report(build, *repeat, pointer + "/repeat", "a layer that an expression makes cannot be repeated",
           "let the expression make the copies: [... for item in list]");
  }
  if (const Json* transition = json.find("transition"); transition && !transition->is_null()) {
    report(build, *transition, pointer + "/transition", "a \"transition\" has a meaning only in a sequence",
           "put the layer among the children of a layer of type \"sequence\"");
  }
  const Json* in = json.find("in");
  const Json* out = json.find("out");
  const Json* duration = json.find("duration");
  if (in) layer.in = read_time(build, *in, enclosure.frames, pointer + "/in").value_or(0);
  layer.out = std::max(enclosure.frames, layer.in);
  if (const Json* type = json.find("type"); type && type->text == "sequence" && !out && !duration) {
    if (const auto frames = sequence_frames(build, json, pointer)) layer.out = layer.in + *frames;
  }
  if (out && duration) {
    report(build, *duration, pointer + "/duration", "\"duration\" has no meaning beside \"out\"", "remove one of them");
  }
  if (out) layer.out = read_time(build, *out, enclosure.frames, pointer + "/out").value_or(layer.out);
  if (duration) {
    const std::optional<int64_t> frames = read_time(build, *duration, enclosure.frames, pointer + "/duration");
    if (frames) layer.out = layer.in + *frames;
  }
  if ((out || duration) && layer.out <= layer.in) {
    report(build, out ? *out : *duration, pointer + (out ? "/out" : "/duration"),
           fmt::format("the layer would end at frame {}, not after its start at frame {}", layer.out, layer.in));
    layer.out = layer.in + 1;
  }
  if (late == 0 || layer.out <= layer.in) return;
  layer.in += late;
  layer.out = duration && !out ? layer.out + late : std::max(layer.out, layer.in + 1);
}

Transform read_transform(const LayerScope& scope, const Json& json) {
  Transform transform;
  transform.scale.constant = {1, 1};
  if (const Json* value = json.find("anchor")) transform.anchor = read_anchor(scope, *value, "anchor");
  if (const Json* value = json.find("position")) transform.position = read_point(scope, *value, "position");
  if (const Json* value = json.find("scale")) transform.scale = read_scale(scope, *value, "scale");
  transform.rotation = read_scalar(scope, json, "rotation", 0);
  return transform;
}

// One length for all sides, or [top, right, bottom, left].
void read_sides(const Json* value, double (&sides)[4]) {
  for (size_t i = 0; value && i < 4; ++i) sides[i] = value->is_array() ? value->items[i].number : value->number;
}

Arrangement read_arrangement(const LayerScope& scope, const Json& json) {
  using Kind = Arrangement::Kind;
  using Align = Arrangement::Align;
  using Justify = Arrangement::Justify;
  constexpr std::pair<std::string_view, Kind> kKinds[] = {
      {"column", Kind::column}, {"row", Kind::row}, {"grid", Kind::grid}};
  constexpr std::pair<std::string_view, Align> kAligns[] = {
      {"start", Align::start}, {"center", Align::center}, {"end", Align::end}, {"stretch", Align::stretch}};
  constexpr std::pair<std::string_view, Justify> kJustifies[] = {
      {"start", Justify::start}, {"center", Justify::center}, {"end", Justify::end}, {"between", Justify::between}};
  Arrangement made;
  made.kind = choose(json.find("type"), kKinds);
  if (const Json* gap = json.find("gap"))
    made.gap = gap->is_array() ? Vec2{gap->items[0].number, gap->items[1].number} : Vec2(gap->number);
  read_sides(json.find("padding"), made.padding);
  made.align = choose(json.find("align"), kAligns);
  made.justify = choose(json.find("justify"), kJustifies);
  made.wrap = read_bool(json, "wrap", false);
  const Json* columns = json.find("columns");
  if (columns) made.columns = static_cast<int>(columns->number);
  if ((made.kind == Kind::grid) != (columns != nullptr)) {
    report(scope, json, "layout", made.kind == Kind::grid ? "a grid needs \"columns\"" : "only a grid has \"columns\"");
  }
  return made;
}

// The time inside a group; `frames`: how long the group is shown.
std::optional<Clock> read_clock(const LayerScope& scope, const Json& json, int64_t frames) {
  using AtEnd = Clock::AtEnd;
  constexpr std::pair<std::string_view, AtEnd> kEnds[] = {
      {"hold", AtEnd::hold}, {"loop", AtEnd::loop}, {"pingpong", AtEnd::pingpong}};
  const Json* time = json.find("time");
  if (!time) return std::nullopt;
  Clock clock;
  const std::string pointer = scope.pointer + "/time";
  const Json* duration = time->find("duration");
  const Json* speed = time->find("speed");
  const Json* start = time->find("start");
  clock.frames = duration ? read_time(scope.build, *duration, 0, pointer + "/duration").value_or(frames) : frames;
  if (speed) clock.speed = speed->number;
  if (start)
    clock.start = static_cast<double>(read_time(scope.build, *start, clock.frames, pointer + "/start").value_or(0));
  clock.at_end = choose(time->find("atEnd"), kEnds);
  const bool as_outside = clock.speed == 1 && clock.start == 0 && clock.frames >= frames;
  return as_outside ? std::nullopt : std::optional(clock);
}

// Sound has one speed: that of the programme.
void check_sound(const LayerScope& scope, const Json& json, const GroupContent& group) {
  if (!group.clock || (group.clock->speed == 1 && group.clock->at_end != Clock::AtEnd::pingpong)) return;
  const Layer* heard = first_heard(group.children);
  if (!heard) return;
  report(scope, *json.find("time"), "time",
         fmt::format("\"{}\" is heard inside this group, whose time runs {}", heard->id,
                     group.clock->speed == 1 ? "back and forth" : fmt::format("at speed {}", group.clock->speed)),
         "give the layer itself a \"speed\", move it out of the group, or write \"sound\": false in a video layer");
}

GroupContent read_group(LayerScope& scope, const Json& json, const Layer& layer) {
  GroupContent group;
  group.clock = read_clock(scope, json, layer.out - layer.in);
  Enclosure inside{.size = scope.enclosure.size,
                   .frames = group.clock ? group.clock->frames : layer.out - layer.in,
                   .canvas = fills_canvas(scope, json)};
  if (layer.size && !layer.height_only) inside.size.x = layer.size->constant.x;
  if (layer.size && !layer.width_only) inside.size.y = layer.size->constant.y;
  if (const Json* layout = json.find("layout")) {
    group.arrangement = read_arrangement(scope, *layout);
    inside.arranged = true;
    const double(&p)[4] = group.arrangement->padding;
    inside.size = {std::max(inside.size.x - p[1] - p[3], 0.0), std::max(inside.size.y - p[0] - p[2], 0.0)};
  }
  if (const Json* stagger = json.find("stagger"))
    inside.stagger = read_time(scope.build, *stagger, scope.frames, scope.pointer + "/stagger").value_or(0);
  group.children =
      read_layers(scope.build, *json.find("children"), inside, layer.location.pointer + "/children", layer.id + "/");
  group.clip = read_bool(json, "clipChildren", false);
  check_sound(scope, json, group);
  return group;
}

Layer read_layer(Build& build, const Json& json, const Enclosure& enclosure, std::string pointer, std::string id,
                 const Interval* scheduled = nullptr, int64_t late = 0) {
  Layer layer;
  layer.id = std::move(id);
  const std::string outer = std::exchange(build.layer, layer.id);
  layer.location = {build.tpl.file, json.span.line, json.span.column, pointer};
  if (scheduled) {
    take_interval(build, json, *scheduled, layer);
  } else {
    read_interval(build, json, enclosure, late, layer);
  }
  LayerScope scope{build, enclosure, std::move(pointer), layer.out - layer.in, std::nullopt};
  const Json* named = json.find("type");
  const std::string type = named ? named->text : "shape";  // masks have none
  read_box(scope, json, type, layer);
  layer.transform = read_transform(scope, json);
  layer.opacity = read_scalar(scope, json, "opacity", 1);
  layer.blend = choose(json.find("blend"), kBlends);
  if (const Json* parent = json.find("parent"); parent && parent->is_string()) layer.parent = parent->text;
  if (const Json* clip = json.find("clip"); clip && clip->is_string()) layer.clip_to = clip->text;
  layer.masks = read_masks(scope, json, layer);
  layer.effects = read_effects(scope, json);
  layer.matte = read_matte(json);
  layer.motion_blur = read_bool(json, "motionBlur", false);
  if (const Json* grow = json.find("grow")) layer.grow = grow->number;
  if (const Json* follow = json.find("follow"); follow && follow->is_string()) {
    layer.follow = Follow{follow->text};
    read_sides(json.find("followPadding"), layer.follow->padding);
  }
  layer.ignored = read_ignored(json);
  if (type == "group") {
    layer.content = read_group(scope, json, layer);
  } else if (type == "sequence") {
    layer.content = read_sequence(
        build, json, layer,
        {.size = layer.size->constant, .frames = layer.out - layer.in, .canvas = fills_canvas(scope, json)});
  } else if (type == "number") {
    layer.content = read_number(scope, json);
  } else if (type == "captions") {
    const size_t wishes = build.wishes.size();
    layer.content = read_captions(scope, json, layer);
    if (build.wishes.size() > wishes)
      report(build, json, scope.pointer, "the look of captions cannot follow sound",
             "let the layer's own scale or opacity follow it");
  } else if (is_chart(type)) {
    layer.content = read_chart(scope, json, type, layer);
  } else {
    layer.content = read_content(scope, json, type);
  }
  if (type != "captions") read_motions(scope, json, layer);  // those of captions are of every text of theirs
  build.layer = outer;
  return layer;
}

// An id for a layer that has none. '#' and '/' cannot stand in an id, so it meets no other.
std::string id_of(const Json& layer, size_t index, const std::string& prefix) {
  const Json* id = layer.find("id");
  return id ? id->text : fmt::format("{}{}#{}", prefix, layer.find("type")->text, index + 1);
}

// Names that some layer to be drawn needs, directly or through others: those stay even when invisible. Every layer is
// looked at once.
std::set<std::string> needed_names(const Json& layers) {
  std::multimap<std::string_view, const Json*> hidden;  // by id
  std::vector<const Json*> kept;
  for (const Json& layer : layers.items) {
    const Json* id = layer.find("id");
    if (read_bool(layer, "visible", true)) {
      kept.push_back(&layer);
    } else if (id) {
      hidden.emplace(id->text, &layer);
    }
  }
  std::set<std::string> needed;
  while (!kept.empty()) {
    const std::vector<std::string> names = names_needed_by(*kept.back());
    kept.pop_back();
    for (const std::string& name : names) {
      if (!needed.insert(name).second) continue;
      const auto [first, last] = hidden.equal_range(name);
      for (auto at = first; at != last; ++at) kept.push_back(at->second);
    }
  }
  return needed;
}

}  // namespace

Layer read_mask_shape(Build& build, const Json& json, const Enclosure& enclosure, std::string pointer, std::string id) {
  Layer layer = read_layer(build, json, enclosure, std::move(pointer), std::move(id));
  std::get<ShapeContent>(layer.content).fill = constant_track(Color{1, 1, 1, 1});
  return layer;
}

std::vector<Layer> read_layers(Build& build, const Json& layers, const Enclosure& enclosure, const std::string& pointer,
                               const std::string& id_prefix, const std::vector<Interval>* schedule) {
  std::vector<Layer> result;
  const std::set<std::string> needed = needed_names(layers);
  for (size_t i = 0; i < layers.items.size(); ++i) {
    const Json& json = layers.items[i];
    if (++build.layer_count > kMaxLayers) {
      if (build.layer_count == kMaxLayers + 1) {
        report(build, json, pointer + child_pointer(i),
               fmt::format("the template has more than {} layers", kMaxLayers));
      }
      break;
    }
    const bool visible = read_bool(json, "visible", true);
    std::string id = id_of(json, i, id_prefix);
    if (!visible && !needed.contains(id)) continue;
    const int64_t late = enclosure.stagger * static_cast<int64_t>(result.size());
    const std::string here = pointer + child_pointer(i);
    std::optional<Json> captions;
    if (const Json* type = json.find("type"); type && type->text == "captions")
      captions = with_caption_defaults(build, enclosure, json, here);
    Layer layer = read_layer(build, captions ? *captions : json, enclosure, here, std::move(id),
                             schedule ? &(*schedule)[i] : nullptr, late);
    if (!visible) layer.out = layer.in;  // never shown; others still ride on it or are clipped by it
    result.push_back(std::move(layer));
  }
  return result;
}

}  // namespace fp

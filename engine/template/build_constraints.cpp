// The box of a layer: its size, what it is pinned to, and the limits of what is measured. Also the canvas's safe area.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build.hpp"

namespace fp {
namespace {

bool is_set(const Json* value) {
  return value && !value->is_null();
}

double extent_of(const Vec2& size, bool across) {
  return across ? size.x : size.y;
}

void report_pin(const LayerScope& scope, const Json& at, std::string_view key, std::string message,
                std::string hint = {}) {
  report(scope.build, at, scope.pointer + "/pin" + child_pointer(key), std::move(message), std::move(hint));
}

// The box that a pin measures from.
Vec2 pinned_room(const LayerScope& scope, bool to_safe_area) {
  Vec2 room = scope.enclosure.size;
  const double(&safe)[4] = scope.build.composition.safe_area;
  if (to_safe_area) room = {room.x - safe[1] - safe[3], room.y - safe[0] - safe[2]};
  return room;
}

// A pin holds one thing to another; where something else decides where the layer stands, it has no meaning.
void check_pin_alone(const LayerScope& scope, const Json& layer, const Json& pin) {
  if (is_set(layer.find("follow"))) {
    report(scope, pin, "pin", "\"pin\" has no meaning beside \"follow\"", "remove one of them");
  } else if (is_set(layer.find("parent"))) {
    report(scope, pin, "pin", "\"pin\" has no meaning beside \"parent\", which moves the layer as it likes",
           "pin the parent, or put both into a pinned group");
  } else if (scope.enclosure.arranged) {
    report(scope, pin, "pin", "the group's layout places this layer, so it cannot be pinned",
           "use the layout's \"align\" and \"justify\", or take the layer out of the group");
  }
}

void check_pin_edges(const LayerScope& scope, const Json& json, const Pin& made) {
  if (made.center_x && (made.left || made.right)) {
    report_pin(scope, *json.find("centerX"), "centerX", "\"centerX\" has no meaning beside \"left\" or \"right\"",
               "pin the middle or the edges");
  }
  if (made.center_y && (made.top || made.bottom)) {
    report_pin(scope, *json.find("centerY"), "centerY", "\"centerY\" has no meaning beside \"top\" or \"bottom\"",
               "pin the middle or the edges");
  }
  const bool across = made.left || made.right || made.center_x, down = made.top || made.bottom || made.center_y;
  if (!across && !down) {
    report(scope, json, "pin", "the pin names nothing to hold",
           "give it one of left, right, top, bottom, centerX, centerY");
  }
}

std::optional<Pin> read_pin(const LayerScope& scope, const Json& layer) {
  const Json* json = layer.find("pin");
  if (!is_set(json)) return std::nullopt;
  Pin made;
  const Json* to = json->find("to");
  made.to_safe_area = to && to->text == "safe";
  const Vec2 room = pinned_room(scope, made.to_safe_area);
  const auto read = [&](std::string_view key, bool across) -> std::optional<double> {
    const Json* value = json->find(key);
    if (!is_set(value)) return std::nullopt;
    return read_constant_length(scope, *value, extent_of(room, across), "pin");
  };
  made.left = read("left", true), made.right = read("right", true), made.center_x = read("centerX", true);
  made.top = read("top", false), made.bottom = read("bottom", false), made.center_y = read("centerY", false);
  check_pin_alone(scope, layer, *json);
  check_pin_edges(scope, *json, made);
  if (made.to_safe_area && !scope.enclosure.canvas) {
    report_pin(scope, *to, "to", "only layers on the canvas, or in groups that fill it, can be pinned to its safe area",
               "pin the group instead, and this layer to the group");
  }
  const auto leaves_none = [&](std::string_view first, std::string_view second, bool across, double taken) {
    if (taken < extent_of(room, across)) return;
    report_pin(scope, *json->find(second), second,
               fmt::format("\"{}\" and \"{}\" leave nothing of the {} of {:g} pixels", first, second,
                           across ? "width" : "height", extent_of(room, across)));
  };
  if (made.gives_width()) leaves_none("left", "right", true, *made.left + *made.right);
  if (made.gives_height()) leaves_none("top", "bottom", false, *made.top + *made.bottom);
  return made;
}

// What is known of a box: each axis is given, or measured later.
struct Known {
  bool width = false, height = false;
};

Known read_written_size(const LayerScope& scope, const Json& size, Layer& layer) {
  layer.size = read_point(scope, size, "size");
  Known known{true, true};
  if (size.is_array()) known = {!size.items[0].is_null(), !size.items[1].is_null()};
  const auto twice = [&](bool given, bool pinned, const char* what, const char* edges, const char* form) {
    if (given && pinned) {
      report(scope, size, "size", fmt::format("the {} is given here and by the pin's {}", what, edges),
             fmt::format("remove one of them: \"size\": {}", form));
    }
  };
  const bool pinned_width = layer.pin && layer.pin->gives_width();
  const bool pinned_height = layer.pin && layer.pin->gives_height();
  twice(known.width, pinned_width, "width", "\"left\" and \"right\"", "[null, height]");
  twice(known.height, pinned_height, "height", "\"top\" and \"bottom\"", "[width, null]");
  return known;
}

bool is_measured(const Json& json, const std::string& type) {
  return type == "text" || type == "number" || type == "image" || type == "video" || is_set(json.find("layout"));
}

Known read_size(const LayerScope& scope, const Json& json, const std::string& type, Layer& layer) {
  const Json* size = json.find("size");
  const bool measured = is_measured(json, type);
  Known known;
  if (size) {
    known = read_written_size(scope, *size, layer);
  } else if (!measured) {
    layer.size = constant_track(scope.enclosure.size);
    known = {true, true};
  }
  if (layer.pin && (layer.pin->gives_width() || layer.pin->gives_height())) {
    const Pin& pin = *layer.pin;
    const Vec2 room = pinned_room(scope, pin.to_safe_area);
    Vec2 box = layer.size ? layer.size->constant : Vec2{};
    if (pin.gives_width()) box.x = std::max(room.x - *pin.left - *pin.right, 0.0), known.width = true;
    if (pin.gives_height()) box.y = std::max(room.y - *pin.top - *pin.bottom, 0.0), known.height = true;
    layer.size = constant_track(box);
  }
  if (size && !measured && !(known.width && known.height)) {
    report(scope, *size, "size",
           fmt::format("the {} of this layer cannot be measured", known.width ? "height" : "width"),
           "only texts, images, videos and groups with a layout have a size of their own; pin both edges, or give a "
           "number");
    known = {true, true};
  }
  if (!known.width && !known.height) layer.size.reset();
  layer.width_only = known.width && !known.height;
  layer.height_only = known.height && !known.width;
  return known;
}

struct Limit {
  std::optional<double> width, height;
};
Limit read_limit(const LayerScope& scope, const Json& json, const char* key, Known known) {
  const Json* value = json.find(key);
  if (!is_set(value)) return {};
  const Vec2& room = scope.enclosure.size;
  const auto read = [&](const Json& item, bool across, bool given) -> std::optional<double> {
    if (item.is_null()) return std::nullopt;
    if (given) {
      report(scope, item, key,
             fmt::format("the {} of this layer is not measured, so it has no limit", across ? "width" : "height"),
             "limits are for texts, images and groups with a layout where their size is not given, and for followers");
    }
    return read_constant_length(scope, item, extent_of(room, across), key);
  };
  return {read(value->items[0], true, known.width), read(value->items[1], false, known.height)};
}

void read_limits(const LayerScope& scope, const Json& json, Known known, Layer& layer) {
  if (is_set(json.find("follow"))) known = {};
  const Limit least = read_limit(scope, json, "minSize", known), most = read_limit(scope, json, "maxSize", known);
  layer.limits = {least.width, least.height, most.width, most.height};
  const auto crossed = [](std::optional<double> a, std::optional<double> b) { return a && b && *a > *b; };
  if (crossed(least.width, most.width) || crossed(least.height, most.height))
    report(scope, *json.find("minSize"), "minSize", "\"minSize\" is larger than \"maxSize\"");
}

}  // namespace

bool fills_canvas(const LayerScope& scope, const Json& group) {
  constexpr std::string_view kOther[] = {"size", "position", "scale", "rotation", "pin", "parent", "follow", "layout"};
  return scope.enclosure.canvas && std::ranges::none_of(kOther, [&](auto key) { return is_set(group.find(key)); });
}

void read_box(LayerScope& scope, const Json& json, const std::string& type, Layer& layer) {
  layer.pin = read_pin(scope, json);
  const Known known = read_size(scope, json, type, layer);
  read_limits(scope, json, known, layer);
  if (known.width && known.height) scope.box = layer.size;
}

FindingSet read_ignored(const Json& layer) {
  const Json* list = layer.find("ignore");
  FindingSet set = 0;
  for (size_t i = 0; list && i < list->items.size(); ++i) {
    const auto at = std::ranges::find(kFindingNames, std::string_view(list->items[i].text));
    set |= at == std::end(kFindingNames) ? kAllFindings : 1u << (at - std::begin(kFindingNames));
  }
  return set;
}

void read_safe_area(Build& build, const Json& canvas, const Enclosure& enclosure) {
  constexpr double kDefault = 0.05;  // EBU R 95: graphics safe area of 16:9 productions
  double(&sides)[4] = build.composition.safe_area;
  const Json* json = canvas.find("safeArea");
  const LayerScope scope{build, enclosure, "/canvas", enclosure.frames, std::nullopt};
  for (size_t i = 0; i < 4; ++i) {
    const double extent = extent_of(enclosure.size, i % 2 == 1);
    const Json* side = json && json->is_array() ? &json->items[i] : json;
    sides[i] = side ? read_constant_length(scope, *side, extent, "safeArea") : extent * kDefault;
  }
  if (json && (sides[0] + sides[2] >= enclosure.size.y || sides[1] + sides[3] >= enclosure.size.x))
    report(scope, *json, "safeArea", "nothing of the canvas is left within the safe area");
}

}  // namespace fp

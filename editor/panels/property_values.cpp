#include "editor/panels/property_values.hpp"

#include <algorithm>
#include <cmath>

#include "editor/state/measure.hpp"
#include "editor/state/times.hpp"
#include "engine/template/build.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp::panels {
namespace {

Json number(double value) {
  const double rounded = std::round(value * 10000) / 10000;
  return Json::of(rounded == 0 ? 0.0 : rounded);
}
Json pair(Vec2 value) {
  Json json = Json::array();
  json.items = {number(value.x), number(value.y)};
  return json;
}

struct Reader {
  double frame, fps;

  std::optional<Json> of(const Scalar& track) const { return number(value_at(track, frame, fps)); }
  std::optional<Json> of(const Point& track) const { return pair(value_at(track, frame, fps)); }
  std::optional<Json> of(const Tint& track) const { return Json::of(to_string(value_at(track, frame, fps))); }
  std::optional<Json> of(const std::optional<Paint>& paint) const {
    const Tint* tint = paint ? std::get_if<Tint>(&*paint) : nullptr;
    return tint == nullptr ? std::nullopt : of(*tint);
  }
};

// Below 0 it plays backwards, as written.
std::optional<Json> speed_value(const ClipTime& time, const Reader& at) {
  return time.speeds ? at.of(*time.speeds) : number(to_double(time.speed));
}

std::optional<Json> content_value(const Layer& layer, std::string_view key, const Reader& at) {
  if (const auto* solid = std::get_if<SolidContent>(&layer.content)) {
    if (key == "color") return at.of(solid->color);
  } else if (const auto* image = std::get_if<ImageContent>(&layer.content)) {
    if (key == "radius") return at.of(image->corner_radius);
    if (key == "image") return Json::of(image->asset);
  } else if (const auto* video = std::get_if<VideoContent>(&layer.content)) {
    if (key == "radius") return at.of(video->corner_radius);
    if (key == "video") return Json::of(video->asset);
    if (key == "speed") return speed_value(video->time, at);
    if (key == "sound/gain" && video->sound) return at.of(video->sound->gain);
    if (key == "sound/pan" && video->sound) return at.of(video->sound->pan);
  } else if (const auto* audio = std::get_if<AudioContent>(&layer.content)) {
    if (key == "audio") return Json::of(audio->asset);
    if (key == "speed") return speed_value(audio->time, at);
    if (key == "gain") return at.of(audio->sound.gain);
    if (key == "pan") return at.of(audio->sound.pan);
  } else if (const auto* view = std::get_if<SoundViewContent>(&layer.content)) {
    if (key == "of") return Json::of(view->sound.of);
    if (key == "fill") return at.of(std::optional(view->fill));
    if (key == "played") return at.of(view->played);
  } else if (const auto* shape = std::get_if<ShapeContent>(&layer.content)) {
    if (key == "fill") return at.of(shape->fill);
    if (key == "rounding") return at.of(shape->outline.rounding);
    const auto* box = std::get_if<ShapeContent::Rectangle>(&shape->outline.geometry);
    if (key == "radius" && box != nullptr) return at.of(box->radius[0]);
  }
  return std::nullopt;
}

std::optional<Json> mixed(const Json& a, const Json& b, double t) {
  if (a.is_number() && b.is_number()) return number(a.number + (b.number - a.number) * t);
  if (a.is_array() && b.is_array() && a.items.size() == b.items.size()) {
    Json list = Json::array();
    for (size_t i = 0; i < a.items.size(); ++i) {
      auto item = mixed(a.items[i], b.items[i], t);
      if (!item) return std::nullopt;
      list.items.push_back(std::move(*item));
    }
    return list;
  }
  if (!a.is_string() || !b.is_string()) return std::nullopt;
  const auto from = parse_color(a.text), to = parse_color(b.text);
  if (from && to) {
    Tint track;
    track.keys = {{0, *from, {}}, {1000, *to, {}}};
    return Json::of(to_string(value_at(track, t * 1000, 1000)));
  }
  const auto one = editor::read_measure(a), two = editor::read_measure(b);
  if (!one || !two || one->before != two->before || one->unit != two->unit) return std::nullopt;
  return editor::write_measure({one->before, one->number + (two->number - one->number) * t, one->unit}, 4);
}

const Layer* find_in(const std::vector<Layer>& layers, std::string_view pointer) {
  for (const Layer& layer : layers) {
    if (layer.location.pointer == pointer) return &layer;
    const auto* group = std::get_if<GroupContent>(&layer.content);
    const Layer* inside = group == nullptr ? nullptr : find_in(group->children, pointer);
    if (inside != nullptr) return inside;
  }
  return nullptr;
}

}  // namespace

const Layer* layer_at(const Composition& composition, std::span<const std::string> entered, std::string_view pointer) {
  const std::vector<Layer>* layers = &composition.layers;
  for (const std::string& around : entered) {
    const Layer* found = find_in(*layers, around);
    const auto* group = found == nullptr ? nullptr : std::get_if<GroupContent>(&found->content);
    if (group == nullptr) return nullptr;
    layers = &group->children;
  }
  return pointer.empty() ? nullptr : find_in(*layers, pointer);
}

std::optional<Json> engine_value(const Layer& layer, std::string_view key, int64_t frame, Rational fps) {
  const Reader at{static_cast<double>(frame), static_cast<double>(fps.num) / static_cast<double>(fps.den)};
  if (key == "position") return at.of(layer.transform.position);
  if (key == "scale") return at.of(layer.transform.scale);
  if (key == "rotation") return at.of(layer.transform.rotation);
  if (key == "anchor") return at.of(layer.transform.anchor);
  if (key == "opacity") return at.of(layer.opacity);
  if (key == "size" && layer.size && !layer.width_only && !layer.height_only) return at.of(*layer.size);
  return content_value(layer, key, at);
}

std::optional<Json> keyed_value(const Json& property, int64_t frame, Rational fps, int64_t length, const Style& style) {
  struct Place {
    int64_t frame;
    const Json *value, *ease;
  };
  std::vector<Place> places;
  const Json* keys = property.find("keys");
  if (keys == nullptr || !keys->is_array()) return std::nullopt;
  for (const Json& key : keys->items) {
    const Json *t = key.find("t"), *v = key.find("v");
    const auto at = t == nullptr ? std::nullopt : editor::read_frame(*t, fps, length);
    if (!at || v == nullptr) return std::nullopt;
    places.push_back({*at, v, key.find("ease")});
  }
  if (places.empty()) return std::nullopt;
  std::ranges::stable_sort(places, {}, &Place::frame);
  const auto next = std::ranges::upper_bound(places, frame, {}, &Place::frame);
  if (next == places.begin()) return *places.front().value;
  const Place& from = *(next - 1);
  if (next == places.end() || from.frame == frame) return *from.value;
  const double way = static_cast<double>(next->frame - from.frame);
  const double seconds = way * static_cast<double>(fps.den) / static_cast<double>(fps.num);
  const Ease ease = from.ease == nullptr ? Ease{} : ease_of(*from.ease, style);
  const double t = ease_at(ease, static_cast<double>(frame - from.frame) / way, seconds);
  return mixed(*from.value, *next->value, t).value_or(*from.value);
}

Ease ease_of(const Json& written, const Style& style) {
  const Json* spring = written.find("spring");
  const bool curve = written.is_array() && written.items.size() == 4;
  if (!written.is_string() && !curve && spring == nullptr) return {};
  const Template tpl;
  Composition composition;
  Errors errors;
  const Build build{.tpl = tpl, .composition = composition, .errors = errors, .style = style};
  const Ease ease = read_ease(build, written, "");
  return errors.empty() ? ease : Ease{};
}

}  // namespace fp::panels

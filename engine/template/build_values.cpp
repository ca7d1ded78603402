#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "engine/template/build.hpp"
#include "engine/template/eases.hpp"

namespace fp {
namespace {

constexpr double kMaxLength = 1e6;  // pixels; keeps coordinates exact in fixed point later

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// 12, "50%" or "50%-40"; `extent` is what 100% means, if that is known.
double read_length(const LayerScope& scope, const Json& value, bool known, double extent, std::string_view key) {
  if (value.is_number()) return value.number;
  const size_t sign = value.text.find('%');
  const std::string_view text = value.text;
  const std::optional<double> percent = parse_number(text.substr(0, sign));
  std::optional<double> pixels = 0.0;
  if (sign != std::string::npos && sign + 1 < text.size()) pixels = parse_number(text.substr(sign + 1));
  if (!percent || !pixels) {
    report(scope, value, key, fmt::format("\"{}\" is no length", value.text));
    return 0;
  }
  if (!known) {
    report(scope, value, key, "a percentage here needs a layer whose size is given and constant",
           "give the layer a \"size\", or write pixels");
    return 0;
  }
  const double length = *percent * extent / 100.0 + *pixels;
  if (!(std::abs(length) <= kMaxLength)) {
    report(scope, value, key,
           fmt::format("\"{}\" comes to more than {} pixels", value.text, static_cast<int>(kMaxLength)));
    return 0;
  }
  return length;
}

Vec2 read_pair(const LayerScope& scope, const Json& value, std::optional<Vec2> extent, std::string_view key) {
  FP_ASSERT(value.items.size() == 2);
  const Vec2 box = extent.value_or(Vec2{});
  const bool known = extent.has_value();
  const auto length = [&](const Json& item, double of) {  // null: measured later
    return item.is_null() ? 0.0 : read_length(scope, item, known, of, key);
  };
  return {length(value.items[0], box.x), length(value.items[1], box.y)};
}

std::optional<Vec2> box_of(const LayerScope& scope) {
  if (!scope.box || !is_constant(*scope.box)) return std::nullopt;
  return scope.box->constant;
}

template <class T, class Read>
void read_keys(const LayerScope& scope, const Json& keys, std::string_view key, Track<T>& track, Read read) {
  for (size_t i = 0; i < keys.items.size(); ++i) {
    const Json& item = keys.items[i];
    const std::string pointer = scope.pointer + child_pointer(key) + "/keys" + child_pointer(i);
    const std::optional<int64_t> frame = read_time(scope.build, *item.find("t"), scope.frames, pointer + "/t");
    if (!frame) continue;
    if (!track.keys.empty() && *frame <= track.keys.back().frame) {
      report(scope.build, *item.find("t"), pointer + "/t",
             fmt::format("this key is at frame {}, not after the key before it at frame {}", *frame,
                         track.keys.back().frame),
             "keys stand in order of time, at most one to a frame; times count from the layer's in-point");
      continue;
    }
    const Json* ease = item.find("ease");
    track.keys.push_back({*frame, read(*item.find("v")), ease ? read_ease(scope, *ease, key) : Ease{}});
  }
}

template <class T, class Read>
Track<T> read_track(const LayerScope& scope, const Json& value, std::string_view key, Read read) {
  Track<T> track;
  if (!value.is_object()) {
    track.constant = read(value);
    return track;
  }
  const Json* keys = value.find("keys");
  const Json* constant = value.find("value");
  if (keys && constant) report(scope, *constant, key, "\"value\" has no meaning beside \"keys\"", "remove one of them");
  if (constant) track.constant = read(*constant);
  if (const Json* level = value.find("level")) {
    if (keys || constant)
      report(scope, *level, key, "\"level\" has no meaning beside \"keys\" or \"value\"", "remove one of them");
    track.level = read_level(scope, value, key);
    track.keys.clear();
    if (const Json* from = value.find("from")) track.constant = read(*from);
    if (const Json* to = value.find("to")) track.loud = read(*to);
  }
  if (keys) read_keys(scope, *keys, key, track, read);
  if (const Json* repeat = value.find("repeat")) {
    using Repeat = typename Track<T>::Repeat;
    constexpr std::pair<std::string_view, Repeat> kRepeats[] = {
        {"none", Repeat::none}, {"loop", Repeat::loop}, {"pingpong", Repeat::pingpong}};
    track.repeat = choose(repeat, kRepeats);
  }
  if (const Json* wiggle = value.find("wiggle")) {
    track.wiggle = {number_or(wiggle, "amplitude", 0), number_or(wiggle, "frequency", 0),
                    static_cast<uint64_t>(number_or(wiggle, "seed", 0))};
  }
  return track;
}

}  // namespace

double number_or(const Json* object, std::string_view key, double otherwise) {
  const Json* value = object ? object->find(key) : nullptr;
  return value && value->is_number() ? value->number : otherwise;
}

std::optional<int64_t> read_time(const Build& build, const Json& json, int64_t end, const std::string& pointer) {
  std::string_view text = json.text;
  const bool from_end = text.starts_with("end");
  if (from_end) text.remove_prefix(3);
  if (from_end && text.empty()) return end;
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::optional<int64_t> frames = parse_time(text, build.composition.fps);
  if (!frames || *frames > kMaxFrames || *frames < -kMaxFrames) {
    report(build, json, pointer, fmt::format("the time {} is out of range", json.text), "12 hours is the most");
    return std::nullopt;
  }
  return from_end ? end + *frames : *frames;
}

std::optional<double> read_fine_time(const LayerScope& scope, const Json& json, std::string_view key) {
  constexpr int64_t kParts = 1000;
  const Rational fps = scope.build.composition.fps;
  std::string_view text = json.text;
  const bool from_end = text.starts_with("end");
  if (from_end) text.remove_prefix(3);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::optional<int64_t> parts = text.empty() ? std::optional<int64_t>(0) : std::nullopt;
  if (text.ends_with('f')) {
    parts = parse_time(text, fps);
    if (parts) *parts *= kParts;
  } else if (!text.empty()) {
    parts = parse_time(text, {fps.num * kParts, fps.den});
  }
  if (!parts || std::abs(*parts) > kMaxFrames * kParts) {
    report(scope, json, key, fmt::format("the time {} is out of range", json.text), "12 hours is the most");
    return std::nullopt;
  }
  return static_cast<double>(*parts + (from_end ? scope.frames * kParts : 0)) / static_cast<double>(kParts);
}

double read_percentage(const LayerScope& scope, const Json& json, std::string_view key) {
  const std::optional<double> percent = parse_number(std::string_view(json.text).substr(0, json.text.find('%')));
  if (!percent || !(*percent > 0)) report(scope, json, key, fmt::format("\"{}\" is no size", json.text));
  return percent.value_or(100) / 100;
}

Ease read_ease(const LayerScope& scope, const Json& json, std::string_view key) {
  return read_ease(scope.build, json, scope.pointer + child_pointer(key));
}

Ease read_ease(const Build& build, const Json& json, const std::string& pointer) {
  if (json.is_string() && json.text.starts_with('@')) {
    const std::string name = json.text.substr(1);
    if (const Json* ease = build.style.eases.find(name)) return read_ease(build, *ease, pointer);
    report(build, json, pointer, fmt::format("the style has no ease named \"{}\"", name),
           name_hint(name, build.style.eases, "eases"));
    return {};
  }
  return plain_ease(json).value_or(Ease{});
}

Scalar read_scalar_value(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_track<double>(scope, value, key, [](const Json& v) { return v.number; });
}

Scalar read_scalar(const LayerScope& scope, const Json& layer, std::string_view key, double otherwise) {
  const Json* value = layer.find(key);
  return value ? read_scalar_value(scope, *value, key) : constant_track(otherwise);
}

Color read_color(const Build& build, const Json& value, const std::string& pointer) {
  const std::string& text = value.text;
  const bool named = text.starts_with('@');
  const Json* color = named ? build.style.palette.find(text.substr(1)) : &value;
  if (color) {
    const std::optional<Color> parsed = parse_color(color->text);
    if (!parsed) report(build, value, pointer, fmt::format("\"{}\" is no colour", color->text));
    return parsed.value_or(Color{});
  }
  report(build, value, pointer, fmt::format("the style has no colour named \"{}\"", text.substr(1)),
         build.style.name.empty() ? "the template has no \"style\""
                                  : name_hint(text.substr(1), build.style.palette, "colours"));
  return {};
}

Tint read_tint(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_track<Color>(
      scope, value, key, [&](const Json& v) { return read_color(scope.build, v, scope.pointer + child_pointer(key)); });
}

Point read_point(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_track<Vec2>(scope, value, key,
                          [&](const Json& v) { return read_pair(scope, v, scope.enclosure.size, key); });
}

Point read_inner_point(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_track<Vec2>(scope, value, key, [&](const Json& v) { return read_pair(scope, v, box_of(scope), key); });
}

Point read_radii(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_track<Vec2>(scope, value, key, [&](const Json& v) {
    return v.is_number() ? Vec2{v.number, v.number} : read_pair(scope, v, box_of(scope), key);
  });
}

Point read_scale(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_track<Vec2>(scope, value, key, [](const Json& v) {
    return v.is_number() ? Vec2{v.number, v.number} : Vec2{v.items[0].number, v.items[1].number};
  });
}

Point read_anchor(const LayerScope& scope, const Json& value, std::string_view key) {
  constexpr std::pair<std::string_view, Vec2> kAnchors[] = {
      {"top-left", {0, 0}},    {"top", {0.5, 0}},      {"top-right", {1, 0}},
      {"left", {0, 0.5}},      {"center", {0.5, 0.5}}, {"right", {1, 0.5}},
      {"bottom-left", {0, 1}}, {"bottom", {0.5, 1}},   {"bottom-right", {1, 1}}};
  return read_track<Vec2>(scope, value, key, [&](const Json& v) {
    return v.is_string() ? choose(&v, kAnchors) : Vec2{v.items[0].number, v.items[1].number};
  });
}

double read_constant_length(const LayerScope& scope, const Json& value, double extent, std::string_view key) {
  return read_length(scope, value, true, extent, key);
}

Vec2 read_constant_pair(const LayerScope& scope, const Json& value, std::string_view key) {
  return read_pair(scope, value, scope.enclosure.size, key);
}

}  // namespace fp

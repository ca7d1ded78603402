// Meters: one value, constant or in steps, kept within its range.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build_charts.hpp"
#include "engine/template/chart_meter.hpp"

namespace fp {
namespace {

using Shape = MeterContent::Shape;

// The range of a meter, and what is done about values outside it.
struct Range {
  const LayerScope& scope;
  double min = 0, max = 1;
  bool clamp = false;

  double read(const Json& json, const std::string& pointer) const {
    const double value = json.number;
    const bool inside = value >= min && value <= max;
    if (!inside && !clamp) {
      report(scope.build, json, scope.pointer + pointer,
             fmt::format("the value {} is outside what the meter shows, {} to {}", value, min, max),
             "set \"min\" and \"max\", or let \"clamp\": true keep it inside");
    }
    return std::clamp(value, min, max);
  }
};

Ease step_ease(const LayerScope& scope, const Json& step) {
  return read_data_ease(scope, step, "value", {Ease::Kind::bezier, {0.65, 0, 0.35, 1}});
}

Scalar read_steps(const Range& range, const Json& steps) {
  Scalar track;
  for (size_t i = 0; i < steps.items.size(); ++i) {
    const Json& step = steps.items[i];
    const std::string pointer = "/value" + child_pointer(i);
    const double value = range.read(*step.find("value"), pointer + "/value");
    const LayerScope& scope = range.scope;
    const auto frame = read_time(scope.build, *step.find("at"), scope.frames, scope.pointer + pointer + "/at");
    if (!frame) continue;
    if (!track.keys.empty() && *frame <= track.keys.back().frame) {
      report(scope.build, *step.find("at"), scope.pointer + pointer + "/at",
             fmt::format("this step is at frame {}, not after the step before it at frame {}", *frame,
                         track.keys.back().frame),
             "steps stand in order of time; times count from the layer's in-point");
      continue;
    }
    if (!track.keys.empty()) track.keys.back().ease = step_ease(scope, step);  // a step says how it is come to
    track.keys.push_back({*frame, value, {}});
  }
  return track;
}

std::vector<MeterContent::Band> read_bands(const LayerScope& scope, const Json& layer) {
  std::vector<MeterContent::Band> bands;
  const Json* json = layer.find("bands");
  for (size_t i = 0; json && i < json->items.size(); ++i) {
    const Json& band = json->items[i];
    const std::string pointer = scope.pointer + "/bands" + child_pointer(i);
    const double upto = band.find("upto")->number;
    if (!bands.empty() && upto <= bands.back().upto) {
      report(scope.build, band, pointer,
             fmt::format("this band ends at {}, not above the one before it, {}", upto, bands.back().upto));
    }
    bands.push_back({upto, read_color(scope.build, *band.find("color"), pointer + "/color")});
  }
  return bands;
}

double default_thickness(const MeterContent& meter, Vec2 size) {
  if (meter.shape == Shape::bar) return meter.vertical ? size.x : size.y;
  return std::min(size.x, size.y) * 0.1;
}

void read_look(const LayerScope& scope, const Json& json, Vec2 size, MeterContent& meter) {
  const Json* direction = json.find("direction");
  const Json* cap = json.find("cap");
  const Json* pointer = json.find("pointer");
  meter.vertical = direction && direction->text == "vertical";
  meter.round = !(cap && cap->text == "butt");
  meter.needle = pointer && pointer->text == "needle";
  meter.angle = number_or(&json, "angle", meter.angle);
  meter.thickness = number_or(&json, "thickness", default_thickness(meter, size));
  if (json.find("gap")) meter.gap = number_or(&json, "gap", 0);
  meter.color = read_optional_color(scope, json, "color").value_or(*parse_color("#56b4e9"));
  meter.track = meter.color;
  meter.track->a *= 0.18;
  if (json.find("track")) meter.track = read_optional_color(scope, json, "track");
  meter.bands = read_bands(scope, json);
  meter.axis = read_axis(scope, json, "axis");
}

}  // namespace

Chart read_meter(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  constexpr std::pair<std::string_view, Shape> kShapes[] = {
      {"bar", Shape::bar}, {"ring", Shape::ring}, {"gauge", Shape::gauge}, {"stars", Shape::stars}};
  MeterContent meter;
  meter.shape = choose(json.find("shape"), kShapes);
  meter.count = static_cast<int>(number_or(&json, "count", meter.count));
  meter.min = number_or(&json, "min", 0);
  meter.max = number_or(&json, "max", meter.shape == Shape::stars ? meter.count : 1);
  if (!(meter.min < meter.max)) {
    report(scope, json, "max", fmt::format("\"max\", {}, is not above \"min\", {}", meter.max, meter.min));
    meter.max = meter.min + 1;
    return std::make_shared<const MeterContent>(std::move(meter));
  }
  const Range range{scope, meter.min, meter.max, read_bool(json, "clamp", false)};
  const Json& value = *json.find("value");
  meter.value = value.is_array() ? read_steps(range, value) : constant_track(range.read(value, "/value"));
  meter.from = json.find("from") ? range.read(*json.find("from"), "/from") : meter.min;
  read_look(scope, json, so_far.size, meter);
  std::vector<double> values{meter.from, meter.value.constant};
  if (!meter.value.keys.empty()) values.pop_back();
  for (const auto& key : meter.value.keys) values.push_back(key.value);
  meter.label = read_optional_text(scope, json, "label", values);
  if (meter.label) {
    const double extent = meter.vertical ? so_far.size.y : so_far.size.x, em = meter.label->style.size.constant;
    meter.label_room = read_chart_length(scope, *json.find("label"), "room", extent, em * (meter.vertical ? 1.6 : 3));
  }
  return std::make_shared<const MeterContent>(std::move(meter));
}

}  // namespace fp

// Charts of lines.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/template/build_charts.hpp"
#include "engine/template/chart_line.hpp"

namespace fp {
namespace {

std::vector<double> values_of(const LineContent& line) {
  std::vector<double> values;
  for (const LineSeries& series : line.series) {
    std::ranges::copy_if(series.y, std::back_inserter(values), [](double y) { return !std::isnan(y); });
  }
  return values;
}

std::vector<double> last_values_of(const LineContent& line) {
  std::vector<double> values;
  for (const LineSeries& series : line.series) {
    if (!series.y.empty()) values.push_back(series.y.back());
  }
  return values;
}

const Json* object_at(const Json& json, std::string_view key) {
  const Json* found = json.find(key);
  return found && found->is_object() ? found : nullptr;
}

std::optional<LineText> read_line_text(const LayerScope& scope, const Json& layer, std::string_view key,
                                       const Numbers& numbers) {
  auto text = read_optional_text(scope, layer, key, numbers);
  if (!text) return std::nullopt;
  return LineText{std::move(*text), layer.find(key)->find("color") != nullptr};
}

void read_looks(const LayerScope& scope, const Json& json, LineContent& line) {
  using Curve = LineContent::Curve;
  constexpr std::pair<std::string_view, Curve> kCurves[] = {
      {"linear", Curve::linear}, {"monotone", Curve::monotone}, {"step", Curve::step}};
  line.curve = choose(json.find("curve"), kCurves);
  line.width = number_or(&json, "width", line.width);
  line.colors = read_colors(scope, json, "color");
  line.muted = *parse_color("#8a929c80");
  if (const Json* highlight = object_at(json, "highlight")) {
    const std::string at = scope.pointer + "/highlight/";
    line.highlight = read_color(scope.build, *highlight->find("color"), at + "color");
    if (const Json* muted = highlight->find("muted")) line.muted = read_color(scope.build, *muted, at + "muted");
    if (const Json* key = highlight->find("key")) line.highlight_key = key->text;
  }
  const auto inner = [&](std::string_view key) {
    return LayerScope{scope.build, scope.enclosure, scope.pointer + child_pointer(key), scope.frames, scope.box};
  };
  if (const Json* area = object_at(json, "area"))
    line.area = {read_optional_color(inner("area"), *area, "color"), number_or(area, "opacity", LineArea{}.opacity)};
  if (const Json* points = object_at(json, "points")) {
    line.points = {number_or(points, "radius", line.width * 1.75),
                   read_optional_color(inner("points"), *points, "color"), number_or(points, "outline", 0)};
  }
  if (const Json* baseline = object_at(json, "baseline")) {
    line.baseline = read_color(scope.build, *baseline->find("color"), scope.pointer + "/baseline/color");
    line.baseline_width = number_or(baseline, "width", line.baseline_width);
    line.base = number_or(baseline, "value", 0);
  }
}

void check_highlight(const LayerScope& scope, const Json& json, const LineContent& line) {
  if (line.highlight_key.empty() || line.series.empty()) return;
  std::vector<std::string> names;
  for (const LineSeries& series : line.series) names.push_back(series.name);
  if (std::ranges::find(names, line.highlight_key) != names.end()) return;
  const std::string near = closest(line.highlight_key, names);
  report(scope, *json.find("highlight")->find("key"), "highlight",
         "the chart has no line \"" + line.highlight_key + "\"", near.empty() ? "" : "did you mean \"" + near + "\"?");
}

void check_points(const LayerScope& scope, const Json& json, const LineContent& line) {
  size_t points = 0;
  for (const LineSeries& series : line.series) points += series.y.size();
  if (!line.points || points <= kMaxChartItems) return;
  report(scope, *json.find("points"), "points",
         fmt::format("the lines have {} values; {} is the most that are drawn one by one", points, kMaxChartItems),
         "leave \"points\" out where values are that close");
}

void read_scale(const LayerScope& scope, const Json& json, LineContent& line) {
  using Scale = LineContent::Scale;
  constexpr std::pair<std::string_view, Scale> kScales[] = {
      {"linear", Scale::linear}, {"log", Scale::log}, {"sqrt", Scale::sqrt}};
  const Json* domain = json.find("domain");
  line.scale = choose(domain ? domain->find("scale") : nullptr, kScales);
  line.domain = read_domain(scope, json);
  const bool log = line.scale == Scale::log;
  line.zero = !log && line.area.has_value() && !line.domain.min;
  if (domain && domain->find("zero")) line.zero = read_bool(*domain, "zero", false);
  const bool below = (line.domain.min && *line.domain.min <= 0) || (line.domain.max && *line.domain.max <= 0);
  if (log && (line.zero || below)) {
    report(scope, *domain, "domain", "a log scale has no place for 0 and below");
    line.zero = false;
    line.domain = {};
  }
}

void read_rooms(const LayerScope& scope, const Json& json, LineContent& line) {
  const auto room = [&](const Json* texts, double extent, double otherwise) {
    return texts ? read_chart_length(scope, *texts, "room", extent, otherwise) : 0;
  };
  if (line.y_axis && line.y_axis->text) {
    line.left = room(json.find("yAxis")->find("labels"), line.size.x, line.y_axis->text->style.size.constant * 4.2);
  }
  if (line.x_axis && line.x_axis->text) {
    line.below = room(json.find("xAxis")->find("labels"), line.size.y, line.x_axis->text->style.size.constant * 2);
  }
  if (line.ends) {
    const double ems = line.end_values || line.front ? 9 : 5.5;
    line.right = room(json.find("endLabels"), line.size.x, line.ends->text.style.size.constant * ems);
  } else if (line.front) {
    line.right = room(json.find("front"), line.size.x, line.front->text.style.size.constant * 5.5);
  }
  if (line.left + line.right >= line.size.x * 0.9 || line.below >= line.size.y * 0.9) {
    report(scope, json, "size", "the rooms for texts leave no place for lines",
           "make the chart larger, its texts smaller, or give their \"room\"");
  }
}

}  // namespace

Chart read_line(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  LineContent line;
  line.size = so_far.size;
  line.locale = scope.build.composition.locale;
  read_looks(scope, json, line);
  read_scale(scope, json, line);
  const Json* missing = json.find("missing");
  line.connects = missing && missing->text == "connect";
  read_line_data(scope, json, line);
  check_highlight(scope, json, line);
  check_points(scope, json, line);
  line.front = read_line_text(scope, json, "front", values_of(line));
  if (line.front) line.dot = number_or(json.find("front"), "dot", std::max(line.width * 1.75, 6.0));
  const Json* ends = object_at(json, "endLabels");
  line.end_values = ends && read_bool(*ends, "values", false);
  line.ends = read_line_text(scope, json, "endLabels", line.end_values ? Numbers(last_values_of(line)) : Numbers());
  line.x_axis = read_axis(scope, json, "xAxis");
  line.y_axis = read_axis(scope, json, "yAxis");
  read_rooms(scope, json, line);
  return std::make_shared<const LineContent>(std::move(line));
}

}  // namespace fp

// Maps.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/template/build_charts.hpp"
#include "engine/template/chart_map.hpp"

namespace fp {
namespace {

std::optional<Vec2> read_degrees(const Json* pair) {
  if (pair == nullptr || !pair->is_array()) return std::nullopt;
  return Vec2{pair->items[0].number, pair->items[1].number};
}

MapProjection read_projection(const Json& json) {
  MapProjection projection;
  const Json* said = json.find("projection");
  if (said == nullptr) return projection;
  if (said->is_string()) {
    projection.name = said->text;
    return projection;
  }
  projection.name = said->find("type")->text;
  projection.center = read_degrees(said->find("center"));
  projection.parallels = read_degrees(said->find("parallels"));
  if (const Json* roll = said->find("roll")) projection.roll = roll->number;
  return projection;
}

MapColors read_map_colors(const LayerScope& scope, const Json& json) {
  using Kind = MapColors::Kind;
  constexpr std::pair<std::string_view, Kind> kKinds[] = {{"sequential", Kind::sequential},
                                                          {"diverging", Kind::diverging},
                                                          {"quantile", Kind::quantile},
                                                          {"threshold", Kind::threshold}};
  MapColors colors;
  const Json* said = json.find("colors");
  if (said == nullptr || !said->is_object()) return colors;
  const std::string pointer = scope.pointer + "/colors";
  const LayerScope inner{scope.build, scope.enclosure, pointer, scope.frames, scope.box};
  colors.kind = choose(said->find("scale"), kKinds);
  const Json* palette = said->find("palette");
  if (palette && palette->is_string()) colors.palette = palette->text;
  if (palette && palette->is_array()) colors.stops = read_colors(inner, *said, "palette");
  const auto number = [&](const char* key) -> std::optional<double> {
    const Json* value = said->find(key);
    return value ? std::optional(value->number) : std::nullopt;
  };
  colors.low = number("min"), colors.middle = number("middle"), colors.high = number("max");
  colors.classes = static_cast<int>(number_or(said, "classes", colors.classes));
  if (const Json* breaks = said->find("breaks")) {
    for (const Json& item : breaks->items) {
      if (!colors.breaks.empty() && !(item.number > colors.breaks.back()))
        report(inner, item, "breaks", "breaks stand in ascending order");
      colors.breaks.push_back(item.number);
    }
  }
  if (colors.kind == Kind::threshold && colors.breaks.empty())
    report(scope, *said, "colors", "a threshold scale needs \"breaks\"", "give the values at which colours change");
  if (colors.low && colors.high && !(*colors.low < *colors.high))
    report(scope, *said, "colors", "\"min\" is not below \"max\"");
  return colors;
}

// The columns with longitude and latitude of a row, where "place" names them.
std::optional<Vec2> place_of_row(const ChartRows& rows, size_t row, const Json& columns, const char* key) {
  const auto x = number_of_cell(rows, row, columns.items[0].text), y = number_of_cell(rows, row, columns.items[1].text);
  if (!x || !y) return std::nullopt;
  if (std::fabs(*x) > 360 || std::fabs(*y) > 90) {
    report(rows.scope, rows.at, key,
           fmt::format("row {} of the data: {:g}, {:g} is no place; expected a longitude and a latitude", row + 1, *x,
                       *y));
    return std::nullopt;
  }
  return Vec2{*x, *y};
}

void read_places(const LayerScope& scope, const Json& json, MapContent& map) {
  const Json* columns = json.find("place");
  if (columns == nullptr) return;
  const ChartRows rows = read_rows(scope, json);
  for (const Json& column : columns->items) {
    if (!has_column(rows, column.text, column, "place")) return;
  }
  const Json* key = json.find("key");
  map.places.resize(map.data.items.size());
  for (size_t row = 0; row < rows.rows.size(); ++row) {
    const std::string name = key ? text_of_cell(*rows.rows[row], key->text) : fmt::format("{}", row + 1);
    const auto item = std::ranges::find(map.data.items, name, &ChartItem::key);
    if (item == map.data.items.end()) continue;
    map.places[static_cast<size_t>(item - map.data.items.begin())] = place_of_row(rows, row, *columns, "data");
  }
}

void read_flows(const LayerScope& scope, const Json& json, MapContent& map) {
  const Json* flows = json.find("flows");
  if (flows == nullptr || !flows->is_object()) return;
  const LayerScope inner{scope.build, scope.enclosure, scope.pointer + "/flows", scope.frames, scope.box};
  const ChartRows rows = read_rows(inner, *flows);
  if (const auto color = read_optional_color(inner, *flows, "color")) map.flow_color = *color;
  map.flow_width = number_or(flows, "width", map.flow_width);
  const Json* value = flows->find("value");
  const auto end_of = [&](size_t row, const char* key) {
    const Json& said = *flows->find(key);
    MapPlace place;
    if (said.is_array()) {
      place.place = place_of_row(rows, row, said, "data");
    } else {
      place.key = text_of_cell(*rows.rows[row], said.text);
    }
    return place;
  };
  for (size_t row = 0; row < rows.rows.size(); ++row) {
    MapFlow flow{end_of(row, "from"), end_of(row, "to")};
    if (value) flow.value = number_of_cell(rows, row, value->text).value_or(0);
    if (flow.value < 0)
      report(inner, *flows, "value", fmt::format("row {} of the data: a flow is not negative", row + 1));
    map.flows.push_back(std::move(flow));
  }
}

void read_legend(const LayerScope& scope, const Json& json, Vec2 size, MapContent& map) {
  const Json* legend = json.find("legend");
  if (legend == nullptr || !legend->is_object()) return;
  Json style = *legend;
  for (const char* key : {"title", "position", "width"})
    std::erase_if(style.members, [&](const Json::Member& member) { return member.key == key; });
  map.legend = read_chart_text(scope, json, style, "legend", Numbers::value_type{});
  if (const Json* title = legend->find("title")) map.legend_title = title->text;
  const double em = map.legend->style.size.constant;
  map.legend_size = {read_chart_length(scope, *legend, "width", size.x, em * 14), em * 3.2};
  map.legend_corner = {size.x - map.legend_size.x, size.y - map.legend_size.y};
  if (const Json* position = legend->find("position"))
    map.legend_corner = {read_constant_length(scope, position->items[0], size.x, "legend"),
                         read_constant_length(scope, position->items[1], size.y, "legend")};
}

void read_look(const LayerScope& scope, const Json& json, MapContent& map) {
  if (const auto missing = read_optional_color(scope, json, "missing")) map.missing = *missing;
  map.sea = read_optional_color(scope, json, "sea");
  map.border = json.find("border") ? read_optional_color(scope, json, "border") : Color{1, 1, 1, 1};
  map.outline = read_optional_color(scope, json, "outline");
  map.graticule = read_optional_color(scope, json, "graticule");
  map.border_width = number_or(&json, "borderWidth", map.border_width);
  map.outline_width = number_or(&json, "outlineWidth", map.outline_width);
}

void read_bubbles(const LayerScope& scope, const Json& json, MapContent& map) {
  const Json* bubbles = json.find("bubbles");
  if (bubbles == nullptr || !bubbles->is_object()) return;
  const LayerScope inner{scope.build, scope.enclosure, scope.pointer + "/bubbles", scope.frames, scope.box};
  map.fills = false;
  map.bubbles = MapBubbles{number_or(bubbles, "radius", 40), read_colors(inner, *bubbles, "color").front(),
                           read_optional_color(inner, *bubbles, "stroke")};
  for (const ChartItem& item : map.data.items) {
    for (const auto& value : item.values) {
      if (value && *value < 0)
        report(scope, *json.find("data"), "data",
               fmt::format("\"{}\": {:g} is below 0, and a bubble has no size for that", item.key, *value));
    }
  }
}

}  // namespace

Chart read_map(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  using By = MapContent::By;
  constexpr std::pair<std::string_view, By> kOrders[] = {{"rows", By::rows},   {"value", By::value},
                                                         {"west", By::west},   {"east", By::east},
                                                         {"north", By::north}, {"south", By::south}};
  MapContent map;
  map.geography = json.find("geography")->text;
  if (const Json* object = json.find("object")) map.object = object->text;
  if (const Json* match = json.find("match")) map.match = match->text;
  map.projection = read_projection(json);
  map.padding = number_or(&json, "padding", 0);
  const Json* fit = json.find("fit");
  map.fit_data = fit && fit->text == "data";
  map.key_digits = static_cast<int>(number_or(&json, "keyDigits", 0));
  const Json* unmatched = json.find("unmatched");
  map.skip_unmatched = unmatched && unmatched->text == "skip";
  map.data = so_far.data;
  map.fills = !map.data.items.empty();
  read_places(scope, json, map);
  if (!map.places.empty()) map.fills = false;
  map.colors = read_map_colors(scope, json);
  read_look(scope, json, map);
  map.by = choose(json.find("revealBy"), kOrders);
  read_bubbles(scope, json, map);
  read_flows(scope, json, map);
  map.labels = read_optional_text(scope, json, "labels", {});
  map.label_limit = static_cast<int>(number_or(&json, "labelLimit", 0));
  map.label_values = read_bool(json, "labelValues", false);
  if (const Json* labels = json.find("labels"); labels && labels->is_object())
    map.value_format = read_number_text(scope, *labels, values_of(map.data));
  read_legend(scope, json, so_far.size, map);
  return std::make_shared<const MapContent>(std::move(map));
}

}  // namespace fp

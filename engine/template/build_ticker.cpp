// Tickers.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build_charts.hpp"
#include "engine/template/chart_ticker.hpp"

namespace fp {
namespace {

// The values of the series that the layer names by `key`, and which series it is.
std::optional<size_t> series_of(const ChartData& data, const Json& layer, std::string_view key, Numbers& values) {
  const Json* named = layer.find(key);
  if (named == nullptr || !named->is_string()) return std::nullopt;
  const auto at = std::ranges::find(data.series, named->text);
  if (at == data.series.end()) return std::nullopt;  // reported with the data
  const auto which = static_cast<size_t>(at - data.series.begin());
  values.emplace();
  for (size_t item = 0; item < data.items.size(); ++item) {
    if (const auto& value = data.value(item, 0, which)) values->push_back(*value);
  }
  return which;
}

double room_of(const LayerScope& scope, const Json& layer, std::string_view key, double extent,
               const std::optional<ChartText>& text, double ems) {
  const double usual = text ? text->style.size.constant * ems : 0;
  const Json* json = layer.find(key);
  return json && json->is_object() ? read_chart_length(scope, *json, "room", extent, usual) : usual;
}

void read_way(const LayerScope& scope, const Json& json, Vec2 size, TickerContent& ticker) {
  const Json* direction = json.find("direction");
  ticker.up = direction && direction->text == "up";
  ticker.speed = number_or(&json, "speed", 120);
  ticker.item_width = ticker.up ? size.x : read_chart_length(scope, json, "itemWidth", size.x, size.x / 3);
  if (!ticker.up && !(ticker.item_width >= 1)) {
    report(scope, json, "itemWidth", fmt::format("an item is {} pixels wide; 1 is the least", ticker.item_width));
    ticker.item_width = 1;
  }
  ticker.hold_frames = read_frames(scope, json.find("hold"), "hold", 2);
  ticker.move_frames = read_frames(scope, json.find("moveDuration"), "moveDuration", 0.5);
  if (ticker.hold_frames + ticker.move_frames < 1) ticker.hold_frames = 1;
}

}  // namespace

Chart read_ticker(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  TickerContent ticker;
  read_way(scope, json, so_far.size, ticker);
  Numbers values, changes;
  ticker.value = series_of(so_far.data, json, "value", values);
  ticker.change = series_of(so_far.data, json, "change", changes);
  ticker.labels = read_usual_text(scope, json, "labels", std::nullopt);
  if (ticker.value) ticker.values = read_usual_text(scope, json, "values", values);
  if (ticker.change) ticker.changes = read_usual_text(scope, json, "changes", changes, true);
  ticker.value_room = room_of(scope, json, "values", ticker.item_width, ticker.values, 4.5);
  ticker.change_room = room_of(scope, json, "changes", ticker.item_width, ticker.changes, 5);
  if (const Json* icons = json.find("icons"); icons && icons->is_object())
    ticker.icon_size = number_or(icons, "size", so_far.size.y * 0.5);
  else if (json.find("icon") && !icons)
    ticker.icon_size = so_far.size.y * 0.5;
  ticker.padding = number_or(&json, "padding", so_far.size.y * 0.35);
  ticker.gap = number_or(&json, "gap", so_far.size.y * 0.2);
  ticker.separator = read_optional_color(scope, json, "separator");
  ticker.up_color = read_optional_color(scope, json, "up").value_or(*parse_color("#3fb68b"));
  ticker.down_color = read_optional_color(scope, json, "down").value_or(*parse_color("#f0616d"));
  const double icon = ticker.icon_size > 0 ? ticker.icon_size + ticker.gap : 0;
  const double gaps = ticker.gap * ((ticker.values ? 1 : 0) + (ticker.changes ? 1 : 0));
  const double taken = ticker.padding * 2 + icon + ticker.value_room + ticker.change_room + gaps;
  if (ticker.labels && ticker.item_width > 1 && taken + ticker.labels->style.size.constant > ticker.item_width) {
    report(scope, json, "itemWidth",
           fmt::format("an item of {:.0f} pixels has no room for its label: the rest of it takes {:.0f}",
                       ticker.item_width, taken),
           "make items wider, or the \"room\" of their values and changes less");
  }
  return std::make_shared<const TickerContent>(std::move(ticker));
}

}  // namespace fp

// Charts of bars.
#include "engine/template/build_charts.hpp"
#include "engine/template/chart_bars.hpp"

namespace fp {
namespace {

// The room that a text beside the marks takes, where the template does not say.
double room_of(const LayerScope& scope, const Json& layer, std::string_view key, double extent,
               const std::optional<ChartText>& text, double ems) {
  if (!text) return 0;
  const Json* json = layer.find(key);
  return read_chart_length(scope, *json, "room", extent, text->style.size.constant * ems);
}

}  // namespace

Chart read_bars(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  using Order = BarsContent::Order;
  constexpr std::pair<std::string_view, Order> kOrders[] = {
      {"given", Order::given}, {"descending", Order::descending}, {"ascending", Order::ascending}};
  BarsContent bars;
  const Json* direction = json.find("direction");
  bars.vertical = direction && direction->text == "vertical";
  bars.order = choose(json.find("order"), kOrders);
  bars.limit = static_cast<int>(number_or(&json, "limit", 0));
  bars.gap = number_or(&json, "gap", bars.gap);
  bars.radius = number_or(&json, "radius", 0);
  bars.domain = read_domain(scope, json);
  bars.colors = read_colors(scope, json, "color");
  if (!json.find("color") && so_far.data.series.size() == 1) bars.colors.resize(1);
  if (const Json* highlight = json.find("highlight"); highlight && highlight->is_object()) {
    bars.highlight = read_color(scope.build, *highlight->find("color"), scope.pointer + "/highlight/color");
    if (const Json* key = highlight->find("key")) bars.highlight_key = key->text;
  }
  bars.track = read_optional_color(scope, json, "track");
  bars.labels = read_optional_text(scope, json, "labels", {});
  bars.values = read_optional_text(scope, json, "values", values_of(so_far.data));
  bars.step_label = read_optional_text(scope, json, "stepLabel", {});
  if (const Json* icons = json.find("icons"); icons && icons->is_object()) {
    bars.icon_size = number_or(icons, "size", 40);
    const Json* place = icons->find("place");
    bars.icons_at_end = place && place->text == "end";
  }
  const double across = bars.vertical ? so_far.size.y : so_far.size.x;
  bars.label_room = room_of(scope, json, "labels", across, bars.labels, bars.vertical ? 1.8 : 9);
  bars.value_room = room_of(scope, json, "values", across, bars.values, bars.vertical ? 1.6 : 5);
  bars.axis = read_axis(scope, json, "axis");
  bars.move_frames = read_frames(scope, json.find("moveDuration"), "moveDuration", 0.5);
  return std::make_shared<const BarsContent>(std::move(bars));
}

}  // namespace fp

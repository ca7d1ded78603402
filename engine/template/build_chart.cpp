// Chart layers: what all kinds have in common, and which kinds there are.
#include "engine/template/build_charts.hpp"

namespace fp {
namespace {

Ease ease_in_out() {
  return {Ease::Kind::bezier, {0.65, 0, 0.35, 1}};
}

constexpr Ease kSine{Ease::Kind::bezier, {0.37, 0, 0.63, 1}};  // nearly even, with soft ends

struct Kind {
  std::string_view type;
  double reveal, stagger;  // seconds, where the template does not say
  Chart (*read)(const LayerScope& scope, const Json& json, const ChartContent& so_far);
  bool keyed = true;  // "data" is keyed values in steps; else the kind reads it itself
  size_t most_items = kMaxChartItems;
  const Ease* ease = nullptr;  // of the reveal, where the template does not say; null: fast, then slow
};

constexpr Kind kKinds[] = {
    {"bars", 0.9, 0.08, read_bars},
    {"line", 1.4, 0, read_line, false, 0, &kSine},
    {"map", 0.6, 1.2, read_map, true, kMaxChartRows},
    {"meter", 1.2, 0, read_meter},
    {"table", 0.6, 0.06, read_table},
    {"ticker", 0, 0, read_ticker},
    {"scoreboard", 0.7, 0.1, read_scoreboard},
};

const Kind* find_kind(std::string_view type) {
  for (const Kind& kind : kKinds) {
    if (kind.type == type) return &kind;
  }
  return nullptr;
}

}  // namespace

bool is_chart(std::string_view type) {
  return find_kind(type) != nullptr;
}

std::vector<double> values_of(const ChartData& data) {
  std::vector<double> values;
  for (const ChartItem& item : data.items) {
    for (const auto& value : item.values) {
      if (value) values.push_back(*value);
    }
  }
  return values;
}

ChartContent read_chart(const LayerScope& scope, const Json& json, const std::string& type, const Layer& layer) {
  const Kind& kind = *find_kind(type);
  ChartContent chart;
  chart.size = layer.size ? layer.size->constant : Vec2{};
  if (!layer.size || !is_constant(*layer.size)) {
    report(scope, json, "size", "a chart's size is given, and does not change", "move or scale the layer instead");
  }
  if (kind.keyed && json.find("data")) chart.data = read_chart_data(scope, json, kind.most_items);
  if (chart.data.steps.empty()) chart.data.steps.emplace_back();
  Reveal reveal = usual_reveal(scope, kind.reveal, kind.stagger);
  if (kind.ease) reveal.ease = *kind.ease;
  chart.reveal = read_reveal(scope, json.find("reveal"), reveal);
  if (type != "bars" && type != "table") chart.reveal.stagger = std::max(chart.reveal.stagger, 0.0);
  const Json* steps = json.find("steps");
  chart.step_ease = steps ? read_data_ease(scope, *steps, "steps", ease_in_out()) : ease_in_out();
  Layer& marks = chart.marks.emplace_back();
  marks.id = layer.id;
  marks.location = layer.location;
  chart.chart = kind.read(scope, json, chart);
  return chart;
}

}  // namespace fp

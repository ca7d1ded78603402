// What stands on a map: bubbles, flows, labels and the legend.
#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <numeric>

#include "engine/chart/marks.hpp"
#include "engine/chart/moments.hpp"
#include "engine/core/utf8.hpp"
#include "engine/display/lowering.hpp"
#include "engine/display/map_plan.hpp"
#include "engine/geo/sphere.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

struct MapAt {
  const MapPlan& plan;
  const SceneMap& map;
  Moment moment;
};

double shown_of(const MapAt& at, size_t item) {
  return revealed(at.map.chart->reveal, at.plan.turn[item], at.map.frame, at.map.fps);
}

// Largest first: small bubbles stand before large ones, labels of large values come first.
std::vector<size_t> by_value(const ChartData& data) {
  std::vector<size_t> order(data.items.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto value = [&](size_t item) {
    double most = 0;
    for (const auto& v : data.items[item].values) most = std::max(most, v.value_or(0));
    return most;
  };
  std::ranges::stable_sort(order, std::ranges::greater{}, value);
  return order;
}

double largest(const ChartData& data) {
  double most = 0;
  for (const ChartItem& item : data.items) {
    for (const auto& v : item.values) most = std::max(most, v.value_or(0));
  }
  return most;
}

double bubble_radius(const MapAt& at, size_t item, double most) {
  const auto value = value_at(at.plan.content->data, item, 0, at.moment);
  if (!value || !(most > 0)) return 0;
  return at.plan.content->bubbles->radius * std::sqrt(*value / most);
}

void add_bubbles(Marks& marks, const MapAt& at) {
  const MapContent& content = *at.plan.content;
  if (!content.bubbles) return;
  const double most = largest(content.data);
  for (const size_t item : by_value(content.data)) {
    const double radius = bubble_radius(at, item, most) * std::sqrt(shown_of(at, item));
    if (!at.plan.middle[item] || !(radius > 0)) continue;
    SceneLayer& bubble = add_ellipse(marks, *at.plan.middle[item], Vec2(radius), content.bubbles->color);
    if (content.bubbles->stroke) {
      SceneStroke stroke;
      stroke.paint = *content.bubbles->stroke;
      stroke.width = 1.5;
      std::get<SceneShape>(bubble.content).stroke = stroke;
    }
  }
}

// As far along as `share` of its length.
std::vector<Vec2> cut(const std::vector<Vec2>& line, double share) {
  double length = 0;
  for (size_t i = 1; i < line.size(); ++i) length += glm::distance(line[i - 1], line[i]);
  double left = length * share;
  std::vector<Vec2> out{line.front()};
  for (size_t i = 1; i < line.size() && left > 0; ++i) {
    const Vec2 step = line[i] - line[i - 1];
    const double long_as = glm::length(step);
    out.push_back(long_as <= left ? line[i] : line[i - 1] + step * (left / long_as));
    left -= long_as;
  }
  return out;
}

GeoLine arc_of(const MapFlow& flow) {
  constexpr int kPieces = 96;
  return flow.from.place && flow.to.place ? great_arc(*flow.from.place, *flow.to.place, kPieces) : GeoLine{};
}

// Between regions, whose places are known on the map only: a curve that bends to the left of its way.
std::vector<Vec2> bend(Vec2 a, Vec2 b) {
  const Vec2 way = b - a, middle = (a + b) * 0.5 + Vec2{way.y, -way.x} * 0.18;
  std::vector<Vec2> line;
  constexpr int kPieces = 48;
  for (int i = 0; i <= kPieces; ++i) {
    const double t = static_cast<double>(i) / kPieces, r = 1 - t;
    line.push_back(a * (r * r) + middle * (2 * r * t) + b * (t * t));
  }
  return line;
}

void add_flow(Marks& marks, const MapAt& at, size_t index, double most) {
  const MapContent& content = *at.plan.content;
  const MapFlow& flow = content.flows[index];
  const double turn =
      content.flows.size() > 1 ? static_cast<double>(index) / static_cast<double>(content.flows.size() - 1) : 0;
  const double in = revealed(at.map.chart->reveal, turn, at.map.frame, at.map.fps);
  if (!(in > 0)) return;
  std::vector<std::vector<Vec2>> lines;
  if (const GeoLine arc = arc_of(flow); !arc.empty()) {
    lines = project_lines(at.plan.ground.projection, {arc});
    transform(lines, at.plan.ground.to_box);
  } else if (const auto from = on_map(at.plan, flow.from), to = on_map(at.plan, flow.to); from && to) {
    lines.push_back(bend(*from, *to));
  }
  SceneStroke stroke;
  stroke.paint = content.flow_color;
  stroke.width = most > 0 ? std::max(content.flow_width * flow.value / most, 1.0) : content.flow_width;
  stroke.cap = Stroke::Cap::round;
  stroke.join = Stroke::Join::round;
  for (const auto& line : lines) {
    if (line.size() < 2) continue;
    const std::vector<Vec2> seen = cut(line, in);
    add_line(marks, seen, stroke);
    if (in < 1) add_ellipse(marks, seen.back(), Vec2(stroke.width), content.flow_color);
  }
}

// ---- Labels

struct PlacedLabel {
  Box box;
  size_t item = 0;
};

struct Disc {
  Vec2 middle{};
  double radius = 0;
};

bool touch(const Box& a, const Box& b) {
  return a.corner.x < b.corner.x + b.size.x && b.corner.x < a.corner.x + a.size.x &&
         a.corner.y < b.corner.y + b.size.y && b.corner.y < a.corner.y + a.size.y;
}
bool touch(const Box& box, const Disc& disc) {
  const Vec2 end = box.corner + box.size;
  const Vec2 near{std::clamp(disc.middle.x, box.corner.x, end.x), std::clamp(disc.middle.y, box.corner.y, end.y)};
  return glm::distance(near, disc.middle) < disc.radius;
}

// By item: its bubble at its largest; radius 0: none.
std::vector<Disc> discs_of(const MapPlan& plan, double most) {
  const MapContent& content = *plan.content;
  std::vector<Disc> discs(content.data.items.size());
  for (size_t item = 0; content.bubbles && most > 0 && item < discs.size(); ++item) {
    if (!plan.middle[item]) continue;
    discs[item].middle = *plan.middle[item];
    for (const auto& v : content.data.items[item].values)
      discs[item].radius = std::max(discs[item].radius, content.bubbles->radius * std::sqrt(v.value_or(0) / most));
  }
  return discs;
}

// Where a label may stand, best first: inside its bubble, or under, over and beside it.
std::vector<Vec2> middles_for(Vec2 at, Vec2 size, double radius, double gap) {
  if (radius <= 0) return {at};
  if (radius * 1.7 >= size.x) {
    const double aside = radius * 0.4;
    return {at, {at.x, at.y + aside}, {at.x, at.y - aside}, {at.x - aside, at.y}, {at.x + aside, at.y}};
  }
  const Vec2 away = size * 0.5 + Vec2(radius + gap);
  return {{at.x, at.y + away.y}, {at.x, at.y - away.y}, {at.x + away.x, at.y}, {at.x - away.x, at.y}};
}

// Which labels have room is decided once for all frames: by estimated widths, larger values first. They cover neither
// each other nor the bubbles of others.
std::vector<PlacedLabel> place_labels(const MapAt& at) {
  const MapContent& content = *at.plan.content;
  const double em = content.labels->style.size.constant;
  constexpr double kAdvance = 0.58;  // em, of an average letter
  const std::vector<Disc> discs = discs_of(at.plan, largest(content.data));
  std::vector<PlacedLabel> placed;
  const auto is_free = [&](const PlacedLabel& label) {
    if (std::ranges::any_of(placed, [&](const PlacedLabel& other) { return touch(other.box, label.box); }))
      return false;
    for (size_t item = 0; item < discs.size(); ++item) {
      if (item != label.item && touch(label.box, discs[item])) return false;
    }
    return true;
  };
  for (const size_t item : by_value(content.data)) {
    if (content.label_limit > 0 && placed.size() >= static_cast<size_t>(content.label_limit)) break;
    if (!at.plan.middle[item]) continue;
    const auto letters = static_cast<double>(count_code_points(content.data.items[item].label));
    const Vec2 size{(letters + 1) * kAdvance * em, em * (content.label_values ? 2.4 : 1.3)};
    for (const Vec2 middle : middles_for(*at.plan.middle[item], size, discs[item].radius, em * 0.15)) {
      const PlacedLabel label{{middle - size * 0.5, size}, item};
      if (!is_free(label)) continue;
      placed.push_back(label);
      break;
    }
  }
  return placed;
}

void add_labels(Marks& marks, const MapAt& at) {
  const MapContent& content = *at.plan.content;
  if (!content.labels) return;
  for (const PlacedLabel& label : place_labels(at)) {
    const ChartItem& item = content.data.items[label.item];
    const double in = shown_of(at, label.item);
    if (!(in > 0)) continue;
    TextPlace place{label.box, TextContent::Align::center, TextContent::VerticalAlign::middle, TextContent::Fit::none};
    std::string words = item.label;
    if (content.label_values) {
      if (const auto value = value_at(content.data, label.item, 0, at.moment))
        words += "\n" + content.value_format->text(*value);
    }
    add_text(marks, "label " + item.key, content.labels->style, std::move(words), place).opacity = in;
  }
}

// ---- Legend

void add_legend(Marks& marks, const MapAt& at) {
  const MapContent& content = *at.plan.content;
  if (!content.legend || !content.fills) return;
  const TextContent& style = content.legend->style;
  const double em = style.size.constant;
  const Vec2 corner = content.legend_corner, size = content.legend_size;
  const auto text = [&](std::string part, std::string words, double x, double y, double width,
                        TextContent::Align align) {
    add_text(marks, "legend " + part, style, std::move(words),
             {{{x, y}, {width, em * 1.3}}, align, TextContent::VerticalAlign::middle, TextContent::Fit::shrink});
  };
  if (!content.legend_title.empty())
    text("title", content.legend_title, corner.x, corner.y, size.x, TextContent::Align::left);
  const double top = corner.y + em * 1.45, height = em * 0.55, under = top + height + em * 0.1;
  const bool classes =
      at.plan.scale.kind == ColorScaleKind::quantile || at.plan.scale.kind == ColorScaleKind::threshold;
  const std::vector<LegendClass> parts = legend_classes(at.plan.scale, classes ? 5 : 48);
  const double step = size.x / static_cast<double>(std::max<size_t>(parts.size(), 1));
  for (size_t i = 0; i < parts.size(); ++i) {
    const double left = corner.x + step * static_cast<double>(i);
    add_rectangle(marks, {{left, top}, {classes ? step - em * 0.1 : step + 0.5, height}}, parts[i].color);
    if (!classes || i == 0 || !std::isfinite(parts[i].low)) continue;
    const std::string words = content.legend->format->text(parts[i].low);
    text(words, words, left - step / 2, under, step, TextContent::Align::center);
  }
  if (classes) return;
  const auto& format = *content.legend->format;
  text("low", format.text(at.plan.scale.low), corner.x, under, size.x / 2, TextContent::Align::left);
  text("high", format.text(at.plan.scale.high), corner.x + size.x / 2, under, size.x / 2, TextContent::Align::right);
}

}  // namespace

std::vector<SceneLayer> map_marks(Lowering& state, const Layer& layer, const SceneMap& map) {
  const auto plan = state.assets.map_plan(*map.chart);
  if (!plan) {
    report(state, layer, plan.error());
    return {};
  }
  Marks marks{&map.chart->marks.front(), {}};
  const MapAt at{**plan, map, moment_at(*map.chart, map.frame, map.fps)};
  double most = 0;
  for (const MapFlow& flow : at.plan.content->flows) most = std::max(most, flow.value);
  for (size_t i = 0; i < at.plan.content->flows.size(); ++i) add_flow(marks, at, i, most);
  add_bubbles(marks, at);
  add_labels(marks, at);
  add_legend(marks, at);
  return std::move(marks.list);
}

}  // namespace fp

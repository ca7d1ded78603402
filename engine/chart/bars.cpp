// Bars, stacked bars and races of bars.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/chart/axis.hpp"
#include "engine/chart/charts.hpp"
#include "engine/chart/moments.hpp"
#include "engine/chart/strips.hpp"
#include "engine/template/chart_bars.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

// What is the same for all bars at one frame. Along: the axis of values; across: that of things.
struct Plot {
  const ChartAt& at;
  const BarsContent& bars;
  Moment moment;
  Span span;
  double first = 0, last = 0;      // where the span's ends stand, along
  double across = 0, breadth = 0;  // where the bars' room begins, across, and how broad it is
  double rows = 1;                 // bars that share it
};

double place_of(const Plot& plot, double value) {
  const double share = (value - plot.span.low) / (plot.span.high - plot.span.low);
  return plot.first + (plot.last - plot.first) * std::clamp(share, 0.0, 1.0);
}

// From one place along to another, across a strip.
Box strip(const Plot& plot, double a, double b, double start, double breadth) {
  const double low = std::min(a, b), length = std::fabs(b - a);
  if (plot.bars.vertical) return {{start, low}, {breadth, length}};
  return {{low, start}, {length, breadth}};
}

size_t visible_rows(const ChartContent& chart, const BarsContent& bars) {
  const size_t all = std::max<size_t>(chart.data.items.size(), 1);
  return bars.limit > 0 ? std::min(static_cast<size_t>(bars.limit), all) : all;
}

Span span_at(const ChartAt& at, const BarsContent& bars, const Moment& moment) {
  ValueRange extent = value_range(at.chart.data);
  if (bars.domain.follow) {
    extent = {};
    for (size_t i = 0; i < at.chart.data.items.size(); ++i) {
      const double total = total_at(at.chart.data, i, moment).value_or(0) * presence_at(at.chart.data, i, moment);
      extent = {std::min(extent.low, total), std::max(extent.high, total)};
    }
  }
  return span_of(bars.domain.min.value_or(std::min(extent.low, 0.0)),
                 bars.domain.max.value_or(std::max(extent.high, 0.0)));
}

Plot plot_of(const ChartAt& at, const BarsContent& bars) {
  const Moment moment = moment_at(at.chart, at.frame, at.fps);
  Plot plot{at, bars, moment, span_at(at, bars, moment)};
  plot.rows = static_cast<double>(visible_rows(at.chart, bars));
  const Vec2 size = at.chart.size;
  const double axis = bars.axis && bars.axis->text ? bars.axis->text->style.size.constant * 1.7 : 0;
  // Values below zero have their texts on the other side.
  const double under = plot.span.low < 0 ? bars.value_room : 0;
  if (bars.vertical) {
    plot.first = size.y - bars.label_room - under, plot.last = bars.value_room;
    const double left = axis > 0 ? axis * 2.2 : 0;
    plot.across = left, plot.breadth = size.x - left;
  } else {
    plot.first = bars.label_room + under, plot.last = size.x - bars.value_room;
    plot.across = axis, plot.breadth = size.y - axis;
  }
  return plot;
}

void draw_axis(Marks& marks, const Plot& plot) {
  if (!plot.bars.axis) return;
  const ChartAxis& axis = *plot.bars.axis;
  const bool vertical = plot.bars.vertical;
  for (const Tick& tick : fading_ticks(plot.span, axis.ticks)) {
    const double place = place_of(plot, tick.value);
    if (axis.grid) {
      const double half = axis.grid_width / 2;
      add_rectangle(marks, strip(plot, place - half, place + half, plot.across, plot.breadth), *axis.grid).opacity =
          tick.opacity;
    }
    if (!axis.text) continue;
    const double em = axis.text->style.size.constant;
    const TextPlace at = vertical ? TextPlace{{{0, place - em}, {plot.across - em * 0.5, em * 2}},
                                              TextContent::Align::right,
                                              TextContent::VerticalAlign::middle,
                                              TextContent::Fit::none}
                                  : TextPlace{{{place - em * 4, 0}, {em * 8, em * 1.4}},
                                              TextContent::Align::center,
                                              TextContent::VerticalAlign::middle,
                                              TextContent::Fit::none};
    std::string words = axis.text->format->text(tick.value);
    add_text(marks, "tick " + words, axis.text->style, words, at).opacity = tick.opacity;
  }
}

// One thing at one frame: where its strip is, and how much of it is there.
struct Bar {
  size_t item = 0;
  double place = 0;  // rank, between ranks while it moves
  double opacity = 1;
  double in = 1;                  // how far it has come in
  size_t rank = 0;                // at the moment: of two that pass, the one before keeps its strip
  double start = 0, breadth = 0;  // of its strip, as far as it is its own
  double clear = 1;               // the share of its strip that is
};

void set_strips(const Plot& plot, std::vector<Bar>& bars) {
  const double step = plot.breadth / plot.rows, breadth = step * (1 - plot.bars.gap);
  std::ranges::stable_sort(bars, {}, &Bar::rank);
  std::vector<double> places;
  for (const Bar& bar : bars) places.push_back(bar.place);
  const std::vector<Strip> strips = strips_of(places, plot.across, step, breadth);
  for (size_t i = 0; i < bars.size(); ++i) {
    bars[i].start = strips[i].start;
    bars[i].breadth = strips[i].breadth;
    bars[i].clear = strips[i].clear;
  }
  std::erase_if(bars, [](const Bar& bar) { return bar.breadth <= 0; });
}

std::vector<Bar> bars_at(const Plot& plot) {
  const ChartContent& chart = plot.at.chart;
  const size_t count = chart.data.items.size();
  std::vector<double> places(count);
  if (plot.bars.order == BarsContent::Order::given) {
    std::iota(places.begin(), places.end(), 0.0);
  } else {
    places = places_at(chart, plot.bars.order == BarsContent::Order::descending, plot.bars.move_frames, plot.at.frame,
                       plot.at.fps);
  }
  std::vector<size_t> ranks(count);
  std::iota(ranks.begin(), ranks.end(), size_t{0});
  if (plot.bars.order != BarsContent::Order::given)
    ranks = ranks_at(chart.data, plot.moment, plot.bars.order == BarsContent::Order::descending);
  std::vector<Bar> bars;
  for (size_t i = 0; i < count; ++i) {
    Bar bar{i, places[i], 1, revealed(chart.reveal, places[i], plot.at.frame, plot.at.fps), ranks[i]};
    bar.opacity = presence_at(chart.data, i, plot.moment) * std::clamp(plot.rows - places[i], 0.0, 1.0);
    if (bar.opacity > 0 && bar.in > 0) bars.push_back(bar);
  }
  set_strips(plot, bars);
  return bars;
}

Color color_of(const Plot& plot, const Bar& bar, size_t which) {
  const BarsContent& bars = plot.bars;
  const ChartData& data = plot.at.chart.data;
  const bool stacked = data.series.size() > 1;
  if (bars.highlight && !stacked) {
    const std::string& key = bars.highlight_key;
    if (key.empty() ? bar.place < 0.5 : data.items[bar.item].key == key) return *bars.highlight;
  }
  if (data.items[bar.item].color && !stacked) return *data.items[bar.item].color;
  return bars.colors[(stacked ? which : bar.item) % bars.colors.size()];
}

// Rounded where the bar ends, never more than it is long.
void put_bar(Marks& marks, const Plot& plot, const Box& box, const Color& color, bool upwards, double opacity) {
  const double length = plot.bars.vertical ? box.size.y : box.size.x;
  if (length <= 0) return;
  const double r = std::min(plot.bars.radius, length);
  double radius[4] = {};  // top-left, top-right, bottom-right, bottom-left
  const int ends[4][2] = {{1, 2}, {0, 3}, {0, 1}, {2, 3}};
  for (const int corner : ends[(plot.bars.vertical ? 2 : 0) + (upwards ? 0 : 1)]) radius[corner] = r;
  add_rectangle(marks, box, color, radius).opacity = opacity;
}

// Draws the bar's parts and returns the value its text shows: where the last of them ends.
double draw_parts(Marks& marks, const Plot& plot, const Bar& bar) {
  const ChartData& data = plot.at.chart.data;
  double up = 0, down = 0;
  size_t top = data.series.size();
  for (size_t which = 0; which < data.series.size(); ++which) {
    if (value_at(data, bar.item, which, plot.moment).value_or(0) > 0) top = which;
  }
  for (size_t which = 0; which < data.series.size(); ++which) {
    const double value = value_at(data, bar.item, which, plot.moment).value_or(0) * bar.in;
    double& base = value < 0 ? down : up;
    const Box box = strip(plot, place_of(plot, base), place_of(plot, base + value), bar.start, bar.breadth);
    base += value;
    const bool ends = which == top || data.series.size() == 1 || value < 0;
    if (ends) {
      put_bar(marks, plot, box, color_of(plot, bar, which), value >= 0, bar.opacity);
    } else if (value != 0) {
      add_rectangle(marks, box, color_of(plot, bar, which)).opacity = bar.opacity;
    }
  }
  return up > 0 ? up : down;
}

void draw_track(Marks& marks, const Plot& plot, const Bar& bar) {
  if (!plot.bars.track) return;
  const Box box = strip(plot, place_of(plot, std::max(plot.span.low, 0.0)), plot.last, bar.start, bar.breadth);
  put_bar(marks, plot, box, *plot.bars.track, true, bar.opacity * bar.in);
}

// What is squeezed is not legible: gone before it is half its size.
double text_opacity(const Bar& bar) {
  return bar.opacity * std::min(bar.in * 2, 1.0) * std::clamp((bar.clear - 0.5) * 4, 0.0, 1.0);
}

void draw_icon(Marks& marks, const Plot& plot, const Bar& bar, double end) {
  const double side = plot.bars.icon_size;
  const std::string& icon = plot.at.chart.data.items[bar.item].icon;
  if (side <= 0 || icon.empty()) return;
  const double middle = bar.start + bar.breadth / 2;
  double along = plot.bars.vertical ? plot.first + side * 0.25 : plot.first - side * 1.3;
  if (plot.bars.icons_at_end) along = plot.bars.vertical ? end + side * 0.15 : end - side * 1.15;
  const Vec2 corner = plot.bars.vertical ? Vec2{middle - side / 2, along} : Vec2{along, middle - side / 2};
  SceneLayer& image = add_image(marks, {corner, Vec2(side)}, icon, side / 2);
  image.opacity = text_opacity(bar);
}

TextPlace label_place(const Plot& plot, const Bar& bar) {
  using Align = TextContent::Align;
  const BarsContent& bars = plot.bars;
  const double em = bars.labels->style.size.constant;
  const double icon = bars.icon_size > 0 && !bars.icons_at_end ? bars.icon_size * 1.5 : 0;
  if (bars.vertical) {
    const double step = plot.breadth / plot.rows, top = plot.at.chart.size.y - bars.label_room + em * 0.4 + icon;
    return {{{bar.start + bar.breadth / 2 - step / 2 + em * 0.15, top}, {step - em * 0.3, bars.label_room - icon}},
            Align::center,
            TextContent::VerticalAlign::top};
  }
  return {{{0, bar.start + bar.breadth / 2 - em}, {std::max(bars.label_room - em * 0.6 - icon, 1.0), em * 2}},
          Align::right};
}

TextPlace value_place(const Plot& plot, const Bar& bar, double end, bool upwards) {
  using Align = TextContent::Align;
  using Vertical = TextContent::VerticalAlign;
  const double em = plot.bars.values->style.size.constant, room = std::max(plot.bars.value_room, em);
  if (plot.bars.vertical) {
    const double step = plot.breadth / plot.rows, left = bar.start + bar.breadth / 2 - step / 2;
    const double top = upwards ? end - em * 0.3 - room : end + em * 0.3;
    return {{{left, top}, {step, room}}, Align::center, upwards ? Vertical::bottom : Vertical::top};
  }
  const double gap = em * 0.45;
  return {{{upwards ? end + gap : end - gap - room, bar.start + bar.breadth / 2 - em}, {room - gap, em * 2}},
          upwards ? Align::left : Align::right};
}

void draw_bar(Marks& marks, const Plot& plot, const Bar& bar) {
  const BarsContent& bars = plot.bars;
  const ChartItem& item = plot.at.chart.data.items[bar.item];
  draw_track(marks, plot, bar);
  const double value = draw_parts(marks, plot, bar);
  const double end = place_of(plot, value);
  draw_icon(marks, plot, bar, end);
  if (bars.labels) {
    add_text(marks, "label " + item.key, bars.labels->style, item.label, label_place(plot, bar)).opacity =
        text_opacity(bar);
  }
  const auto total = total_at(plot.at.chart.data, bar.item, plot.moment);
  if (bars.values && total) {
    const double shown = bar.in >= 1 ? *total : *total * bar.in;
    add_text(marks, "value " + item.key, bars.values->style, bars.values->format->text(shown),
             value_place(plot, bar, end, *total >= 0))
        .opacity = text_opacity(bar);
  }
}

// The name of the step, large, in the corner that the bars leave free.
void draw_step_label(Marks& marks, const Plot& plot) {
  const ChartContent& chart = plot.at.chart;
  if (!plot.bars.step_label) return;
  const Moment& m = plot.moment;
  const TextContent& style = plot.bars.step_label->style;
  const double em = style.size.constant;
  const TextPlace place{{{0, chart.size.y - em * 1.2}, {chart.size.x, em * 1.2}},
                        TextContent::Align::right,
                        TextContent::VerticalAlign::bottom};
  std::string words = chart.data.steps[m.progress < 0.5 ? m.from : m.to].label;
  if (const auto& format = plot.bars.step_label->format) {  // steps that are numbers or times run on
    words = format->text(running_step(chart.data, m));
  }
  add_text(marks, "step", style, std::move(words), place);
}

}  // namespace

void draw_bars(Marks& marks, const ChartAt& at, const BarsContent& bars) {
  const Plot plot = plot_of(at, bars);
  draw_axis(marks, plot);
  draw_step_label(marks, plot);
  for (const Bar& bar : bars_at(plot)) draw_bar(marks, plot, bar);
}

}  // namespace fp

#include "engine/chart/line_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/chart/labels.hpp"
#include "engine/chart/ticks.hpp"
#include "engine/core/result.hpp"
#include "engine/data/dates.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

// Whole numbers from 1000 to 2999 along x are years: they are not grouped.
bool are_years(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double v) { return v == std::floor(v) && v >= 1000 && v < 3000; });
}

// All with as many decimals as one of them needs, unless the template has a format of its own.
std::vector<std::string> number_labels(const NumberText& text, const std::vector<double>& values,
                                       const std::string& locale, bool years) {
  std::vector<std::string> labels;
  const NumberFormat& format = text.format();
  if (!format.pipeline.empty()) {
    for (const double value : values) labels.push_back(text.text(value));
  } else if (years && are_years(values)) {
    for (const double value : values) labels.push_back(fmt::format("{}{:.0f}{}", format.prefix, value, format.suffix));
  } else {
    const auto even = NumberText::make(counting(format, values), locale);
    FP_ASSERT(even.has_value());
    for (const double value : values) labels.push_back(even->text(value));
  }
  return labels;
}

std::vector<std::string> date_labels(const NumberText& text, const std::vector<double>& times, const TimeStep& step,
                                     const std::string& locale) {
  std::vector<std::string> labels;
  for (const double time : times) {
    if (!text.format().pipeline.empty()) {
      labels.push_back(text.text(time));
      continue;
    }
    const auto writer = DateWriter::create(std::string(date_pattern_at(step, time)), locale);
    labels.push_back(writer ? writer->write({static_cast<int64_t>(time), true}) : "");
  }
  return labels;
}

std::vector<double> x_values(const LineContent& line, const Scale& scale) {
  if (line.x != LineContent::X::text) return ticks(scale, line.x_axis->ticks);
  std::vector<double> all;
  for (size_t i = 0; i < line.x_names.size(); ++i) all.push_back(static_cast<double>(i));
  return all;
}

std::vector<std::string> x_labels(const LineContent& line, const Scale& scale, const std::vector<double>& values) {
  const NumberText& text = *line.x_axis->text->format;
  if (line.x == LineContent::X::text) return line.x_names;
  if (line.x == LineContent::X::number) return number_labels(text, values, line.locale, true);
  return date_labels(text, values, time_step(scale, line.x_axis->ticks), line.locale);
}

// Of thousands of names, those that leave something to see between them.
void thin_ticks(std::vector<PlannedTick>& ticks) {
  std::vector<double> places;
  for (const PlannedTick& tick : ticks) places.push_back(tick.place);
  const std::vector<bool> kept = thinned(places, std::vector<double>(places.size(), 0.0), 8);
  size_t i = 0;
  std::erase_if(ticks, [&](const PlannedTick&) { return !kept[i++]; });
}

// Each label under its tick, or along the chart's edge where it would reach over it; none over another.
void plan_x(const LineContent& line, LinePlan& plan) {
  const std::vector<double> values = x_values(line, plan.x);
  for (const double value : values) plan.x_ticks.push_back({scaled(plan.x, value), {}, {}});
  if (!line.x_axis->text) return thin_ticks(plan.x_ticks);
  const std::vector<std::string> labels = x_labels(line, plan.x, values);
  const double em = line.x_axis->text->style.size.constant;
  std::vector<double> middles, widths;
  for (size_t i = 0; i < values.size(); ++i) {
    const double width = estimated_width(labels[i], em), place = plan.x_ticks[i].place;
    widths.push_back(std::min(width, line.size.x));
    middles.push_back(std::clamp(place, widths[i] / 2, line.size.x - widths[i] / 2));
  }
  const std::vector<bool> kept = thinned(middles, widths, em * 0.8);
  for (size_t i = 0; i < values.size(); ++i) {
    PlannedTick& tick = plan.x_ticks[i];
    if (!kept[i]) continue;
    tick.label = labels[i];
    // What an estimate leaves out is no reason to shrink: the box has room on the side that is free.
    const double width = std::max(widths[i], 1.0), spare = em;
    double left = middles[i] - width / 2 - spare, right = middles[i] + width / 2 + spare;
    if (middles[i] > tick.place) tick.align = TextContent::Align::left, left = 0;
    if (middles[i] < tick.place) tick.align = TextContent::Align::right, right = line.size.x;
    tick.box = {{left, line.size.y - em * 1.4}, {right - left, em * 1.4}};
  }
  if (line.x == LineContent::X::text)  // a name that is not shown has no line either
    std::erase_if(plan.x_ticks, [](const PlannedTick& tick) { return tick.label.empty(); });
}

void plan_y(const LineContent& line, LinePlan& plan) {
  const std::vector<double> values = ticks(plan.y, line.y_axis->ticks);
  for (const double value : values) plan.y_ticks.push_back({scaled(plan.y, value), {}, {}});
  if (!line.y_axis->text) return;
  const std::vector<std::string> labels = number_labels(*line.y_axis->text->format, values, line.locale, false);
  const double em = line.y_axis->text->style.size.constant;
  std::vector<double> middles, heights(values.size(), em);
  for (const PlannedTick& tick : plan.y_ticks) middles.push_back(tick.place);
  const std::vector<bool> kept = thinned(middles, heights, em * 0.3);
  for (size_t i = 0; i < values.size(); ++i) {
    PlannedTick& tick = plan.y_ticks[i];
    if (!kept[i]) continue;
    tick.label = labels[i];
    tick.align = TextContent::Align::right;
    tick.box = {{0, tick.place - em}, {std::max(line.left - em * 0.6, 1.0), em * 2}};
  }
}

void draw_labels(Marks& marks, const ChartText& text, const std::vector<PlannedTick>& ticks, std::string_view axis) {
  using Vertical = TextContent::VerticalAlign;
  for (const PlannedTick& tick : ticks) {
    if (tick.label.empty()) continue;
    add_text(marks, fmt::format("{} {}", axis, tick.label), text.style, tick.label,
             {tick.box, tick.align, axis == "x" ? Vertical::bottom : Vertical::middle});
  }
}

}  // namespace

void plan_axes(const LineContent& line, LinePlan& plan) {
  if (line.x_axis) plan_x(line, plan);
  if (line.y_axis) plan_y(line, plan);
}

void draw_grid(Marks& marks, const LineContent& line, const LinePlan& plan) {
  const Box& plot = plan.plot;
  if (line.y_axis && line.y_axis->grid) {
    const double width = line.y_axis->grid_width;
    for (const PlannedTick& tick : plan.y_ticks)
      add_rectangle(marks, {{plot.corner.x, tick.place - width / 2}, {plot.size.x, width}}, *line.y_axis->grid);
  }
  if (line.x_axis && line.x_axis->grid) {
    const double width = line.x_axis->grid_width;
    for (const PlannedTick& tick : plan.x_ticks)
      add_rectangle(marks, {{tick.place - width / 2, plot.corner.y}, {width, plot.size.y}}, *line.x_axis->grid);
  }
}

void draw_axis_labels(Marks& marks, const LineContent& line, const LinePlan& plan) {
  if (line.x_axis && line.x_axis->text) draw_labels(marks, *line.x_axis->text, plan.x_ticks, "x");
  if (line.y_axis && line.y_axis->text) draw_labels(marks, *line.y_axis->text, plan.y_ticks, "y");
}

}  // namespace fp

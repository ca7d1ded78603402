#include "engine/chart/line_plan.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/line_axes.hpp"
#include "engine/core/result.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

struct Range {
  double low = 0, high = 0;
};

Range range_of(const LineContent& line, std::vector<double> LineSeries::*member) {
  Range range{INFINITY, -INFINITY};
  for (const LineSeries& series : line.series) {
    for (const double value : series.*member) {
      if (!std::isnan(value)) range = {std::min(range.low, value), std::max(range.high, value)};
    }
  }
  return range;
}

// How far marks reach beyond the points they stand for.
double overhang(const LineContent& line) {
  double most = line.width / 2;
  if (line.points) most = std::max(most, line.points->radius + line.points->outline);
  if (line.front) most = std::max(most, line.dot);
  return most;
}

Box plot_of(const LineContent& line, double out) {
  const auto em = [](const std::optional<ChartAxis>& axis) {
    return axis && axis->text ? axis->text->style.size.constant : 0;
  };
  const bool over = line.front && line.right <= 0;  // the value has its place over the front
  const double em_y = em(line.y_axis), em_over = over ? line.front->text.style.size.constant : 0;
  const double half = em(line.x_axis) * 1.3;  // of a label under the first or last point
  const double left = std::max(line.left > 0 && line.points ? line.left + out : line.left, std::max(out, half));
  const double right = std::max({line.right, out, half});
  const double top = std::max({out, em_y * 0.7, out + em_over * 1.6});
  const double bottom = line.below > 0 ? line.below + out : std::max(out, em_y * 0.7);
  return {{left, top}, {std::max(line.size.x - left - right, 1.0), std::max(line.size.y - top - bottom, 1.0)}};
}

Scale scale_of_x(const LineContent& line, const Box& plot) {
  const Range range = range_of(line, &LineSeries::x);
  const ScaleKind kind = line.x == LineContent::X::date ? ScaleKind::time : ScaleKind::linear;
  return {kind, range.low, range.high, plot.corner.x, plot.corner.x + plot.size.x};
}

Scale scale_of_y(const LineContent& line, const Box& plot) {
  using Kind = LineContent::Scale;
  const ScaleKind kind = line.scale == Kind::log    ? ScaleKind::log
                         : line.scale == Kind::sqrt ? ScaleKind::sqrt
                                                    : ScaleKind::linear;
  Range range = range_of(line, &LineSeries::y);
  if (line.zero) range = {std::min(range.low, 0.0), std::max(range.high, 0.0)};
  if (line.baseline && line.base != 0 && (kind != ScaleKind::log || line.base > 0))
    range = {std::min(range.low, line.base), std::max(range.high, line.base)};
  Scale scale{kind, line.domain.min.value_or(range.low), line.domain.max.value_or(range.high),
              plot.corner.y + plot.size.y, plot.corner.y};
  const bool given = line.domain.min || line.domain.max;
  if (given && !(scale.d0 < scale.d1)) {  // all values are on the other side of the end that is given
    const double more = kind == ScaleKind::log ? 9 * std::fabs(scale.d0) : std::max(std::fabs(scale.d0), 1.0);
    (line.domain.min ? scale.d1 : scale.d0) = line.domain.min ? scale.d0 + more : scale.d1 - more;
    if (kind == ScaleKind::log && !line.domain.min) scale.d0 = scale.d1 / 10;
  }
  if (!line.y_axis) return scale;
  const Scale nice = niced(scale, line.y_axis->ticks);
  if (!line.domain.min) scale.d0 = nice.d0;
  if (!line.domain.max) scale.d1 = nice.d1;
  return scale;
}

std::vector<LineRun> runs_of(const LineContent& line, const LineSeries& series, const LinePlan& plan) {
  std::vector<LineRun> runs;
  std::vector<Vec2> knots;
  std::vector<double> values;
  const CurveKind kind = line.curve == LineContent::Curve::monotone ? CurveKind::monotone
                         : line.curve == LineContent::Curve::step   ? CurveKind::step
                                                                    : CurveKind::linear;
  const auto close = [&] {
    if (knots.empty()) return;
    Curve curve = curve_through(kind, std::move(knots));
    std::vector<Vec2> trace = traced(curve);
    runs.push_back({std::move(curve), std::move(values), std::move(trace)});
    knots.clear(), values.clear();
  };
  for (size_t i = 0; i < series.x.size(); ++i) {
    if (std::isnan(series.y[i])) {
      if (!line.connects) close();
      continue;
    }
    knots.push_back({scaled(plan.x, series.x[i]), scaled(plan.y, series.y[i])});
    values.push_back(series.y[i]);
  }
  close();
  return runs;
}

size_t leader_of(const LineContent& line) {
  size_t leader = 0;
  for (size_t i = 0; i < line.series.size(); ++i) {
    if (line.series[i].name == line.highlight_key) return i;
    if (line.series[i].y.back() > line.series[leader].y.back()) leader = i;
  }
  return leader;
}

void plan_lines(const LineContent& line, LinePlan& plan) {
  const size_t leader = line.highlight ? leader_of(line) : 0;
  for (size_t i = 0; i < line.series.size(); ++i) {
    PlannedLine& planned = plan.lines.emplace_back();
    planned.runs = runs_of(line, line.series[i], plan);
    planned.color = line.colors[i % line.colors.size()];
    if (line.highlight) {
      planned.leads = i == leader, planned.muted = i != leader;
      planned.color = i == leader ? *line.highlight : line.muted;
    }
    plan.order.push_back(i);
  }
  std::ranges::stable_partition(plan.order, [&](size_t i) { return !plan.lines[i].leads; });
}

// Lines that end near each other along x share one column of labels.
void plan_clusters(LinePlan& plan, double room) {
  std::vector<size_t> order = plan.order;
  std::ranges::stable_sort(order, {}, [&](size_t i) { return plan.lines[i].last().x; });
  for (size_t k = 1; k < order.size(); ++k) {
    PlannedLine &line = plan.lines[order[k]], &before = plan.lines[order[k - 1]];
    line.cluster = before.cluster + (line.last().x - before.last().x > room ? 1 : 0);
  }
}

// Of the name and the longest value, each where it is shown.
double text_width(const LineContent& line, const std::string& name, const Range& values) {
  double width = line.ends ? estimated_width(name, line.ends->text.style.size.constant) : 0;
  const LineText* text = line.front ? &*line.front : line.end_values ? &*line.ends : nullptr;
  if (text == nullptr) return width;
  double longest = 0;
  const double em = text->text.style.size.constant;
  for (const double value : {values.low, values.high})
    longest = std::max(longest, estimated_width(text->text.format->text(value), em));
  return width + longest + (line.ends ? em : 0);
}

std::shared_ptr<const LinePlan> make_plan(const LineContent& line) {
  auto plan = std::make_shared<LinePlan>();
  plan->overhang = overhang(line);
  plan->plot = plot_of(line, plan->overhang);
  plan->x = scale_of_x(line, plan->plot);
  plan->y = scale_of_y(line, plan->plot);
  const double top = plan->plot.corner.y, bottom = top + plan->plot.size.y;
  plan->base = line.scale == LineContent::Scale::log && line.base <= 0
                   ? bottom
                   : std::clamp(scaled(plan->y, line.base), top, bottom);
  const Range values = range_of(line, &LineSeries::y);
  plan->clips = values.low < plan->y.d0 || values.high > plan->y.d1;
  plan_lines(line, *plan);
  plan_clusters(*plan, line.right);
  plan_axes(line, *plan);
  for (size_t i = 0; i < plan->lines.size(); ++i)
    plan->lines[i].text_width = text_width(line, line.series[i].name, values);
  return plan;
}

}  // namespace

double estimated_width(const std::string& words, double em) {
  double ems = 0;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) ems += byte >= 0xe3 ? 1.0 : 0.62;  // from U+3000 on mostly as wide as high
  }
  return ems * em;
}

const LinePlan& plan_of(const LineContent& line) {
  LinePlanOnce& made = *line.worked_out;
  std::call_once(made.once, [&] { made.plan = make_plan(line); });
  return *made.plan;
}

}  // namespace fp

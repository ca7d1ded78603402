// What of a chart of lines is the same at every frame: where lines, axes and the labels of axes stand. In the chart's
// pixels, from its corner; worked out once a chart.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/chart/curve.hpp"
#include "engine/chart/marks.hpp"
#include "engine/chart/scale.hpp"
#include "engine/template/chart_line.hpp"

namespace fp {

// A stretch of a line without a gap.
struct LineRun {
  Curve curve;
  std::vector<double> values;  // of the curve's knots
  std::vector<Vec2> trace;
};

struct PlannedLine {
  std::vector<LineRun> runs;  // at least one, in order of x
  Color color;
  bool muted = false, leads = false;  // leads: highlighted
  double text_width = 0;              // of its longest text, estimated
  size_t cluster = 0;                 // whose labels stand beside each other
  double first() const { return runs.front().curve.knots.front().x; }
  Vec2 last() const { return runs.back().curve.knots.back(); }
};

struct PlannedTick {
  double place = 0;
  std::string label;  // "": none
  Box box;            // of the label
  TextContent::Align align = TextContent::Align::center;
};

struct LinePlan {
  Box plot;  // where values stand
  Scale x, y;
  double base = 0;      // where areas end
  double overhang = 0;  // how far marks reach beyond the points they stand for
  bool clips = false;   // some values are outside the axis
  std::vector<PlannedLine> lines;
  std::vector<size_t> order;  // in which they are painted
  std::vector<PlannedTick> x_ticks, y_ticks;
};

// Made at the first call; may be called from many threads at once.
const LinePlan& plan_of(const LineContent& line);

// About as wide as most fonts set it: there are no fonts yet where charts are laid out.
double estimated_width(const std::string& words, double em);

}  // namespace fp

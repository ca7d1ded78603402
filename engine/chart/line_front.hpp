// How far the lines of a chart are drawn at a frame. Internal to engine/chart.
#pragma once

#include "engine/chart/charts.hpp"
#include "engine/chart/line_plan.hpp"

namespace fp {

struct LineTime {
  const LineContent& line;
  const LinePlan& plan;
  Reveal draw;     // of the lines themselves; what pops in at their last points has its time after that
  double pop = 0;  // frames that something takes to come in
  double fps = 30;
};
LineTime time_of(const ChartAt& at, const LineContent& line, const LinePlan& plan);

// Where the front of a line is, along x: it moves evenly, the same for all lines but for their stagger. Before the
// reveal it is nowhere (-infinity); never beyond the end of the scale.
double front_of(const LineTime& time, size_t line, double frame);

// How far something is there that comes in when the front gets to `x`: 0..1.
double arrived(const LineTime& time, size_t line, double x, double frame);

// When no front moves any more.
double end_of_drawing(const LineTime& time);

// A line where the front is; kept within the line's ends.
struct LineFront {
  Vec2 at{};
  double value = 0;  // the data's own at its points; in a gap the last one before it
  bool in_gap = false;
  double faint = 0;  // 0..1: how deep in a gap
};
LineFront front_at(const LinePlan& plan, const PlannedLine& line, double x);

}  // namespace fp

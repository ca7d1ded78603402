// Ticks and grid of charts of lines. Internal to engine/chart.
#pragma once

#include "engine/chart/line_plan.hpp"

namespace fp {

// Sets the plan's ticks; its plot and scales are known. No two labels of an axis touch.
void plan_axes(const LineContent& line, LinePlan& plan);

void draw_grid(Marks& marks, const LineContent& line, const LinePlan& plan);
void draw_axis_labels(Marks& marks, const LineContent& line, const LinePlan& plan);

}  // namespace fp

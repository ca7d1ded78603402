// The parts of charts of lines. Internal to engine/chart.
#pragma once

#include "engine/chart/line_front.hpp"

namespace fp {

// Names and values at the lines' fronts and ends, none over another.
void draw_line_texts(Marks& marks, const LineTime& time, double frame);

}  // namespace fp

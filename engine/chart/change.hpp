// A change as a signed number beside a triangle that points up or down; nothing points where it is 0.
#pragma once

#include "engine/chart/marks.hpp"
#include "engine/template/charts.hpp"

namespace fp {

struct ChangeLook {
  const ChartText& text;
  Color up, down;
};

// The triangle stands at the box's left edge before a text aligned left, else at its right edge behind the text. Texts
// that stand in a column stay aligned, with or without a triangle.
void put_change(Marks& marks, std::string part, const ChangeLook& look, double value, const Box& box,
                TextContent::Align align, double opacity);

}  // namespace fp

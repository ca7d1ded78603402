// One function per kind of chart: internal to engine/chart.
#pragma once

#include "engine/chart/marks.hpp"
#include "engine/template/charts.hpp"

namespace fp {

struct ChartAt {
  const ChartContent& chart;
  double frame = 0, fps = 30;
};

void draw_bars(Marks& marks, const ChartAt& at, const BarsContent& bars);
void draw_line(Marks& marks, const ChartAt& at, const LineContent& line);
void draw_meter(Marks& marks, const ChartAt& at, const MeterContent& meter);
void draw_table(Marks& marks, const ChartAt& at, const TableContent& table);
void draw_ticker(Marks& marks, const ChartAt& at, const TickerContent& ticker);
void draw_scoreboard(Marks& marks, const ChartAt& at, const ScoreboardContent& board);

}  // namespace fp

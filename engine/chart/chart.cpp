#include "engine/chart/chart.hpp"

#include <algorithm>

#include "engine/chart/charts.hpp"
#include "engine/template/chart_bars.hpp"
#include "engine/template/chart_line.hpp"
#include "engine/template/chart_meter.hpp"
#include "engine/template/chart_scoreboard.hpp"
#include "engine/template/chart_table.hpp"
#include "engine/template/chart_ticker.hpp"

namespace fp {
namespace {

struct Draw {
  Marks& marks;
  const ChartAt& at;
  void operator()(const std::shared_ptr<const BarsContent>& bars) const { draw_bars(marks, at, *bars); }
  void operator()(const std::shared_ptr<const LineContent>& line) const { draw_line(marks, at, *line); }
  void operator()(const std::shared_ptr<const MeterContent>& meter) const { draw_meter(marks, at, *meter); }
  void operator()(const std::shared_ptr<const TableContent>& table) const { draw_table(marks, at, *table); }
  void operator()(const std::shared_ptr<const TickerContent>& ticker) const { draw_ticker(marks, at, *ticker); }
  void operator()(const std::shared_ptr<const ScoreboardContent>& board) const { draw_scoreboard(marks, at, *board); }
  void operator()(const std::shared_ptr<const MapContent>&) const {}  // SceneMap: it needs its geography
};

// When what is drawn stands still, apart from its reveal.
struct Rests {
  const ChartData& data;

  template <class Content>
  std::vector<double> operator()(const std::shared_ptr<const Content>&) const {
    std::vector<double> frames;
    for (const ChartStep& step : data.steps) frames.push_back(step.until);
    return frames;
  }
  std::vector<double> operator()(const std::shared_ptr<const MeterContent>& meter) const {
    std::vector<double> frames;
    for (const auto& key : meter->value.keys) frames.push_back(static_cast<double>(key.frame));
    return frames;
  }
  // Rows begin to move before a step is left.
  std::vector<double> operator()(const std::shared_ptr<const TableContent>&) const {
    std::vector<double> frames;
    for (size_t i = 0; i < data.steps.size(); ++i) {
      const bool inner = i > 0 && i + 1 < data.steps.size();
      frames.push_back(inner ? (data.steps[i].from + data.steps[i].until) / 2 : data.steps[i].until);
    }
    return frames;
  }
  std::vector<double> operator()(const std::shared_ptr<const TickerContent>& ticker) const {
    if (!ticker->up) return {0};
    std::vector<double> frames;
    for (size_t i = 0; i < data.items.size(); ++i)
      frames.push_back(static_cast<double>(i) * (ticker->hold_frames + ticker->move_frames));
    return frames;
  }
  std::vector<double> operator()(const std::shared_ptr<const ScoreboardContent>& board) const {
    std::vector<double> frames{0};
    for (size_t i = 1; i < data.steps.size(); ++i) {
      const double from = data.steps[i].from, moved = from + board->move_frames;
      const bool last = i + 1 == data.steps.size();
      frames.push_back(last ? moved : std::min(moved, from + (data.steps[i + 1].from - from) * 0.999));
    }
    return frames;
  }
};

// The number of the mark that comes in last, from 0.
size_t last_mark(const ChartContent& chart) {
  size_t marks = chart.data.items.size();
  const auto seen = [&](int limit) { return limit > 0 ? std::min(marks, static_cast<size_t>(limit)) : marks; };
  if (const auto* bars = std::get_if<std::shared_ptr<const BarsContent>>(&chart.chart)) marks = seen((*bars)->limit);
  if (const auto* table = std::get_if<std::shared_ptr<const TableContent>>(&chart.chart)) marks = (*table)->rows;
  if (const auto* line = std::get_if<std::shared_ptr<const LineContent>>(&chart.chart)) marks = (*line)->series.size();
  if (std::holds_alternative<std::shared_ptr<const MapContent>>(chart.chart)) return 1;  // its stagger is of all
  return marks > 0 ? marks - 1 : 0;
}

}  // namespace

std::vector<SceneLayer> chart_layers(const ChartContent& chart, double frame, double fps) {
  Marks marks{&chart.marks.front(), {}};
  const ChartAt at{chart, frame, fps};
  std::visit(Draw{marks, at}, chart.chart);
  return std::move(marks.list);
}

std::vector<double> resting_frames(const ChartContent& chart) {
  const Reveal& reveal = chart.reveal;
  const double stagger = std::max(reveal.stagger, 0.0) * static_cast<double>(last_mark(chart));
  const double all_in = reveal.delay + reveal.frames + stagger;
  std::vector<double> frames;
  for (const double frame : std::visit(Rests{chart.data}, chart.chart)) {
    const double at = std::max(frame, all_in);
    if (frames.empty() || at > frames.back()) frames.push_back(at);
  }
  if (frames.empty()) frames.push_back(all_in);
  return frames;
}

}  // namespace fp

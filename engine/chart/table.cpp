// Tables and leaderboards.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/chart/change.hpp"
#include "engine/chart/charts.hpp"
#include "engine/chart/moments.hpp"
#include "engine/chart/strips.hpp"
#include "engine/template/chart_table.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

using Column = TableContent::Column;
using Kind = TableContent::Column::Kind;

// One thing at one frame. Strips count from the top of the rows.
struct Line {
  size_t item = 0, rank = 0;
  double place = 0;    // rank, between ranks while it moves
  double opacity = 1;  // how much of it is there
  double in = 1;       // how far it has come in
  Strip strip;
};

struct Plot {
  const ChartAt& at;
  const TableContent& table;
  Moment moment;
  double breadth = 0;  // of a row
};

double presence_of(const Plot& plot, size_t item) {
  const Moment& m = plot.moment;
  const double a = plot.table.there[item][m.from] ? 1 : 0, b = plot.table.there[item][m.to] ? 1 : 0;
  return m.progress <= 0 ? a : a + (b - a) * m.progress;
}

// Without an order a row stands below those before it, as far as they are there.
void set_places(const Plot& plot, std::vector<Line>& rows) {
  const ChartContent& chart = plot.at.chart;
  const TableContent& table = plot.table;
  if (table.order) {
    const std::vector<size_t> ranks = ranks_at(chart.data, plot.moment, table.descending, table.order);
    const std::vector<double> places =
        places_at(chart, table.descending, table.move_frames, plot.at.frame, plot.at.fps, table.order);
    for (Line& row : rows) row.rank = ranks[row.item], row.place = places[row.item];
    return;
  }
  double before = 0;
  size_t rank = 0;
  for (Line& row : rows) {
    row.place = before;
    row.rank = rank;
    before += row.opacity;
    rank += row.opacity > 0;
  }
}

std::vector<Line> rows_at(const Plot& plot) {
  const ChartContent& chart = plot.at.chart;
  const TableContent& table = plot.table;
  std::vector<Line> rows;
  for (size_t i = 0; i < chart.data.items.size(); ++i) rows.push_back({i, 0, 0, presence_of(plot, i), 1, {}});
  set_places(plot, rows);
  for (Line& row : rows) {
    row.in = revealed(chart.reveal, row.place, plot.at.frame, plot.at.fps);
    row.opacity *= std::clamp(static_cast<double>(table.rows) - row.place, 0.0, 1.0);
  }
  std::erase_if(rows, [](const Line& row) { return row.opacity <= 0 || row.in <= 0; });
  std::ranges::stable_sort(rows, {}, &Line::rank);
  std::vector<double> places;
  for (const Line& row : rows) places.push_back(row.place);
  const std::vector<Strip> strips = strips_of(places, 0, table.row_height, plot.breadth);
  for (size_t i = 0; i < rows.size(); ++i) rows[i].strip = strips[i];
  std::erase_if(rows, [](const Line& row) { return row.strip.breadth <= 0; });
  return rows;
}

bool is_highlit(const Plot& plot, const Line& row) {
  const TableContent& table = plot.table;
  if (!table.highlight) return false;
  if (table.highlight_key.empty()) return row.rank == 0;
  return plot.at.chart.data.items[row.item].key == table.highlight_key;
}

double shown_value(const Line& row, double value) {
  return row.in >= 1 ? value : value * row.in;
}

// Texts fade where their row is squeezed to less than they need.
double legible(const Plot& plot, const Line& row, double em) {
  const double need = std::min(em * 1.3, plot.breadth);
  return std::clamp((row.strip.breadth / need - 0.7) / 0.3, 0.0, 1.0);
}

void put_icon(Marks& marks, const Plot& plot, const Column& column, const Line& row, const Box& cell, double opacity) {
  const std::string& asset = plot.table.words[row.item][column.which];
  if (asset.empty()) return;
  const double side = std::min(cell.size.x, cell.size.y * 0.75);
  const double left = column.align == TextContent::Align::left    ? cell.corner.x
                      : column.align == TextContent::Align::right ? cell.corner.x + cell.size.x - side
                                                                  : cell.middle().x - side / 2;
  add_image(marks, {{left, cell.middle().y - side / 2}, Vec2(side)}, asset, column.radius, ImageContent::Fit::contain)
      .opacity = opacity;
}

// From 0 on, whichever way.
void put_cell_bar(Marks& marks, const Plot& plot, const Column& column, const Line& row, const Box& cell) {
  const auto value = value_at(plot.at.chart.data, row.item, column.which, plot.moment);
  const double height = plot.breadth * 0.22, radius = std::min(height, row.strip.breadth) / 2;
  const Box whole{{cell.corner.x, cell.middle().y - radius}, {cell.size.x, radius * 2}};
  const auto place = [&](double v) {
    return cell.corner.x + cell.size.x * std::clamp((v - column.low) / (column.high - column.low), 0.0, 1.0);
  };
  if (column.track) add_rectangle(marks, whole, *column.track, radius).opacity = row.opacity * row.in;
  if (!value) return;
  const double a = place(0), b = place(shown_value(row, *value));
  const double low = std::min(a, b), length = std::fabs(b - a);
  if (length <= 0) return;
  const Color color =
      column.color ? *column.color : plot.at.chart.data.items[row.item].color.value_or(plot.table.colors.front());
  if (length < radius * 2) {  // a dot that grows
    add_ellipse(marks, {low + length / 2, whole.middle().y}, Vec2(length / 2), color).opacity = row.opacity;
  } else {
    add_rectangle(marks, {{low, whole.corner.y}, {length, radius * 2}}, color, radius).opacity = row.opacity;
  }
}

// The words of a cell that shows one text; nothing where there is no value.
std::optional<std::string> words_of(const Plot& plot, const Column& column, const Line& row) {
  if (column.kind == Kind::rank) return column.text->format->text(static_cast<double>(row.rank + 1));
  if (column.kind == Kind::text) return plot.table.words[row.item][column.which];
  const auto value = value_at(plot.at.chart.data, row.item, column.which, plot.moment);
  if (!value) return std::nullopt;
  return column.text->format->text(shown_value(row, *value));
}

void put_cell(Marks& marks, const Plot& plot, const Line& row, size_t index, double shift) {
  const Column& column = plot.table.columns[index];
  const Box cell{{column.left + shift, row.strip.start}, {column.width, row.strip.breadth}};
  if (column.kind == Kind::icon) return put_icon(marks, plot, column, row, cell, row.opacity * row.in);
  if (column.kind == Kind::bar) return put_cell_bar(marks, plot, column, row, cell);
  // A squeezed row's texts keep their size.
  const double em = column.text->style.size.constant, opacity = row.opacity * row.in * legible(plot, row, em);
  if (opacity <= 0) return;
  const Box box{{cell.corner.x, cell.middle().y - em}, {cell.size.x, em * 2}};
  const std::string part = fmt::format("{} {}", plot.at.chart.data.items[row.item].key, index + 1);
  if (column.kind == Kind::change) {
    const auto value = value_at(plot.at.chart.data, row.item, column.which, plot.moment);
    if (!value) return;
    const ChangeLook look{*column.text, plot.table.up, plot.table.down};
    return put_change(marks, part, look, shown_value(row, *value), box, column.align, opacity);
  }
  auto words = words_of(plot, column, row);
  if (!words || words->empty()) return;
  SceneLayer& text = add_text(marks, part, column.text->style, std::move(*words), {box, column.align});
  text.opacity = opacity;
  if (plot.table.highlight_text && is_highlit(plot, row)) set_color(text, *plot.table.highlight_text);
}

void put_row(Marks& marks, const Plot& plot, const Line& row) {
  const TableContent& table = plot.table;
  const double width = plot.at.chart.size.x, radius = std::min(table.radius, row.strip.breadth / 2);
  const Box plate{{0, row.strip.start}, {width, row.strip.breadth}};
  const auto& color = is_highlit(plot, row) ? table.highlight : table.row_color;
  if (color) add_rectangle(marks, plate, *color, radius).opacity = row.opacity * row.in;
  const double shift = row.in < 1 ? (row.in - 1) * plot.breadth * 0.4 : 0;  // comes from the left
  for (size_t i = 0; i < table.columns.size(); ++i) put_cell(marks, plot, row, i, shift);
}

void put_header(Marks& marks, const Plot& plot) {
  const TableContent& table = plot.table;
  if (!table.header) return;
  const Reveal& reveal = plot.at.chart.reveal;
  const double first = reveal.stagger < 0 ? static_cast<double>(table.rows) - 1 : 0;  // the row that comes in first
  const double in = revealed(reveal, first, plot.at.frame, plot.at.fps);
  for (size_t i = 0; i < table.columns.size() && in > 0; ++i) {
    const Column& column = table.columns[i];
    if (column.title.empty()) continue;
    const Box box{{column.left, 0}, {column.width, table.header_height}};
    add_text(marks, fmt::format("header {}", i + 1), table.header->style, column.title, {box, column.align}).opacity =
        in;
  }
}

// What stays while rows move: every second place in another colour, and a line above each but the first of a table
// without a header.
void put_places(Marks& marks, const Plot& plot) {
  const TableContent& table = plot.table;
  const double width = plot.at.chart.size.x;
  for (size_t i = 0; i < table.rows; ++i) {
    const double in = revealed(plot.at.chart.reveal, static_cast<double>(i), plot.at.frame, plot.at.fps);
    const double top = table.header_height + static_cast<double>(i) * table.row_height;
    if (in <= 0) continue;
    if (table.stripes && i % 2 == 1) {
      const Box box{{0, top + table.row_gap / 2}, {width, plot.breadth}};
      add_rectangle(marks, box, *table.stripes, table.radius).opacity = in;
    }
    if (table.rule && (i > 0 || table.header)) {
      add_rectangle(marks, {{0, top - table.rule_width / 2}, {width * in, table.rule_width}}, *table.rule);
    }
  }
}

}  // namespace

void draw_table(Marks& marks, const ChartAt& at, const TableContent& table) {
  const Plot plot{at, table, moment_at(at.chart, at.frame, at.fps), table.row_height - table.row_gap};
  put_places(marks, plot);
  put_header(marks, plot);
  Marks inside{marks.layer, {}};
  for (const Line& row : rows_at(plot)) put_row(inside, plot, row);
  const Box body{{0, table.header_height}, {at.chart.size.x, table.row_height * static_cast<double>(table.rows)}};
  if (!inside.list.empty()) add_clipped(marks, body, std::move(inside.list));
}

}  // namespace fp

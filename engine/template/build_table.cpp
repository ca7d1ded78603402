// Tables: columns and their widths, the words of rows, which rows are there when.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/template/build_charts.hpp"
#include "engine/template/chart_table.hpp"

namespace fp {
namespace {

using Align = TextContent::Align;
using Cells = TableContent::Column;
using Kind = Cells::Kind;

constexpr std::pair<std::string_view, Kind> kKinds[] = {{"text", Kind::text},     {"number", Kind::number},
                                                        {"icon", Kind::icon},     {"bar", Kind::bar},
                                                        {"change", Kind::change}, {"rank", Kind::rank}};
constexpr std::pair<std::string_view, Align> kAligns[] = {
    {"left", Align::left}, {"center", Align::center}, {"right", Align::right}};

struct Reading {
  const LayerScope& scope;
  const Json& json;
  const ChartContent& chart;
  ChartRows rows;
  TableContent table;
  std::vector<std::string> word_columns;
};

bool has_words(Kind kind) {
  return kind == Kind::text || kind == Kind::icon;
}
bool has_number(Kind kind) {
  return kind == Kind::number || kind == Kind::bar || kind == Kind::change;
}

Align usual_align(Kind kind) {
  if (kind == Kind::number || kind == Kind::change) return Align::right;
  return kind == Kind::icon || kind == Kind::rank ? Align::center : Align::left;
}

std::vector<double> values_of_series(const ChartData& data, size_t which) {
  std::vector<double> values;
  for (size_t item = 0; item < data.items.size(); ++item) {
    for (size_t step = 0; step < data.steps.size(); ++step) {
      if (const auto& value = data.value(item, step, which)) values.push_back(*value);
    }
  }
  return values;
}

size_t series_of(const ChartData& data, const std::string& name) {
  const auto at = std::ranges::find(data.series, name);
  return at == data.series.end() ? 0 : static_cast<size_t>(at - data.series.begin());
}

size_t add_words(Reading& reading, const Json& named) {
  has_column(reading.rows, named.text, named, "columns");
  reading.word_columns.push_back(named.text);
  return reading.word_columns.size() - 1;
}

// What numbers the column's texts go through; null: words.
Numbers numbers_of(const ChartData& data, const Cells& column) {
  if (column.kind == Kind::rank) return Numbers::value_type{1};
  if (has_number(column.kind)) return values_of_series(data, column.which);
  return std::nullopt;
}

Cells read_column(Reading& reading, const Json& said, size_t index) {
  Cells column;
  column.kind = choose(said.find("kind"), kKinds);
  const LayerScope& outer = reading.scope;
  const LayerScope scope{outer.build, outer.enclosure, outer.pointer + "/columns" + child_pointer(index), outer.frames,
                         outer.box};
  const Json* named = said.find("column");
  if (named == nullptr && column.kind != Kind::rank) {
    report(scope, said, "", "this column of the table names no column of the data",
           "only one of the kind \"rank\" has none");
    return column;
  }
  if (const Json* title = said.find("title")) column.title = title->text;
  column.align = said.find("align") ? choose(said.find("align"), kAligns) : usual_align(column.kind);
  if (has_words(column.kind)) column.which = add_words(reading, *named);
  if (has_number(column.kind)) column.which = series_of(reading.chart.data, named->text);
  if (column.kind == Kind::bar) {
    const std::vector<double> values = values_of_series(reading.chart.data, column.which);
    column.low = column.high = 0;
    for (const double value : values) column.low = std::min(column.low, value);
    for (const double value : values) column.high = std::max(column.high, value);
    column.high = std::max(number_or(&said, "max", column.high), column.high);
    if (!(column.high > column.low)) column.high = column.low + 1;
    column.color = read_optional_color(scope, said, "color");
    column.track = read_optional_color(scope, said, "track");
  } else if (column.kind == Kind::icon) {
    column.radius = number_or(&said, "radius", 0);
  } else {
    Json style = said;
    if (column.kind == Kind::change && !said.find("signed")) style.set("signed", Json::of(true));
    const LayerScope list{outer.build, outer.enclosure, outer.pointer + "/columns", outer.frames, outer.box};
    column.text =
        read_chart_text(list, reading.json, style, fmt::format("{}", index), numbers_of(reading.chart.data, column));
    column.text->style.overflow = TextContent::Overflow::ellipsis;
  }
  return column;
}

// Widths that are said first, then what is left in equal shares.
void place_columns(Reading& reading, double gap) {
  TableContent& table = reading.table;
  const Json& said = *reading.json.find("columns");
  const double width = reading.chart.size.x, inner = width - table.padding * 2;
  double left = inner - gap * static_cast<double>(table.columns.size() - 1);
  size_t sharing = 0;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    Cells& column = table.columns[i];
    double usual = 0;
    if (column.kind == Kind::icon) usual = (table.row_height - table.row_gap) * 0.75;
    if (column.kind == Kind::rank) usual = column.text->style.size.constant * 1.8;
    column.width = read_chart_length(reading.scope, said.items[i], "width", width, usual);
    left -= column.width;
    sharing += column.width <= 0;
  }
  if (sharing ? left <= 0 : left < -0.5) {
    report(reading.scope, said, "columns",
           fmt::format("the columns are {:.0f} pixels wider than the table{}", -left,
                       sharing ? ", and some have no \"width\"" : ""),
           "make some narrower, or the \"gap\" between them smaller");
  }
  double at = table.padding;
  for (Cells& column : table.columns) {
    if (column.width <= 0) column.width = std::max(left / static_cast<double>(sharing), 1.0);
    column.left = at;
    at += column.width + gap;
  }
}

// Which rows there are at which steps, and what the last one of each key says.
void read_words(Reading& reading) {
  const ChartData& data = reading.chart.data;
  TableContent& table = reading.table;
  std::map<std::string, size_t> items, steps;
  for (size_t i = 0; i < data.items.size(); ++i) items.emplace(data.items[i].key, i);
  for (size_t i = 0; i < data.steps.size(); ++i) steps.emplace(data.steps[i].label, i);
  table.words.assign(data.items.size(), std::vector<std::string>(reading.word_columns.size()));
  table.there.assign(data.items.size(), std::vector<bool>(data.steps.size()));
  const Json *key = reading.json.find("key"), *step = reading.json.find("steps");
  for (size_t row = 0; row < reading.rows.rows.size(); ++row) {
    const Json& record = *reading.rows.rows[row];
    const auto item = items.find(key ? text_of_cell(record, key->text) : fmt::format("{}", row + 1));
    const auto when = steps.find(step ? text_of_cell(record, step->find("by")->text) : std::string());
    if (item == items.end() || when == steps.end()) continue;  // reported with the data
    // Where there are numbers this was seen with them.
    if (table.there[item->second][when->second] && data.series.front().empty()) {
      report(reading.scope, reading.rows.at, "data",
             fmt::format("row {} of the data: the key \"{}\" was there before", row + 1, item->first),
             "a key has one row, at each step where there are any");
    }
    table.there[item->second][when->second] = true;
    if (table.order && !data.value(item->second, when->second, *table.order)) {
      report(reading.scope, reading.rows.at, "data",
             fmt::format("row {} of the data, column \"{}\": expected a number, as rows are ordered by it", row + 1,
                         data.series[*table.order]));
    }
    for (size_t i = 0; i < reading.word_columns.size(); ++i)
      table.words[item->second][i] = text_of_cell(record, reading.word_columns[i]);
  }
}

void read_look(const LayerScope& scope, const Json& json, TableContent& table) {
  table.row_color = read_optional_color(scope, json, "rowColor");
  table.stripes = read_optional_color(scope, json, "stripes");
  table.rule = read_optional_color(scope, json, "rule");
  table.rule_width = number_or(&json, "ruleWidth", 1);
  table.radius = number_or(&json, "radius", 0);
  if (const Json* highlight = json.find("highlight"); highlight && highlight->is_object()) {
    const LayerScope inner{scope.build, scope.enclosure, scope.pointer + "/highlight", scope.frames, scope.box};
    table.highlight = read_optional_color(inner, *highlight, "color");
    table.highlight_text = read_optional_color(inner, *highlight, "textColor");
    if (const Json* key = highlight->find("key")) table.highlight_key = key->text;
  }
  const bool plates = table.row_color || table.stripes || table.highlight;
  table.padding = number_or(&json, "padding", plates ? 20 : 0);
  table.up = read_optional_color(scope, json, "up").value_or(*parse_color("#3fb68b"));
  table.down = read_optional_color(scope, json, "down").value_or(*parse_color("#f0616d"));
  table.colors = read_colors(scope, json, "color");
  table.move_frames = read_frames(scope, json.find("moveDuration"), "moveDuration", 0.5);
}

void read_rows_height(const Reading& reading, const Json& json, TableContent& table) {
  const size_t all = std::max<size_t>(reading.chart.data.items.size(), 1);
  const auto limit = static_cast<size_t>(number_or(&json, "limit", 0));
  table.rows = limit > 0 ? std::min(limit, all) : all;
  table.header = read_optional_text(reading.scope, json, "header", {});
  if (table.header) table.header_height = table.header->style.size.constant * 2;
  table.header_height = number_or(&json, "headerHeight", table.header_height);
  const double room = reading.chart.size.y - table.header_height, rows = static_cast<double>(table.rows);
  table.row_height = number_or(&json, "rowHeight", std::max(room / rows, 1.0));
  table.row_gap = std::min(number_or(&json, "rowGap", 0), table.row_height * 0.9);
  if (table.row_height * rows > room + 0.5) {
    report(reading.scope, json, "rowHeight",
           fmt::format("{} rows of {:.0f} pixels do not fit into the table's height of {:.0f}", table.rows,
                       table.row_height, room),
           "lower \"rowHeight\" or the \"limit\" of rows, or make the table taller");
  }
}

}  // namespace

Chart read_table(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  const Json& data = *json.find("data");
  Reading reading{scope, json, so_far, {scope, data, {}}, {}, {}};
  for (const Json& row : data.items) {
    if (row.is_object()) reading.rows.rows.push_back(&row);
  }
  TableContent& table = reading.table;
  if (const Json* order = json.find("order"); order && order->is_object()) {
    table.order = series_of(so_far.data, order->find("by")->text);
    table.descending = read_bool(*order, "descending", true);
  }
  read_look(scope, json, table);
  read_rows_height(reading, json, table);
  const Json& columns = *json.find("columns");
  for (size_t i = 0; i < columns.items.size(); ++i) table.columns.push_back(read_column(reading, columns.items[i], i));
  const bool whole = std::ranges::all_of(table.columns, [](const Cells& column) {
    return column.text || column.kind == Kind::icon || column.kind == Kind::bar;
  });
  if (!whole) return std::make_shared<const TableContent>();  // reported
  place_columns(reading, number_or(&json, "gap", 24));
  read_words(reading);
  return std::make_shared<const TableContent>(std::move(table));
}

}  // namespace fp

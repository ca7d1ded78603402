// The data of charts of lines: points per line, in order of x.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "engine/data/columns.hpp"
#include "engine/data/dates.hpp"
#include "engine/template/build_charts.hpp"
#include "engine/template/chart_line.hpp"

namespace fp {
namespace {

constexpr size_t kMostFaults = 10;  // of rows: where more are wrong, the rest is so for the same reason

struct LineColumns {
  std::string x, series;
  std::vector<std::string> values;
};

struct LineReading {
  const ChartRows& rows;
  const LineColumns& columns;
  LineContent& line;
  std::unordered_map<std::string, size_t> names = {};    // of x, where it is a text
  std::unordered_map<std::string, size_t> indexes = {};  // of series
  std::vector<double> last = {};                         // x of each series so far; NaN: none

  std::string cell_text(size_t row, const std::string& column) const { return text_of_cell(*rows.rows[row], column); }

  // What x is, by the first row.
  LineContent::X kind_of_x() const {
    const Json* cell = rows.rows.front()->find(columns.x);
    if (cell == nullptr || !cell->is_string()) return LineContent::X::number;
    return parse_iso_date(cell->text) ? LineContent::X::date : LineContent::X::text;
  }

  std::optional<double> x_of(size_t row) {
    const Json* cell = rows.rows[row]->find(columns.x);
    if (cell == nullptr || cell->is_null()) {
      report_cell(rows, row, columns.x, "the place along the line is missing");
      return std::nullopt;
    }
    if (line.x == LineContent::X::number) return number_of_cell(rows, row, columns.x);
    if (line.x == LineContent::X::date) {
      if (const auto date = cell->is_string() ? parse_iso_date(cell->text) : std::nullopt)
        return static_cast<double>(date->milliseconds);
      report_cell(rows, row, columns.x,
                  fmt::format("expected a date such as 2024-05-31, as in the first row; found {}",
                              write_json(*cell, 0).substr(0, 60)));
      return std::nullopt;
    }
    const auto [at, fresh] = names.emplace(cell_text(row, columns.x), names.size());
    if (fresh) line.x_names.push_back(at->first);
    return static_cast<double>(at->second);
  }

  // Reports an x that does not come after the line's last one.
  bool ascends(size_t row, size_t series, double x) {
    const bool fine = !(x <= last[series]);  // also where there is none yet
    if (!fine) {
      const std::string of = line.series.size() > 1 && !columns.series.empty()
                                 ? fmt::format(" for \"{}\"", line.series[series].name)
                                 : std::string();
      const std::string shown = cell_text(row, columns.x);
      if (x == last[series]) {
        report_cell(rows, row, columns.x, fmt::format("\"{}\" was there before{}", shown, of),
                    "a line has one value at each place; average rows in the source (\"group\"), or name \"series\"");
      } else {
        report_cell(rows, row, columns.x, fmt::format("\"{}\" comes after a row that is farther along{}", shown, of),
                    "rows ascend along a line: a \"sort\" step of the source");
      }
    }
    last[series] = x;
    return fine;
  }

  void put(size_t row, size_t series, double x, const std::string& column) {
    const double value = number_of_cell(rows, row, column).value_or(kMissing);
    if (line.scale == LineContent::Scale::log && value <= 0) {
      report_cell(rows, row, column, fmt::format("{} has no place on a log scale", cell_text(row, column)),
                  "values on it are above 0; the scale \"sqrt\" takes 0 as well");
      return;
    }
    line.series[series].x.push_back(x);
    line.series[series].y.push_back(value);
  }

  void read_row(size_t row) {
    size_t first = 0;
    if (!columns.series.empty()) {
      const std::string name = cell_text(row, columns.series);
      if (name.empty()) return report_cell(rows, row, columns.series, "the series is missing");
      const auto [at, fresh] = indexes.emplace(name, line.series.size());
      if (fresh) line.series.push_back({name, {}, {}}), last.push_back(kMissing);
      first = at->second;
    }
    const auto x = x_of(row);
    if (!x || !ascends(row, first, *x)) return;
    for (size_t i = 0; i < columns.values.size(); ++i) put(row, first + i, *x, columns.values[i]);
  }
};

// What is missing before the first value and after the last one is no gap.
void trim(LineSeries& series) {
  size_t begin = 0, end = series.y.size();
  while (end > begin && std::isnan(series.y[end - 1])) --end;
  while (begin < end && std::isnan(series.y[begin])) ++begin;
  series = {series.name,
            {series.x.begin() + begin, series.x.begin() + end},
            {series.y.begin() + begin, series.y.begin() + end}};
}

void check_lines(const ChartRows& rows, const LineColumns& columns, LineContent& line) {
  for (LineSeries& series : line.series) {
    trim(series);
    if (!series.y.empty()) continue;
    const std::string what = columns.series.empty() ? "column" : "line";
    report(rows.scope, rows.at, "data", fmt::format("the {} \"{}\" has no values", what, series.name));
  }
  if (line.series.size() > kMaxLines) {
    report(rows.scope, rows.at, "data",
           fmt::format("the chart has {} lines; {} is the most", line.series.size(), kMaxLines),
           "keep those that matter: a \"filter\" step of the source");
    line.series.resize(kMaxLines);
  }
}

}  // namespace

void read_line_data(const LayerScope& scope, const Json& layer, LineContent& line) {
  const ChartRows rows = read_rows(scope, layer);
  const LineColumns columns{column_name(rows, layer, "x"), column_name(rows, layer, "series"),
                            value_columns(rows, layer)};
  if (columns.values.size() > 1 && !columns.series.empty()) {
    return report(scope, *layer.find("value"), "value", "several columns of values have no meaning beside \"series\"",
                  "name one column, or leave \"series\" out");
  }
  if (rows.rows.empty() || columns.x.empty() || columns.values.empty()) return;  // said already
  LineReading reading{rows, columns, line};
  if (columns.series.empty()) {
    for (const std::string& column : columns.values) line.series.push_back({column, {}, {}});
    reading.last.assign(columns.values.size(), kMissing);
  }
  line.x = reading.kind_of_x();
  const size_t faults = scope.build.errors.size();
  for (size_t row = 0; row < rows.rows.size() && scope.build.errors.size() < faults + kMostFaults; ++row)
    reading.read_row(row);
  if (scope.build.errors.size() == faults) check_lines(rows, columns, line);
}

}  // namespace fp

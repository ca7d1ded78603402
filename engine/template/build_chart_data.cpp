// The data of chart layers: rows become things with a key, values in series, and steps in time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "engine/data/dates.hpp"
#include "engine/template/build_charts.hpp"

namespace fp {
namespace {

std::string shown(const Json& value) {
  std::string text = write_json(value, 0);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

// The members of an entity found so far.
struct Places {
  std::unordered_map<std::string, size_t> index;
  // Where `name` stands among those seen, and whether it is new.
  std::pair<size_t, bool> of(const std::string& name) {
    const auto [at, fresh] = index.emplace(name, index.size());
    return {at->second, fresh};
  }
};

struct Columns {
  std::string key, label, icon, color, series, step;
  std::vector<std::string> values;
};

// Where layers name columns of numbers: as values, as a change, for a table's cells and order.
std::vector<std::pair<std::string_view, const Json*>> numeric_columns(const Json& layer) {
  std::vector<std::pair<std::string_view, const Json*>> named;
  if (const Json* value = layer.find("value")) {
    if (value->is_string()) named.emplace_back("value", value);
    for (const Json& name : value->items) named.emplace_back("value", &name);
  }
  if (const Json* change = layer.find("change"); change && change->is_string()) named.emplace_back("change", change);
  const Json* cells = layer.find("columns");
  for (size_t i = 0; cells && i < cells->items.size(); ++i) {
    const Json *name = cells->items[i].find("column"), *kind = cells->items[i].find("kind");
    const bool is_number = kind && (kind->text == "number" || kind->text == "bar" || kind->text == "change");
    if (name && is_number) named.emplace_back("columns", name);
  }
  const Json* order = layer.find("order");
  if (const Json* by = order && order->is_object() ? order->find("by") : nullptr) named.emplace_back("order", by);
  return named;
}

Columns read_columns(const ChartRows& rows, const Json& layer) {
  Columns columns;
  columns.key = column_name(rows, layer, "key");
  columns.label = column_name(rows, layer, "label");
  columns.icon = column_name(rows, layer, "icon");
  columns.color = column_name(rows, layer, "colorBy");
  columns.series = column_name(rows, layer, "series");
  if (const Json* steps = layer.find("steps")) columns.step = column_name(rows, *steps, "by");
  for (const auto& [key, name] : numeric_columns(layer)) {
    if (std::ranges::find(columns.values, name->text) != columns.values.end()) continue;
    if (has_column(rows, name->text, *name, key)) columns.values.push_back(name->text);
  }
  if (columns.values.size() > 1 && !columns.series.empty()) {
    report(rows.scope, *layer.find("value"), "value", "several columns of values have no meaning beside \"series\"",
           "name one column, or leave \"series\" out");
  }
  return columns;
}

std::string or_number(const ChartRows& rows, size_t row, const std::string& column) {
  return column.empty() ? fmt::format("{}", row + 1) : text_of_cell(*rows.rows[row], column);
}

// Steps, in the order their first rows have; numbers and times in their own.
std::vector<size_t> order_steps(std::vector<ChartStep>& steps) {
  std::vector<size_t> order(steps.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (!std::ranges::all_of(steps, [](const ChartStep& step) { return step.number.has_value(); })) return order;
  std::ranges::stable_sort(order, {}, [&](size_t i) { return *steps[i].number; });
  std::vector<ChartStep> sorted;
  for (const size_t i : order) sorted.push_back(steps[i]);
  steps = std::move(sorted);
  std::vector<size_t> places(order.size());
  for (size_t i = 0; i < order.size(); ++i) places[order[i]] = i;
  return places;
}

// When each step holds: at even distances, or as far apart as their numbers.
void time_steps(const LayerScope& scope, const Json& layer, std::vector<ChartStep>& steps) {
  const Json* json = layer.find("steps");
  if (json == nullptr) return;
  const double each = read_frames(scope, json->find("each"), "steps", 1);
  const double hold = read_frames(scope, json->find("hold"), "steps", 0);
  const double start = read_frames(scope, json->find("start"), "steps", 1);
  if (hold > each) {
    report(scope, *json->find("hold"), "steps", "\"hold\" is longer than \"each\", which it is a part of",
           "\"each\" counts from one step to the next");
  }
  const auto last = static_cast<double>(steps.size() - 1);
  const Json* total = json->find("duration");
  const double whole = total ? read_frames(scope, total, "steps", 1) : each * last;
  const Json* timing = json->find("timing");
  const bool proportional = timing && timing->text == "proportional";
  if (proportional && !std::ranges::all_of(steps, [](const ChartStep& step) { return step.number.has_value(); })) {
    report(scope, *timing, "steps", "\"proportional\" timing needs steps that are numbers or dates");
    return;
  }
  const double pause = proportional ? 0 : std::min(hold, each);
  for (size_t i = 0; i < steps.size(); ++i) {
    double share = last > 0 ? static_cast<double>(i) / last : 0;
    if (proportional && last > 0) {
      const double first = *steps.front().number, end = *steps.back().number;
      share = end > first ? (*steps[i].number - first) / (end - first) : share;
    }
    steps[i].from = start + whole * share;
    steps[i].until = steps[i].from + pause;
  }
  steps.front().from = 0;
}

struct Cell {
  size_t item = 0, step = 0, which = 0, row = 0;
  std::optional<double> value;
};

// One pass over the rows; the values are put where they belong once all names are known.
struct Reading {
  const ChartRows& rows;
  const Columns& columns;
  ChartData data;
  Places items, series, steps;
  std::vector<Cell> cells;

  void read_row(size_t row) {
    const std::string key = or_number(rows, row, columns.key);
    if (key.empty()) return report_cell(rows, row, columns.key, "the key is missing");
    const auto [item, new_item] = items.of(key);
    if (new_item) data.items.push_back(new_thing(row, key));
    size_t step = 0;
    if (!columns.step.empty()) {
      const std::string label = text_of_cell(*rows.rows[row], columns.step);
      if (label.empty()) return report_cell(rows, row, columns.step, "the step is missing");
      bool fresh = false;
      std::tie(step, fresh) = steps.of(label);
      if (fresh) data.steps.push_back({label, number_of_step(row), 0, 0});
    }
    size_t which = 0;
    if (!columns.series.empty()) {
      bool fresh = false;
      const std::string name = text_of_cell(*rows.rows[row], columns.series);
      if (name.empty()) return report_cell(rows, row, columns.series, "the series is missing");
      std::tie(which, fresh) = series.of(name);
      if (fresh) data.series.push_back(name);
    }
    for (size_t i = 0; i < columns.values.size(); ++i) {
      cells.push_back({item, step, which + i, row, number_of_cell(rows, row, columns.values[i])});
    }
  }

  ChartItem new_thing(size_t row, const std::string& key) const {
    ChartItem item{key, columns.label.empty() ? key : text_of_cell(*rows.rows[row], columns.label), {}, {}, {}};
    if (!columns.icon.empty()) item.icon = text_of_cell(*rows.rows[row], columns.icon);
    if (!columns.color.empty()) {
      const std::string color = text_of_cell(*rows.rows[row], columns.color);
      if (!color.empty()) item.color = parse_color(color);
      if (!color.empty() && !item.color)
        report_cell(rows, row, columns.color, fmt::format("\"{}\" is no colour", color));
    }
    return item;
  }

  std::optional<double> number_of_step(size_t row) const {
    const Json* cell = rows.rows[row]->find(columns.step);
    if (cell->is_number()) return cell->number;
    if (const auto date = parse_iso_date(cell->text)) return static_cast<double>(date->milliseconds);
    return std::nullopt;
  }

  void put_cells() {
    const std::vector<size_t> places = order_steps(data.steps);
    const size_t width = data.series.size(), all = width * data.steps.size();
    for (ChartItem& item : data.items) item.values.resize(all);
    std::set<std::tuple<size_t, size_t, size_t>> seen;
    for (const Cell& cell : cells) {
      if (!seen.insert({cell.item, cell.step, cell.which}).second) {
        const std::string step =
            columns.step.empty() ? "" : fmt::format(" at step \"{}\"", data.steps[places[cell.step]].label);
        report(rows.scope, rows.at, "data",
               fmt::format("row {} of the data: the key \"{}\" was there before{}", cell.row + 1,
                           data.items[cell.item].key, step),
               columns.step.empty() ? "keys are unique; add up rows in the source (\"group\"), or name \"steps\""
                                    : "a key has one row at each step");
        return;
      }
      data.items[cell.item].values[places[cell.step] * width + cell.which] = cell.value;
    }
  }
};

}  // namespace

void report_cell(const ChartRows& rows, size_t row, const std::string& column, const std::string& what,
                 std::string hint) {
  report(rows.scope, rows.at, "data", fmt::format("row {} of the data, column \"{}\": {}", row + 1, column, what),
         std::move(hint));
}

std::string column_name(const ChartRows& rows, const Json& layer, std::string_view key) {
  const Json* named = layer.find(key);
  if (named == nullptr || !named->is_string()) return {};
  return has_column(rows, named->text, *named, key) ? named->text : std::string();
}

std::vector<std::string> value_columns(const ChartRows& rows, const Json& layer) {
  const Json& value = *layer.find("value");
  std::vector<std::string> columns;
  const auto add = [&](const Json& name) {
    if (has_column(rows, name.text, name, "value")) columns.push_back(name.text);
  };
  if (value.is_string()) add(value);
  for (const Json& name : value.items) add(name);
  return columns;
}

ChartRows read_rows(const LayerScope& scope, const Json& layer) {
  const Json& data = *layer.find("data");
  ChartRows rows{scope, data, {}};
  for (size_t i = 0; i < data.items.size(); ++i) {
    if (!data.items[i].is_object()) {
      report(scope, data, "data",
             fmt::format("row {} of the data is {}; expected a record", i + 1, shown(data.items[i])));
      return rows;
    }
    rows.rows.push_back(&data.items[i]);
  }
  if (rows.rows.empty()) {
    report(scope, data, "data", "the data has no rows", "make the layer's \"visible\" depend on it where that can be");
  }
  return rows;
}

bool has_column(const ChartRows& rows, const std::string& column, const Json& named, std::string_view key) {
  if (rows.rows.empty()) return true;
  std::vector<std::string> names;
  for (const Json::Member& member : rows.rows.front()->members) names.push_back(member.key);
  if (std::ranges::find(names, column) != names.end()) return true;
  const std::string near = closest(column, names);
  report(rows.scope, named, key, fmt::format("the data has no column \"{}\"", column),
         near.empty() ? fmt::format("it has {}", fmt::join(names, ", ")) : fmt::format("did you mean \"{}\"?", near));
  return false;
}

std::string text_of_cell(const Json& row, std::string_view column) {
  const Json* cell = row.find(column);
  if (cell == nullptr || cell->is_null()) return {};
  if (cell->is_bool()) return cell->boolean ? "true" : "false";
  return cell->text;
}

std::optional<double> number_of_cell(const ChartRows& rows, size_t row, const std::string& column) {
  const Json* cell = rows.rows[row]->find(column);
  if (cell == nullptr || cell->is_null()) return std::nullopt;
  if (!cell->is_number()) {
    report_cell(rows, row, column, fmt::format("expected a number, found {}", shown(*cell)));
  } else if (!(std::fabs(cell->number) <= kMaxChartValue)) {
    report_cell(rows, row, column, fmt::format("{} is more than a chart can show (1e15)", shown(*cell)));
  } else {
    return cell->number;
  }
  return std::nullopt;
}

std::optional<double> moment_of_cell(const ChartRows& rows, size_t row, const std::string& column) {
  const Json* cell = rows.rows[row]->find(column);
  if (cell == nullptr || !cell->is_string()) return number_of_cell(rows, row, column);
  if (const auto date = parse_iso_date(cell->text)) return static_cast<double>(date->milliseconds);
  report_cell(rows, row, column, fmt::format("expected a number or a date such as 2024-05-31, found {}", shown(*cell)));
  return std::nullopt;
}

ChartData read_chart_data(const LayerScope& scope, const Json& layer, size_t most_items) {
  const ChartRows rows = read_rows(scope, layer);
  const Columns columns = read_columns(rows, layer);
  Reading reading{rows, columns, {}, {}, {}, {}, {}};
  for (size_t row = 0; row < rows.rows.size(); ++row) reading.read_row(row);
  ChartData& data = reading.data;
  if (columns.series.empty()) data.series = columns.values;
  if (data.series.empty()) data.series.emplace_back();
  if (data.steps.empty()) data.steps.emplace_back();
  reading.put_cells();
  time_steps(scope, layer, data.steps);
  if (data.items.size() > most_items) {
    report(
        scope, rows.at, "data",
        fmt::format("the chart has {} things; {} is the most that are drawn one by one", data.items.size(), most_items),
        "keep the largest: a \"top\" step of the source");
    data.items.resize(most_items);
  }
  return std::move(data);
}

}  // namespace fp

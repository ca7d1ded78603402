#include "engine/data/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/json.hpp"
#include "engine/data/decimal.hpp"

namespace fp {
namespace {

constexpr size_t kMostFaults = 100;
constexpr size_t kShown = 60;  // bytes of a value in a message

std::string shown(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null:
      return "nothing";
    case Cell::Kind::boolean:
      return cell.number != 0 ? "true" : "false";
    case Cell::Kind::number:
      return cell.text.empty() ? fmt::format("{}", cell.number) : std::string(cell.text);
    case Cell::Kind::nested:
      return "a list or an object";
    case Cell::Kind::text:
      break;
  }
  if (cell.text.size() <= kShown) return fmt::format("\"{}\"", cell.text);
  size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(cell.text[end]) & 0xC0) == 0x80) --end;  // whole code points
  return fmt::format("\"{}...\"", cell.text.substr(0, end));
}

std::string expectation(const ColumnSpec& spec) {
  switch (spec.type) {
    case ColumnType::text:
      return "text";
    case ColumnType::boolean:
      return "true or false";
    case ColumnType::date:
      return spec.pattern.empty() ? "a date such as 2024-05-31" : fmt::format("a date written as {}", spec.pattern);
    case ColumnType::number:
      break;
  }
  if (spec.min && spec.max) return fmt::format("a number from {} to {}", *spec.min, *spec.max);
  if (spec.min) return fmt::format("a number of at least {}", *spec.min);
  return spec.max ? fmt::format("a number of at most {}", *spec.max) : "a number";
}

}  // namespace

std::string_view name_of(ColumnType type) {
  constexpr std::string_view kNames[] = {"text", "number", "boolean", "date"};
  return kNames[static_cast<size_t>(type)];
}

double WordIndex::add(Column& column, std::string_view text) {
  const auto [it, fresh] = index_.try_emplace(std::string(text), static_cast<uint32_t>(column.words.size()));
  if (fresh) column.words.push_back(it->first);
  return it->second;
}

const std::string& word_of(const Column& column, size_t row) {
  FP_ASSERT(column.type == ColumnType::text && !is_missing(column.cells[row]));
  return column.words[static_cast<size_t>(column.cells[row])];
}

const Column* DataTable::find(std::string_view name) const {
  const auto it = std::ranges::find(columns, name, &Column::name);
  return it == columns.end() ? nullptr : &*it;
}

TableFiller::TableFiller(std::string source, std::vector<ColumnSpec> columns, MissingSpec missing, std::string locale)
    : specs_(std::move(columns)), missing_(std::move(missing)), locale_(std::move(locale)) {
  table_.source = std::move(source);
  for (const ColumnSpec& spec : specs_) table_.columns.push_back({.name = spec.name, .type = spec.type});
  words_.resize(specs_.size());
  readers_.resize(specs_.size());
}

bool TableFiller::begin(std::span<const std::string> names) {
  const std::vector<std::string> known(names.begin(), names.end());
  for (size_t i = 0; i < specs_.size(); ++i) {
    const ColumnSpec& spec = specs_[i];
    const std::string& wanted = spec.from.empty() ? spec.name : spec.from;
    const auto it = std::ranges::find(known, wanted);
    places_.push_back(static_cast<size_t>(it - known.begin()));
    if (it == known.end()) {
      const std::string near = closest(wanted, known);
      fault(i, {}, 0, fmt::format("there is no column \"{}\"", wanted),
            near.empty() ? fmt::format("its columns: {}", fmt::join(known, ", "))
                         : fmt::format("did you mean \"{}\"? give the column \"from\": \"{}\"", near, near));
    }
    if (spec.type == ColumnType::date && !spec.pattern.empty()) {
      if (auto reader = DateReader::create(spec.pattern, locale_)) {
        readers_[i].emplace(std::move(*reader));
      } else {
        fault(i, {}, 0, reader.error().front().message, reader.error().front().hint);
      }
    }
  }
  return !failed();
}

void TableFiller::fault(size_t column, const Cell& cell, uint32_t line, std::string message, std::string hint) {
  if (++faults_ > kMostFaults) return;
  // A file's cell has a place; a query's answer has only a row.
  if (cell.line == 0 && line > 0) message = fmt::format("row {}: {}", line, message);
  errors_.push_back({.fault = Fault::invalid,
                     .file = table_.source,
                     .line = cell.line,
                     .column = cell.column,
                     .pointer = specs_[column].name,
                     .message = std::move(message),
                     .hint = std::move(hint)});
}

// The cell's value; nullopt where it is none of the column's type or out of its range.
std::optional<double> TableFiller::typed(size_t column, const Cell& cell) {
  const ColumnSpec& spec = specs_[column];
  const bool text = cell.kind == Cell::Kind::text;
  switch (spec.type) {
    case ColumnType::text:
      if (cell.kind == Cell::Kind::boolean || cell.kind == Cell::Kind::nested ||
          (cell.kind == Cell::Kind::number && cell.text.empty()))
        return std::nullopt;
      return words_[column].add(table_.columns[column], cell.text);
    case ColumnType::boolean:
      if (cell.kind == Cell::Kind::boolean) return cell.number != 0 ? 1 : 0;
      if (text && (cell.text == "true" || cell.text == "false")) return cell.text == "true" ? 1 : 0;
      if (cell.kind == Cell::Kind::number && (cell.number == 0 || cell.number == 1)) return cell.number;
      return std::nullopt;
    case ColumnType::date: {
      // A number is read by its digits: 1955 as "y", 20240531 as "yyyyMMdd".
      if (!text && !(cell.kind == Cell::Kind::number && readers_[column] && !cell.text.empty())) return std::nullopt;
      const auto date = readers_[column] ? readers_[column]->read(std::string(cell.text)) : parse_iso_date(cell.text);
      if (!date) return std::nullopt;
      if (date->has_time) table_.columns[column].has_time = true;
      return static_cast<double>(date->milliseconds);
    }
    case ColumnType::number:
      break;
  }
  const auto number = text ? read_number(cell.text) : std::optional(cell.number);
  if (cell.kind == Cell::Kind::boolean || cell.kind == Cell::Kind::nested || !number || !std::isfinite(*number))
    return std::nullopt;
  if ((spec.min && *number < *spec.min) || (spec.max && *number > *spec.max)) return std::nullopt;
  return *number == 0 ? 0.0 : *number;  // there is no -0 in data
}

double TableFiller::cell_of(size_t column, const Cell& cell, uint32_t line) {
  const ColumnSpec& spec = specs_[column];
  const bool text = cell.kind == Cell::Kind::text;
  if (cell.kind == Cell::Kind::null ? missing_.null
                                    : text && std::ranges::find(missing_.texts, cell.text) != missing_.texts.end())
    return kMissing;
  const bool nothing = cell.kind == Cell::Kind::null || (text && cell.text.empty() && spec.type != ColumnType::text);
  if (nothing) {
    fault(column, cell, line, fmt::format("{} has no value; expected {}", spec.name, expectation(spec)),
          fmt::format("where values may be missing, say so: \"missing\": [{}]", text ? "\"\"" : "null"));
    return kMissing;
  }
  if (const auto value = typed(column, cell)) return *value;
  const std::string hint =
      text && spec.type == ColumnType::number && !read_number(cell.text) ? number_hint(cell.text) : std::string();
  fault(column, cell, line, fmt::format("{} is {}; expected {}", spec.name, shown(cell), expectation(spec)), hint);
  return kMissing;
}

void TableFiller::row(std::span<const Cell> cells, uint32_t line) {
  for (size_t i = 0; i < specs_.size(); ++i) table_.columns[i].cells.push_back(cell_of(i, cells[places_[i]], line));
  table_.lines.push_back(line);
  ++table_.rows;
}

Result<DataTable> TableFiller::finish() {
  if (faults_ == 0) return std::move(table_);
  if (faults_ > kMostFaults) {
    errors_.push_back({.fault = Fault::invalid,
                       .file = table_.source,
                       .message = fmt::format("and {} more faults of this kind", faults_ - kMostFaults)});
  }
  return fail(std::move(errors_));
}

}  // namespace fp

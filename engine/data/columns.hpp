// Tables of typed columns: what a template's data sources are read into and transformed as. A cell costs eight bytes,
// so a million rows fit; nothing here knows of files or databases.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/data/dates.hpp"

namespace fp {

enum class ColumnType : uint8_t { text, number, boolean, date };
std::string_view name_of(ColumnType type);

// A cell is a number, finite; 0 or 1; milliseconds since 1970-01-01T00:00:00Z; or, of a text, its index into `words`.
// Missing is NaN, which no cell that is there can be.
struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  std::vector<double> cells;
  std::vector<std::string> words;  // the column's texts, each once, in order of first appearance
  bool has_time = false;           // date: some have a time of day
};
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
inline bool is_missing(double cell) {
  return std::isnan(cell);
}
// Finds a text's index among a column's words, adding it where it is new.
class WordIndex {
 public:
  double add(Column& column, std::string_view text);

 private:
  std::unordered_map<std::string, uint32_t> index_;
};
const std::string& word_of(const Column& column, size_t row);  // a text that is there

struct DataTable {
  std::string source;  // as messages name it: "prices.csv", "shop.db"
  std::vector<Column> columns;
  size_t rows = 0;
  std::vector<uint32_t> lines;  // where each row stands in the source: a file's line, or the row's number in a query's
                                // answer; empty where rows are no longer the source's own
  const Column* find(std::string_view name) const;
};

// What a template says of a column it uses.
struct ColumnSpec {
  std::string name;
  std::string from;  // the source's name for it; `name` when empty
  ColumnType type = ColumnType::text;
  std::string pattern;             // date: ICU pattern; ISO 8601 when empty
  std::optional<double> min, max;  // number
};
// What stands for a value that is not there. A missing value that is not declared is a fault.
struct MissingSpec {
  std::vector<std::string> texts;
  bool null = false;
};

// A value as a source gives it. `text`: of a text; of a number, as the source wrote it (may be empty).
struct Cell {
  enum class Kind : uint8_t { null, text, number, boolean, nested };  // nested: a list or an object
  Kind kind = Kind::null;
  double number = 0;
  std::string_view text = {};
  int line = 0, column = 0;  // in a file; 0: not known
};

// Types what a source says, row by row. Every fault is kept (the first 100, and how many more), each with its place.
class TableFiller {
 public:
  // `unit`: what the source calls a row in messages: "line" of files is in the Diagnostic, "row" of queries in its
  // text.
  TableFiller(std::string source, std::vector<ColumnSpec> columns, MissingSpec missing, std::string locale);
  // The source's columns, in order. False: some that the template declares are not there, which finish() says.
  bool begin(std::span<const std::string> names);
  // As many cells as there are names. `line`: see DataTable::lines.
  void row(std::span<const Cell> cells, uint32_t line);
  bool failed() const { return faults_ > 0; }
  Result<DataTable> finish();

 private:
  double cell_of(size_t column, const Cell& cell, uint32_t line);
  std::optional<double> typed(size_t column, const Cell& cell);
  void fault(size_t column, const Cell& cell, uint32_t line, std::string message, std::string hint);

  DataTable table_;
  std::vector<ColumnSpec> specs_;
  MissingSpec missing_;
  std::string locale_;
  std::vector<size_t> places_;  // of each column among the source's
  std::vector<WordIndex> words_;
  std::vector<std::optional<DateReader>> readers_;
  Errors errors_;
  size_t faults_ = 0;
};

}  // namespace fp

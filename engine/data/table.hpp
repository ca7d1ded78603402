// Tables of rows, from CSV (RFC 4180; BOM; comma, semicolon or tab), JSON (an array of objects) and JSONL.
// Values stay as written here; the template's params give them types (engine/template/params.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace fp {

struct Field {
  std::string name;
  Json value;  // CSV: always a string; an empty CSV cell is the empty string. span: where it stands in the file.
};

struct Row {
  int number = 0;  // from 1, in file order
  int line = 0;    // where the row starts
  std::vector<Field> fields;
  const Field* find(std::string_view name) const;
};

struct Table {
  std::string file;                  // as the user named it; "<stdin>" for standard input
  bool typed = false;                // false: CSV, every value is text
  std::vector<std::string> columns;  // in order of first appearance
  std::vector<Row> rows;
};

enum class TableFormat {
  by_name,
  csv,
  json,
  jsonl
};  // by_name: by the extension (.csv .tsv .json .jsonl .ndjson), else sniffed

struct TableLimits {
  size_t max_bytes = 256u << 20;
  size_t max_rows = 1'000'000;
  size_t max_columns = 4096;
  size_t max_cell = 1u << 20;  // bytes of a text, as of queries (query.hpp)
};

// Reports every fault of the file at once (ragged records, quotes, bad UTF-8, non-object rows, duplicate columns), each
// with file:line:col.
Result<Table> parse_table(std::string_view bytes, std::string file, TableFormat format = TableFormat::by_name,
                          TableLimits limits = {});
// A path, or "-" for standard input. "file.json#/results" is the list at a JSON pointer. With a query: an SQLite file,
// or "$VARIABLE" with the URI of a PostgreSQL database (engine/data/query.hpp).
Result<Table> read_table(const std::string& source, const std::string& query = {});
// The list of rows at a JSON pointer (RFC 6901) of a JSON document.
Result<Table> rows_at(std::string_view bytes, const std::string& file, std::string_view pointer);

// "3,7-9,12-" -> row numbers from 1; out-of-range or malformed is Fault::usage.
Result<std::vector<int>> parse_row_selection(std::string_view text, int row_count);

}  // namespace fp

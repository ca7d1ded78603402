// The readers behind parse_table(). Each reports every fault of the file at once.
#pragma once

#include <string>
#include <string_view>

#include "engine/data/table.hpp"

namespace fp {

// `separator` 0: sniffed from the first record among comma, semicolon and tab.
Result<Table> parse_csv(std::string_view bytes, const std::string& file, char separator, const TableLimits& limits);
// `pointer`: where in the document the list of rows stands.
Result<Table> parse_json_rows(std::string_view bytes, const std::string& file, const TableLimits& limits,
                              std::string_view pointer = {});
Result<Table> parse_jsonl(std::string_view bytes, const std::string& file, const TableLimits& limits);

// One error for each line whose bytes are not UTF-8 or hold a NUL, at the first such byte of the line.
Errors check_text(std::string_view bytes, const std::string& file);

// Adds an object as the table's next row; faults of the row are appended to `errors`.
void add_object_row(Table& table, const Json& value, Errors& errors);
// Fills Table::columns from the rows, in order of first appearance.
void collect_columns(Table& table);

// All of it, to its end. More than `max_bytes` is an error.
Result<std::string> read_standard_input(size_t max_bytes);

}  // namespace fp

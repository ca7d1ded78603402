// What queries of every kind of database check alike. Each fault names the row and the column, or the place in the
// query's text. `source`: the database as messages name it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/query.hpp"

namespace fp {

// The text is UTF-8 without NUL and not empty; every value bound is null, a boolean, a finite number or such a text.
Result<void> check_query(const Query& query, const std::string& source);

// The names that the text uses (without their colon) and those bound are the same.
Result<void> check_binds(const Query& query, const std::vector<std::string>& used, const std::string& source);
const Json* find_bind(const Query& query, std::string_view name);

// No two of one name, none without one.
Result<void> check_columns(std::span<const std::string> names, const std::string& source);

// "line 2, column 8 of the query" of a byte offset. Columns are code points.
std::string place_in(std::string_view text, size_t offset);

std::optional<int64_t> whole_number(const Json& number);  // as written, without point and exponent; fits 64 bits

struct CellPlace {
  const std::string& source;
  const std::string& column;
  uint32_t row;
};
std::unexpected<Errors> fail_cell(const CellPlace& place, std::string_view what, std::string hint = {});
Result<Cell> text_cell(std::string_view text, size_t max_bytes, const CellPlace& place);
Result<Cell> integer_cell(int64_t value, std::string_view written, const CellPlace& place);
Result<Cell> number_cell(double value, std::string_view written, const CellPlace& place);

std::unexpected<Errors> fail_rows(const Query& query, const std::string& source);  // more rows than allowed

}  // namespace fp

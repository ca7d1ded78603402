// Inside engine/data: "sum(price * volume)": functions of many rows, around a formula of one.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/formula.hpp"
#include "engine/data/rows_of.hpp"

namespace fp {

// Aggregates make one value of a group, windows one value for each row of it.
enum class Many : uint8_t {
  count,
  sum,
  mean,
  median,
  min,
  max,
  first,
  last,
  distinct,
  previous,
  change,
  relative_change,
  cumulative,
  total,
  share,
  moving_mean,
  row
};

struct Call {
  Many what = Many::count;
  std::optional<Formula> of;  // not of count() and row()
  int64_t span = 1;           // moving_mean
  ColumnType type = ColumnType::number;
};

std::expected<Call, FormulaFault> parse_aggregate(std::string_view text, const DataTable& table,
                                                  const Constants& constants);
std::expected<Call, FormulaFault> parse_window(std::string_view text, const DataTable& table,
                                               const Constants& constants);

// One cell a group.
std::expected<Column, FormulaFault> aggregate(const Call& call, const DataTable& table,
                                              const std::vector<Rows>& groups);
// One cell a row of the table.
std::expected<Column, FormulaFault> window(const Call& call, const DataTable& table, const std::vector<Rows>& groups);

}  // namespace fp

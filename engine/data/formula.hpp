// Formulas over the columns of a table: pure, typed before any row is read, no clock and no randomness.
//
//   price / first_price - 1        year(date) >= 2004 && symbol != 'AMZN'        if(missing(rain), 0, rain)
//
// Operators, loosest first: ||, &&, == !=, < <= > >=, + -, * / %, then - and ! before a value. Texts stand in single or
// double quotes; `a name` with other letters in backticks; :name is a constant from outside. + joins texts; - between
// dates gives days. A text compared with a date is read as one (ISO 8601). Functions:
//   abs floor ceil sqrt round(x[, digits]) min(...) max(...)      numbers; round goes half away from zero
//   if(test, a, b) coalesce(a, b, ...) missing(x)                 any type, a and b alike
//   date('2024-05-31') year month day weekday                     weekday: Monday is 1
//   length contains(text, part) starts_with ends_with             length counts code points
// What is missing makes everything missing that is computed from it, except through coalesce, missing, if's other
// branch, and && or || that are decided by their other side. A result that is not finite (x / 0) is a fault.
#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/columns.hpp"

namespace fp {

struct Constant {
  ColumnType type = ColumnType::text;
  double number = kMissing;  // as in a column; for a text: NaN where it is missing, else anything
  std::string text;
};
using Constants = std::map<std::string, Constant, std::less<>>;

struct FormulaFault {
  size_t offset = 0;  // bytes into the formula
  std::string message, hint;
  uint32_t line = 0;  // of the row it happened in (DataTable::lines); 0: it is wrong whatever the rows say
};

class Formula {
 public:
  // A value of any type; a text lives until the next row is evaluated.
  struct Value {
    double number = kMissing;
    std::string_view text = {};
  };
  struct Node {
    uint16_t op = 0;
    ColumnType type = ColumnType::number;
    uint32_t offset = 0;
    std::vector<uint32_t> args;  // into nodes
    double number = kMissing;    // of a constant
    std::string text;            // of a constant
    size_t column = 0;
  };

  // `table` says which columns there are; rows do not matter.
  static std::expected<Formula, FormulaFault> parse(std::string_view text, const DataTable& table,
                                                    const Constants& constants);
  ColumnType type() const { return nodes_.back().type; }
  // All rows of a table with the same columns.
  std::expected<Column, FormulaFault> evaluate(const DataTable& table) const;

 private:
  std::vector<Node> nodes_;  // arguments before what uses them; the last one is the whole
};

}  // namespace fp

// Inside engine/data: what formulas can do. The parser types by this table, the evaluator computes by it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fp {

enum class Op : uint16_t {
  constant,
  column,
  negate,
  invert,
  add,
  subtract,
  multiply,
  divide,
  remainder,
  join,
  days_between,
  equal,
  unequal,
  less,
  at_most,
  greater,
  at_least,
  both,
  either,
  abs,
  floor,
  ceil,
  sqrt,
  round,
  min,
  max,
  choose,
  coalesce,
  missing,
  date,
  year,
  month,
  day,
  weekday,
  length,
  contains,
  starts_with,
  ends_with
};

// `arguments`: n number, t text, d date, b boolean, * any type, the same for all *; ? the next may be left out; + the
// last may be repeated. `result`: the same letters.
struct Function {
  std::string_view name, arguments;
  char result;
  Op op;
};
inline constexpr auto kFunctions = std::to_array<Function>({
    {"abs", "n", 'n', Op::abs},
    {"floor", "n", 'n', Op::floor},
    {"ceil", "n", 'n', Op::ceil},
    {"sqrt", "n", 'n', Op::sqrt},
    {"round", "n?n", 'n', Op::round},
    {"min", "n+", 'n', Op::min},
    {"max", "n+", 'n', Op::max},
    {"if", "b**", '*', Op::choose},
    {"coalesce", "*+", '*', Op::coalesce},
    {"missing", "*", 'b', Op::missing},
    {"date", "t", 'd', Op::date},
    {"year", "d", 'n', Op::year},
    {"month", "d", 'n', Op::month},
    {"day", "d", 'n', Op::day},
    {"weekday", "d", 'n', Op::weekday},
    {"length", "t", 'n', Op::length},
    {"contains", "tt", 'b', Op::contains},
    {"starts_with", "tt", 'b', Op::starts_with},
    {"ends_with", "tt", 'b', Op::ends_with},
});

// Binary operators, `level` binding tighter the higher. Arithmetic by letters as above; comparisons take any one type.
struct Operator {
  std::string_view sign;
  int level;
  Op op;
};
inline constexpr auto kOperators = std::to_array<Operator>({
    {"||", 1, Op::either},
    {"&&", 2, Op::both},
    {"==", 3, Op::equal},
    {"!=", 3, Op::unequal},
    {"<=", 4, Op::at_most},
    {">=", 4, Op::at_least},
    {"<", 4, Op::less},
    {">", 4, Op::greater},
    {"+", 5, Op::add},
    {"-", 5, Op::subtract},
    {"*", 6, Op::multiply},
    {"/", 6, Op::divide},
    {"%", 6, Op::remainder},
});

}  // namespace fp

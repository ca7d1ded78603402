// Formulas: what they come to, how they are typed, and what is said of wrong ones.
#include <gtest/gtest.h>

#include "engine/core/json.hpp"
#include "engine/data/formula.hpp"

namespace fp {
namespace {

// name: a text; n: a number; d: a date; b: a boolean. The last row has nothing.
DataTable sample() {
  DataTable table{.source = "sample", .rows = 3, .lines = {2, 3, 4}};
  table.columns = {{.name = "name", .type = ColumnType::text, .cells = {0, 1, kMissing}, .words = {"Añb", "two words"}},
                   {.name = "n", .type = ColumnType::number, .cells = {2.5, -4, kMissing}},
                   {.name = "d", .type = ColumnType::date, .cells = {1717113600000, 0, kMissing}},  // 2024-05-31
                   {.name = "b", .type = ColumnType::boolean, .cells = {1, 0, kMissing}},
                   {.name = "in stock", .type = ColumnType::number, .cells = {1, 2, 3}}};
  return table;
}

Constants constants() {
  return {{"limit", {ColumnType::number, 3, ""}},
          {"word", {ColumnType::text, 0, "two words"}},
          {"none", {ColumnType::text, kMissing, ""}}};
}

// The cells as text: "2.5 | -4 | -".
std::string run(std::string_view text) {
  const DataTable table = sample();
  const auto formula = Formula::parse(text, table, constants());
  if (!formula) return "at " + std::to_string(formula.error().offset) + ": " + formula.error().message;
  const auto column = formula->evaluate(table);
  if (!column) return "line " + std::to_string(column.error().line) + ": " + column.error().message;
  std::string all;
  for (size_t i = 0; i < table.rows; ++i) {
    if (i > 0) all += " | ";
    if (is_missing(column->cells[i])) {
      all += "-";
    } else if (column->type == ColumnType::text) {
      all += word_of(*column, i);
    } else {
      all += Json::of(column->cells[i]).text;
    }
  }
  return all;
}

TEST(Formula, Arithmetic) {
  EXPECT_EQ(run("1 + 2 * 3"), "7 | 7 | 7");
  EXPECT_EQ(run("(1 + 2) * 3 - -1"), "10 | 10 | 10");
  EXPECT_EQ(run("10 - 4 - 3"), "3 | 3 | 3");
  EXPECT_EQ(run("n * 2"), "5 | -8 | -");
  EXPECT_EQ(run("7 % 4 + 0.5e1"), "8 | 8 | 8");
  EXPECT_EQ(run("`in stock` * n"), "2.5 | -8 | -");
  EXPECT_EQ(run("-n"), "-2.5 | 4 | -");
  EXPECT_EQ(run("0 * n"), "0 | 0 | -");  // no -0
}

TEST(Formula, Functions) {
  EXPECT_EQ(run("abs(n)"), "2.5 | 4 | -");
  EXPECT_EQ(run("round(n)"), "3 | -4 | -");
  EXPECT_EQ(run("round(-2.5)"), "-3 | -3 | -3");
  EXPECT_EQ(run("round(2.345, 2)"), "2.35 | 2.35 | 2.35");
  EXPECT_EQ(run("round(1250, -2)"), "1300 | 1300 | 1300");
  EXPECT_EQ(run("floor(n) + ceil(n)"), "5 | -8 | -");
  EXPECT_EQ(run("min(n, 1, :limit)"), "1 | -4 | -");
  EXPECT_EQ(run("max(n, 1)"), "2.5 | 1 | -");
  EXPECT_EQ(run("sqrt(16)"), "4 | 4 | 4");
  EXPECT_EQ(run("if(n > 0, 'up', 'down')"), "up | down | -");
  EXPECT_EQ(run("coalesce(n, 9)"), "2.5 | -4 | 9");
  EXPECT_EQ(run("missing(n)"), "0 | 0 | 1");
  EXPECT_EQ(run("year(d) * 10000 + month(d) * 100 + day(d)"), "20240531 | 19700101 | -");
  EXPECT_EQ(run("weekday(d)"), "5 | 4 | -");
  EXPECT_EQ(run("d - date('2024-05-30')"), "1 | -19873 | -");
  EXPECT_EQ(run("length(name)"), "3 | 9 | -");
  EXPECT_EQ(run("name + '!'"), "Añb! | two words! | -");
  EXPECT_EQ(run("contains(name, 'wor') || starts_with(name, 'A')"), "1 | 1 | -");
  EXPECT_EQ(run("ends_with(name, \"s\")"), "0 | 1 | -");
}

TEST(Formula, Comparisons) {
  EXPECT_EQ(run("n >= -4 && n < 2"), "0 | 1 | -");
  EXPECT_EQ(run("name == :word"), "0 | 1 | -");
  EXPECT_EQ(run("name == :none"), "- | - | -");
  EXPECT_EQ(run("name != 'Añb'"), "0 | 1 | -");
  EXPECT_EQ(run("d > '2000-01-01'"), "1 | 0 | -");
  EXPECT_EQ(run("!b"), "0 | 1 | -");
  EXPECT_EQ(run("!(n == 2.5)"), "0 | 1 | -");
  EXPECT_EQ(run("n < 3 != b"), "0 | 1 | -");
}

// One side decides it, whatever the other is.
TEST(Formula, LogicWithMissing) {
  EXPECT_EQ(run("b && false"), "0 | 0 | 0");
  EXPECT_EQ(run("b || true"), "1 | 1 | 1");
  EXPECT_EQ(run("b && true"), "1 | 0 | -");
  EXPECT_EQ(run("true || 1 / 0 > 1"), "1 | 1 | 1");
}

TEST(Formula, FaultsSayWhere) {
  EXPECT_EQ(run("n +"), "at 3: the formula ends where a value is expected");
  EXPECT_EQ(run("n + name"), "at 2: + cannot stand between number and text");
  EXPECT_EQ(run("nn + 1"), "at 0: there is no column \"nn\"");
  EXPECT_EQ(run("1 + cube(n)"), "at 4: there is no function \"cube\"");
  EXPECT_EQ(run(":lmit"), "at 0: there is no constant \"lmit\"");
  EXPECT_EQ(run("round()"), "at 0: round takes 1 or 2 arguments, and 0 are given");
  EXPECT_EQ(run("round(name)"), "at 6: round expects a number here, and this is a text");
  EXPECT_EQ(run("if(b, 1, 'x')"), "at 9: if expects a number here, and this is a text");
  EXPECT_EQ(run("'open"), "at 0: the text has no closing quote");
  EXPECT_EQ(run("(1"), "at 2: expected )");
  EXPECT_EQ(run("1 2"), "at 2: expected an operator, found '2'");
  EXPECT_EQ(run("n = 1"), "at 2: expected an operator, found '='");
  EXPECT_EQ(run("1e999"), "at 0: '1e999' is not a number");
  EXPECT_EQ(run("1 / (n + 4)"), "line 3: a division by zero");
  EXPECT_EQ(run("1e308 * 10"), "line 2: the result is not a finite number");
  EXPECT_EQ(run("sqrt(n)"), "line 3: the result is not a finite number");
  EXPECT_EQ(run("date(name)"), "line 2: \"Añb\" is not a date such as 2024-05-31");
  EXPECT_EQ(run(std::string(200, '(') + "1").substr(0, 6), "at 64:");
  EXPECT_EQ(run(std::string(200, '-') + "1").substr(0, 6), "at 64:");
  EXPECT_EQ(run(std::string(5000, ' ')), "at 0: a formula has at most 4096 bytes");
}

}  // namespace
}  // namespace fp

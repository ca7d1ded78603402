#include "engine/data/calls.hpp"
#include "engine/data/formula.hpp"

// Formulas, aggregates and windows over a small table: whatever the text is, it is a value or a fault.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fp;
  static const DataTable table{
      .source = "t",
      .columns = {{.name = "s", .type = ColumnType::text, .cells = {0, 1, kMissing}, .words = {"a", "2024-05-31"}},
                  {.name = "n", .type = ColumnType::number, .cells = {1e308, -2.5, kMissing}},
                  {.name = "d", .type = ColumnType::date, .cells = {1717113600000, -1, kMissing}},
                  {.name = "b", .type = ColumnType::boolean, .cells = {1, 0, kMissing}}},
      .rows = 3,
      .lines = {1, 2, 3}};
  static const Constants constants = {{"k", {ColumnType::number, 3, ""}}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto formula = Formula::parse(text, table, constants)) {
    if (const auto column = formula->evaluate(table)) {
      for (const double cell : column->cells) FP_ASSERT(is_missing(cell) || std::isfinite(cell));
    }
  }
  const std::vector<Rows> groups = {{0, 1}, {2}};
  if (const auto call = parse_aggregate(text, table, constants)) (void)aggregate(*call, table, groups);
  if (const auto call = parse_window(text, table, constants)) (void)window(*call, table, groups);
  return 0;
}

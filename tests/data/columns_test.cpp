// What a source says becomes typed columns, or faults with their place.
#include <gtest/gtest.h>

#include "engine/data/columns.hpp"

namespace fp {
namespace {

Cell text(std::string_view value, int line = 0, int column = 0) {
  return {.kind = Cell::Kind::text, .text = value, .line = line, .column = column};
}
Cell number(double value, std::string_view written = {}) {
  return {.kind = Cell::Kind::number, .number = value, .text = written};
}
Cell boolean(bool value) {
  return {.kind = Cell::Kind::boolean, .number = value ? 1.0 : 0.0};
}

const std::vector<ColumnSpec> kSpecs = {
    {.name = "name"},
    {.name = "price", .from = "Price", .type = ColumnType::number, .min = 0, .max = 100},
    {.name = "on", .type = ColumnType::date, .pattern = "MMM d yyyy"},
    {.name = "sale", .type = ColumnType::boolean}};
const std::vector<std::string> kNames = {"sale", "Price", "name", "on", "other"};

TEST(TableFiller, TypesEveryCell) {
  TableFiller filler("t", kSpecs, {.texts = {"", "NA"}, .null = true}, "en-US");
  ASSERT_TRUE(filler.begin(kNames));
  filler.row(std::vector{text("true"), text("1.50"), text("Lamp"), text("Jan 2 2000"), text("x")}, 2);
  filler.row(std::vector{boolean(false), number(20), text("Lamp"), text("Dec 31 1999"), text("x")}, 3);
  filler.row(std::vector{Cell{}, text("NA"), text(""), text(""), text("x")}, 4);
  const auto table = filler.finish();
  ASSERT_TRUE(table) << to_string(table.error()[0]);
  EXPECT_EQ(table->rows, 3u);
  EXPECT_EQ(table->lines, (std::vector<uint32_t>{2, 3, 4}));
  EXPECT_EQ(table->columns[0].words, std::vector<std::string>{"Lamp"});
  EXPECT_EQ(table->columns[1].cells[0], 1.5);
  EXPECT_EQ(table->columns[1].cells[1], 20);
  EXPECT_EQ(table->columns[2].cells[0], 946771200000.0);
  EXPECT_EQ(table->columns[3].cells[0], 1);
  EXPECT_EQ(table->columns[3].cells[1], 0);
  for (const Column& column : table->columns) EXPECT_TRUE(is_missing(column.cells[2])) << column.name;
}

TEST(TableFiller, DatesOfNumbersAreReadByTheirDigits) {
  const std::vector<ColumnSpec> specs = {{.name = "year", .type = ColumnType::date, .pattern = "y"},
                                         {.name = "day", .type = ColumnType::date}};
  const std::vector<std::string> names = {"year", "day"};
  TableFiller filler("t", specs, {}, "en-US");
  ASSERT_TRUE(filler.begin(names));
  filler.row(std::vector{number(2000, "2000"), text("2000-01-02")}, 1);
  const auto table = filler.finish();
  ASSERT_TRUE(table) << to_string(table.error()[0]);
  EXPECT_EQ(table->columns[0].cells[0], 946684800000.0);

  TableFiller other("t", specs, {}, "en-US");  // without a pattern a number is no date
  ASSERT_TRUE(other.begin(names));
  other.row(std::vector{number(2000, "2000"), number(20000102, "20000102")}, 1);
  const auto faults = other.finish();
  ASSERT_FALSE(faults);
  EXPECT_EQ(to_string(faults.error()[0]), "t: row 1: day is 20000102; expected a date such as 2024-05-31 (day)");
}

TEST(TableFiller, EveryFaultHasItsPlace) {
  TableFiller filler("t.csv", kSpecs, {}, "en-US");
  ASSERT_TRUE(filler.begin(kNames));
  filler.row(std::vector{text("yes", 2, 1), text("1,50", 2, 5), text("", 2, 9), text("2000-01-02", 2, 11), text("x")},
             2);
  filler.row(
      std::vector{text("", 3, 1), number(101), Cell{.kind = Cell::Kind::nested}, text("Feb 30 2000", 3, 9), text("x")},
      3);
  const auto table = filler.finish();
  ASSERT_FALSE(table);
  std::vector<std::string> said;
  for (const Diagnostic& d : table.error()) said.push_back(to_string(d));
  const std::vector<std::string> want = {
      "t.csv:2:5: price is \"1,50\"; expected a number from 0 to 100 (price)\n  hint: write it with a decimal point "
      "and without thousands separators: 1.50",
      "t.csv:2:11: on is \"2000-01-02\"; expected a date written as MMM d yyyy (on)",
      "t.csv:2:1: sale is \"yes\"; expected true or false (sale)",
      "t.csv: row 3: name is a list or an object; expected text (name)",
      "t.csv: row 3: price is 101; expected a number from 0 to 100 (price)",
      "t.csv:3:9: on is \"Feb 30 2000\"; expected a date written as MMM d yyyy (on)",
      "t.csv:3:1: sale has no value; expected true or false (sale)\n  hint: where values may be missing, say so: "
      "\"missing\": [\"\"]"};
  EXPECT_EQ(said, want);
}

TEST(TableFiller, ColumnsThatAreNotThere) {
  TableFiller filler("t", kSpecs, {}, "en-US");
  EXPECT_FALSE(filler.begin(std::vector<std::string>{"name", "price", "on", "sale"}));
  const auto table = filler.finish();
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error()[0].message, "there is no column \"Price\"");
  EXPECT_EQ(table.error()[0].hint, "did you mean \"price\"? give the column \"from\": \"price\"");
}

TEST(TableFiller, NumbersThatAreNone) {
  for (const std::string_view bad : {"nan", "inf", "1e999", "0x10", "1 2", "--1", "١"}) {
    TableFiller filler("t", {{.name = "n", .type = ColumnType::number}}, {}, "en-US");
    ASSERT_TRUE(filler.begin(std::vector<std::string>{"n"}));
    filler.row(std::vector{text(bad)}, 1);
    EXPECT_FALSE(filler.finish()) << bad;
  }
  TableFiller filler("t", {{.name = "n", .type = ColumnType::number}}, {}, "en-US");
  ASSERT_TRUE(filler.begin(std::vector<std::string>{"n"}));
  filler.row(std::vector{number(INFINITY)}, 1);
  filler.row(std::vector{number(NAN)}, 2);
  EXPECT_EQ(filler.finish().error().size(), 2u);
}

TEST(TableFiller, AFloodOfFaultsIsCounted) {
  TableFiller filler("t", {{.name = "n", .type = ColumnType::number}}, {}, "en-US");
  ASSERT_TRUE(filler.begin(std::vector<std::string>{"n"}));
  for (uint32_t i = 1; i <= 1000; ++i) filler.row(std::vector{text("x")}, i);
  const auto table = filler.finish();
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().size(), 101u);
  EXPECT_EQ(table.error().back().message, "and 900 more faults of this kind");
}

}  // namespace
}  // namespace fp

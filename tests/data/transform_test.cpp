// Transforms: what comes out, in which order, and what is said of wrong steps.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/data/transform.hpp"

namespace fp {
namespace {

Column words(std::string name, std::vector<std::string> values) {
  Column column{.name = std::move(name)};
  WordIndex index;
  for (const std::string& value : values) column.cells.push_back(value == "-" ? kMissing : index.add(column, value));
  return column;
}
Column numbers(std::string name, std::vector<double> cells) {
  return {.name = std::move(name), .type = ColumnType::number, .cells = std::move(cells)};
}

DataTable sales() {
  return {.source = "sales.csv",
          .columns = {words("shop", {"B", "A", "B", "C", "A", "B"}), numbers("year", {1, 1, 2, 1, 2, 3}),
                      numbers("sold", {10, 20, 30, 20, kMissing, 5})},
          .rows = 6,
          .lines = {2, 3, 4, 5, 6, 7}};
}

// "shop=B year=1 sold=10" a row.
std::vector<std::string> shown(const DataTable& table) {
  std::vector<std::string> rows;
  for (size_t row = 0; row < table.rows; ++row) {
    std::string text;
    for (const Column& column : table.columns) {
      if (!text.empty()) text += ' ';
      text += column.name + "=";
      if (is_missing(column.cells[row])) {
        text += "-";
      } else {
        text += column.type == ColumnType::text ? word_of(column, row) : fmt::format("{}", column.cells[row]);
      }
    }
    rows.push_back(text);
  }
  return rows;
}

std::vector<std::string> run(const std::string& steps) {
  DataTable names{
      .source = "names.csv", .columns = {words("id", {"A", "B"}), words("title", {"Ann", "Ben"})}, .rows = 2};
  TransformContext context{
      .file = "t.json", .pointer = "/data/s/transform", .constants = {{"least", {ColumnType::number, 15, ""}}}};
  context.tables = {{"names", &names}};
  const auto json = parse_json(steps, "t.json");
  if (!json) return {"not JSON"};
  const auto table = transformed(sales(), *json, context);
  if (!table) {
    std::vector<std::string> errors;
    for (const Diagnostic& d : table.error()) errors.push_back(to_string(d));
    return errors;
  }
  return shown(*table);
}
using Lines = std::vector<std::string>;

TEST(Transform, Filter) {
  EXPECT_EQ(run(R"j([{"filter": "sold > :least"}, {"select": ["shop", "sold"]}])j"),
            (Lines{"shop=A sold=20", "shop=B sold=30", "shop=C sold=20"}));
}

TEST(Transform, DeriveInOrder) {
  EXPECT_EQ(
      run(R"j([{"filter": "year == 1"}, {"derive": {"twice": "sold * 2", "more": "twice + 1"}}, {"select": ["more"]}])j"),
      (Lines{"more=21", "more=41", "more=41"}));
}

TEST(Transform, SortIsStableAndMissingComesLast) {
  EXPECT_EQ(run(R"j([{"sort": "-sold"}, {"select": ["shop", "sold"]}])j"),
            (Lines{"shop=B sold=30", "shop=A sold=20", "shop=C sold=20", "shop=B sold=10", "shop=B sold=5",
                   "shop=A sold=-"}));
  EXPECT_EQ(
      run(R"j([{"sort": ["shop", "-year"]}, {"select": ["shop", "year"]}])j"),
      (Lines{"shop=A year=2", "shop=A year=1", "shop=B year=3", "shop=B year=2", "shop=B year=1", "shop=C year=1"}));
}

TEST(Transform, RankWithinAndTies) {
  EXPECT_EQ(run(R"j([{"filter": "year == 1"}, {"rank": "-sold"}, {"select": ["shop", "rank"]}])j"),
            (Lines{"shop=B rank=3", "shop=A rank=1", "shop=C rank=2"}));
  EXPECT_EQ(
      run(R"j([{"filter": "year == 1"}, {"rank": "-sold", "ties": "same", "as": "r"}, {"select": ["shop", "r"]}])j"),
      (Lines{"shop=B r=3", "shop=A r=1", "shop=C r=1"}));
  EXPECT_EQ(run(R"j([{"rank": "-sold", "within": "shop"}, {"filter": "shop == 'B'"}, {"select": ["year", "rank"]}])j"),
            (Lines{"year=1 rank=2", "year=2 rank=1", "year=3 rank=3"}));
}

TEST(Transform, GroupKeepsTheOrderOfFirstAppearance) {
  EXPECT_EQ(
      run(R"j([{"group": "shop", "columns": {"n": "count()", "there": "count(sold)", "sum": "sum(sold)", "best": "max(sold)", "mid": "median(sold)", "last": "last(year)"}}])j"),
      (Lines{"shop=B n=3 there=3 sum=45 best=30 mid=10 last=3", "shop=A n=2 there=1 sum=20 best=20 mid=20 last=2",
             "shop=C n=1 there=1 sum=20 best=20 mid=20 last=1"}));
  EXPECT_EQ(
      run(R"j([{"group": [], "columns": {"shops": "distinct(shop)", "mean": "mean(sold * 2)", "first": "first(shop)"}}])j"),
      (Lines{"shops=3 mean=34 first=B"}));
  EXPECT_EQ(run(R"j([{"filter": "false"}, {"group": [], "columns": {"sum": "sum(sold)", "min": "min(sold)"}}])j"),
            (Lines{"sum=0 min=-"}));
}

TEST(Transform, Windows) {
  EXPECT_EQ(
      run(R"j([{"filter": "shop == 'B'"}, {"window": {"was": "previous(sold)", "by": "change(sold)", "rel": "relative_change(sold)","all": "cumulative(sold)", "of": "share(sold)", "m": "moving_mean(sold, 2)", "i": "row()"}}, {"select": ["was", "by", "rel", "all", "m", "i"]}])j"),
      (Lines{"was=- by=- rel=- all=10 m=- i=1", "was=10 by=20 rel=2 all=40 m=20 i=2",
             "was=30 by=-25 rel=-0.8333333333333334 all=45 m=17.5 i=3"}));
  EXPECT_EQ(
      run(R"j([{"window": {"first": "first(sold)"}, "within" : ["shop"]}, {"select": ["shop", "first"]}, {"top": 2}])j"),
      (Lines{"shop=B first=10", "shop=A first=20"}));
}

TEST(Transform, TopWithOthers) {
  const std::string steps =
      R"j([{"group": "shop", "columns": {"sold": "sum(sold)"}}, {"sort": "-sold"},{"top": 1, "others": {"shop": "'Others'", "sold": "sum(sold)"}}])j";
  EXPECT_EQ(run(steps), (Lines{"shop=B sold=45", "shop=Others sold=40"}));
  EXPECT_EQ(run(R"j([{"top": 6, "others": {"shop": "'Others'"}}, {"select": ["year"]}])j").size(),
            6u);  // no rest, no row
}

TEST(Transform, Join) {
  EXPECT_EQ(
      run(R"j([{"filter": "year == 1 && shop != 'C'"}, {"join": "names", "on": {"shop": "id"}}, {"select": ["shop", "title"]}])j"),
      (Lines{"shop=B title=Ben", "shop=A title=Ann"}));
  EXPECT_EQ(run(R"j([{"join": "names", "on": {"shop": "id"}}])j"),
            (Lines{"t.json:1:2: 1 row of sales.csv has no match in names.csv: C (/data/s/transform/0)\n"
                   "  hint: add \"unmatched\": \"keep\" or \"drop\" if that is right"}));
  EXPECT_EQ(
      run(R"j([{"filter": "year == 1"}, {"join": "names", "on": {"shop": "id"}, "unmatched": "keep"}, {"select": ["shop", "title"]}])j"),
      (Lines{"shop=B title=Ben", "shop=A title=Ann", "shop=C title=-"}));
  EXPECT_EQ(
      run(R"j([{"filter": "year == 1"}, {"join": "names", "on": {"shop": "id"}, "unmatched": "drop"}, {"select": ["shop"]}])j"),
      (Lines{"shop=B", "shop=A"}));
}

TEST(Transform, FaultsStandAtTheStep) {
  EXPECT_EQ(run(R"j([{"filter": "sold"}])j"),
            (Lines{"t.json:1:13: a filter is true or false, and this is a number (/data/s/transform/0/filter)"}));
  EXPECT_EQ(
      run(R"j([{"filter": "1 + sodl > 2"}])j"),
      (Lines{"t.json:1:18: there is no column \"sodl\" (/data/s/transform/0/filter)\n  hint: did you mean \"sold\"?"}));
  EXPECT_EQ(run(R"j([{"derive": {"x": "1 / (sold - 30)"}}])j"),
            (Lines{"t.json:1:22: sales.csv row 4: a division by zero (/data/s/transform/0/derive/x)\n"
                   "  hint: keep such rows out with \"filter\", or write if(...)"}));
  EXPECT_EQ(run(R"j([{"sort": "-size"}])j")[0].substr(0, 56),
            "t.json:1:11: there is no column \"size\" here (/data/s/tra");
  EXPECT_EQ(run(R"j([{"group": "shop", "columns": {"x": "total(sold)"}}])j")[0].substr(0, 52),
            "t.json:1:38: there is no aggregate \"total\" (/data/s/");
  EXPECT_EQ(run(R"j([{"join": "nmaes"}])j")[0].substr(0, 62),
            "t.json:1:11: no source before this one is named \"nmaes\" (/data");
}

TEST(Transform, EmptyTablesTellTheColumns) {
  DataTable empty = sales();
  for (Column& column : empty.columns) column.cells.clear();
  empty.rows = 0;
  empty.lines.clear();
  const auto json = parse_json(R"j([{"group": "shop", "columns": {"best": "max(year)"}}, {"rank": "-best"}])j", "t");
  const auto table = transformed(empty, *json, {.file = "t"});
  ASSERT_TRUE(table);
  ASSERT_EQ(table->columns.size(), 3u);
  EXPECT_EQ(table->columns[2].name, "rank");
  EXPECT_EQ(table->columns[1].type, ColumnType::number);
}

// Sums do not depend on how large the terms before were.
TEST(Transform, SumsAreCompensated) {
  DataTable table{.source = "t", .columns = {numbers("n", {1e16, 1, 1, -1e16})}, .rows = 4};
  const auto json = parse_json(R"j([{"group": [], "columns": {"sum": "sum(n)"}}])j", "t");
  const auto out = transformed(table, *json, {.file = "t"});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->columns[0].cells[0], 2);
}

TEST(Transform, AMillionRows) {
  DataTable table{.source = "t", .columns = {numbers("key", {}), numbers("n", {})}, .rows = 1'000'000};
  for (size_t i = 0; i < table.rows; ++i) {
    table.columns[0].cells.push_back(static_cast<double>(i % 50));
    table.columns[1].cells.push_back(static_cast<double>(i));
  }
  const auto json = parse_json(
      R"j([{"filter": "n % 2 == 0"}, {"group": "key", "columns": {"sum": "sum(n)"}}, {"sort": "-sum"}, {"top": 3}])j",
      "t");
  const auto out = transformed(std::move(table), *json, {.file = "t"});
  ASSERT_TRUE(out);
  EXPECT_EQ(shown(*out), (Lines{"key=48 sum=10000460000", "key=46 sum=10000420000", "key=44 sum=10000380000"}));
}

}  // namespace
}  // namespace fp

#include <gtest/gtest.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using namespace testing_documents;

std::string of(const std::string& columns, const std::string& more = "") {
  return layer_faults(R"({"type": "table", "size": [400, 200], "text": {"font": "brand", "fontSize": 20},
    "data": [{"n": "x", "v": 1}, {"n": "y", "v": "many"}, {"n": "z", "v": null}], "columns": [)" +
                      columns + "]" + more + "}");
}

TEST(BuildTable, NamesColumnsAndCells) {
  EXPECT_EQ(of(R"({"column": "m"})"), "the data has no column \"m\" | /layers/0/columns\n");
  EXPECT_EQ(of(R"({"column": "w", "kind": "number"})"), "the data has no column \"w\" | /layers/0/columns\n");
  EXPECT_EQ(of(R"({"column": "n"}, {"column": "v", "kind": "number"})"),
            "row 2 of the data, column \"v\": expected a number, found \"many\" | /layers/0/data\n");
  EXPECT_EQ(of(R"({"kind": "text"})"), "this column of the table names no column of the data | /layers/0/columns/0\n");
  EXPECT_EQ(of(R"({"column": "n"}, {"kind": "rank"})"), "");
}

TEST(BuildTable, OrdersByNumbers) {
  EXPECT_NE(of(R"({"column": "n"})", R"(, "order": {"by": "v"})")
                .find("row 3 of the data, column \"v\": expected a number, as rows are ordered by it"),
            std::string::npos);
  EXPECT_NE(
      of(R"({"column": "n"})", R"(, "order": {"by": "u"})").find("the data has no column \"u\" | /layers/0/order"),
      std::string::npos);
}

TEST(BuildTable, SaysWhatDoesNotFit) {
  EXPECT_EQ(of(R"({"column": "n", "width": 500})"),
            "the columns are 100 pixels wider than the table | /layers/0/columns\n");
  EXPECT_EQ(of(R"({"column": "n", "width": 390}, {"column": "n"})"),
            "the columns are 14 pixels wider than the table, and some have no \"width\" | /layers/0/columns\n");
  EXPECT_EQ(of(R"({"column": "n"})", R"(, "rowHeight": 80)"),
            "3 rows of 80 pixels do not fit into the table's height of 200 | /layers/0/rowHeight\n");
  EXPECT_EQ(of(R"({"column": "n"})", R"(, "rowHeight": 80, "limit": 2)"), "");
}

TEST(BuildTable, TextsNeedAFont) {
  EXPECT_EQ(layer_faults(R"({"type": "table", "size": [9, 9], "data": [{"n": 1}], "columns": [{"column": "n"}]})"),
            "this text has no font and size | /layers/0/columns/0\n");
}

TEST(BuildTable, KeysAreThereOnceAtAStep) {
  EXPECT_EQ(layer_faults(R"({"type": "table", "size": [90, 90], "text": {"font": "brand", "fontSize": 20}, "key": "n",
    "data": [{"n": "x"}, {"n": "x"}], "columns": [{"column": "n"}]})"),
            "row 2 of the data: the key \"x\" was there before | /layers/0/data\n");
  EXPECT_EQ(layer_faults(R"({"type": "table", "size": [90, 90], "text": {"font": "brand", "fontSize": 20}, "key": "n",
    "data": [{"n": "x", "v": 1}, {"n": "x", "v": 2}], "columns": [{"column": "v", "kind": "number"}]})"),
            "row 2 of the data: the key \"x\" was there before | /layers/0/data\n");
}

}  // namespace
}  // namespace fp

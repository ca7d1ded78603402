#include <gtest/gtest.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using namespace testing_documents;

std::string of(const std::string& more) {
  return layer_faults(R"({"type": "ticker", "size": [400, 50], "text": {"font": "brand", "fontSize": 20},
    "data": [{"s": "A", "v": 1}, {"s": "B", "v": "x"}], "label": "s")" +
                      more + "}");
}

TEST(BuildTicker, NamesColumnsAndCells) {
  EXPECT_EQ(of(""), "");
  EXPECT_EQ(of(R"(, "value": "w")"), "the data has no column \"w\" | /layers/0/value\n");
  EXPECT_EQ(of(R"(, "change": "w")"), "the data has no column \"w\" | /layers/0/change\n");
  EXPECT_EQ(of(R"(, "change": "v", "itemWidth": 300)"),
            "row 2 of the data, column \"v\": expected a number, found \"x\" | /layers/0/data\n");
}

TEST(BuildTicker, ItemsHaveRoomForTheirLabels) {
  EXPECT_EQ(of(R"(, "itemWidth": 40)"),
            "an item of 40 pixels has no room for its label: the rest of it takes 35 | /layers/0/itemWidth\n");
  EXPECT_EQ(of(R"(, "itemWidth": "-10%")"), "an item is -40 pixels wide; 1 is the least | /layers/0/itemWidth\n");
}

TEST(BuildTicker, TextsNeedAFont) {
  EXPECT_EQ(layer_faults(R"({"type": "ticker", "size": [400, 50], "data": [{"s": "A"}], "label": "s"})"),
            "this text has no font and size | /layers/0/labels\n");
}

}  // namespace
}  // namespace fp

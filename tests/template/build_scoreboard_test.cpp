#include <gtest/gtest.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using namespace testing_documents;

std::string of(const std::string& rows, const std::string& more = "", const std::string& size = "[600, 60]") {
  return layer_faults(R"({"type": "scoreboard", "size": )" + size + R"(, "text": {"font": "brand", "fontSize": 30},
    "key": "t", "value": "s", "data": [)" +
                      rows + "]" + more + "}");
}

TEST(BuildScoreboard, HasTwoToFourSides) {
  EXPECT_EQ(of(R"({"t": "A", "s": 1})"), "a scoreboard has two to four sides, and this data 1 | /layers/0/data\n");
  EXPECT_EQ(of(R"({"t": 1, "s": 1}, {"t": 2, "s": 1}, {"t": 3, "s": 1}, {"t": 4, "s": 1}, {"t": 5, "s": 1})"),
            "a scoreboard has two to four sides, and this data 5 | /layers/0/data\n");
  EXPECT_EQ(of(R"({"t": "A", "s": 1}, {"t": "B", "s": 2})"), "");
}

TEST(BuildScoreboard, NamesCells) {
  EXPECT_EQ(of(R"({"t": "A", "s": "two"}, {"t": "B", "s": 2})"),
            "row 1 of the data, column \"s\": expected a number, found \"two\" | /layers/0/data\n");
  EXPECT_EQ(of(R"({"t": "A", "s": 1}, {"t": "B", "s": 2}, {"t": "A", "s": 3})"),
            "row 3 of the data: the key \"A\" was there before | /layers/0/data\n");
  EXPECT_EQ(of(R"({"t": "A", "s": 1, "c": "red-ish"}, {"t": "B", "s": 2})", R"(, "colorBy": "c")"),
            "row 1 of the data, column \"c\": \"red-ish\" is no colour | /layers/0/data\n");
}

TEST(BuildScoreboard, SaysWhatDoesNotFit) {
  EXPECT_EQ(of(R"({"t": "A", "s": 1}, {"t": "B", "s": 2})", "", "[200, 60]"),
            "each of 2 sides has 100 pixels, and without its name needs 109 | /layers/0/size\n");
}

TEST(BuildScoreboard, ClocksNeedNumbers) {
  EXPECT_EQ(of(R"({"t": "A", "s": 1, "q": "Q1"}, {"t": "B", "s": 2, "q": "Q1"})",
               R"(, "steps": {"by": "q"}, "stepLabel": {"format": "number"})"),
            "a \"format\" needs steps that are numbers or dates | /layers/0/stepLabel\n");
}

}  // namespace
}  // namespace fp

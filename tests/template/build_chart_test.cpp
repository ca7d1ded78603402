// What is wrong with the data and looks of charts is said with its place, whatever it is.
#include <gmock/gmock.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using namespace testing_documents;

std::string bars(const std::string& rows, const std::string& more = "") {
  return R"({"type": "bars", "size": [400, 200], "data": )" + rows + R"(, "key": "k", "value": "n")" + more + "}";
}

TEST(BuildChart, DataIsNamedByRowAndColumn) {
  const auto fault = [](const std::string& rows, const std::string& more = "") {
    return layer_faults(bars(rows, more));
  };
  EXPECT_THAT(fault(R"([{"k": "a", "n": 1}, {"k": "b", "n": "many"}])"),
              HasSubstr("row 2 of the data, column \"n\": expected a number, found \"many\" | /layers/0/data"));
  EXPECT_THAT(fault(R"([{"k": "a", "n": 1e300}])"), HasSubstr("row 1 of the data, column \"n\": 1e300 is more than"));
  EXPECT_THAT(fault(R"([{"k": "a", "n": 1}, {"k": "a", "n": 2}])"),
              HasSubstr("row 2 of the data: the key \"a\" was there before"));
  EXPECT_THAT(fault(R"([{"k": null, "n": 1}])"), HasSubstr("row 1 of the data, column \"k\": the key is missing"));
  EXPECT_THAT(fault("[1, 2]"), HasSubstr("row 1 of the data is 1; expected a record"));
  EXPECT_THAT(fault("[]"), HasSubstr("the data has no rows"));
  EXPECT_THAT(fault(R"([{"kk": "a", "n": 1}])"), HasSubstr("the data has no column \"k\" | /layers/0/key"));
  EXPECT_THAT(fault(R"([{"k": "a", "n": 1}])", R"(, "label": "nam")"),
              HasSubstr("no column \"nam\" | /layers/0/label"));
  EXPECT_THAT(fault(R"([{"k": "a", "n": 1, "c": "blu"}])", R"(, "colorBy": "c")"), HasSubstr("\"blu\" is no colour"));
  EXPECT_THAT(fault(R"([{"k": "a", "n": 1, "t": null}])", R"(, "steps": {"by": "t"})"),
              HasSubstr("the step is missing"));
}

TEST(BuildChart, MissingValuesAreNoFault) {
  EXPECT_EQ(layer_faults(bars(R"([{"k": "a", "n": null}, {"k": "b", "n": 2}])")), "");
}

TEST(BuildChart, TooManyThings) {
  std::string rows = "[";
  for (int i = 0; i < 1001; ++i) rows += R"({"k": )" + std::to_string(i) + R"(, "n": 1},)";
  EXPECT_THAT(layer_faults(bars(rows + "]")), HasSubstr("the chart has 1001 things; 1000 is the most"));
}

TEST(BuildChart, EasesThatOvershootAreRefused) {
  const std::string rows = R"([{"k": "a", "n": 1}])";
  EXPECT_THAT(layer_faults(bars(rows, R"(, "reveal": {"ease": "outBack"})")), HasSubstr("data may not"));
  EXPECT_THAT(layer_faults(bars(rows, R"(, "reveal": {"ease": {"spring": {}}})")), HasSubstr("data may not"));
  EXPECT_THAT(layer_faults(bars(rows, R"(, "reveal": {"ease": [0.3, 1.4, 0.5, 1]})")), HasSubstr("data may not"));
  EXPECT_EQ(layer_faults(bars(rows, R"(, "reveal": {"ease": "outCubic"})")), "");
}

TEST(BuildChart, TextsAndFormatsSayWhatTheyLack) {
  const std::string rows = R"([{"k": "a", "n": 1}])";
  EXPECT_THAT(layer_faults(bars(rows, R"(, "labels": {})")), HasSubstr("no font and size | /layers/0/labels"));
  const std::string font = R"("font": "brand", "fontSize": 20)";
  EXPECT_THAT(layer_faults(bars(rows, R"(, "values": {)" + font + R"(, "format": "monye"})")),
              HasSubstr("unknown filter \"monye\""));
  EXPECT_THAT(layer_faults(bars(rows, R"(, "domain": {"min": 5, "max": 5})")),
              HasSubstr("\"min\" is not below \"max\""));
}

TEST(BuildChart, StepsThatCannotBeTimed) {
  const std::string rows = R"([{"k": "a", "n": 1, "t": "x"}, {"k": "a", "n": 2, "t": "y"}])";
  EXPECT_THAT(layer_faults(bars(rows, R"(, "steps": {"by": "t", "timing": "proportional"})")),
              HasSubstr("needs steps that are numbers or dates"));
  EXPECT_THAT(layer_faults(bars(rows, R"(, "steps": {"by": "t", "hold": "2s"})")), HasSubstr("\"hold\" is longer"));
}

TEST(BuildNumber, WhatCannotCount) {
  const auto fault = [](const std::string& members) {
    return layer_faults(R"({"type": "number", "font": "brand", "fontSize": 20, )" + members + "}");
  };
  EXPECT_EQ(fault(R"("value": 5)"), "");
  EXPECT_THAT(fault(R"("value": 5, "style": "odometer", "from": -1)"), HasSubstr("numbers from 0 on"));
  EXPECT_THAT(fault(R"("value": 5, "style": "odometer", "format": "compact")"), HasSubstr("all the figures"));
  EXPECT_THAT(fault(R"("value": {"keys": [{"t": 0, "v": 1, "ease": "inBack"}, {"t": 1, "v": 2}]})"),
              HasSubstr("data may not"));
  EXPECT_THAT(fault(R"("value": {"keys": [{"t": 0, "v": 1}]}, "from": 2)"), HasSubstr("no meaning beside keys"));
}

TEST(BuildMap, WhatIsNoMap) {
  const auto fault = [](const std::string& members) {
    return layer_faults(R"({"type": "map", "size": [400, 200], "geography": "m.json", )" + members + "}");
  };
  const std::string data = R"("data": [{"k": "a", "n": 1}], "key": "k", "value": "n")";
  EXPECT_EQ(fault(data), "");
  EXPECT_THAT(fault(data + R"(, "colors": {"scale": "threshold"})"), HasSubstr("needs \"breaks\""));
  EXPECT_THAT(fault(data + R"(, "colors": {"scale": "threshold", "breaks": [2, 1]})"), HasSubstr("ascending"));
  EXPECT_THAT(fault(data + R"(, "projection": "merkator")"), HasSubstr("expected the name of a projection"));
  EXPECT_THAT(fault(R"("data": [{"k": "a", "n": -1}], "key": "k", "value": "n", "bubbles": {})"), HasSubstr("below 0"));
  EXPECT_THAT(fault(R"("data": [{"x": 10, "y": 91, "n": 1}], "value": "n", "place": ["x", "y"])"),
              HasSubstr("is no place"));
}

}  // namespace
}  // namespace fp

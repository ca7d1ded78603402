// What can be wrong about charts of lines, and how it is said.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/template/schema.hpp"
#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using testing_documents::layer_faults;
using testing_documents::parsed;
using testing_documents::with_layers;

std::string faults_of(const std::string& data, const std::string& more = R"("x": "x", "value": "y")") {
  return layer_faults(R"({"type": "line", "size": [400, 200], "data": [)" + data + "], " + more + "}");
}

TEST(LineFaults, RowsOutOfOrder) {
  EXPECT_EQ(faults_of(R"({"x": 1, "y": 1}, {"x": 3, "y": 1}, {"x": 2, "y": 1})"),
            "row 3 of the data, column \"x\": \"2\" comes after a row that is farther along | /layers/0/data\n");
  EXPECT_EQ(faults_of(R"({"x": 1, "y": 1}, {"x": 1, "y": 2})"),
            "row 2 of the data, column \"x\": \"1\" was there before | /layers/0/data\n");
  EXPECT_EQ(faults_of(R"({"s": "A", "x": "2024-01-02", "y": 1}, {"s": "B", "x": "2024-01-01", "y": 1},
                         {"s": "A", "x": "2024-01-01", "y": 1})",
                      R"("x": "x", "value": "y", "series": "s")"),
            "row 3 of the data, column \"x\": \"2024-01-01\" comes after a row that is farther along for \"A\" | "
            "/layers/0/data\n");
  EXPECT_THAT(faults_of(R"({"x": "Mon", "y": 1}, {"x": "Tue", "y": 1}, {"x": "Mon", "y": 1})"),
              HasSubstr("row 3 of the data, column \"x\": \"Mon\" comes after"));
}

TEST(LineFaults, CellsOfTheWrongKind) {
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1}, {"x": 2, "y": "two"})"),
              HasSubstr("row 2 of the data, column \"y\": expected a number, found \"two\""));
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1}, {"x": "2024-01-01", "y": 2})"),
              HasSubstr("row 2 of the data, column \"x\": expected a number"));
  EXPECT_THAT(
      faults_of(R"({"x": "2024-01-01", "y": 1}, {"x": "later", "y": 2})"),
      HasSubstr(
          "row 2 of the data, column \"x\": expected a date such as 2024-05-31, as in the first row; found \"later\""));
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1}, {"x": null, "y": 2})"),
              HasSubstr("row 2 of the data, column \"x\": the place along the line is missing"));
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1e16})"), HasSubstr("is more than a chart can show"));
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1, "s": null})", R"("x": "x", "value": "y", "series": "s")"),
              HasSubstr("row 1 of the data, column \"s\": the series is missing"));
  EXPECT_THAT(faults_of("7"), HasSubstr("row 1 of the data is 7; expected a record"));
}

TEST(LineFaults, NothingToShow) {
  EXPECT_THAT(faults_of(""), HasSubstr("the data has no rows"));
  EXPECT_THAT(faults_of(R"({"x": 1, "y": null}, {"x": 2, "y": null})"), HasSubstr("the column \"y\" has no values"));
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1, "s": "A"}, {"x": 1, "y": null, "s": "B"})",
                        R"("x": "x", "value": "y", "series": "s")"),
              HasSubstr("the line \"B\" has no values"));
  EXPECT_EQ(faults_of(R"({"x": 1, "y": 1})"), "");  // one point is a dot
}

TEST(LineFaults, NamesThatAreNotThere) {
  EXPECT_EQ(faults_of(R"({"x": 1, "price": 1})", R"("x": "x", "value": "prise")"),
            "the data has no column \"prise\" | /layers/0/value\n");
  EXPECT_EQ(faults_of(R"({"x": 1, "y": 1})", R"("x": "date", "value": "y")"),
            "the data has no column \"date\" | /layers/0/x\n");
  EXPECT_EQ(
      faults_of(R"({"x": 1, "y": 1})", R"("x": "x", "value": "y", "highlight": {"key": "z", "color": "#ffffff"})"),
      "the chart has no line \"z\" | /layers/0/highlight\n");
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1, "z": 2, "s": "A"})", R"("x": "x", "value": ["y", "z"], "series": "s")"),
              HasSubstr("several columns of values have no meaning beside \"series\""));
}

TEST(LineFaults, LogScales) {
  const char* log = R"("x": "x", "value": "y", "domain": {"scale": "log"})";
  EXPECT_EQ(faults_of(R"({"x": 1, "y": 1}, {"x": 2, "y": 0}, {"x": 3, "y": -4})", log),
            "row 2 of the data, column \"y\": 0 has no place on a log scale | /layers/0/data\n"
            "row 3 of the data, column \"y\": -4 has no place on a log scale | /layers/0/data\n");
  for (const char* domain : {R"("min": 0)", R"("max": -1)", R"("zero": true)"}) {
    EXPECT_THAT(faults_of(R"({"x": 1, "y": 1})",
                          std::string(R"("x": "x", "value": "y", "domain": {"scale": "log", )") + domain + "}"),
                HasSubstr("a log scale has no place for 0 and below | /layers/0/domain"));
  }
}

TEST(LineFaults, Limits) {
  std::string lines, points;
  for (int i = 0; i < 51; ++i) lines += fmt::format(R"({{"x": 1, "y": 1, "s": "line {}"}},)", i);
  EXPECT_THAT(faults_of(lines, R"("x": "x", "value": "y", "series": "s")"),
              HasSubstr("the chart has 51 lines; 50 is the most"));
  for (int i = 0; i < 1001; ++i) points += fmt::format(R"({{"x": {}, "y": 1}},)", i);
  EXPECT_THAT(faults_of(points, R"("x": "x", "value": "y", "points": {})"),
              HasSubstr("the lines have 1001 values; 1000 is the most that are drawn one by one | /layers/0/points"));
  std::string rows = points;
  for (int i = 1001; i <= 20'000; ++i) rows += fmt::format(R"({{"x": {}, "y": 1}},)", i);
  EXPECT_THAT(faults_of(rows), HasSubstr("expected a list of records with at most 20000 entries, found 20001"));
  EXPECT_THAT(
      faults_of(
          R"({"x": 1, "y": 1})",
          R"("x": "x", "value": "y", "text": {"font": "brand", "fontSize": 60}, "endLabels": {}, "yAxis": {"labels": {}})"),
      HasSubstr("the rooms for texts leave no place for lines"));
  // Many wrong rows are wrong for one reason.
  std::string wrong;
  for (int i = 0; i < 500; ++i) wrong += R"({"x": "", "y": "n/a"},)";
  const std::string said = faults_of(wrong);
  EXPECT_LE(std::ranges::count(said, '\n'), 11);
}

TEST(LineFaults, EasesThatOvershoot) {
  EXPECT_THAT(faults_of(R"({"x": 1, "y": 1})", R"("x": "x", "value": "y", "reveal": {"ease": "outBack"})"),
              HasSubstr("this ease overshoots"));
}

TEST(LineSchema, TakesWhatTheManualSays) {
  const auto said = [](const std::string& more) {
    std::string all;
    for (const Diagnostic& d :
         validate_document(parsed(with_layers(R"({"type": "line", "data": [], "x": "x", "value": "y")" + more + "}")),
                           "t.json", true))
      all += d.message + "\n";
    return all;
  };
  EXPECT_EQ(said(R"j(, "scale": 1.2, "series": "s", "curve": "monotone", "width": 6, "color": ["#ff0000", "@accent"],
    "highlight": {"key": "A", "color": "#ffffff", "muted": "#00000080"}, "area": {"opacity": 0.2}, "points": {"radius": 4, "outline": 2},
    "front": {"dot": 9, "format": "number(1)", "room": 0}, "endLabels": {"values": true, "room": "20%"},
    "domain": {"min": 1, "zero": false, "scale": "log"}, "xAxis": {"ticks": 4, "labels": {"format": "date('y')"}}, "yAxis": {"grid": "#333333"},
    "baseline": {"color": "#ffffff", "value": 100}, "missing": "connect", "reveal": {"stagger": "0.1s"}, "text": {"fontSize": 20})j"),
            "");
  EXPECT_EQ(said(R"(, "area": null, "points": null, "front": null, "endLabels": null, "xAxis": null, "reveal": null)"),
            "");
  EXPECT_THAT(said(R"(, "curve": "smooth")"), HasSubstr("curve"));
  EXPECT_THAT(said(R"(, "steps": {"by": "year"})"), HasSubstr("steps"));
}

}  // namespace
}  // namespace fp

#include "engine/template/chart_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/chart/charted.hpp"

namespace fp {
namespace {

using namespace testing_charts;

// Four runners over three laps: c goes from the last place to the first, d is there from the second lap on.
constexpr std::string_view kRows = R"("data": [
  {"who": "a", "name": "Ann", "lap": 1, "km": 10, "gain": 1},  {"who": "b", "name": "Bob", "lap": 1, "km": 8, "gain": -2},
  {"who": "c", "name": "Cy", "lap": 1, "km": 1, "gain": 0},
  {"who": "a", "name": "Ann", "lap": 2, "km": 12, "gain": 0.5}, {"who": "b", "name": "Bob", "lap": 2, "km": 15, "gain": 2},
  {"who": "c", "name": "Cyd", "lap": 2, "km": 9, "gain": 3},   {"who": "d", "name": "Di", "lap": 2, "km": 11, "gain": -1},
  {"who": "a", "name": "Ann", "lap": 3, "km": 14, "gain": 0},  {"who": "b", "name": "Bob", "lap": 3, "km": 16, "gain": -4},
  {"who": "c", "name": "Cyd", "lap": 3, "km": 30, "gain": 9},  {"who": "d", "name": "Di", "lap": 3, "km": 13, "gain": 2}],
  "key": "who", "steps": {"by": "lap", "start": "1s", "each": "2s", "hold": "1s"})";

std::string race(const std::string& more) {
  return R"({"type": "table", "size": [400, 240], "order": {"by": "km"}, "rowColor": "#101010", "header": {"fontSize": 20},
    "columns": [{"kind": "rank"}, {"column": "name", "title": "Runner"}, {"kind": "number", "column": "km", "title": "km"},
                {"kind": "change", "column": "gain"}, {"kind": "bar", "column": "km", "width": 80}], )" +
         std::string(kRows) + ", " + std::string(kText) + more + "}";
}

// The plates of rows, from the top: where they begin and end.
std::vector<std::pair<double, double>> plates(const std::vector<SceneLayer>& marks) {
  std::vector<std::pair<double, double>> found;
  for (const Seen& s : seen(marks)) {
    const auto* shape = std::get_if<SceneShape>(&s.mark->content);
    if (shape && s.mark->pose.size->x == 400) found.emplace_back(s.corner.y, s.corner.y + s.mark->pose.size->y);
  }
  std::ranges::sort(found);
  return found;
}

TEST(Table, ValuesAndRanksAreExactAtRest) {
  const Charted charted(race(""));
  const auto first = charted.at(55);
  EXPECT_EQ(words(first, "a 1"), "1");
  EXPECT_EQ(words(first, "a 3"), "10");
  EXPECT_EQ(words(first, "c 1"), "3");
  EXPECT_EQ(words(first, "d 1"), "-");  // not there yet
  EXPECT_EQ(words(first, "a 4"), "+1.0");
  EXPECT_EQ(words(first, "header 3"), "km");
  const auto last = charted.at(200);
  EXPECT_EQ(words(last, "c 1"), "1");
  EXPECT_EQ(words(last, "c 2"), "Cyd");
  EXPECT_EQ(words(last, "c 3"), "30");
  EXPECT_EQ(words(last, "b 4"), "\u22124.0");
  EXPECT_EQ(words(last, "a 4"), "0.0");
  EXPECT_EQ(words(last, "d 1"), "4");
  EXPECT_EQ(plates(last), (std::vector<std::pair<double, double>>{{40, 90}, {90, 140}, {140, 190}, {190, 240}}));
}

TEST(Table, NothingMovesAtRest) {
  const Charted charted(race(""));
  EXPECT_EQ(described(charted.at(40)), described(charted.at(45)));
  EXPECT_EQ(described(charted.at(104)), described(charted.at(106)));  // the second lap holds from 90 to 120
  EXPECT_EQ(described(charted.at(150)), described(charted.at(290)));
  EXPECT_EQ(resting_frames(charted.chart()), (std::vector<double>{60, 105, 180}));
}

TEST(Table, CountsDownWhereTheStaggerIsBelowZero) {
  const Charted charted(race(R"(, "reveal": {"delay": "2s", "stagger": "-0.5s", "duration": "0.4s"})"));
  const auto seen_at = [&](double frame) { return plates(charted.at(frame)).size(); };
  EXPECT_EQ(seen_at(14), 0u);  // c, the third of three, comes after 60 - 2 * 15 frames; a fourth has no row yet
  EXPECT_EQ(seen_at(31), 1u);
  EXPECT_EQ(seen_at(46), 2u);
  EXPECT_EQ(words(charted.at(31), "c 1"), "3");
  EXPECT_EQ(words(charted.at(31), "header 3"), "km");  // with the row that comes first
  EXPECT_EQ(resting_frames(charted.chart()).front(), 72);
}

TEST(Table, RowsNeverOverlap) {
  const Charted charted(race(""));
  bool squeezed = false;
  for (int tenth = 0; tenth < 2000; ++tenth) {
    const auto rows = plates(charted.at(tenth / 10.0));
    for (size_t i = 1; i < rows.size(); ++i) ASSERT_LE(rows[i - 1].second, rows[i].first + 1e-9) << tenth;
    for (const auto& [top, bottom] : rows) squeezed = squeezed || bottom - top < 49;
  }
  EXPECT_TRUE(squeezed);
}

TEST(Table, NumbersDoNotOvershoot) {
  const Charted charted(race(""));
  double before = 0;
  for (int frame = 0; frame < 200; ++frame) {
    const std::string km = words(charted.at(frame), "c 3");
    if (km == "-") continue;  // squeezed, or not in yet
    EXPECT_GE(std::stod(km), before);
    EXPECT_LE(std::stod(km), 30);
    before = std::stod(km);
  }
  EXPECT_EQ(before, 30);
}

TEST(Table, AnyOrderOfFramesGivesTheSame) {
  expect_pure(Charted(race("")), 200);
  expect_pure(
      Charted(race(R"(, "limit": 2, "stripes": "#111111", "rule": "#222222", "highlight": {"color": "#333333"})")),
      200);
}

TEST(Table, ShowsAsManyRowsAsItsLimit) {
  const auto marks = Charted(race(R"(, "limit": 2)")).at(200);
  EXPECT_EQ(plates(marks), (std::vector<std::pair<double, double>>{{40, 140}, {140, 240}}));
  EXPECT_EQ(words(marks, "a 2"), "-");
}

TEST(Table, WithoutAnOrderRowsStandAsGiven) {
  const Charted charted(R"({"type": "table", "size": [400, 100], "data": [{"n": "x", "v": 1}, {"n": "y", "v": -5}],
    "columns": [{"column": "n"}, {"kind": "number", "column": "v", "width": "25%", "align": "left"}], "gap": 20, )" +
                        std::string(kText) + "}");
  const auto marks = charted.at(100);
  EXPECT_EQ(words(marks, "1 1"), "x");
  EXPECT_EQ(words(marks, "2 2"), "-5");
  const auto all = seen(marks);
  const auto at = std::ranges::find_if(all, [](const Seen& s) { return s.mark->part == "2 2"; });
  EXPECT_EQ(at->corner.x, 300);
  EXPECT_EQ(at->corner.y, 55);  // a line of twice its size in the middle of 50 pixels
  EXPECT_EQ(at->mark->pose.size->x, 100);
}

TEST(Table, TrianglesPointTheWayOfTheChange) {
  const auto marks = Charted(race("")).at(200);
  int up = 0, down = 0;
  for (const Seen& s : seen(marks)) {
    const auto* shape = std::get_if<SceneShape>(&s.mark->content);
    const auto* triangle = shape ? std::get_if<ScenePolygon>(&shape->outline.geometry) : nullptr;
    if (!triangle) continue;
    const bool points_up = triangle->points[1].y < triangle->points[0].y;
    EXPECT_EQ(described(*shape->fill), points_up ? "#3fb68b" : "#f0616d");
    points_up ? ++up : ++down;
  }
  EXPECT_EQ(up, 2);
  EXPECT_EQ(down, 1);  // none for 0
}

TEST(Table, BarsOfCellsEndAtTheirValues) {
  const auto marks = Charted(race("")).at(200);
  double widest = 0;
  for (const Seen& s : seen(marks)) {
    const auto* shape = std::get_if<SceneShape>(&s.mark->content);
    if (shape && std::holds_alternative<SceneRectangle>(shape->outline.geometry) && s.mark->pose.size->x < 400)
      widest = std::max(widest, s.mark->pose.size->x);
  }
  EXPECT_EQ(widest, 80);
}

}  // namespace
}  // namespace fp

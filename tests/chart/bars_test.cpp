#include "engine/template/chart_bars.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/chart/axis.hpp"
#include "engine/chart/moments.hpp"
#include "tests/chart/charted.hpp"

namespace fp {
namespace {

using namespace testing_charts;

// Three things over three years: c goes from the last place to the first, b is not there in the first year.
constexpr std::string_view kRows = R"("data": [
  {"who": "a", "year": 1990, "n": 10}, {"who": "c", "year": 1990, "n": 4},
  {"who": "a", "year": 1991, "n": 12}, {"who": "b", "year": 1991, "n": 9}, {"who": "c", "year": 1991, "n": 20},
  {"who": "a", "year": 1993, "n": 11}, {"who": "b", "year": 1993, "n": 33.5}, {"who": "c", "year": 1993, "n": 40}],
  "key": "who", "value": "n", "steps": {"by": "year", "start": "1s", "each": "2s", "hold": "0.5s"})";

std::string race(const std::string& more = "") {
  return R"({"type": "bars", "size": [500, 300], "order": "descending", "labels": {"room": 100},
    "values": {"room": 100}, "color": "#102030", )" +
         std::string(kRows) + ", " + std::string(kText) + more + "}";
}

struct Strip {
  double top, bottom, length;
};
// The bars, by where they are; all have the chart's colour.
std::vector<Strip> strips(const std::vector<SceneLayer>& marks) {
  std::vector<Strip> found;
  for (const Seen& s : seen(marks)) {
    const auto* shape = std::get_if<SceneShape>(&s.mark->content);
    if (shape && s.mark->opacity > 0)
      found.push_back({s.corner.y, s.corner.y + s.mark->pose.size->y, s.mark->pose.size->x});
  }
  std::ranges::sort(found, {}, &Strip::top);
  return found;
}

TEST(Bars, TheLastFrameShowsTheValuesExactly) {
  const Charted charted(race(R"(, "domain": {"max": 40})"));
  const auto last = charted.at(299);
  EXPECT_EQ(words(last, "value a"), "11.0");
  EXPECT_EQ(words(last, "value b"), "33.5");
  EXPECT_EQ(words(last, "value c"), "40.0");
  EXPECT_EQ(words(last, "label c"), "c");
  const auto bars = strips(last);
  ASSERT_EQ(bars.size(), 3u);
  EXPECT_EQ(bars[0].length, 300);  // 500 less the rooms, times 40 / 40
  EXPECT_EQ(bars[1].length, 300 * (33.5 / 40));
  EXPECT_EQ(bars[2].length, 300 * (11.0 / 40));
}

TEST(Bars, EveryStepIsExactWhileItHolds) {
  const Charted charted(race());
  EXPECT_EQ(words(charted.at(40), "value a"), "10.0");
  EXPECT_EQ(words(charted.at(40), "value b"), "-");  // not there yet
  EXPECT_EQ(words(charted.at(95), "value c"), "20.0");
  EXPECT_EQ(words(charted.at(104), "value c"), "20.0");
  EXPECT_EQ(resting_frames(charted.chart()), (std::vector<double>{45, 105, 165}));
}

TEST(Bars, RowsNeverOverlapAndStandInRankOrderAtRest) {
  const Charted charted(race());
  for (double frame = 0; frame < 300; frame += 0.5) {
    const auto bars = strips(charted.at(frame));
    for (size_t i = 1; i < bars.size(); ++i) ASSERT_LE(bars[i - 1].bottom, bars[i].top + 1e-9) << frame;
  }
  EXPECT_EQ(places_at(charted.chart(), true, 15, 40, 30), (std::vector<double>{0, 1, 2}));  // a, c, b
  EXPECT_EQ(places_at(charted.chart(), true, 15, 299, 30), (std::vector<double>{2, 0, 1}));
}

TEST(Bars, TiesStandInTheOrderOfTheRows) {
  const Charted charted(R"({"type": "bars", "size": [500, 300], "order": "descending",
    "data": [{"k": "x", "n": 5}, {"k": "y", "n": 7}, {"k": "z", "n": 5}], "key": "k", "value": "n", )" +
                        std::string(kText) + "}");
  EXPECT_EQ(ranks_at(charted.chart().data, {0, 0, 0}, true), (std::vector<size_t>{1, 0, 2}));
  EXPECT_EQ(ranks_at(charted.chart().data, {0, 0, 0}, false), (std::vector<size_t>{0, 2, 1}));
}

TEST(Bars, AnyFrameIsAFunctionOfItsNumber) {
  expect_pure(Charted(race(R"(, "domain": {"follow": true}, "axis": {"labels": {}}, "stepLabel": {})")), 200);
}

TEST(Bars, DataDoesNotOvershoot) {
  const Charted charted(race());
  double before = 0;
  for (double frame = 105; frame <= 150; ++frame) {
    const double now = *total_at(charted.chart().data, 1, moment_at(charted.chart(), frame, 30));
    EXPECT_GE(now, before);
    EXPECT_LE(now, 40);
    before = now;
  }
  EXPECT_EQ(before, 40);
}

TEST(Bars, WholeStepNumbersPassWhenTheyAreOver) {
  const Charted charted(race(R"(, "stepLabel": {"format": "digits"})"));
  std::string before = "1990";
  for (double frame = 0; frame < 300; ++frame) {
    const std::string now = words(charted.at(frame), "step");
    EXPECT_GE(now, before);
    before = now;
  }
  EXPECT_EQ(before, "1993");
  EXPECT_EQ(words(charted.at(149.9), "step"), "1992");  // nearly there
}

TEST(Bars, StepsStandAsFarApartAsTheirTimes) {
  const Charted charted(R"({"type": "bars", "size": [400, 100], "key": "k", "value": "n", "data": [
    {"k": "x", "t": "2024-01-01", "n": 1}, {"k": "x", "t": "2024-01-04", "n": 2}, {"k": "x", "t": "2024-01-11", "n": 3}],
    "steps": {"by": "t", "timing": "proportional", "start": "1s", "duration": "5s"}})");
  const auto& steps = charted.chart().data.steps;
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].until, 30);
  EXPECT_EQ(steps[1].from, 75);  // three of ten days
  EXPECT_EQ(steps[2].from, 180);
}

TEST(Bars, StackedPartsAddUp) {
  const Charted charted(R"({"type": "bars", "size": [400, 100], "reveal": null, "color": ["#ff0000", "#00ff00"],
    "data": [{"k": "x", "a": 10, "b": 30}], "key": "k", "value": ["a", "b"], "values": {"room": 0}, )" +
                        std::string(kText) + "}");
  const auto marks = charted.at(0);
  const auto all = seen(marks);
  ASSERT_GE(all.size(), 2u);
  EXPECT_EQ(all[0].mark->pose.size->x, 100);
  EXPECT_EQ(all[1].corner.x, 100);
  EXPECT_EQ(all[1].mark->pose.size->x, 300);
  EXPECT_EQ(words(marks, "value x"), "40");
}

TEST(Bars, ValuesBelowZeroGoTheOtherWay) {
  const Charted charted(R"({"type": "bars", "size": [400, 100], "reveal": null, "direction": "vertical",
    "data": [{"k": "x", "n": -10}, {"k": "y", "n": 30}], "key": "k", "value": "n", )" +
                        std::string(kText) + "}");
  const auto bars = strips(charted.at(0));
  ASSERT_EQ(bars.size(), 2u);
  EXPECT_EQ(bars[0].top, 0);  // y: from zero up
  EXPECT_EQ(bars[0].bottom, 75);
  EXPECT_EQ(bars[1].top, 75);  // x: from zero down
  EXPECT_EQ(bars[1].bottom, 100);
}

// A span that grows: ticks fade, and those that stay keep their values.
TEST(Axis, TicksFadeWhenTheStepGrows) {
  std::vector<Tick> before;
  for (double high = 10; high < 2000; high *= 1.01) {
    const std::vector<Tick> now = fading_ticks({0, high}, 5);
    ASSERT_LE(now.size(), 14u) << high;
    ASSERT_GE(now.size(), 3u) << high;
    for (const Tick& tick : before) {  // none is lost at once
      const bool kept = std::ranges::any_of(now, [&](const Tick& t) { return t.value == tick.value; });
      EXPECT_TRUE(kept || tick.opacity < 0.25) << tick.value << " at " << high;
    }
    before = now;
  }
  EXPECT_TRUE(fading_ticks({0, 0}, 5).empty());
  EXPECT_TRUE(fading_ticks({0, 1e300}, 5).empty());
  EXPECT_EQ(fading_ticks({0, 0.6}, 5)[3].value, 0.3);
}

}  // namespace
}  // namespace fp

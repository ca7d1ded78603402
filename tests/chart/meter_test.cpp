#include "engine/template/chart_meter.hpp"

#include <gtest/gtest.h>

#include "tests/chart/charted.hpp"

namespace fp {
namespace {

using namespace testing_charts;

std::string meter(const std::string& more) {
  return R"({"type": "meter", "size": [400, 40], )" + more + ", " + std::string(kText) + "}";
}

const SceneStroke& stroke_of(const SceneLayer& mark) {
  return *std::get<SceneShape>(mark.content).stroke;
}

TEST(Meter, BarIsExactAtTheEndAndNeverLonger) {
  const Charted charted(meter(R"("value": 0.75, "label": {"format": "percent", "room": 100})"));
  double before = -1;
  for (int frame = 0; frame < 60; ++frame) {
    const auto marks = charted.at(frame);
    const double length = marks.size() > 2 ? marks[1].pose.size->x : 0;
    EXPECT_GE(length, before);
    EXPECT_LE(length, 225);
    before = length;
  }
  const auto rest = charted.at(36);
  ASSERT_EQ(rest.size(), 3u);
  EXPECT_EQ(rest[0].pose.size->x, 300);
  EXPECT_EQ(rest[1].pose.size->x, 225);
  EXPECT_EQ(words(rest, "value"), "75%");
  EXPECT_EQ(words(charted.at(0), "value"), "0%");
  EXPECT_EQ(charted.at(0).size(), 2u);  // no dot of length nothing
  EXPECT_EQ(described(charted.at(200)), described(rest));
  EXPECT_EQ(resting_frames(charted.chart()), std::vector<double>{36});
}

TEST(Meter, VerticalBarStandsOnItsFoot) {
  const Charted charted(meter(R"("value": 3, "max": 4, "direction": "vertical", "cap": "butt", "thickness": 20)"));
  const auto rest = charted.at(100);
  EXPECT_EQ(rest[1].pose.position, (Vec2{190, 10}));
  EXPECT_EQ(*rest[1].pose.size, (Vec2{20, 30}));
}

TEST(Meter, StepsAreMetAndHeld) {
  const Charted charted(meter(
      R"("value": [{"at": 0, "value": 2}, {"at": "1s", "value": 7}, {"at": "2s", "value": 7}, {"at": "3s", "value": -1}],
         "min": -1, "max": 9, "reveal": null, "cap": "butt", "label": {"format": "number"})"));
  EXPECT_EQ(words(charted.at(0), "value"), "2");
  EXPECT_EQ(words(charted.at(30), "value"), "7");
  EXPECT_EQ(described(charted.at(45)), described(charted.at(30)));
  EXPECT_EQ(words(charted.at(90), "value"), "-1");
  EXPECT_EQ(charted.at(90).size(), 2u);
  EXPECT_EQ(resting_frames(charted.chart()), (std::vector<double>{0, 30, 60, 90}));
  expect_pure(charted, 100);
}

TEST(Meter, RingTurnsFromTwelveAndCloses) {
  const std::string look = R"("shape": "ring", "size": [200, 200], "thickness": 20, "reveal": null, )";
  const auto of = [&](const std::string& more) { return Charted(R"({"type": "meter", )" + look + more + "}").at(0); };
  const auto butt = of(R"("cap": "butt", "value": 0.25)");
  EXPECT_EQ(stroke_of(butt[1]).trim_start, 0);
  EXPECT_EQ(stroke_of(butt[1]).trim_end, 0.25);
  EXPECT_EQ(butt[1].pose.rotation, -90);
  EXPECT_EQ(butt[1].pose.position, (Vec2{100, 100}));
  const auto round = of(R"("value": 0.25)");  // ends included
  const double end = 10 / (2 * kPi * 90);
  EXPECT_NEAR(stroke_of(round[1]).trim_start, end, 1e-12);
  EXPECT_NEAR(stroke_of(round[1]).trim_end, 0.25 - end, 1e-12);
  const auto full = of(R"("value": 1)");
  EXPECT_EQ(stroke_of(full[1]).trim_start, 0);
  EXPECT_EQ(stroke_of(full[1]).trim_end, 1);
  EXPECT_EQ(of(R"("value": 0)").size(), 1u);
  const auto dot = of(R"("value": 0.01)");  // grows to the ring's breadth
  EXPECT_NEAR(dot[1].pose.size->x, 0.01 * 2 * kPi * 90, 1e-9);
}

TEST(Meter, GaugeSpansItsAngle) {
  const Charted charted(
      R"({"type": "meter", "shape": "gauge", "size": [200, 200], "cap": "butt", "value": 50, "max": 100,
    "bands": [{"upto": 40, "color": "#00ff00"}, {"upto": 100, "color": "#ff0000"}], "track": null, "reveal": null})");
  const auto marks = charted.at(0);
  const SceneLayer& arc = marks.back();
  EXPECT_EQ(stroke_of(arc).trim_end, 0.5 * 240 / 360);
  EXPECT_EQ(arc.pose.rotation, -120 - 90);
  EXPECT_EQ(described(stroke_of(arc).paint), "#ff0000");
}

TEST(Meter, NeedlePointsAtTheValue) {
  const Charted charted(R"({"type": "meter", "shape": "gauge", "size": [200, 200], "pointer": "needle", "value": 75,
    "max": 100, "reveal": null})");
  const auto marks = charted.at(0);
  EXPECT_EQ(marks[1].pose.rotation, -120 + 0.75 * 240);
}

TEST(Meter, StarsFillByClipping) {
  const Charted charted(R"({"type": "meter", "shape": "stars", "size": [580, 100], "value": 3.75, "gap": 20})");
  const auto marks = charted.at(100);
  ASSERT_EQ(marks.size(), 6u);  // three whole, one of two parts, one empty
  const SceneLayer& clip = marks[4];
  EXPECT_TRUE(std::get<SceneGroup>(clip.content).clip);
  EXPECT_EQ(clip.pose.position, (Vec2{360, 0}));
  EXPECT_EQ(*clip.pose.size, (Vec2{75, 100}));
}

TEST(Meter, ClampKeepsValuesInside) {
  const Charted charted(meter(R"("value": 1.5, "clamp": true, "label": {"format": "percent"})"));
  EXPECT_EQ(words(charted.at(100), "value"), "100%");
}

}  // namespace
}  // namespace fp

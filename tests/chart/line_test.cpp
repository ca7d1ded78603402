// Charts of lines as scenes: built from JSON, looked at frame by frame.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "engine/chart/chart.hpp"
#include "engine/chart/line_plan.hpp"
#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing_documents::built;
using testing_documents::with_layers;

constexpr char kText[] = R"("text": {"font": "brand", "fontSize": 20}, "size": [900, 400], )";
constexpr char kRows[] = R"("data": [{"t": 1, "a": 3, "b": 8.25}, {"t": 2, "a": 7, "b": 2}, {"t": 4, "a": null, "b": 4},
  {"t": 5, "a": 1, "b": 5.5}, {"t": 9, "a": 6.5, "b": 0.5}], "x": "t", "value": ["a", "b"], )";

struct Shown {
  Composition composition;
  const ChartContent& chart() const { return std::get<ChartContent>(composition.layers.front().content); }
  const LineContent& line() const { return *std::get<std::shared_ptr<const LineContent>>(chart().chart); }
  std::vector<SceneLayer> at(double frame) const { return chart_layers(chart(), frame, 30); }
};
Shown shown(const std::string& more, const std::string& rows = kRows) {
  return {built(with_layers(std::string(R"({"type": "line", )") + kText + rows + more + "}"))};
}

std::vector<std::string> texts(const std::vector<SceneLayer>& layers, const std::string& part) {
  std::vector<std::string> found;
  for (const SceneLayer& layer : layers) {
    if (layer.part.starts_with(part)) found.push_back(std::get<SceneText>(layer.content).text->text);
  }
  return found;
}

template <class Geometry>
std::vector<const SceneLayer*> shapes(const std::vector<SceneLayer>& layers) {
  std::vector<const SceneLayer*> found;
  for (const SceneLayer& layer : layers) {
    const auto* shape = std::get_if<SceneShape>(&layer.content);
    if (shape && std::holds_alternative<Geometry>(shape->outline.geometry)) found.push_back(&layer);
  }
  return found;
}
std::vector<std::vector<Vec2>> polylines(const std::vector<SceneLayer>& layers) {
  std::vector<std::vector<Vec2>> found;
  for (const SceneLayer* layer : shapes<SceneLine>(layers))
    found.push_back(std::get<SceneLine>(std::get<SceneShape>(layer->content).outline.geometry).points);
  return found;
}

// All that is drawn, to compare frames.
std::string listed(const std::vector<SceneLayer>& layers) {
  std::string all;
  const auto add = [&](Vec2 p) { all += fmt::format("({}, {})", p.x, p.y); };
  for (const SceneLayer& layer : layers) {
    all += fmt::format("\n{} {} ", layer.part, layer.opacity);
    add(layer.pose.position);
    add(layer.pose.size.value_or(Vec2{}));
    if (const auto* text = std::get_if<SceneText>(&layer.content)) all += text->text->text;
    const auto* shape = std::get_if<SceneShape>(&layer.content);
    if (shape == nullptr) continue;
    if (const auto* line = std::get_if<SceneLine>(&shape->outline.geometry)) std::ranges::for_each(line->points, add);
    if (const auto* area = std::get_if<ScenePolygon>(&shape->outline.geometry))
      std::ranges::for_each(area->points, add);
  }
  return all;
}

constexpr char kAll[] = R"j("front": {"format": "number(2)"}, "endLabels": {}, "points": {}, "area": {},
  "curve": "monotone", "xAxis": {"labels": {}}, "yAxis": {"labels": {}, "grid": "#333333"},
  "baseline": {"color": "#ffffff"}, "reveal": {"delay": "0.5s", "duration": "2s", "stagger": "0.3s"})j";

TEST(LineChart, RestsOnTheDataItself) {
  const Shown all = shown(kAll);
  const auto rest = all.at(resting_frames(all.chart()).back());
  EXPECT_THAT(texts(rest, "line"), testing::ElementsAre("a  6.50", "b  0.50"));
  EXPECT_EQ(resting_frames(all.chart()), std::vector<double>{15 + 60 + 9});  // the second line's stagger counts
  const Shown ends = shown(R"("endLabels": {"values": true})");
  EXPECT_THAT(texts(ends.at(200), "line"), testing::ElementsAre("a  6.5", "b  0.5"));  // one decimal for each line
  const Shown whole =
      shown(R"("front": {})", R"("data": [{"x": 0, "y": 0}, {"x": 1, "y": 1000000}], "x": "x", "value": "y", )");
  EXPECT_THAT(texts(whole.at(200), "line"), testing::ElementsAre("1,000,000"));
  EXPECT_THAT(texts(whole.at(17), "line"), testing::ElementsAre(testing::Not(testing::HasSubstr("."))));
}

TEST(LineChart, PointsStandWhereTheScalesSay) {
  const Shown all = shown(kAll);
  const LinePlan& plan = plan_of(all.line());
  std::vector<Vec2> expected;
  for (const LineSeries& series : all.line().series) {
    for (size_t i = 0; i < series.x.size(); ++i) {
      if (!std::isnan(series.y[i])) expected.push_back({scaled(plan.x, series.x[i]), scaled(plan.y, series.y[i])});
    }
  }
  const auto rest = all.at(150);
  std::vector<Vec2> knots, middles;
  for (const PlannedLine& line : plan.lines) {
    for (const LineRun& run : line.runs) {
      knots.insert(knots.end(), run.curve.knots.begin(), run.curve.knots.end());
      EXPECT_EQ(run.trace.front(), run.curve.knots.front());
      EXPECT_EQ(run.trace.back(), run.curve.knots.back());
    }
  }
  EXPECT_EQ(knots, expected);
  for (const SceneLayer* dot : shapes<SceneEllipse>(rest))
    middles.push_back(dot->pose.position + *dot->pose.size * 0.5);
  EXPECT_EQ(middles.size(), expected.size() + 2);  // and the two at the fronts
  for (const Vec2& place : expected) {
    EXPECT_TRUE(std::ranges::any_of(middles, [&](Vec2 m) { return std::hypot(m.x - place.x, m.y - place.y) < 1e-9; }));
  }
}

TEST(LineChart, EveryFrameIsTheSameInAnyOrder) {
  const Shown one = shown(kAll), other = shown(kAll);
  std::vector<std::string> forward;
  for (int frame = 0; frame < 120; ++frame) forward.push_back(listed(one.at(frame)));
  for (int frame = 119; frame >= 0; frame -= 7) EXPECT_EQ(listed(other.at(frame)), forward[frame]) << frame;
}

TEST(LineChart, NothingMovesAfterTheReveal) {
  for (const char* more : {kAll, R"("front": {"room": 0})", R"("endLabels": {})", R"("points": {})", R"("area": {})"}) {
    const Shown all = shown(more);
    const Reveal& reveal = all.chart().reveal;
    const double end = reveal.delay + reveal.frames + reveal.stagger;  // of two lines
    const std::string rest = listed(all.at(end));
    for (const double later : {0.5, 1.0, 7.0, 500.0}) EXPECT_EQ(listed(all.at(end + later)), rest) << more;
    EXPECT_NE(listed(all.at(end - 2)), rest) << more;
  }
}

TEST(LineChart, IsThereFromTheStartWithoutReveal) {
  const Shown all = shown(R"("front": {}, "endLabels": {}, "points": {}, "reveal": null)");
  EXPECT_EQ(listed(all.at(0)), listed(all.at(100)));
  EXPECT_THAT(texts(all.at(0), "line"), testing::SizeIs(2));
}

TEST(LineChart, FrontNeverGoesBackOrTooFar) {
  const Shown all = shown(kAll);
  const LinePlan& plan = plan_of(all.line());
  double before = 0;
  for (double frame = 0; frame < 120; frame += 0.25) {
    double farthest = 0;
    for (const auto& points : polylines(all.at(frame))) farthest = std::max(farthest, points.back().x);
    EXPECT_GE(farthest, before);
    EXPECT_LE(farthest, plan.x.r1);
    before = farthest;
  }
  EXPECT_EQ(before, plan.x.r1);
  EXPECT_TRUE(polylines(all.at(14)).empty());  // half a second of delay
}

TEST(LineChart, FrontMovesEvenlyAndShowsTheValueThere) {
  const Shown all =
      shown(R"j("front": {"format": "number(3)"}, "reveal": {"duration": "3s", "ease": "linear"})j",
            R"("data": [{"x": 0, "y": 10}, {"x": 1, "y": 20}, {"x": 3, "y": 10}], "x": "x", "value": "y", )");
  EXPECT_THAT(texts(all.at(15), "line"), testing::ElementsAre("15.000"));
  EXPECT_THAT(texts(all.at(30), "line"), testing::ElementsAre("20.000"));
  EXPECT_THAT(texts(all.at(60), "line"), testing::ElementsAre("15.000"));
  EXPECT_THAT(texts(all.at(90), "line"), testing::ElementsAre("10.000"));
}

TEST(LineChart, MissingValuesAreGapsOrNot) {
  const Shown gap = shown(""), connected = shown(R"("missing": "connect")");
  EXPECT_EQ(polylines(gap.at(100)).size(), 3u);  // "a" in two pieces
  EXPECT_EQ(polylines(connected.at(100)).size(), 2u);
  // One value between gaps is a dot, and none before the front gets there.
  const Shown alone = shown("", R"("data": [{"x": 0, "y": 1}, {"x": 1, "y": 2}, {"x": 2, "y": null}, {"x": 3, "y": 5},
    {"x": 4, "y": null}, {"x": 5, "y": 1}, {"x": 6, "y": 1}], "x": "x", "value": "y", )");
  EXPECT_EQ(shapes<SceneEllipse>(alone.at(100)).size(), 1u);
  EXPECT_TRUE(shapes<SceneEllipse>(alone.at(5)).empty());
  const Shown single = shown("", R"("data": [{"x": 0, "y": 1}], "x": "x", "value": "y", )");
  EXPECT_EQ(shapes<SceneEllipse>(single.at(100)).size(), 1u);
}

TEST(LineChart, TextsDoNotCollide) {
  std::string rows = R"("data": [)";
  for (int i = 0; i < 8; ++i) {
    for (int x = 0; x < 5; ++x)
      rows +=
          fmt::format(R"({{"s": "Line {}", "x": {}, "y": {}}},)", i, x, 50 + (x < 4 ? 20 * std::abs(i - x) : i % 3));
  }
  rows += R"(], "x": "x", "value": "y", "series": "s", )";
  const Shown all = shown(R"("front": {}, "endLabels": {}, "domain": {"zero": true})", rows);
  for (int frame = 0; frame <= 60; ++frame) {
    std::vector<double> middles;
    for (const SceneLayer& layer : all.at(frame)) {
      if (!layer.part.starts_with("line ") || layer.opacity == 0) continue;
      middles.push_back(layer.pose.position.y + layer.pose.size->y / 2);
      EXPECT_GE(middles.back(), 0);
      EXPECT_LE(layer.pose.position.x + layer.pose.size->x, 900 + 1e-9);
    }
    std::ranges::sort(middles);
    for (size_t i = 1; i < middles.size(); ++i) EXPECT_GE(middles[i] - middles[i - 1], 13) << frame;
    EXPECT_TRUE(frame < 60 || middles.size() == 8u);
  }
}

TEST(LineChart, LabelsOfAxesDoNotTouchAndStayInside) {
  std::string rows = R"("data": [)";
  for (int i = 0; i < 300; ++i) rows += fmt::format(R"({{"x": "Station {}", "y": {}}},)", i, i % 17);
  rows += R"(], "x": "x", "value": "y", )";
  const Shown all = shown(R"("xAxis": {"labels": {}, "grid": "#333333"}, "yAxis": {"labels": {}})", rows);
  const LinePlan& plan = plan_of(all.line());
  ASSERT_GT(plan.x_ticks.size(), 3u);
  EXPECT_EQ(plan.x_ticks.front().label, "Station 0");
  double end = -1e9;
  for (const PlannedTick& tick : plan.x_ticks) {
    const double half = estimated_width(tick.label, 20) / 2;
    const double middle = std::clamp(tick.place, half, 900 - half);
    EXPECT_GE(middle - half, end);
    end = middle + half;
    EXPECT_GE(tick.box.corner.x, -20);
  }
}

TEST(LineChart, AxesSpeakOfYearsDatesAndEvenDecimals) {
  const Shown years = shown(R"("xAxis": {"labels": {}}, "yAxis": {"ticks": 4, "labels": {"suffix": " m"}})",
                            R"("data": [{"x": 1990, "y": 0}, {"x": 2000, "y": 1}], "x": "x", "value": "y", )");
  EXPECT_THAT(texts(years.at(0), "x "), testing::ElementsAre("1990", "1992", "1994", "1996", "1998", "2000"));
  EXPECT_THAT(texts(years.at(0), "y "), testing::ElementsAre("0.0 m", "0.2 m", "0.4 m", "0.6 m", "0.8 m", "1.0 m"));
  const std::string dates =
      R"("data": [{"x": "2023-11-15", "y": 0}, {"x": "2024-03-20", "y": 1}], "x": "x", "value": "y", )";
  EXPECT_THAT(texts(shown(R"("xAxis": {"labels": {}})", dates).at(0), "x "),
              testing::ElementsAre("Dec", "2024", "Feb", "Mar"));
  EXPECT_THAT(texts(shown(R"j("xAxis": {"labels": {"format": "date('MM/yy')"}})j", dates).at(0), "x "),
              testing::ElementsAre("12/23", "01/24", "02/24", "03/24"));
}

TEST(LineChart, HighlightsOneAndMutesTheOthers) {
  const Shown all =
      shown(R"("highlight": {"key": "a", "color": "#ff0000", "muted": "#00ff0080"}, "front": {}, "endLabels": {},
                             "area": {})");
  const auto rest = all.at(100);
  EXPECT_THAT(texts(rest, "line"), testing::ElementsAre("b", "a  6.50"));  // over the others, and the only value
  const auto lines = shapes<SceneLine>(rest);
  EXPECT_EQ(std::get<Color>(std::get<SceneShape>(lines.front()->content).stroke->paint), *parse_color("#00ff0080"));
  EXPECT_EQ(std::get<Color>(std::get<SceneShape>(lines.back()->content).stroke->paint), *parse_color("#ff0000"));
  EXPECT_EQ(shapes<ScenePolygon>(rest).size(), 2u);  // of "a", in two pieces
  const Shown leader = shown(R"("highlight": {"color": "#ff0000"})");
  EXPECT_TRUE(plan_of(leader.line()).lines[0].leads);
}

TEST(LineChart, ScalesAndDomains) {
  const Shown decades = shown(R"("domain": {"scale": "log"}, "yAxis": {"labels": {}})");
  EXPECT_EQ(plan_of(decades.line()).y.kind, ScaleKind::log);
  const Shown tight = shown(""), zero = shown(R"("domain": {"zero": true})"), area = shown(R"("area": {})");
  EXPECT_EQ(plan_of(tight.line()).y.d0, 0.5);
  EXPECT_EQ(plan_of(zero.line()).y.d0, 0);
  EXPECT_EQ(plan_of(area.line()).y.d0, 0);
  const Shown cut = shown(R"("domain": {"min": 2, "max": 5})");
  const auto rest = cut.at(100);
  ASSERT_EQ(rest.size(), 1u);  // all in a group that cuts
  EXPECT_TRUE(std::get<SceneGroup>(rest.front().content).clip);
  for (const char* beyond : {R"("domain": {"min": 100})", R"("domain": {"max": -100})"}) {
    const LinePlan& plan = plan_of(shown(beyond).line());
    EXPECT_LT(plan.y.d0, plan.y.d1);
  }
  const Shown flat =
      shown(R"("yAxis": {"labels": {}})", R"("data": [{"x": 0, "y": 4}, {"x": 1, "y": 4}], "x": "x", "value": "y", )");
  const LinePlan& plan = plan_of(flat.line());
  EXPECT_EQ(plan.lines[0].last().y, (plan.y.r0 + plan.y.r1) / 2);
}

TEST(LineChart, TwentyThousandPointsAreFewMarks) {
  std::string rows = R"("data": [)";
  for (int i = 0; i < 20'000; ++i) rows += fmt::format(R"({{"x": {}, "y": {}}},)", i, (i * 7919) % 1000);
  const Shown all = shown(R"("front": {"format": "number"}, "area": {})", rows + R"(], "x": "x", "value": "y", )");
  const auto rest = all.at(100);
  size_t points = 0;
  for (const auto& line : polylines(rest)) points += line.size();
  EXPECT_LE(points, 4 * 900u);
  EXPECT_THAT(texts(rest, "line"), testing::ElementsAre("81"));  // 19,999 * 7919 mod 1000
}

}  // namespace
}  // namespace fp

#include "engine/template/chart_scoreboard.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/chart/charted.hpp"

namespace fp {
namespace {

using namespace testing_charts;

std::string board(const std::string& more) {
  return R"({"type": "scoreboard", "size": [800, 80], "data": [
    {"t": "H", "name": "Home", "q": "Q1", "s": 0}, {"t": "G", "name": "Guests", "q": "Q1", "s": 9},
    {"t": "G", "name": "Guests", "q": "Q2", "s": 10}, {"t": "H", "name": "Home", "q": "Q3", "s": 21}],
    "key": "t", "label": "name", "value": "s", "steps": {"by": "q", "start": "2s", "each": "2s"},
    "moveDuration": "0.5s", )" +
         std::string(kText) + more + "}";
}

const SceneLayer* find(const std::vector<Seen>& all, std::string_view part, Vec2& corner) {
  for (const Seen& s : all) {
    if (s.mark->part == part) return corner = s.corner, s.mark;
  }
  return nullptr;
}

TEST(Scoreboard, ScoresStepAndStay) {
  const Charted charted(board(""));
  EXPECT_EQ(words(charted.at(50), "score G"), "9");
  EXPECT_EQ(words(charted.at(170), "score G"), "10");  // a side without a row keeps its score
  EXPECT_EQ(words(charted.at(170), "score H"), "0");
  EXPECT_EQ(words(charted.at(290), "score H"), "21");
  EXPECT_EQ(words(charted.at(290), "score G"), "10");
  EXPECT_EQ(words(charted.at(290), "label H"), "Home");
  EXPECT_EQ(words(charted.at(50), "step"), "Q1");
  EXPECT_EQ(words(charted.at(180), "step"), "Q3");  // from when it is reached
  EXPECT_EQ(words(charted.at(179), "step"), "Q2");
}

TEST(Scoreboard, NothingMovesAtRest) {
  const Charted charted(board(R"(, "highlight": "#ffff00")"));
  EXPECT_EQ(described(charted.at(40)), described(charted.at(119)));
  EXPECT_EQ(described(charted.at(135)), described(charted.at(179)));
  EXPECT_EQ(described(charted.at(195)), described(charted.at(299)));
  EXPECT_EQ(resting_frames(charted.chart()), (std::vector<double>{24, 135, 195}));
  expect_pure(charted, 200);
}

TEST(Scoreboard, ANewScoreSlidesUpInItsPlate) {
  const Charted charted(board(""));
  Vec2 corner, old;
  find(seen(charted.at(119)), "score G", corner);
  const Vec2 place = corner;
  double before = place.y + 80;
  for (double frame = 120; frame < 136; frame += 0.25) {
    const auto marks = charted.at(frame);
    const auto all = seen(marks);
    ASSERT_TRUE(find(all, "score G", corner));
    EXPECT_EQ(corner.x, place.x);
    EXPECT_LE(corner.y, before);
    EXPECT_GE(corner.y, place.y);
    before = corner.y;
    if (find(all, "score before G", old)) {
      EXPECT_NEAR(corner.y - old.y, 80, 1e-9);
    }
    EXPECT_FALSE(find(all, "score before H", old));  // it did not change
  }
  EXPECT_EQ(before, place.y);
}

TEST(Scoreboard, TheLeaderHasAColour) {
  const Charted charted(board(R"(, "highlight": "#ffff00")"));
  const auto color = [&](double frame, std::string_view part) {
    const auto marks = charted.at(frame);
    Vec2 corner;
    return described(*std::get<SceneText>(find(seen(marks), part, corner)->content).spans[0].fill);
  };
  EXPECT_EQ(color(50, "score G"), "#ffff00");
  EXPECT_EQ(color(50, "score H"), "#ffffff");
  EXPECT_EQ(color(250, "score G"), "#ffffff");
  EXPECT_EQ(color(250, "score H"), "#ffff00");
}

TEST(Scoreboard, SidesStandAroundTheStep) {
  const Charted charted(board(R"(, "values": {"room": 100}, "stepLabel": {"room": 100}, "gap": 10)"));
  const auto marks = charted.at(50);
  ASSERT_EQ(marks.size(), 3u);
  EXPECT_EQ(marks[0].pose.position.x, 0);
  EXPECT_EQ(*marks[0].pose.size, (Vec2{340, 80}));
  EXPECT_EQ(marks[2].pose.position.x, 350);
  EXPECT_EQ(marks[1].pose.position.x, 460);
  Vec2 home, guests;
  find(seen(marks), "score H", home);
  find(seen(marks), "score G", guests);
  EXPECT_EQ(home.x, 240);
  EXPECT_EQ(guests.x, 460);
}

TEST(Scoreboard, StepsThatAreNumbersRunOn) {
  const Charted charted(R"({"type": "scoreboard", "size": [800, 80], "data": [{"t": "H", "m": 0, "s": 0},
    {"t": "G", "m": 0, "s": 0}, {"t": "G", "m": 40, "s": 1}], "key": "t", "value": "s",
    "steps": {"by": "m", "start": 0, "each": "4s", "ease": "linear"}, "stepLabel": {"format": "number", "suffix": "'"}, )" +
                        std::string(kText) + "}");
  EXPECT_EQ(words(charted.at(0), "step"), "-");  // comes in
  EXPECT_EQ(words(charted.at(60), "step"), "20'");
  EXPECT_EQ(words(charted.at(120), "step"), "40'");
}

TEST(Scoreboard, ThreeSidesStandBeforeTheStep) {
  const Charted charted(R"({"type": "scoreboard", "size": [906, 80], "data": [{"t": "A", "r": 1, "s": 1},
    {"t": "B", "r": 1, "s": 2}, {"t": "C", "r": 1, "s": 3}], "key": "t", "value": "s", "steps": {"by": "r"}, "gap": 2,
    "stepLabel": {"room": 0}, )" +
                        std::string(kText) + "}");
  const auto marks = charted.at(100);
  EXPECT_EQ(marks[1].pose.position.x, (906.0 - 4) / 3 + 2);
}

}  // namespace
}  // namespace fp

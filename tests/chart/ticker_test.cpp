#include "engine/template/chart_ticker.hpp"

#include <gtest/gtest.h>

#include "tests/chart/charted.hpp"

namespace fp {
namespace {

using namespace testing_charts;

std::string ticker(const std::string& more) {
  return R"({"type": "ticker", "size": [500, 60], "data": [{"s": "A", "v": 1.5, "c": 2}, {"s": "B", "v": 2, "c": -1.25},
    {"s": "C", "v": 3, "c": 0}], "key": "s", "value": "v", "change": "c", )" +
         std::string(kText) + more + "}";
}

double left_of(const std::vector<SceneLayer>& marks, std::string_view part) {
  for (const Seen& s : seen(marks)) {
    if (s.mark->part == part) return s.corner.x;
  }
  return -1e9;
}

TEST(Ticker, PassesEvenly) {
  const Charted charted(ticker(R"(, "itemWidth": 300, "speed": 90, "padding": 10)"));
  EXPECT_EQ(left_of(charted.at(0), "label A"), 10);
  EXPECT_EQ(left_of(charted.at(0), "label B"), 310);
  EXPECT_EQ(left_of(charted.at(50), "label A"), -140);
  EXPECT_EQ(left_of(charted.at(50), "label C"), 460);
  EXPECT_EQ(words(charted.at(0), "value A"), "1.5");
  EXPECT_EQ(words(charted.at(0), "value B"), "2.0");
  EXPECT_EQ(words(charted.at(0), "change A"), "+2.00");
  EXPECT_EQ(words(charted.at(0), "change B"), "\u22121.25");
}

TEST(Ticker, HasNoSeam) {
  const Charted charted(ticker(R"(, "itemWidth": 300, "speed": 90)"));
  // 900 pixels at 3 a frame
  for (int frame = 0; frame < 300; frame += 7) {
    EXPECT_EQ(described(charted.at(frame)), described(charted.at(frame + 300)));
    EXPECT_EQ(described(charted.at(frame)), described(charted.at(frame + 30000)));
  }
  // What is seen at the end of a round goes on into the next: never a gap.
  for (int frame = 0; frame < 600; ++frame) {
    double right = 0;
    for (const Seen& s : seen(charted.at(frame))) {
      if (s.mark->part.starts_with("label")) right = std::max(right, s.corner.x + 300);
    }
    EXPECT_GE(right, 500) << frame;
  }
  expect_pure(charted, 310);
}

TEST(Ticker, FewItemsFillTheBand) {
  const Charted charted(ticker(R"(, "itemWidth": 50, "values": null, "changes": null, "padding": 0, "gap": 0)"));
  const auto marks = charted.at(0);
  EXPECT_EQ(left_of(marks, "label A"), 0);
  EXPECT_EQ(left_of(marks, "label A 2"), 150);
  EXPECT_EQ(left_of(marks, "label A 4"), 450);
  EXPECT_EQ(seen(marks).size(), 11u);  // the clip and ten items
}

TEST(Ticker, ShowsOneAfterTheOther) {
  const Charted charted(ticker(R"(, "direction": "up", "hold": "1s", "moveDuration": "0.5s")"));
  EXPECT_EQ(words(charted.at(0), "label A"), "A");
  EXPECT_EQ(described(charted.at(0)), described(charted.at(30)));
  EXPECT_EQ(words(charted.at(0), "label B"), "-");
  EXPECT_EQ(words(charted.at(38), "label A"), "A");
  EXPECT_EQ(words(charted.at(38), "label B"), "B");
  EXPECT_EQ(words(charted.at(45), "label A"), "-");
  EXPECT_EQ(described(charted.at(45)), described(charted.at(75)));
  EXPECT_EQ(described(charted.at(12)), described(charted.at(12 + 3 * 45)));
  EXPECT_EQ(described(charted.at(40)), described(charted.at(40 + 3 * 45)));
  EXPECT_EQ(resting_frames(charted.chart()), (std::vector<double>{0, 45, 90}));
  double before = 70;
  for (double frame = 30; frame <= 45; frame += 0.25) {  // comes from below, and stops where it stays
    double top = before;
    for (const Seen& s : seen(charted.at(frame))) {
      if (s.mark->part == "label B") top = s.corner.y;
    }
    EXPECT_LE(top, before);
    EXPECT_GE(top, 10);
    before = top;
  }
  EXPECT_EQ(before, 10);
  expect_pure(charted, 140);
}

TEST(Ticker, OneItemStands) {
  const Charted charted(
      R"({"type": "ticker", "size": [500, 60], "direction": "up", "data": [{"s": "A"}], "label": "s", )" +
      std::string(kText) + "}");
  EXPECT_EQ(described(charted.at(0)), described(charted.at(70)));
}

}  // namespace
}  // namespace fp

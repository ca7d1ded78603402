// Numbers that count and turn: exact where they stand, and never more figures than they have room for.
#include <gtest/gtest.h>

#include "engine/timeline/evaluate.hpp"
#include "tests/template/built.hpp"

namespace fp {
namespace {

using namespace testing_documents;

struct Counter {
  Composition composition;
  explicit Counter(const std::string& members)
      : composition(built(with_layers(R"({"type": "number", "font": "brand", "fontSize": 20, )" + members + "}"))) {}
  SceneText at(double frame) const {
    return evaluate_text(std::get<TextContent>(composition.layers.at(0).content), frame, 30);
  }
  std::string words(double frame) const { return at(frame).text->text; }
};

TEST(RunningNumber, EndsOnItsValue) {
  const Counter counter(R"("value": 4215.25, "count": {"duration": "2s"})");
  EXPECT_EQ(counter.words(0), "0.00");  // as many decimals on the way as at the end
  EXPECT_EQ(counter.words(60), "4,215.25");
  EXPECT_EQ(counter.words(299), "4,215.25");
  double before = -1;
  for (int frame = 0; frame <= 60; ++frame) {
    std::string words = counter.words(frame);
    std::erase(words, ',');
    EXPECT_GE(std::stod(words), before);
    before = std::stod(words);
  }
}

TEST(RunningNumber, FormatsAndKeys) {
  EXPECT_EQ(Counter(R"x("value": 1234, "count": null, "format": "money('EUR', 'de-DE', 0)")x").words(0),
            "1.234\u00a0€");
  const Counter keyed(
      R"("value": {"keys": [{"t": 0, "v": -5}, {"t": "1s", "v": 5}]}, "signed": true, "suffix": " pts")");
  EXPECT_EQ(keyed.words(0), "\u22125 pts");
  EXPECT_EQ(keyed.words(15), "0 pts");
  EXPECT_EQ(keyed.words(30), "+5 pts");
}

TEST(RunningNumber, TheSizeIsFoundForTheLongest) {
  const Counter counter(R"("value": 1000000, "size": [100, 40], "fit": "shrink")");
  EXPECT_EQ(counter.at(0).widest->text, "1,000,000");
  EXPECT_EQ(counter.at(299).widest->text, "1,000,000");
}

TEST(Odometer, HasAsManyFiguresAtEveryFrame) {
  const Counter counter(R"x("value": 1042.5, "style": "odometer", "format": "number(1)")x");
  for (int frame = 0; frame < 60; ++frame) {
    const SceneText text = counter.at(frame);
    ASSERT_TRUE(text.turn.has_value());
    EXPECT_EQ(text.text->text.size(), std::string("1,042.5").size());
    EXPECT_EQ(text.turn->next->text.size(), text.text->text.size());
    EXPECT_GE(text.turn->turned, 0);
    EXPECT_LT(text.turn->turned, 1);
  }
  const SceneText end = counter.at(299);
  EXPECT_EQ(end.text->text, "1,042.5");
  EXPECT_EQ(end.turn->turned, 0);
  EXPECT_EQ(end.turn->shown, 0u);
}

TEST(Odometer, ZerosBeforeTheNumberAreNotSeenAndTheCarryBringsThem) {
  const Counter counter(R"("value": {"keys": [{"t": 0, "v": 999}, {"t": "1s", "v": 1000}]}, "style": "odometer")");
  const SceneText half = counter.at(15);
  EXPECT_EQ(half.text->text, "0,999");
  EXPECT_EQ(half.turn->next->text, "1,000");
  EXPECT_EQ(half.turn->turned, 0.5);
  EXPECT_EQ(half.turn->begin, 0u);
  EXPECT_EQ(half.turn->shown, 2u);  // behind "0,"
  EXPECT_EQ(half.turn->next_shown, 0u);
  const Counter zero(R"("value": 25, "count": null, "from": 0, "style": "odometer", "prefix": "$")");
  EXPECT_EQ(zero.at(0).text->text, "$25");
}

}  // namespace
}  // namespace fp

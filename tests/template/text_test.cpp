// Text layers: runs and their styles, motions, paths, hyphenation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/template/documents.hpp"

namespace fp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_documents::parsed;
using testing_documents::with_layers;

Result<Composition> compose(const std::string& members) {
  Template tpl;
  tpl.file = "t.json";
  tpl.fonts = {{"brand", "fonts/brand.otf"}, {"bold", "fonts/bold.otf"}};
  const std::string layer = R"({"type": "text", "font": "brand", "fontSize": 40, )" + members + "}";
  return build_composition(tpl, parsed(with_layers(layer)), "", "");
}
TextContent text_of(const std::string& members) {
  const Result<Composition> made = compose(members);
  EXPECT_TRUE(made.has_value()) << (made ? "" : to_string(made.error()[0]));
  return made ? std::get<TextContent>(made->layers.at(0).content) : TextContent{};
}
std::string faults(const std::string& members) {
  const Result<Composition> made = compose(members);
  std::string all;
  if (made) return "accepted";
  for (const Diagnostic& d : made.error()) all += d.message + " | " + d.pointer + "\n";
  return all;
}

TEST(Text, RunsInheritTheLayersStyle) {
  const TextContent text = text_of(
      R"("text": ["Only ", {"text": "$9", "font": "bold", "color": "#f00", "fontSize": "150%", "strike": true, "axes": {"wght": 700}, "features": {"tnum": 0}}, {"text": 12, "fontSize": 20, "baselineShift": 6}],
         "color": "#00f", "letterSpacing": 2, "underline": true, "axes": {"wght": 400, "opsz": 20}, "features": {"tnum": 1})");
  EXPECT_EQ(text.text, "Only $912");
  ASSERT_EQ(text.spans.size(), 3u);
  EXPECT_EQ(text.spans[0].bytes, 5u);
  EXPECT_EQ(text.spans[1].bytes, 2u);
  EXPECT_THAT(text.spans[0].fonts, ElementsAre("brand"));
  EXPECT_THAT(text.spans[1].fonts, ElementsAre("bold"));
  EXPECT_EQ(std::get<Tint>(*text.spans[0].fill).constant.b, 1);
  EXPECT_EQ(std::get<Tint>(*text.spans[1].fill).constant.r, 1);
  EXPECT_EQ(text.spans[1].relative_size, 1.5);
  EXPECT_FALSE(text.spans[1].size);
  EXPECT_EQ(text.spans[2].size->constant, 20);
  EXPECT_EQ(text.spans[2].baseline_shift.constant, 6);
  EXPECT_EQ(text.spans[1].letter_spacing.constant, 2);
  EXPECT_TRUE(text.spans[1].underline && text.spans[1].strike && !text.spans[0].strike);
  ASSERT_EQ(text.spans[1].axes.size(), 2u);
  EXPECT_EQ(text.spans[1].axes[0].value.constant, 700);
  EXPECT_EQ(text.spans[1].axes[1].value.constant, 20);
  ASSERT_EQ(text.spans[1].features.size(), 1u);
  EXPECT_EQ(text.spans[1].features[0].value, 0u);
  EXPECT_EQ(text_of(R"("text": [])").spans.size(), 1u);
}

TEST(Text, FillsAndStrokes) {
  const TextContent text = text_of(R"("text": "x", "fill": null, "stroke": {"color": "#000", "width": 3})");
  EXPECT_FALSE(text.spans[0].fill);
  EXPECT_EQ(text.spans[0].stroke->width.constant, 3);
  const TextContent off =
      text_of(R"("text": [{"text": "x", "stroke": null}], "stroke": {"color": "#000", "width": 3})");
  EXPECT_FALSE(off.spans[0].stroke);
}

TEST(Text, Motions) {
  const TextContent text = text_of(
      R"("text": "x", "out": "4s", "animate": [
         {"from": {"position": [0, 40], "opacity": 0, "scale": 0.5, "rotation": -9, "letterSpacing": 3}, "by": "word", "order": "center", "start": "0.5s", "duration": "12f", "stagger": "0.05s"},
         {"by": "grapheme", "to": {"scale": [2, 1]}, "within": "1s", "ease": "linear"}])");
  ASSERT_EQ(text.motions.size(), 2u);
  const Motion& in = text.motions[0];
  EXPECT_EQ(in.part, Motion::Part::word);
  EXPECT_EQ(in.order, Motion::Order::center);
  EXPECT_FALSE(in.leaves);
  EXPECT_EQ(in.start, 15);
  EXPECT_EQ(in.duration, 12);
  EXPECT_EQ(in.stagger, 1.5);  // fractions of a frame
  EXPECT_EQ(in.away.position, Vec2(0, 40));
  EXPECT_EQ(in.away.scale, Vec2(0.5, 0.5));
  EXPECT_EQ(in.away.rotation, -9);
  EXPECT_EQ(in.away.opacity, 0);
  EXPECT_EQ(in.away.letter_spacing, 3);
  EXPECT_EQ(in.ease.kind, Ease::Kind::bezier);
  const Motion& out = text.motions[1];
  EXPECT_TRUE(out.leaves);
  EXPECT_EQ(*out.finish, 120);
  EXPECT_EQ(*out.within, 30);
  EXPECT_EQ(out.duration, 15);
  EXPECT_EQ(out.ease.kind, Ease::Kind::linear);
}

TEST(Text, SettingsAndPath) {
  const TextContent text = text_of(
      R"("text": "x", "wrap": "balance", "hyphens": "auto", "direction": "rtl", "valign": "cap", "align": "end", "path": {"d": "M0 0H9", "offset": 4})");
  EXPECT_EQ(text.wrap, TextContent::Wrap::balance);
  EXPECT_EQ(text.hyphens, TextContent::Hyphens::automatic);
  EXPECT_EQ(text.direction, TextContent::Direction::rtl);
  EXPECT_EQ(text.vertical_align, TextContent::VerticalAlign::cap);
  EXPECT_EQ(text.align, TextContent::Align::end);
  EXPECT_EQ(text.path, "M0 0H9");
  EXPECT_EQ(text.path_offset.constant, 4);
  EXPECT_EQ(text_of(R"("text": "x", "wrap": true)").wrap, TextContent::Wrap::greedy);
}

TEST(Text, FaultsSayWhereAndWhat) {
  EXPECT_THAT(faults(R"("text": [{"text": "x", "font": "blod"}])"),
              HasSubstr("no font named \"blod\" | /layers/0/text/0/font"));
  EXPECT_THAT(faults(R"("text": "x", "animate": [{"by": "word"}])"), HasSubstr("comes \"from\" somewhere"));
  EXPECT_THAT(faults(R"("text": "x", "animate": [{"from": {}, "to": {}}])"), HasSubstr("comes \"from\" somewhere"));
  EXPECT_THAT(faults(R"("text": "x", "animate": [{"from": {}, "stagger": 1, "within": 2}])"),
              HasSubstr("\"stagger\" has no meaning beside \"within\" | /layers/0/animate/0/stagger"));
  EXPECT_THAT(faults(R"("text": "x", "animate": [{"from": {}, "duration": "-1s"}])"), HasSubstr("cannot be negative"));
  EXPECT_THAT(faults(R"("text": [{"text": "x", "fontSize": "0%"}])"), HasSubstr("is no size"));
  EXPECT_THAT(faults(R"("text": [{"text": "x", "color": "#fff", "fill": "#000"}])"),
              HasSubstr("/layers/0/text/0/color"));
}

}  // namespace
}  // namespace fp

// Where pinned, measured and limited boxes stand: read off the commands of solids that are, or follow, them.
#include <gtest/gtest.h>

#include "engine/display/arrange.hpp"
#include "engine/display/lower.hpp"
#include "engine/template/template.hpp"
#include "engine/timeline/evaluate.hpp"
#include "tests/template/documents.hpp"

namespace fp {

static void PrintTo(const IRect& r, std::ostream* out) {
  *out << "[" << r.x0 << " " << r.y0 << " " << r.x1 << " " << r.y1 << "]";
}

namespace {

// Layers on a canvas of 400 x 300, lowered.
struct Lowered {
  Composition composition;
  DisplayList list;

  explicit Lowered(const std::string& layers) {
    Template tpl;
    tpl.file = "t.json";
    tpl.locale = "en-US";
    tpl.fonts = {{"main", "fonts/Inter-Medium.otf"}};
    const std::string text =
        R"({"framepress": 1, "canvas": {"size": [400, 300], "duration": "10f"}, "layers": [)" + layers + "]}";
    Result<Composition> made = build_composition(tpl, testing_documents::parsed(text), "", "");
    EXPECT_TRUE(made.has_value()) << text << (made ? "" : to_string(made.error()[0]));
    if (!made) return;
    composition = *std::move(made);
    Assets assets{std::make_shared<AssetRoot>(*AssetRoot::open(FP_SOURCE_DIR "/tests/golden"))};
    Result<DisplayList> drawn = lower(evaluate(composition, 0), assets);
    EXPECT_TRUE(drawn.has_value()) << (drawn ? "" : to_string(drawn.error()[0]));
    if (drawn) list = *std::move(drawn);
  }
  IRect box(const std::string& layer = "x") const {
    for (size_t i = 0; i < list.commands.size(); ++i) {
      if (list.layers[i] == layer) return list.commands[i].bounds;
    }
    return {};
  }
};

IRect solid(const std::string& members) {
  return Lowered(R"({"type": "solid", "id": "x", "color": "#fff", )" + members + "}").box();
}
// The box of a text, by a solid that follows it.
IRect text(const std::string& words, const std::string& members, const std::string& follower = "") {
  return Lowered(R"({"type": "text", "id": "t", "font": "main", "fontSize": 20, "text": ")" + words + "\", " + members +
                 R"(}, {"type": "solid", "id": "x", "color": "#fff", "follow": "t")" + follower + "}")
      .box();
}

TEST(Pinned, EdgesAndMiddles) {
  EXPECT_EQ(solid(R"("size": [50, 30], "pin": {"right": 10, "bottom": 20})"), (IRect{340, 250, 390, 280}));
  EXPECT_EQ(solid(R"("size": [50, 30], "pin": {"left": 10, "top": "10%"})"), (IRect{10, 30, 60, 60}));
  EXPECT_EQ(solid(R"("size": [50, 30], "pin": {"centerX": 5, "centerY": -10})"), (IRect{180, 125, 230, 155}));
  EXPECT_EQ(solid(R"("size": [null, 30], "pin": {"left": 10, "right": 20, "bottom": 0})"), (IRect{10, 270, 380, 300}));
  EXPECT_EQ(solid(R"("pin": {"left": 10, "right": 20, "top": 30, "bottom": 40})"), (IRect{10, 30, 380, 260}));
}

TEST(Pinned, ToTheSafeArea) {
  EXPECT_EQ(solid(R"("size": [50, 30], "pin": {"right": 0, "bottom": 0, "to": "safe"})"), (IRect{330, 255, 380, 285}));
  EXPECT_EQ(solid(R"("pin": {"left": 0, "right": 0, "top": 0, "bottom": 5, "to": "safe"})"), (IRect{20, 15, 380, 280}));
  EXPECT_EQ(solid(R"("size": [50, 30], "pin": {"centerX": 0, "centerY": 0, "to": "safe"})"),
            (IRect{175, 135, 225, 165}));
}

TEST(Pinned, TheTransformCountsFromThere) {
  EXPECT_EQ(solid(R"("size": [50, 30], "position": [7, -3], "pin": {"right": 10, "bottom": 20})"),
            (IRect{347, 247, 397, 277}));
  EXPECT_EQ(solid(R"("size": [40, 20], "anchor": "center", "scale": 0.5, "pin": {"right": 10, "bottom": 20})"),
            (IRect{360, 265, 380, 275}));
  // An axis that is not pinned stays as it is: there the anchor stands at the position.
  EXPECT_EQ(solid(R"("size": [40, 20], "anchor": "center", "position": [0, 100], "pin": {"right": 10})"),
            (IRect{350, 90, 390, 110}));
}

TEST(Pinned, MeasuredTextKeepsItsEdge) {
  for (const char* words : {"i", "a longer text"}) {
    const IRect box = text(words, R"("pin": {"right": 10, "bottom": 20})");
    EXPECT_EQ(box.x1, 390) << words;
    EXPECT_EQ(box.y1, 280) << words;
    EXPECT_EQ(box.height(), 24) << words;
  }
  EXPECT_GT(text("a longer text", R"("pin": {"right": 10})").width(),
            text("i", R"("pin": {"right": 10})").width() + 80);
}

TEST(Pinned, TextWrapsBetweenItsEdges) {
  const std::string words = "words that need more than one line of this box";
  const IRect box = text(words, R"("pin": {"left": 100, "right": 100, "bottom": 10})");
  EXPECT_EQ(box, (IRect{100, 290 - 3 * 24, 300, 290}));
  const IRect whole = text(words, R"("pin": {"left": 100, "right": 100, "bottom": 10, "top": 10})");
  EXPECT_EQ(whole, (IRect{100, 10, 300, 290}));
}

TEST(Pinned, InGroups) {
  const std::string child =
      R"({"type": "solid", "id": "x", "color": "#fff", "size": [5, 6], "pin": {"right": 2, "bottom": 1}})";
  EXPECT_EQ(Lowered(R"({"type": "group", "position": [10, 20], "size": [100, 50], "children": [)" + child + "]}").box(),
            (IRect{103, 63, 108, 69}));
  // The box as it has become: grown in a row.
  EXPECT_EQ(Lowered(R"({"type": "group", "size": [200, 50], "layout": {"type": "row"}, "children": [
              {"type": "solid", "color": "#000", "size": [30, 50]},
              {"type": "group", "size": [10, 50], "grow": 1, "children": [)" +
                    child + "]}]}")
                .box(),
            (IRect{193, 43, 198, 49}));
  // A group that follows a text.
  const Lowered follower(
      R"({"type": "text", "id": "t", "font": "main", "fontSize": 20, "text": "some words", "position": [50, 60]},
      {"type": "solid", "id": "b", "color": "#fff", "follow": "t"},
      {"type": "group", "follow": "t", "children": [)" +
      child + "]}");
  EXPECT_NEAR(follower.box().x1, follower.box("b").x1 - 2, 1);
  EXPECT_EQ(follower.box().y1, follower.box("b").y1 - 1);
}

TEST(Pinned, WhatRidesOnIsClippedByOrFollowsAPinnedLayerFindsIt) {
  const std::string pinned =
      R"({"type": "shape", "shape": "rect", "id": "p", "size": [50, 40], "pin": {"right": 10, "top": 20}, "visible": false}, )";
  EXPECT_EQ(
      Lowered(pinned +
              R"({"type": "solid", "id": "x", "color": "#fff", "size": [10, 10], "parent": "p", "position": [1, 2]})")
          .box(),
      (IRect{341, 22, 351, 32}));
  EXPECT_EQ(
      Lowered(pinned + R"({"type": "solid", "id": "x", "color": "#fff", "follow": "p", "followPadding": 3})").box(),
      (IRect{337, 17, 393, 63}));
  const Lowered clipped(pinned + R"({"type": "solid", "id": "x", "color": "#fff", "clip": "p"})");
  ASSERT_EQ(clipped.list.commands.size(), 4u);  // background, push, fill, pop
  EXPECT_EQ(clipped.list.commands[3].bounds, (IRect{340, 20, 390, 60}));
}

TEST(Limits, TextWrapsAtTheMost) {
  const IRect free = text("some words of a caption", R"("position": [0, 0])");
  EXPECT_GT(free.width(), 200);
  EXPECT_EQ(free.height(), 24);
  EXPECT_EQ(text("some words of a caption", R"("maxSize": [300, null])"), free);
  const IRect wrapped = text("some words of a caption", R"("maxSize": [150, null])");
  EXPECT_EQ(wrapped.height(), 48);
  EXPECT_LE(wrapped.width(), 150);
  EXPECT_GT(wrapped.width(), 100);  // as wide as its widest line
  const IRect low = text("some words of a caption", R"("maxSize": [150, 24], "overflow": "ellipsis")");
  EXPECT_EQ(low.height(), 24);
}

TEST(Limits, TheLeastLeavesRoom) {
  EXPECT_EQ(text("i", R"("minSize": [100, 50])"), (IRect{0, 0, 100, 50}));
  EXPECT_EQ(text("i", R"("minSize": [100, null], "pin": {"right": 10, "top": 0})"), (IRect{290, 0, 390, 24}));
  EXPECT_EQ(text("some words of a caption", R"("size": [150, null], "minSize": [null, 90])"), (IRect{0, 0, 150, 90}));
}

TEST(Limits, FollowersStayAroundTheMiddle) {
  EXPECT_EQ(text("i", R"("minSize": [100, null], "pin": {"centerX": 0, "centerY": 0})",
                 R"(, "followPadding": [2, 10, 4, 20], "minSize": [180, 40])"),
            (IRect{105, 131, 285, 171}));  // 130 x 30 at (130, 136) without
  EXPECT_EQ(text("i", R"("minSize": [100, null], "position": [50, 50])", R"(, "maxSize": [80, null])"),
            (IRect{60, 50, 140, 74}));
}

TEST(Limits, GroupsWithALayout) {
  const auto group = [](const std::string& members, const std::string& layout) {
    return Lowered(R"({"type": "group", "id": "g", "layout": {)" + layout + "}, " + members + R"( "children": [
        {"type": "solid", "id": "a", "color": "#fff", "size": [30, 10]}, {"type": "solid", "id": "b", "color": "#fff", "size": [20, 10]}]},
        {"type": "solid", "id": "x", "color": "#fff", "follow": "g"})");
  };
  EXPECT_EQ(group("", R"("type": "row")").box(), (IRect{0, 0, 50, 10}));
  const Lowered wide = group(R"("minSize": [80, 30], )", R"("type": "row", "justify": "between", "align": "end")");
  EXPECT_EQ(wide.box(), (IRect{0, 0, 80, 30}));
  EXPECT_EQ(wide.box("b"), (IRect{60, 20, 80, 30}));
  const Lowered wrapped = group(R"("maxSize": [40, null], )", R"("type": "row", "wrap": true)");
  EXPECT_EQ(wrapped.box(), (IRect{0, 0, 40, 20}));
  EXPECT_EQ(wrapped.box("b"), (IRect{0, 10, 20, 20}));
  const Lowered pinned =
      group(R"("pin": {"left": 100, "right": 100, "bottom": 0}, )", R"("type": "column", "align": "end")");
  EXPECT_EQ(pinned.box(), (IRect{100, 280, 300, 300}));  // 20 high: measured
  EXPECT_EQ(pinned.box("b"), (IRect{280, 290, 300, 300}));
}

TEST(Limits, PicturesKeepTheirShape) {
  const auto picture = [](const std::string& members) {
    return Lowered(R"({"type": "image", "id": "p", "image": "pictures/alpha.png", )" + members +
                   R"(}, {"type": "solid", "id": "x", "color": "#fff", "follow": "p"})")
        .box();
  };
  EXPECT_EQ(picture(R"("position": [0, 0])"), (IRect{0, 0, 61, 43}));
  EXPECT_EQ(picture(R"("size": [122, null])"), (IRect{0, 0, 122, 86}));
  EXPECT_EQ(picture(R"("size": [null, 86])"), (IRect{0, 0, 122, 86}));
  EXPECT_EQ(picture(R"("pin": {"left": 200, "right": 78, "bottom": 0})"), (IRect{200, 214, 322, 300}));
  EXPECT_EQ(picture(R"("maxSize": [30.5, null])"), (IRect{0, 0, 31, 22}));
  EXPECT_EQ(picture(R"("maxSize": [100, 21.5])"), (IRect{0, 0, 31, 22}));
  EXPECT_EQ(picture(R"("minSize": [100, 86])"), (IRect{0, 0, 122, 86}));
  EXPECT_EQ(picture(R"("minSize": [10, 86], "maxSize": [61, null])"), (IRect{0, 0, 61, 86}));  // both cannot be had
}

TEST(Arrange, OneGivenSideIsRoomAlongThatSideOnly) {
  const std::vector<Item> items{{.size = {30, 10}}, {.size = {20, 40}}};
  Room wide;
  wide.width = 100;
  const Arranged row = arrange({.kind = Arrangement::Kind::row, .justify = Arrangement::Justify::end}, items, wide);
  EXPECT_EQ(row.size, Vec2(100, 40));
  EXPECT_EQ(row.places[1].corner, Vec2(80, 0));
  const Arranged column = arrange(
      {.kind = Arrangement::Kind::column, .padding = {1, 2, 3, 4}, .justify = Arrangement::Justify::end}, items, wide);
  EXPECT_EQ(column.size, Vec2(100, 54));
  EXPECT_EQ(column.places[1].corner, Vec2(4, 11));
}

}  // namespace
}  // namespace fp

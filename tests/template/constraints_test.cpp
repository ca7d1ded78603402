// Safe areas, pins, limits of sizes and findings not wanted, in resolved documents.
#include <gmock/gmock.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using testing_documents::built;
using testing_documents::layers;
using testing_documents::parsed;
using testing_documents::with_layers;

// "line:column message | pointer | hint" of every fault.
std::string faults(const std::string& text) {
  const Result<Composition> made = build_composition(testing_documents::bare(), parsed(text), "", "");
  std::string all;
  if (made) return all;
  for (const Diagnostic& d : made.error()) {
    all += std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.message + " | " + d.pointer + " | " +
           d.hint + "\n";
  }
  return all;
}
std::string solid_faults(const std::string& members) {
  return faults(with_layers(R"({"type": "solid", "color": "#fff", )" + members + "}"));
}
std::string text_faults(const std::string& members) {
  return faults(with_layers(R"({"type": "text", "text": "x", "font": "brand", "fontSize": 9, )" + members + "}"));
}
std::string canvas(const std::string& safe) {
  return R"({"framepress": 1, "canvas": {"size": [1000, 500], "duration": 1)" + safe + R"(}, "layers": []})";
}
std::vector<double> safe_area(const std::string& safe) {
  const Composition made = built(canvas(safe));
  return {std::begin(made.safe_area), std::end(made.safe_area)};
}

TEST(SafeArea, IsLengthsOfTheCanvas) {
  EXPECT_EQ(safe_area(""), (std::vector<double>{25, 50, 25, 50}));  // EBU R 95
  EXPECT_EQ(safe_area(R"(, "safeArea": 12)"), (std::vector<double>{12, 12, 12, 12}));
  EXPECT_EQ(safe_area(R"(, "safeArea": "10%")"), (std::vector<double>{50, 100, 50, 100}));
  EXPECT_EQ(safe_area(R"(, "safeArea": [1, "2%", 3, 0])"), (std::vector<double>{1, 20, 3, 0}));
}

TEST(SafeArea, FaultsAreNamed) {
  EXPECT_THAT(faults(canvas(R"(, "safeArea": -1)")), HasSubstr("/canvas/safeArea"));
  EXPECT_THAT(faults(canvas(R"(, "safeArea": [1, 2])")), HasSubstr("/canvas/safeArea"));
  EXPECT_THAT(faults(canvas(R"(, "safeArea": "wide")")), HasSubstr("/canvas/safeArea"));
  EXPECT_THAT(faults(canvas(R"(, "safeArea": "50%")")), HasSubstr("nothing of the canvas is left"));
  EXPECT_EQ(faults(canvas(R"(, "safeArea": "49%")")), "");
}

TEST(Pin, IsDistancesInTheEnclosingBox) {
  const std::vector<Layer> made = layers(R"(
      {"type": "text", "text": "x", "font": "brand", "fontSize": 9, "pin": {"right": 10, "bottom": "10%-5"}},
      {"type": "text", "text": "x", "font": "brand", "fontSize": 9, "pin": {"centerX": -4, "centerY": null, "to": "safe"}},
      {"type": "group", "size": [200, 100], "children": [{"type": "solid", "color": "#fff", "pin": {"left": "10%"}}]})");
  EXPECT_EQ(made.at(0).pin->right, 10);
  EXPECT_EQ(made.at(0).pin->bottom, 45);
  EXPECT_FALSE(made.at(0).pin->left || made.at(0).pin->top || made.at(0).pin->center_x || made.at(0).pin->to_safe_area);
  EXPECT_FALSE(made.at(0).size);
  EXPECT_EQ(made.at(1).pin->center_x, -4);
  EXPECT_FALSE(made.at(1).pin->center_y);
  EXPECT_TRUE(made.at(1).pin->to_safe_area);
  const Layer& child = std::get<GroupContent>(made.at(2).content).children.at(0);
  EXPECT_EQ(child.pin->left, 20);
  EXPECT_EQ(child.size->constant, (Vec2{200, 100}));  // the default
}

TEST(Pin, BothEdgesGiveTheSize) {
  const std::vector<Layer> made = layers(R"(
      {"type": "solid", "color": "#fff", "size": [null, 40], "pin": {"left": 100, "right": "5%", "bottom": 0}},
      {"type": "text", "text": "x", "font": "brand", "fontSize": 9, "pin": {"left": 0, "right": 0, "to": "safe"}},
      {"type": "text", "text": "x", "font": "brand", "fontSize": 9, "pin": {"top": 20, "bottom": 30}},
      {"type": "image", "image": "a.png", "size": [300, null], "pin": {"top": 0, "bottom": 0}},
      {"type": "group", "pin": {"left": 0, "right": 400, "top": 0, "bottom": 100}, "children": [
        {"type": "shape", "shape": "rect", "size": ["50%", "50%"]}]})");
  EXPECT_EQ(made.at(0).size->constant, (Vec2{850, 40}));
  EXPECT_FALSE(made.at(0).width_only || made.at(0).height_only);
  EXPECT_EQ(made.at(1).size->constant.x, 900);
  EXPECT_TRUE(made.at(1).width_only);
  EXPECT_EQ(made.at(2).size->constant.y, 450);
  EXPECT_TRUE(made.at(2).height_only);
  EXPECT_EQ(made.at(3).size->constant, (Vec2{300, 500}));
  EXPECT_EQ(std::get<GroupContent>(made.at(4).content).children.at(0).size->constant, (Vec2{300, 200}));
}

TEST(Pin, FaultsAreNamed) {
  EXPECT_THAT(solid_faults("\n"
                           R"("pin": {"left": 1, "centerX": 0})"),
              HasSubstr("2:31 \"centerX\" has no meaning beside \"left\" or \"right\" | /layers/0/pin/centerX"));
  EXPECT_THAT(solid_faults(R"("pin": {"bottom": 1, "centerY": 0})"), HasSubstr("/layers/0/pin/centerY"));
  EXPECT_EQ(solid_faults(R"("pin": {"bottom": 1, "centerX": 0})"), "");
  EXPECT_THAT(solid_faults(R"("pin": {})"), HasSubstr("names nothing to hold"));
  EXPECT_THAT(solid_faults(R"("pin": {"to": "safe", "left": null})"), HasSubstr("names nothing to hold"));
  EXPECT_THAT(solid_faults(R"("pin": {"lef": 1})"), HasSubstr("left"));
  EXPECT_THAT(solid_faults(R"("pin": {"left": "wide"})"), HasSubstr("/layers/0/pin/left"));
  EXPECT_THAT(solid_faults(R"("pin": {"left": 1, "to": "title"})"), HasSubstr("/layers/0/pin/to"));
  EXPECT_THAT(solid_faults(R"("pin": [1, 2])"), HasSubstr("/layers/0/pin"));
  EXPECT_THAT(solid_faults(R"("pin": {"left": 600, "right": 400})"), HasSubstr("leave nothing of the width of 1000"));
  EXPECT_EQ(solid_faults(R"("pin": {"left": 599, "right": 400})"), "");
  EXPECT_THAT(solid_faults(R"("size": [10, 10], "pin": {"left": 0, "right": 0})"),
              HasSubstr("the width is given here and by the pin's \"left\" and \"right\" | /layers/0/size"));
  EXPECT_THAT(solid_faults(R"("size": {"keys": [{"t": 0, "v": [1, 1]}]}, "pin": {"top": 0, "bottom": 0})"),
              HasSubstr("the height is given here and by the pin's"));
  EXPECT_EQ(solid_faults(R"("size": [10, null], "pin": {"top": 0, "bottom": 0})"), "");
  EXPECT_THAT(solid_faults(R"("size": [10, null])"), HasSubstr("the height of this layer cannot be measured"));
  EXPECT_THAT(solid_faults(R"("size": [null, 10], "pin": {"left": 0})"),
              HasSubstr("the width of this layer cannot be measured"));
}

TEST(Pin, SomethingElseThatPlacesTheLayerIsAConflict) {
  const std::string other = R"({"type": "solid", "id": "a", "color": "#fff"}, )";
  const auto with = [&](const std::string& members) {
    return faults(with_layers(other + R"({"type": "solid", "color": "#fff", )" + members + "}"));
  };
  EXPECT_THAT(with(R"("follow": "a", "pin": {"left": 0})"),
              HasSubstr("\"pin\" has no meaning beside \"follow\" | /layers/1/pin"));
  EXPECT_EQ(with(R"("follow": null, "pin": {"left": 0})"), "");
  EXPECT_THAT(with(R"("parent": "a", "pin": {"left": 0})"), HasSubstr("\"pin\" has no meaning beside \"parent\""));
  const auto inside = [](const std::string& group, const std::string& pin) {
    return faults(with_layers(R"({"type": "group", )" + group +
                              R"("children": [{"type": "solid", "color": "#fff", "pin": )" + pin + "}]}"));
  };
  EXPECT_THAT(inside(R"("layout": {"type": "row"}, )", R"({"left": 0})"),
              HasSubstr("the group's layout places this layer"));
  EXPECT_EQ(inside("", R"({"left": 0})"), "");
  EXPECT_EQ(inside("", R"({"left": 0, "to": "safe"})"), "");  // the group is where the canvas is
  EXPECT_THAT(inside(R"("position": [9, 0], )", R"({"left": 0, "to": "safe"})"),
              HasSubstr("only layers on the canvas"));
  EXPECT_THAT(inside(R"("size": [900, 500], )", R"({"left": 0, "to": "safe"})"),
              HasSubstr("/layers/0/children/0/pin/to"));
  EXPECT_EQ(inside("", R"({"left": 0, "to": "box"})"), "");
}

TEST(SizeLimits, BoundWhatIsMeasured) {
  const std::vector<Layer> made = layers(R"(
      {"type": "text", "text": "x", "font": "brand", "fontSize": 9, "minSize": [10, null], "maxSize": ["50%", 80]},
      {"type": "text", "text": "x", "font": "brand", "fontSize": 9, "size": [200, null], "maxSize": [null, 80]},
      {"type": "shape", "shape": "rect", "fill": "#fff", "follow": "t", "minSize": [100, 0]},
      {"type": "text", "id": "t", "text": "x", "font": "brand", "fontSize": 9},
      {"type": "group", "layout": {"type": "row"}, "size": [null, 50], "minSize": [40, null], "children": []})");
  EXPECT_EQ(made.at(0).limits.min_width, 10);
  EXPECT_FALSE(made.at(0).limits.min_height);
  EXPECT_EQ(made.at(0).limits.max_width, 500);
  EXPECT_EQ(made.at(0).limits.max_height, 80);
  EXPECT_EQ(made.at(1).limits.max_height, 80);
  EXPECT_EQ(made.at(2).limits.min_width, 100);
  EXPECT_FALSE(made.at(3).limits.any());
  EXPECT_TRUE(made.at(4).height_only);
  EXPECT_EQ(made.at(4).limits.min_width, 40);
}

TEST(SizeLimits, FaultsAreNamed) {
  EXPECT_THAT(solid_faults(R"("maxSize": [10, null])"), HasSubstr("the width of this layer is not measured"));
  EXPECT_THAT(text_faults(R"("size": [200, null], "maxSize": [10, null])"),
              HasSubstr("the width of this layer is not measured"));
  EXPECT_THAT(text_faults(R"("pin": {"left": 0, "right": 0}, "minSize": [10, null])"), HasSubstr("/layers/0/minSize"));
  EXPECT_EQ(text_faults(R"("pin": {"left": 0}, "minSize": [10, null])"), "");
  EXPECT_THAT(text_faults(R"("minSize": [10, 20], "maxSize": [30, 19])"),
              HasSubstr("\"minSize\" is larger than \"maxSize\""));
  EXPECT_EQ(text_faults(R"("minSize": [10, 20], "maxSize": [30, 20])"), "");
  EXPECT_THAT(text_faults(R"("maxSize": 30)"), HasSubstr("/layers/0/maxSize"));
  EXPECT_THAT(text_faults(R"("maxSize": [-3, null])"), HasSubstr("/layers/0/maxSize"));
}

TEST(Ignore, NamesFindings) {
  const std::vector<Layer> made = layers(R"(
      {"type": "solid", "color": "#fff"}, {"type": "solid", "color": "#fff", "ignore": ["contrast", "safe-area"]},
      {"type": "solid", "color": "#fff", "ignore": ["all"]})");
  EXPECT_EQ(made.at(0).ignored, 0u);
  EXPECT_EQ(made.at(1).ignored, bit(FindingKind::contrast) | bit(FindingKind::safe_area));
  EXPECT_EQ(made.at(2).ignored, kAllFindings);
  EXPECT_THAT(solid_faults(R"("ignore": ["contrst"])"), HasSubstr("/layers/0/ignore/0"));
  EXPECT_THAT(solid_faults(R"("ignore": "all")"), HasSubstr("/layers/0/ignore"));
}

TEST(Ignore, EveryNameIsInTheSchema) {
  for (const std::string_view name : kFindingNames)
    EXPECT_EQ(solid_faults(R"("ignore": [")" + std::string(name) + "\"]"), "") << name;
}

}  // namespace
}  // namespace fp

// Resolved documents become compositions: times in frames, lengths in pixels, easings as curves.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using ::testing::HasSubstr;
using testing_documents::bare;
using testing_documents::built;
using testing_documents::faults;
using testing_documents::layer_faults;
using testing_documents::layers;
using testing_documents::parsed;
using testing_documents::with_layers;

// A solid layer with more members, on the 1000 x 500 canvas of 300 frames.
Layer solid(const std::string& members) {
  const std::vector<Layer> made = layers(R"({"type": "solid", "color": "#fff", )" + members + "}");
  EXPECT_EQ(made.size(), 1u);
  return made.empty() ? Layer{} : made[0];
}

std::string solid_faults(const std::string& members) {
  return layer_faults(R"({"type": "solid", "color": "#fff", )" + members + "}");
}

TEST(Build, Canvas) {
  const Composition c = built(
      R"({"framepress": 1, "canvas": {"size": [1080, 1920], "fps": "60000/2002", "duration": "10s", "background": "#0b0d12"}, "layers": []})");
  EXPECT_EQ(c.width, 1080);
  EXPECT_EQ(c.height, 1920);
  EXPECT_EQ(c.fps, (Rational{30000, 1001}));
  EXPECT_EQ(c.frames, 300);
  EXPECT_EQ(c.background, (Color{11 / 255.0, 13 / 255.0, 18 / 255.0, 1}));
  EXPECT_EQ(c.row_label, "rows.csv:3");
  EXPECT_EQ(c.locale, "en-US");
  const Composition plain = built(with_layers(""));
  EXPECT_EQ(plain.fps, (Rational{30, 1}));
  EXPECT_EQ(plain.background, (Color{0, 0, 0, 1}));
}

TEST(Build, CanvasBudgets) {
  const auto canvas = [](const std::string& inside) {
    return faults(R"({"framepress": 1, "canvas": {)" + inside + R"(}, "layers": []})");
  };
  EXPECT_THAT(canvas(R"("size": [8192, 8192], "duration": 1)"), HasSubstr("holds more than the most allowed"));
  EXPECT_EQ(canvas(R"("size": [8192, 4352], "duration": 1)"), "");
  EXPECT_THAT(canvas(R"("size": [8, 8], "duration": 1, "fps": "241")"),
              HasSubstr("expected from 1 to 240 frames per second"));
  EXPECT_THAT(canvas(R"("size": [8, 8], "duration": 1, "fps": "999999999/1")"), HasSubstr("expected from 1 to 240"));
  EXPECT_THAT(canvas(R"("size": [8, 8], "duration": 1, "fps": "1/2")"), HasSubstr("expected from 1 to 240"));
  EXPECT_THAT(canvas(R"("size": [8, 8], "duration": 1, "fps": "0/1")"), HasSubstr("expected from 1 to 240"));
  EXPECT_THAT(canvas(R"("size": [8, 8], "duration": "99999999f")"), HasSubstr("expected a duration of 1 to"));
  EXPECT_THAT(canvas(R"("size": [8, 8], "duration": "1ms")"), HasSubstr("found 0 frames"));
  EXPECT_THAT(canvas(R"("size": [1e9, 8], "duration": 1)"), HasSubstr("found 1e9 | /canvas/size/0"));
}

TEST(Build, LayersHaveDefaults) {
  const Layer layer = solid(R"("name": "backdrop")");
  EXPECT_EQ(layer.id, "solid#1");
  EXPECT_EQ(layer.in, 0);
  EXPECT_EQ(layer.out, 300);
  EXPECT_EQ(layer.transform.anchor.constant, (Vec2{0, 0}));
  EXPECT_EQ(layer.transform.position.constant, (Vec2{0, 0}));
  EXPECT_EQ(layer.transform.scale.constant, (Vec2{1, 1}));
  EXPECT_EQ(layer.transform.rotation.constant, 0);
  EXPECT_EQ(layer.opacity.constant, 1);
  EXPECT_EQ(layer.blend, Blend::normal);
  ASSERT_TRUE(layer.size.has_value());
  EXPECT_EQ(layer.size->constant, (Vec2{1000, 500}));
  EXPECT_EQ(layer.location.file, "t.json");
  EXPECT_EQ(layer.location.pointer, "/layers/0");
  EXPECT_EQ(layer.location.line, 1);
  EXPECT_GT(layer.location.column, 1);
}

TEST(Build, TimesCountFromBothEnds) {
  const Layer a = solid(R"("in": "2s", "out": "end-0.5s")");
  EXPECT_EQ(a.in, 60);
  EXPECT_EQ(a.out, 285);
  const Layer b = solid(R"("in": "500ms", "duration": "75f")");
  EXPECT_EQ(b.in, 15);
  EXPECT_EQ(b.out, 90);
  const Layer never = solid(R"("in": "11s")");  // after the end: never shown
  EXPECT_EQ(never.in, never.out);
  EXPECT_THAT(solid_faults(R"("in": 3, "out": 2)"),
              HasSubstr("would end at frame 60, not after its start at frame 90 | /layers/0/out"));
  EXPECT_THAT(solid_faults(R"("out": 2, "duration": 2)"), HasSubstr("\"duration\" has no meaning beside \"out\""));
}

TEST(Build, LengthsAndPercentages) {
  EXPECT_EQ(solid(R"("position": ["50%", "100%-120"])").transform.position.constant, (Vec2{500, 380}));
  EXPECT_EQ(solid(R"("position": ["-10%+4.5", 3.25])").transform.position.constant, (Vec2{-95.5, 3.25}));
  EXPECT_EQ(solid(R"("size": ["12.5%", 7])").size->constant, (Vec2{125, 7}));
  EXPECT_THAT(solid_faults(R"("position": ["99999999%", 0])"), HasSubstr("comes to more than 1000000 pixels"));
}

TEST(Build, GroupsEncloseTheirChildren) {
  const std::vector<Layer> made =
      layers(R"({"id": "g", "type": "group", "in": "1s", "out": "5s", "size": ["50%", 100], "clipChildren": true,
      "children": [{"type": "solid", "color": "#fff", "size": ["50%", "100%"], "out": "end-1s"},
                   {"type": "group", "children": [{"type": "solid", "color": "#000"}]}]})");
  ASSERT_EQ(made.size(), 1u);
  const auto& group = std::get<GroupContent>(made[0].content);
  EXPECT_TRUE(group.clip);
  EXPECT_EQ(made[0].size->constant, (Vec2{500, 100}));
  ASSERT_EQ(group.children.size(), 2u);
  EXPECT_EQ(group.children[0].id, "g/solid#1");
  EXPECT_EQ(group.children[0].size->constant, (Vec2{250, 100}));
  EXPECT_EQ(group.children[0].out, 90);
  EXPECT_EQ(group.children[0].location.pointer, "/layers/0/children/0");
  const auto& inner = std::get<GroupContent>(group.children[1].content);
  EXPECT_EQ(inner.children[0].id, "g/group#2/solid#1");
  EXPECT_EQ(inner.children[0].out, 120);
  EXPECT_EQ(inner.children[0].size->constant, (Vec2{500, 100}));
}

TEST(Build, KeysAndEasings) {
  const Layer layer = solid(R"("in": "1s", "out": "4s", "opacity": {"repeat": "pingpong", "keys": [
      {"t": 0, "v": 0, "ease": "outCubic"}, {"t": "0.5s", "v": 0.25, "ease": [0.1, -2, 0.3, 4]}, {"t": "30f", "v": 0.5, "ease": "hold"},
      {"t": "1500ms", "v": 0.6, "ease": {"spring": {"stiffness": 90, "velocity": 2}}}, {"t": "end-0.5s", "v": 0.7, "ease": "inOutElastic"},
      {"t": "end", "v": 1}]})");
  const auto& keys = layer.opacity.keys;
  ASSERT_EQ(keys.size(), 6u);
  EXPECT_EQ(layer.opacity.repeat, Scalar::Repeat::pingpong);
  const int64_t frames[] = {0, 15, 30, 45, 75, 90};
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(keys[i].frame, frames[i]);
  EXPECT_EQ(keys[0].ease.kind, Ease::Kind::bezier);
  EXPECT_THAT(keys[0].ease.p, ::testing::ElementsAre(0.33, 1, 0.68, 1));
  EXPECT_THAT(keys[1].ease.p, ::testing::ElementsAre(0.1, -2, 0.3, 4));
  EXPECT_EQ(keys[2].ease.kind, Ease::Kind::hold);
  EXPECT_EQ(keys[3].ease.kind, Ease::Kind::spring);
  EXPECT_THAT(keys[3].ease.p, ::testing::ElementsAre(1, 90, 26, 2));
  EXPECT_EQ(keys[4].ease.kind, Ease::Kind::elastic_in_out);
  EXPECT_EQ(keys[5].ease.kind, Ease::Kind::linear);
}

TEST(Build, EveryNamedEasingOfTheSchemaHasItsCurve) {
  const Json schema = parsed(std::string(template_schema()));
  const Json* names = nullptr;
  for (const Json& part : schema.find("definitions")->find("plainEase")->find("anyOf")->items) {
    if (part.find("enum")) names = part.find("enum");
  }
  ASSERT_NE(names, nullptr);
  EXPECT_EQ(names->items.size(), 36u);
  for (const Json& name : names->items) {
    const Layer layer =
        solid(R"("opacity": {"keys": [{"t": 0, "v": 0, "ease": ")" + name.text + R"("}, {"t": 1, "v": 1}]})");
    EXPECT_EQ(layer.opacity.keys[0].ease.kind == Ease::Kind::linear, name.text == "linear") << name.text;
  }
}

TEST(Build, KeysOutOfOrderAreRefused) {
  EXPECT_THAT(
      solid_faults(R"("opacity": {"keys": [{"t": 1, "v": 0}, {"t": 0.5, "v": 1}]})"),
      HasSubstr("this key is at frame 15, not after the key before it at frame 30 | /layers/0/opacity/keys/1/t"));
  EXPECT_THAT(solid_faults(R"("opacity": {"keys": [{"t": 1, "v": 0}, {"t": 1.001, "v": 1}]})"),
              HasSubstr("at frame 30"));
  EXPECT_THAT(solid_faults(R"("opacity": {"value": 1, "keys": [{"t": 1, "v": 0}]})"),
              HasSubstr("no meaning beside \"keys\""));
}

TEST(Build, WiggleAnchorsScaleAndColours) {
  const Layer layer = solid(
      R"("rotation": {"value": 5, "wiggle": {"amplitude": 4, "frequency": 2.5, "seed": 7}}, "anchor": "bottom-right",
      "scale": {"keys": [{"t": 0, "v": 2}, {"t": 1, "v": [3, -1]}]}, "blend": "screen")");
  EXPECT_EQ(layer.transform.rotation.constant, 5);
  EXPECT_EQ(layer.transform.rotation.wiggle, (Wiggle{4, 2.5, 7}));
  EXPECT_EQ(layer.transform.anchor.constant, (Vec2{1, 1}));
  EXPECT_EQ(layer.transform.scale.keys[0].value, (Vec2{2, 2}));
  EXPECT_EQ(layer.transform.scale.keys[1].value, (Vec2{3, -1}));
  EXPECT_EQ(layer.blend, Blend::screen);
  EXPECT_EQ(std::get<SolidContent>(layer.content).color.constant, (Color{1, 1, 1, 1}));
}

Gradient gradient(const std::string& inside, const std::string& more = "") {
  const std::vector<Layer> made = layers(R"({"type": "gradient", "gradient": {)" + inside + "}" + more + "}");
  return std::get<GradientContent>(made.at(0).content).gradient;
}
void expect_near(Vec2 got, Vec2 want) {
  EXPECT_NEAR(got.x, want.x, 1e-9);
  EXPECT_NEAR(got.y, want.y, 1e-9);
}

TEST(Build, GradientsSpanTheBoxAsCssDoes) {
  const std::string stops = R"("stops": ["#fff", "#808080", "#000"])";
  const Gradient down = gradient(R"("type": "linear", )" + stops);
  EXPECT_EQ(down.start.constant, (Vec2{500, 0}));
  EXPECT_EQ(down.end.constant, (Vec2{500, 500}));
  EXPECT_EQ(down.stops[1].offset, 0.5);
  EXPECT_EQ(down.stops[2].color.constant, (Color{0, 0, 0, 1}));
  const Gradient right = gradient(R"("type": "linear", "angle": 0, )" + stops, R"(, "size": [200, 100])");
  EXPECT_EQ(right.start.constant, (Vec2{0, 50}));
  EXPECT_EQ(right.end.constant, (Vec2{200, 50}));
  const Gradient diagonal = gradient(R"("type": "linear", "angle": 45, )" + stops, R"(, "size": [200, 100])");
  expect_near(diagonal.start.constant, {25, -25});
  expect_near(diagonal.end.constant, {175, 125});
  const Gradient placed =
      gradient(R"("type": "linear", "from": ["10%", 5], "to": ["100%", "50%"], )" + stops, R"(, "size": [200, 100])");
  EXPECT_EQ(placed.start.constant, (Vec2{20, 5}));
  EXPECT_EQ(placed.end.constant, (Vec2{200, 50}));
}

TEST(Build, GradientsFollowAGrowingBox) {
  const Gradient g =
      gradient(R"("type": "linear", "angle": 0, "stops": ["#fff", "#000"])",
               R"(, "size": {"keys": [{"t": 0, "v": [100, 10], "ease": "outBack"}, {"t": 1, "v": [300, 10]}]})");
  ASSERT_EQ(g.end.keys.size(), 2u);
  EXPECT_EQ(g.end.keys[0].value, (Vec2{100, 5}));
  EXPECT_EQ(g.end.keys[1].value, (Vec2{300, 5}));
  EXPECT_EQ(g.end.keys[0].ease.kind, Ease::Kind::back_out);
}

TEST(Build, RadialGradients) {
  const Gradient middle = gradient(R"("type": "radial", "stops": ["#fff", "#000"])", R"(, "size": [60, 80])");
  EXPECT_EQ(middle.kind, Gradient::Kind::radial);
  EXPECT_EQ(middle.start.constant, (Vec2{30, 40}));
  EXPECT_EQ(middle.radius.constant, (Vec2{50, 50}));
  const Gradient own =
      gradient(R"("type": "radial", "center": [1, 2], "radius": [3, "50%"], "stops": ["#fff", "#000"])",
               R"(, "size": [60, 80])");
  EXPECT_EQ(own.start.constant, (Vec2{1, 2}));
  EXPECT_EQ(own.radius.constant, (Vec2{3, 40}));
}

TEST(Build, GradientFaults) {
  const auto fault = [](const std::string& inside) {
    return layer_faults(R"({"type": "gradient", "gradient": {"type": "linear", )" + inside + "}}");
  };
  EXPECT_THAT(fault(R"("stops": [{"at": 0.5, "color": "#fff"}, {"at": 0.2, "color": "#fff"}])"),
              HasSubstr("lies before the one above"));
  EXPECT_THAT(fault(R"("stops": [{"at": 0.5, "color": "#fff"}, "#000"])"), HasSubstr("a colour alone stands among"));
  EXPECT_THAT(fault(R"("angle": 3, "from": [0, 0], "to": [1, 1], "stops": ["#fff", "#000"])"),
              HasSubstr("\"angle\" has no meaning"));
  EXPECT_THAT(
      layer_faults(
          R"({"type": "text", "text": "x", "font": "brand", "fontSize": 9, "fill": {"type": "linear", "stops": ["#fff", "#000"]}})"),
      HasSubstr("a gradient by angle needs a layer whose size is given | /layers/0/fill"));
}

TEST(Build, Images) {
  const std::vector<Layer> made =
      layers(R"({"type": "image", "image": "a.png", "fit": "contain", "focus": [0.25, 1], "radius": 6},
                                            {"type": "image", "image": null, "size": [10, 20]}, {"type": "image", "image": ""})");
  const auto& image = std::get<ImageContent>(made[0].content);
  EXPECT_EQ(image.asset, "a.png");
  EXPECT_EQ(image.fit, ImageContent::Fit::contain);
  EXPECT_EQ(image.focus, (Vec2{0.25, 1}));
  EXPECT_EQ(image.corner_radius.constant, 6);
  EXPECT_FALSE(made[0].size.has_value());
  EXPECT_EQ(std::get<ImageContent>(made[1].content).asset, "");
  EXPECT_TRUE(made[1].size.has_value());
  EXPECT_EQ(std::get<ImageContent>(made[2].content).asset, "");
}

TEST(Build, Texts) {
  const Composition c = built(with_layers(
      R"({"type": "text", "text": "Grüße", "font": ["brand", "extra/x.ttf"], "fontSize": 40, "size": ["50%", null], "align": "center",
          "valign": "bottom", "fit": "shrink", "minFontSize": 12, "overflow": "ellipsis", "maxLines": 2, "wrap": false, "lineHeight": 1.5,
          "letterSpacing": -1, "features": {"tnum": true, "ss01": 3}, "color": "#f00"},
         {"type": "text", "text": 1200.50, "font": "brand", "fontSize": 9}, {"type": "text", "text": null, "font": "brand", "fontSize": 9})"));
  const auto& text = std::get<TextContent>(c.layers[0].content);
  EXPECT_EQ(text.text, "Grüße");
  EXPECT_THAT(text.spans.at(0).fonts, ::testing::ElementsAre("brand", "extra/x.ttf"));
  ASSERT_EQ(c.fonts.size(), 2u);
  EXPECT_EQ(c.fonts[1].asset, "extra/x.ttf");
  EXPECT_TRUE(c.layers[0].width_only);
  EXPECT_EQ(c.layers[0].size->constant.x, 500);
  EXPECT_EQ(text.size.constant, 40);
  EXPECT_EQ(text.min_size, 12);
  EXPECT_EQ(text.align, TextContent::Align::center);
  EXPECT_EQ(text.vertical_align, TextContent::VerticalAlign::bottom);
  EXPECT_EQ(text.fit, TextContent::Fit::shrink);
  EXPECT_EQ(text.overflow, TextContent::Overflow::ellipsis);
  EXPECT_EQ(text.max_lines, 2);
  EXPECT_EQ(text.wrap, TextContent::Wrap::none);
  EXPECT_EQ(text.line_height, 1.5);
  EXPECT_EQ(text.spans[0].letter_spacing.constant, -1);
  EXPECT_EQ(text.language, "en-US");
  ASSERT_EQ(text.spans[0].features.size(), 2u);
  EXPECT_EQ(std::string(text.spans[0].features[1].tag, 4), "ss01");
  EXPECT_EQ(text.spans[0].features[1].value, 3u);
  EXPECT_EQ(std::get<TextContent>(c.layers[1].content).text, "1200.50");
  EXPECT_FALSE(c.layers[1].size.has_value());
  EXPECT_EQ(std::get<Tint>(*std::get<TextContent>(c.layers[1].content).spans[0].fill).constant, (Color{1, 1, 1, 1}));
  EXPECT_EQ(std::get<TextContent>(c.layers[2].content).text, "");
  EXPECT_THAT(layer_faults(R"({"type": "text", "text": "x", "font": "brand", "fontSize": 9, "minFontSize": 10})"),
              HasSubstr("larger than"));
  EXPECT_THAT(
      layer_faults(R"({"type": "text", "text": "x", "font": "brand", "fontSize": 9, "color": "#fff", "fill": "#000"})"),
      HasSubstr("\"color\" has no meaning beside \"fill\""));
  EXPECT_THAT(layer_faults(R"({"type": "text", "text": "x", "font": "nope", "fontSize": 9})"),
              HasSubstr("no font named \"nope\""));
}

TEST(Build, InvisibleLayersGoUnlessOthersNeedThem) {
  const std::vector<Layer> made = layers(R"(
      {"id": "gone", "type": "solid", "color": "#fff", "visible": false},
      {"id": "mask", "type": "shape", "shape": "ellipse", "visible": false, "in": "1s"},
      {"id": "rig", "type": "solid", "color": "#fff", "visible": false, "parent": "root"},
      {"id": "root", "type": "solid", "color": "#fff", "visible": false},
      {"id": "seen", "type": "solid", "color": "#fff", "parent": "rig", "clip": "mask"})");
  ASSERT_EQ(made.size(), 4u);
  EXPECT_EQ(made[0].id, "mask");
  EXPECT_EQ(made[0].in, made[0].out);
  EXPECT_EQ(made[1].id, "rig");
  EXPECT_EQ(made[2].id, "root");
  EXPECT_EQ(made[3].parent, "rig");
  EXPECT_EQ(made[3].clip_to, "mask");
  EXPECT_EQ(made[3].out, 300);
}

// Each hidden layer needs the one before or after it, down to one that nothing shown needs: none may be looked at
// twice.
TEST(Build, LongChainsOfHiddenLayersTakeOneWalk) {
  for (const int step : {1, -1}) {
    std::string text;
    for (int i = 0; i < kMaxLayers; ++i) {
      const int next = i + step;
      const bool last = next < 0 || next == kMaxLayers, first = step > 0 ? i == 0 : i == kMaxLayers - 1;
      text +=
          fmt::format(R"({}{{"id": "l{}", "type": "solid", "color": "#fff", "visible": {})", i ? ", " : "", i, first);
      text += last ? "}" : fmt::format(R"(, "matte": {{"layer": "l{}"}}}})", next);
    }
    const std::clock_t start = std::clock();  // processor time: a busy machine must not count
    EXPECT_EQ(layers(text).size(), static_cast<size_t>(kMaxLayers)) << step;
    EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 20) << step;
  }
}

TEST(Build, ReferencesAreCheckedAgainOnceResolved) {
  EXPECT_THAT(
      layer_faults(
          R"({"id": "a", "type": "solid", "color": "#fff", "parent": "b"}, {"id": "b", "type": "solid", "color": "#fff", "parent": "a"})"),
      HasSubstr("the parents form a circle: a -> b -> a | /layers/0/parent"));
  EXPECT_THAT(solid_faults(R"("id": "a", "clip": "zzzz")"), HasSubstr("no layer has the id \"zzzz\" | /layers/0/clip"));
  EXPECT_THAT(solid_faults(R"("opacity": "=1")"), HasSubstr("found the text \"=1\" | /layers/0/opacity"));
}

TEST(Build, PercentagesOfABoxThatIsNotKnownAreRefused) {
  EXPECT_THAT(
      layer_faults(
          R"({"type": "shape", "shape": "line", "points": [["50%", 0], [1, 1]], "size": {"keys": [{"t": 0, "v": [1, 1]}]}})"),
      HasSubstr("a percentage here needs a layer whose size is given and constant | /layers/0/points"));
}

TEST(Build, TooManyLayersAreRefusedOnce) {
  std::string group = R"({"type": "group", "children": [)";
  for (int i = 0; i < 6000; ++i) group += R"({"type": "solid", "color": "#fff"},)";
  group += "]}";
  const std::string all = layer_faults(group + "," + group);
  EXPECT_THAT(all, HasSubstr("the template has more than 10000 layers"));
  EXPECT_EQ(std::ranges::count(all, '\n'), 1);
}

TEST(Build, AllFaultsOfADocumentTogether) {
  const std::string all = layer_faults(R"({"type": "solid", "color": "#fff", "in": 3, "out": 2},
      {"type": "solid", "color": "#fff", "opacity": {"keys": [{"t": 1, "v": 0}, {"t": 1, "v": 1}]}, "clip": "nobody"})");
  EXPECT_EQ(std::ranges::count(all, '\n'), 3) << all;
}

}  // namespace
}  // namespace fp

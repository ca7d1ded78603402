#include "engine/template/effects.hpp"

#include <gmock/gmock.h>

#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Composition> bound(const std::string& layers) {
  const Workshop shop;
  Result<Template> tpl =
      load_template(shop.write("t.json", R"({"framepress": 1, "canvas": {"size": [200, 100], "fps": "10",
    "duration": "1s", "blending": "linear", "motionBlur": {"samples": 4}}, "layers": [)" +
                                             layers + "]}"));
  if (!tpl) return fail(std::move(tpl.error()));
  Result<std::vector<Values>> rows = type_rows(*tpl, nullptr, {});
  if (!rows) return fail(std::move(rows.error()));
  auto all = bind_rows(*tpl, *rows, "");
  return std::move(all.front());
}
Layer layer_of(const std::string& inside) {
  Result<Composition> made = bound(R"({"type": "solid", "color": "#fff", "size": [40, 20], )" + inside + "}");
  if (!made) {
    ADD_FAILURE() << to_string(made.error().front());
    return {};
  }
  return made->layers.at(0);
}
std::string fault_of(const std::string& layers) {
  const Result<Composition> made = bound(layers);
  return made ? "" : to_string(made.error().front());
}

TEST(Effects, TheTableIsInOrderAndTheDefaultsAreRead) {
  for (const EffectSpec& spec : effect_specs()) EXPECT_EQ(effect_spec(spec.kind).name, spec.name);
  const Layer layer = layer_of(
      R"("effects": [{"type": "blur", "radius": {"keys": [{"t": 0, "v": 0}, {"t": "5f", "v": 12}]}}, {"type": "drop-shadow"},
      {"type": "zoom-blur"}, {"type": "curves", "rgb": [[0, 0], [0.5, 0.6], [1, 1]]},
      {"type": "gradient-map", "stops": ["#000", "#f80"]}, {"type": "grain", "animated": true}])");
  ASSERT_EQ(layer.effects.size(), 6u);
  EXPECT_EQ(layer.effects[0].numbers.at(0).keys.at(1).value, 12);
  EXPECT_EQ(layer.effects[1].numbers.at(0).constant, 12);
  EXPECT_EQ(layer.effects[1].point.constant, Vec2(0, 8));
  EXPECT_EQ(layer.effects[1].color->constant, (Color{0, 0, 0, 0.5}));
  EXPECT_EQ(layer.effects[2].point.constant, Vec2(20, 10));
  EXPECT_EQ(layer.effects[3].curves[0].size(), 3u);
  EXPECT_EQ(layer.effects[4].stops.size(), 2u);
  EXPECT_TRUE(layer.effects[5].animated);
}

TEST(Effects, MasksAreShapesOfTheLayersBox) {
  const Layer layer = layer_of(
      R"("masks": [{"shape": "ellipse", "position": ["50%", "50%"], "anchor": "center", "feather": 3},
                   {"shape": "rect", "mode": "subtract", "invert": true, "size": [10, "100%"]}])");
  ASSERT_EQ(layer.masks.size(), 2u);
  EXPECT_EQ(layer.masks[0].shape.at(0).transform.position.constant, Vec2(20, 10));
  EXPECT_EQ(layer.masks[0].shape.at(0).size->constant, Vec2(40, 20));
  EXPECT_EQ(layer.masks[0].feather.constant, 3);
  EXPECT_EQ(layer.masks[1].mode, LayerMask::Mode::subtract);
  EXPECT_TRUE(layer.masks[1].invert);
  EXPECT_EQ(layer.masks[1].shape.at(0).size->constant, Vec2(10, 20));
}

TEST(Effects, MattesAndMapsStayThoughInvisible) {
  const Result<Composition> made = bound(
      R"({"id": "m", "type": "solid", "color": "#888", "visible": false}, {"id": "d", "type": "solid", "color": "#888", "visible": false},
         {"id": "unused", "type": "solid", "color": "#888", "visible": false},
         {"type": "solid", "color": "#fff", "matte": {"layer": "m", "by": "luma", "invert": true}, "motionBlur": true,
          "effects": [{"type": "displace", "layer": "d"}]})");
  ASSERT_TRUE(made) << to_string(made.error().front());
  ASSERT_EQ(made->layers.size(), 3u);
  EXPECT_EQ(made->layers[2].matte->layer, "m");
  EXPECT_TRUE(made->layers[2].matte->luma && made->layers[2].matte->invert && made->layers[2].motion_blur);
  EXPECT_TRUE(made->linear);
  EXPECT_EQ(made->motion_blur.samples, 4);
}

TEST(Effects, WhatIsWrongIsNamed) {
  const auto with = [](const std::string& effects) {
    return fault_of(R"({"id": "a", "type": "solid", "color": "#fff", "effects": [)" + effects + "]}");
  };
  EXPECT_THAT(with(R"({"type": "blurr"})"), HasSubstr("blur"));
  EXPECT_THAT(with(R"({"type": "blur", "radius": -1})"), HasSubstr("not negative"));
  EXPECT_THAT(with(R"({"type": "blur", "length": 3})"), HasSubstr("length"));
  EXPECT_THAT(with(R"({"type": "lut"})"), HasSubstr("file"));
  EXPECT_THAT(with(R"({"type": "curves", "red": [[0, 0], [0, 1]]})"), HasSubstr("not after"));
  EXPECT_THAT(with(R"({"type": "displace", "layer": "b"})"), HasSubstr("no layer has the id \"b\""));
  EXPECT_THAT(with(R"({"type": "displace", "layer": "a"})"), HasSubstr("names itself"));
  EXPECT_THAT(fault_of(R"({"id": "a", "type": "solid", "color": "#fff", "matte": {"layer": "x"}})"),
              HasSubstr("\"x\""));
  EXPECT_THAT(fault_of(R"({"type": "solid", "color": "#fff", "masks": [{"shape": "star"}]})"), HasSubstr("ellipse"));
  EXPECT_THAT(fault_of(R"({"type": "solid", "color": "#fff", "masks": [{"shape": "path"}]})"), HasSubstr("\"d\""));
}

}  // namespace
}  // namespace fp

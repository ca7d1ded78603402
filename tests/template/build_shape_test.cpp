// Shapes, strokes and layouts of resolved documents.
#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing_documents::layers;

TEST(Build, Shapes) {
  const std::vector<Layer> made = layers(R"(
      {"type": "shape", "shape": "rect", "radius": 5, "fill": "#f00"}, {"type": "shape", "shape": "rect", "radius": [1, 2, 3, 4]},
      {"type": "shape", "shape": "ellipse", "fill": {"type": "linear", "stops": ["#fff", "#000"]}},
      {"type": "shape", "shape": "line", "size": [200, 100], "points": [[0, 0], ["50%", "100%"]],
       "stroke": {"color": "#00f", "width": 3, "cap": "round", "join": "bevel", "miterLimit": 7}},
      {"type": "shape", "shape": "path", "d": "M0 0L1 1", "fill": null})");
  const auto shape = [&](size_t i) -> const ShapeContent& { return std::get<ShapeContent>(made.at(i).content); };
  EXPECT_EQ(std::get<ShapeContent::Rectangle>(shape(0).outline.geometry).radius[3].constant, 5);
  EXPECT_EQ(std::get<Tint>(*shape(0).fill).constant, (Color{1, 0, 0, 1}));
  EXPECT_EQ(std::get<ShapeContent::Rectangle>(shape(1).outline.geometry).radius[2].constant, 3);
  EXPECT_EQ(std::get<Gradient>(*shape(2).fill).end.constant, (Vec2{500, 500}));
  EXPECT_EQ(std::get<ShapeContent::Line>(shape(3).outline.geometry).points[1].constant, (Vec2{100, 100}));
  ASSERT_TRUE(shape(3).stroke.has_value());
  EXPECT_EQ(shape(3).stroke->width.constant, 3);
  EXPECT_EQ(shape(3).stroke->cap, Stroke::Cap::round);
  EXPECT_EQ(shape(3).stroke->join, Stroke::Join::bevel);
  EXPECT_EQ(shape(3).stroke->miter_limit, 7);
  EXPECT_EQ(std::get<ShapeContent::PathData>(shape(4).outline.geometry).d[0], "M0 0L1 1");
  EXPECT_FALSE(shape(4).fill || shape(4).stroke);
}

TEST(Build, Drawing) {
  const std::vector<Layer> made = layers(R"(
      {"type": "shape", "shape": "line", "points": [[0, 0], [9, 9]], "stroke": {"color": "#00f", "width": 3, "dash": [4, 2, 1], "dashOffset": 7,
       "trim": {"end": {"keys": [{"t": 0, "v": 0}, {"t": "1s", "v": 1}]}, "offset": 0.25}, "startHead": "bar", "endHead": "arrow", "headSize": 6}},
      {"type": "shape", "shape": "path", "d": ["M0 0h9", "M0 0h5"], "morph": 0.5, "rounding": 4, "fillRule": "evenodd"},
      {"type": "shape", "shape": "combined", "rule": "subtract", "size": [200, 100], "parts": [
        {"shape": "rect", "radius": 3}, {"shape": "ellipse", "size": ["50%", 20], "position": ["50%", "10%"], "rotation": 30, "rounding": 2},
        {"shape": "combined", "rule": "exclude", "parts": [{"shape": "polygon", "size": [10, 20], "points": [[0, 0], ["100%", 0], [0, "100%"]]}]}]})");
  const auto shape = [&](size_t i) -> const ShapeContent& { return std::get<ShapeContent>(made.at(i).content); };
  const Stroke& stroke = *shape(0).stroke;
  EXPECT_EQ(stroke.dash.size(), 3u);
  EXPECT_EQ(stroke.dash[2].constant, 1);
  EXPECT_EQ(stroke.dash_offset.constant, 7);
  EXPECT_EQ(stroke.trim_start.constant, 0);
  EXPECT_EQ(stroke.trim_end.keys.at(1).value, 1);
  EXPECT_EQ(stroke.trim_offset.constant, 0.25);
  EXPECT_EQ(stroke.start_head, Stroke::Head::bar);
  EXPECT_EQ(stroke.end_head, Stroke::Head::arrow);
  EXPECT_EQ(stroke.head_size, 6);
  const auto& path = std::get<ShapeContent::PathData>(shape(1).outline.geometry);
  EXPECT_EQ(path.d[1], "M0 0h5");
  EXPECT_EQ(path.morph.constant, 0.5);
  EXPECT_EQ(shape(1).outline.rounding.constant, 4);
  EXPECT_TRUE(shape(1).outline.even_odd);
  const auto& combined = std::get<ShapeContent::Combined>(shape(2).outline.geometry);
  EXPECT_EQ(combined.rule, ShapeContent::Combined::Rule::subtract);
  EXPECT_EQ(combined.parts.at(0).size.constant, (Vec2{200, 100}));  // the layer's
  EXPECT_EQ(combined.parts.at(1).size.constant, (Vec2{100, 20}));
  EXPECT_EQ(combined.parts.at(1).position.constant, (Vec2{100, 10}));
  EXPECT_EQ(combined.parts.at(1).rotation.constant, 30);
  const auto& inner = std::get<ShapeContent::Combined>(combined.parts.at(2).outline.geometry);
  const auto& polygon = std::get<ShapeContent::Polygon>(inner.parts.at(0).outline.geometry);
  EXPECT_EQ(polygon.points.at(1).constant, (Vec2{10, 0}));  // of the part's own box
}

TEST(Build, LayoutsStaggersAndFollowers) {
  const std::vector<Layer> made = layers(R"(
      {"type": "group", "size": [200, 100], "layout": {"type": "row", "gap": [4, 6], "padding": [1, 2, 3, 4], "align": "end", "justify": "between", "wrap": true},
       "stagger": "0.1s", "children": [
        {"type": "solid", "id": "a", "color": "#fff", "size": ["100%", "50%"], "grow": 2},
        {"type": "shape", "shape": "rect", "follow": "a", "followPadding": [1, 2, 3, 4]}]},
      {"type": "group", "layout": {"type": "grid", "columns": 3, "gap": 5}, "children": []})");
  const auto& row = std::get<GroupContent>(made.at(0).content);
  EXPECT_EQ(row.arrangement->kind, Arrangement::Kind::row);
  EXPECT_EQ(row.arrangement->gap, (Vec2{4, 6}));
  EXPECT_EQ(row.arrangement->padding[3], 4);
  EXPECT_EQ(row.arrangement->align, Arrangement::Align::end);
  EXPECT_EQ(row.arrangement->justify, Arrangement::Justify::between);
  EXPECT_TRUE(row.arrangement->wrap);
  EXPECT_EQ(row.children.at(0).size->constant, (Vec2{194, 48}));  // of what the padding leaves
  EXPECT_EQ(row.children.at(0).grow, 2);
  EXPECT_EQ(row.children.at(0).in, 0);
  EXPECT_EQ(row.children.at(1).in, 3);
  EXPECT_EQ(row.children.at(1).follow->id, "a");
  EXPECT_EQ(row.children.at(1).follow->padding[2], 3);
  EXPECT_FALSE(made.at(1).size);  // as large as its content
  EXPECT_EQ(std::get<GroupContent>(made.at(1).content).arrangement->columns, 3);
}

}  // namespace
}  // namespace fp

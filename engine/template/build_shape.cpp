#include "engine/template/build.hpp"

namespace fp {
namespace {

std::vector<Point> read_points(const LayerScope& scope, const Json& shape) {
  std::vector<Point> points;
  for (const Json& point : shape.find("points")->items) points.push_back(read_inner_point(scope, point, "points"));
  return points;
}

ShapeContent::Rectangle read_rectangle(const LayerScope& scope, const Json& shape) {
  ShapeContent::Rectangle rectangle;
  const Json* radius = shape.find("radius");
  for (size_t i = 0; radius && i < 4; ++i) {
    rectangle.radius[i] = read_scalar_value(scope, radius->is_array() ? radius->items[i] : *radius, "radius");
  }
  return rectangle;
}

ShapeContent::PathData read_path(const LayerScope& scope, const Json& shape) {
  ShapeContent::PathData path;
  const Json& d = *shape.find("d");
  if (d.is_string()) path.d.push_back(d.text);
  for (const Json& outline : d.items) path.d.push_back(outline.text);
  path.morph = read_scalar(scope, shape, "morph", 0);
  if (const Json* morph = shape.find("morph"); morph && path.d.size() < 2) {
    report(scope, *morph, "morph", "\"morph\" needs several outlines to pass between",
           "make \"d\" a list of path data");
  }
  return path;
}

ShapeContent::Outline read_outline(const LayerScope& scope, const Json& shape);

ShapePart read_part(const LayerScope& scope, const Json& part) {
  ShapePart made;
  const Json* size = part.find("size");
  const Json* position = part.find("position");
  made.position = position ? read_inner_point(scope, *position, "position") : constant_track(Vec2{});
  if (size) {
    made.size = read_inner_point(scope, *size, "size");
  } else if (scope.box) {
    made.size = *scope.box;
  } else {
    report(scope, part, "parts", "a part of a shape without a size needs one of its own");
  }
  made.rotation = read_scalar(scope, part, "rotation", 0);
  LayerScope inner = scope;
  inner.box = made.size;
  made.outline = read_outline(inner, part);
  return made;
}

ShapeContent::Combined read_combined(const LayerScope& scope, const Json& shape) {
  using Rule = ShapeContent::Combined::Rule;
  constexpr std::pair<std::string_view, Rule> kRules[] = {
      {"unite", Rule::unite}, {"subtract", Rule::subtract}, {"intersect", Rule::intersect}, {"exclude", Rule::exclude}};
  ShapeContent::Combined combined;
  combined.rule = choose(shape.find("rule"), kRules);
  for (const Json& part : shape.find("parts")->items) combined.parts.push_back(read_part(scope, part));
  return combined;
}

ShapeContent::Outline read_outline(const LayerScope& scope, const Json& shape) {
  ShapeContent::Outline outline;
  const std::string& kind = shape.find("shape")->text;
  if (kind == "rect") {
    outline.geometry = read_rectangle(scope, shape);
  } else if (kind == "ellipse") {
    outline.geometry = ShapeContent::Ellipse{};
  } else if (kind == "polygon") {
    outline.geometry = ShapeContent::Polygon{read_points(scope, shape)};
  } else if (kind == "line") {
    outline.geometry = ShapeContent::Line{read_points(scope, shape)};
  } else if (kind == "path") {
    outline.geometry = read_path(scope, shape);
  } else {
    outline.geometry = read_combined(scope, shape);
  }
  outline.rounding = read_scalar(scope, shape, "rounding", 0);
  const Json* rule = shape.find("fillRule");
  outline.even_odd = rule && rule->text == "evenodd";
  return outline;
}

}  // namespace

ShapeContent read_shape(const LayerScope& scope, const Json& layer) {
  ShapeContent shape;
  shape.outline = read_outline(scope, layer);
  if (const Json* fill = layer.find("fill"); fill && !fill->is_null()) shape.fill = read_paint(scope, *fill, "fill");
  if (const Json* stroke = layer.find("stroke"); stroke && !stroke->is_null()) {
    shape.stroke = read_stroke(scope, *stroke, "stroke");
  }
  return shape;
}

}  // namespace fp

#include "engine/chart/marks.hpp"

#include <algorithm>

namespace fp {
namespace {

SceneLayer& add(Marks& marks, const Box& box, SceneContent content) {
  SceneLayer& layer = marks.list.emplace_back();
  layer.layer = marks.layer;
  layer.pose.layer = marks.layer;
  layer.pose.position = box.corner;
  layer.pose.size = box.size;
  layer.content = std::move(content);
  return layer;
}

ScenePaint paint_of(const Paint& paint) {
  if (const Tint* tint = std::get_if<Tint>(&paint)) return tint->constant;
  const Gradient& gradient = std::get<Gradient>(paint);
  SceneGradient out{
      gradient.kind,          {}, gradient.start.constant, gradient.end.constant, gradient.radius.constant,
      gradient.angle.constant};
  for (const GradientStop& stop : gradient.stops) out.stops.push_back({stop.offset, stop.color.constant});
  return out;
}

}  // namespace

SceneLayer& add_rectangle(Marks& marks, const Box& box, const ScenePaint& paint, const double (&radius)[4]) {
  SceneShape shape;
  SceneRectangle rectangle;
  std::copy(std::begin(radius), std::end(radius), std::begin(rectangle.radius));
  shape.outline.geometry = rectangle;
  shape.fill = paint;
  return add(marks, box, std::move(shape));
}

SceneLayer& add_rectangle(Marks& marks, const Box& box, const ScenePaint& paint, double radius) {
  const double all[4] = {radius, radius, radius, radius};
  return add_rectangle(marks, box, paint, all);
}

SceneLayer& add_ellipse(Marks& marks, Vec2 middle, Vec2 radius, const ScenePaint& paint) {
  SceneShape shape;
  shape.outline.geometry = SceneEllipse{};
  shape.fill = paint;
  return add(marks, {middle - radius, radius * 2.0}, std::move(shape));
}

SceneLayer& add_polygon(Marks& marks, std::vector<Vec2> points, const ScenePaint& paint) {
  SceneShape shape;
  shape.outline.geometry = ScenePolygon{std::move(points)};
  shape.fill = paint;
  return add(marks, {}, std::move(shape));
}

SceneLayer& add_line(Marks& marks, std::vector<Vec2> points, const SceneStroke& stroke) {
  SceneShape shape;
  shape.outline.geometry = SceneLine{std::move(points)};
  shape.stroke = stroke;
  return add(marks, {}, std::move(shape));
}

SceneLayer& add_image(Marks& marks, const Box& box, const std::string& asset, double radius, ImageContent::Fit fit) {
  return add(marks, box, SceneImage{asset, fit, {0.5, 0.5}, radius});
}

SceneText made_text(std::shared_ptr<const TextContent> words, const SceneText& like) {
  SceneText out = like;
  out.text = words.get();
  out.made = std::move(words);
  return out;
}

SceneText text_of(const TextContent& style, std::string words) {
  auto made = std::make_shared<TextContent>(style);
  made->text = std::move(words);
  made->spans.resize(1);
  made->spans[0].bytes = made->text.size();
  const TextSpan& span = made->spans[0];
  SceneText out;
  out.size = style.size.constant;
  SceneSpan& scene = out.spans.emplace_back();
  scene.size = out.size;
  scene.letter_spacing = span.letter_spacing.constant;
  scene.baseline_shift = span.baseline_shift.constant;
  for (const TextSpan::Axis& axis : span.axes) scene.axes.push_back(axis.value.constant);
  if (span.fill) scene.fill = paint_of(*span.fill);
  return made_text(std::move(made), out);
}

SceneLayer& add_text(Marks& marks, std::string part, const TextContent& style, std::string words,
                     const TextPlace& place) {
  TextContent set = style;
  set.align = place.align;
  set.vertical_align = place.valign;
  set.fit = place.fit;
  set.wrap = TextContent::Wrap::none;
  SceneLayer& layer = add(marks, place.box, text_of(set, std::move(words)));
  layer.part = std::move(part);
  return layer;
}

SceneLayer& add_clipped(Marks& marks, const Box& box, std::vector<SceneLayer> children) {
  SceneGroup group;
  group.children = std::move(children);
  group.clip = true;
  return add(marks, box, std::move(group));
}

void set_color(SceneLayer& text, const Color& color) {
  for (SceneSpan& span : std::get<SceneText>(text.content).spans) span.fill = color;
}

}  // namespace fp

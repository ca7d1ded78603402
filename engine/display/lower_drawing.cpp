// Drawings: outlines by item, groups as surfaces of their own.
#include "engine/display/lowering.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

struct Canvas {
  const DrawState& layer;   // as the drawing's own space was put into it
  const DrawState drawing;  // its map: drawing -> device
  const Drawing& content;
  const ScenePaint* text_paint;
};

ScenePaint faded(ScenePaint paint, double share) {
  if (auto* color = std::get_if<Color>(&paint)) {
    color->a *= share;
  } else {
    for (SceneStop& stop : std::get<SceneGradient>(paint).stops) stop.color.a *= share;
  }
  return paint;
}

void paint(const Canvas& canvas, const Affine& place, const Coverage& coverage, const DrawingPaint& paint) {
  DrawState draw = canvas.drawing;
  if (!paint.text_share) {
    draw.m = draw.m * place;
    return fill(draw, coverage, paint.paint, paint.space);
  }
  draw.m = canvas.layer.m;
  if (canvas.text_paint != nullptr) fill(draw, coverage, faded(*canvas.text_paint, *paint.text_share));
}

// Of the item's outline; `what` tells several of one item apart.
Coverage cover(const Canvas& canvas, size_t index, const char* what, const Affine& place,
               const std::function<Path()>& make) {
  ByteWriter key;
  key.put_text(what).put(canvas.content.hash).put(static_cast<uint64_t>(index));
  Lowering& state = canvas.drawing.lowering;
  return cover_outline(key.hash(), make, canvas.drawing.m * place, canvas.drawing.clip, state.canvas,
                       state.assets.masks());
}

void draw_item(const Canvas& canvas, size_t index, const DrawingShape& shape) {
  const Affine m = canvas.drawing.m * shape.place;
  if (determinant(m) == 0) return;
  const double tolerance = chord_tolerance(m);
  if (shape.fill) {
    const auto inside = [&] { return shape.even_odd ? without_even_odd(*shape.path, tolerance) : *shape.path; };
    paint(canvas, shape.place, cover(canvas, index, "svg fill", shape.place, inside), *shape.fill);
  }
  if (shape.stroke) {
    const auto outline = [&] { return stroke_outline(*shape.path, shape.stroke->style, tolerance); };
    paint(canvas, shape.place, cover(canvas, index, "svg stroke", shape.place, outline), shape.stroke->paint);
  }
}

void end_group(const DrawState& draw, const Coverage& coverage, uint32_t blend, uint32_t opacity) {
  Command pop;
  pop.op = Op::pop;
  pop.blend = blend;
  pop.opacity = opacity;
  set_coverage(draw.lowering.list, pop, coverage);
  emit(draw.lowering, draw.layer, pop);
}

uint32_t opacity16(double opacity) {
  return static_cast<uint32_t>(opacity * 65535.0 + 0.5);
}

uint32_t blend_of(const DrawingGroupEnd& end) {
  using Rule = DrawingGroupEnd::Rule;
  if (end.rule == Rule::keep) return kBlendMatte;
  if (end.rule == Rule::erase) return kBlendErase;
  return end.rule == Rule::atop ? kBlendAtop : static_cast<uint32_t>(end.blend);
}

// Groups are as large as the drawing: some rules change what lies outside of what they draw.
void draw_group_end(const Canvas& canvas, size_t index, const DrawingGroupEnd& end) {
  Coverage coverage{.bounds = canvas.drawing.clip};
  if (end.clip) coverage = cover(canvas, index, "drawing clip", end.clip_place, [&] { return *end.clip; });
  end_group(canvas.drawing, coverage, blend_of(end), opacity16(end.opacity));
}

}  // namespace

void draw_drawing(const DrawState& draw, const Drawing& content, const Affine& drawing_to_layer, const Coverage& box,
                  const ScenePaint* text_paint) {
  // Shapes may reach beyond the box; one that is neither cut nor faded needs no surface of its own.
  const DrawState inner{draw.lowering, draw.layer, draw.m * drawing_to_layer, draw.size, box.bounds,
                        Blend::normal, 65535};
  const Canvas canvas{draw, inner, content, text_paint};
  const bool apart = box.cover != Cover::full || draw.blend != Blend::normal || draw.opacity != 65535;
  if (apart) push_group(draw.lowering, draw.layer, box.bounds);
  for (size_t i = 0; i < content.items.size(); ++i) {
    if (const auto* shape = std::get_if<DrawingShape>(&content.items[i])) {
      draw_item(canvas, i, *shape);
    } else if (const auto* end = std::get_if<DrawingGroupEnd>(&content.items[i])) {
      draw_group_end(canvas, i, *end);
    } else {
      push_group(draw.lowering, draw.layer, box.bounds);
    }
  }
  if (apart) end_group(draw, box, static_cast<uint32_t>(draw.blend), draw.opacity);
}

}  // namespace fp

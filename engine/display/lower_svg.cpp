#include "engine/display/lowering.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

void begin_group(const DrawState& draw, const IRect& bounds) {
  Command push;
  push.op = Op::push;
  push.bounds = bounds;
  emit(draw.lowering, draw.layer, push);
}

void end_group(const DrawState& draw, const Coverage& coverage, Blend blend, uint32_t opacity) {
  Command pop;
  pop.op = Op::pop;
  pop.blend = static_cast<uint32_t>(blend);
  pop.opacity = opacity;
  set_coverage(draw.lowering.list, pop, coverage);
  emit(draw.lowering, draw.layer, pop);
}

void draw_item(const DrawState& picture, const SvgPicture& svg, size_t index, const SvgShape& shape) {
  DrawState draw = picture;
  draw.m = picture.m * shape.place;
  if (determinant(draw.m) == 0) return;
  MaskCache& masks = draw.lowering.assets.masks();
  const auto cover = [&](const char* what, const auto& make) {
    ByteWriter key;
    key.put_text(what).put(svg.hash).put(static_cast<uint64_t>(index));
    return cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, masks);
  };
  const double tolerance = chord_tolerance(draw.m);
  if (shape.fill) {
    const auto inside = [&] { return shape.even_odd ? without_even_odd(shape.path, tolerance) : shape.path; };
    fill(draw, cover("svg fill", inside), shape.fill->paint, shape.fill->space);
  }
  if (shape.stroke) {
    const auto outline = [&] { return stroke_outline(shape.path, shape.stroke->style, tolerance); };
    fill(draw, cover("svg stroke", outline), shape.stroke->paint.paint, shape.stroke->paint.space);
  }
}

uint32_t opacity16(double opacity) {
  return static_cast<uint32_t>(opacity * 65535.0 + 0.5);
}

}  // namespace

void draw_svg(const DrawState& draw, const SvgPicture& svg, const Affine& picture_to_layer, const Coverage& box) {
  // Shapes may reach beyond the picture; alone, one that is neither cut nor faded needs no surface of its own.
  DrawState inner = draw;
  inner.m = draw.m * picture_to_layer;
  inner.clip = box.bounds;
  inner.blend = Blend::normal;
  inner.opacity = 65535;
  const bool apart = box.cover != Cover::full || draw.blend != Blend::normal || draw.opacity != 65535;
  if (apart) begin_group(draw, box.bounds);
  for (size_t i = 0; i < svg.items.size(); ++i) {
    if (const auto* shape = std::get_if<SvgShape>(&svg.items[i])) {
      draw_item(inner, svg, i, *shape);
    } else if (const auto* end = std::get_if<SvgGroupEnd>(&svg.items[i])) {
      end_group(inner, {.bounds = box.bounds}, Blend::normal, opacity16(end->opacity));
    } else {
      begin_group(inner, box.bounds);
    }
  }
  if (apart) end_group(draw, box, draw.blend, draw.opacity);
}

}  // namespace fp

// Glyphs with colours of their own: drawings and pictures.
#include <algorithm>
#include <cmath>

#include "engine/display/lowering.hpp"

namespace fp {
namespace {

void draw_picture(const DrawState& draw, const Glyph& glyph) {
  const auto image = draw.lowering.assets.glyph_image(*glyph.font, glyph.id);
  if (!image) return report(draw.lowering, *draw.layer.layer, image.error());
  const Font::Picture picture = glyph.font->picture(glyph.id);
  const double scale = glyph.size / glyph.font->units_per_em();
  const Vec2 corner = glyph.origin + Vec2{picture.corner.x, -picture.corner.y} * scale;
  const Vec2 extent = picture.size * scale;
  const Vec2 natural{static_cast<double>((*image)->width()), static_cast<double>((*image)->height())};
  Coverage coverage;
  if (is_axis_aligned(draw.m)) {
    coverage = cover_rectangle(corner, extent, draw.m, draw.clip);
  } else {
    ByteWriter key;
    key.put_text("glyph box").put_double(corner.x).put_double(corner.y).put_double(extent.x).put_double(extent.y);
    const double radius[4] = {};
    const auto make = [&] { return transformed(rectangle_path(extent, radius), translation(corner)); };
    coverage = cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
  }
  draw_texels(draw, **image, translation(corner) * scaling(extent / natural), coverage);
}

// What of the layer the drawing is drawn in: where it is cut, exactly its box.
Coverage drawing_coverage(const DrawState& draw, const Drawing& drawing, const Affine& glyph_to_layer) {
  const Affine m = draw.m * glyph_to_layer;
  const Bounds& box = drawing.box;
  if (!drawing.cut) {
    const Bounds device = mapped(m, box);
    const auto pixel = [](double v) { return static_cast<int32_t>(std::clamp(v, -1e6, 1e6)); };
    return {.bounds = intersect({pixel(std::floor(device.min.x)) - 1, pixel(std::floor(device.min.y)) - 1,
                                 pixel(std::ceil(device.max.x)) + 1, pixel(std::ceil(device.max.y)) + 1},
                                draw.clip)};
  }
  if (is_axis_aligned(m)) return cover_rectangle(box.min, box.max - box.min, m, draw.clip);
  ByteWriter key;
  key.put_text("drawing box").put(drawing.hash);
  const auto make = [&] {
    const double radius[4] = {};
    return transformed(rectangle_path(box.max - box.min, radius), translation(box.min));
  };
  return cover_outline(key.hash(), make, m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
}

}  // namespace

void draw_color_glyph(const DrawState& draw, const Glyph& glyph, const SceneSpan& span) {
  if (!glyph.font->has_drawing(glyph.id)) return draw_picture(draw, glyph);
  std::optional<Color> text_color = Color{0, 0, 0, 0};
  if (span.fill) {
    const auto* color = std::get_if<Color>(&*span.fill);
    text_color = color ? std::optional(*color) : std::nullopt;
  }
  const auto drawing = draw.lowering.assets.glyph_drawing(*glyph.font, glyph.id, text_color);
  if (!drawing) return report(draw.lowering, *draw.layer.layer, drawing.error());
  const double scale = glyph.size / glyph.font->units_per_em();
  const Affine glyph_to_layer{scale, 0, 0, -scale, glyph.origin.x, glyph.origin.y};
  const Coverage coverage = drawing_coverage(draw, **drawing, glyph_to_layer);
  if (coverage.bounds.empty()) return;
  draw_drawing(draw, **drawing, glyph_to_layer, coverage, span.fill ? &*span.fill : nullptr);
}

}  // namespace fp

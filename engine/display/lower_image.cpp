// Pictures: where their pixels land, and which reductions of them are read.
#include <algorithm>
#include <cmath>

#include "engine/display/color_tables.hpp"
#include "engine/display/lowering.hpp"
#include "engine/display/pass_constants.hpp"

namespace fp {
namespace {

// Where the picture's pixels land in the layer's box, and the part of the box it fills.
struct Fitted {
  Affine to_layer;  // the picture's own pixels to the layer's
  Vec2 corner, extent;
};
Fitted fit_picture(ImageContent::Fit fit, Vec2 focus, Vec2 natural, Vec2 box) {
  Vec2 scale = box / natural;
  if (fit == ImageContent::Fit::cover) scale = Vec2(std::max(scale.x, scale.y));
  if (fit == ImageContent::Fit::contain) scale = Vec2(std::min(scale.x, scale.y));
  const Vec2 drawn = natural * scale;
  const Vec2 corner = (box - drawn) * focus;
  const Vec2 low = glm::dvec2(std::max(corner.x, 0.0), std::max(corner.y, 0.0));
  const Vec2 high = glm::dvec2(std::min(corner.x + drawn.x, box.x), std::min(corner.y + drawn.y, box.y));
  return {translation(corner) * scaling(scale), low, high - low};
}

// Which two reduction levels to mix for `s` texels per pixel: half an octave a level.
struct LevelChoice {
  int a = 0, b = 0;
  uint32_t mix = 0;
};
LevelChoice choose_levels(const Affine& device_to_texels, int levels) {
  const Affine& m = device_to_texels;
  const double sx2 = m.a * m.a + m.b * m.b, sy2 = m.c * m.c + m.d * m.d;
  const double s2 = std::max(sx2, sy2);
  if (s2 <= 1.0) return {};
  const double lambda = exact_log(s2) / exact_log(2.0);  // 2 * log2(s)
  const int fixed = static_cast<int>(std::min(lambda, 100.0) * 256.0 + 0.5);
  LevelChoice choice{fixed >> 8, (fixed >> 8) + 1, static_cast<uint32_t>(fixed & 255)};
  if (choice.a >= levels - 1) return {levels - 1, levels - 1, 0};
  return choice;
}

// `level`: the image at another size; `device_to_texels`: of its own.
void bind_level(const DrawState& draw, const Image& image, const std::shared_ptr<const Texels>& level,
                const Affine& device_to_texels, const IRect& bounds, uint32_t& texture, PaintMatrix& matrix) {
  const Vec2 ratio{static_cast<double>(level->width) / image.width(),
                   static_cast<double>(level->height) / image.height()};
  texture = use_resource(draw.lowering.list, {level});
  matrix = quantize(scaling(ratio) * device_to_texels, bounds);
}

// A picture's texels are sRGB-encoded: in linear light it is drawn apart, decoded, and then composited.
void emit_decoded(const DrawState& draw, Command image) {
  Command push, decode, pop;
  push.op = Op::push;
  push.bounds = image.bounds;
  decode.op = Op::adjust;
  decode.take = FP_ADJUST_CURVES;
  decode.bounds = image.bounds;
  decode.texture_a = use_resource(draw.lowering.list, {decode_table()});
  pop.op = Op::pop;
  pop.bounds = image.bounds;
  pop.blend = image.blend;
  pop.opacity = image.opacity;
  image.blend = 0;
  image.opacity = 65535;
  for (const Command& command : {push, image, decode, pop}) emit(draw.lowering, draw.layer, command);
}

void finish_image(const DrawState& draw, Command command, const Coverage& coverage) {
  set_coverage(draw.lowering.list, command, coverage);
  if (draw.lowering.composition.linear) return emit_decoded(draw, command);
  emit(draw.lowering, draw.layer, command);
}

// What of the box the picture covers, its corners rounded.
Coverage picture_coverage(const DrawState& draw, const Fitted& fitted, double radius) {
  if (radius <= 0 && is_axis_aligned(draw.m)) return cover_rectangle(fitted.corner, fitted.extent, draw.m, draw.clip);
  ByteWriter key;
  key.put_text("box")
      .put_double(fitted.corner.x)
      .put_double(fitted.corner.y)
      .put_double(fitted.extent.x)
      .put_double(fitted.extent.y);
  key.put_double(radius);
  const auto make = [&] {
    const double corners[4] = {radius, radius, radius, radius};
    return transformed(rectangle_path(fitted.extent, corners), translation(fitted.corner));
  };
  return cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
}

}  // namespace

void draw_texels(const DrawState& draw, const Image& image, const Affine& texels_to_layer, const Coverage& coverage) {
  if (coverage.bounds.empty()) return;
  const Affine device_to_texels = inverse(draw.m * texels_to_layer);
  Command command = command_for(draw);
  command.op = Op::image;
  const LevelChoice levels = choose_levels(device_to_texels, image.level_count());
  bind_level(draw, image, image.level(levels.a), device_to_texels, coverage.bounds, command.texture_a,
             command.matrix_a);
  if (levels.mix > 0) {
    bind_level(draw, image, image.level(levels.b), device_to_texels, coverage.bounds, command.texture_b,
               command.matrix_b);
    command.level_mix = levels.mix;
  }
  finish_image(draw, command, coverage);
}

void draw_image(const DrawState& draw, const SceneImage& scene) {
  if (scene.asset.empty()) return;
  Result<Artwork> art = draw.lowering.assets.image(scene.asset);
  if (!art) return report(draw.lowering, *draw.layer.layer, std::move(art.error()));
  if (draw.size.x <= 0 || draw.size.y <= 0) return;
  const Fitted fitted = fit_picture(scene.fit, scene.focus, art->size(), draw.size);
  const Coverage coverage = picture_coverage(draw, fitted, scene.corner_radius);
  if (coverage.bounds.empty()) return;
  if (art->svg) return draw_drawing(draw, *art->svg, fitted.to_layer, coverage);
  draw_texels(draw, *art->image, fitted.to_layer, coverage);
}

namespace {

// Where a video lands on whole pixels' worth of size, it is brought to that size in one good step, smaller or larger;
// turned, or larger than what can be seen of it is worth, it is sampled like any picture.
void draw_frame(const DrawState& draw, const Image& image, const Affine& texels_to_layer, const Coverage& coverage) {
  constexpr int64_t kMostOfCanvas = 4;
  const Affine to_device = draw.m * texels_to_layer;
  const int64_t width = static_cast<int64_t>(std::fabs(to_device.a) * image.width() + 0.5);
  const int64_t height = static_cast<int64_t>(std::fabs(to_device.d) * image.height() + 0.5);
  const IRect& canvas = draw.lowering.canvas;
  const bool worth = width >= 1 && height >= 1 && width <= kMaxImageSide && height <= kMaxImageSide &&
                     width * height <= kMostOfCanvas * canvas.width() * canvas.height();
  const bool as_is = width == image.width() && height == image.height();
  if (!is_axis_aligned(to_device) || !worth || as_is) return draw_texels(draw, image, texels_to_layer, coverage);
  Command command = command_for(draw);
  command.op = Op::image;
  bind_level(draw, image, image.sized(static_cast<int32_t>(width), static_cast<int32_t>(height)), inverse(to_device),
             coverage.bounds, command.texture_a, command.matrix_a);
  finish_image(draw, command, coverage);
}

}  // namespace

void draw_video(const DrawState& draw, const SceneVideo& scene) {
  if (draw.size.x <= 0 || draw.size.y <= 0) return;
  Result<Footage> footage = draw.lowering.assets.footage(*scene.video, scene.passed, draw.lowering.pixels);
  if (!footage) return report(draw.lowering, *draw.layer.layer, std::move(footage.error()));
  if (!footage->image) return;
  const Fitted fitted = fit_picture(scene.video->fit, scene.video->focus, footage->size, draw.size);
  const Coverage coverage = picture_coverage(draw, fitted, scene.corner_radius);
  const Vec2 pixel = footage->size / Vec2(footage->image->width(), footage->image->height());
  if (coverage.bounds.empty()) return;
  draw_frame(draw, *footage->image, fitted.to_layer * scaling(pixel), coverage);
}

}  // namespace fp

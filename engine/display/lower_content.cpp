#include <algorithm>
#include <cmath>

#include "engine/display/lowering.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

// ---- Images
// ----------------------------------------------------------------------------------------------------------

// Where the picture's pixels land in the layer's box, and the part of the box it fills.
struct Fitted {
  Affine texels_to_layer;
  Vec2 corner, extent;
};
Fitted fit_image(const SceneImage& image, Vec2 natural, Vec2 box) {
  Vec2 scale = box / natural;
  if (image.fit == ImageContent::Fit::cover) scale = Vec2(std::max(scale.x, scale.y));
  if (image.fit == ImageContent::Fit::contain) scale = Vec2(std::min(scale.x, scale.y));
  const Vec2 drawn = natural * scale;
  const Vec2 corner = (box - drawn) * image.focus;
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

void bind_level(const DrawState& draw, const Image& image, int k, const Affine& device_to_texels, const IRect& bounds,
                uint32_t& texture, PaintMatrix& matrix) {
  const std::shared_ptr<const Texels> level = image.level(k);
  const Vec2 ratio{static_cast<double>(level->width) / image.width(),
                   static_cast<double>(level->height) / image.height()};
  texture = use_resource(draw.lowering.list, {level});
  matrix = quantize(scaling(ratio) * device_to_texels, bounds);
}

void draw_image(const DrawState& draw, const SceneImage& scene) {
  if (scene.asset.empty()) return;
  Result<Artwork> art = draw.lowering.assets.image(scene.asset);
  if (!art) return report(draw.lowering, *draw.layer.layer, std::move(art.error()));
  if (draw.size.x <= 0 || draw.size.y <= 0) return;
  const Fitted fitted = fit_image(scene, art->size(), draw.size);
  Coverage coverage;
  if (scene.corner_radius <= 0 && is_axis_aligned(draw.m)) {
    coverage = cover_rectangle(fitted.corner, fitted.extent, draw.m, draw.clip);
  } else {
    ByteWriter key;
    key.put_text("box")
        .put_double(fitted.corner.x)
        .put_double(fitted.corner.y)
        .put_double(fitted.extent.x)
        .put_double(fitted.extent.y);
    key.put_double(scene.corner_radius);
    const auto make = [&] {
      const double radius[4] = {scene.corner_radius, scene.corner_radius, scene.corner_radius, scene.corner_radius};
      return transformed(rectangle_path(fitted.extent, radius), translation(fitted.corner));
    };
    coverage = cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks());
  }
  if (coverage.bounds.empty()) return;
  if (art->svg) return draw_svg(draw, *art->svg, fitted.texels_to_layer, coverage);
  const Image& image = *art->image;
  const Affine device_to_texels = inverse(draw.m * fitted.texels_to_layer);
  Command command = command_for(draw);
  command.op = Op::image;
  const LevelChoice levels = choose_levels(device_to_texels, image.level_count());
  bind_level(draw, image, levels.a, device_to_texels, coverage.bounds, command.texture_a, command.matrix_a);
  if (levels.mix > 0) {
    bind_level(draw, image, levels.b, device_to_texels, coverage.bounds, command.texture_b, command.matrix_b);
    command.level_mix = levels.mix;
  }
  set_coverage(draw.lowering.list, command, coverage);
  emit(draw.lowering, draw.layer, command);
}

// ---- Text
// ------------------------------------------------------------------------------------------------------------

Result<std::shared_ptr<const TextLayout>> layout_of(Lowering& state, const SceneText& text,
                                                    const std::optional<Vec2>& box, bool width_only) {
  TextRequest request{
      .content = text.text, .size = text.size, .letter_spacing = text.letter_spacing, .width = {}, .height = {}};
  if (box) {
    request.width = box->x;
    if (!width_only) request.height = box->y;
  }
  return state.assets.layout(request, state.composition);
}

Hash128 layout_hash(const TextLayout& layout) {
  ByteWriter key;
  key.put_text("text").put_double(layout.size);
  for (const Glyph& g : layout.glyphs) key.put(g.font->hash()).put(g.id).put_double(g.origin.x).put_double(g.origin.y);
  return key.hash();
}

void draw_text(const DrawState& draw, const SceneText& text) {
  const auto layout = layout_of(draw.lowering, text, draw.layer.pose.size, draw.layer.layer->width_only);
  if (!layout) return report(draw.lowering, *draw.layer.layer, layout.error());
  const auto make = [&] { return outline(**layout); };
  fill(
      draw,
      cover_outline(layout_hash(**layout), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks()),
      text.paint);
}

}  // namespace

Command command_for(const DrawState& draw) {
  Command command;
  command.blend = static_cast<uint32_t>(draw.blend);
  command.opacity = draw.opacity;
  return command;
}

void fill(const DrawState& draw, const Coverage& coverage, const ScenePaint& paint, const Affine& space) {
  if (coverage.bounds.empty()) return;
  Command command = command_for(draw);
  DisplayList& list = draw.lowering.list;
  if (const auto* color = std::get_if<Color>(&paint)) {
    if (color->a <= 0) return;
    const PixelWords words = premultiply(*color);
    command.color_rg = words.rg;
    command.color_ba = words.ba;
  } else {
    const SceneGradient& gradient = std::get<SceneGradient>(paint);
    command.op = gradient.kind == Gradient::Kind::linear ? Op::linear : Op::radial;
    command.texture_a = use_resource(list, {make_ramp(gradient.stops)});
    command.matrix_a = quantize(gradient_space(gradient) * inverse(draw.m * space), coverage.bounds);
  }
  set_coverage(list, command, coverage);
  emit(draw.lowering, draw.layer, command);
}

void emit(Lowering& state, const SceneLayer& layer, Command command) {
  if (command.op != Op::push && command.op != Op::pop && command.bounds.empty()) return;
  state.list.commands.push_back(command);
  state.list.layers.push_back(layer.layer->id);
}

void report(Lowering& state, const Layer& layer, Errors errors) {
  for (Diagnostic& d : errors) {
    if (d.file.empty()) {
      d.file = layer.location.file;
      d.line = layer.location.line;
      d.column = layer.location.column;
    }
    if (d.pointer.empty()) d.pointer = layer.location.pointer;
    d.message = "layer \"" + layer.id + "\": " + d.message;
    if (!state.composition.row_label.empty()) d.message += " [row " + state.composition.row_label + "]";
    state.errors.push_back(std::move(d));
  }
}

Vec2 measure(Lowering& state, const SceneLayer& layer) {
  if (const auto* text = std::get_if<SceneText>(&layer.content)) {
    if (layer.pose.size && !layer.layer->width_only) return *layer.pose.size;
    const auto layout = layout_of(state, *text, layer.pose.size, layer.layer->width_only);
    if (!layout) {
      report(state, *layer.layer, layout.error());
      return {};
    }
    return (*layout)->box;
  }
  if (layer.pose.size) return *layer.pose.size;
  if (const auto* picture = std::get_if<SceneImage>(&layer.content); picture && !picture->asset.empty()) {
    const auto image = state.assets.image(picture->asset);
    if (image) return image->size();
    report(state, *layer.layer, image.error());
  }
  return {};
}

Vec2 measure_pose(Lowering& state, const ScenePose& pose) {
  if (pose.anchor == Vec2(0, 0)) return {};  // the size does not matter
  if (pose.size && !pose.layer->width_only) return *pose.size;
  // A parent without a given box: measured as it stands at its own first frame.
  const Layer& layer = *pose.layer;
  SceneLayer probe{.layer = &layer, .pose = pose, .parents = {}, .clip_to = {}, .content = SceneSolid{}};
  const double fps = static_cast<double>(state.composition.fps.num) / static_cast<double>(state.composition.fps.den);
  if (const auto* text = std::get_if<TextContent>(&layer.content)) {
    probe.content = SceneText{text, value_at(text->size, 0, fps), value_at(text->letter_spacing, 0, fps), Color{}};
  } else if (const auto* image = std::get_if<ImageContent>(&layer.content)) {
    probe.content = SceneImage{image->asset, image->fit, image->focus, 0};
  }
  return measure(state, probe);
}

Coverage box_coverage(Lowering& state, Vec2 size, const Affine& m, const IRect& clip) {
  if (is_axis_aligned(m)) return cover_rectangle({0, 0}, size, m, clip);
  ByteWriter key;
  key.put_text("box").put_double(0).put_double(0).put_double(size.x).put_double(size.y).put_double(0);
  const double radius[4] = {};
  return cover_outline(
      key.hash(), [&] { return rectangle_path(size, radius); }, m, clip, state.canvas, state.assets.masks());
}

void draw_content(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip, Blend blend,
                  uint32_t opacity) {
  const DrawState draw{state, layer, m, size, clip, blend, opacity};
  if (const auto* solid = std::get_if<SceneSolid>(&layer.content)) {
    fill(draw, box_coverage(state, size, m, clip), solid->color);
  } else if (const auto* gradient = std::get_if<SceneGradient>(&layer.content)) {
    fill(draw, box_coverage(state, size, m, clip), *gradient);
  } else if (const auto* image = std::get_if<SceneImage>(&layer.content)) {
    draw_image(draw, *image);
  } else if (const auto* shape = std::get_if<SceneShape>(&layer.content)) {
    draw_shape(draw, *shape);
  } else if (const auto* text = std::get_if<SceneText>(&layer.content)) {
    draw_text(draw, *text);
  }
}

}  // namespace fp

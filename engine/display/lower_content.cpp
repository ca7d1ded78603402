#include <algorithm>
#include <cmath>

#include "engine/display/color_tables.hpp"
#include "engine/display/lowering.hpp"
#include "engine/display/pass_constants.hpp"

namespace fp {

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
    const PixelWords words = paint_words(draw.lowering, *color);
    command.color_rg = words.rg;
    command.color_ba = words.ba;
  } else {
    const SceneGradient& gradient = std::get<SceneGradient>(paint);
    constexpr Op kOps[] = {Op::linear, Op::radial, Op::conic};
    command.op = kOps[static_cast<size_t>(gradient.kind)];
    command.texture_a = use_resource(list, {draw.lowering.assets.ramp(paint_stops(draw.lowering, gradient.stops))});
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

PixelWords paint_words(const Lowering& state, const Color& color) {
  return premultiply(state.composition.linear ? linear_light(color) : color);
}
std::vector<SceneStop> paint_stops(const Lowering& state, std::vector<SceneStop> stops) {
  if (!state.composition.linear) return stops;
  for (SceneStop& stop : stops) stop.color = linear_light(stop.color);
  return stops;
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
  } else if (const auto* video = std::get_if<SceneVideo>(&layer.content)) {
    draw_video(draw, *video);
  } else if (const auto* shape = std::get_if<SceneShape>(&layer.content)) {
    draw_shape(draw, *shape);
  } else if (const auto* text = std::get_if<SceneText>(&layer.content)) {
    draw_text(draw, *text);
  } else if (const auto* map = std::get_if<SceneMap>(&layer.content)) {
    draw_map(draw, *map);
  } else if (const auto* sound = std::get_if<SceneSoundView>(&layer.content)) {
    draw_sound_view(draw, *sound);
  }
}

}  // namespace fp

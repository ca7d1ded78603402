#include <algorithm>
#include <array>
#include <cmath>

#include "engine/display/color_tables.hpp"
#include "engine/display/pass_constants.hpp"
#include "engine/display/stage.hpp"
#include "engine/template/effects.hpp"

namespace fp {
namespace {

// One effect on one layer.
struct Work {
  Lowering& state;
  const SceneLayer& layer;
  const SceneEffect& effect;
  const Affine& m;  // layer pixels to the stage's
  Vec2 size;
  double scale;  // pixels of the stage per pixel of the layer

  double number(std::string_view key) const { return effect.numbers[effect_number(effect.effect->kind, key)]; }
  Vec2 turned(Vec2 v) const { return {m.a * v.x + m.c * v.y, m.b * v.x + m.d * v.y}; }
};

Placed moved(Placed placed, Vec2 offset) {
  placed.x += static_cast<int32_t>(std::floor(offset.x + 0.5));
  placed.y += static_cast<int32_t>(std::floor(offset.y + 0.5));
  return placed;
}

// ---- Effects that look at neighbours
// ---------------------------------------------------------------------------------

Placed shadow(const Work& w, const Placed& content) {
  const Placed soft = moved(blurred(content, w.number("radius") * w.scale), w.turned(w.effect.point));
  const PixelWords color = paint_words(w.state, *w.effect.color);
  Stage stage;
  if (w.effect.effect->kind == Effect::Kind::drop_shadow) {
    draw(stage, soft, 0, 65535, {FP_TAKE_ALPHA, color});
    draw(stage, content);
  } else {
    draw(stage, content);
    draw_within(stage, soft, kBlendAtop, 65535, {FP_TAKE_ALPHA_INVERTED, color});
  }
  return close(std::move(stage));
}

// The light is laid behind and, by screen, over the layer.
Placed glow(const Work& w, const Placed& content) {
  const Placed soft = blurred(content, w.number("radius") * w.scale);
  const double strength = std::clamp(w.number("strength"), 0.0, 8.0);
  Take take;
  if (w.effect.color) take = {FP_TAKE_ALPHA, paint_words(w.state, *w.effect.color)};
  Stage stage;
  draw(stage, content);
  for (double left = strength; left > 0; left -= 1)
    draw(stage, soft, static_cast<uint32_t>(Blend::screen), to16(left), take);
  return close(std::move(stage));
}

Placed directional(const Work& w, const Placed& content) {
  const Affine turn = rotation_degrees(w.number("angle"));
  return smeared_along(content, w.turned(Vec2{turn.a, turn.b} * std::max(w.number("length"), 0.0)));
}

Placed displacement(const Work& w, const Placed& content) {
  if (!w.effect.layer) return content;
  // The map lies where its layer lies; it is posed in the group, so the way back from here leads over the layer's pose.
  const SceneLayer& map = *w.effect.layer;
  const Vec2 map_size = measure(w.state, map);
  const Vec2 own_size = measure(w.state, w.layer);
  const Affine own = layer_matrix(w.state, w.layer, Affine{}, own_size);
  if (determinant(own) == 0) return content;
  const Affine posed = w.m * inverse(own) * layer_matrix(w.state, map, Affine{}, map_size);
  if (!(std::fabs(determinant(posed)) > 1e-12)) return content;
  return displaced(content, layer_picture(w.state, map, posed, map_size), w.effect.point * w.scale);
}

// ---- Effects on single pixels
// -----------------------------------------------------------------------------------------

void adjust_colors(const Work& w, Stage& stage) {
  const bool curves =
      w.number("exposure") != 0 || w.number("contrast") != 1 || w.number("temperature") != 0 || w.number("tint") != 0;
  if (curves) adjust(stage, FP_ADJUST_CURVES, make_curves(exposure_curves(w.effect)));
  if (w.number("saturation") == 1 && w.number("hue") == 0) return;
  adjust_by_matrix(stage, color_matrix(w.number("saturation"), w.number("hue")));
}

void look_up(const Work& w, Stage& stage) {
  const auto cube = w.state.assets.cube(w.effect.effect->asset);
  if (!cube) return report(w.state, *w.layer.layer, cube.error());
  auto table = std::make_shared<Lookup>(Lookup{(*cube)->words, (*cube)->hash});
  adjust(stage, FP_ADJUST_LUT, std::move(table), w.number("amount"), {(*cube)->entries});
}

// A radial gradient over what is there: clear up to `radius`, then smoothly to the colour. 1 is a corner of the box.
void vignette(const Work& w, Stage& stage) {
  const double softness = std::max(w.number("softness"), 1e-3), outer = w.number("radius") + softness;
  SceneGradient gradient;
  gradient.kind = Gradient::Kind::radial;
  gradient.start = w.size * 0.5;
  gradient.radius = w.size * (0.5 * std::sqrt(2.0) * outer);
  Color color = *w.effect.color;
  const double full = color.a * std::clamp(w.number("amount"), 0.0, 1.0);
  constexpr int kStops = 24;
  for (int i = 0; i <= kStops; ++i) {
    const double t = static_cast<double>(i) / kStops;
    color.a = full * t * t * (3 - 2 * t);
    gradient.stops.push_back({(w.number("radius") + softness * t) / outer, color});
  }
  Command c;
  c.op = Op::radial;
  c.bounds = stage.extent;
  c.blend = kBlendAtop;
  c.texture_a = use_resource(stage.list, {w.state.assets.ramp(paint_stops(w.state, gradient.stops))});
  c.matrix_a = quantize(gradient_space(gradient) * inverse(w.m), stage.extent);
  stage.list.commands.push_back(c);
  stage.list.layers.emplace_back();
}

void grain(const Work& w, Stage& stage) {
  const double pixels = std::max(w.number("size") * w.scale, 1.0);
  uint32_t seed = static_cast<uint32_t>(static_cast<int64_t>(w.number("seed")));
  if (w.effect.effect->animated) seed = seed * 0x9e3779b1u + static_cast<uint32_t>(w.effect.frame) + 1;
  const auto step = static_cast<int32_t>(std::floor(256 / pixels + 0.5));
  const double strength = std::clamp(w.number("amount"), 0.0, 1.0);
  adjust(stage, FP_ADJUST_GRAIN, nullptr, 1,
         {static_cast<int32_t>(seed), std::max(step, 1), static_cast<int32_t>(strength * 32767.0 + 0.5), 0, 0});
}

void chroma_key(const Work& w, Stage& stage) {
  const Color& c = *w.effect.color;
  const auto r = static_cast<int32_t>(to16(c.r)), g = static_cast<int32_t>(to16(c.g)),
             b = static_cast<int32_t>(to16(c.b));
  const int32_t cb = (b * 32767 - r * 7509 - g * 25258) >> 16, cr = (r * 32767 - g * 29763 - b * 3004) >> 16;
  const int32_t strongest = g >= r && g >= b ? 1 : b >= r ? 2 : 0;
  adjust(stage, FP_ADJUST_KEY, nullptr, 1,
         {cb, cr, static_cast<int32_t>(to16(w.number("tolerance"))),
          std::max(static_cast<int32_t>(to16(w.number("softness"))), 1), static_cast<int32_t>(to16(w.number("spill"))),
          strongest});
}

// Colour controls mean sRGB values; a composition in linear light is encoded for them and decoded again.
void adjust_pixels(const Work& w, Stage& stage) {
  using Kind = Effect::Kind;
  const Kind kind = w.effect.effect->kind;
  if (kind == Kind::vignette) return vignette(w, stage);
  const bool linear = w.state.composition.linear;
  if (linear) adjust(stage, FP_ADJUST_CURVES, encode_table());
  if (kind == Kind::adjust) adjust_colors(w, stage);
  if (kind == Kind::levels) adjust(stage, FP_ADJUST_CURVES, make_curves(levels_curves(w.effect)));
  if (kind == Kind::curves) adjust(stage, FP_ADJUST_CURVES, make_curves(point_curves(*w.effect.effect)));
  if (kind == Kind::gradient_map)
    adjust(stage, FP_ADJUST_GRADIENT_MAP, w.state.assets.ramp(w.effect.stops), w.number("amount"));
  if (kind == Kind::lut) look_up(w, stage);
  if (kind == Kind::grain) grain(w, stage);
  if (kind == Kind::chroma_key) chroma_key(w, stage);
  if (linear) adjust(stage, FP_ADJUST_CURVES, decode_table());
}

// Keeps of what is there the side of a travelling edge that it has shown, or not yet hidden: a ramp of white across the
// layer's box, as a matte.
void wipe(const SceneWipe& scene, const Affine& m, Vec2 size, Stage& stage) {
  if (stage.extent.empty()) return;
  const Affine turn = rotation_degrees(scene.wipe.angle);
  const Vec2 way{turn.a, turn.b}, middle = size * 0.5;
  const double half = (std::fabs(way.x) * size.x + std::fabs(way.y) * size.y) / 2;
  const double soft = std::max(scene.wipe.softness * 2 * half, 1.0);  // a pixel at least: no steps on slanted edges
  const double passed = scene.leaves ? scene.away : 1 - scene.away;
  const double edge = -half - soft + passed * (2 * half + soft);
  SceneGradient gradient;
  gradient.start = middle + way * edge;
  gradient.end = middle + way * (edge + soft);
  const double before = scene.leaves ? 0 : 1;
  gradient.stops = {{0, {1, 1, 1, before}}, {1, {1, 1, 1, 1 - before}}};
  Command c;
  c.op = Op::linear;
  c.bounds = stage.extent;
  c.blend = kBlendMatte;
  c.texture_a = use_resource(stage.list, {make_ramp(gradient.stops)});
  c.matrix_a = quantize(gradient_space(gradient) * inverse(m), stage.extent);
  stage.list.commands.push_back(c);
  stage.list.layers.emplace_back();
}

bool looks_at_neighbours(Effect::Kind kind) {
  return kind < Effect::Kind::adjust;
}
Placed filtered(const Work& w, const Placed& content) {
  using Kind = Effect::Kind;
  switch (w.effect.effect->kind) {
    case Kind::drop_shadow:
    case Kind::inner_shadow:
      return shadow(w, content);
    case Kind::glow:
      return glow(w, content);
    case Kind::directional_blur:
      return directional(w, content);
    case Kind::zoom_blur:
      return smeared_from(content, apply(w.m, w.effect.point), w.number("amount"));
    case Kind::displace:
      return displacement(w, content);
    default:
      return blurred(content, w.number("radius") * w.scale);
  }
}

}  // namespace

double effects_reach(const SceneLayer& layer, const Affine& m, Vec2 size) {
  using Kind = Effect::Kind;
  const double scale = std::sqrt(std::fabs(determinant(m)));
  double reach = 0;
  if (layer.blur > 0) reach += blur_reach(layer.blur * scale);
  for (const SceneEffect& e : layer.effects) {
    const auto number = [&](std::string_view key) { return e.numbers[effect_number(e.effect->kind, key)]; };
    switch (e.effect->kind) {
      case Kind::blur:
      case Kind::glow:
        reach += blur_reach(number("radius") * scale);
        break;
      case Kind::drop_shadow:
      case Kind::inner_shadow:
        reach += blur_reach(number("radius") * scale) + (std::fabs(e.point.x) + std::fabs(e.point.y)) * scale;
        break;
      case Kind::directional_blur:
        reach += number("length") * scale;
        break;
      case Kind::zoom_blur:
        reach += std::fabs(number("amount")) * (size.x + size.y) * scale;
        break;
      case Kind::displace:
        reach += std::max(std::fabs(e.point.x), std::fabs(e.point.y)) * scale;
        break;
      default:
        break;
    }
  }
  return reach;
}

Placed apply_effects(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, Stage stage) {
  for (const SceneEffect& effect : layer.effects) {
    if (stage.extent.empty()) return {};
    const Work w{state, layer, effect, m, size, std::sqrt(std::fabs(determinant(m)))};
    if (!looks_at_neighbours(effect.effect->kind)) {
      adjust_pixels(w, stage);
      continue;
    }
    const Placed result = filtered(w, close(std::move(stage)));
    stage = {};
    draw(stage, result);
  }
  if (layer.blur > 0) {
    const Placed soft = blurred(close(std::move(stage)), layer.blur * std::sqrt(std::fabs(determinant(m))));
    stage = {};
    draw(stage, soft);
  }
  if (!layer.wipes.empty()) {  // over a picture that stays the same while the edge travels
    const Placed whole = close(std::move(stage));
    stage = {};
    draw(stage, whole);
  }
  for (const SceneWipe& scene : layer.wipes) wipe(scene, m, size, stage);
  return close(std::move(stage));
}

}  // namespace fp

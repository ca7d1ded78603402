#include "engine/display/lower.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/display/color_tables.hpp"
#include "engine/display/lowering.hpp"
#include "engine/display/pass_constants.hpp"
#include "engine/display/stage.hpp"

namespace fp {
namespace {

uint32_t opacity16(double opacity) {
  return static_cast<uint32_t>(std::clamp(opacity, 0.0, 1.0) * 65535.0 + 0.5);
}

// A layer on its way turns and grows in its own directions, around a point of its box.
Affine moved_matrix(const ScenePose& pose, Vec2 size) {
  const Vec2 box = size * pose.scale;
  Vec2 offset = pose.position;
  Affine inside;
  for (const SceneMove& move : pose.moves) {
    const Vec2 around = (move.origin - pose.anchor) * box;
    offset += move.offset + move.share * box;
    inside =
        inside * translation(around) * rotation_degrees(move.rotation) * scaling(move.scale) * translation(-around);
  }
  return translation(offset) * rotation_degrees(pose.rotation) * inside * scaling(pose.scale) *
         translation(-(pose.anchor * size));
}

Affine pose_matrix(const ScenePose& pose, Vec2 size) {
  if (!pose.moves.empty()) return moved_matrix(pose, size);
  const Vec2 pivot = pose.anchor * size;
  return translation(pose.position) * rotation_degrees(pose.rotation) * scaling(pose.scale) * translation(-pivot);
}

// In the pixels of the enclosing box.
Affine placed_matrix(const Lowering& state, const ScenePose& pose, Vec2 size) {
  if (!pose.layer->pin) return pose_matrix(pose, size);
  ScenePose pinned = pose;
  pinned.position = pinned.position + pinned_corner(state, pose, size);
  return pose_matrix(pinned, size);
}

// What the layer's box covers where it stands when it does not move.
Coverage resting_box(Lowering& state, const SceneLayer& layer, const Affine& group, Vec2 size, const IRect& clip) {
  SceneLayer resting{.layer = layer.layer, .pose = layer.pose, .parents = layer.parents, .follow = layer.follow};
  resting.pose.moves.clear();
  const Affine m = layer_matrix(state, resting, group, size);
  if (!(std::fabs(determinant(m)) > 1e-12)) return {};
  return box_coverage(state, size, m, clip);
}

// A follower's own pose moves it about the box it follows.
Affine follower_to_device(Lowering& state, const SceneLayer& layer, const Affine& group, Vec2 size) {
  const FollowedBox box = followed_box(state, layer);
  ScenePose own = layer.pose;
  own.position = own.position + box.corner + own.anchor * size;
  return layer_matrix(state, *layer.follow, group, box.followed) * pose_matrix(own, size);
}

// What the clip shape covers; a clip of nothing hides everything.
Coverage clip_coverage(Lowering& state, const SceneLayer& shape, const Affine& group, const IRect& clip) {
  const Vec2 size = measure(state, shape);
  const Affine m = layer_matrix(state, shape, group, size);
  if (determinant(m) == 0) return {};
  return shape_coverage(state, shape, std::get<SceneShape>(shape.content), size, m, clip);
}

void lower_group_children(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip) {
  const SceneGroup& group = std::get<SceneGroup>(layer.content);
  if (group.transition) return lower_transition(state, layer, group, m, size, clip);
  std::vector<SceneLayer> arranged;
  if (group.arrangement) arranged = arranged_children(state, group, size);
  const std::vector<SceneLayer>& children = group.arrangement ? arranged : group.children;
  if (!group.clip) return lower_layers(state, children, m, clip);
  lower_in_box(state, layer, children, m, size, clip);
}

// Drawn by way of a picture of its own.
bool has_picture(const SceneLayer& layer) {
  return !layer.effects.empty() || !layer.masks.empty() || !layer.moments.empty() || layer.blur > 0 ||
         !layer.wipes.empty();
}

// The mean of the layer's moments. Equal ones, as of a layer at rest, are one picture.
Placed mean_picture(Lowering& state, const SceneLayer& layer, const Affine& group) {
  std::vector<Placed> placed;
  bool same = true;
  for (const SceneLayer& moment : layer.moments) {
    const Vec2 size = measure(state, moment);
    const Affine m = layer_matrix(state, moment, group, size);
    const bool drawn = std::fabs(determinant(m)) > 1e-12;
    placed.push_back(drawn ? layer_picture(state, moment, m, size) : Placed{});
    const auto hash = [](const Placed& p) { return p.picture ? p.picture->hash : Hash128{}; };
    const Placed &first = placed.front(), &now = placed.back();
    same = same && hash(first) == hash(now) && first.x == now.x && first.y == now.y &&
           moment.opacity == layer.moments.front().opacity;
  }
  if (same) return placed.front();
  Stage stage;
  const double share = 65535.0 / static_cast<double>(placed.size());
  uint32_t given = 0;
  for (size_t i = 0; i < placed.size(); ++i) {
    const auto upto = static_cast<uint32_t>(share * static_cast<double>(i + 1) + 0.5);
    const double opacity = layer.opacity > 0 ? std::min(layer.moments[i].opacity / layer.opacity, 1.0) : 1.0;
    draw(stage, placed[i], static_cast<uint32_t>(Blend::add),
         static_cast<uint32_t>(static_cast<double>(upto - given) * opacity + 0.5));
    given = upto;
  }
  Placed mean = close(std::move(stage));
  return mean;
}

// The layer's content with masks, effects and motion blur, inside `clip`.
void lower_body(Lowering& state, const SceneLayer& layer, const Affine& group, const Affine& m, Vec2 size,
                const IRect& clip, Blend blend, uint32_t opacity) {
  if (!has_picture(layer)) return lower_content(state, layer, m, size, clip, blend, opacity);
  const Placed placed =
      layer.moments.empty() ? layer_picture(state, layer, m, size) : mean_picture(state, layer, group);
  if (!placed.picture) return;
  const IRect bounds = intersect(placed.rect(), clip);
  if (bounds.empty()) return;
  Command command = picture_command(state.list, placed, bounds);
  command.blend = static_cast<uint32_t>(blend);
  command.opacity = opacity;
  emit(state, layer, command);
}

// Keeps of `bounds` what the matte lets through; a matte of nothing lets nothing through, or all when inverted.
void apply_matte(Lowering& state, const SceneLayer& layer, const Affine& group, const IRect& bounds) {
  const Matte& matte = *layer.layer->matte;
  const Vec2 size = measure(state, *layer.matte);
  const Affine m = layer_matrix(state, *layer.matte, group, size);
  Placed placed;
  if (std::fabs(determinant(m)) > 1e-12) placed = layer_picture(state, *layer.matte, m, size);
  Command command;
  command.bounds = bounds;
  if (placed.picture) {
    const uint32_t take = (matte.luma ? FP_TAKE_LUMA : FP_TAKE_ALPHA) + (matte.invert ? 1 : 0);
    command = picture_command(state.list, placed, bounds, {take, {0xffffffffu, 0xffffffffu}});
    command.opacity = opacity16(layer.matte->opacity);
  } else if (matte.invert) {
    return;
  }
  command.blend = kBlendMatte;
  emit(state, layer, command);
}

// Drawn apart and composited as one: where opacity, blend or a clip applies to more than a single fill.
bool needs_isolation(const SceneLayer& layer, uint32_t opacity) {
  if (layer.clip_to || layer.matte) return true;
  if (has_picture(layer)) return false;
  const bool plain = opacity == 65535 && layer.blend == Blend::normal;
  if (plain) return false;
  if (std::holds_alternative<SceneGroup>(layer.content) || std::holds_alternative<SceneMap>(layer.content)) return true;
  if (const auto* text = std::get_if<SceneText>(&layer.content)) {
    return text->plate || std::ranges::any_of(text->spans, [](const SceneSpan& span) {
             return span.plate || (span.fill && span.stroke);
           });
  }
  if (const auto* view = std::get_if<SceneSoundView>(&layer.content)) return view->played.has_value();
  const auto* shape = std::get_if<SceneShape>(&layer.content);
  return shape && shape->fill && shape->stroke;
}

IRect painted_since(const Lowering& state, size_t mark) {
  IRect used{};
  for (size_t i = mark; i < state.list.commands.size(); ++i) used = unite(used, state.list.commands[i].bounds);
  return used;
}

// What `inside` draws, on a surface of its own that is then composited as one.
template <class Draw>
void lower_isolated(Lowering& state, const SceneLayer& layer, Coverage coverage, Blend blend, uint32_t opacity,
                    const Draw& inside) {
  if (coverage.bounds.empty()) return;
  const size_t mark = state.list.commands.size();
  push_group(state, layer, coverage.bounds);
  inside(coverage.bounds);
  if (state.list.commands.size() == mark + 1) {  // nothing inside
    state.list.commands.pop_back();
    state.list.layers.pop_back();
    return;
  }
  // The surface holds nothing outside what its children touched: shrink it to that.
  const IRect used = painted_since(state, mark + 1);
  state.list.commands[mark].bounds = used;
  coverage.bounds = intersect(coverage.bounds, used);
  pop_group(state, layer, coverage, blend, opacity);
}

void lower_layer(Lowering& state, const SceneLayer& layer, const Affine& group, const IRect& clip) {
  const uint32_t opacity = opacity16(layer.opacity);
  if (opacity == 0 || !layer.shown) return;
  const Vec2 size = measure(state, layer);
  const Affine m = layer_matrix(state, layer, group, size);
  if (!(std::fabs(determinant(m)) > 1e-12)) return;  // scaled to nothing
  Coverage place{.bounds = clip};
  if (layer.clip_to_place) place = resting_box(state, layer, group, size, clip);
  if (place.bounds.empty()) return;
  const bool cut = place.cover != Cover::full;
  if (!cut && !needs_isolation(layer, opacity))
    return lower_body(state, layer, group, m, size, place.bounds, layer.blend, opacity);

  const auto body = [&](const IRect& seen) {
    const size_t mark = state.list.commands.size();
    lower_body(state, layer, group, m, size, seen, Blend::normal, 65535);
    if (layer.matte && state.list.commands.size() > mark) apply_matte(state, layer, group, painted_since(state, mark));
  };
  if (!layer.clip_to) return lower_isolated(state, layer, place, layer.blend, opacity, body);
  const Coverage shape = clip_coverage(state, *layer.clip_to, group, place.bounds);
  if (!cut) return lower_isolated(state, layer, shape, layer.blend, opacity, body);
  lower_isolated(state, layer, place, layer.blend, opacity,
                 [&](const IRect&) { lower_isolated(state, layer, shape, Blend::normal, 65535, body); });
}

}  // namespace

void lower_layers(Lowering& state, std::span<const SceneLayer> layers, const Affine& group, const IRect& clip) {
  for (const SceneLayer& layer : layers) lower_layer(state, layer, group, clip);
}

void lower_in_box(Lowering& state, const SceneLayer& layer, std::span<const SceneLayer> children, const Affine& m,
                  Vec2 size, const IRect& clip) {
  const Coverage box = box_coverage(state, size, m, clip);
  if (box.bounds.empty()) return;
  if (box.cover == Cover::full) return lower_layers(state, children, m, box.bounds);
  push_group(state, layer, box.bounds);
  lower_layers(state, children, m, box.bounds);
  pop_group(state, layer, box, Blend::normal, 65535);
}

void push_group(Lowering& state, const SceneLayer& layer, const IRect& bounds) {
  Command push;
  push.op = Op::push;
  push.bounds = bounds;
  emit(state, layer, push);
}

void pop_group(Lowering& state, const SceneLayer& layer, Coverage coverage, Blend blend, uint32_t opacity) {
  Command pop;
  pop.op = Op::pop;
  pop.blend = static_cast<uint32_t>(blend);
  pop.opacity = opacity;
  set_coverage(state.list, pop, coverage);
  emit(state, layer, pop);
}

Affine layer_matrix(Lowering& state, const SceneLayer& layer, const Affine& group, Vec2 size) {
  if (layer.follow) return follower_to_device(state, layer, group, size);
  Affine m = placed_matrix(state, layer.pose, size);
  for (const ScenePose& parent : layer.parents) m = placed_matrix(state, parent, measure_pose(state, parent)) * m;
  return group * m;
}

void lower_content(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip, Blend blend,
                   uint32_t opacity) {
  if (std::holds_alternative<SceneGroup>(layer.content)) {
    const Vec2 around = std::exchange(state.enclosing, size);
    lower_group_children(state, layer, m, size, clip);
    state.enclosing = around;
    return;
  }
  draw_content(state, layer, m, size, clip, blend, opacity);
}

Lowering begin_lowering(const Composition& composition, Assets& assets, Workers* workers) {
  return {.assets = assets,
          .composition = composition,
          .canvas = {0, 0, composition.width, composition.height},
          .list = {},
          .errors = {},
          .enclosing = Vec2(composition.width, composition.height),
          .workers = workers};
}

Lowering begin_apart(const Lowering& around, const IRect& canvas) {
  Lowering apart = begin_lowering(around.composition, around.assets);
  apart.canvas = canvas;
  apart.enclosing = around.enclosing;
  apart.pixels = around.pixels;
  return apart;
}

Result<DisplayList> lower(const Scene& scene, Assets& assets, Workers* workers, bool pixels) {
  const Composition& composition = *scene.composition;
  Lowering state = begin_lowering(composition, assets, workers);
  state.pixels = pixels;
  state.list.width = composition.width;
  state.list.height = composition.height;
  Command background;
  background.bounds = state.canvas;
  const PixelWords words = paint_words(state, composition.background);
  background.color_rg = words.rg;
  background.color_ba = words.ba;
  background.blend = kBlendCopy;  // whatever the surface held before, translucent backgrounds included
  state.list.commands.push_back(background);
  state.list.layers.emplace_back();
  lower_layers(state, scene.layers, Affine{}, state.canvas);
  if (composition.linear) {  // frames are sRGB-encoded
    Command encode;
    encode.op = Op::adjust;
    encode.take = FP_ADJUST_CURVES;
    encode.bounds = state.canvas;
    encode.texture_a = use_resource(state.list, {encode_table()});
    state.list.commands.push_back(encode);
    state.list.layers.emplace_back();
  }
  if (!state.errors.empty()) return fail(std::move(state.errors));
  return std::move(state.list);
}

}  // namespace fp

// Shared by the files that lower a scene; internal to engine/display.
#pragma once

#include <span>

#include "engine/core/workers.hpp"
#include "engine/display/arrange.hpp"
#include "engine/display/assets.hpp"
#include "engine/display/coverage.hpp"
#include "engine/display/display_list.hpp"
#include "engine/display/paint.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

struct Lowering {
  Assets& assets;
  const Composition& composition;
  IRect canvas;  // what can be seen: outlines much larger are cut to it
  DisplayList list;
  Errors errors;     // each with the layer's place and the row
  Vec2 enclosing{};  // the box around the layers being drawn: the canvas or their group
  Workers* workers = nullptr;
  bool pixels = false;  // footage is decoded: the list is to be drawn
};

// Nothing drawn yet, on the whole canvas. Both must outlive it.
Lowering begin_lowering(const Composition& composition, Assets& assets, Workers* workers = nullptr);

// For what is drawn apart, on a canvas of its own, and becomes a picture of `around`: nothing drawn yet. Without its
// workers, who may be the ones to draw it.
Lowering begin_apart(const Lowering& around, const IRect& canvas);

// One layer being drawn: its map to device pixels, its box, and how it meets what lies below.
struct DrawState {
  Lowering& lowering;
  const SceneLayer& layer;
  Affine m;
  Vec2 size;
  IRect clip;
  Blend blend;
  uint32_t opacity;
};

void emit(Lowering& state, const SceneLayer& layer, Command command);

// What is emitted in between is drawn on a surface of its own and composited as one.
void push_group(Lowering& state, const SceneLayer& layer, const IRect& bounds);
void pop_group(Lowering& state, const SceneLayer& layer, Coverage coverage, Blend blend, uint32_t opacity);

// The error as seen from the layer that needed the asset.
void report(Lowering& state, const Layer& layer, Errors errors);

// ---- Boxes (lower_box.cpp)

// The layer's box in its own pixels: given, or measured from its text, picture or children.
Vec2 measure(Lowering& state, const SceneLayer& layer);
Vec2 measure_pose(Lowering& state, const ScenePose& pose);
// What needs no measuring: sizes as written, by a layout, and by pins at both edges.
Room given_box(const Lowering& state, const ScenePose& pose);
// Where the anchor of a pinned layer's box stands, for its position to count from.
Vec2 pinned_corner(const Lowering& state, const ScenePose& pose, Vec2 size);
// Of a follower, in the pixels of what it follows.
struct FollowedBox {
  Vec2 followed{};  // size of the other one
  Vec2 corner{}, size{};
};
FollowedBox followed_box(Lowering& state, const SceneLayer& layer);
// A text's layout in its layer's box.
Result<std::shared_ptr<const TextLayout>> layout_of(Lowering& state, const ScenePose& pose, const SceneText& text);

// Colours and stops in the values the composition blends in: sRGB-encoded, or linear light.
PixelWords paint_words(const Lowering& state, const Color& color);
std::vector<SceneStop> paint_stops(const Lowering& state, std::vector<SceneStop> stops);

// Layer pixels to device: its pose, those it rides on, then `group`.
Affine layer_matrix(Lowering& state, const SceneLayer& layer, const Affine& group, Vec2 size);

// ---- Groups with a layout (lower_arranged.cpp)

// The size its content needs, on axes where none is given.
Vec2 arranged_size(Lowering& state, const SceneGroup& group, const Room& given);
// The children where the layout puts them, with the sizes it gives them.
std::vector<SceneLayer> arranged_children(Lowering& state, const SceneGroup& group, Vec2 size);

Coverage box_coverage(Lowering& state, Vec2 size, const Affine& m, const IRect& clip);
Coverage shape_coverage(Lowering& state, const SceneLayer& layer, const SceneShape& shape, Vec2 size, const Affine& m,
                        const IRect& clip);

// ---- One command each, or nothing where nothing is covered.

Command command_for(const DrawState& draw);  // blend and opacity set
// `space`: the paint's own coordinates -> the layer's.
void fill(const DrawState& draw, const Coverage& coverage, const ScenePaint& paint, const Affine& space = {});

void draw_texels(const DrawState& draw, const Image& image, const Affine& texels_to_layer, const Coverage& coverage);

void draw_image(const DrawState& draw, const SceneImage& image);
void draw_video(const DrawState& draw, const SceneVideo& video);
void draw_text(const DrawState& draw, const SceneText& text);
// One that Font::draws_in_color().
void draw_color_glyph(const DrawState& draw, const Glyph& glyph, const SceneSpan& span);
void draw_shape(const DrawState& draw, const SceneShape& shape);
// `box`: what of the layer it is drawn in. `text_paint`: what shapes take that have the text's own, in pixels of the
// layer; null: none.
void draw_drawing(const DrawState& draw, const Drawing& content, const Affine& drawing_to_layer, const Coverage& box,
                  const ScenePaint* text_paint = nullptr);

// ---- Sound (lower_sound.cpp)

void draw_sound_view(const DrawState& draw, const SceneSoundView& view);

// ---- Maps (lower_map.cpp)

void draw_map(const DrawState& draw, const SceneMap& map);
// What stands on a map, in its pixels: bubbles, flows, labels, the legend.
std::vector<SceneLayer> map_marks(Lowering& state, const Layer& layer, const SceneMap& map);

StrokeStyle stroke_style(const SceneStroke& stroke);
void put_stroke(ByteWriter& key, const SceneStroke& stroke);  // everything but its paint
// Layer pixels that a chord may stray from its curve under this map, so that no device pixel shows it.
double chord_tolerance(const Affine& to_device);

// Children of one group, under `group` (group pixels -> device); in_box: cut to (0,0)-(size) of `layer`.
void lower_layers(Lowering& state, std::span<const SceneLayer> layers, const Affine& group, const IRect& clip);
void lower_in_box(Lowering& state, const SceneLayer& layer, std::span<const SceneLayer> children, const Affine& m,
                  Vec2 size, const IRect& clip);

// Two scenes of the sequence `layer` at once (lower_transition.cpp).
void lower_transition(Lowering& state, const SceneLayer& layer, const SceneGroup& group, const Affine& m, Vec2 size,
                      const IRect& clip);

// Emits what the layer draws, without its masks, effects, clip and matte; `m`: layer pixels to device.
void lower_content(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip, Blend blend,
                   uint32_t opacity);

// Emits the commands of a solid, gradient, image, shape or text layer.
void draw_content(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip, Blend blend,
                  uint32_t opacity);

}  // namespace fp

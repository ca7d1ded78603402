// Building pictures while lowering: a list of commands in coordinates of its own, closed into a picture when a filter
// or another list needs it whole. Internal to engine/display.
#pragma once

#include <array>

#include "engine/display/filters.hpp"
#include "engine/display/lowering.hpp"

namespace fp {

// Commands so far, and the pixels they may have painted.
struct Stage {
  DisplayList list;
  IRect extent;
};

// The list as a picture of just its extent; no picture where nothing was painted.
Placed close(Stage stage);

// How a picture is drawn: as it is, or as a colour through its alpha or luma (FP_TAKE_*).
struct Take {
  uint32_t kind = 0;
  PixelWords color = {};
};
Command picture_command(DisplayList& list, const Placed& placed, const IRect& bounds, Take take = {});

// Draws a picture onto the stage, whose extent grows by it.
void draw(Stage& stage, const Placed& placed, uint32_t blend = 0, uint32_t opacity = 65535, Take take = {});
// ... onto all that is there already, and nowhere else.
void draw_within(Stage& stage, const Placed& placed, uint32_t blend, uint32_t opacity, Take take);

// An adjustment of every pixel there is: FP_ADJUST_*.
void adjust(Stage& stage, uint32_t kind, std::shared_ptr<const Lookup> table, double amount = 1,
            const std::array<int32_t, 6>& p = {});
void adjust_by_matrix(Stage& stage, const std::array<int32_t, 12>& matrix);

// A picture too large to be bound is an error of the layer.
Placed within_limits(Lowering& state, const SceneLayer& layer, Placed placed);

// The layer with its masks and effects in the coordinates of `state`. Its own opacity, blend, clip and matte are not in
// it. `m`: layer pixels to device.
Placed layer_picture(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size);

// The stage's picture after the layer's effects, in order. `m`: layer pixels to those of the stage.
Placed apply_effects(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, Stage stage);

// Farthest that the layer's masks and effects can carry a pixel, in device pixels.
double effects_reach(const SceneLayer& layer, const Affine& m, Vec2 size);

}  // namespace fp

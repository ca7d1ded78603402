// Shared by the files that lower a scene; internal to engine/display.
#pragma once

#include "engine/display/assets.hpp"
#include "engine/display/coverage.hpp"
#include "engine/display/display_list.hpp"
#include "engine/display/paint.hpp"
#include "engine/timeline/scene.hpp"

namespace fp {

struct Lowering {
  Assets& assets;
  const Composition& composition;
  IRect canvas;
  DisplayList list;
  Errors errors;  // each with the layer's place and the row
};

void emit(Lowering& state, const SceneLayer& layer, Command command);

// The error as seen from the layer that needed the asset.
void report(Lowering& state, const Layer& layer, Errors errors);

// The layer's box in its own pixels: given, or measured from its text or picture.
Vec2 measure(Lowering& state, const SceneLayer& layer);
Vec2 measure_pose(Lowering& state, const ScenePose& pose);

Coverage box_coverage(Lowering& state, Vec2 size, const Affine& m, const IRect& clip);
Coverage shape_coverage(Lowering& state, const SceneLayer& layer, const SceneShape& shape, Vec2 size, const Affine& m,
                        const IRect& clip);

// Emits the commands of a solid, gradient, image, shape or text layer.
void draw_content(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip, Blend blend,
                  uint32_t opacity);

}  // namespace fp

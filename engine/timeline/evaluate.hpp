// Composition + frame -> Scene. A pure function: no clock, no state, no order. Safe to call from any thread.
#pragma once

#include <cstdint>

#include "engine/scene/scene.hpp"
#include "engine/scene/tracks.hpp"

namespace fp {

// `frame` in [0, composition.frames). A layer's keys count from its in-point; a group's children live in the group's
// time (frame 0 is the group's in-point). The composition must outlive the scene. Layers outside [in, out), layers with
// an opacity of 0 or less and images without an asset are left out. `parent` and `clip_to` name layers of the same
// group, and work whether those are shown or not.
Scene evaluate(const Composition& composition, int64_t frame);

// What one layer holds at a frame of its own time, shown or not, without motion blur: to measure it.
SceneContent evaluate_content(const Layer& layer, double frame, double fps);
SceneText evaluate_text(const TextContent& text, double frame, double fps);

}  // namespace fp

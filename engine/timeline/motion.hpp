// How far what moves is from its place.
#pragma once

#include "engine/scene/scene.hpp"

namespace fp {

// 1: away, 0: in its place; eases may overshoot. `step` of `last` staggers the start. `frame`: the layer's time.
double away_at(const Motion& motion, double step, double last, double frame, double fps);

// What the motions of a whole layer come to at a frame of its time.
void apply_motions(const Layer& layer, double frame, double fps, SceneLayer& scene);
std::vector<SceneMove> moves_at(const Layer& layer, double frame, double fps);

}  // namespace fp

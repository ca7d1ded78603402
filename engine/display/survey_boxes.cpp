// Where the layers of a scene stand, for editors.
#include <cmath>
#include <utility>

#include "engine/display/lowering.hpp"
#include "engine/display/survey.hpp"

namespace fp {
namespace {

struct BoxWalk {
  Lowering& state;
  std::vector<SeenBox> found;
};

// What the layer's position is given in: its group, or the layer whose transform it rides on.
Affine matrix_around(Lowering& state, const SceneLayer& layer, const Affine& group) {
  if (layer.parents.empty()) return group;
  SceneLayer parent = layer;
  parent.follow = nullptr;
  parent.pose = layer.parents.front();
  parent.parents.erase(parent.parents.begin());
  return layer_matrix(state, parent, group, measure_pose(state, parent.pose));
}

void walk_boxes(BoxWalk& walk, const std::vector<SceneLayer>& layers, const Affine& group, int around) {
  for (const SceneLayer& layer : layers) {
    if (!layer.shown || !(layer.opacity > 0)) continue;
    const Vec2 size = measure(walk.state, layer);
    const Affine m = layer_matrix(walk.state, layer, group, size);
    if (!(std::fabs(determinant(m)) > 1e-12)) continue;
    const int here = static_cast<int>(walk.found.size());
    walk.found.push_back(
        {layer.layer, m, matrix_around(walk.state, layer, group), layer.pose.anchor * size, size, around});
    const auto* inside = std::get_if<SceneGroup>(&layer.content);
    if (inside == nullptr) continue;
    std::vector<SceneLayer> children =
        inside->arrangement ? arranged_children(walk.state, *inside, size) : inside->children;
    if (inside->transition) {
      std::erase_if(children, [&](const SceneLayer& child) { return child.layer != inside->transition->to; });
    }
    const Vec2 enclosing = std::exchange(walk.state.enclosing, size);
    walk_boxes(walk, children, m, here);
    walk.state.enclosing = enclosing;
  }
}

}  // namespace

Result<std::vector<SeenBox>> survey_boxes(const Scene& scene, Assets& assets) {
  const Composition& composition = *scene.composition;
  Lowering state = begin_lowering(composition, assets);
  BoxWalk walk{state, {}};
  walk_boxes(walk, scene.layers, Affine{}, -1);
  if (!state.errors.empty()) return fail(std::move(state.errors));
  return std::move(walk.found);
}

}  // namespace fp

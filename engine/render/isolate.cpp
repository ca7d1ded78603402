#include "engine/render/isolate.hpp"

#include <functional>

namespace fp {
namespace {

using Edit = std::function<void(SceneLayer&)>;

// Edits the text wherever the scene draws it, also at the moments of motion blur. Whether it is in there.
bool edit(std::vector<SceneLayer>& layers, const Layer* text, const Edit& change) {
  bool found = false;
  for (SceneLayer& layer : layers) {
    if (layer.layer == text) {
      change(layer);
      found = true;
    }
    if (auto* group = std::get_if<SceneGroup>(&layer.content)) found |= edit(group->children, text, change);
    found |= edit(layer.moments, text, change);
  }
  return found;
}

void set_fill(SceneLayer& layer, const Color& color) {
  auto* text = std::get_if<SceneText>(&layer.content);
  if (!text) return;
  for (SceneSpan& span : text->spans) {
    if (span.fill) span.fill = color;
  }
}

// Letters as they cover the canvas: the fill where there is one, else the outline.
void set_ink(SceneLayer& layer) {
  const Color white{1, 1, 1, 1};
  set_fill(layer, white);
  for (SceneSpan& span : std::get<SceneText>(layer.content).spans) {
    if (span.fill) span.stroke.reset();
    if (span.stroke) span.stroke->paint = white;
  }
}

bool keep_only(std::vector<SceneLayer>& layers, const Layer* text) {
  bool any = false;
  for (SceneLayer& layer : layers) {
    auto* group = std::get_if<SceneGroup>(&layer.content);
    const bool kept = layer.layer == text || (group && keep_only(group->children, text));
    any |= kept;
    if (!kept) {
      layer.shown = false;
      continue;
    }
    if (!group) set_ink(layer);
    layer.opacity = 1;
    layer.blend = Blend::normal;
    layer.effects.clear();
    layer.moments.clear();
  }
  return any;
}

}  // namespace

Scene without(Scene scene, const Layer* text) {
  edit(scene.layers, text, [](SceneLayer& layer) { layer.shown = false; });
  return scene;
}

Scene tinted(Scene scene, const Layer* text, const Color& color) {
  edit(scene.layers, text, [&](SceneLayer& layer) { set_fill(layer, color); });
  return scene;
}

Scene alone(Scene scene, const Layer* text) {
  keep_only(scene.layers, text);
  return scene;
}

}  // namespace fp

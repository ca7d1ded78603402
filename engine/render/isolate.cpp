#include "engine/render/isolate.hpp"

#include <algorithm>
#include <functional>

namespace fp {
namespace {

bool is_of(const SceneLayer& layer, const TextName& text) {
  return layer.layer == text.layer && layer.part == text.part;
}

using Edit = std::function<void(SceneLayer&)>;

// Edits the text wherever the scene draws it, also at the moments of motion blur. Whether it is in there.
bool edit(std::vector<SceneLayer>& layers, const TextName& text, const Edit& change) {
  bool found = false;
  for (SceneLayer& layer : layers) {
    if (is_of(layer, text)) {
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
    span.sweep.reset();
  }
}

// Letters as they cover the canvas: the fill where there is one, else the outline.
void set_ink(SceneLayer& layer) {
  const Color white{1, 1, 1, 1};
  set_fill(layer, white);
  SceneText& text = std::get<SceneText>(layer.content);
  text.plate.reset();
  for (SceneSpan& span : text.spans) {
    if (span.fill) span.stroke.reset();
    if (span.stroke) span.stroke->paint = white;
    span.plate.reset();
  }
}

// Without its letters; the boxes behind them are what they are read on.
void hide_letters(SceneLayer& layer) {
  auto* text = std::get_if<SceneText>(&layer.content);
  const auto has_plate = [](const SceneSpan& span) { return span.plate.has_value(); };
  if (!text || (!text->plate && std::ranges::none_of(text->spans, has_plate))) {
    layer.shown = false;
    return;
  }
  for (SceneSpan& span : text->spans) span.fill.reset(), span.stroke.reset();
}

bool keep_only(std::vector<SceneLayer>& layers, const TextName& text) {
  bool any = false;
  for (SceneLayer& layer : layers) {
    auto* group = std::get_if<SceneGroup>(&layer.content);
    const bool kept = is_of(layer, text) || (group && keep_only(group->children, text));
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

Scene without(Scene scene, const TextName& text) {
  edit(scene.layers, text, hide_letters);
  return scene;
}

Scene tinted(Scene scene, const TextName& text, const Color& color) {
  edit(scene.layers, text, [&](SceneLayer& layer) { set_fill(layer, color); });
  return scene;
}

Scene alone(Scene scene, const TextName& text) {
  keep_only(scene.layers, text);
  return scene;
}

}  // namespace fp

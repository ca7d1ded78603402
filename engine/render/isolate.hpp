// A scene with one text taken out, or alone. Internal to engine/render.
#pragma once

#include "engine/display/survey.hpp"

namespace fp {

// Keeps its place in a layout.
Scene without(Scene scene, const TextName& text);
// With its letters in this colour.
Scene tinted(Scene scene, const TextName& text, const Color& color);
// Its letters in opaque white, without outline and effects, where masks, clips and mattes let them show.
Scene alone(Scene scene, const TextName& text);

}  // namespace fp

// Texts that are numbers, as they stand at a moment.
#pragma once

#include "engine/scene/scene.hpp"

namespace fp {

// The words of `value`, and of an odometer how its digits stand. `text.number` must be there.
void run_number(const TextContent& text, double value, SceneText& scene);

}  // namespace fp

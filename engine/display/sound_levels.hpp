// Where values that follow sound get it from.
#pragma once

#include "engine/audio/sound_values.hpp"
#include "engine/display/assets.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

// Gives every level of a composition its file, once; after that it is evaluated like any other. To be called before a
// frame is. Errors name the value's place: a file that cannot be read, or has no sound.
Result<void> hear_levels(const Composition& composition, Assets& assets);

// evaluate() (engine/timeline/evaluate.hpp) after hear_levels().
Result<Scene> heard_scene(const Composition& composition, int64_t frame, Assets& assets);

// The sound with what is in its file; null: nothing is heard.
Result<std::shared_ptr<const HeardSound>> heard_sound(const FollowedSound& sound, Assets& assets);

}  // namespace fp

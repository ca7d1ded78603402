// The sound of a video as a file of its own, with a manifest beside it.
#pragma once

#include "encoder/job/press.hpp"

namespace fp {

// The recipe has no codec, and a container of sound alone. `publish` and `overwrite` as in PressOptions.
// Fault::invalid where nothing is heard.
Result<Manifest> press_sound(const Video& video, Assets& assets, bool publish, bool overwrite);

}  // namespace fp

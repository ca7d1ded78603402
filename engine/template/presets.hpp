// Named motions for "enter" and "exit": data in the terms of "animate", read into motions while building. A preset is
//   { "description": "...", "by": "word", "stagger": 0.06, "order": ..., "text": true,
//     "distance": "5vmin", "partDistance": "0.6em", "motions": [{ "from": {...}, "duration": 0.6, "ease": ... }] }
// where numbers in "position", "letterSpacing" and "blur" count distances: the first for a whole layer, the second for
// the parts of a text. Its name says which way things move, so on the way out they go on in that way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace fp {

// assets/styles/presets.json: an object, by name.
const Json& motion_presets();

// The same ease backwards in time, for leaving: what slows down at the end speeds up from the start.
Json mirrored_ease(const Json& ease);

}  // namespace fp

// Easings as templates write them. Pure functions.
#pragma once

#include <optional>

#include "engine/core/json.hpp"
#include "engine/template/values.hpp"

namespace fp {

// A name, [x1, y1, x2, y2] or {"spring": {...}}. nullopt for what is none of these: an expression, a style's "@name".
std::optional<Ease> plain_ease(const Json& json);

}  // namespace fp

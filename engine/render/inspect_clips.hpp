// What would surprise a viewer of footage or a listener: found without drawing anything. Internal to engine/render.
#pragma once

#include "engine/render/inspect.hpp"

namespace fp {

// Adds what it finds to `findings`. An error where a file cannot be read, or its sound not be planned.
Result<void> inspect_clips(const Composition& composition, Assets& assets, std::vector<Finding>& findings);

}  // namespace fp

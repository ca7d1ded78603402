// Which files a composition draws from.
#pragma once

#include <map>
#include <string>

#include "engine/core/hash.hpp"
#include "engine/display/assets.hpp"
#include "engine/template/composition.hpp"

namespace fp {

// Reads every picture and font the composition uses and gives their hashes by name. All that are missing at once.
Result<std::map<std::string, Sha256>> asset_hashes(const Composition& composition, Assets& assets);

}  // namespace fp

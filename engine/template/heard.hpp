// Which layers are heard.
#pragma once

#include <vector>

#include "engine/template/composition.hpp"

namespace fp {

// The first layer among these and in their groups that has sound and is there at all; null: none. Whether its file has
// any sound is not known here.
const Layer* first_heard(const std::vector<Layer>& layers);

}  // namespace fp

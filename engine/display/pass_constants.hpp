// shaders/pass.h for C++.
#pragma once

#include <cstdint>

namespace fp {
using uint = uint32_t;
#include "shaders/pass.h"
static_assert(sizeof(PassConstants) == 50 * 4);
}  // namespace fp

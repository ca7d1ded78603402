// What has to be done while a child may still do anything.
#pragma once

#include "engine/media/media_protocol.hpp"

namespace fp::media {

// Sets up libav's log and tables. `plain`: its code without SIMD, whose floats are the same on every CPU.
void prepare(bool plain);

}  // namespace fp::media

// How the time inside a group passes, as a function: for evaluating it, and for editors that show it.
#pragma once

#include "engine/template/composition.hpp"

namespace fp {

// The frame inside at a frame counted from the group's in-point. Frames 0 to n-1 are there to be seen; back and forth
// turns at both.
double frame_inside(const Clock& clock, double frame);

}  // namespace fp

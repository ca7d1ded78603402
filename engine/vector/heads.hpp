// Inside engine/vector: arrowheads of a stroke.
#pragma once

#include <vector>

#include "engine/vector/contour.hpp"

namespace fp {

// Adds the heads' outlines to `out`, each wound as stroke_outline winds, and takes the open contours back under them.
void add_heads(std::vector<Contour>& contours, const StrokeStyle& style, double tolerance, Path& out);

}  // namespace fp

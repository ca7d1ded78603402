// Paints of coloured glyphs as ours. Internal to engine/text.
#pragma once

#include <span>

#include "engine/text/colr.hpp"
#include "engine/vector/drawing.hpp"

namespace fp {

struct ColrPalette {
  std::span<const Color> colors;
  std::optional<Color> text_color;  // what gradients take for it; empty: the text has no one colour
};

ColrResult<Color> color_of(const ColrPalette& palette, const ColrColor& color);

// A solid or a gradient. `space`: the paint's own coordinates to those of what it fills, `area` (in the latter). Empty:
// by the specification nothing is painted, as with a gradient of no extent.
ColrResult<std::optional<DrawingPaint>> fill_of(const ColrPalette& palette, const ColrPaint& paint, const Affine& space,
                                                const Bounds& area);

}  // namespace fp

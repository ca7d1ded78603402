// Coloured glyphs as drawings. Internal to engine/text.
#pragma once

#include <functional>

#include "engine/text/colr_paint.hpp"

namespace fp {

inline constexpr size_t kMaxGlyphPaints = 10'000;  // of one glyph, those reached twice counted twice
inline constexpr size_t kMaxPaintDepth = 64;
inline constexpr int kMaxPaintGroups = 16;  // each needs a surface

using GlyphOutlines = std::function<std::shared_ptr<const Path>(uint32_t)>;

// In font units, y up; hash not set. The items do not depend on the text's colour, only their paints do. Cycles, and
// what is larger than the limits above or a million units, are errors as everything damaged is.
ColrResult<Drawing> color_glyph_drawing(const ColrTable& table, const ColrPalette& palette,
                                        const GlyphOutlines& outlines, uint32_t glyph);

}  // namespace fp

// Text layout: shaping, line breaking, fitting and alignment. Positions are in the layer's own pixels at scale 1, y
// down; the same layout serves every transform, so measuring and drawing can never disagree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/math.hpp"
#include "engine/core/result.hpp"
#include "engine/template/composition.hpp"
#include "engine/text/font.hpp"

namespace fp {

struct Glyph {
  const Font* font = nullptr;
  uint32_t id = 0;
  Vec2 origin{};  // pen position of the glyph, on its baseline
};

struct TextLayout {
  std::vector<Glyph> glyphs;
  double size = 0;  // em size used, after fitting
  Vec2 box{};       // the layer's size: the given box, or the measured extent where none was given
  Bounds ink;       // advance-based extent of all lines: what must stay inside the box
  int lines = 0;
  bool shrunk = false;     // smaller than asked
  bool truncated = false;  // an ellipsis was put
  bool overflows = false;  // still larger than the box
};

struct TextRequest {
  const TextContent* content = nullptr;
  double size = 0;                      // evaluated em size
  double letter_spacing = 0;            // evaluated
  std::optional<double> width, height;  // box, where given
};

// `fonts` is the fallback chain, first choice first; not empty. A character none of them has is an error naming the
// character (as U+XXXX and itself) and the fonts tried. Line breaks: ICU; explicit '\n' honoured. Overflow::error
// reports what does not fit.
Result<TextLayout> layout_text(const TextRequest& request, const std::vector<std::shared_ptr<const Font>>& fonts);

// All glyph outlines of a layout as one path in the layer's own pixels.
Path outline(const TextLayout& layout);

}  // namespace fp

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
#include "engine/text/hyphenate.hpp"

namespace fp {

struct Glyph {
  const Font* font = nullptr;
  uint32_t id = 0;
  Vec2 origin{};    // pen position of the glyph, on its baseline
  double size = 0;  // em, pixels
};

// The glyphs that stand for one grapheme cluster (or for several, in a ligature): what is never torn apart.
struct TextCluster {
  uint32_t glyphs_begin = 0, glyphs_end = 0;  // of TextLayout::glyphs; in order
  uint32_t span = 0;                          // of TextContent::spans
  uint32_t line = 0, word = 0, grapheme = 0;  // its parts, each counted from 0 in reading order over the whole text
  double left = 0, right = 0;                 // of its advance, letter spacing up to the next included
  double baseline = 0;
  double size = 0;  // em, pixels
};

// Where a span's rules run, from the baseline and in pixels, y down; thickness 0: none.
struct TextRule {
  double top = 0, thickness = 0;
};
struct SpanRules {
  TextRule underline, strike;
};

struct TextLayout {
  std::vector<Glyph> glyphs;          // line by line, each in visual order
  std::vector<TextCluster> clusters;  // in the same order
  std::vector<SpanRules> rules;       // per span
  double size = 0;                    // em size used, after fitting
  Vec2 box{};                         // the layer's size: the given box, or the measured extent where none was given
  Bounds ink;                         // advance-based extent of all lines: what must stay inside the box
  int lines = 0, words = 0, graphemes = 0;
  bool shrunk = false;                             // smaller than asked
  bool truncated = false;                          // an ellipsis was put
  bool overflows = false;                          // still larger than the box
  std::vector<std::shared_ptr<const Font>> fonts;  // keeps those of the glyphs alive
};

struct SpanRequest {
  std::vector<std::shared_ptr<const Font>> fonts;  // fallback chain, first choice first; not empty
  double size = 0;                                 // evaluated, as the following
  double letter_spacing = 0;
  double baseline_shift = 0;
};
struct TextRequest {
  const TextContent* content = nullptr;
  double size = 0;                          // evaluated em size
  std::vector<SpanRequest> spans;           // one for each of the content's
  std::optional<double> width, height;      // box, where given
  const HyphenPatterns* hyphens = nullptr;  // with Hyphens::automatic
};

// A character none of a span's fonts has is an error naming the character (as U+XXXX and itself) and the fonts tried.
// Line breaks: ICU; explicit '\n' honoured. Overflow::error reports what does not fit.
Result<TextLayout> layout_text(const TextRequest& request);

// An underline leaves a gap of its thickness around what of its span's glyphs crosses it (CSS's
// text-decoration-skip-ink: auto), but not under full-width characters. The outlines of one cluster's glyphs (those
// without colours of their own), and of the rules under and through some clusters of one line and span that stand side
// by side, in the layer's own pixels.
Path outline(const TextLayout& layout, const TextCluster& cluster);
Path rules(const TextLayout& layout, const TextCluster& first, const TextCluster& last);
// Everything that is drawn as outlines in one span.
Path outline(const TextLayout& layout, uint32_t span);

}  // namespace fp

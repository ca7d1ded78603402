// From text to positioned glyphs of one paragraph, in em units: nothing here depends on the size it will be drawn at.
#pragma once

#include <hb.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/text/bidi.hpp"
#include "engine/text/font.hpp"

namespace fp {

struct ShapeStyle {
  const std::vector<std::shared_ptr<const Font>>* fonts = nullptr;  // the fallback chain, not empty
  std::string language;                                             // BCP 47; empty: none
  std::vector<hb_feature_t> features;
};

// A stretch of one font, one script and one direction.
struct TextRun {
  size_t begin = 0, end = 0;  // UTF-16 offsets
  const Font* font = nullptr;
  hb_script_t script = HB_SCRIPT_COMMON;
  uint8_t level = 0;  // bidi embedding level; odd is right to left
};

struct ShapedGlyph {
  uint32_t id = 0;
  uint32_t cluster = 0;                             // UTF-16 offset of the first character it stands for
  int32_t advance = 0, x_offset = 0, y_offset = 0;  // font units, y up
};

struct ShapedRun {
  TextRun run;
  std::vector<ShapedGlyph> glyphs;  // in visual order, left to right
};

struct ShapedParagraph {
  std::u16string text;
  BidiLevels bidi;
  std::vector<size_t> graphemes;         // ends of grapheme clusters
  std::vector<ShapedRun> runs;           // in logical order
  std::vector<double> em_before;         // per offset 0..size: ems advanced by the clusters that start before it
  std::vector<int32_t> clusters_before;  // per offset 0..size: clusters that start before it
  std::vector<bool> safe_break;          // per offset 0..size: cutting there leaves both sides' shapes as they are
};

// Font fallback per grapheme cluster, script and direction runs. Characters no font has are errors, each named once.
Result<std::vector<TextRun>> itemize(const std::u16string& text, const std::vector<size_t>& graphemes,
                                     const std::vector<std::shared_ptr<const Font>>& fonts, const BidiLevels& bidi);

Result<ShapedParagraph> shape_paragraph(std::u16string text, const ShapeStyle& style,
                                        int direction = kDirectionFromText);
// A stretch of a paragraph on its own: its directions were settled with the whole paragraph in view.
Result<ShapedParagraph> shape_paragraph(std::u16string text, const ShapeStyle& style, BidiLevels bidi);

// What is told when no font of the chain has these characters.
Errors missing_glyphs(const std::vector<char32_t>& characters, const std::vector<std::shared_ptr<const Font>>& fonts);

}  // namespace fp

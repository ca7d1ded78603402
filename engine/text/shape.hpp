// From text to positioned glyphs of one paragraph, in ems: nothing here depends on the size it will be drawn at.
#pragma once

#include <hb.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/text/bidi.hpp"
#include "engine/text/font.hpp"
#include "engine/text/unicode.hpp"

namespace fp {

// How one span of the text is set.
struct SpanStyle {
  std::vector<std::shared_ptr<const Font>> fonts;  // the fallback chain, not empty
  std::vector<hb_feature_t> features;
  double ratio = 1;           // its em size over the text's
  double letter_spacing = 0;  // pixels after each cluster
};
struct ShapeStyle {
  std::vector<SpanStyle> spans;
  std::string language;  // BCP 47; empty: none
};

// A stretch of one span, one font, one script and one direction.
struct TextRun {
  size_t begin = 0, end = 0;  // UTF-16 offsets
  const Font* font = nullptr;
  hb_script_t script = HB_SCRIPT_COMMON;
  uint8_t level = 0;  // bidi embedding level; odd is right to left
  uint16_t span = 0;
  double ratio = 1;
  double letter_spacing = 0;  // 0 in scripts whose letters join
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
  StyledText styled;
  BidiLevels bidi;
  std::vector<size_t> graphemes;         // ends of grapheme clusters
  std::vector<ShapedRun> runs;           // in logical order
  std::vector<double> em_before;         // per offset 0..size: ems (of the text) advanced by the clusters before it
  std::vector<double> px_before;         // and pixels of letter spacing
  std::vector<int32_t> clusters_before;  // per offset 0..size: clusters that start before it
  std::vector<bool> safe_break;          // per offset 0..size: cutting there leaves both sides' shapes as they are

  const std::u16string& text() const { return styled.text; }
};

// Font fallback per grapheme cluster, script and direction runs. Clusters that ask to be emoji take the first font with
// colours that has them, those that ask to be text the first without. Characters no font has are errors, each named
// once.
Result<std::vector<TextRun>> itemize(const StyledText& styled, const std::vector<size_t>& graphemes,
                                     const ShapeStyle& style, const BidiLevels& bidi);

Result<ShapedParagraph> shape_paragraph(StyledText styled, const ShapeStyle& style, int direction = kDirectionFromText);
// A stretch of a paragraph on its own: its directions were settled with the whole paragraph in view.
Result<ShapedParagraph> shape_paragraph(StyledText styled, const ShapeStyle& style, BidiLevels bidi);

// What is told when no font of the chain has these characters.
Errors missing_glyphs(const std::vector<char32_t>& characters, const std::vector<std::shared_ptr<const Font>>& fonts);

}  // namespace fp

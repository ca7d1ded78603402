// Lines: where a shaped text is cut to fit a width, and the glyphs of each line in visual order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/template/composition.hpp"
#include "engine/text/shape.hpp"

namespace fp {

// A paragraph with the places a line may end.
struct Paragraph {
  ShapedParagraph shaped;
  std::vector<size_t> break_ends;  // ascending; the last is the text's size
  std::vector<size_t> hyphens;     // those of them where a hyphen is shown
};

// Widths are compared with this much slack, so that a text fits a box of its own measured size.
inline constexpr double kFitSlack = 1.0 / 1024;

// [begin, end) of a paragraph's text; trailing spaces are inside but hang: they are neither drawn nor measured.
struct LineSpan {
  size_t paragraph = 0;
  size_t begin = 0, end = 0;
};

struct Wrapped {
  std::vector<LineSpan> lines;  // at least one per paragraph
  double width = 0;             // of the widest line
  bool broke_word = false;      // a word was wider than the box and was cut between graphemes
};

// How lines are made: the text's em size in pixels, and what to do at the width.
struct Setting {
  double size = 0;
  std::optional<double> width;  // absent: one line per paragraph
  bool balance = false;         // lines of a paragraph as even as their number allows
};

// The glyphs of one line, shaped as a line of its own where the cut touched a ligature, a kerned pair or a joined
// letter. Clusters are offsets in the paragraph; those of an added hyphen or ellipsis lie at the line's end.
struct Line {
  std::vector<ShapedRun> runs;  // in visual order, left to right
  double ems = 0, px = 0;       // advance: ems times the size, and letter spacing between clusters
};
double width_of(const Line& line, double size);

Result<Line> make_line(const Paragraph& paragraph, size_t begin, size_t end, const ShapeStyle& style);

// Greedy line breaking, evened out where asked.
Result<Wrapped> wrap_text(const std::vector<Paragraph>& paragraphs, const Setting& setting, const ShapeStyle& style);

// The line cut back to whole graphemes until it and an ellipsis fit the width; at least the ellipsis is left.
Result<Line> make_ellipsis_line(const Paragraph& paragraph, size_t begin, size_t end, const Setting& setting,
                                const ShapeStyle& style);

}  // namespace fp

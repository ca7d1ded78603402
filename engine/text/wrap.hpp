// Lines: where a shaped text is cut to fit a width, and the glyphs of each line in visual order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/text/shape.hpp"

namespace fp {

// A paragraph with the places a line may end.
struct Paragraph {
  ShapedParagraph shaped;
  std::vector<size_t> break_ends;
};

struct Metrics {
  double size = 0;            // em, pixels
  double letter_spacing = 0;  // pixels between clusters
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

// The glyphs of one line, shaped as a line of its own where the cut touched a ligature, a kerned pair or a joined
// letter.
struct Line {
  std::vector<ShapedRun> runs;  // in visual order, left to right
  double ems = 0;
  int clusters = 0;
};
double width_of(const Line& line, const Metrics& metrics);

Result<Line> make_line(const ShapedParagraph& paragraph, size_t begin, size_t end, const ShapeStyle& style);

// Greedy line breaking; without a width, one line per paragraph.
Result<Wrapped> wrap_text(const std::vector<Paragraph>& paragraphs, std::optional<double> width, const Metrics& metrics,
                          const ShapeStyle& style);

// The line cut back to whole graphemes until it and an ellipsis fit the width; at least the ellipsis is left.
Result<Line> make_ellipsis_line(const ShapedParagraph& paragraph, size_t begin, size_t end, std::optional<double> width,
                                const Metrics& metrics, const ShapeStyle& style);

}  // namespace fp

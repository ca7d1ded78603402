// What a text layer says: its words in runs, how they are set, how their parts move. Units as in composition.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/template/motions.hpp"
#include "engine/template/values.hpp"

namespace fp {

// A box behind words. Lengths in em, so that it shrinks with them.
struct TextPlate {
  Tint color;
  Vec2 padding{};  // beside, and above and below, what letters may reach
  double radius = 0;
  bool each_line = false;  // of a whole text: one behind every line, instead of one behind all
};

// A stretch of a text with its own style. What a template leaves out is the text layer's.
struct TextSpan {
  struct Feature {
    char tag[4] = {};
    uint32_t value = 1;
  };
  struct Axis {  // of a variable font, such as wght
    char tag[4] = {};
    Scalar value;
  };
  // Words as they are sung: the fill gives way to another one along the line, as they are read.
  struct Sweep {
    Tint color;
    Scalar progress;  // 0: the fill, 1: all of the words in `color`
  };
  size_t bytes = 0;                // how much of TextContent::text it is; the spans together are all of it
  std::vector<std::string> fonts;  // names into Composition::fonts, the fallback chain
  std::optional<Scalar> size;      // em size, pixels; absent: the text's own, times `relative_size`
  double relative_size = 1;
  std::optional<Paint> fill;
  std::optional<Stroke> stroke;  // under the fill
  Scalar letter_spacing;         // pixels added after each cluster
  Scalar baseline_shift;         // pixels upward
  std::vector<Axis> axes;
  std::vector<Feature> features;  // OpenType
  bool underline = false, strike = false;
  std::optional<TextPlate> plate;  // on each line its words stand on
  std::optional<Sweep> sweep;      // of fills of one colour
};

class NumberText;

// A number as it stands at a moment, in place of words.
struct RunningNumber {
  Scalar value;
  std::shared_ptr<const NumberText> format;
  // An odometer: what a step of its last digit is worth; 0: none. Words show values + `padding` without its first
  // digit, so that they always have as many.
  double unit = 0, padding = 0;
  int decimals = 0;
  double widest = 0;  // the value whose text is the longest: what "fit" goes by, so that the size stays
};

struct TextContent {
  enum class Align : uint8_t { left, center, right, start, end };  // start, end: by each paragraph's direction
  // cap and baseline measure the text from the first line's capitals or baseline to the last line's baseline.
  enum class VerticalAlign : uint8_t { top, middle, bottom, cap, baseline };
  enum class Direction : uint8_t { automatic, ltr, rtl };      // automatic: by a paragraph's first strong character
  enum class Wrap : uint8_t { none, greedy, balance };         // only where the box has a width
  enum class Hyphens : uint8_t { none, manual, automatic };    // manual: at soft hyphens; automatic: by patterns too
  enum class Fit : uint8_t { none, shrink };                   // shrink: down to min_size until the box holds it
  enum class Overflow : uint8_t { visible, ellipsis, error };  // what still does not fit
  std::string text;                                            // UTF-8, already interpolated; '\n' breaks lines
  std::vector<TextSpan> spans;                                 // at least one, in order
  std::optional<RunningNumber> number;                         // then `text` is empty, and there is one span
  Scalar size;                                                 // em size, pixels
  double min_size = 0;                                         // with Fit::shrink
  double line_height = 1.2;                                    // times the em size
  Align align = Align::left;
  VerticalAlign vertical_align = VerticalAlign::top;
  Direction direction = Direction::automatic;
  Wrap wrap = Wrap::greedy;
  Hyphens hyphens = Hyphens::manual;
  Fit fit = Fit::none;
  Overflow overflow = Overflow::visible;
  int max_lines = 0;     // 0 = no limit
  std::string language;  // BCP 47, for line breaking and shaping
  std::string path;      // SVG path data in the layer's pixels that the baseline follows; empty: straight lines
  Scalar path_offset;    // pixels along the path
  std::optional<TextPlate> plate;  // behind all of it
  std::vector<Motion> motions;     // of parts; those of the whole layer are Layer::motions
};

}  // namespace fp

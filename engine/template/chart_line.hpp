// Lines, sparklines, areas under lines. Units as in charts.hpp.
#pragma once

#include <mutex>

#include "engine/template/charts.hpp"

namespace fp {

inline constexpr size_t kMaxLines = 50;

// One line: x ascends strictly; a y that is missing is NaN, the first and the last one never are. At least one point.
struct LineSeries {
  std::string name;
  std::vector<double> x, y;
};

struct LineArea {
  std::optional<Color> color;  // absent: the line's
  double opacity = 0.35;       // where the line is farthest from the baseline; towards it it fades to nothing
};

struct LinePoints {
  double radius = 7;
  std::optional<Color> color;  // absent: the line's
  double outline = 0;          // width of a ring in the line's colour
};

// A text at a line's front or end. Without a colour of its own it has the line's.
struct LineText {
  ChartText text;
  bool own_color = false;
};

// What a chart of lines comes to in pixels; engine/chart works it out once, when the chart is first drawn. A function
// of the rest alone, so that it does not matter by whom and when.
struct LinePlan;
struct LinePlanOnce {
  std::once_flag once;
  std::shared_ptr<const LinePlan> plan;
};

struct LineContent {
  enum class X : uint8_t { number, date, text };  // date: milliseconds since 1970, UTC; text: index into `x_names`
  enum class Curve : uint8_t { linear, monotone, step };
  enum class Scale : uint8_t { linear, log, sqrt };
  Vec2 size{};
  X x = X::number;
  std::vector<std::string> x_names;
  std::vector<LineSeries> series;  // at least one
  Curve curve = Curve::linear;
  double width = 4;
  bool connects = false;      // over what is missing
  std::vector<Color> colors;  // in turn
  std::optional<Color> highlight;
  Color muted;                // of all lines but the highlighted one
  std::string highlight_key;  // "": the line that ends highest
  std::optional<LineArea> area;
  std::optional<LinePoints> points;
  std::optional<LineText> front;  // its value; over or under it where there is no room at the right
  double dot = 0;                 // radius, at the front
  std::optional<LineText> ends;   // its name
  bool end_values = false;        // and its last value
  ChartDomain domain;
  bool zero = false;  // 0 is within the domain
  Scale scale = Scale::linear;
  std::optional<ChartAxis> x_axis, y_axis;
  std::optional<Color> baseline;
  double baseline_width = 2, base = 0;    // the value it stands at, and that areas reach to
  double left = 0, right = 0, below = 0;  // rooms for texts beside the lines
  std::string locale;
  std::shared_ptr<LinePlanOnce> worked_out = std::make_shared<LinePlanOnce>();
};

}  // namespace fp

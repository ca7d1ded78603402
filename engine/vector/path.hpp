// Outlines: building, SVG path data, flattening, stroking. Coordinates are doubles in the space the caller chose.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/math.hpp"
#include "engine/core/result.hpp"
#include "engine/template/composition.hpp"

namespace fp {

// Segments as a verb list with points: move 1, line 1, quad 2, cubic 3, close 0.
struct Path {
  enum class Verb : uint8_t { move, line, quad, cubic, close };
  std::vector<Verb> verbs;
  std::vector<Vec2> points;

  void move_to(Vec2 p);
  void line_to(Vec2 p);
  void quad_to(Vec2 c, Vec2 p);
  void cubic_to(Vec2 c1, Vec2 c2, Vec2 p);
  void close();
  bool empty() const { return verbs.empty(); }
};

// SVG 1.1 path data (all commands, relative and absolute, arcs included). The error's column is the offset in `d`,
// from 1. At most 1,000,000 segments; all coordinates finite and within +-1e6.
Result<Path> parse_path_data(std::string_view d);

Path rectangle_path(Vec2 size, const double radius[4]);  // radii clamped as CSS does when they overlap
Path ellipse_path(Vec2 size);                            // inscribed in (0,0)-(size)
Path polyline_path(const std::vector<Vec2>& points, bool closed);

struct Bounds {
  Vec2 min{}, max{};
};
Bounds control_bounds(const Path& path);            // of all control points; zero-sized at the origin when empty
Bounds mapped(const Affine& m, const Bounds& box);  // the upright box around the mapped one

void append(Path& path, const Path& other, const Affine& m);
Path transformed(const Path& path, const Affine& m);

// Curves replaced by lines that stay within `tolerance` of them (same unit as the points).
Path flattened(const Path& path, double tolerance);

struct StrokeStyle {
  double width = 1;
  Stroke::Cap cap = Stroke::Cap::butt;
  Stroke::Join join = Stroke::Join::miter;
  double miter_limit = 4;
  // The part of every subpath that is drawn, in fractions of its length: from `trim_start` to `trim_end`, both moved by
  // `trim_offset` round the subpath.
  double trim_start = 0, trim_end = 1, trim_offset = 0;
  std::vector<double> dash;  // lengths on, off, on ...; an odd count counts twice (SVG); empty or all 0: solid
  double dash_offset = 0;
  Stroke::Head start_head = Stroke::Head::none, end_head = Stroke::Head::none;  // at the ends of open subpaths
  double head_size = 4;                                                         // times the width
};
// The outline of the stroke, to be filled with the non-zero rule. `tolerance` for curves, caps and round joins. First
// trimmed, then dashed (from the trimmed beginning); a subpath of more than 100,000 dashes is drawn solid.
Path stroke_outline(const Path& path, const StrokeStyle& style, double tolerance);

}  // namespace fp

#include <algorithm>
#include <cmath>
#include <polyclipping/clipper.hpp>

#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

constexpr double kGrid = 1024;  // Clipper stays in 64-bit arithmetic up to 2^30
constexpr double kFarthest = 1e6;

ClipperLib::cInt to_grid(double v) {
  if (!(v > -kFarthest)) v = -kFarthest;  // NaN too
  return static_cast<ClipperLib::cInt>(std::floor(std::min(v, kFarthest) * kGrid + 0.5));
}

ClipperLib::Paths polygons_of(const Path& path, double tolerance) {
  ClipperLib::Paths polygons;
  const Path lines = flattened(path, tolerance);
  size_t at = 0;
  for (const Path::Verb verb : lines.verbs) {
    if (verb == Path::Verb::close) continue;
    if (verb == Path::Verb::move || polygons.empty()) polygons.emplace_back();
    const Vec2 p = lines.points[at++];
    polygons.back().emplace_back(to_grid(p.x), to_grid(p.y));
  }
  return polygons;
}

// Under the non-zero rule: outer contours one way round, holes the other.
ClipperLib::Paths filled(const Operand& operand, double tolerance) {
  ClipperLib::Paths result;
  ClipperLib::Clipper clipper;
  clipper.AddPaths(polygons_of(operand.path, tolerance), ClipperLib::ptSubject, true);
  const auto rule = operand.even_odd ? ClipperLib::pftEvenOdd : ClipperLib::pftNonZero;
  clipper.Execute(ClipperLib::ctUnion, result, rule, rule);
  return result;
}

ClipperLib::ClipType operation(ShapeContent::Combined::Rule rule) {
  using Rule = ShapeContent::Combined::Rule;
  switch (rule) {
    case Rule::subtract:
      return ClipperLib::ctDifference;
    case Rule::intersect:
      return ClipperLib::ctIntersection;
    case Rule::exclude:
      return ClipperLib::ctXor;
    case Rule::unite:
      break;
  }
  return ClipperLib::ctUnion;
}

Path path_of(const ClipperLib::Paths& polygons) {
  Path path;
  for (const ClipperLib::Path& polygon : polygons) {
    for (size_t i = 0; i < polygon.size(); ++i) {
      const Vec2 p{static_cast<double>(polygon[i].X) / kGrid, static_cast<double>(polygon[i].Y) / kGrid};
      i ? path.line_to(p) : path.move_to(p);
    }
    path.close();
  }
  return path;
}

}  // namespace

Path combined(ShapeContent::Combined::Rule rule, const std::vector<Operand>& operands, double tolerance) {
  if (operands.empty()) return {};
  try {
    ClipperLib::Paths result = filled(operands[0], tolerance);
    for (size_t i = 1; i < operands.size(); ++i) {
      ClipperLib::Clipper clipper;
      clipper.AddPaths(result, ClipperLib::ptSubject, true);
      clipper.AddPaths(filled(operands[i], tolerance), ClipperLib::ptClip, true);
      ClipperLib::Paths next;
      clipper.Execute(operation(rule), next, ClipperLib::pftNonZero, ClipperLib::pftNonZero);
      result = std::move(next);
    }
    return path_of(result);
  } catch (const ClipperLib::clipperException&) {
    return {};  // only for coordinates beyond its range, which the grid excludes
  }
}

Path without_even_odd(const Path& path, double tolerance) {
  return combined(ShapeContent::Combined::Rule::unite, {{path, true}}, tolerance);
}

}  // namespace fp

#include <algorithm>
#include <cmath>

#include "engine/display/survey.hpp"

namespace fp {
namespace {

double cross(Vec2 a, Vec2 b) {
  return a.x * b.y - a.y * b.x;
}

double signed_area(const std::vector<Vec2>& polygon) {
  double sum = 0;
  for (size_t i = 0; i < polygon.size(); ++i) sum += cross(polygon[i], polygon[(i + 1) % polygon.size()]);
  return sum / 2;
}

std::vector<Vec2> clockwise(const Quad& quad) {
  std::vector<Vec2> polygon(quad.begin(), quad.end());
  if (signed_area(polygon) < 0) std::ranges::reverse(polygon);
  return polygon;
}

// What of the polygon lies on the inner side of the line from `a` to `b` (Sutherland and Hodgman).
std::vector<Vec2> cut(const std::vector<Vec2>& polygon, Vec2 a, Vec2 b) {
  std::vector<Vec2> kept;
  for (size_t i = 0; i < polygon.size(); ++i) {
    const Vec2 p = polygon[i], q = polygon[(i + 1) % polygon.size()];
    const double at_p = cross(b - a, p - a), at_q = cross(b - a, q - a);
    if (at_p >= 0) kept.push_back(p);
    if ((at_p < 0) != (at_q < 0)) kept.push_back(p + (q - p) * (at_p / (at_p - at_q)));
  }
  return kept;
}

}  // namespace

Quad quad_of(Vec2 corner, Vec2 size, const Affine& m) {
  return {apply(m, corner), apply(m, {corner.x + size.x, corner.y}), apply(m, corner + size),
          apply(m, {corner.x, corner.y + size.y})};
}

Bounds bounds_of(const Quad& quad) {
  Bounds bounds{quad[0], quad[0]};
  for (const Vec2& p : quad) {
    bounds.min = {std::min(bounds.min.x, p.x), std::min(bounds.min.y, p.y)};
    bounds.max = {std::max(bounds.max.x, p.x), std::max(bounds.max.y, p.y)};
  }
  return bounds;
}

double area_of(const Quad& quad) {
  return signed_area(clockwise(quad));
}

double shared_area(const Quad& a, const Quad& b) {
  const Bounds first = bounds_of(a), second = bounds_of(b);
  if (first.max.x <= second.min.x || second.max.x <= first.min.x || first.max.y <= second.min.y ||
      second.max.y <= first.min.y)
    return 0;
  std::vector<Vec2> polygon = clockwise(a);
  const std::vector<Vec2> box = clockwise(b);
  for (size_t i = 0; i < box.size() && !polygon.empty(); ++i) polygon = cut(polygon, box[i], box[(i + 1) % box.size()]);
  return signed_area(polygon);
}

double distance_outside(const Quad& quad, const Quad& box) {
  const std::vector<Vec2> sides = clockwise(box);
  double farthest = 0;
  for (size_t i = 0; i < sides.size(); ++i) {
    const Vec2 along = sides[(i + 1) % sides.size()] - sides[i];
    const double length = std::sqrt(along.x * along.x + along.y * along.y);
    if (!(length > 0)) continue;
    for (const Vec2& p : quad) farthest = std::max(farthest, -cross(along, p - sides[i]) / length);
  }
  return farthest;
}

}  // namespace fp

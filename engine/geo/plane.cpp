#include "engine/geo/plane.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr PlaneBox kNothing{{kInfinity, kInfinity}, {-kInfinity, -kInfinity}};

PlaneBox with(PlaneBox e, Vec2 p) {
  return {{std::min(e.low.x, p.x), std::min(e.low.y, p.y)}, {std::max(e.high.x, p.x), std::max(e.high.y, p.y)}};
}

double cross(Vec2 a, Vec2 b) {
  return a.x * b.y - a.y * b.x;
}

// Twice the area, by a sign of its own, and the moments, both from the ring's first point for exactness.
struct Moments {
  double twice = 0;
  Vec2 first{0, 0};  // six times the area times the centre's place from the ring's first point
};
Moments moments(const Ring& ring) {
  Moments m;
  for (size_t i = 1; i + 1 < ring.size(); ++i) {
    const Vec2 a = ring[i] - ring[0], b = ring[i + 1] - ring[0];
    const double c = cross(a, b);
    m.twice += c;
    m.first += (a + b) * c;
  }
  return m;
}

bool holds(const Ring& ring, Vec2 p) {
  bool inside = false;
  for (size_t i = 0; i < ring.size(); ++i) {
    const Vec2 a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
    if ((a.y > p.y) == (b.y > p.y)) continue;
    if (a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y)) > p.x) inside = !inside;
  }
  return inside;
}

bool reaches(const PlaneBox& outer, const PlaneBox& inner) {
  return outer.low.x <= inner.low.x && outer.low.y <= inner.low.y && outer.high.x >= inner.high.x &&
         outer.high.y >= inner.high.y;
}

// +1 for rings that fill, -1 for those that are holes: by how many others lie around them.
std::vector<double> signs(std::span<const Ring> rings) {
  std::vector<PlaneBox> extents;
  std::vector<size_t> order, open;  // from west to east, and those of them that reach as far as the current one
  for (size_t i = 0; i < rings.size(); ++i) {
    extents.push_back(extent_of(std::span(&rings[i], 1)));
    if (rings[i].size() >= 2) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](size_t i) { return extents[i].low.x; });
  std::vector<double> out(rings.size(), 1);
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    const double west = extents[order[begin]].low.x;
    std::erase_if(open, [&](size_t k) { return extents[k].high.x < west; });
    for (; end < order.size() && extents[order[end]].low.x == west; ++end) open.push_back(order[end]);
    for (size_t n = begin; n < end; ++n) {
      const size_t i = order[n];
      const Vec2 p = (rings[i][0] + rings[i][1]) * 0.5;  // corners are where rings may touch
      for (const size_t k : open) {
        if (k != i && reaches(extents[k], extents[i]) && holds(rings[k], p)) out[i] = -out[i];
      }
    }
  }
  return out;
}

}  // namespace

PlaneBox united(const PlaneBox& a, const PlaneBox& b) {
  if (a.empty()) return b;
  return b.empty() ? a : with(with(a, b.low), b.high);
}

PlaneBox extent_of(std::span<const Ring> rings) {
  PlaneBox e = kNothing;
  for (const Ring& ring : rings) {
    for (const Vec2 p : ring) e = with(e, p);
  }
  return e;
}

PlaneBox extent_of(const Shape& shape) {
  PlaneBox e = united(extent_of(shape.rings), extent_of(shape.lines));
  for (const Vec2 p : shape.points) e = united(e, {p, p});
  return e;
}

PlaneBox extent_of(std::span<const Shape> shapes) {
  PlaneBox e = kNothing;
  for (const Shape& shape : shapes) e = united(e, extent_of(shape));
  return e;
}

Affine fit(const PlaneBox& extent, Vec2 size, double padding) {
  if (extent.empty()) return {};
  const Vec2 have = extent.high - extent.low;
  const Vec2 room{std::max(size.x - 2 * padding, 0.0), std::max(size.y - 2 * padding, 0.0)};
  double scale = kInfinity;
  if (have.x > 0) scale = room.x / have.x;
  if (have.y > 0) scale = std::min(scale, room.y / have.y);
  if (!std::isfinite(scale) || scale <= 0) scale = 1;
  const Vec2 middle = (extent.low + extent.high) * 0.5;
  return {scale, 0, 0, scale, size.x / 2 - middle.x * scale, size.y / 2 - middle.y * scale};
}

void transform(std::vector<Ring>& rings, const Affine& m) {
  for (Ring& ring : rings) {
    for (Vec2& p : ring) p = apply(m, p);
  }
}

void transform(ProjectedMap& map, const Affine& m) {
  for (Shape& shape : map.shapes) {
    transform(shape.rings, m);
    transform(shape.lines, m);
    for (Vec2& p : shape.points) p = apply(m, p);
  }
  transform(map.interior, m);
  transform(map.exterior, m);
}

double area(std::span<const Ring> rings) {
  const std::vector<double> sign = signs(rings);
  double sum = 0;
  for (size_t i = 0; i < rings.size(); ++i) sum += sign[i] * std::fabs(moments(rings[i]).twice);
  return sum / 2;
}

Vec2 centroid(std::span<const Ring> rings) {
  const std::vector<double> sign = signs(rings);
  double twice = 0;
  Vec2 sum{};
  for (size_t i = 0; i < rings.size(); ++i) {
    const Moments m = moments(rings[i]);
    const double s = m.twice < 0 ? -sign[i] : sign[i];
    twice += s * m.twice;
    if (!rings[i].empty()) sum += (m.first / 3.0 + rings[i][0] * m.twice) * s;
  }
  if (twice > 0) return sum / twice;
  const PlaneBox e = extent_of(rings);
  return e.empty() ? Vec2{} : (e.low + e.high) * 0.5;
}

}  // namespace fp

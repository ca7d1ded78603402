// Measuring and thinning out projected shapes. Units are the caller's; y is down; rings follow the even-odd rule.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/geo/projection.hpp"

namespace fp {

struct PlaneBox {
  Vec2 low{0, 0}, high{0, 0};  // low.x > high.x: of nothing
  bool empty() const { return !(low.x <= high.x && low.y <= high.y); }
  bool operator==(const PlaneBox&) const = default;
};
PlaneBox extent_of(const Shape& shape);
PlaneBox extent_of(std::span<const Shape> shapes);  // of a chosen part of a map: copy or unite those that are meant
PlaneBox extent_of(std::span<const Ring> rings);
PlaneBox united(const PlaneBox& a, const PlaneBox& b);

// Scales both axes alike and moves, so that `extent` comes to the middle of the box (0, 0)-(size) and touches two of
// its sides but for `padding`. The identity where there is nothing to fit; an extent that is a point is only moved.
Affine fit(const PlaneBox& extent, Vec2 size, double padding = 0);
void transform(ProjectedMap& map, const Affine& m);
void transform(std::vector<Ring>& rings, const Affine& m);

// Drops points so that every line stays within `tolerance` of where it was (Douglas and Peucker 1973, between points
// where three lines meet): a fourth of a pixel is not seen. What shares a border still does, point for point: rings,
// and the borders drawn over them, are thinned out together and the same way. Rings that come to nothing are dropped.
void simplify(ProjectedMap& map, double tolerance);
std::vector<Ring> simplified(const std::vector<Ring>& rings, double tolerance);

// The area that is filled, in square units.
double area(std::span<const Ring> rings);
// The centre of gravity of what is filled; of the extent where that has no area.
Vec2 centroid(std::span<const Ring> rings);

// Where a label has most room: the place within the largest ring and outside of its holes that is farthest from every
// edge (Garcia-Castellanos and Lombardo 2007, by the quadtree of mapbox/polylabel), to 1/200 of the ring's smaller
// side.
struct LabelPoint {
  Vec2 at{0, 0};
  double room = 0;  // the distance to the closest edge; 0 where there is no area
};
LabelPoint label_point(std::span<const Ring> rings);

}  // namespace fp

// Cutting rings and lines along straight lines of the plane, and closing again what was cut.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/math.hpp"

namespace fp {

// What is left of rings that a closed boundary cut: pieces, whose ends stand on the boundary at parameters `ends`.
// Along the boundary inside and outside alternate from end to end (the even-odd rule), so that each end is linked with
// the one next to it: with the one after it for the first, third, ..., where the boundary begins outside; with the one
// before otherwise. `along(ring, from, to, forward)` appends what lies between two ends.
template <class Point, class Along>
std::vector<std::vector<Point>> rejoined(const std::vector<std::vector<Point>>& pieces,
                                         const std::vector<std::array<double, 2>>& ends, bool begins_inside,
                                         Along along) {
  const size_t count = pieces.size() * 2;
  std::vector<size_t> order(count), rank(count), next(count);
  for (size_t i = 0; i < count; ++i) order[i] = i;
  const auto at = [&](size_t end) { return ends[end / 2][end & 1]; };
  std::ranges::sort(order, [&](size_t a, size_t b) { return at(a) != at(b) ? at(a) < at(b) : a < b; });
  for (size_t i = 0; i < count; ++i) rank[order[i]] = i;
  const auto forward = [&](size_t end) { return (rank[end] & 1) == (begins_inside ? 1u : 0u); };
  for (size_t end = 0; end < count; ++end) {
    next[end] = order[(rank[end] + (forward(end) ? 1 : count - 1)) % count];
  }
  std::vector<std::vector<Point>> rings;
  std::vector<bool> done(pieces.size(), false);
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (done[i]) continue;
    std::vector<Point>& ring = rings.emplace_back();
    for (size_t begin = 2 * i; !done[begin / 2];) {
      const std::vector<Point>& piece = pieces[begin / 2];
      done[begin / 2] = true;
      const size_t end = begin ^ 1;
      if (begin & 1) {
        ring.insert(ring.end(), piece.rbegin(), piece.rend());
      } else {
        ring.insert(ring.end(), piece.begin(), piece.end());
      }
      along(ring, at(end), at(next[end]), forward(end));
      begin = next[end];
    }
  }
  return rings;
}

// The side of a line parallel to an axis: where p[axis] >= limit, or <= limit.
struct HalfPlane {
  int axis = 0;
  double limit = 0;
  bool above = true;
};
void cut(std::vector<std::vector<Vec2>>& rings, const HalfPlane& side);        // closed rings, first not repeated
void cut_lines(std::vector<std::vector<Vec2>>& lines, const HalfPlane& side);  // open lines

// Unrolled rings and lines (longitude, latitude) cut where longitude is 180 plus whole turns, and moved within +-180.
// What goes round the globe more than 64 times is left out.
std::vector<std::vector<Vec2>> cut_to_turn(std::vector<std::vector<Vec2>> rings);
std::vector<std::vector<Vec2>> cut_lines_to_turn(const std::vector<Vec2>& line);

// Even-odd rule.
bool contains(const std::vector<std::vector<Vec2>>& rings, Vec2 p);

}  // namespace fp

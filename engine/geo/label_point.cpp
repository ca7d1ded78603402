// The pole of inaccessibility: squares are divided as long as one may hold a better place than the best known.
#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include "engine/geo/plane.hpp"

namespace fp {
namespace {

double distance2(Vec2 p, Vec2 a, Vec2 b) {
  const Vec2 edge = b - a;
  const double length2 = edge.x * edge.x + edge.y * edge.y;
  double t = length2 > 0 ? ((p.x - a.x) * edge.x + (p.y - a.y) * edge.y) / length2 : 0;
  t = std::clamp(t, 0.0, 1.0);
  const Vec2 away = a + edge * t - p;
  return away.x * away.x + away.y * away.y;
}

// The distance to the closest edge; negative outside.
double room_at(std::span<const Ring> rings, Vec2 p) {
  bool inside = false;
  double closest = std::numeric_limits<double>::infinity();
  for (const Ring& ring : rings) {
    for (size_t i = 0; i < ring.size(); ++i) {
      const Vec2 a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
      if ((a.y > p.y) != (b.y > p.y) && a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y)) > p.x) inside = !inside;
      closest = std::min(closest, distance2(p, a, b));
    }
  }
  return inside ? std::sqrt(closest) : -std::sqrt(closest);
}

struct Square {
  Vec2 middle{};
  double half = 0;
  double room = 0;  // at the middle
  double most = 0;  // anywhere within
  int64_t number = 0;
  bool operator<(const Square& other) const {
    return most != other.most ? most < other.most : number > other.number;  // the older of equals comes first
  }
};

}  // namespace

LabelPoint label_point(std::span<const Ring> rings) {
  constexpr size_t kMostSquares = 20'000, kMostTests = 400'000'000;
  size_t largest = 0, points = 1;
  double most = 0;
  for (size_t i = 0; i < rings.size(); ++i) {
    points += rings[i].size();
    const double size = area(rings.subspan(i, 1));
    if (size > most) most = size, largest = i;
  }
  if (most <= 0) return {.at = centroid(rings)};
  const PlaneBox e = extent_of(rings.subspan(largest, 1));
  const Vec2 size = e.high - e.low;
  const double precision = std::min(size.x, size.y) / 200;
  const double side = std::max(std::min(size.x, size.y), std::max(size.x, size.y) / 32);
  std::priority_queue<Square> queue;
  int64_t number = 0;
  const auto square = [&](Vec2 middle, double half) {
    const double room = room_at(rings, middle);
    return Square{middle, half, room, room + half * 1.41421356237309505, number++};
  };
  const Vec2 centre = centroid(rings.subspan(largest, 1));
  Square best = square(centre, 0);
  for (double x = e.low.x; x < e.high.x; x += side) {
    for (double y = e.low.y; y < e.high.y; y += side) queue.push(square({x + side / 2, y + side / 2}, side / 2));
  }
  const auto allowed = static_cast<int64_t>(std::clamp<size_t>(kMostTests / points, 64, kMostSquares));
  while (!queue.empty() && number < allowed) {
    const Square top = queue.top();
    queue.pop();
    if (top.room > best.room) best = top;
    if (top.most - best.room <= precision) break;
    const double half = top.half / 2;
    for (const Vec2 corner : {Vec2{-1, -1}, Vec2{1, -1}, Vec2{-1, 1}, Vec2{1, 1}}) {
      queue.push(square(top.middle + corner * half, half));
    }
  }
  return {best.middle, std::max(best.room, 0.0)};
}

}  // namespace fp

#include "engine/geo/unroll.hpp"

#include <algorithm>
#include <cmath>

#include "engine/geo/sphere.hpp"

namespace fp {
namespace {

// How far an edge goes east. Edges take the shorter way, except for whole turns along a pole: that is how files close
// Antarctica, and frame the world.
double eastward(LonLat from, LonLat to, bool whole_turns) {
  const double d = to.x - from.x;
  if (std::fabs(d) <= 180) return d;
  if (std::fabs(d) == 360 && (whole_turns || (std::fabs(from.y) == 90 && from.y == to.y))) return d;
  return d - 360 * std::floor(d / 360 + 0.5);
}

std::vector<Vec2> roll_out(const GeoLine& line, double centre, bool whole_turns) {
  std::vector<Vec2> out;
  out.reserve(line.size());
  for (size_t i = 0; i < line.size(); ++i) {
    double x = snapped_longitude(within_turn(line[i].x - centre));
    if (i) {
      const double wanted = out.back().x + eastward(line[i - 1], line[i], whole_turns);
      x += 360 * std::floor((wanted - x) / 360 + 0.5);
    }
    out.push_back({x, line[i].y});
  }
  return out;
}

bool is_flat(const std::vector<Vec2>& points) {
  return std::ranges::all_of(points, [&](Vec2 p) { return p.x == points[0].x; });
}

// Whether less area lies between the ring and the north pole than between it and the south pole.
bool north_is_nearer(const FlatRing& ring) {
  double sum = 0;
  for (size_t i = 0; i < ring.points.size(); ++i) {
    const bool last = i + 1 == ring.points.size();
    Vec2 next = ring.points[last ? 0 : i + 1];
    if (last) next.x += 360 * ring.winding;
    sum += (next.x - ring.points[i].x) * (sine_of_degrees(ring.points[i].y) + sine_of_degrees(next.y));
  }
  return sum * ring.winding > 0;
}

}  // namespace

double snapped_longitude(double degrees) {
  return std::floor(degrees * 0x1p40 + 0.5) * 0x1p-40;
}

double within_turn(double degrees) {
  while (degrees > 180) degrees -= 360;
  while (degrees < -180) degrees += 360;
  return degrees;
}

std::vector<Vec2> unrolled_line(const GeoLine& line, double centre) {
  return roll_out(line, centre, false);
}

FlatRing unrolled(const GeoLine& ring, double centre) {
  FlatRing out{.points = roll_out(ring, centre, false)};
  // A frame given by its corners alone goes from -180 to 180 and back, which as the shorter way is nothing.
  if (is_flat(out.points)) out.points = roll_out(ring, centre, true);
  const double turns = (out.points.back().x - out.points.front().x) / 360;
  out.winding = static_cast<int>(std::floor(turns + 0.5));
  out.points.pop_back();
  return out;
}

FlatPolygon unrolled(const GeoPolygon& polygon, double centre) {
  FlatPolygon out;
  out.rings.reserve(polygon.size());
  for (const GeoLine& ring : polygon) out.rings.push_back(unrolled(ring, centre));
  const auto first = std::ranges::find_if(out.rings, [](const FlatRing& ring) { return ring.winding != 0; });
  if (first != out.rings.end()) out.north = north_is_nearer(*first);
  return out;
}

bool winds(const FlatPolygon& polygon) {
  return std::ranges::any_of(polygon.rings, [](const FlatRing& ring) { return ring.winding != 0; });
}

std::vector<Vec2> closed(const FlatRing& ring, bool north) {
  std::vector<Vec2> out = ring.points;
  if (ring.winding == 0) return out;
  const Vec2 first = ring.points.front();
  const double pole = north ? 90 : -90, end = first.x + 360 * ring.winding;
  out.push_back({end, first.y});
  out.push_back({end, pole});
  out.push_back({first.x, pole});
  return out;
}

bool contains(const FlatPolygon& polygon, LonLat place) {
  bool inside = false;
  for (const FlatRing& ring : polygon.rings) {
    if (polygon.north && (ring.winding & 1)) inside = !inside;
    for (size_t i = 0; i < ring.points.size(); ++i) {  // edges that the meridian crosses north of the place
      const bool last = i + 1 == ring.points.size();
      const Vec2 a = ring.points[i];
      Vec2 b = ring.points[last ? 0 : i + 1];
      if (last) b.x += 360 * ring.winding;
      const double low = std::min(a.x, b.x), high = std::max(a.x, b.x);
      for (double x = place.x + 360 * std::ceil((low - place.x) / 360); x < high; x += 360) {
        if (a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x)) > place.y) inside = !inside;
      }
    }
  }
  return inside;
}

}  // namespace fp

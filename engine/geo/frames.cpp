#include "engine/geo/frames.hpp"

#include <algorithm>
#include <cmath>

#include "engine/geo/cut.hpp"

namespace fp {
namespace {

using Curve = std::vector<Vec2>;

// The inner positions of an edge that the turned globe shows bent, found by halving: the same whichever way it goes.
struct Divider {
  const ProjectionModel& model;
  double step;

  void divide(LonLat a, LonLat b, double from, double to, int depth, std::vector<LonLat>& out) const {
    constexpr double kSmallest = 1e-3, kWidest = 5;  // degrees; meridians come close near the turned globe's poles
    const double size = std::max(std::fabs(b.x - a.x), std::fabs(b.y - a.y));
    const double wide = std::fabs(within_turn(to - from));
    if (depth == 0 || size <= kSmallest || (size <= step && wide <= kWidest)) return;
    const LonLat middle{snapped_longitude((a.x + b.x) / 2), (a.y + b.y) / 2};
    const LonLat place = oblique_place(model, middle);
    divide(a, middle, from, place.x, depth - 1, out);
    out.push_back(place);
    divide(middle, b, place.x, to, depth - 1, out);
  }
};

// Unrolled positions on the turned globe, which take the shorter way there.
Curve turned_curve(const ProjectionModel& model, const Curve& line, double step) {
  const Divider divider{model, step};
  std::vector<LonLat> places;
  for (size_t i = 0; i < line.size(); ++i) {
    const LonLat place = oblique_place(model, line[i]);
    if (i) divider.divide(line[i - 1], line[i], places.back().x, place.x, 16, places);
    places.push_back(place);
  }
  for (size_t i = 1; i < places.size(); ++i) {
    places[i].x += 360 * std::floor((places[i - 1].x - places[i].x) / 360 + 0.5);
  }
  return places;
}

FlatRing turned_ring(const ProjectionModel& model, const FlatRing& ring, double step) {
  Curve line = ring.points;
  line.push_back({line[0].x + 360 * ring.winding, line[0].y});
  FlatRing out{.points = turned_curve(model, line, step)};
  out.winding = static_cast<int>(std::floor((out.points.back().x - out.points.front().x) / 360 + 0.5));
  out.points.pop_back();
  return out;
}

std::vector<Curve> cut_polygon(const FlatPolygon& polygon) {
  std::vector<Curve> rings;
  for (const FlatRing& ring : polygon.rings) rings.push_back(closed(ring, polygon.north));
  return cut_to_turn(std::move(rings));
}

// Whether rings cover what they should at most of a few places; one alone might lie on a border.
bool covers(const std::vector<Curve>& rings, const ProjectionModel& model, const FlatPolygon& source) {
  constexpr LonLat kProbes[] = {{17.3, -41.7}, {-73.1, 12.9}, {121.7, 33.3}, {-151.3, -8.1}, {71.9, 58.7}};
  int good = 0;
  for (const LonLat probe : kProbes) {
    const LonLat place = place_of(turned_back(model.turn, direction_of(probe)));
    good += contains(rings, probe) == contains(source, place) ? 1 : 0;
  }
  return good >= 3;
}

}  // namespace

std::vector<Curve> flat_rings(const ProjectionModel& model, const GeoPolygon& polygon) {
  return cut_polygon(unrolled(polygon, model.centre));
}

std::vector<Curve> flat_lines(const ProjectionModel& model, const GeoLine& line) {
  return cut_lines_to_turn(unrolled_line(line, model.centre));
}

LonLat oblique_place(const ProjectionModel& model, LonLat place) {
  const LonLat turned_place = place_of(turned(model.turn, direction_of({within_turn(place.x), place.y})));
  return {snapped_longitude(turned_place.x), turned_place.y};
}

std::vector<Curve> oblique_rings(const ProjectionModel& model, const GeoPolygon& polygon, double step) {
  const FlatPolygon source = unrolled(polygon, 0);
  FlatPolygon turned_polygon;
  for (const FlatRing& ring : source.rings) turned_polygon.rings.push_back(turned_ring(model, ring, step));
  std::vector<Curve> rings = cut_polygon(turned_polygon);
  if (covers(rings, model, source)) return rings;
  // The other side of what goes round the globe, or all but what does not.
  turned_polygon.north = true;
  int turns = 0;
  for (const FlatRing& ring : turned_polygon.rings) turns += ring.winding;
  if (turns & 1) return cut_polygon(turned_polygon);
  turned_polygon.north = false;
  rings = cut_polygon(turned_polygon);
  rings.push_back({{-180, -90}, {180, -90}, {180, 90}, {-180, 90}});
  return rings;
}

std::vector<Curve> oblique_lines(const ProjectionModel& model, const GeoLine& line, double step) {
  return cut_lines_to_turn(turned_curve(model, unrolled_line(line, 0), step));
}

}  // namespace fp

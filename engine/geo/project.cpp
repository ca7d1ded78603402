// Shapes brought to a projection's frame, then onto the plane, with points added where their edges bend.
#include <algorithm>
#include <cmath>

#include "engine/geo/cut.hpp"
#include "engine/geo/frames.hpp"

namespace fp {
namespace {

using Frame = ProjectionModel::Frame;

bool finite(Vec2 p) {
  return std::isfinite(p.x) && std::isfinite(p.y);
}

struct Pen {
  const ProjectionModel& model;
  double tolerance;
  double shortest = kShort;  // degrees: edges that are not divided

  static constexpr double kShort = 0.25;

  // How long an edge of a circle may be, in degrees.
  double step() const {
    const double fine = std::clamp(std::sqrt(8 * tolerance) * (180 / kPi), 0.1, 5.0);
    return shortest > kShort ? std::max(fine, shortest) : fine;
  }

  // All tests give the same result with the ends exchanged, so that neighbours' edges are bent alike.
  bool is_bent(Vec2 a, Vec2 b, Vec2 middle) const {
    const Vec2 chord = b - a, left = a - middle, right = b - middle;
    const double length2 = chord.x * chord.x + chord.y * chord.y;
    const double area = left.x * right.y - left.y * right.x;
    if (area * area > tolerance * tolerance * length2) return true;
    const Vec2 uneven = left + right;
    return std::fabs(uneven.x * chord.x + uneven.y * chord.y) > 0.6 * length2;
  }

  // Appends the inner points of an edge: places a and b, which lie at from and to.
  void bend(LonLat a, LonLat b, Vec2 from, Vec2 to, int depth, Ring& out) const {
    constexpr double kLong = 30;  // degrees: always divided
    const double size = std::max(std::fabs(b.x - a.x), std::fabs(b.y - a.y));
    if (depth == 0 || size < shortest) return;
    const LonLat middle{snapped_longitude((a.x + b.x) / 2), (a.y + b.y) / 2};
    const Vec2 at = flat_point(model, middle);
    if (!finite(at) || (size < kLong && !is_bent(from, to, at))) return;
    bend(a, middle, from, at, depth - 1, out);
    out.push_back(at);
    bend(middle, b, at, to, depth - 1, out);
  }

  Ring curve(const std::vector<LonLat>& places, bool closes) const {
    Ring out;
    out.reserve(places.size());
    Vec2 last{};
    for (size_t i = 0; i < places.size() + (closes ? 1 : 0); ++i) {
      const bool again = i == places.size();
      const Vec2 at =
          again ? out.empty() ? Vec2{NAN, NAN} : flat_point(model, places[0]) : flat_point(model, places[i]);
      if (i && finite(last) && finite(at)) bend(places[i - 1], places[again ? 0 : i], last, at, 12, out);
      if (finite(at) && !again) out.push_back(at);
      last = at;
    }
    return out;
  }

  Ring curve(const Arc& arc) const {
    Ring out;
    out.reserve(arc.size());
    for (const Direction& d : arc) {
      const Vec2 p = cap_point(model, d);
      if (finite(p)) out.push_back(p);
    }
    return out;
  }
};

void keep_ring(std::vector<Ring>& out, Ring ring) {
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  if (ring.size() >= 3) out.push_back(std::move(ring));
}

void keep_line(std::vector<Ring>& out, Ring line) {
  line.erase(std::unique(line.begin(), line.end()), line.end());
  if (line.size() >= 2) out.push_back(std::move(line));
}

// Whether a shape may reach into an inset at all: most are far from most.
bool may_reach(const ProjectionModel::Inset& inset, const GeoLine& line) {
  const double low = inset.west_south.x, width = inset.east_north.x - low;
  return std::ranges::any_of(line, [&](LonLat p) {
    const double x = within_turn(p.x - low), east = x < 0 ? x + 360 : x;
    return east <= width && p.y >= inset.west_south.y && p.y <= inset.east_north.y;
  });
}

void place_in(const ProjectionModel::Inset& inset, std::vector<Ring>& curves) {
  for (Ring& curve : curves) {
    for (Vec2& p : curve) p = p * inset.scale + inset.at;
  }
}

template <class Cut>
void cut_to_window(const ProjectionModel::Inset& inset, std::vector<Ring>& curves, Cut cut_side) {
  cut_side(curves, HalfPlane{0, inset.low.x, true});
  cut_side(curves, HalfPlane{0, inset.high.x, false});
  cut_side(curves, HalfPlane{1, inset.low.y, true});
  cut_side(curves, HalfPlane{1, inset.high.y, false});
}

void add_polygon(const Pen& pen, const GeoPolygon& polygon, std::vector<Ring>& out) {
  if (polygon.empty()) return;
  const ProjectionModel& model = pen.model;
  if (model.frame == Frame::cap) {
    for (const Arc& arc : cap_rings(model, polygon, pen.step())) keep_ring(out, pen.curve(arc));
  } else if (model.frame == Frame::insets) {
    for (const ProjectionModel::Inset& inset : model.insets) {
      if (!may_reach(inset, polygon[0])) continue;
      std::vector<Ring> rings;
      add_polygon({*inset.map, pen.tolerance / inset.scale, pen.shortest}, polygon, rings);
      place_in(inset, rings);
      cut_to_window(inset, rings, cut);
      for (Ring& ring : rings) keep_ring(out, std::move(ring));
    }
  } else {
    const bool flat = model.frame == Frame::flat;
    for (const auto& places : flat ? flat_rings(model, polygon) : oblique_rings(model, polygon, pen.step())) {
      keep_ring(out, pen.curve(places, true));
    }
  }
}

void add_line(const Pen& pen, const GeoLine& line, std::vector<Ring>& out) {
  const ProjectionModel& model = pen.model;
  if (line.size() < 2) return;
  if (model.frame == Frame::cap) {
    for (const Arc& arc : cap_lines(model, line, pen.step())) keep_line(out, pen.curve(arc));
  } else if (model.frame == Frame::insets) {
    for (const ProjectionModel::Inset& inset : model.insets) {
      if (!may_reach(inset, line)) continue;
      std::vector<Ring> lines;
      add_line({*inset.map, pen.tolerance / inset.scale, pen.shortest}, line, lines);
      place_in(inset, lines);
      cut_to_window(inset, lines, cut_lines);
      for (Ring& piece : lines) keep_line(out, std::move(piece));
    }
  } else {
    const bool flat = model.frame == Frame::flat;
    for (const auto& places : flat ? flat_lines(model, line) : oblique_lines(model, line, pen.step())) {
      keep_line(out, pen.curve(places, false));
    }
  }
}

Pen pen_of(const Projection& projection, double tolerance) {
  return {*projection, std::isfinite(tolerance) ? std::max(tolerance, 1e-7) : kMapTolerance};
}

// The degrees all edges go together. Millions of edges across the globe would each become hundreds: what is not divided
// any more grows with the sum, so that at most some millions of points are added.
struct Length {
  double sum = 0;

  void add(const std::vector<GeoLine>& lines) {
    for (const GeoLine& line : lines) {
      for (size_t i = 1; i < line.size(); ++i) {
        sum += std::max(std::fabs(line[i].x - line[i - 1].x), std::fabs(line[i].y - line[i - 1].y));
      }
    }
  }
  void add(const std::vector<GeoPolygon>& polygons) {
    for (const GeoPolygon& polygon : polygons) add(polygon);
  }
  double shortest() const { return std::max(Pen::kShort, sum / 4e6); }
};

void add_all(const Pen& pen, const Feature& feature, Shape& shape) {
  for (const GeoPolygon& polygon : feature.polygons) add_polygon(pen, polygon, shape.rings);
  for (const GeoLine& line : feature.lines) add_line(pen, line, shape.lines);
}

void add_points(const Projection& projection, const Feature& feature, Shape& shape) {
  for (const LonLat place : feature.points) {
    if (const std::optional<Vec2> p = project_point(projection, place)) shape.points.push_back(*p);
  }
}

}  // namespace

std::vector<Ring> project_polygons(const Projection& projection, const std::vector<GeoPolygon>& polygons,
                                   double tolerance) {
  Length length;
  length.add(polygons);
  Pen pen = pen_of(projection, tolerance);
  pen.shortest = length.shortest();
  std::vector<Ring> out;
  for (const GeoPolygon& polygon : polygons) add_polygon(pen, polygon, out);
  return out;
}

std::vector<Ring> project_lines(const Projection& projection, const std::vector<GeoLine>& lines, double tolerance) {
  Length length;
  length.add(lines);
  Pen pen = pen_of(projection, tolerance);
  pen.shortest = length.shortest();
  std::vector<Ring> out;
  for (const GeoLine& line : lines) add_line(pen, line, out);
  return out;
}

Shape project_feature(const Projection& projection, const Feature& feature, double tolerance) {
  Shape shape{.rings = project_polygons(projection, feature.polygons, tolerance),
              .lines = project_lines(projection, feature.lines, tolerance),
              .points = {}};
  add_points(projection, feature, shape);
  return shape;
}

ProjectedMap project(const Projection& projection, const Geography& geography, double tolerance) {
  Length length;
  for (const Feature& feature : geography.features) {
    length.add(feature.polygons);
    length.add(feature.lines);
  }
  Pen pen = pen_of(projection, tolerance);
  pen.shortest = length.shortest();  // one for all, or neighbours would be divided differently
  ProjectedMap map;
  map.shapes.reserve(geography.features.size());
  for (const Feature& feature : geography.features) {
    Shape& shape = map.shapes.emplace_back();
    add_all(pen, feature, shape);
    add_points(projection, feature, shape);
  }
  for (const GeoLine& line : geography.interior) add_line(pen, line, map.interior);
  for (const GeoLine& line : geography.exterior) add_line(pen, line, map.exterior);
  return map;
}

std::vector<Ring> sphere_outline(const Projection& projection, double tolerance) {
  const Pen pen = pen_of(projection, tolerance);
  std::vector<Ring> out;
  if (projection->frame == Frame::insets) return out;
  if (projection->frame == Frame::cap) {
    keep_ring(out, pen.curve(cap_outline(*projection, pen.step())));
  } else {
    keep_ring(out, pen.curve({{-180, -90}, {180, -90}, {180, 90}, {-180, 90}}, true));
  }
  return out;
}

}  // namespace fp

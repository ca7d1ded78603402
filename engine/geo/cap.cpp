// Cutting by a circle on the sphere: what one sees of a globe.
#include <algorithm>
#include <cmath>

#include "engine/geo/cut.hpp"
#include "engine/geo/frames.hpp"

namespace fp {
namespace {

constexpr double kRadians = kPi / 180;

struct Cap {
  const ProjectionModel& model;
  double step;          // degrees
  double cosine, sine;  // of the radius

  Cap(const ProjectionModel& m, double s)
      : model(m), step(s), cosine(cosine_of_degrees(m.radius)), sine(sine_of_degrees(m.radius)) {}

  bool shows(const Direction& d) const { return d.x >= cosine; }
  Direction seen(LonLat place) const { return turned(model.turn, direction_of({within_turn(place.x), place.y})); }
  Direction on_edge(double angle) const { return {cosine, sine * exact_cos(angle), sine * exact_sin(angle)}; }

  // On the far half, which only maps of more than a half show, the middle's opposite is drawn out to a circle: what
  // passes it closely goes far along the map's edge.
  bool sweeps(const Direction& a, const Direction& b) const {
    if (cosine >= 0 || (a.x > 0 && b.x > 0)) return false;
    const double angle = exact_atan2(a.y * b.z - a.z * b.y, a.y * b.y + a.z * b.z);
    return std::fabs(angle) > step * kRadians;
  }

  void divide(LonLat a, LonLat b, const Direction& from, const Direction& to, int depth, Arc& out) const {
    constexpr double kSmallest = 1e-3;
    const double size = std::max(std::fabs(b.x - a.x), std::fabs(b.y - a.y));
    if (depth == 0 || size <= kSmallest || (size <= step && !sweeps(from, to))) return;
    const LonLat middle{snapped_longitude((a.x + b.x) / 2), (a.y + b.y) / 2};
    const Direction at = seen(middle);
    divide(a, middle, from, at, depth - 1, out);
    out.push_back(at);
    divide(middle, b, at, to, depth - 1, out);
  }

  Arc arc(const std::vector<LonLat>& line) const {
    Arc out;
    for (size_t i = 0; i < line.size(); ++i) {
      const Direction at = seen(line[i]);
      if (i) divide(line[i - 1], line[i], Direction(out.back()), at, 16, out);
      out.push_back(at);
    }
    return out;
  }

  // Where an edge crosses the circle. One end shows, the other does not; the same bits either way round.
  Direction crossing(Direction a, Direction b) const {
    if (!shows(a)) std::swap(a, b);
    const double t = (a.x - cosine) / (a.x - b.x);
    const Direction p = a + (b - a) * t;
    const double across = std::sqrt(p.y * p.y + p.z * p.z);
    return {cosine, p.y / across * sine, p.z / across * sine};
  }

  // Between two ends on the circle; forward is counterclockwise as seen.
  void along(Arc& out, double from, double to, bool forward) const {
    double span = to - from;
    if (forward && span < 0) span += 2 * kPi;
    if (!forward && span > 0) span -= 2 * kPi;
    const int parts = static_cast<int>(std::ceil(std::fabs(span) / (step * kRadians)));
    for (int i = 1; i < parts; ++i) out.push_back(on_edge(from + span * i / parts));
  }
};

double angle_of(const Direction& d) {
  return exact_atan2(d.z, d.y);
}

// From the point opposite the middle onto a plane, in which the cap is a disc.
Vec2 flattened(const Direction& d) {
  return {d.y / (1 + d.x), d.z / (1 + d.x)};
}

bool covers(const std::vector<Arc>& arcs, const Cap& cap, const FlatPolygon& source) {
  constexpr Vec2 kProbes[] = {{0.31, 17.3}, {0.62, 101.9}, {0.83, 163.7}, {0.47, 221.1}, {0.71, 307.3}};
  std::vector<std::vector<Vec2>> rings;
  for (const Arc& arc : arcs) {
    std::ranges::transform(arc, std::back_inserter(rings.emplace_back()), flattened);
  }
  int good = 0;
  for (const Vec2 probe : kProbes) {  // share of the radius, and degrees round the middle
    const double away = probe.x * cap.model.radius, s = sine_of_degrees(away);
    const Direction d{cosine_of_degrees(away), s * cosine_of_degrees(probe.y), s * sine_of_degrees(probe.y)};
    good += contains(rings, flattened(d)) == contains(source, place_of(turned_back(cap.model.turn, d))) ? 1 : 0;
  }
  return good >= 3;
}

// Too narrow to hold the whole cap, so what no ring cuts needs no test.
bool is_narrow(const FlatPolygon& polygon, const Cap& cap) {
  if (cap.cosine > 0.001 || winds(polygon)) return false;
  double low = 1e9, high = -1e9;
  for (const FlatRing& ring : polygon.rings) {
    for (const Vec2 p : ring.points) low = std::min(low, p.x), high = std::max(high, p.x);
  }
  return high - low < 90;
}

struct Pieces {
  std::vector<Arc> whole, cut;
  std::vector<std::array<double, 2>> ends;
};

// `ring` ends with its first direction again.
void cut_ring(const Cap& cap, Arc ring, Pieces& out) {
  ring.pop_back();
  const size_t count = ring.size();
  size_t hidden = 0;
  while (hidden < count && cap.shows(ring[hidden])) ++hidden;
  if (hidden == count) {
    out.whole.push_back(std::move(ring));
    return;
  }
  bool showed = false;
  for (size_t step = 1; step <= count; ++step) {
    const Direction from = ring[(hidden + step - 1) % count], to = ring[(hidden + step) % count];
    const bool shows = cap.shows(to);
    if (shows && !showed) out.cut.push_back({cap.crossing(from, to)});
    if (shows) out.cut.back().push_back(to);
    if (!shows && showed) out.cut.back().push_back(cap.crossing(from, to));
    showed = shows;
  }
}

std::vector<Arc> joined(const Cap& cap, const Pieces& pieces, bool begins_inside) {
  std::vector<Arc> out =
      rejoined(pieces.cut, pieces.ends, begins_inside,
               [&](Arc& arc, double from, double to, bool forward) { cap.along(arc, from, to, forward); });
  out.insert(out.end(), pieces.whole.begin(), pieces.whole.end());
  if (begins_inside && pieces.cut.empty()) out.push_back(cap_outline(cap.model, cap.step));
  return out;
}

}  // namespace

std::vector<Arc> cap_rings(const ProjectionModel& model, const GeoPolygon& polygon, double step) {
  const Cap cap(model, step);
  const FlatPolygon source = unrolled(polygon, 0);
  Pieces pieces;
  for (const FlatRing& ring : source.rings) {
    std::vector<LonLat> line = ring.points;
    line.push_back({line[0].x + 360 * ring.winding, line[0].y});
    cut_ring(cap, cap.arc(line), pieces);
  }
  for (const Arc& arc : pieces.cut) pieces.ends.push_back({angle_of(arc.front()), angle_of(arc.back())});
  std::vector<Arc> rings = joined(cap, pieces, false);
  if (pieces.cut.empty() && is_narrow(source, cap)) return rings;
  return covers(rings, cap, source) ? rings : joined(cap, pieces, true);
}

std::vector<Arc> cap_lines(const ProjectionModel& model, const GeoLine& line, double step) {
  const Cap cap(model, step);
  const Arc arc = cap.arc(unrolled_line(line, 0));
  std::vector<Arc> out;
  bool showed = false;
  for (size_t i = 0; i < arc.size(); ++i) {
    const bool shows = cap.shows(arc[i]);
    if (shows && !showed) {
      out.emplace_back();
      if (i) out.back().push_back(cap.crossing(arc[i - 1], arc[i]));
    }
    if (shows) out.back().push_back(arc[i]);
    if (!shows && showed) out.back().push_back(cap.crossing(arc[i - 1], arc[i]));
    showed = shows;
  }
  std::erase_if(out, [](const Arc& piece) { return piece.size() < 2; });
  return out;
}

Arc cap_outline(const ProjectionModel& model, double step) {
  const Cap cap(model, step);
  const int parts = static_cast<int>(std::ceil(360 / step));
  Arc out;
  for (int i = 0; i < parts; ++i) out.push_back(cap.on_edge(2 * kPi * i / parts));
  return out;
}

}  // namespace fp

#include <algorithm>
#include <cmath>

#include "engine/vector/contour.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

double length_of(Vec2 v) {
  return std::sqrt(v.x * v.x + v.y * v.y);
}

// The way between two corners of a contour.
struct Leg {
  Contour line;  // open
  double length = 0;
};

bool turns(Vec2 before, Vec2 at, Vec2 after) {
  const Vec2 u = at - before, v = after - at;
  const double cross = u.x * v.y - u.y * v.x, dot = u.x * v.x + u.y * v.y;
  return dot < 0 || std::fabs(cross) > 1e-3 * length_of(u) * length_of(v);  // 0.06 degrees
}

// Cut at its corners; an open contour's ends are not corners. A closed contour without any is returned as no legs.
std::vector<Leg> legs_of(const Contour& contour) {
  const std::vector<Vec2>& p = contour.points;
  const size_t n = p.size();
  std::vector<size_t> corners;
  for (size_t i = contour.closed ? 0 : 1; i + (contour.closed ? 0 : 1) < n; ++i) {
    if (!contour.smooth[i] && turns(p[(i + n - 1) % n], p[i], p[(i + 1) % n])) corners.push_back(i);
  }
  if (contour.closed && corners.empty()) return {};
  if (!contour.closed) {
    corners.insert(corners.begin(), 0);
    corners.push_back(n - 1);
  }
  std::vector<Leg> legs;
  const size_t count = contour.closed ? corners.size() : corners.size() - 1;
  for (size_t k = 0; k < count; ++k) {
    Leg leg;
    const size_t from = corners[k], to = corners[(k + 1) % corners.size()];
    for (size_t i = from;; i = (i + 1) % n) {
      leg.line.points.push_back(p[i]);
      leg.line.smooth.push_back(0);
      if (i == to && leg.line.points.size() > 1) break;
    }
    leg.length = fp::length_of(leg.line);
    legs.push_back(std::move(leg));
  }
  return legs;
}

// Tangent of the arc: how far from the corner it may begin, and what radius and handle that gives.
struct Arc {
  double distance = 0, handle = 0;
};
Arc arc_at(const Leg& a, const Leg& b, double radius, double room_a, double room_b) {
  const size_t n = a.line.points.size();
  const Vec2 u = a.line.points[n - 1] - a.line.points[n - 2], v = b.line.points[1] - b.line.points[0];
  const double turn = std::fabs(exact_atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y));
  const double tangent = exact_sin(turn / 2) / std::max(exact_cos(turn / 2), 1e-9);
  const double distance = std::min({radius * tangent, room_a, room_b});
  const double quarter = exact_sin(turn / 4) / exact_cos(turn / 4);
  return {distance, 4.0 / 3 * quarter * distance / std::max(tangent, 1e-9)};
}

// A leg less what the arcs at its ends take.
Contour shortened(const Leg& leg, double before, double after) {
  if (before <= 0 && after <= 0) return leg.line;
  return piece_of(leg.line, before, std::max(leg.length - after, before));
}

Vec2 direction(Vec2 from, Vec2 to) {
  const double length = length_of(to - from);
  return length > 0 ? (to - from) / length : Vec2{};
}

void add_lines(Path& out, const Contour& line, bool first) {
  for (size_t i = 0; i < line.points.size(); ++i) {
    if (i > 0) {
      out.line_to(line.points[i]);
    } else if (first) {
      out.move_to(line.points[0]);
    }
  }
}

void round_contour(Path& out, const Contour& contour, double radius) {
  const std::vector<Leg> legs = legs_of(contour);
  const size_t n = legs.size();
  if (n < 2 && !(contour.closed && n == 1)) {
    append(out, polyline_path(contour.points, contour.closed), {});
    return;
  }
  const size_t corners = contour.closed ? n : n - 1;  // corner k stands after leg k
  std::vector<Arc> arcs(n);
  const auto room = [&](size_t k) {  // the first and last leg of an open contour have one corner only
    const bool end = !contour.closed && (k == 0 || k == n - 1);
    return end ? legs[k].length : legs[k].length / 2;
  };
  for (size_t k = 0; k < corners; ++k) arcs[k] = arc_at(legs[k], legs[(k + 1) % n], radius, room(k), room((k + 1) % n));
  for (size_t k = 0; k < n; ++k) {
    const bool has_before = contour.closed || k > 0;
    const double before = has_before ? arcs[(k + n - 1) % n].distance : 0;
    const Contour line = shortened(legs[k], before, arcs[k].distance);
    add_lines(out, line, k == 0);
    if (k >= corners) break;
    const Leg& next = legs[(k + 1) % n];
    const Contour after = piece_of(next.line, arcs[k].distance, next.length);
    const Vec2 from = line.points.back(), to = after.points.front(), corner = legs[k].line.points.back();
    const Vec2 u = direction(from, corner), v = direction(corner, to);
    out.cubic_to(from + u * arcs[k].handle, to - v * arcs[k].handle, to);
  }
  if (contour.closed) out.close();
}

}  // namespace

Path with_rounded_corners(const Path& path, double radius, double tolerance) {
  if (!(radius > 0)) return path;
  Path out;
  for (const Contour& contour : contours_of(path, tolerance)) {
    if (contour.points.size() > 1) round_contour(out, contour, radius);
  }
  return out;
}

}  // namespace fp

#include <algorithm>
#include <cmath>

#include "engine/vector/contour.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

double length_of(Vec2 v) {
  return std::sqrt(v.x * v.x + v.y * v.y);
}

// A line or curve with its control points, ends included.
struct Segment {
  Path::Verb verb = Path::Verb::line;
  std::vector<Vec2> points;
};
struct Subpath {
  std::vector<Segment> segments;  // none without length
  bool closed = false;
};

std::vector<Subpath> subpaths_of(const Path& path) {
  std::vector<Subpath> subpaths;
  Vec2 start{}, last{};
  bool open = false;
  size_t at = 0;
  const auto add = [&](Path::Verb verb, size_t count) {
    if (!open) subpaths.emplace_back();
    open = true;
    Segment segment{verb, {last}};
    for (size_t i = 0; i < count; ++i) segment.points.push_back(path.points[at++]);
    last = segment.points.back();
    const bool moves = std::ranges::any_of(segment.points, [&](Vec2 p) { return p != segment.points[0]; });
    if (moves) subpaths.back().segments.push_back(std::move(segment));
  };
  for (const Path::Verb verb : path.verbs) {
    if (verb == Path::Verb::move) {
      start = last = path.points[at++];
      open = false;
    } else if (verb == Path::Verb::close) {
      if (!open) continue;
      if (last != start) subpaths.back().segments.push_back({Path::Verb::line, {last, start}});
      subpaths.back().closed = true;
      open = false;
      last = start;
    } else {
      add(verb, verb == Path::Verb::line ? 1 : verb == Path::Verb::quad ? 2 : 3);
    }
  }
  return subpaths;
}

// Directions in which a segment leaves and arrives, from the first control point that stands apart.
Vec2 departure(const Segment& s) {
  for (const Vec2& p : s.points) {
    if (p != s.points.front()) return p - s.points.front();
  }
  return {};
}
Vec2 arrival(const Segment& s) {
  for (size_t i = s.points.size(); i-- > 0;) {
    if (s.points[i] != s.points.back()) return s.points.back() - s.points[i];
  }
  return {};
}

bool turns(Vec2 u, Vec2 v) {
  const double cross = u.x * v.y - u.y * v.x, dot = u.x * v.x + u.y * v.y;
  return dot < 0 || std::fabs(cross) > 1e-3 * length_of(u) * length_of(v);  // 0.06 degrees
}

// The way between two corners of a subpath.
struct Leg {
  Contour line;  // open
  double length = 0;
  Vec2 leaves{}, arrives{};
};

// Cut at its corners; an open subpath's ends are not corners. A closed one without any comes as no legs.
std::vector<Leg> legs_of(const Subpath& subpath, double tolerance) {
  const std::vector<Segment>& segments = subpath.segments;
  const size_t n = segments.size();
  size_t first = 0;
  if (subpath.closed) {
    while (first < n && !turns(arrival(segments[(first + n - 1) % n]), departure(segments[first]))) ++first;
    if (first == n) return {};
  }
  std::vector<Leg> legs;
  for (size_t k = 0; k < n;) {
    Path way;
    way.move_to(segments[(first + k) % n].points[0]);
    Leg leg;
    leg.leaves = departure(segments[(first + k) % n]);
    for (;;) {
      const Segment& s = segments[(first + k) % n];
      way.verbs.push_back(s.verb);
      way.points.insert(way.points.end(), s.points.begin() + 1, s.points.end());
      leg.arrives = arrival(s);
      if (++k == n || turns(leg.arrives, departure(segments[(first + k) % n]))) break;
    }
    leg.line = contours_of(way, tolerance).front();
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
  const Vec2 u = a.arrives, v = b.leaves;
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

void round_subpath(Path& out, const Subpath& subpath, double radius, double tolerance) {
  const std::vector<Leg> legs = legs_of(subpath, tolerance);
  const size_t n = legs.size();
  if (n == 0 || (n == 1 && !subpath.closed)) {  // no corners
    out.move_to(subpath.segments[0].points[0]);
    for (const Segment& s : subpath.segments) {
      out.verbs.push_back(s.verb);
      out.points.insert(out.points.end(), s.points.begin() + 1, s.points.end());
    }
    if (subpath.closed) out.close();
    return;
  }
  const size_t corners = subpath.closed ? n : n - 1;  // corner k stands after leg k
  std::vector<Arc> arcs(n);
  const auto room = [&](size_t k) {  // the first and last leg of an open subpath have one corner only
    const bool end = !subpath.closed && (k == 0 || k == n - 1);
    return end ? legs[k].length : legs[k].length / 2;
  };
  for (size_t k = 0; k < corners; ++k) arcs[k] = arc_at(legs[k], legs[(k + 1) % n], radius, room(k), room((k + 1) % n));
  for (size_t k = 0; k < n; ++k) {
    const bool has_before = subpath.closed || k > 0;
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
  if (subpath.closed) out.close();
}

}  // namespace

Path with_rounded_corners(const Path& path, double radius, double tolerance) {
  if (!(radius > 0)) return path;
  Path out;
  for (const Subpath& subpath : subpaths_of(path)) {
    if (!subpath.segments.empty()) round_subpath(out, subpath, radius, tolerance);
  }
  return out;
}

}  // namespace fp

// A stroke is the union of one rectangle per segment, one wedge per join and the caps, all wound the same way. Most of
// the shared boundaries cancel, so each contour comes out as one left and one right offset line: the outer side of a
// corner takes the join, the inner side the crossing of the two offset lines or, where the segments are too short for
// it, a detour through the corner itself. The winding number is then at least 1 on all of the stroke and 0 elsewhere.
#include <algorithm>
#include <cmath>

#include "engine/core/result.hpp"
#include "engine/vector/contour.hpp"
#include "engine/vector/heads.hpp"
#include "engine/vector/path.hpp"

namespace fp {
namespace {

struct Segment {
  Vec2 from{}, to{};
  Vec2 direction{};  // unit
  double length = 0;
  bool smooth_end = false;  // the curve goes on beyond `to`
};

struct Stroker {
  StrokeStyle style;
  double half = 0;
  double arc_step = 0;  // largest angle between two points of a round join or cap
  Path out;
};

using Points = std::vector<Vec2>;

// The offset to the left of a segment; `p - normal` to the left and `p + normal` to the right wind positively with y
// down.
Vec2 normal_of(const Stroker& s, Vec2 direction) {
  return Vec2{-direction.y, direction.x} * s.half;
}

std::vector<Segment> segments_of(const Contour& contour) {
  std::vector<Segment> segments;
  const size_t n = contour.points.size();
  Vec2 from = contour.points[0];
  const size_t count = contour.closed ? n + 1 : n;
  for (size_t i = 1; i < count; ++i) {
    const Vec2 to = contour.points[i % n];
    const Vec2 d = to - from;
    const double length = std::sqrt(d.x * d.x + d.y * d.y);
    // Shorter than any pixel can show: skipped, so that no direction is made of rounding noise.
    if (!(length > 1e-9)) continue;
    segments.push_back({from, to, d / length, length, contour.smooth[i % n] != 0});
    from = to;
  }
  return segments;
}

// Points strictly between `from` and its rotation by `angle` about `centre`.
void add_arc(const Stroker& s, Points& side, Vec2 centre, Vec2 from, double angle) {
  const int n = std::max(1, static_cast<int>(std::ceil(std::fabs(angle) / s.arc_step)));
  for (int i = 1; i < n; ++i) {
    const double c = exact_cos(angle * i / n), v = exact_sin(angle * i / n);
    side.push_back(centre + Vec2{from.x * c - from.y * v, from.x * v + from.y * c});
  }
}

void add_outer(const Stroker& s, Points& side, const Segment& a, const Segment& b, Vec2 from, Vec2 to) {
  const double dot = a.direction.x * b.direction.x + a.direction.y * b.direction.y;
  const double cross = a.direction.x * b.direction.y - a.direction.y * b.direction.x;
  const Stroke::Join join = a.smooth_end ? Stroke::Join::round : s.style.join;
  side.push_back(a.to + from);
  if (join == Stroke::Join::round) {
    double angle = exact_atan2(cross, dot);
    if (cross == 0 && dot < 0) angle = kPi;  // straight back: -0 must not choose the way round
    add_arc(s, side, a.to, from, angle);
  } else if (join == Stroke::Join::miter && dot > -1 + 1e-12) {
    // Miter length over width is 1/cos(turn/2), and cos^2(turn/2) = (1 + dot)/2.
    const double limit = s.style.miter_limit;
    if ((1 + dot) * limit * limit >= 2) side.push_back(a.to + (from + to) / (1 + dot));
  }
  side.push_back(a.to + to);
}

// `room_a`, `room_b`: how much of each segment this corner may use up.
void add_inner(const Stroker& s, Points& side, const Segment& a, const Segment& b, Vec2 from, Vec2 to, double room_a,
               double room_b) {
  const double dot = a.direction.x * b.direction.x + a.direction.y * b.direction.y;
  const double cross = std::fabs(a.direction.x * b.direction.y - a.direction.y * b.direction.x);
  const double reach = s.half * cross / (1 + dot);  // half * tan(turn/2)
  if (dot > -1 + 1e-12 && reach <= std::min(room_a, room_b)) {
    side.push_back(a.to + (from + to) / (1 + dot));
    return;
  }
  side.insert(side.end(), {a.to + from, a.to, a.to + to});
}

void add_join(const Stroker& s, Points& left, Points& right, const Segment& a, const Segment& b, double room_a,
              double room_b) {
  const Vec2 na = normal_of(s, a.direction), nb = normal_of(s, b.direction);
  const bool turns_right = a.direction.x * b.direction.y - a.direction.y * b.direction.x >= 0;
  if (turns_right) {
    add_outer(s, left, a, b, -na, -nb);
    add_inner(s, right, a, b, na, nb, room_a, room_b);
  } else {
    add_inner(s, left, a, b, -na, -nb, room_a, room_b);
    add_outer(s, right, a, b, na, nb);
  }
}

// Around the end of a line that arrives at `p` with `direction`: from its left side to its right.
void add_cap(const Stroker& s, Points& outline, Vec2 p, Vec2 direction) {
  const Vec2 n = normal_of(s, direction);
  const Vec2 ahead = s.style.cap == Stroke::Cap::square ? direction * s.half : Vec2{};
  outline.push_back(p - n + ahead);
  if (s.style.cap == Stroke::Cap::round) add_arc(s, outline, p, -n, kPi);
  outline.push_back(p + n + ahead);
}

void emit(Path& out, const Points& points) {
  for (size_t i = 0; i < points.size(); ++i) i ? out.line_to(points[i]) : out.move_to(points[i]);
  out.close();
}

void stroke_closed(Stroker& s, const std::vector<Segment>& segments) {
  Points left, right;
  for (size_t i = 0; i < segments.size(); ++i) {
    const Segment& a = segments[i];
    const Segment& b = segments[(i + 1) % segments.size()];
    add_join(s, left, right, a, b, a.length / 2, b.length / 2);
  }
  std::reverse(right.begin(), right.end());
  emit(s.out, left);
  emit(s.out, right);
}

void stroke_open(Stroker& s, const std::vector<Segment>& segments) {
  Points left, right;
  const size_t last = segments.size() - 1;
  for (size_t i = 0; i < last; ++i) {
    const Segment& a = segments[i];
    const Segment& b = segments[i + 1];
    // The first and the last segment have one corner only, which may use them whole.
    add_join(s, left, right, a, b, i == 0 ? a.length : a.length / 2, i + 1 == last ? b.length : b.length / 2);
  }
  Points& outline = left;
  add_cap(s, outline, segments[last].to, segments[last].direction);
  outline.insert(outline.end(), right.rbegin(), right.rend());
  add_cap(s, outline, segments[0].from, -segments[0].direction);
  emit(s.out, outline);
}

// SVG: a subpath of no length shows its caps, the square ones upright; a lone moveto shows nothing.
void stroke_dot(Stroker& s, const Contour& contour) {
  if (!contour.drawn || s.style.cap == Stroke::Cap::butt) return;
  Points outline;
  add_cap(s, outline, contour.points[0], {1, 0});
  add_cap(s, outline, contour.points[0], {-1, 0});
  emit(s.out, outline);
}

}  // namespace

Path stroke_outline(const Path& path, const StrokeStyle& style, double tolerance) {
  FP_ASSERT(tolerance > 0);
  Stroker s;
  s.style = style;
  s.half = style.width / 2;
  if (!(s.half > 0)) return {};
  // An arc of radius r and step a strays r*(1 - cos(a/2)) < r*a*a/8 from its chord.
  s.arc_step = std::min(kPi / 4, std::sqrt(8 * tolerance / s.half));
  std::vector<Contour> contours = trimmed(contours_of(path, tolerance), style);
  add_heads(contours, style, tolerance, s.out);
  for (const Contour& contour : dashed(contours, style)) {
    const std::vector<Segment> segments = segments_of(contour);
    if (segments.empty()) {
      stroke_dot(s, contour);
    } else if (contour.closed) {
      stroke_closed(s, segments);
    } else {
      stroke_open(s, segments);
    }
  }
  return std::move(s.out);
}

}  // namespace fp

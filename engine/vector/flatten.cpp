#include <algorithm>
#include <cmath>

#include "engine/core/result.hpp"
#include "engine/vector/contour.hpp"
#include "engine/vector/path.hpp"

namespace fp {
namespace {

constexpr int kMaxPieces = 4096;  // of one curve; more than a curve across 1e6 px at 1/10 px needs

// Wang's bound: with `second` = the largest second difference of the control points, this many equal steps of the
// parameter keep every chord within the tolerance. `factor` is degree*(degree-1)/8.
int pieces_for(double factor, double second, double tolerance) {
  const double n = std::ceil(std::sqrt(factor * second / tolerance));
  if (!(n > 1)) return 1;
  return n < kMaxPieces ? static_cast<int>(n) : kMaxPieces;
}

double length_of(Vec2 v) {
  return std::sqrt(v.x * v.x + v.y * v.y);
}

Vec2 quad_at(const Vec2* p, double t) {
  const double s = 1 - t;
  return p[0] * (s * s) + p[1] * (2 * s * t) + p[2] * (t * t);
}

Vec2 cubic_at(const Vec2* p, double t) {
  const double s = 1 - t;
  return p[0] * (s * s * s) + p[1] * (3 * s * s * t) + p[2] * (3 * s * t * t) + p[3] * (t * t * t);
}

// A chord of n equal steps of the parameter lies inside its curve, by B''/8n^2 in the middle and by two thirds of that
// on average. The points between are moved out by as much, so that chords enclose the area the curve does: over a pixel
// with several chords in it nothing is lost. Hence chords shorter than `short_chord` may stray four times as far; their
// curve's ends, which cannot be moved, then get chords of half the step.
struct Flatness {
  double tolerance;
  double short_chord = 0;
};

// `factor` and `second` as of pieces_for(), `out` where a point between is moved to with one piece.
template <class Curve, class Out, class Add>
void flatten_curve(const Flatness& flatness, double factor, double second, double length, const Curve& curve,
                   const Out& out, Add&& add) {
  const int fine = pieces_for(factor, second, flatness.tolerance);
  int n = fine;
  if (flatness.short_chord > 0 && fine > 2) {
    const double shortest = std::min(std::ceil(length / flatness.short_chord), static_cast<double>(fine));
    n = std::max({pieces_for(factor, second, 4 * flatness.tolerance), static_cast<int>(shortest), 2});
  }
  const bool split = n < fine;
  const double share = 1 / (static_cast<double>(n) * n);
  const auto put = [&](double t, double part) { add(curve(t) + out(t) * (share * part), true); };
  if (split) put(0.5 / n, 0.25);
  for (int i = 1; i < n; ++i) put(static_cast<double>(i) / n, split && (i == 1 || i == n - 1) ? 0.625 : 1);
  if (split) put(1 - 0.5 / n, 0.25);
}

// Calls add(point, smooth) for every point after the curve's start.
template <class Add>
void flatten_quad(const Vec2* p, const Flatness& flatness, Add&& add) {
  const Vec2 second = p[0] - 2.0 * p[1] + p[2];
  flatten_curve(
      flatness, 0.25, length_of(second), length_of(p[1] - p[0]) + length_of(p[2] - p[1]),
      [&](double t) { return quad_at(p, t); }, [&](double) { return second / -6.0; }, add);
  add(p[2], false);
}

template <class Add>
void flatten_cubic(const Vec2* p, const Flatness& flatness, Add&& add) {
  const Vec2 first = p[0] - 2.0 * p[1] + p[2], last = p[1] - 2.0 * p[2] + p[3];
  flatten_curve(
      flatness, 0.75, std::max(length_of(first), length_of(last)),
      length_of(p[1] - p[0]) + length_of(p[2] - p[1]) + length_of(p[3] - p[2]),
      [&](double t) { return cubic_at(p, t); }, [&](double t) { return (first * (1 - t) + last * t) * -0.5; }, add);
  add(p[3], false);
}

// Walks the path as moves, lines and closes.
template <class Move, class Add, class Close>
void walk_flattened(const Path& path, const Flatness& flatness, Move&& move, Add&& add, Close&& close) {
  size_t at = 0;
  Vec2 start{}, last{};
  for (const Path::Verb verb : path.verbs) {
    const Vec2* p = path.points.data() + at;
    switch (verb) {
      case Path::Verb::move:
        move(p[0]);
        start = last = p[0];
        at += 1;
        break;
      case Path::Verb::line:
        add(p[0], false);
        last = p[0];
        at += 1;
        break;
      case Path::Verb::quad: {
        const Vec2 curve[3] = {last, p[0], p[1]};
        flatten_quad(curve, flatness, add);
        last = p[1];
        at += 2;
        break;
      }
      case Path::Verb::cubic: {
        const Vec2 curve[4] = {last, p[0], p[1], p[2]};
        flatten_cubic(curve, flatness, add);
        last = p[2];
        at += 3;
        break;
      }
      case Path::Verb::close:
        close();
        last = start;
        break;
    }
  }
  FP_ASSERT(at == path.points.size());
}

}  // namespace

Path flattened(const Path& path, double tolerance) {
  FP_ASSERT(tolerance > 0);
  Path out;
  walk_flattened(
      path, {tolerance}, [&](Vec2 p) { out.move_to(p); }, [&](Vec2 p, bool) { out.line_to(p); }, [&] { out.close(); });
  return out;
}

std::vector<Contour> contours_of(const Path& path, double tolerance, double short_chord) {
  FP_ASSERT(tolerance > 0);
  std::vector<Contour> contours;
  Vec2 start{};
  bool open = false;  // the last contour still takes points
  const auto begin = [&](Vec2 p) {
    constexpr size_t kFew = 64;  // corners: of most outlines
    contours.emplace_back();
    contours.back().points.reserve(kFew);
    contours.back().smooth.reserve(kFew);
    contours.back().points.push_back(p);
    contours.back().smooth.push_back(0);
    start = p;
    open = true;
  };
  const auto add = [&](Vec2 p, bool smooth) {
    if (!open) begin(start);
    contours.back().points.push_back(p);
    contours.back().smooth.push_back(smooth);
    contours.back().drawn = true;
  };
  const auto close = [&] {
    if (!open) begin(start);
    contours.back().closed = contours.back().drawn = true;
    open = false;
  };
  walk_flattened(path, {tolerance, short_chord}, begin, add, close);
  for (Contour& c : contours) {
    if (c.closed && c.points.size() > 1 && c.points.back() == c.points.front()) {
      c.points.pop_back();
      c.smooth.pop_back();
    }
  }
  return contours;
}

}  // namespace fp

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

// Calls add(point, smooth) for every point after the curve's start.
template <class Add>
void flatten_quad(const Vec2* p, double tolerance, Add&& add) {
  const int n = pieces_for(0.25, length_of(p[0] - 2.0 * p[1] + p[2]), tolerance);
  for (int i = 1; i < n; ++i) add(quad_at(p, static_cast<double>(i) / n), true);
  add(p[2], false);
}

template <class Add>
void flatten_cubic(const Vec2* p, double tolerance, Add&& add) {
  const double second = std::max(length_of(p[0] - 2.0 * p[1] + p[2]), length_of(p[1] - 2.0 * p[2] + p[3]));
  const int n = pieces_for(0.75, second, tolerance);
  for (int i = 1; i < n; ++i) add(cubic_at(p, static_cast<double>(i) / n), true);
  add(p[3], false);
}

// Walks the path as moves, lines and closes.
template <class Move, class Add, class Close>
void walk_flattened(const Path& path, double tolerance, Move&& move, Add&& add, Close&& close) {
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
        flatten_quad(curve, tolerance, add);
        last = p[1];
        at += 2;
        break;
      }
      case Path::Verb::cubic: {
        const Vec2 curve[4] = {last, p[0], p[1], p[2]};
        flatten_cubic(curve, tolerance, add);
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
      path, tolerance, [&](Vec2 p) { out.move_to(p); }, [&](Vec2 p, bool) { out.line_to(p); }, [&] { out.close(); });
  return out;
}

std::vector<Contour> contours_of(const Path& path, double tolerance) {
  FP_ASSERT(tolerance > 0);
  std::vector<Contour> contours;
  Vec2 start{};
  bool open = false;  // the last contour still takes points
  const auto begin = [&](Vec2 p) {
    contours.emplace_back();
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
  walk_flattened(path, tolerance, begin, add, close);
  for (Contour& c : contours) {
    if (c.closed && c.points.size() > 1 && c.points.back() == c.points.front()) {
      c.points.pop_back();
      c.smooth.pop_back();
    }
  }
  return contours;
}

}  // namespace fp

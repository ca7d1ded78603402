#include "engine/chart/curve.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/result.hpp"

namespace fp {
namespace {

constexpr double kTolerance = 1.0 / 30;  // pixels
constexpr int kMostChords = 400;         // of one piece

double secant(const Vec2& a, const Vec2& b) {
  return b.x > a.x ? (b.y - a.y) / (b.x - a.x) : 0;
}

double inner_slope(const Vec2& before, const Vec2& at, const Vec2& after) {
  const double h0 = at.x - before.x, h1 = after.x - at.x;
  const double s0 = secant(before, at), s1 = secant(at, after);
  if (!(s0 * s1 > 0)) return 0;  // a peak, or flat on one side
  const double parabola = (s0 * h1 + s1 * h0) / (h0 + h1);
  const double least = std::min({std::fabs(s0), std::fabs(s1), 0.5 * std::fabs(parabola)});
  return std::copysign(2 * least, s0);
}

std::vector<double> monotone_slopes(const std::vector<Vec2>& knots) {
  const size_t n = knots.size();
  std::vector<double> slopes(n, 0.0);
  if (n < 2) return slopes;
  for (size_t i = 1; i + 1 < n; ++i) slopes[i] = inner_slope(knots[i - 1], knots[i], knots[i + 1]);
  const double first = secant(knots[0], knots[1]), last = secant(knots[n - 2], knots[n - 1]);
  slopes[0] = n > 2 ? (3 * first - slopes[1]) / 2 : first;
  slopes[n - 1] = n > 2 ? (3 * last - slopes[n - 2]) / 2 : last;
  return slopes;
}

// Between knots i and i + 1, t in 0..1.
double cubic_at(const Curve& curve, size_t i, double t) {
  const Vec2 &a = curve.knots[i], &b = curve.knots[i + 1];
  const double h = b.x - a.x, rest = 1 - t;
  const double y = a.y * (1 + 2 * t) * rest * rest + b.y * t * t * (3 - 2 * t) + curve.slopes[i] * h * t * rest * rest -
                   curve.slopes[i + 1] * h * t * t * rest;
  return std::clamp(y, std::min(a.y, b.y), std::max(a.y, b.y));  // also in the last bit
}

// Chords that keep to a cubic: its second derivative is greatest at one of its ends.
int chords_of(const Curve& curve, size_t i) {
  const Vec2 &a = curve.knots[i], &b = curve.knots[i + 1];
  const double h = b.x - a.x, rise = b.y - a.y, m0 = curve.slopes[i] * h, m1 = curve.slopes[i + 1] * h;
  const double bend = std::max(std::fabs(6 * rise - 4 * m0 - 2 * m1), std::fabs(6 * rise - 2 * m0 - 4 * m1));
  return std::clamp(static_cast<int>(std::ceil(std::sqrt(bend / (8 * kTolerance)))), 1, kMostChords);
}

bool is_dense(const std::vector<Vec2>& knots) {
  return static_cast<double>(knots.size()) > 2 * (knots.back().x - knots.front().x) + 2;
}

// The first, lowest, highest and last knot of every column, in order.
std::vector<Vec2> thinned_columns(const std::vector<Vec2>& knots) {
  std::vector<Vec2> kept;
  for (size_t begin = 0, end = 0; begin < knots.size(); begin = end) {
    const double column = std::floor(knots[begin].x);
    size_t low = begin, high = begin;
    for (end = begin; end < knots.size() && std::floor(knots[end].x) == column; ++end) {
      if (knots[end].y < knots[low].y) low = end;
      if (knots[end].y > knots[high].y) high = end;
    }
    size_t picks[] = {begin, std::min(low, high), std::max(low, high), end - 1};
    const size_t* last = std::unique(std::begin(picks), std::end(picks));
    for (const size_t* pick = picks; pick != last; ++pick) kept.push_back(knots[*pick]);
  }
  return kept;
}

}  // namespace

Curve curve_through(CurveKind kind, std::vector<Vec2> knots) {
  FP_ASSERT(!knots.empty());
  Curve curve{kind, std::move(knots), {}};
  if (kind == CurveKind::monotone) curve.slopes = monotone_slopes(curve.knots);
  return curve;
}

size_t knot_before(const Curve& curve, double x) {
  const auto after = std::ranges::upper_bound(curve.knots, x, {}, &Vec2::x);
  return after == curve.knots.begin() ? 0 : static_cast<size_t>(after - curve.knots.begin()) - 1;
}

double curve_at(const Curve& curve, double x) {
  const size_t i = knot_before(curve, x);
  const Vec2& a = curve.knots[i];
  if (x <= a.x || i + 1 == curve.knots.size() || curve.kind == CurveKind::step) return a.y;
  const Vec2& b = curve.knots[i + 1];
  const double t = (x - a.x) / (b.x - a.x);
  return curve.kind == CurveKind::monotone ? cubic_at(curve, i, t) : std::lerp(a.y, b.y, t);
}

std::vector<Vec2> traced(const Curve& curve) {
  if (is_dense(curve.knots)) return thinned_columns(curve.knots);
  std::vector<Vec2> trace{curve.knots.front()};
  for (size_t i = 0; i + 1 < curve.knots.size(); ++i) {
    const Vec2 &a = curve.knots[i], &b = curve.knots[i + 1];
    if (curve.kind == CurveKind::step) trace.push_back({b.x, a.y});
    const int chords = curve.kind == CurveKind::monotone ? chords_of(curve, i) : 1;
    for (int k = 1; k < chords; ++k) {
      const double t = static_cast<double>(k) / chords;
      trace.push_back({std::lerp(a.x, b.x, t), cubic_at(curve, i, t)});
    }
    trace.push_back(b);
  }
  return trace;
}

std::vector<Vec2> traced_to(const Curve& curve, const std::vector<Vec2>& trace, double x) {
  if (x < curve.knots.front().x) return {};
  if (x >= curve.knots.back().x) return trace;
  std::vector<Vec2> seen(trace.begin(), std::ranges::upper_bound(trace, x, {}, &Vec2::x));
  const Vec2 end{x, curve_at(curve, x)};
  if (seen.empty() || seen.back() != end) seen.push_back(end);
  return seen;
}

}  // namespace fp

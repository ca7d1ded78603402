#include <algorithm>
#include <cmath>

#include "engine/vector/contour.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

Vec2 between(Vec2 a, Vec2 b, double mix) {
  return a + (b - a) * mix;
}

// Share of the length at which each point stands; the closing side of a closed contour ends at 1.
std::vector<double> shares_of(const Contour& contour) {
  const double total = length_of(contour);
  std::vector<double> shares;
  double at = 0;
  for (size_t i = 0; i < contour.points.size(); ++i) {
    if (i > 0) {
      const Vec2 d = contour.points[i] - contour.points[i - 1];
      at += std::sqrt(d.x * d.x + d.y * d.y);
    }
    shares.push_back(total > 0 ? std::min(at / total, 1.0) : 0);
  }
  return shares;
}

// Points of the contour at increasing shares.
std::vector<Vec2> points_at(const Contour& contour, const std::vector<double>& own, const std::vector<double>& shares) {
  std::vector<Vec2> points;
  const size_t n = contour.points.size();
  size_t side = 0;
  for (const double share : shares) {
    while (side + 1 < n && own[side + 1] <= share) ++side;
    const double begin = own[side], end = side + 1 < n ? own[side + 1] : 1;
    const Vec2 a = contour.points[side], b = side + 1 < n || contour.closed ? contour.points[(side + 1) % n] : a;
    points.push_back(end > begin ? between(a, b, std::clamp((share - begin) / (end - begin), 0.0, 1.0)) : a);
  }
  return points;
}

double signed_area(const Contour& contour) {
  double area = 0;
  const size_t n = contour.points.size();
  for (size_t i = 0; i < n; ++i) {
    const Vec2 a = contour.points[i], b = contour.points[(i + 1) % n];
    area += a.x * b.y - a.y * b.x;
  }
  return area;
}

Vec2 middle_of(const Contour& contour) {
  Vec2 sum{};
  for (const Vec2& p : contour.points) sum = sum + p;
  return sum / static_cast<double>(contour.points.size());
}

// The same closed contour, begun `share` of its length further on.
Contour begun_at(const Contour& contour, double share) {
  const double length = length_of(contour);
  if (!(share > 0) || !(length > 0)) return contour;
  Contour turned = piece_of(contour, share * length, (1 + share) * length);
  turned.closed = true;
  if (turned.points.size() > 1) {
    turned.points.pop_back();  // its end is its beginning again
    turned.smooth.pop_back();
  }
  return turned;
}

// `b` with the direction and beginning that move its points least from those of `a`; sizes and places do not count.
Contour aligned(const Contour& a, Contour b) {
  if (!a.closed || !b.closed) return b;
  if ((signed_area(a) < 0) != (signed_area(b) < 0)) {
    std::reverse(b.points.begin() + 1, b.points.end());
    std::reverse(b.smooth.begin() + 1, b.smooth.end());
  }
  constexpr size_t kSamples = 64;
  std::vector<double> shares;
  for (size_t i = 0; i < kSamples; ++i) shares.push_back(static_cast<double>(i) / kSamples);
  const std::vector<Vec2> pa = points_at(a, shares_of(a), shares), pb = points_at(b, shares_of(b), shares);
  const Vec2 ma = middle_of(a), mb = middle_of(b);
  size_t best = 0;
  double least = 0;
  for (size_t turn = 0; turn < kSamples; ++turn) {
    double sum = 0;
    for (size_t i = 0; i < kSamples; ++i) {
      const Vec2 d = (pb[(i + turn) % kSamples] - mb) - (pa[i] - ma);
      sum += d.x * d.x + d.y * d.y;
    }
    if (turn == 0 || sum < least) {
      least = sum;
      best = turn;
    }
  }
  return begun_at(b, static_cast<double>(best) / kSamples);
}

void add_contour(Path& out, const Contour& a, const Contour& b, double mix) {
  const std::vector<double> of_a = shares_of(a), of_b = shares_of(b);
  std::vector<double> shares;
  std::ranges::merge(of_a, of_b, std::back_inserter(shares));
  shares.erase(std::unique(shares.begin(), shares.end()), shares.end());
  const std::vector<Vec2> pa = points_at(a, of_a, shares), pb = points_at(b, of_b, shares);
  std::vector<Vec2> points;
  for (size_t i = 0; i < shares.size(); ++i) points.push_back(between(pa[i], pb[i], mix));
  append(out, polyline_path(points, a.closed || b.closed), {});
}

Contour shrunk(const Contour& contour) {
  Contour point = contour;
  std::ranges::fill(point.points, middle_of(contour));
  return point;
}

}  // namespace

Path morphed(const Path& a, const Path& b, double mix, double tolerance) {
  if (mix == 0) return a;
  if (mix == 1) return b;
  Path out;
  if (a.verbs == b.verbs) {
    out.verbs = a.verbs;
    for (size_t i = 0; i < a.points.size(); ++i) out.points.push_back(between(a.points[i], b.points[i], mix));
    return out;
  }
  const std::vector<Contour> from = contours_of(a, tolerance), to = contours_of(b, tolerance);
  for (size_t i = 0; i < std::max(from.size(), to.size()); ++i) {
    if (i >= to.size()) {
      add_contour(out, from[i], shrunk(from[i]), mix);
    } else if (i >= from.size()) {
      add_contour(out, shrunk(to[i]), to[i], mix);
    } else {
      add_contour(out, from[i], aligned(from[i], to[i]), mix);
    }
  }
  return out;
}

}  // namespace fp

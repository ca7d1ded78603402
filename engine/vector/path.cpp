#include "engine/vector/path.hpp"

#include <algorithm>
#include <cmath>

namespace fp {
namespace {

constexpr double kArcHandle = 0.55228474983079339840;  // cubic handle of a quarter circle: 4/3 (sqrt 2 - 1)

double not_negative(double v) {
  return v > 0 ? v : 0;
}  // NaN counts as 0

}  // namespace

void Path::move_to(Vec2 p) {
  verbs.push_back(Verb::move);
  points.push_back(p);
}

void Path::line_to(Vec2 p) {
  verbs.push_back(Verb::line);
  points.push_back(p);
}

void Path::quad_to(Vec2 c, Vec2 p) {
  verbs.push_back(Verb::quad);
  points.insert(points.end(), {c, p});
}

void Path::cubic_to(Vec2 c1, Vec2 c2, Vec2 p) {
  verbs.push_back(Verb::cubic);
  points.insert(points.end(), {c1, c2, p});
}

void Path::close() {
  verbs.push_back(Verb::close);
}

Path rectangle_path(Vec2 size, const double radius[4]) {
  const double w = not_negative(size.x), h = not_negative(size.y);
  double r[4];
  for (int i = 0; i < 4; ++i) r[i] = not_negative(radius[i]);
  // CSS: where the radii of one side overlap, all four shrink by the same factor.
  double shrink = 1;
  const auto fit = [&](double side, double a, double b) {
    if (a + b > side) shrink = std::min(shrink, side / (a + b));
  };
  fit(w, r[0], r[1]);
  fit(h, r[1], r[2]);
  fit(w, r[2], r[3]);
  fit(h, r[3], r[0]);
  for (double& v : r) v *= shrink;

  Path path;
  const auto corner = [&](Vec2 from, Vec2 at, Vec2 to, double rounded) {
    path.line_to(from);
    if (rounded > 0) path.cubic_to(from + (at - from) * kArcHandle, to + (at - to) * kArcHandle, to);
  };
  path.move_to({r[0], 0});
  corner({w - r[1], 0}, {w, 0}, {w, r[1]}, r[1]);
  corner({w, h - r[2]}, {w, h}, {w - r[2], h}, r[2]);
  corner({r[3], h}, {0, h}, {0, h - r[3]}, r[3]);
  if (r[0] > 0) corner({0, r[0]}, {0, 0}, {r[0], 0}, r[0]);
  path.close();
  return path;
}

Path ellipse_path(Vec2 size) {
  const double rx = not_negative(size.x) / 2, ry = not_negative(size.y) / 2;
  const double kx = rx * kArcHandle, ky = ry * kArcHandle;
  Path path;
  path.move_to({2 * rx, ry});
  path.cubic_to({2 * rx, ry + ky}, {rx + kx, 2 * ry}, {rx, 2 * ry});
  path.cubic_to({rx - kx, 2 * ry}, {0, ry + ky}, {0, ry});
  path.cubic_to({0, ry - ky}, {rx - kx, 0}, {rx, 0});
  path.cubic_to({rx + kx, 0}, {2 * rx, ry - ky}, {2 * rx, ry});
  path.close();
  return path;
}

Path polyline_path(const std::vector<Vec2>& points, bool closed) {
  Path path;
  for (size_t i = 0; i < points.size(); ++i) i ? path.line_to(points[i]) : path.move_to(points[i]);
  if (closed && !points.empty()) path.close();
  return path;
}

Bounds control_bounds(const Path& path) {
  if (path.points.empty()) return {};
  Bounds b{path.points[0], path.points[0]};
  for (const Vec2& p : path.points) {
    b.min = {std::min(b.min.x, p.x), std::min(b.min.y, p.y)};
    b.max = {std::max(b.max.x, p.x), std::max(b.max.y, p.y)};
  }
  return b;
}

Bounds mapped(const Affine& m, const Bounds& box) {
  Bounds result{apply(m, box.min), apply(m, box.min)};
  for (const Vec2& corner : {Vec2{box.max.x, box.min.y}, box.max, Vec2{box.min.x, box.max.y}}) {
    const Vec2 p = apply(m, corner);
    result.min = {std::min(result.min.x, p.x), std::min(result.min.y, p.y)};
    result.max = {std::max(result.max.x, p.x), std::max(result.max.y, p.y)};
  }
  return result;
}

void append(Path& path, const Path& other, const Affine& m) {
  path.verbs.reserve(path.verbs.size() + other.verbs.size());
  path.points.reserve(path.points.size() + other.points.size());
  path.verbs.insert(path.verbs.end(), other.verbs.begin(), other.verbs.end());
  for (const Vec2& p : other.points) path.points.push_back(apply(m, p));
}

Path transformed(const Path& path, const Affine& m) {
  Path out;
  append(out, path, m);
  return out;
}

}  // namespace fp

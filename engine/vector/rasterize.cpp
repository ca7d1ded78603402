#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/vector/contour.hpp"
#include "engine/vector/scan_convert.hpp"

namespace fp {
namespace {

constexpr int32_t kGridBits = 10;
constexpr int32_t kSubpixels = 1 << kGridBits;  // the grid that outlines are quantised to
constexpr double kFarthest = 1.0e6;             // pixels; whatever lies beyond is moved here, and so cannot overflow
constexpr double kShortChord = 0.8;             // pixels

struct GridPoint {
  int32_t x = 0, y = 0;  // 1/1024 pixel
};
using GridContour = std::vector<GridPoint>;

int32_t to_grid(double v) {
  if (!(v > -kFarthest)) v = -kFarthest;  // NaN too
  return static_cast<int32_t>(std::floor(std::min(v, kFarthest) * kSubpixels + 0.5));
}

std::vector<GridContour> quantised(const Path& path) {
  std::vector<GridContour> contours;
  for (const Contour& contour : contours_of(path, kFlatness, kShortChord)) {
    GridContour grid;
    grid.reserve(contour.points.size());
    for (const Vec2& p : contour.points) {
      const GridPoint q{to_grid(p.x), to_grid(p.y)};
      if (grid.empty() || q.x != grid.back().x || q.y != grid.back().y) grid.push_back(q);
    }
    if (grid.size() > 2) contours.push_back(std::move(grid));
  }
  return contours;
}

// The pixels that the outlines touch.
IRect pixel_bounds(const std::vector<GridContour>& contours) {
  if (contours.empty()) return {};
  GridPoint low = contours[0][0], high = low;
  for (const GridContour& contour : contours) {
    for (const GridPoint& p : contour) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  const auto down = [](int32_t v) { return v >> kGridBits; };  // floor, also of negatives
  return {down(low.x), down(low.y), down(high.x + kSubpixels - 1), down(high.y + kSubpixels - 1)};
}

// Clips closed outlines to a window without opening them: what lies outside is moved to the nearest side. Left of the
// window it so keeps its winding; above and below it becomes level and counts for nothing; to the right likewise, as no
// pixel lies beyond it.
class Clipper {
 public:
  Clipper(const IRect& window, std::vector<RasterPoint>& out) : window_(window), out_(out) {}

  void add(const GridContour& contour) {
    fresh_ = true;
    if (inside(contour)) {
      for (const GridPoint& p : contour) {
        const Vec2 q = local(p);
        out_.push_back({q.x, q.y, std::exchange(fresh_, false)});
      }
      return;
    }
    Vec2 a = local(contour.back());
    for (const GridPoint& p : contour) {
      const Vec2 b = local(p);
      add_line(a, b);
      a = b;
    }
  }

 private:
  Vec2 local(GridPoint p) const {
    return {static_cast<double>(p.x) / kSubpixels - window_.x0, static_cast<double>(p.y) / kSubpixels - window_.y0};
  }

  bool inside(const GridContour& contour) const {
    return std::ranges::all_of(contour, [&](const GridPoint& p) {
      const Vec2 q = local(p);
      return q.x >= 0 && q.y >= 0 && q.x <= window_.width() && q.y <= window_.height();
    });
  }

  // Emits where the line crosses the four sides, in order, and then its end.
  void add_line(Vec2 a, Vec2 b) {
    const double w = window_.width(), h = window_.height();
    double crossings[4];
    int count = 0;
    const auto cross = [&](double from, double to, double side) {
      if ((from < side) == (to < side)) return;
      const double t = (side - from) / (to - from);
      int at = count++;
      for (; at > 0 && crossings[at - 1] > t; --at) crossings[at] = crossings[at - 1];
      crossings[at] = t;
    };
    cross(a.x, b.x, 0);
    cross(a.x, b.x, w);
    cross(a.y, b.y, 0);
    cross(a.y, b.y, h);
    for (int i = 0; i < count; ++i) emit(a + (b - a) * crossings[i]);
    emit(b);
  }

  void emit(Vec2 p) {
    const auto snap = [](double v, double limit) {
      return std::floor(std::clamp(v, 0.0, limit) * kSubpixels + 0.5) / kSubpixels;
    };
    const RasterPoint q{snap(p.x, window_.width()), snap(p.y, window_.height()), fresh_};
    if (!fresh_ && q.x == out_.back().x && q.y == out_.back().y) return;
    out_.push_back(q);
    fresh_ = false;
  }

  IRect window_;
  std::vector<RasterPoint>& out_;
  bool fresh_ = true;
};

}  // namespace

PlacedMask rasterize(const Path& path, const IRect& clip) {
  const std::vector<GridContour> contours = quantised(path);
  const IRect window = intersect(pixel_bounds(contours), clip);
  if (window.empty()) return {};
  size_t corners = 0;
  for (const GridContour& contour : contours) corners += contour.size();
  std::vector<RasterPoint> outlines;
  outlines.reserve(corners);
  Clipper clipper(window, outlines);
  for (const GridContour& contour : contours) clipper.add(contour);
  return {std::make_shared<const Mask>(scan_convert(outlines, window.width(), window.height())), window.x0, window.y0};
}

}  // namespace fp

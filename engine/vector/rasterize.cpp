#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/vector/contour.hpp"
#include "engine/vector/mask_builder.hpp"
#include "engine/vector/scan_convert.hpp"

namespace fp {
namespace {

constexpr int32_t kGridBits = 10;
constexpr int32_t kSubpixels = 1 << kGridBits;  // the grid that outlines are quantised to
constexpr double kFarthest = 1.0e6;             // pixels; whatever lies beyond is moved here, and so cannot overflow

constexpr double kShortChord = 0.8;  // pixels

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

void rasterize_window(const std::vector<GridContour>& contours, const IRect& window, int32_t stride,
                      uint8_t* coverage) {
  std::vector<RasterPoint> outlines;
  size_t corners = 0;
  for (const GridContour& contour : contours) corners += contour.size();
  outlines.reserve(corners);
  Clipper clipper(window, outlines);
  for (const GridContour& contour : contours) clipper.add(contour);
  scan_convert(outlines, window.width(), window.height(), stride, coverage);
}

// ---- Large outlines with few corners: only the blocks an edge passes through are scan-converted
// ----------------------

constexpr int32_t kBlock = 64;  // a whole number of tiles both ways
constexpr int64_t kBlockedPixels = 256 * 256;
constexpr size_t kBlockedCorners = 2048;

template <class Visit>
void for_each_edge(const std::vector<GridContour>& contours, const Visit& visit) {
  for (const GridContour& contour : contours) {
    GridPoint a = contour.back();
    for (const GridPoint& b : contour) {
      visit(a, b);
      a = b;
    }
  }
}

// Winding number of a point (1/1024 pixel) that no edge passes through; exact in 64 bits.
int winding_at(const std::vector<GridContour>& contours, int64_t x, int64_t y) {
  int winding = 0;
  for_each_edge(contours, [&](GridPoint a, GridPoint b) {
    if ((a.y <= y) == (b.y <= y)) return;
    const int64_t side = (int64_t{b.x} - a.x) * (y - a.y) - (x - a.x) * (int64_t{b.y} - a.y);
    if (a.y <= y && side > 0) ++winding;
    if (b.y <= y && side < 0) --winding;
  });
  return winding;
}

// Row-major blocks: 1 where an edge may pass through, by the bounds of the edge.
struct BlockGrid {
  int32_t across = 0, down = 0;
  std::vector<uint8_t> touched;
};
BlockGrid touched_blocks(const std::vector<GridContour>& contours, const IRect& window) {
  BlockGrid grid{(window.width() + kBlock - 1) / kBlock, (window.height() + kBlock - 1) / kBlock, {}};
  grid.touched.resize(static_cast<size_t>(grid.across) * static_cast<size_t>(grid.down));
  for_each_edge(contours, [&](GridPoint a, GridPoint b) {
    const auto pixel = [](int32_t v, int32_t origin) { return (v >> kGridBits) - origin; };
    const int32_t x0 = std::max(pixel(std::min(a.x, b.x), window.x0), 0),
                  x1 = std::min(pixel(std::max(a.x, b.x), window.x0), window.width() - 1);
    const int32_t y0 = std::max(pixel(std::min(a.y, b.y), window.y0), 0),
                  y1 = std::min(pixel(std::max(a.y, b.y), window.y0), window.height() - 1);
    for (int32_t y = y0 / kBlock; y0 <= y1 && y <= y1 / kBlock; ++y) {
      for (int32_t x = x0 / kBlock; x0 <= x1 && x <= x1 / kBlock; ++x)
        grid.touched[static_cast<size_t>(y * grid.across + x)] = 1;
    }
  });
  return grid;
}

// One row of blocks at a time: runs of touched blocks are scan-converted into `band`, whole blocks stay a single bit.
Mask rasterize_blocks(const std::vector<GridContour>& contours, const IRect& window) {
  enum : uint8_t { kEmpty, kFull, kEdges };
  const BlockGrid grid = touched_blocks(contours, window);
  MaskBuilder builder(window.width(), window.height());
  const auto edges = static_cast<size_t>(std::ranges::count(grid.touched, 1));
  builder.reserve(edges * kBlock * kBlock / 2 / Mask::kTileBytes);  // about half the tiles of such blocks vary
  const int32_t stride = grid.across * kBlock;
  const auto band = std::make_unique_for_overwrite<uint8_t[]>(static_cast<size_t>(stride) * kBlock);
  std::vector<uint8_t> kinds(static_cast<size_t>(grid.across));
  for (int32_t row = 0; row < grid.down; ++row) {
    const auto touched = [&](int32_t at) { return grid.touched[static_cast<size_t>(row * grid.across + at)] != 0; };
    for (int32_t x = 0; x < grid.across;) {
      const int32_t begin = x;
      do ++x;
      while (x < grid.across && touched(x) == touched(begin));
      const IRect run = intersect({window.x0 + begin * kBlock, window.y0 + row * kBlock, window.x0 + x * kBlock,
                                   window.y0 + (row + 1) * kBlock},
                                  window);
      uint8_t kind = kEdges;
      if (touched(begin)) {
        rasterize_window(contours, run, stride, band.get() + begin * kBlock);
      } else {
        const int64_t half = kSubpixels / 2;  // the middle of a pixel
        kind = winding_at(contours, int64_t{run.x0} * kSubpixels + half, int64_t{run.y0} * kSubpixels + half) != 0
                   ? kFull
                   : kEmpty;
      }
      std::fill(kinds.begin() + begin, kinds.begin() + x, kind);
    }
    const int32_t rows = std::min(kBlock, window.height() - row * kBlock);
    for (int32_t y = 0; y < rows; y += Mask::kTileHeight) {
      for (int32_t x = 0; x < window.width(); x += Mask::kTileWidth) {
        const uint8_t kind = kinds[static_cast<size_t>(x / kBlock)];
        if (kind == kEdges) {
          builder.add_tile(band.get() + static_cast<ptrdiff_t>(y) * stride + x, stride);
        } else {
          builder.add_uniform(kind == kFull);
        }
      }
    }
  }
  return builder.finish();
}

Mask rasterize_whole(const std::vector<GridContour>& contours, const IRect& window) {
  const auto bytes = std::make_unique_for_overwrite<uint8_t[]>(static_cast<size_t>(window.width()) *
                                                               static_cast<size_t>(window.height()));
  rasterize_window(contours, window, window.width(), bytes.get());
  return make_mask(window.width(), window.height(), bytes.get(), window.width());
}

}  // namespace

PlacedMask rasterize(const Path& path, const IRect& clip) {
  const std::vector<GridContour> contours = quantised(path);
  const IRect window = intersect(pixel_bounds(contours), clip);
  if (window.empty()) return {};
  size_t corners = 0;
  for (const GridContour& contour : contours) corners += contour.size();
  const bool blocks = int64_t{window.width()} * window.height() >= kBlockedPixels && corners <= kBlockedCorners;
  return {std::make_shared<const Mask>(blocks ? rasterize_blocks(contours, window) : rasterize_whole(contours, window)),
          window.x0, window.y0};
}

}  // namespace fp

#include "engine/display/arrange.hpp"

#include <algorithm>

namespace fp {
namespace {

using Kind = Arrangement::Kind;
using Align = Arrangement::Align;
using Justify = Arrangement::Justify;

// Rows and columns are one thing seen along two axes: `main` goes along, `cross` across.
struct Axes {
  bool row;
  double main(Vec2 v) const { return row ? v.x : v.y; }
  double cross(Vec2 v) const { return row ? v.y : v.x; }
  const std::optional<double>& main(const Room& r) const { return row ? r.width : r.height; }
  const std::optional<double>& cross(const Room& r) const { return row ? r.height : r.width; }
  Vec2 of(double along, double across) const { return row ? Vec2{along, across} : Vec2{across, along}; }
};

double aligned(Align align, double room) {
  if (align == Align::center) return room / 2;
  return align == Align::end ? room : 0;
}

struct Line {
  size_t first = 0, count = 0;
  double length = 0, thickness = 0;
};

// A new line where `room` ends, if at all.
std::vector<Line> lines_of(const Arrangement& a, std::span<const Item> items, const Axes& axes, bool wraps,
                           double room) {
  std::vector<Line> lines;
  const double gap = axes.main(a.gap);
  for (size_t i = 0; i < items.size(); ++i) {
    const double length = axes.main(items[i].size);
    const bool fits = !lines.empty() && (!wraps || lines.back().length + gap + length <= room + 1e-6);
    if (fits) {
      lines.back().length += gap + length;
    } else {
      lines.push_back({.first = i, .length = length});
    }
    ++lines.back().count;
    lines.back().thickness = std::max(lines.back().thickness, axes.cross(items[i].size));
  }
  return lines;
}

void place_line(const Arrangement& a, std::span<const Item> items, const Axes& axes, const Line& line, Vec2 corner,
                double room, std::vector<Place>& places) {
  double left = std::max(room - line.length, 0.0), growing = 0;
  for (size_t i = 0; i < line.count; ++i) growing += items[line.first + i].grow;
  const double share = growing > 0 ? left / growing : 0;
  if (growing > 0) left = 0;
  double gap = axes.main(a.gap), at = axes.main(corner);
  if (a.justify == Justify::center) at += left / 2;
  if (a.justify == Justify::end) at += left;
  if (a.justify == Justify::between && line.count > 1) gap += left / static_cast<double>(line.count - 1);
  for (size_t i = 0; i < line.count; ++i) {
    const Item& item = items[line.first + i];
    const double length = axes.main(item.size) + share * item.grow;
    const bool stretched = a.align == Align::stretch && item.may_stretch;
    const double thickness = stretched ? line.thickness : axes.cross(item.size);
    const double across = axes.cross(corner) + aligned(a.align, line.thickness - thickness);
    places.push_back({axes.of(at, across), axes.of(length, thickness)});
    at += length + gap;
  }
}

Arranged arrange_lines(const Arrangement& a, std::span<const Item> items, const Room& inner, Vec2 corner) {
  const Axes axes{a.kind == Kind::row};
  const double room = axes.main(inner).value_or(0);
  std::vector<Line> lines = lines_of(a, items, axes, a.wrap && axes.main(inner), room);
  // A single line is as thick as the group, so that alignment across has something to align to.
  if (lines.size() == 1) lines[0].thickness = std::max(lines[0].thickness, axes.cross(inner).value_or(0));
  Arranged result;
  double across = axes.cross(corner), longest = 0;
  for (const Line& line : lines) {
    place_line(a, items, axes, line, axes.of(axes.main(corner), across), room, result.places);
    across += line.thickness + axes.cross(a.gap);
    longest = std::max(longest, line.length);
  }
  const double used = lines.empty() ? 0 : across - axes.cross(a.gap) - axes.cross(corner);
  result.size = axes.of(longest, used);
  return result;
}

Arranged arrange_grid(const Arrangement& a, std::span<const Item> items, const Room& inner, Vec2 corner) {
  const auto columns = static_cast<size_t>(a.columns);
  double width = 0;
  for (const Item& item : items) width = std::max(width, item.size.x);
  if (inner.width) width = std::max((*inner.width - a.gap.x * (a.columns - 1)) / a.columns, 0.0);
  Arranged result;
  double y = corner.y;
  for (size_t first = 0; first < items.size(); first += columns) {
    const size_t count = std::min(columns, items.size() - first);
    double height = 0;
    for (size_t i = 0; i < count; ++i) height = std::max(height, items[first + i].size.y);
    for (size_t i = 0; i < count; ++i) {
      const Item& item = items[first + i];
      const bool stretched = a.align == Align::stretch && item.may_stretch;
      const Vec2 size = stretched ? Vec2{width, height} : item.size;
      const double x = corner.x + static_cast<double>(i) * (width + a.gap.x);
      const Align across = a.justify == Justify::center ? Align::center
                           : a.justify == Justify::end  ? Align::end
                                                        : Align::start;
      result.places.push_back({{x + aligned(across, width - size.x), y + aligned(a.align, height - size.y)}, size});
    }
    y += height + a.gap.y;
  }
  const double used = items.empty() ? 0 : y - a.gap.y - corner.y;
  const double shown = static_cast<double>(std::min(columns, items.size()));
  result.size = {shown > 0 ? shown * width + (shown - 1) * a.gap.x : 0, used};
  return result;
}

}  // namespace

Arranged arrange(const Arrangement& a, std::span<const Item> items, const Room& box) {
  const Vec2 corner{a.padding[3], a.padding[0]}, around{a.padding[1] + a.padding[3], a.padding[0] + a.padding[2]};
  Room inner;
  if (box.width) inner.width = std::max(*box.width - around.x, 0.0);
  if (box.height) inner.height = std::max(*box.height - around.y, 0.0);
  Arranged result =
      a.kind == Kind::grid ? arrange_grid(a, items, inner, corner) : arrange_lines(a, items, inner, corner);
  result.size = {box.width.value_or(result.size.x + around.x), box.height.value_or(result.size.y + around.y)};
  return result;
}

}  // namespace fp

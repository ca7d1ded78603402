#include "editor/timeline/hit.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor::timeline {
namespace {

double distance(const View& view, int64_t frame, double x) {
  return std::abs(x_of(view, static_cast<double>(frame)) - x);
}

Hit hit_ruler(const View& view, const Marks& marks, double x, double reach) {
  using Kind = Hit::Kind;
  if (distance(view, marks.playhead, x) <= reach) return {.kind = Kind::playhead, .frame = marks.playhead};
  const double begin = marks.work_begin ? distance(view, *marks.work_begin, x) : reach + 1;
  const double end = marks.work_end ? distance(view, *marks.work_end, x) : reach + 1;
  // Of two ends at one place the later is taken from the right, so that both can be had.
  const bool right = marks.work_end && x >= x_of(view, static_cast<double>(*marks.work_end));
  if (begin <= reach && (begin < end || (begin == end && !right)))
    return {.kind = Kind::work_begin, .frame = *marks.work_begin};
  if (end <= reach) return {.kind = Kind::work_end, .frame = *marks.work_end};
  Hit hit{.kind = Kind::ruler, .frame = nearest_frame(view, x)};
  double best = reach;
  for (size_t i = 0; i < marks.markers.size(); ++i) {
    const double away = distance(view, marks.markers[i], x);
    if (away > best || (hit.kind == Kind::marker && away == best)) continue;
    best = away;
    hit = {.kind = Kind::marker, .frame = marks.markers[i], .index = i};
  }
  return hit;
}

}  // namespace

Hit hit_test(std::span<const PlacedRow> rows, const View& view, const Marks& marks, double x, double y, double reach) {
  using Kind = Hit::Kind;
  if (x < 0 || y < 0 || x >= view.width || y >= view.height) return {};
  if (y < view.ruler_height) return hit_ruler(view, marks, x, reach);
  const auto found = std::ranges::find_if(rows, [&](const PlacedRow& r) { return r.band.contains(x, y); });
  if (found == rows.end()) return {};
  const PlacedRow& row = *found;
  Hit hit{
      .kind = Kind::row, .row = row.row, .layer = row.layer, .property = row.property, .frame = nearest_frame(view, x)};
  const double middle = (row.band.y0 + row.band.y1) / 2;
  double best = view.key_radius;
  for (size_t i = 0; i < row.keys.size(); ++i) {
    const double away = std::abs(row.keys[i] - x) + std::abs(middle - y);  // a diamond
    if (away > best || (hit.kind == Kind::key && away == best)) continue;
    best = away;
    hit.kind = Kind::key;
    hit.frame = row.frames[i];
  }
  if (hit.kind == Kind::key) return hit;
  if (row.in_handle.contains(x, y)) {
    hit.kind = Kind::in_handle;
  } else if (row.out_handle.contains(x, y)) {
    hit.kind = Kind::out_handle;
  } else if (row.bar.contains(x, y)) {
    hit.kind = Kind::bar;
  }
  return hit;
}

}  // namespace fp::editor::timeline

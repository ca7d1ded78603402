#include "editor/timeline/layout.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor::timeline {
namespace {

// Diamonds stick out of the area's edges a little, and are drawn while any of them is seen.
void place_keys(const View& view, std::span<const int64_t> keys, PlacedRow& placed) {
  const double first = frame_at(view, -view.key_radius), last = frame_at(view, view.width + view.key_radius);
  auto key = std::ranges::lower_bound(keys, static_cast<int64_t>(std::ceil(std::clamp(first, -9e15, 9e15))));
  for (; key != keys.end() && static_cast<double>(*key) <= last; ++key) placed.frames.push_back(*key);
}

void finish_keys(const View& view, PlacedRow& placed) {
  std::ranges::sort(placed.frames);
  const auto [first, last] = std::ranges::unique(placed.frames);
  placed.frames.erase(first, last);
  for (const int64_t frame : placed.frames) placed.keys.push_back(x_of(view, static_cast<double>(frame)));
}

void place_bar(const View& view, const Layer& layer, PlacedRow& placed) {
  const double x0 = x_of(view, static_cast<double>(layer.in)), x1 = x_of(view, static_cast<double>(layer.out));
  if (x1 <= 0 || x0 >= view.width) return;
  placed.bar = {x0, placed.band.y0, x1, placed.band.y1};
  // A third each at most: the body of a short bar can still be taken.
  const double handle = std::min(view.handle, (x1 - x0) / 3);
  if (!layer.fixed_in) placed.in_handle = {x0, placed.band.y0, x0 + handle, placed.band.y1};
  if (!layer.fixed_out) placed.out_handle = {x1 - handle, placed.band.y0, x1, placed.band.y1};
}

}  // namespace

double x_of(const View& view, double frame) {
  return (frame - view.scroll) * view.pixels_per_frame;
}

double frame_at(const View& view, double x) {
  return x / view.pixels_per_frame + view.scroll;
}

int64_t nearest_frame(const View& view, double x) {
  return static_cast<int64_t>(std::floor(std::clamp(frame_at(view, x), -9e15, 9e15) + 0.5));
}

std::vector<Row> list_rows(std::span<const Layer> layers, const View& view) {
  std::vector<Row> rows;
  rows.reserve(layers.size());
  int hidden_beneath = -1;  // depth of the folded group that is being passed over
  for (size_t i = 0; i < layers.size(); ++i) {
    const Layer& layer = layers[i];
    if (hidden_beneath >= 0 && layer.depth > hidden_beneath) continue;
    hidden_beneath = layer.group && view.folded.contains(layer.id) ? layer.depth : -1;
    rows.push_back({static_cast<uint32_t>(i), -1});
    if (layer.properties.empty() || !view.revealed.contains(layer.id)) continue;
    for (size_t p = 0; p < layer.properties.size(); ++p)
      rows.push_back({static_cast<uint32_t>(i), static_cast<int32_t>(p)});
  }
  return rows;
}

std::vector<PlacedRow> place_rows(std::span<const Layer> layers, std::span<const Row> rows, const View& view) {
  std::vector<PlacedRow> result;
  const double room = view.height - view.ruler_height;
  if (rows.empty() || view.row_height <= 0 || room <= 0) return result;
  const double count = static_cast<double>(rows.size());
  const auto first = static_cast<size_t>(std::clamp(std::floor(view.scroll_y / view.row_height), 0.0, count));
  const auto last = static_cast<size_t>(std::clamp(std::ceil((view.scroll_y + room) / view.row_height), 0.0, count));
  for (size_t i = first; i < last; ++i) {
    const Row& row = rows[i];
    const Layer& layer = layers[row.layer];
    PlacedRow placed{.row = i, .layer = row.layer, .property = row.property};
    const double y = view.ruler_height + static_cast<double>(i) * view.row_height - view.scroll_y;
    placed.band = {0, y, view.width, y + view.row_height};
    if (row.property >= 0) {
      place_keys(view, layer.properties[static_cast<size_t>(row.property)].keys, placed);
    } else {
      place_bar(view, layer, placed);
      if (!view.revealed.contains(layer.id)) {
        for (const Property& property : layer.properties) place_keys(view, property.keys, placed);
      }
    }
    finish_keys(view, placed);
    result.push_back(std::move(placed));
  }
  return result;
}

double content_height(std::span<const Row> rows, const View& view) {
  return static_cast<double>(rows.size()) * view.row_height;
}

}  // namespace fp::editor::timeline

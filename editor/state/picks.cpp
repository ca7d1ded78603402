#include "editor/state/picks.hpp"

#include <algorithm>
#include <cmath>

#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"

namespace fp::editor {
namespace {

// Rows the box reaches, as indices [first, last).
std::pair<size_t, size_t> rows_in(std::span<const timeline::Row> rows, const timeline::View& view, const PickBox& box) {
  const auto count = static_cast<double>(rows.size());
  const auto first = static_cast<size_t>(std::clamp(std::floor(box.top / view.row_height), 0.0, count));
  const auto last = static_cast<size_t>(std::clamp(std::ceil(box.bottom / view.row_height), 0.0, count));
  return {first, std::max(first, last)};
}

// The first row after `row` that is a layer's own.
size_t after_properties(std::span<const timeline::Row> rows, size_t row) {
  for (++row; row < rows.size() && rows[row].property >= 0;) ++row;
  return row;
}

size_t children_of(const Json& root, const std::string& list) {
  const Json* children = find_at(root, list);
  return children != nullptr ? children->items.size() : 0;
}

}  // namespace

std::vector<KeyRef> keys_at(const timeline::Layer& layer, int32_t property, int64_t frame) {
  std::vector<KeyRef> keys;
  for (size_t i = 0; i < layer.properties.size(); ++i) {
    if (property >= 0 && i != static_cast<size_t>(property)) continue;
    const timeline::Property& p = layer.properties[i];
    if (std::ranges::binary_search(p.keys, frame)) keys.push_back({p.id, frame - layer.in});
  }
  return keys;
}

std::vector<KeyRef> keys_of(const timeline::Property& property, const timeline::Layer& layer) {
  std::vector<KeyRef> keys;
  for (const int64_t frame : property.keys) keys.push_back({property.id, frame - layer.in});
  return keys;
}

std::vector<KeyRef> keys_in(std::span<const timeline::Layer> layers, std::span<const timeline::Row> rows,
                            const timeline::View& view, const PickBox& box) {
  std::vector<KeyRef> keys;
  const auto [first, last] = rows_in(rows, view, box);
  for (size_t i = first; i < last; ++i) {
    const double middle = (static_cast<double>(i) + 0.5) * view.row_height;
    const timeline::Layer& layer = layers[rows[i].layer];
    const bool elsewhere = rows[i].property < 0 && view.revealed.contains(layer.id);  // in rows of their own
    if (middle < box.top || middle > box.bottom || elsewhere) continue;
    for (size_t p = 0; p < layer.properties.size(); ++p) {
      if (rows[i].property >= 0 && p != static_cast<size_t>(rows[i].property)) continue;
      for (const int64_t frame : layer.properties[p].keys) {
        const auto at = static_cast<double>(frame);
        if (at >= box.begin && at <= box.end) keys.push_back({layer.properties[p].id, frame - layer.in});
      }
    }
  }
  return keys;
}

std::vector<std::string> layers_in(std::span<const timeline::Layer> layers, std::span<const timeline::Row> rows,
                                   const timeline::View& view, const PickBox& box) {
  std::vector<std::string> found;
  const auto [first, last] = rows_in(rows, view, box);
  for (size_t i = first; i < last; ++i) {
    const timeline::Layer& layer = layers[rows[i].layer];
    if (rows[i].property >= 0) continue;
    if (static_cast<double>(layer.in) < box.end && static_cast<double>(layer.out) > box.begin)
      found.push_back(layer.id);
  }
  return found;
}

std::vector<std::string> layers_between(std::span<const timeline::Layer> layers, std::span<const timeline::Row> rows,
                                        const std::string& from, const std::string& to) {
  const auto row_of = [&](const std::string& id) {
    return std::ranges::find_if(rows,
                                [&](const timeline::Row& r) { return r.property < 0 && layers[r.layer].id == id; });
  };
  auto a = row_of(from), b = row_of(to);
  if (a == rows.end() || b == rows.end()) return {to};
  if (b < a) std::swap(a, b);
  std::vector<std::string> found;
  for (; a <= b; ++a) {
    if (a->property < 0) found.push_back(layers[a->layer].id);
  }
  return found;
}

std::optional<Drop> drop_at(const Json& root, std::span<const timeline::Layer> layers,
                            std::span<const timeline::Row> rows, const timeline::View& view, double y) {
  if (rows.empty()) return std::nullopt;
  constexpr double kEdge = 0.3;  // of a group's row, above and below: beside it
  const double at = std::max(y / view.row_height, 0.0);
  if (at >= static_cast<double>(rows.size()))
    return Drop{.array = scope_of(layers[rows.front().layer].id) + "/layers", .row = rows.size()};
  const auto row = static_cast<size_t>(at);
  const timeline::Layer& layer = layers[rows[row].layer];
  const double share = rows[row].property >= 0 ? 1 : at - static_cast<double>(row);
  const std::string list(parent_pointer(layer.id)), children = layer.id + "/children";
  const size_t index = parse_index(last_step(layer.id)).value_or(0);
  if (share < (layer.group ? kEdge : 0.5))
    return Drop{.array = list, .index = index + 1, .row = row, .depth = layer.depth};
  if (layer.group && share <= 1 - kEdge)
    return Drop{
        .array = children, .index = children_of(root, children), .inside = true, .row = row, .depth = layer.depth};
  const size_t next = after_properties(rows, row);
  // Beneath an open group's row its topmost child is next.
  const bool open = layer.group && !view.folded.contains(layer.id) && children_of(root, children) > 0;
  if (open) return Drop{.array = children, .index = children_of(root, children), .row = next, .depth = layer.depth + 1};
  return Drop{.array = list, .index = index, .row = next, .depth = layer.depth};
}

}  // namespace fp::editor

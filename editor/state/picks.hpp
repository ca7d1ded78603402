// What hands pick out of the timeline: keys, and the place where layers are dropped. Pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "editor/state/state.hpp"
#include "editor/timeline/layout.hpp"

namespace fp::editor {

// The keys at a canvas frame on a row: of one property, or of all of the layer's (`property` -1).
std::vector<KeyRef> keys_at(const timeline::Layer& layer, int32_t property, int64_t frame);
std::vector<KeyRef> keys_of(const timeline::Property& property, const timeline::Layer& layer);

// A box over the rows: frames from `begin` to `end`, and pixels from the first row's upper edge.
struct PickBox {
  double begin = 0, end = 0, top = 0, bottom = 0;
};
// Keys whose middles lie within, as the rows show them.
std::vector<KeyRef> keys_in(std::span<const timeline::Layer> layers, std::span<const timeline::Row> rows,
                            const timeline::View& view, const PickBox& box);
// Layers whose bars it touches.
std::vector<std::string> layers_in(std::span<const timeline::Layer> layers, std::span<const timeline::Row> rows,
                                   const timeline::View& view, const PickBox& box);
// The layers of all rows from one to the other, in the order of rows; `to` alone where `from` has no row.
std::vector<std::string> layers_between(std::span<const timeline::Layer> layers, std::span<const timeline::Row> rows,
                                        const std::string& from, const std::string& to);

// Where layers that are dropped come to be: PlaceLayers' list and index.
struct Drop {
  std::string array;
  size_t index = 0;
  bool inside = false;  // of the group whose row is `row`
  size_t row = 0;       // else the row above which a line is to be shown; the number of rows: beneath the last
  int depth = 0;        // of that line
  bool operator==(const Drop&) const = default;
};
// `y`: pixels from the first row's upper edge. A group takes what is dropped on its middle. Rows show the top first,
// lists the bottom. nullopt without any row.
std::optional<Drop> drop_at(const Json& root, std::span<const timeline::Layer> layers,
                            std::span<const timeline::Row> rows, const timeline::View& view, double y);

}  // namespace fp::editor

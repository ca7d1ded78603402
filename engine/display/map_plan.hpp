// A map made ready to be drawn: its geography projected into the chart's box, its data joined to regions, its colours.
// Made once for a chart and shared by all its frames.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/chart/color_scale.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"
#include "engine/display/display_list.hpp"
#include "engine/geo/plane.hpp"
#include "engine/template/chart_map.hpp"
#include "engine/vector/path.hpp"

namespace fp {

// Lines near one another: drawn as one. Many small masks cost less than a large one with as many edges.
using LineGroup = std::vector<Ring>;
std::vector<LineGroup> grouped(const std::vector<Ring>& lines);

// Pixels of the chart.
struct MapGround {
  std::shared_ptr<const Geography> geography;
  Projection projection;
  Affine to_box;                              // from the projection's plane
  std::vector<LineGroup> interior, exterior;  // borders between regions; coasts and outer edges
  ProjectedMap map;                           // regions in the geography's order
  Hash128 hash;                               // of all that decides it
};

struct MapPlan {
  std::shared_ptr<const MapContent> content;
  MapGround ground;
  std::vector<int64_t> region_of;           // by item; -1: none
  std::vector<int64_t> item_of;             // by region; -1: none
  std::vector<double> turn;                 // by item: when it comes in, 0 the first, 1 the last
  std::vector<std::optional<Vec2>> middle;  // by item: where its bubble and label stand; only of maps that have some
  ColorScale scale;
};

// The commands of a map but for the colours of its regions.
struct MapSkeleton {
  DisplayList list;
  std::vector<int64_t> command_of;  // by region; -1: nothing of it is seen
};

// Errors without a position: what is wrong with the projection, the scale, keys without a region.
Result<std::shared_ptr<const MapPlan>> make_map_plan(std::shared_ptr<const MapContent> content, Vec2 size,
                                                     std::shared_ptr<const Geography> geography,
                                                     const Sha256& geography_hash);

// Where a place of the globe stands in the box; nothing where the map does not show it.
std::optional<Vec2> on_map(const MapGround& ground, Vec2 place);
std::optional<Vec2> on_map(const MapPlan& plan, const MapPlace& place);

// To be filled by the non-zero rule: rings inside an odd number of others wind the other way.
Path region_path(const Shape& shape);
Path lines_path(const std::vector<Ring>& lines);

}  // namespace fp

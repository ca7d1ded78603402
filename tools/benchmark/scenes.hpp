// What several benches draw.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/display/filters.hpp"
#include "engine/display/plan.hpp"
#include "tools/benchmark/bench.hpp"

namespace fp::bench {

DisplayList empty_canvas(int32_t width, int32_t height);

// A group over the whole canvas with opacity and a blend, holding one layer.
DisplayList with_group(DisplayList list);

// A filter on a layer of 600x600. `change` goes into the layer's content: no surface is found again.
struct FilterScene {
  std::string name;
  std::function<Placed(const Placed& layer)> filter;
};
std::vector<FilterScene> filter_scenes();
PassPlan filtered_plan(DisplayList list, const FilterScene& scene, uint32_t change);

// 200 graphemes, each on its own way: by motion, the medians over the frames of everything up to pixels ("to-plan") and
// of the pixels with their conversion ("pixels").
using Draw = std::function<void(const PassPlan& plan)>;  // to YUV 4:2:0
Json moving_type(const Draw& draw);

}  // namespace fp::bench

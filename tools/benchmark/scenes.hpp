// What several benches draw.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/display/filters.hpp"
#include "engine/display/plan.hpp"

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

}  // namespace fp::bench

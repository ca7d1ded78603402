// When the frames of a list of layers are in the composition's time. Internal to engine/render.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/template/composition.hpp"

namespace fp {

// The list's own frame `f` is the composition's frame zero + each * f: where a group's time loops or runs back and
// forth, the first time. Of its own frames those before `end` are seen.
struct LayerTimes {
  double zero = 0, each = 1;
  int64_t end = 0;
  int64_t at(int64_t frame) const {
    return static_cast<int64_t>(std::floor(zero + each * static_cast<double>(frame) + 0.5));
  }
};

// Of the layers in a group that stands in a list with these times.
inline LayerTimes inside(const LayerTimes& times, const Layer& layer) {
  const auto& group = std::get<GroupContent>(layer.content);
  const double begin = times.zero + times.each * static_cast<double>(layer.in);
  if (!group.clock) return {begin, times.each, std::min(layer.out, times.end) - layer.in};
  const double each = group.clock->speed == 0 ? 0 : times.each / group.clock->speed;
  return {begin - each * group.clock->start, each, group.clock->frames};
}

}  // namespace fp

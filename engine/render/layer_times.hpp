// When the frames of a list of layers are in the composition's time. Internal to engine/render.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/template/composition.hpp"

namespace fp {

// The list's own frame `f` is the composition's frame zero + each * f: where a group's time loops or runs back and
// forth, the first time. Of its own frames those before `end` are seen, and nothing before the composition's `begin`.
struct LayerTimes {
  double zero = 0, each = 1;
  int64_t end = 0, begin = 0;
  int64_t at(int64_t frame) const {
    return std::max(begin, static_cast<int64_t>(std::floor(zero + each * static_cast<double>(frame) + 0.5)));
  }
};

// Of the layers in a group that stands in a list with these times.
inline LayerTimes inside(const LayerTimes& times, const Layer& layer) {
  const auto& group = std::get<GroupContent>(layer.content);
  const double zero = times.zero + times.each * static_cast<double>(layer.in);
  const int64_t seen = std::max<int64_t>(std::min(layer.out, times.end) - layer.in, 0), begin = times.at(layer.in);
  if (!group.clock) return {zero, times.each, seen, begin};
  const Clock& clock = *group.clock;
  const double each = clock.speed == 0 ? 0 : times.each / clock.speed;
  const double passed = std::ceil(clock.start + clock.speed * static_cast<double>(seen));
  const bool once = clock.at_end == Clock::AtEnd::hold && passed < static_cast<double>(clock.frames);
  return {zero - each * clock.start, each, once ? static_cast<int64_t>(passed) : clock.frames, begin};
}

}  // namespace fp

// Where the parts of a text stand while they come in or leave. Pure functions of a layout and a time.
#pragma once

#include <optional>
#include <vector>

#include "engine/text/layout.hpp"

namespace fp {

struct ClusterPose {
  Affine place;                // from the layout's place to the one now, in layer pixels
  double opacity = 1;          // times the layer's
  double blur = 0;             // standard deviation, layer pixels
  std::optional<Bounds> clip;  // layer pixels: the box of its part, outside of which it is not shown
  uint32_t part = 0;           // with a blur or a clip: clusters of one part are drawn as one
};

// One pose per cluster of the layout; none at all when every part is in its place. `frame` is the layer's time.
std::vector<ClusterPose> pose_clusters(const TextLayout& layout, const TextContent& content, double frame, double fps);

// When each of `count` parts starts, in steps of the stagger from 0; parts may share a step.
std::vector<double> start_order(Motion::Order order, size_t count, uint64_t seed);

}  // namespace fp

// Where the parts of a text stand while they come in or leave. Pure functions of a layout and a time.
#pragma once

#include <vector>

#include "engine/text/layout.hpp"

namespace fp {

struct ClusterPose {
  Affine place;        // from the layout's place to the one now, in layer pixels
  double opacity = 1;  // times the layer's
};

// One pose per cluster of the layout; none at all when every part is in its place. `frame` is the layer's time.
std::vector<ClusterPose> pose_clusters(const TextLayout& layout, const TextContent& content, double frame, double fps);

// When each of `count` parts starts, in steps of the stagger from 0; parts may share a step.
std::vector<double> start_order(TextMotion::Order order, size_t count, uint64_t seed);

}  // namespace fp

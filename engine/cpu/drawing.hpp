// Running the passes of a plan over strips of a surface.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/cpu/kernels.hpp"
#include "engine/display/plan.hpp"

namespace fp::cpu {

// What a pass reads, found once.
struct Bound {
  const uint32_t* mask = nullptr;
  const uint32_t* texture_a = nullptr;
  const uint32_t* texture_b = nullptr;
  Surface picture;
};
Bound bind(const PassPlan& plan, const Pass& pass);  // all but the picture

// Rectangles cut into pieces that stay in cache while all passes run over them.
std::vector<IRect> cut_into_strips(const std::vector<IRect>& rects);

struct Drawing {
  const Kernels& kernels;
  const PassPlan& plan;
  const std::vector<Bound>& bounds;  // one a pass
  Surface target;                    // plan.width x plan.height
  bool clear = false;                // to transparent before the first pass
};
// Draws one strip; `scratch` holds the group surfaces and is kept between calls on a thread.
void draw_strip(const Drawing& drawing, const IRect& strip, std::vector<uint32_t>& scratch);

}  // namespace fp::cpu

// An independent oracle: every pass one pixel at a time, in the words of shaders/pass.h, with no cleverness.
#pragma once

#include <vector>

#include "engine/display/frame.hpp"
#include "engine/display/plan.hpp"

namespace fp::test {

class Reference {
 public:
  Frame execute(const PassPlan& plan, PixelFormat format);

 private:
  int32_t width_ = 0, height_ = 0;
  std::vector<std::vector<uint32_t>> surfaces_;  // rg plane, then ba plane
};

}  // namespace fp::test

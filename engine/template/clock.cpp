#include "engine/template/clock.hpp"

#include <algorithm>
#include <cmath>

namespace fp {

double frame_inside(const Clock& clock, double frame) {
  const auto n = static_cast<double>(clock.frames);
  double at = clock.start + clock.speed * frame;
  if (clock.at_end == Clock::AtEnd::loop) return at - std::floor(at / n) * n;
  if (clock.at_end == Clock::AtEnd::pingpong && n > 1) {
    const double there = n - 1, both = 2 * there;
    at -= std::floor(at / both) * both;
    if (at > there) at = both - at;
  }
  return std::clamp(at, 0.0, n - 1);
}

}  // namespace fp

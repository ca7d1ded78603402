#include "engine/chart/strips.hpp"

#include <algorithm>

namespace fp {

std::vector<Strip> strips_of(std::span<const double> places, double first, double step, double breadth) {
  std::vector<Strip> strips;
  for (const double place : places) {
    double low = first + place * step + (step - breadth) / 2, high = low + breadth;
    for (const Strip& before : strips) {
      const double other_low = before.start, other_high = before.start + before.breadth;
      if (other_high <= low || other_low >= high) continue;
      if (low + high < other_low + other_high) {
        high = std::max(low, other_low);
      } else {
        low = std::min(high, other_high);
      }
    }
    strips.push_back({low, high - low, (high - low) / breadth});
  }
  return strips;
}

}  // namespace fp

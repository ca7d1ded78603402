#include "engine/chart/labels.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/result.hpp"

namespace fp {
namespace {

// The nearest non-descending sequence by least squares: neighbours in the wrong order become one block at their mean.
std::vector<double> isotonic(std::span<const double> wanted) {
  struct Block {
    double sum;
    size_t count;
    double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<Block> blocks;
  for (const double want : wanted) {
    blocks.push_back({want, 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().count += last.count;
    }
  }
  std::vector<double> fitted;
  for (const Block& block : blocks) fitted.insert(fitted.end(), block.count, block.mean());
  return fitted;
}

bool fits(std::span<const double> positions, std::span<const double> widths, double gap, size_t step) {
  for (size_t i = step; i < positions.size(); i += step) {
    const double distance = std::fabs(positions[i] - positions[i - step]);
    if (distance < (widths[i] + widths[i - step]) / 2 + gap) return false;
  }
  return true;
}

}  // namespace

std::vector<double> spread(std::span<const double> wanted, std::span<const double> heights, double gap, double lo,
                           double hi) {
  FP_ASSERT(wanted.size() == heights.size());
  const size_t n = wanted.size();
  if (n == 0) return {};
  const double middle = lo / 2 + hi / 2;
  std::vector<double> wishes(wanted.begin(), wanted.end());
  for (double& wish : wishes) wish = std::isfinite(wish) ? wish : middle;
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t i) { return wishes[i]; });

  // Without the distances that must be between them, labels only have to keep their order.
  std::vector<double> offsets(n, 0.0);
  for (size_t k = 1; k < n; ++k) {
    offsets[k] = offsets[k - 1] + (heights[order[k - 1]] + heights[order[k]]) / 2 + gap;
  }
  const double first = lo + heights[order.front()] / 2, last = hi - heights[order.back()] / 2;
  std::vector<double> placed(n);
  if (offsets.back() > last - first) {
    const double room = last - first;
    for (size_t k = 0; k < n; ++k) {
      placed[order[k]] = room > 0 ? first + room * (offsets[k] / offsets.back()) : middle;
    }
    return placed;
  }
  std::vector<double> reduced(n);
  for (size_t k = 0; k < n; ++k) reduced[k] = wishes[order[k]] - offsets[k];
  const std::vector<double> fitted = isotonic(reduced);
  for (size_t k = 0; k < n; ++k) {
    const bool moved = fitted[k] != reduced[k];
    const double at = std::clamp(fitted[k], first, last - offsets.back());
    placed[order[k]] = moved || at != fitted[k] ? at + offsets[k] : wishes[order[k]];
  }
  return placed;
}

std::vector<bool> thinned(std::span<const double> positions, std::span<const double> widths, double gap) {
  FP_ASSERT(positions.size() == widths.size());
  const size_t n = positions.size();
  if (n == 0) return {};
  size_t step = 1;
  while (step < n && !fits(positions, widths, gap, step)) ++step;
  for (size_t wider = step; wider <= std::min(2 * step, n - 1); ++wider) {
    if ((n - 1) % wider != 0 || !fits(positions, widths, gap, wider)) continue;
    step = wider;
    break;
  }
  std::vector<bool> kept(n, false);
  for (size_t i = 0; i < n; i += step) kept[i] = true;
  return kept;
}

}  // namespace fp

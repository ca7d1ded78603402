#include "engine/cpu/drawing.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace fp::cpu {
namespace {

// A strip is drawn to the end before the next, so that its surfaces stay in cache: 256 x 64 pixels are 128 KiB a
// surface.
constexpr int32_t kStripWidth = kMaxRow;
constexpr int32_t kStripHeight = 64;

bool contains(const PassConstants& c, const IRect& r) {
  return c.x0 <= r.x0 && c.y0 <= r.y0 && c.x1 >= r.x1 && c.y1 >= r.y1;
}

// A pass after which nothing painted before can show inside `strip`.
bool hides_all(const Pass& pass, const IRect& strip) {
  const PassConstants& c = pass.constants;
  if (c.kind != FP_PASS_SOLID || c.depth != 0 || c.cover != FP_COVER_FULL || !contains(c, strip)) return false;
  return c.blend == kBlendCopy || (c.blend == 0 && c.opacity == 65535 && (c.color_ba >> 16) == 65535);
}

const uint32_t* words_of(const PassPlan& plan, uint32_t index) {
  if (index == kNoResource) return nullptr;
  const auto& data = plan.resources[index].data;
  if (const auto* texels = std::get_if<std::shared_ptr<const Texels>>(&data)) return (*texels)->data.data();
  if (const auto* table = std::get_if<std::shared_ptr<const Lookup>>(&data)) return (*table)->words.data();
  return nullptr;
}

}  // namespace

Bound bind(const PassPlan& plan, const Pass& pass) {
  Bound bound{.texture_a = words_of(plan, pass.texture_a), .texture_b = words_of(plan, pass.texture_b)};
  if (pass.mask != kNoResource)
    bound.mask = std::get<std::shared_ptr<const Mask>>(plan.resources[pass.mask].data)->words.data();
  return bound;
}

std::vector<IRect> cut_into_strips(const std::vector<IRect>& rects) {
  std::vector<IRect> strips;
  for (const IRect& r : rects) {
    for (int32_t y = r.y0; y < r.y1; y += kStripHeight) {
      for (int32_t x = r.x0; x < r.x1; x += kStripWidth) {
        strips.push_back({x, y, std::min(x + kStripWidth, r.x1), std::min(y + kStripHeight, r.y1)});
      }
    }
  }
  return strips;
}

void for_each_index(size_t count, int threads, const std::function<void(size_t, size_t)>& work) {
  std::atomic<size_t> next{0};
  const auto run = [&](size_t worker) {
    for (size_t i = next++; i < count; i = next++) work(i, worker);
  };
  std::vector<std::jthread> helpers;
  for (int i = 1; i < threads && static_cast<size_t>(i) < count; ++i) helpers.emplace_back(run, static_cast<size_t>(i));
  run(0);
}

void draw_strip(const Drawing& drawing, const IRect& strip, std::vector<uint32_t>& scratch) {
  constexpr size_t kPixels = static_cast<size_t>(kStripWidth) * kStripHeight;
  const PassPlan& plan = drawing.plan;
  scratch.resize(std::max(scratch.size(), static_cast<size_t>(plan.depth) * 2 * kPixels));
  const auto surface = [&](uint32_t depth) -> Surface {
    if (depth == 0) return drawing.target;
    uint32_t* base = scratch.data() + (depth - 1) * 2 * kPixels;
    return {base, base + kPixels, kStripWidth, strip.x0, strip.y0};
  };
  if (drawing.clear) {
    const PassConstants clear{.kind = FP_PASS_PUSH};
    drawing.kernels.draw({.constants = &clear, .target = drawing.target, .rect = strip});
  }
  size_t first = plan.passes.size();
  while (first > 0 && !hides_all(plan.passes[first - 1], strip)) --first;
  if (first > 0) --first;
  for (size_t i = first; i < plan.passes.size(); ++i) {
    const PassConstants& c = plan.passes[i].constants;
    const IRect rect = intersect(strip, {c.x0, c.y0, c.x1, c.y1});
    if (rect.empty()) continue;
    const Bound& bound = drawing.bounds[i];
    DrawArgs args{.constants = &c,
                  .target = surface(c.depth),
                  .source = bound.picture,
                  .mask = bound.mask,
                  .texture_a = bound.texture_a,
                  .texture_b = bound.texture_b,
                  .rect = rect};
    if (c.kind == FP_PASS_POP) args.source = surface(c.depth + 1);
    drawing.kernels.draw(args);
  }
}

}  // namespace fp::cpu

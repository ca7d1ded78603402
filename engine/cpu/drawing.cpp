#include "engine/cpu/drawing.hpp"

#include <algorithm>
#include <utility>

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

// The surfaces of a strip. Clearing one waits for what is painted first: where that covers all of it anyway, its pixels
// are written once instead of twice and read in between.
class StripSurfaces {
 public:
  StripSurfaces(const Drawing& drawing, const IRect& strip, std::vector<uint32_t>& scratch)
      : drawing_(drawing), strip_(strip), scratch_(scratch), unclear_(static_cast<size_t>(drawing.plan.depth) + 1) {
    scratch.resize(std::max(scratch.size(), static_cast<size_t>(drawing.plan.depth) * 2 * kPixels));
    if (drawing.clear) unclear_[0] = strip;
  }

  Surface at(uint32_t depth) const {
    if (depth == 0) return drawing_.target;
    uint32_t* base = scratch_.data() + (depth - 1) * 2 * kPixels;
    return {base, base + kPixels, kStripWidth, strip_.x0, strip_.y0};
  }

  void clear_later(uint32_t depth, const IRect& rect) { unclear_[depth] = rect; }

  void clear_now(uint32_t depth) {
    const IRect rect = std::exchange(unclear_[depth], {});
    if (rect.empty()) return;
    const PassConstants clear{.kind = FP_PASS_PUSH, .depth = depth};
    drawing_.kernels.draw({.constants = &clear, .target = at(depth), .rect = rect});
  }

  // Whether copying the pass's source is the same as clearing and then blending it: every pixel to be cleared gets one,
  // and over transparent the normal blend is its source, scaled by opacity and coverage: what a copy writes.
  bool clears_by(const PassConstants& c, const IRect& rect) {
    IRect& unclear = unclear_[c.depth];
    if (unclear.empty() || (c.blend != 0 && c.blend != kBlendCopy) || c.kind == FP_PASS_ADJUST ||
        c.cover == FP_COVER_MASK || intersect(unclear, rect) != unclear)
      return false;
    unclear = {};
    return true;
  }

 private:
  static constexpr size_t kPixels = static_cast<size_t>(kStripWidth) * kStripHeight;

  const Drawing& drawing_;
  IRect strip_;
  std::vector<uint32_t>& scratch_;
  std::vector<IRect> unclear_;  // by depth; empty where nothing waits
};

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

void draw_strip(const Drawing& drawing, const IRect& strip, std::vector<uint32_t>& scratch) {
  const PassPlan& plan = drawing.plan;
  StripSurfaces surfaces(drawing, strip, scratch);
  size_t first = plan.passes.size();
  while (first > 0 && !hides_all(plan.passes[first - 1], strip)) --first;
  if (first > 0) --first;
  for (size_t i = first; i < plan.passes.size(); ++i) {
    const PassConstants& c = plan.passes[i].constants;
    const IRect rect = intersect(strip, {c.x0, c.y0, c.x1, c.y1});
    if (rect.empty()) continue;
    if (c.kind == FP_PASS_PUSH) {
      surfaces.clear_later(c.depth, rect);
      continue;
    }
    const Bound& bound = drawing.bounds[i];
    DrawArgs args{.constants = &c,
                  .target = surfaces.at(c.depth),
                  .source = bound.picture,
                  .mask = bound.mask,
                  .texture_a = bound.texture_a,
                  .texture_b = bound.texture_b,
                  .rect = rect};
    if (c.kind == FP_PASS_POP) {
      surfaces.clear_now(c.depth + 1);
      args.source = surfaces.at(c.depth + 1);
    }
    if (surfaces.clears_by(c, rect)) {
      PassConstants copy = c;
      copy.blend = kBlendCopy;
      args.constants = &copy;
      drawing.kernels.draw(args);
    } else {
      surfaces.clear_now(c.depth);
      drawing.kernels.draw(args);
    }
  }
  surfaces.clear_now(0);
}

}  // namespace fp::cpu

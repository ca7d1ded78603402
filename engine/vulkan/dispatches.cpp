#include "engine/vulkan/dispatches.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/core/result.hpp"

namespace fp::vulkan {
namespace {

uint64_t align_down(uint64_t value, uint64_t step) {
  return value / step * step;
}
int32_t round_up(int32_t value, int32_t step) {
  return (value + step - 1) / step * step;
}

// Rows [first, last] of a picture `width` words wide.
Range rows(int64_t first, int64_t last, int64_t width, const Limits& limits) {
  const uint64_t row = static_cast<uint64_t>(width) * 4;
  const uint64_t offset = align_down(static_cast<uint64_t>(first) * row, limits.alignment);
  return {offset, static_cast<uint64_t>(last + 1) * row - offset};
}

// `rect` in bands of rows whose part of a plane can be bound; a band's height is even, for conversions.
void add_bands(std::vector<Dispatch>& out, Dispatch dispatch, int32_t width, int32_t height, const Limits& limits) {
  const uint64_t row = static_cast<uint64_t>(width) * 4;
  const uint64_t plane = row * static_cast<uint64_t>(height);
  if (plane <= limits.binding) {
    dispatch.plane = {0, plane};
    out.push_back(dispatch);
    return;
  }
  const auto band = static_cast<int32_t>((limits.binding - limits.alignment) / row & ~uint64_t{1});
  FP_ASSERT(band >= 2);
  const IRect whole = dispatch.rect;
  for (int32_t y = whole.y0; y < whole.y1; y += band) {
    dispatch.rect.y0 = y;
    dispatch.rect.y1 = std::min(y + band, whole.y1);
    dispatch.plane = rows(y, std::min(round_up(dispatch.rect.y1, 2), height) - 1, width, limits);
    out.push_back(dispatch);
  }
}

struct Level {
  int64_t m3, m4, m5;  // v = m3*X + m4*Y + m5
  uint32_t shift;
  int64_t width, height;
};

// The part of a level that samples inside `rect` can read: v is affine, so its extremes are at the corners.
Range level_rows(const Level& level, const IRect& rect, const Limits& limits) {
  const auto whole = static_cast<uint64_t>(level.width * level.height) * 4;
  if (whole <= limits.binding) return {0, whole};
  int64_t low = INT64_MAX, high = INT64_MIN;
  for (const int64_t x : {rect.x0, rect.x1 - 1}) {
    for (const int64_t y : {rect.y0, rect.y1 - 1}) {
      const int64_t v = level.m3 * (2 * x + 1) + level.m4 * (2 * y + 1) + level.m5;
      const int64_t row = ((v >> (level.shift - 8)) - 128) >> 8;
      low = std::min(low, row);
      high = std::max(high, row + 1);
    }
  }
  return rows(std::clamp<int64_t>(low, 0, level.height - 1), std::clamp<int64_t>(high, 0, level.height - 1),
              level.width, limits);
}

// An image whose levels are too large to bind whole is drawn in pieces, halved until the rows each piece reads fit.
void add_image(std::vector<Dispatch>& out, Dispatch dispatch, const PassConstants& c, const PassPlan& plan,
               const Limits& limits) {
  const Level a{c.a3, c.a4, c.a5, c.a_shift, c.a_width, c.a_height};
  const Level b{c.b3, c.b4, c.b5, c.b_shift, c.b_width, c.b_height};
  dispatch.texture_a = level_rows(a, dispatch.rect, limits);
  if (dispatch.variant.mix != 0) dispatch.texture_b = level_rows(b, dispatch.rect, limits);
  if (std::max(dispatch.texture_a.bytes, dispatch.texture_b.bytes) <= limits.binding) {
    add_bands(out, dispatch, plan.width, plan.height, limits);
    return;
  }
  const IRect r = dispatch.rect;
  FP_ASSERT(r.width() > 1 || r.height() > 1);  // one pixel reads two rows
  const bool across = r.height() == 1 || (r.width() > 1 && std::abs(a.m3) * r.width() >= std::abs(a.m4) * r.height());
  Dispatch second = dispatch;
  if (across) {
    dispatch.rect.x1 = second.rect.x0 = r.x0 + r.width() / 2;
  } else {
    dispatch.rect.y1 = second.rect.y0 = r.y0 + r.height() / 2;
  }
  add_image(out, dispatch, c, plan, limits);
  add_image(out, second, c, plan, limits);
}

Variant variant_of(const PassConstants& c) {
  switch (c.kind) {
    case FP_PASS_LINEAR:
      return {Kernel::fill_linear, c.blend, c.cover, 0};
    case FP_PASS_RADIAL:
      return {Kernel::fill_radial, c.blend, c.cover, 0};
    case FP_PASS_CONIC:
      return {Kernel::fill_conic, c.blend, c.cover, 0};
    case FP_PASS_PICTURE:
      return {Kernel::fill_picture, c.blend, c.cover, c.take};
    case FP_PASS_ADJUST:
      return {Kernel::adjust, 0, c.cover, c.take};
    case FP_PASS_IMAGE:
      return {Kernel::fill_image, c.blend, c.cover, c.level_mix > 0 ? 1u : 0u};
    case FP_PASS_PUSH:
      return {Kernel::clear_group, 0, 0, 0};
    case FP_PASS_POP:
      return {Kernel::composite_group, c.blend, c.cover, 0};
    default:
      return {Kernel::fill_solid, c.blend, c.cover, 0};
  }
}

IRect bounds_of(const PassConstants& c) {
  return {c.x0, c.y0, c.x1, c.y1};
}

// After this pass nothing painted before shows inside `rect`.
bool hides(const PassConstants& c, const IRect& rect) {
  if (c.kind != FP_PASS_SOLID || c.depth != 0 || c.cover != FP_COVER_FULL) return false;
  if (intersect(bounds_of(c), rect) != rect) return false;
  return c.blend == kBlendCopy || (c.blend == 0 && c.opacity == 65535 && c.color_ba >> 16 == 65535);
}

}  // namespace

Groups groups_of(const Dispatch& dispatch) {
  int32_t across = dispatch.rect.width(), down = dispatch.rect.height();
  if (dispatch.variant.kernel == Kernel::to_yuv420) {
    across = (across + 7) / 8;
    down = (down + 1) / 2;
  }
  return {static_cast<uint32_t>((across + 15) / 16), static_cast<uint32_t>((down + 7) / 8)};
}

std::vector<Dispatch> draws(const PassPlan& plan, const Limits& limits) {
  std::vector<size_t> first(plan.damage.size(), 0);
  for (size_t r = 0; r < plan.damage.size(); ++r) {
    for (size_t i = 0; i < plan.passes.size(); ++i) {
      if (hides(plan.passes[i].constants, plan.damage[r])) first[r] = i;
    }
  }
  std::vector<Dispatch> out;
  for (size_t i = 0; i < plan.passes.size(); ++i) {
    const PassConstants& c = plan.passes[i].constants;
    for (size_t r = 0; r < plan.damage.size(); ++r) {
      Dispatch dispatch{
          .variant = variant_of(c), .pass = static_cast<uint32_t>(i), .rect = intersect(bounds_of(c), plan.damage[r])};
      if (i < first[r] || dispatch.rect.empty()) continue;
      if (c.kind == FP_PASS_IMAGE) {
        add_image(out, dispatch, c, plan, limits);
      } else {
        add_bands(out, dispatch, plan.width, plan.height, limits);
      }
    }
  }
  return out;
}

std::vector<Dispatch> conversions(std::span<const IRect> changed, int32_t width, int32_t height, PixelFormat format,
                                  const Limits& limits) {
  std::vector<Dispatch> out;
  if (format == PixelFormat::rgba16) return out;
  for (const IRect& r : changed) {
    if (r.empty()) continue;
    Dispatch dispatch{.variant = {Kernel::to_rgba8, 0, 0, 0}, .rect = r};
    if (format == PixelFormat::yuv420p8) {
      // A chroma sample reads one pixel to its left; blocks of 8x2 pixels are converted whole.
      dispatch.variant.kernel = Kernel::to_yuv420;
      dispatch.rect = {r.x0 & ~7, r.y0 & ~1, std::min(r.x1 + 1, width), r.y1};
    }
    add_bands(out, dispatch, width, height, limits);
  }
  return out;
}

uint64_t output_bytes(PixelFormat format, int32_t width, int32_t height) {
  const auto w = static_cast<uint64_t>(width), h = static_cast<uint64_t>(height);
  if (format != PixelFormat::yuv420p8) return w * h * 4;
  return ((w + 3) / 4 * h + ((w + 1) / 2 + 3) / 4 * ((h + 1) / 2) * 2) * 4;
}

}  // namespace fp::vulkan

// Included once per instruction set with FP_KERNEL_NAMESPACE and FP_KERNELS defined. Rows are processed in short stages
// (paint, coverage, composite) over buffers that stay in L1: each stage is one loop without branches that compilers
// vectorise.

#include <cstddef>
#include <cstring>
#include <utility>

#include "engine/cpu/kernel_types.hpp"
#include "engine/cpu/kernels.hpp"

namespace fp::FP_KERNEL_NAMESPACE {
namespace {

struct Row {
  uint rg[kMaxRow];
  uint ba[kMaxRow];
};

#include "engine/cpu/kernels_blend.inl"

#include "engine/cpu/kernels_paint.inl"

#include "engine/cpu/kernels_adjust.inl"

#include "engine/cpu/kernels_filter.inl"

#include "engine/cpu/kernels_output.inl"

// ---- Coverage -------------------------------------------------------------------------------------------------------

// k[i] = opacity times coverage, for a whole row or a run of tiles that vary. Returns false when the row has the
// constant factor k[0].
bool cover_row(const DrawArgs& a, uint cover, int x, int y, int n, uint* k) {
  const PassConstants& c = *a.constants;
  if (cover == FP_COVER_FULL) {
    k[0] = c.opacity;
    return false;
  }
  if (cover == FP_COVER_RECT) {
    const uint cy = fp_span_cover(y, c.cover_y0, c.cover_y1);
    for (int i = 0; i < n; ++i) {
      k[i] = fp_mul16(c.opacity, fp_rect_cover(fp_span_cover(x + i, c.cover_x0, c.cover_x1), cy));
    }
    return true;
  }
  const uint row = static_cast<uint>(y - c.mask_y);
  const auto* tiles = reinterpret_cast<const uint8_t*>(a.mask + fp_mask_table_size(c.mask_across, c.mask_height));
  for (int i = 0; i < n;) {
    const uint column = static_cast<uint>(x + i - c.mask_x);
    const uint entry = a.mask[fp_mask_tile(column, row, c.mask_across)];
    const uint8_t* bytes = tiles + (static_cast<size_t>(entry - 2u) << 9) + fp_mask_byte_of_tile(column, row);
    const int left = FP_MASK_TILE_WIDTH - static_cast<int>(column & 31u), run = left < n - i ? left : n - i;
    for (int at = 0; at < run; ++at) k[i + at] = fp_mul16(c.opacity, fp_mask_cover(bytes[at]));
    i += run;
  }
  return true;
}

// ---- Drawing
// ---------------------------------------------------------------------------------------------------------

void draw_row(const DrawArgs& a, uint cover, int x, int y, int n) {
  const PassConstants& c = *a.constants;
  const ptrdiff_t at = static_cast<ptrdiff_t>(y - a.target.y0) * a.target.stride + (x - a.target.x0);
  uint* drg = a.target.rg + at;
  uint* dba = a.target.ba + at;
  if (c.kind == FP_PASS_PUSH) {
    fill_row(drg, 0u, n);
    fill_row(dba, 0u, n);
    return;
  }
  uint k[kMaxRow];
  Row row;
  const bool varies = cover_row(a, cover, x, y, n, k);
  if (c.kind == FP_PASS_SOLID) {
    if (!varies) {
      const uvec2 s = fp_scale(uvec2(c.color_rg, c.color_ba), k[0]);
      if (c.blend == FP_BLEND_COPY || (c.blend == FP_BLEND_NORMAL && fp_alpha(s) == 65535u)) {
        fill_row(drg, s.x, n);
        fill_row(dba, s.y, n);
        return;
      }
      fill_row(row.rg, s.x, n);
      fill_row(row.ba, s.y, n);
    } else {
      solid_row(c.color_rg, c.color_ba, k, n, row);
    }
    return blend_row(c.blend, row.rg, row.ba, drg, dba, n);
  }
  if (c.kind == FP_PASS_ADJUST) {
    if (!varies) fill_row(k, k[0], n);
    return adjust_row(c, a.texture_a, x, y, n, k, drg, dba);
  }
  Source source{row.rg, row.ba};
  switch (c.kind) {
    case FP_PASS_LINEAR:
      paint_linear(c, a.texture_a, x, y, n, row);
      break;
    case FP_PASS_RADIAL:
      paint_radial(c, a.texture_a, x, y, n, row);
      break;
    case FP_PASS_CONIC:
      paint_conic(c, a.texture_a, x, y, n, row);
      break;
    case FP_PASS_PICTURE:
      source = paint_picture(a, x, y, n, row);
      break;
    case FP_PASS_IMAGE:
      paint_image(a, x, y, n, row);
      break;
    default: {  // FP_PASS_POP
      const ptrdiff_t from = static_cast<ptrdiff_t>(y - a.source.y0) * a.source.stride + (x - a.source.x0);
      source = {a.source.rg + from, a.source.ba + from};
    }
  }
  source = varies ? scaled<true>(source, k, n, row) : scaled<false>(source, k, n, row);
  blend_row(c.blend, source.rg, source.ba, drg, dba, n);
}

// Draws runs of covered and of varying tiles; where nothing is covered pixels keep their value exactly.
void draw_masked_row(const DrawArgs& a, int x, int y, int n) {
  const PassConstants& c = *a.constants;
  const int row = y - c.mask_y;
  if (row < 0 || row >= static_cast<int>(c.mask_height)) return;
  const int end_of_mask = c.mask_x + static_cast<int>(c.mask_width), end = x + n < end_of_mask ? x + n : end_of_mask;
  if (x < c.mask_x) x = c.mask_x;
  const auto tile_at = [&](int at) {
    const uint entry = a.mask[fp_mask_tile(static_cast<uint>(at - c.mask_x), static_cast<uint>(row), c.mask_across)];
    return entry < 2u ? entry : 2u;
  };
  while (x < end) {
    const int begin = x;
    const uint kind = tile_at(x);
    do x += FP_MASK_TILE_WIDTH - ((x - c.mask_x) & 31);
    while (x < end && tile_at(x) == kind);
    if (kind == 0u) continue;
    draw_row(a, kind == 1u ? FP_COVER_FULL : FP_COVER_MASK, begin, y, (x < end ? x : end) - begin);
  }
}

void draw(const DrawArgs& args) {
  const uint cover = args.constants->kind == FP_PASS_PUSH ? FP_COVER_FULL : args.constants->cover;
  const int x = args.rect.x0, n = args.rect.x1 - args.rect.x0;
  for (int y = args.rect.y0; y < args.rect.y1; ++y) {
    if (cover == FP_COVER_MASK) {
      draw_masked_row(args, x, y, n);
    } else {
      draw_row(args, cover, x, y, n);
    }
  }
}

}  // namespace
}  // namespace fp::FP_KERNEL_NAMESPACE

namespace fp::cpu {
Kernels FP_KERNELS() {
  namespace build = fp::FP_KERNEL_NAMESPACE;
  return {build::draw, build::filter, build::to_yuv420, build::to_rgba8};
}
}  // namespace fp::cpu

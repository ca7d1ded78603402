// Included once per instruction set with FP_KERNEL_NAMESPACE and FP_KERNELS defined. Rows are processed in short stages
// (paint, coverage, composite) over buffers that stay in L1: each stage is one loop without branches that compilers
// vectorise.

#include <cstddef>
#include <cstring>

#include "engine/cpu/kernel_types.hpp"
#include "engine/cpu/kernels.hpp"

namespace fp::FP_KERNEL_NAMESPACE {
namespace {

struct Row {
  uint rg[kMaxRow];
  uint ba[kMaxRow];
};

// ---- Paint: n source pixels of row y from column x ------------------------------------------------------------------

// First coordinate of the row and its step, as unsigned so that partial sums may wrap (the total never does).
struct Mapping {
  uint u, v, du, dv;
};
Mapping map_row(const int (&m)[6], int x, int y) {
  const uint cx = static_cast<uint>(2 * x + 1), cy = static_cast<uint>(2 * y + 1);
  const auto at = [](int v) { return static_cast<uint>(v); };
  return {at(m[0]) * cx + at(m[1]) * cy + at(m[2]), at(m[3]) * cx + at(m[4]) * cy + at(m[5]), at(m[0]) * 2u,
          at(m[3]) * 2u};
}

// Ramp entries for positions; signed indices, so that compilers use gathers.
void paint_ramp(const uint* __restrict ramp, const uint* __restrict position, int n, uint* __restrict rg,
                uint* __restrict ba) {
  for (int i = 0; i < n; ++i) {
    const int entry = static_cast<int>((position[i] >> 6) * 2u);
    const uint f = position[i] & 63u;
    rg[i] = fp_ramp_mix_word(ramp[entry], ramp[entry + 2], f);
    ba[i] = fp_ramp_mix_word(ramp[entry + 1], ramp[entry + 3], f);
  }
}

void paint_linear(const PassConstants& c, const uint* ramp, int x, int y, int n, Row& out) {
  const Mapping map = map_row({c.a0, c.a1, c.a2, c.a3, c.a4, c.a5}, x, y);
  const uint shift = c.a_shift - 16u;
  uint position[kMaxRow];
  for (int i = 0; i < n; ++i) {
    const int u = static_cast<int>(map.u + static_cast<uint>(i) * map.du);
    position[i] = fp_ramp_position(u >> shift);
  }
  paint_ramp(ramp, position, n, out.rg, out.ba);
}

void paint_radial(const PassConstants& c, const uint* ramp, int x, int y, int n, Row& out) {
  const Mapping map = map_row({c.a0, c.a1, c.a2, c.a3, c.a4, c.a5}, x, y);
  const uint shift = c.a_shift - 14u;
  uint position[kMaxRow];
  for (int i = 0; i < n; ++i) {
    const int u = static_cast<int>(map.u + static_cast<uint>(i) * map.du);
    const int v = static_cast<int>(map.v + static_cast<uint>(i) * map.dv);
    position[i] = fp_radial_position(u >> shift, v >> shift);
  }
  paint_ramp(ramp, position, n, out.rg, out.ba);
}

struct Level {
  const uint* texels;
  int m[6];
  uint shift;
  int width, height;
};

// The four texels around each sample, and its place between them.
struct Taps {
  int top_left[kMaxRow], top_right[kMaxRow], low_left[kMaxRow], low_right[kMaxRow];
  uint across[kMaxRow], down[kMaxRow];
};

// A function of its own because only parameters can promise not to alias, without which nothing here is vectorised.
void mix_taps(const uint* __restrict texels, const Taps& __restrict t, int n, uint* __restrict rg,
              uint* __restrict ba) {
  for (int i = 0; i < n; ++i) {
    const uint a = texels[t.top_left[i]], b = texels[t.low_left[i]], c = texels[t.top_right[i]],
               d = texels[t.low_right[i]];
    const uint f = t.down[i];
    const uvec2 p = fp_lerp_columns(fp_lerp_rb(a, b, f), fp_lerp_ga(a, b, f), fp_lerp_rb(c, d, f), fp_lerp_ga(c, d, f),
                                    t.across[i]);
    rg[i] = p.x;
    ba[i] = p.y;
  }
}

void sample_any(const Level& level, int x, int y, int n, Row& out) {
  const Mapping map = map_row(level.m, x, y);
  const int right = level.width - 1, bottom = level.height - 1, width = level.width;
  const uint shift = level.shift;
  Taps t;
  for (int i = 0; i < n; ++i) {
    const int pu = fp_texel_position(static_cast<int>(map.u + static_cast<uint>(i) * map.du), shift);
    const int pv = fp_texel_position(static_cast<int>(map.v + static_cast<uint>(i) * map.dv), shift);
    const int x0 = fp_clamp(pu >> 8, 0, right), x1 = fp_clamp((pu >> 8) + 1, 0, right);
    const int top = fp_clamp(pv >> 8, 0, bottom) * width, low = fp_clamp((pv >> 8) + 1, 0, bottom) * width;
    t.top_left[i] = top + x0;
    t.top_right[i] = top + x1;
    t.low_left[i] = low + x0;
    t.low_right[i] = low + x1;
    t.across[i] = static_cast<uint>(pu & 255);
    t.down[i] = static_cast<uint>(pv & 255);
  }
  mix_taps(level.texels, t, n, out.rg, out.ba);
}

// Upright pictures: all pixels of a row share their two texel rows, so the vertical step is done once per texel column.
constexpr int kMaxColumns = 2048;
void sample_upright(const Level& level, int x, int y, int n, Row& out) {
  const Mapping map = map_row(level.m, x, y);
  const int right = level.width - 1, bottom = level.height - 1;
  const auto column = [&](int i) {
    return fp_texel_position(static_cast<int>(map.u + static_cast<uint>(i) * map.du), level.shift) >> 8;
  };
  const int first = column(0), last = column(n - 1);
  const int low_column = fp_clamp(first < last ? first : last, 0, right);
  const int high_column = fp_clamp((first < last ? last : first) + 1, 0, right);
  const int columns = high_column - low_column + 1;
  if (columns > kMaxColumns) return sample_any(level, x, y, n, out);

  const int pv = fp_texel_position(static_cast<int>(map.v), level.shift);
  const uint fv = static_cast<uint>(pv & 255);
  const uint* top = level.texels + fp_clamp(pv >> 8, 0, bottom) * level.width + low_column;
  const uint* low = level.texels + fp_clamp((pv >> 8) + 1, 0, bottom) * level.width + low_column;
  uint rb[kMaxColumns], ga[kMaxColumns];
  for (int i = 0; i < columns; ++i) {
    rb[i] = fp_lerp_rb(top[i], low[i], fv);
    ga[i] = fp_lerp_ga(top[i], low[i], fv);
  }
  for (int i = 0; i < n; ++i) {
    const int pu = fp_texel_position(static_cast<int>(map.u + static_cast<uint>(i) * map.du), level.shift);
    const int x0 = fp_clamp(pu >> 8, 0, right) - low_column, x1 = fp_clamp((pu >> 8) + 1, 0, right) - low_column;
    const uvec2 p = fp_lerp_columns(rb[x0], ga[x0], rb[x1], ga[x1], static_cast<uint>(pu & 255));
    out.rg[i] = p.x;
    out.ba[i] = p.y;
  }
}

void sample(const Level& level, int x, int y, int n, Row& out) {
  if (level.m[1] == 0 && level.m[3] == 0) {
    sample_upright(level, x, y, n, out);
  } else {
    sample_any(level, x, y, n, out);
  }
}

void paint_image(const DrawArgs& a, int x, int y, int n, Row& out) {
  const PassConstants& c = *a.constants;
  sample({a.texture_a,
          {c.a0, c.a1, c.a2, c.a3, c.a4, c.a5},
          c.a_shift,
          static_cast<int>(c.a_width),
          static_cast<int>(c.a_height)},
         x, y, n, out);
  if (c.level_mix == 0u) return;
  Row coarse;
  sample({a.texture_b,
          {c.b0, c.b1, c.b2, c.b3, c.b4, c.b5},
          c.b_shift,
          static_cast<int>(c.b_width),
          static_cast<int>(c.b_height)},
         x, y, n, coarse);
  const uint f = c.level_mix;
  for (int i = 0; i < n; ++i) {
    out.rg[i] = fp_level_mix_word(out.rg[i], coarse.rg[i], f);
    out.ba[i] = fp_level_mix_word(out.ba[i], coarse.ba[i], f);
  }
}

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

// ---- Composite ------------------------------------------------------------------------------------------------------

template <uint kMode>
void blend_row(const uint* srg, const uint* sba, uint* drg, uint* dba, int n) {
  for (int i = 0; i < n; ++i) {
    const uvec2 p = fp_blend(kMode, uvec2(srg[i], sba[i]), uvec2(drg[i], dba[i]));
    drg[i] = p.x;
    dba[i] = p.y;
  }
}

void blend_row(uint mode, const uint* srg, const uint* sba, uint* drg, uint* dba, int n) {
  switch (mode) {
    case FP_BLEND_MULTIPLY:
      return blend_row<FP_BLEND_MULTIPLY>(srg, sba, drg, dba, n);
    case FP_BLEND_SCREEN:
      return blend_row<FP_BLEND_SCREEN>(srg, sba, drg, dba, n);
    case FP_BLEND_ADD:
      return blend_row<FP_BLEND_ADD>(srg, sba, drg, dba, n);
    case FP_BLEND_COPY:
      return blend_row<FP_BLEND_COPY>(srg, sba, drg, dba, n);
    default:
      return blend_row<FP_BLEND_NORMAL>(srg, sba, drg, dba, n);
  }
}

void scale_row(uint* rg, uint* ba, const uint* k, int n) {
  for (int i = 0; i < n; ++i) {
    rg[i] = fp_scale_word(rg[i], k[i]);
    ba[i] = fp_scale_word(ba[i], k[i]);
  }
}
void scale_row(uint* rg, uint* ba, uint k, int n) {
  if (k == 65535u) return;  // exact identity
  for (int i = 0; i < n; ++i) {
    rg[i] = fp_scale_word(rg[i], k);
    ba[i] = fp_scale_word(ba[i], k);
  }
}

void solid_row(uint rg, uint ba, const uint* k, int n, Row& out) {
  for (int i = 0; i < n; ++i) {
    out.rg[i] = fp_scale_word(rg, k[i]);
    out.ba[i] = fp_scale_word(ba, k[i]);
  }
}

void fill_row(uint* to, uint value, int n) {
  for (int i = 0; i < n; ++i) to[i] = value;
}

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
  switch (c.kind) {
    case FP_PASS_LINEAR:
      paint_linear(c, a.texture_a, x, y, n, row);
      break;
    case FP_PASS_RADIAL:
      paint_radial(c, a.texture_a, x, y, n, row);
      break;
    case FP_PASS_IMAGE:
      paint_image(a, x, y, n, row);
      break;
    default: {  // FP_PASS_POP
      const ptrdiff_t from = static_cast<ptrdiff_t>(y - a.source.y0) * a.source.stride + (x - a.source.x0);
      std::memcpy(row.rg, a.source.rg + from, sizeof(uint) * static_cast<size_t>(n));
      std::memcpy(row.ba, a.source.ba + from, sizeof(uint) * static_cast<size_t>(n));
    }
  }
  if (varies) {
    scale_row(row.rg, row.ba, k, n);
  } else {
    scale_row(row.rg, row.ba, k[0], n);
  }
  blend_row(c.blend, row.rg, row.ba, drg, dba, n);
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

// ---- Output ---------------------------------------------------------------------------------------------------------

void luma_row(const uint* rg, const uint* ba, int n, uint8_t* out) {
  for (int i = 0; i < n; ++i) {
    out[i] = static_cast<uint8_t>(fp_luma709(rg[i] & 0xffffu, rg[i] >> 16, ba[i] & 0xffffu));
  }
}

// One row of chroma for n luma columns from x (even). top and low are the two luma rows, pointing at column x; `sums`
// start one column to the left, repeated at the picture's edge.
void chroma_row(const uint* trg, const uint* tba, const uint* lrg, const uint* lba, int x, int n, int width,
                uint8_t* cb, uint8_t* cr) {
  uint r[kMaxRow + 2], g[kMaxRow + 2], b[kMaxRow + 2];
  const int first = x > 0 ? -1 : 0, last = x + n < width ? n : n - 1;
  for (int i = first; i <= last; ++i) {
    r[i + 1] = (trg[i] & 0xffffu) + (lrg[i] & 0xffffu);
    g[i + 1] = (trg[i] >> 16) + (lrg[i] >> 16);
    b[i + 1] = (tba[i] & 0xffffu) + (lba[i] & 0xffffu);
  }
  if (first == 0) r[0] = r[1], g[0] = g[1], b[0] = b[1];
  if (last == n - 1) r[n + 1] = r[n], g[n + 1] = g[n], b[n + 1] = b[n];
  const int samples = (n + 1) / 2;
  for (int i = 0; i < samples; ++i) {
    const uint mr = fp_chroma_mean(r[2 * i], r[2 * i + 1], r[2 * i + 2]);
    const uint mg = fp_chroma_mean(g[2 * i], g[2 * i + 1], g[2 * i + 2]);
    const uint mb = fp_chroma_mean(b[2 * i], b[2 * i + 1], b[2 * i + 2]);
    cb[i] = static_cast<uint8_t>(fp_cb709(mr, mg, mb));
    cr[i] = static_cast<uint8_t>(fp_cr709(mr, mg, mb));
  }
}

void to_yuv420(const Surface& from, int32_t width, int32_t height, const IRect& rect, uint8_t* out) {
  const int32_t chroma_width = (width + 1) / 2, chroma_height = (height + 1) / 2;
  uint8_t* cb = out + static_cast<size_t>(width) * static_cast<size_t>(height);
  uint8_t* cr = cb + static_cast<size_t>(chroma_width) * static_cast<size_t>(chroma_height);
  const auto row = [&](const uint32_t* plane, int y, int x) {
    return plane + static_cast<ptrdiff_t>(y - from.y0) * from.stride + (x - from.x0);
  };
  for (int x = rect.x0; x < rect.x1; x += kMaxRow) {
    const int n = rect.x1 - x < kMaxRow ? rect.x1 - x : kMaxRow;
    for (int y = rect.y0; y < rect.y1; ++y) {
      luma_row(row(from.rg, y, x), row(from.ba, y, x), n,
               out + static_cast<size_t>(y) * static_cast<size_t>(width) + x);
    }
    for (int y = rect.y0; y < rect.y1; y += 2) {
      const int low = y + 1 < height ? y + 1 : y;
      const size_t at = static_cast<size_t>(y / 2) * static_cast<size_t>(chroma_width) + static_cast<size_t>(x / 2);
      chroma_row(row(from.rg, y, x), row(from.ba, y, x), row(from.rg, low, x), row(from.ba, low, x), x, n, width,
                 cb + at, cr + at);
    }
  }
}

void to_rgba8(const Surface& from, int32_t width, const IRect& rect, uint8_t* out) {
  for (int y = rect.y0; y < rect.y1; ++y) {
    const ptrdiff_t at = static_cast<ptrdiff_t>(y - from.y0) * from.stride + (rect.x0 - from.x0);
    uint8_t* to = out + 4 * (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(rect.x0));
    for (int i = 0; i < rect.x1 - rect.x0; ++i) {
      const uvec2 p(from.rg[at + i], from.ba[at + i]);
      const uint alpha = fp_alpha(p);
      to[4 * i + 0] = static_cast<uint8_t>(fp_straight8(fp_red(p), alpha));
      to[4 * i + 1] = static_cast<uint8_t>(fp_straight8(fp_green(p), alpha));
      to[4 * i + 2] = static_cast<uint8_t>(fp_straight8(fp_blue(p), alpha));
      to[4 * i + 3] = static_cast<uint8_t>(fp_to8(alpha));
    }
  }
}

}  // namespace
}  // namespace fp::FP_KERNEL_NAMESPACE

namespace fp::cpu {
Kernels FP_KERNELS() {
  namespace build = fp::FP_KERNEL_NAMESPACE;
  return {build::draw, build::to_yuv420, build::to_rgba8};
}
}  // namespace fp::cpu

// Part of kernels.inl: source pixels.

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
void paint_ramp(const uint* __restrict ramp, const uint* __restrict position, int x, int y, int n, uint* __restrict rg,
                uint* __restrict ba) {
  for (int i = 0; i < n; ++i) {
    const int entry = static_cast<int>(position[i] >> 6);
    const int f = fp_ramp_fraction(position[i], ramp[2050 + entry], fp_dither(x + i, y));
    const uvec2 p =
        fp_ramp_mix(uvec2(ramp[2 * entry], ramp[2 * entry + 1]), uvec2(ramp[2 * entry + 2], ramp[2 * entry + 3]), f);
    rg[i] = p.x;
    ba[i] = p.y;
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
  paint_ramp(ramp, position, x, y, n, out.rg, out.ba);
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
  paint_ramp(ramp, position, x, y, n, out.rg, out.ba);
}

void paint_conic(const PassConstants& c, const uint* ramp, int x, int y, int n, Row& out) {
  const Mapping map = map_row({c.a0, c.a1, c.a2, c.a3, c.a4, c.a5}, x, y);
  uint position[kMaxRow];
  for (int i = 0; i < n; ++i) {
    const int u = static_cast<int>(map.u + static_cast<uint>(i) * map.du);
    const int v = static_cast<int>(map.v + static_cast<uint>(i) * map.dv);
    position[i] = fp_conic_position(u, v);
  }
  paint_ramp(ramp, position, x, y, n, out.rg, out.ba);
}

// Pixels [x, x+n) of row y of a surface of width x height pixels; transparent outside it.
void copy_row(const Surface& from, int width, int height, int x, int y, int n, uint* rg, uint* ba) {
  const int row = y - from.y0, column = x - from.x0;
  const int begin = fp_clamp(-column, 0, n), end = fp_clamp(width - column, begin, n);
  const bool inside = row >= 0 && row < height && end > begin;
  const int first = inside ? begin : n, last = inside ? end : n;
  for (int i = 0; i < first; ++i) rg[i] = ba[i] = 0u;
  for (int i = last; i < n; ++i) rg[i] = ba[i] = 0u;
  if (!inside) return;
  const ptrdiff_t at = static_cast<ptrdiff_t>(row) * from.stride + column + begin;
  std::memcpy(rg + begin, from.rg + at, sizeof(uint) * static_cast<size_t>(end - begin));
  std::memcpy(ba + begin, from.ba + at, sizeof(uint) * static_cast<size_t>(end - begin));
}

template <uint kTake>
void take_row(uint color_rg, uint color_ba, int n, uint* rg, uint* ba) {
  for (int i = 0; i < n; ++i) {
    const uvec2 p = fp_take(kTake, uvec2(rg[i], ba[i]), uvec2(color_rg, color_ba));
    rg[i] = p.x;
    ba[i] = p.y;
  }
}

// The picture's own pixels where they are taken as they are, otherwise in `out`.
Source paint_picture(const DrawArgs& a, int x, int y, int n, Row& out) {
  const PassConstants& c = *a.constants;
  const int width = static_cast<int>(c.a_width), height = static_cast<int>(c.a_height);
  const int row = y - a.source.y0, column = x - a.source.x0;
  if (c.take == FP_TAKE_PIXEL && row >= 0 && row < height && column >= 0 && column + n <= width) {
    const ptrdiff_t at = static_cast<ptrdiff_t>(row) * a.source.stride + column;
    return {a.source.rg + at, a.source.ba + at};
  }
  copy_row(a.source, width, height, x, y, n, out.rg, out.ba);
  switch (c.take) {
    case FP_TAKE_ALPHA:
      take_row<FP_TAKE_ALPHA>(c.color_rg, c.color_ba, n, out.rg, out.ba);
      break;
    case FP_TAKE_ALPHA_INVERTED:
      take_row<FP_TAKE_ALPHA_INVERTED>(c.color_rg, c.color_ba, n, out.rg, out.ba);
      break;
    case FP_TAKE_LUMA:
      take_row<FP_TAKE_LUMA>(c.color_rg, c.color_ba, n, out.rg, out.ba);
      break;
    case FP_TAKE_LUMA_INVERTED:
      take_row<FP_TAKE_LUMA_INVERTED>(c.color_rg, c.color_ba, n, out.rg, out.ba);
      break;
    default:
      break;
  }
  return {out.rg, out.ba};
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

// Texel by texel: what the samplers below come to where every pixel's centre is a texel's.
void copy_texels(const uint* __restrict texels, int n, uint* __restrict rg, uint* __restrict ba) {
  for (int i = 0; i < n; ++i) {
    const uint rb = texels[i] & 0x00ff00ffu, ga = (texels[i] >> 8) & 0x00ff00ffu;
    rg[i] = (rb & 0xffu) * 0x101u | (ga & 0xffu) * 0x1010000u;
    ba[i] = (rb >> 16) * 0x101u | (ga >> 16) * 0x1010000u;
  }
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
  const bool inside = first >= 0 && last <= right && pv >= 0 && pv >> 8 <= bottom;
  const bool aligned =
      map.du == 1u << level.shift && fv == 0 && (fp_texel_position(static_cast<int>(map.u), level.shift) & 255) == 0;
  if (inside && aligned) return copy_texels(level.texels + (pv >> 8) * level.width + first, n, out.rg, out.ba);
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

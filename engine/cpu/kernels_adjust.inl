// Part of kernels.inl: a surface's own pixels, changed one by one (shaders/adjust.comp).

// Straight channels of a row.
struct Straight {
  uint r[kMaxRow], g[kMaxRow], b[kMaxRow], a[kMaxRow];
};
void straight_row(const uint* rg, const uint* ba, int n, Straight& out) {
  uint opaque = 65535u;
  for (int i = 0; i < n; ++i) opaque &= ba[i] >> 16;
  for (int i = 0; i < n; ++i) {
    out.r[i] = rg[i] & 0xffffu;
    out.g[i] = rg[i] >> 16;
    out.b[i] = ba[i] & 0xffffu;
    out.a[i] = ba[i] >> 16;
  }
  if (opaque == 65535u) return;  // channels over a full alpha are themselves
  for (int i = 0; i < n; ++i) {
    out.r[i] = fp_straight(out.r[i], out.a[i]);
    out.g[i] = fp_straight(out.g[i], out.a[i]);
    out.b[i] = fp_straight(out.b[i], out.a[i]);
  }
}

uint curve_at(const uint* table, uint value, int word, uint shift) {
  const int entry = static_cast<int>((value >> 6) * 2u) + word;
  return fp_curve((table[entry] >> shift) & 0xffffu, (table[entry + 2] >> shift) & 0xffffu, value & 63u);
}

void curves_row(const uint* __restrict table, const Straight& __restrict s, int n, Row& __restrict out) {
  for (int i = 0; i < n; ++i) {
    const uint a = s.a[i];
    const uint r = fp_mul16(curve_at(table, s.r[i], 0, 0u), a), g = fp_mul16(curve_at(table, s.g[i], 0, 16u), a);
    out.rg[i] = r | (g << 16);
    out.ba[i] = fp_mul16(curve_at(table, s.b[i], 1, 0u), a) | (a << 16);
  }
}

void matrix_row(const PassConstants& c, const uint* rg, const uint* ba, int n, Row& out) {
  for (int i = 0; i < n; ++i) {
    const uvec2 p(rg[i], ba[i]);
    const uvec2 q = fp_pixel(fp_matrix_row(p, c.a0, c.a1, c.a2, c.a3), fp_matrix_row(p, c.a4, c.a5, c.b0, c.b1),
                             fp_matrix_row(p, c.b2, c.b3, c.b4, c.b5), fp_alpha(p));
    out.rg[i] = q.x;
    out.ba[i] = q.y;
  }
}

void gradient_map_row(const uint* table, const uint* rg, const uint* ba, int n, Row& out) {
  for (int i = 0; i < n; ++i) {
    const uvec2 p(rg[i], ba[i]);
    const uint a = fp_alpha(p);
    const uint luma = fp_straight(fp_min(fp_luma(p), a), a);
    const uvec2 q = fp_scale(fp_pixel(curve_at(table, luma, 0, 0u), curve_at(table, luma, 0, 16u),
                                      curve_at(table, luma, 1, 0u), curve_at(table, luma, 1, 16u)),
                             a);
    out.rg[i] = q.x;
    out.ba[i] = q.y;
  }
}

void lut_row(const uint* __restrict table, const Straight& __restrict s, uint entries, int n, Row& __restrict out) {
  for (int i = 0; i < n; ++i) {
    const FpTetrahedron t = fp_tetrahedron(s.r[i], s.g[i], s.b[i], entries);
    const int i0 = static_cast<int>(2u * t.i0), i1 = static_cast<int>(2u * t.i1), i2 = static_cast<int>(2u * t.i2),
              i3 = static_cast<int>(2u * t.i3);
    const uint a = s.a[i];
    const uint r = fp_corner_mix(t, table[i0] & 0xffffu, table[i1] & 0xffffu, table[i2] & 0xffffu, table[i3] & 0xffffu);
    const uint g = fp_corner_mix(t, table[i0] >> 16, table[i1] >> 16, table[i2] >> 16, table[i3] >> 16);
    const uint b = fp_corner_mix(t, table[i0 + 1] & 0xffffu, table[i1 + 1] & 0xffffu, table[i2 + 1] & 0xffffu,
                                 table[i3 + 1] & 0xffffu);
    out.rg[i] = fp_mul16(r, a) | (fp_mul16(g, a) << 16);
    out.ba[i] = fp_mul16(b, a) | (a << 16);
  }
}

void grain_row(const PassConstants& c, int x, int y, const uint* rg, const uint* ba, int n, Row& out) {
  for (int i = 0; i < n; ++i) {
    const int noise = fp_smooth_noise((x + i - c.p3) * c.p1, (y - c.p4) * c.p1, static_cast<uint>(c.p0));
    const uvec2 q = fp_grain(uvec2(rg[i], ba[i]), noise, c.p2);
    out.rg[i] = q.x;
    out.ba[i] = q.y;
  }
}

void key_row(const PassConstants& c, const Straight& s, const uint* rg, const uint* ba, int n, Row& out) {
  for (int i = 0; i < n; ++i) {
    const uint keep = fp_key_keep(fp_key_cb(s.r[i], s.g[i], s.b[i]), fp_key_cr(s.r[i], s.g[i], s.b[i]), c.p0, c.p1,
                                  static_cast<uint>(c.p2), static_cast<uint>(c.p3));
    const uvec2 q = fp_key(uvec2(rg[i], ba[i]), keep, static_cast<uint>(c.p4), static_cast<uint>(c.p5));
    out.rg[i] = q.x;
    out.ba[i] = q.y;
  }
}

void adjust_row(const PassConstants& c, const uint* table, int x, int y, int n, const uint* k, uint* rg, uint* ba) {
  Row row;
  Straight straight;
  const bool needs_straight = c.take == FP_ADJUST_CURVES || c.take == FP_ADJUST_LUT || c.take == FP_ADJUST_KEY;
  if (needs_straight) straight_row(rg, ba, n, straight);
  switch (c.take) {
    case FP_ADJUST_CURVES:
      curves_row(table, straight, n, row);
      break;
    case FP_ADJUST_MATRIX:
      matrix_row(c, rg, ba, n, row);
      break;
    case FP_ADJUST_GRADIENT_MAP:
      gradient_map_row(table, rg, ba, n, row);
      break;
    case FP_ADJUST_LUT:
      lut_row(table, straight, static_cast<uint>(c.p0), n, row);
      break;
    case FP_ADJUST_GRAIN:
      grain_row(c, x, y, rg, ba, n, row);
      break;
    default:
      key_row(c, straight, rg, ba, n, row);
  }
  for (int i = 0; i < n; ++i) {
    const uvec2 p = fp_adjusted(uvec2(rg[i], ba[i]), uvec2(row.rg[i], row.ba[i]), k[i]);
    rg[i] = p.x;
    ba[i] = p.y;
  }
}

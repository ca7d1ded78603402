// Part of kernels.inl: from one surface to another, looking at neighbours (shaders/filter_*.comp). Rows are cut into
// pieces whose sums stay in L1.

constexpr int kPiece = 256;            // pixels of the target at a time
constexpr int kSpan = 2 * kPiece + 4;  // pixels of the source they can need

// A piece of a row, and what of the source it can need.
struct Row2 {
  uint rg[kSpan], ba[kSpan];
};

// Sums of the four channels.
struct Sums {
  uint r[kPiece], g[kPiece], b[kPiece], a[kPiece];
};

// Columns [column, column+n) of a row of the source: where they lie, or a copy with what is outside it transparent.
Source columns_of(const FilterArgs& a, int column, int row, int n, Row2& copy) {
  const PassConstants& c = *a.constants;
  const int width = static_cast<int>(c.a_width), height = static_cast<int>(c.a_height);
  if (row >= 0 && row < height && column >= 0 && column + n <= width) {
    const ptrdiff_t at = static_cast<ptrdiff_t>(row) * a.source.stride + column;
    return {a.source.rg + at, a.source.ba + at};
  }
  const Surface from{a.source.rg, a.source.ba, a.source.stride, 0, 0};
  copy_row(from, width, height, column, row, n, copy.rg, copy.ba);
  return {copy.rg, copy.ba};
}

// ---- Halving

// The sums of four rows of a plane, for the low and the high channel.
void reduce_down(const uint* __restrict w0, const uint* __restrict w1, const uint* __restrict w2,
                 const uint* __restrict w3, int n, uint* __restrict low, uint* __restrict high) {
  for (int i = 0; i < n; ++i) {
    low[i] = fp_reduce_sum(w0[i] & 0xffffu, w1[i] & 0xffffu, w2[i] & 0xffffu, w3[i] & 0xffffu);
    high[i] = fp_reduce_sum(w0[i] >> 16, w1[i] >> 16, w2[i] >> 16, w3[i] >> 16);
  }
}
void reduce_across(const uint* __restrict low, const uint* __restrict high, int n, uint* __restrict out) {
  for (int i = 0; i < n; ++i) {
    const uint l = fp_reduce_sum(low[2 * i], low[2 * i + 1], low[2 * i + 2], low[2 * i + 3]);
    const uint h = fp_reduce_sum(high[2 * i], high[2 * i + 1], high[2 * i + 2], high[2 * i + 3]);
    out[i] = fp_reduce_mean(l) | (fp_reduce_mean(h) << 16);
  }
}
void reduce_row(const FilterArgs& a, int x, int y, int n, uint* rg, uint* ba) {
  const PassConstants& c = *a.constants;
  const int span = 2 * n + 2, column = 2 * x - 1 - c.source_x, row = 2 * y - 1 - c.source_y;
  Row2 copies[4];
  Source rows[4];
  for (int i = 0; i < 4; ++i) rows[i] = columns_of(a, column, row + i, span, copies[i]);
  uint low[kSpan], high[kSpan];
  reduce_down(rows[0].rg, rows[1].rg, rows[2].rg, rows[3].rg, span, low, high);
  reduce_across(low, high, n, rg);
  reduce_down(rows[0].ba, rows[1].ba, rows[2].ba, rows[3].ba, span, low, high);
  reduce_across(low, high, n, ba);
}

// ---- Doubling

void expand_down(const uint* __restrict near, const uint* __restrict far, int n, uint* __restrict low,
                 uint* __restrict high) {
  for (int i = 0; i < n; ++i) {
    low[i] = fp_expand_sum(near[i] & 0xffffu, far[i] & 0xffffu);
    high[i] = fp_expand_sum(near[i] >> 16, far[i] >> 16);
  }
}
// Pixels 2j and 2j+1 from sums j-1, j, j+1; the sums start at j-1.
void expand_across(const uint* __restrict low, const uint* __restrict high, int pairs, uint* __restrict out) {
  for (int j = 0; j < pairs; ++j) {
    out[2 * j] =
        fp_expand_mean(fp_expand_sum(low[j + 1], low[j])) | (fp_expand_mean(fp_expand_sum(high[j + 1], high[j])) << 16);
    out[2 * j + 1] = fp_expand_mean(fp_expand_sum(low[j + 1], low[j + 2])) |
                     (fp_expand_mean(fp_expand_sum(high[j + 1], high[j + 2])) << 16);
  }
}
void expand_plane(const uint* near, const uint* far, int n, uint* out) {
  uint low[kPiece], high[kPiece];
  expand_down(near, far, n / 2 + 2 + n % 2, low, high);
  expand_across(low, high, n / 2, out);
  if (n % 2 == 0) return;
  const int j = n / 2;  // half a pair at the picture's edge
  out[n - 1] =
      fp_expand_mean(fp_expand_sum(low[j + 1], low[j])) | (fp_expand_mean(fp_expand_sum(high[j + 1], high[j])) << 16);
}
// x is even.
void expand_row(const FilterArgs& a, int x, int y, int n, uint* rg, uint* ba) {
  const int span = (n + 1) / 2 + 2, column = (x >> 1) - 1, row = y >> 1;
  Row2 copies[2];
  const Source near = columns_of(a, column, row, span, copies[0]);
  const Source far = columns_of(a, column, row + 2 * (y & 1) - 1, span, copies[1]);
  expand_plane(near.rg, far.rg, n, rg);
  expand_plane(near.ba, far.ba, n, ba);
}

// ---- Weighted means

// A source on either side of the middle, with the same weight.
struct Pair {
  Source before, after;
  uint weight;
};
// Two pairs at once, so that the sums are fetched and put back half as often.
void add_pairs(Sums& __restrict s, const Pair& p, const Pair& q, int n) {
  const auto add = [n](const uint* __restrict p0, const uint* __restrict p1, uint weight_p, const uint* __restrict q0,
                       const uint* __restrict q1, uint weight_q, uint* __restrict low, uint* __restrict high) {
    for (int i = 0; i < n; ++i) {
      low[i] += ((p0[i] & 0xffffu) + (p1[i] & 0xffffu)) * weight_p + ((q0[i] & 0xffffu) + (q1[i] & 0xffffu)) * weight_q;
      high[i] += ((p0[i] >> 16) + (p1[i] >> 16)) * weight_p + ((q0[i] >> 16) + (q1[i] >> 16)) * weight_q;
    }
  };
  add(p.before.rg, p.after.rg, p.weight, q.before.rg, q.after.rg, q.weight, s.r, s.g);
  add(p.before.ba, p.after.ba, p.weight, q.before.ba, q.after.ba, q.weight, s.b, s.a);
}
void begin_blur(Sums& __restrict s, const uint* __restrict rg, const uint* __restrict ba, uint weight, int n) {
  for (int i = 0; i < n; ++i) {
    s.r[i] = (rg[i] & 0xffffu) * weight;
    s.g[i] = (rg[i] >> 16) * weight;
    s.b[i] = (ba[i] & 0xffffu) * weight;
    s.a[i] = (ba[i] >> 16) * weight;
  }
}
void finish_blur(const Sums& __restrict s, int n, uint* __restrict rg, uint* __restrict ba) {
  for (int i = 0; i < n; ++i) {
    rg[i] = fp_blur_mean(s.r[i]) | (fp_blur_mean(s.g[i]) << 16);
    ba[i] = fp_blur_mean(s.b[i]) | (fp_blur_mean(s.a[i]) << 16);
  }
}
void blur_row(const FilterArgs& a, int x, int y, int n, uint* rg, uint* ba) {
  const PassConstants& c = *a.constants;
  const int column = x - c.source_x, row = y - c.source_y;
  Row2 copies[4];
  const auto pair = [&](int i, Row2* to) -> Pair {
    return {columns_of(a, column - i * c.p1, row - i * c.p2, n, to[0]),
            columns_of(a, column + i * c.p1, row + i * c.p2, n, to[1]), a.table[i]};
  };
  Sums s;
  const Source middle = columns_of(a, column, row, n, copies[0]);
  begin_blur(s, middle.rg, middle.ba, a.table[0], n);
  for (int i = 1; i <= c.p0; i += 2) {
    const Pair p = pair(i, copies);
    Pair q = i < c.p0 ? pair(i + 1, copies + 2) : p;
    if (i == c.p0) q.weight = 0;
    add_pairs(s, p, q, n);
  }
  finish_blur(s, n, rg, ba);
}

// Where pixels are sampled, in 1/256 pixel from the first pixel's centre.
struct Positions {
  int x[kPiece], y[kPiece];
};
// The four pixels around each sample: where they lie, all bits set where they are inside the surface, and the sample's
// place between them.
struct Corners {
  int top_left[kPiece], top_right[kPiece], low_left[kPiece], low_right[kPiece];
  uint has_top_left[kPiece], has_top_right[kPiece], has_low_left[kPiece], has_low_right[kPiece];
  uint across[kPiece], down[kPiece];
};

// Loops without branches over memory that does not overlap: they vectorise, looking pixels up by gathers.
void find_corners(const Positions& __restrict p, int width, int height, int stride, int n, Corners& __restrict c) {
  const int right = width - 1, bottom = height - 1;
  for (int i = 0; i < n; ++i) {
    const int x = p.x[i] >> 8, y = p.y[i] >> 8;
    const uint left_in = x >= 0 && x <= right ? ~0u : 0u, right_in = x >= -1 && x < right ? ~0u : 0u;
    const uint top_in = y >= 0 && y <= bottom ? ~0u : 0u, low_in = y >= -1 && y < bottom ? ~0u : 0u;
    const int x0 = fp_clamp(x, 0, right), x1 = fp_clamp(x + 1, 0, right);
    const int top = fp_clamp(y, 0, bottom) * stride, low = fp_clamp(y + 1, 0, bottom) * stride;
    c.top_left[i] = top + x0;
    c.top_right[i] = top + x1;
    c.low_left[i] = low + x0;
    c.low_right[i] = low + x1;
    c.has_top_left[i] = left_in & top_in;
    c.has_top_right[i] = right_in & top_in;
    c.has_low_left[i] = left_in & low_in;
    c.has_low_right[i] = right_in & low_in;
    c.across[i] = static_cast<uint>(p.x[i] & 255);
    c.down[i] = static_cast<uint>(p.y[i] & 255);
  }
}

// Two channels of every sample.
void mix_corners(const uint* __restrict words, const Corners& __restrict c, int n, uint* __restrict out) {
  for (int i = 0; i < n; ++i) {
    const uint tl = words[c.top_left[i]] & c.has_top_left[i], tr = words[c.top_right[i]] & c.has_top_right[i];
    const uint bl = words[c.low_left[i]] & c.has_low_left[i], br = words[c.low_right[i]] & c.has_low_right[i];
    const uint fx = c.across[i], fy = c.down[i];
    out[i] = fp_bilinear(tl & 0xffffu, tr & 0xffffu, bl & 0xffffu, br & 0xffffu, fx, fy) |
             (fp_bilinear(tl >> 16, tr >> 16, bl >> 16, br >> 16, fx, fy) << 16);
  }
}

void sample_between(const FilterArgs& a, const Positions& p, int n, uint* rg, uint* ba) {
  Corners c;
  find_corners(p, static_cast<int>(a.constants->a_width), static_cast<int>(a.constants->a_height), a.source.stride, n,
               c);
  mix_corners(a.source.rg, c, n, rg);
  mix_corners(a.source.ba, c, n, ba);
}

// One of the two maps of a smear. Plain shifts, as of a directional blur, have the same fractions everywhere: two rows
// of the source make a row of the result.
struct SmearMap {
  int m[6];
  uint shift;
  bool shifts() const { return m[1] == 0 && m[3] == 0 && m[0] == m[4] && m[0] == static_cast<int>(1u << (shift - 1u)); }
};

void mix_rows(const Row2& __restrict top, const Row2& __restrict low, uint fx, uint fy, int n, uint* __restrict rg,
              uint* __restrict ba) {
  for (int i = 0; i < n; ++i) {
    const uvec2 p = fp_bilinear_pixel(uvec2(top.rg[i], top.ba[i]), uvec2(top.rg[i + 1], top.ba[i + 1]),
                                      uvec2(low.rg[i], low.ba[i]), uvec2(low.rg[i + 1], low.ba[i + 1]), fx, fy);
    rg[i] = p.x;
    ba[i] = p.y;
  }
}

void map_sample_row(const FilterArgs& a, const SmearMap& map, int x, int y, int n, uint* rg, uint* ba) {
  const Mapping start = map_row(map.m, x, y);
  const auto position = [&](uint v) { return fp_texel_position(static_cast<int>(v), map.shift); };
  if (!map.shifts()) {
    Positions p;
    for (int i = 0; i < n; ++i) {
      const uint step = static_cast<uint>(i);
      p.x[i] = position(start.u + step * start.du);
      p.y[i] = position(start.v + step * start.dv);
    }
    return sample_between(a, p, n, rg, ba);
  }
  const int width = static_cast<int>(a.constants->a_width), height = static_cast<int>(a.constants->a_height);
  const int px = position(start.u), py = position(start.v);
  const Surface from{a.source.rg, a.source.ba, a.source.stride, 0, 0};
  Row2 top, low;
  copy_row(from, width, height, px >> 8, py >> 8, n + 1, top.rg, top.ba);
  copy_row(from, width, height, px >> 8, (py >> 8) + 1, n + 1, low.rg, low.ba);
  mix_rows(top, low, static_cast<uint>(px & 255), static_cast<uint>(py & 255), n, rg, ba);
}

void smear_row(const FilterArgs& a, int x, int y, int n, uint* rg, uint* ba) {
  const PassConstants& c = *a.constants;
  uint other_rg[kPiece], other_ba[kPiece];
  map_sample_row(a, {{c.a0, c.a1, c.a2, c.a3, c.a4, c.a5}, c.a_shift}, x, y, n, rg, ba);
  map_sample_row(a, {{c.b0, c.b1, c.b2, c.b3, c.b4, c.b5}, c.b_shift}, x, y, n, other_rg, other_ba);
  for (int i = 0; i < n; ++i) {
    rg[i] = fp_mean_word(rg[i], other_rg[i]);
    ba[i] = fp_mean_word(ba[i], other_ba[i]);
  }
}

void displaced_positions(const PassConstants& c, const uint* __restrict rg, const uint* __restrict ba, int x, int y,
                         int n, Positions& __restrict p) {
  const int left = (x - c.source_x) * 256, top = (y - c.source_y) * 256, across = c.p0, down = c.p1;
  for (int i = 0; i < n; ++i) {
    const uint alpha = ba[i] >> 16;
    p.x[i] = left + i * 256 + fp_displacement(rg[i] & 0xffffu, alpha, across);
    p.y[i] = top + fp_displacement(rg[i] >> 16, alpha, down);
  }
}

void displace_row(const FilterArgs& a, int x, int y, int n, uint* rg, uint* ba) {
  const PassConstants& c = *a.constants;
  uint map_rg[kPiece], map_ba[kPiece];
  const Surface map{a.map.rg, a.map.ba, a.map.stride, 0, 0};
  copy_row(map, static_cast<int>(c.b_width), static_cast<int>(c.b_height), x - c.p2, y - c.p3, n, map_rg, map_ba);
  Positions p;
  displaced_positions(c, map_rg, map_ba, x, y, n, p);
  sample_between(a, p, n, rg, ba);
}

void filter(const FilterArgs& a) {
  for (int y = a.y0; y < a.y1; ++y) {
    for (int x = 0; x < a.constants->x1; x += kPiece) {
      const int n = a.constants->x1 - x < kPiece ? a.constants->x1 - x : kPiece;
      const ptrdiff_t at = static_cast<ptrdiff_t>(y) * a.target.stride + x;
      uint* rg = a.target.rg + at;
      uint* ba = a.target.ba + at;
      switch (a.constants->kind) {
        case FP_PASS_REDUCE:
          reduce_row(a, x, y, n, rg, ba);
          break;
        case FP_PASS_EXPAND:
          expand_row(a, x, y, n, rg, ba);
          break;
        case FP_PASS_BLUR:
          blur_row(a, x, y, n, rg, ba);
          break;
        case FP_PASS_SMEAR:
          smear_row(a, x, y, n, rg, ba);
          break;
        default:
          displace_row(a, x, y, n, rg, ba);
      }
    }
  }
}

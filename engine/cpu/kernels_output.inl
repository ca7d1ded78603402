// Part of kernels.inl: surfaces to frames.

// ---- Output ---------------------------------------------------------------------------------------------------------

void luma_row(const uint* __restrict rg, const uint* __restrict ba, int n, uint8_t* __restrict out) {
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

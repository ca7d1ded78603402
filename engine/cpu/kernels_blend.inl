// Part of kernels.inl: source pixels onto a surface.

// ---- Composite ------------------------------------------------------------------------------------------------------

template <uint kMode>
void blend_row(const uint* srg, const uint* sba, uint* drg, uint* dba, int n) {
  for (int i = 0; i < n; ++i) {
    const uvec2 p = fp_blend(kMode, uvec2(srg[i], sba[i]), uvec2(drg[i], dba[i]));
    drg[i] = p.x;
    dba[i] = p.y;
  }
}

using BlendRow = void (*)(const uint*, const uint*, uint*, uint*, int);
template <uint... kModes>
BlendRow blend_of(std::integer_sequence<uint, kModes...>, uint mode) {
  static constexpr BlendRow kRows[] = {blend_row<kModes>...};
  return kRows[mode];
}
void blend_row(uint mode, const uint* srg, const uint* sba, uint* drg, uint* dba, int n) {
  blend_of(std::make_integer_sequence<uint, FP_BLENDS>{}, mode)(srg, sba, drg, dba, n);
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

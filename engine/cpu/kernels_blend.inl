// Part of kernels.inl: source pixels onto a surface.

// ---- Composite ------------------------------------------------------------------------------------------------------

template <uint kMode>
void blend_row(const uint* __restrict srg, const uint* __restrict sba, uint* __restrict drg, uint* __restrict dba,
               int n) {
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

// n source pixels, wherever they lie.
struct Source {
  const uint* rg;
  const uint* ba;
};

template <bool kVaries>
void scale_words(const uint* __restrict from, const uint* __restrict k, int n, uint* __restrict to) {
  const uint all = k[0];
  for (int i = 0; i < n; ++i) to[i] = fp_scale_word(from[i], kVaries ? k[i] : all);
}
template <bool kVaries>
void scale_words(uint* __restrict words, const uint* __restrict k, int n) {
  const uint all = k[0];
  for (int i = 0; i < n; ++i) words[i] = fp_scale_word(words[i], kVaries ? k[i] : all);
}

// The source times its factors: into `row`, which the source may be itself, unless it stays as it is.
template <bool kVaries>
Source scaled(const Source& from, const uint* k, int n, Row& row) {
  if (!kVaries && k[0] == 65535u) return from;  // exact identity
  if (from.rg == row.rg) {
    scale_words<kVaries>(row.rg, k, n);
    scale_words<kVaries>(row.ba, k, n);
  } else {
    scale_words<kVaries>(from.rg, k, n, row.rg);
    scale_words<kVaries>(from.ba, k, n, row.ba);
  }
  return {row.rg, row.ba};
}

void solid_row(uint rg, uint ba, const uint* __restrict k, int n, Row& __restrict out) {
  for (int i = 0; i < n; ++i) {
    out.rg[i] = fp_scale_word(rg, k[i]);
    out.ba[i] = fp_scale_word(ba, k[i]);
  }
}

void fill_row(uint* to, uint value, int n) {
  for (int i = 0; i < n; ++i) to[i] = value;
}

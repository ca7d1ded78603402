// Blending: source over a backdrop by every mode of W3C Compositing and Blending 1, premultiplied. Part of kernel.h.
//
// The specification's formula, co = cs*as*(1-ab) + cb*ab*(1-as) + as*ab*B(cb,cs), is summed as products of two 16-bit values (at
// most 65535^2) and rounded once; what needs a quotient first rounds that too: every result is within 1/65535 of the formula.
#ifndef FRAMEPRESS_SHADERS_BLEND_H
#define FRAMEPRESS_SHADERS_BLEND_H

#define FP_BLEND_NORMAL 0u
#define FP_BLEND_MULTIPLY 1u
#define FP_BLEND_SCREEN 2u
#define FP_BLEND_ADD 3u  // "plus-lighter": sums
#define FP_BLEND_OVERLAY 4u
#define FP_BLEND_DARKEN 5u
#define FP_BLEND_LIGHTEN 6u
#define FP_BLEND_COLOR_DODGE 7u
#define FP_BLEND_COLOR_BURN 8u
#define FP_BLEND_HARD_LIGHT 9u
#define FP_BLEND_SOFT_LIGHT 10u
#define FP_BLEND_DIFFERENCE 11u
#define FP_BLEND_EXCLUSION 12u
#define FP_BLEND_HUE 13u
#define FP_BLEND_SATURATION 14u
#define FP_BLEND_COLOR 15u
#define FP_BLEND_LUMINOSITY 16u
// Not for layers: what lowering needs.
#define FP_BLEND_COPY 17u   // replaces the backdrop: the canvas background
#define FP_BLEND_MATTE 18u  // the backdrop times the source's alpha (Porter-Duff destination-in); not with a mask
#define FP_BLEND_ERASE 19u  // the backdrop times one minus the source's alpha (destination-out)
#define FP_BLEND_ATOP 20u   // normal, but only where the backdrop is
#define FP_BLENDS 21u

FP_FN uvec2 fp_over(uvec2 s, uvec2 d) {
  uint k = 65535u - fp_alpha(s);
  return uvec2(s.x + fp_scale_word(d.x, k), s.y + fp_scale_word(d.y, k));
}

FP_FN uint fp_screen_channel(uint s, uint d) { return s + d - fp_mul16(s, d); }
FP_FN uint fp_add_channel(uint s, uint d) { return fp_min(s + d, 65535u); }

// ---- Separable modes: as*ab*B(cb,cs) of one channel, as a product of two 16-bit values --------------------------------

FP_FN uint fp_hard_light(uint s, uint d, uint sa, uint da) {
  return 2u * s <= sa ? 2u * s * d : sa * da - 2u * (da - d) * (sa - s);
}
FP_FN uint fp_color_dodge(uint s, uint d, uint sa, uint da) {
  uint rest = sa - s;
  uint full = d * sa >= da * rest ? da : fp_quotient(d * sa + (rest >> 1), rest);
  return d == 0u ? 0u : sa * full;
}
FP_FN uint fp_color_burn(uint s, uint d, uint sa, uint da) {
  uint rest = (da - d) * sa;
  uint full = rest >= da * s ? da : fp_quotient(rest + (s >> 1), s);
  return d == da ? sa * da : sa * (da - full);
}
FP_FN uint fp_soft_light(uint s, uint d, uint sa, uint da) {
  // Dark sources: cb - (1-2cs)*cb*(1-cb), the last product to a quarter of a step.
  uint whole = fp_max(da, 1u);
  uint dim = fp_quotient(4u * d * (da - d) + (da >> 1), whole);
  uint darker = sa * d - (((sa - 2u * fp_min(s, sa >> 1)) * dim + 2u) >> 2);
  // Light ones: cb + (2cs-1)*(D(cb)-cb), with D(cb) = ((16cb-12)cb+4)cb up to a quarter, else the square root.
  uint low = fp_min(d, da >> 2);
  uint m = fp_quotient((low << 18) + (da >> 1), whole);  // cb, 18 fractional bits, at most 0.25
  uint square = (m * m) >> 16;                         // 20 fractional bits
  uint slope = 196608u - 3u * m + square;              // 3 - 12cb + 16cb^2, 16 fractional bits
  uint cubic = (low * slope + 8192u) >> 14;            // quarters of a step
  uint root = (fp_isqrt(d * da) - d) * 4u;
  uint gain = 4u * d <= da ? cubic : root;
  uint brighter = sa * d + (((2u * s - sa) * gain + 2u) >> 2);
  return 2u * s <= sa ? darker : brighter;
}
FP_FN uint fp_blend_product(uint mode, uint s, uint d, uint sa, uint da) {
  if (mode == FP_BLEND_OVERLAY) return fp_hard_light(d, s, da, sa);
  if (mode == FP_BLEND_DARKEN) return fp_min(s * da, d * sa);
  if (mode == FP_BLEND_LIGHTEN) return fp_max(s * da, d * sa);
  if (mode == FP_BLEND_COLOR_DODGE) return fp_color_dodge(s, d, sa, da);
  if (mode == FP_BLEND_COLOR_BURN) return fp_color_burn(s, d, sa, da);
  if (mode == FP_BLEND_HARD_LIGHT) return fp_hard_light(s, d, sa, da);
  if (mode == FP_BLEND_SOFT_LIGHT) return fp_soft_light(s, d, sa, da);
  if (mode == FP_BLEND_DIFFERENCE) return fp_max(s * da, d * sa) - fp_min(s * da, d * sa);
  if (mode == FP_BLEND_EXCLUSION) return s * (da - d) + d * (sa - s);
  return s * d;  // multiply
}
FP_FN uint fp_blend_channel(uint s, uint d, uint sa, uint da, uint product) {
  return fp_div65535(s * (65535u - da) + d * (65535u - sa) + product);
}
FP_FN uvec2 fp_separable(uint mode, uvec2 s, uvec2 d) {
  uint sa = fp_alpha(s);
  uint da = fp_alpha(d);
  uint r = fp_blend_product(mode, fp_red(s), fp_red(d), sa, da);
  uint g = fp_blend_product(mode, fp_green(s), fp_green(d), sa, da);
  uint b = fp_blend_product(mode, fp_blue(s), fp_blue(d), sa, da);
  return fp_pixel(fp_blend_channel(fp_red(s), fp_red(d), sa, da, r), fp_blend_channel(fp_green(s), fp_green(d), sa, da, g),
                  fp_blend_channel(fp_blue(s), fp_blue(d), sa, da, b), fp_screen_channel(sa, da));
}

// ---- Non-separable modes ---------------------------------------------------------------------------------------------
// Colours are products of two 16-bit values >> 7 (25 bits: 1/512 of a step), so that as*ab is their white.

struct FpColor {
  int r;
  int g;
  int b;
};
FP_FN FpColor fp_color(uint r, uint g, uint b) {
  FpColor c;
  c.r = int(r);
  c.g = int(g);
  c.b = int(b);
  return c;
}
FP_FN FpColor fp_weighted(uvec2 p, uint k) {
  return fp_color((fp_red(p) * k) >> 7, (fp_green(p) * k) >> 7, (fp_blue(p) * k) >> 7);
}
FP_FN int fp_smallest(FpColor c) {
  int low = c.r < c.g ? c.r : c.g;
  return low < c.b ? low : c.b;
}
FP_FN int fp_largest(FpColor c) {
  int high = c.r > c.g ? c.r : c.g;
  return high > c.b ? high : c.b;
}
FP_FN int fp_lum(FpColor c) { return int((uint(c.r) * 30u + uint(c.g) * 59u + uint(c.b) * 11u + 50u) / 100u); }

// c brought nearer to `grey` by ratio / 2^32.
FP_FN int fp_towards(int c, int grey, uint ratio) {
  int away = c - grey;
  uint length = fp_mul_high(uint(away < 0 ? -away : away), ratio);
  return away < 0 ? grey - int(length) : grey + int(length);
}
// SetLum and ClipColor of the specification; `white` is the largest value.
FP_FN FpColor fp_set_lum(FpColor c, int lum, int white) {
  int shift = lum - fp_lum(c);
  c.r += shift;
  c.g += shift;
  c.b += shift;
  int low = fp_smallest(c);
  int high = fp_largest(c);
  int part = low < 0 ? lum : white - lum;
  int whole = low < 0 ? lum - low : high - lum;
  uint ratio = fp_fraction(uint(part), uint(whole));
  bool clips = low < 0 || high > white;
  c.r = clips ? fp_towards(c.r, lum, ratio) : c.r;
  c.g = clips ? fp_towards(c.g, lum, ratio) : c.g;
  c.b = clips ? fp_towards(c.b, lum, ratio) : c.b;
  c.r = fp_clamp(c.r, 0, white);
  c.g = fp_clamp(c.g, 0, white);
  c.b = fp_clamp(c.b, 0, white);
  return c;
}
// SetSat: only the middle channel needs arithmetic.
FP_FN FpColor fp_set_sat(FpColor c, int sat) {
  int low = fp_smallest(c);
  int high = fp_largest(c);
  int middle = c.r + c.g + c.b - low - high;
  int scaled = int(fp_mul_high(uint(sat), fp_fraction(uint(middle - low), uint(high - low))));
  c.r = c.r == low ? 0 : (c.r == high ? sat : scaled);
  c.g = c.g == low ? 0 : (c.g == high ? sat : scaled);
  c.b = c.b == low ? 0 : (c.b == high ? sat : scaled);
  return c;
}
FP_FN uvec2 fp_non_separable(uint mode, uvec2 s, uvec2 d) {
  uint sa = fp_alpha(s);
  uint da = fp_alpha(d);
  FpColor source = fp_weighted(s, da);
  FpColor backdrop = fp_weighted(d, sa);
  int white = int((sa * da) >> 7);
  FpColor c = source;
  if (mode == FP_BLEND_HUE) {
    c = fp_set_sat(fp_color(fp_red(s), fp_green(s), fp_blue(s)), fp_largest(backdrop) - fp_smallest(backdrop));
  }
  if (mode == FP_BLEND_SATURATION) {
    c = fp_set_sat(fp_color(fp_red(d), fp_green(d), fp_blue(d)), fp_largest(source) - fp_smallest(source));
  }
  if (mode == FP_BLEND_LUMINOSITY) c = backdrop;
  c = fp_set_lum(c, fp_lum(mode == FP_BLEND_LUMINOSITY ? source : backdrop), white);
  return fp_pixel(fp_blend_channel(fp_red(s), fp_red(d), sa, da, uint(c.r) << 7),
                  fp_blend_channel(fp_green(s), fp_green(d), sa, da, uint(c.g) << 7),
                  fp_blend_channel(fp_blue(s), fp_blue(d), sa, da, uint(c.b) << 7), fp_screen_channel(sa, da));
}

// ---- All of them -----------------------------------------------------------------------------------------------------

FP_FN uvec2 fp_screen(uvec2 s, uvec2 d) {
  return fp_pixel(fp_screen_channel(fp_red(s), fp_red(d)), fp_screen_channel(fp_green(s), fp_green(d)),
                  fp_screen_channel(fp_blue(s), fp_blue(d)), fp_screen_channel(fp_alpha(s), fp_alpha(d)));
}
FP_FN uvec2 fp_add(uvec2 s, uvec2 d) {
  return fp_pixel(fp_add_channel(fp_red(s), fp_red(d)), fp_add_channel(fp_green(s), fp_green(d)),
                  fp_add_channel(fp_blue(s), fp_blue(d)), fp_add_channel(fp_alpha(s), fp_alpha(d)));
}
FP_FN uvec2 fp_atop(uvec2 s, uvec2 d) {
  uint sa = fp_alpha(s);
  uint da = fp_alpha(d);
  return fp_pixel(fp_div65535(fp_red(s) * da + fp_red(d) * (65535u - sa)), fp_div65535(fp_green(s) * da + fp_green(d) * (65535u - sa)),
                  fp_div65535(fp_blue(s) * da + fp_blue(d) * (65535u - sa)), da);
}
FP_FN uvec2 fp_blend(uint mode, uvec2 s, uvec2 d) {
  if (mode == FP_BLEND_NORMAL) return fp_over(s, d);
  if (mode == FP_BLEND_SCREEN) return fp_screen(s, d);
  if (mode == FP_BLEND_ADD) return fp_add(s, d);
  if (mode == FP_BLEND_COPY) return s;
  if (mode == FP_BLEND_MATTE) return fp_scale(d, fp_alpha(s));
  if (mode == FP_BLEND_ERASE) return fp_scale(d, 65535u - fp_alpha(s));
  if (mode == FP_BLEND_ATOP) return fp_atop(s, d);
  if (mode >= FP_BLEND_HUE) return fp_non_separable(mode, s, d);
  return fp_separable(mode, s, d);
}

#endif

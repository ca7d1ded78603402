// Adjustments: one pixel of a surface at a time, in place. Part of kernel.h. Tables are looked up by the includer.
#ifndef FRAMEPRESS_SHADERS_ADJUST_H
#define FRAMEPRESS_SHADERS_ADJUST_H

#include "kinds.h"

// BT.709 luma of premultiplied channels, 0..65535.
FP_FN uint fp_luma(uvec2 p) { return (fp_red(p) * 13933u + fp_green(p) * 46871u + fp_blue(p) * 4732u + 32768u) >> 16; }

// ---- What a picture gives ----------------------------------------------------------------------------------------------

FP_FN uvec2 fp_take(uint take, uvec2 p, uvec2 color) {
  if (take == FP_TAKE_PIXEL) return p;
  uint k = take == FP_TAKE_ALPHA || take == FP_TAKE_ALPHA_INVERTED ? fp_alpha(p) : fp_luma(p);
  if (take == FP_TAKE_ALPHA_INVERTED || take == FP_TAKE_LUMA_INVERTED) k = 65535u - k;
  return fp_scale(color, k);
}

// ---- Parts of the adjustments ------------------------------------------------------------------------------------------

// The adjusted pixel mixed with the one there was, k of 65535.
FP_FN uvec2 fp_adjusted(uvec2 before, uvec2 after, uint k) {
  uvec2 old = fp_scale(before, 65535u - k);
  uvec2 fresh = fp_scale(after, k);
  return uvec2(old.x + fresh.x, old.y + fresh.y);
}

FP_FN uint fp_straight(uint c, uint a) { return fp_quotient(c * 65535u + (a >> 1), a); }

// Between neighbouring entries of a curve, f in 0..63: entry = value >> 6, f = value & 63.
FP_FN uint fp_curve(uint low, uint high, uint f) { return (low * (64u - f) + high * f + 32u) >> 6; }

FP_FN uint fp_matrix_row(uvec2 p, int r, int g, int b, int offset) {
  int sum = ((r * int(fp_red(p))) >> 3) + ((g * int(fp_green(p))) >> 3) + ((b * int(fp_blue(p))) >> 3) + ((offset * int(fp_alpha(p))) >> 3);
  return uint(fp_clamp((sum + 256) >> 9, 0, int(fp_alpha(p))));
}

// Where a straight colour lies in a cube of n entries a side: the four corners of its tetrahedron and their weights, of 65536.
struct FpTetrahedron {
  uint i0;
  uint i1;
  uint i2;
  uint i3;
  uint w0;
  uint w1;
  uint w2;
  uint w3;
};
FP_FN uint fp_cell(uint v, uint n) { return fp_min(((v + (v >> 15)) * (n - 1u)) >> 16, n - 2u); }
FP_FN uint fp_cell_fraction(uint v, uint n) { return (v + (v >> 15)) * (n - 1u) - (fp_cell(v, n) << 16); }
FP_FN FpTetrahedron fp_tetrahedron(uint r, uint g, uint b, uint n) {
  uint fr = fp_cell_fraction(r, n);
  uint fg = fp_cell_fraction(g, n);
  uint fb = fp_cell_fraction(b, n);
  // The walk from the low corner to the high one goes along the largest fraction first; ties take red, then green.
  bool rg = fr >= fg;
  bool gb = fg >= fb;
  bool rb = fr >= fb;
  uint sr = 1u;
  uint sg = n;
  uint sb = n * n;
  uint first = rg ? (rb ? sr : sb) : (gb ? sg : sb);
  uint last = rg ? (gb ? sb : sg) : (rb ? sb : sr);
  uint high = fp_max(fr, fp_max(fg, fb));
  uint low = fp_min(fr, fp_min(fg, fb));
  uint middle = fr + fg + fb - high - low;
  FpTetrahedron t;
  t.i0 = fp_cell(r, n) * sr + fp_cell(g, n) * sg + fp_cell(b, n) * sb;
  t.i1 = t.i0 + first;
  t.i3 = t.i0 + sr + sg + sb;
  t.i2 = t.i3 - last;
  t.w0 = 65536u - high;
  t.w1 = high - middle;
  t.w2 = middle - low;
  t.w3 = low;
  return t;
}
FP_FN uint fp_corner_mix(FpTetrahedron t, uint c0, uint c1, uint c2, uint c3) {
  return (c0 * t.w0 + c1 * t.w1 + c2 * t.w2 + c3 * t.w3 + 32768u) >> 16;
}

// A well-mixing permutation of 32-bit words (Ellis, lowbias32).
FP_FN uint fp_hash(uint v) {
  uint h = v;
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}
// Triangular noise, -65535..65535, at a lattice point.
FP_FN int fp_noise(int x, int y, uint seed) {
  uint h = fp_hash(uint(x) + fp_hash(uint(y) + fp_hash(seed)));
  return int(h & 0xffffu) + int(h >> 16) - 65535;
}
// Smooth noise at a position in 1/256 lattice steps.
FP_FN int fp_smooth_noise(int px, int py, uint seed) {
  int x = px >> 8;
  int y = py >> 8;
  int fx = px & 255;
  int fy = py & 255;
  int top = (fp_noise(x, y, seed) * (256 - fx) + fp_noise(x + 1, y, seed) * fx) >> 8;
  int bottom = (fp_noise(x, y + 1, seed) * (256 - fx) + fp_noise(x + 1, y + 1, seed) * fx) >> 8;
  return (top * (256 - fy) + bottom * fy) >> 8;
}
FP_FN uint fp_add_noise(uint c, uint a, int noise) {
  uint size = fp_mul16(fp_min(uint(noise < 0 ? -noise : noise), 65535u), a);
  return uint(fp_clamp(noise < 0 ? int(c) - int(size) : int(c) + int(size), 0, int(a)));
}
// Grain is the same in all channels: brightness, not colour. strength 32768 = noise as large as white.
FP_FN uvec2 fp_grain(uvec2 p, int noise, int strength) {
  int n = ((noise >> 1) * strength) >> 14;
  uint a = fp_alpha(p);
  return fp_pixel(fp_add_noise(fp_red(p), a, n), fp_add_noise(fp_green(p), a, n), fp_add_noise(fp_blue(p), a, n), a);
}

// BT.709 colour difference of straight channels, -32768..32767.
FP_FN int fp_key_cb(uint r, uint g, uint b) { return (int(b) * 32767 - int(r) * 7509 - int(g) * 25258) >> 16; }
FP_FN int fp_key_cr(uint r, uint g, uint b) { return (int(r) * 32767 - int(g) * 29763 - int(b) * 3004) >> 16; }
// How much of the pixel stays, 0..65535.
FP_FN uint fp_key_keep(int cb, int cr, int key_cb, int key_cr, uint tolerance, uint softness) {
  uint x = uint(cb < key_cb ? key_cb - cb : cb - key_cb) >> 1;
  uint y = uint(cr < key_cr ? key_cr - cr : cr - key_cr) >> 1;
  uint distance = 2u * fp_isqrt(x * x + y * y);
  uint beyond = distance > tolerance ? fp_min(distance - tolerance, softness) : 0u;
  return fp_quotient(beyond * 65535u, softness);
}
FP_FN uint fp_without_spill(uint c, uint other, uint another, uint spill) {
  uint most = fp_max(other, another);
  return c > most ? c - fp_mul16(c - most, spill) : c;
}
FP_FN uvec2 fp_key(uvec2 p, uint keep, uint spill, uint channel) {
  uint r = fp_red(p);
  uint g = fp_green(p);
  uint b = fp_blue(p);
  uint red = channel == 0u ? fp_without_spill(r, g, b, spill) : r;
  uint green = channel == 1u ? fp_without_spill(g, r, b, spill) : g;
  uint blue = channel == 2u ? fp_without_spill(b, r, g, spill) : b;
  return fp_scale(fp_pixel(red, green, blue, fp_alpha(p)), keep);
}

#endif

// The arithmetic of every pixel kernel, once. This header is read by glslang (GLSL 4.50) and by the C++ compiler; both executors
// run exactly these operations. 32-bit integers only; unsigned wherever a value can wrap; no division of negatives.
//
// A pixel is two words, premultiplied, 16 bits a channel, sRGB-encoded: x = R | G<<16, y = B | A<<16. 65535 is 1.0.
// C++ users include it through engine/cpu/kernel_types.hpp, which supplies uint, ivec/uvec and FP_FN.
#ifndef FRAMEPRESS_SHADERS_KERNEL_H
#define FRAMEPRESS_SHADERS_KERNEL_H

#ifndef __cplusplus
#define FP_FN
#endif

// Round-half-up division by 65535, exact for t <= 65535 * 65535 (all products of two channel values).
FP_FN uint fp_div65535(uint t) {
  uint u = t + 0x8000u;
  return (u + (u >> 16)) >> 16;
}

FP_FN uint fp_mul16(uint a, uint b) { return fp_div65535(a * b); }

FP_FN uint fp_min(uint a, uint b) { return a < b ? a : b; }
FP_FN uint fp_max(uint a, uint b) { return a < b ? b : a; }
FP_FN int fp_clamp(int v, int low, int high) { return v < low ? low : (v > high ? high : v); }

// The upper word of a 64-bit product.
#ifdef __cplusplus
FP_FN uint fp_mul_high(uint a, uint b) { return uint((uint64_t(a) * b) >> 32); }
#else
uint fp_mul_high(uint a, uint b) {
  uint high;
  uint low;
  umulExtended(a, b, high, low);
  return high;
}
#endif

// Quotients by long division, one bit a step and branch-free: no CPU divides vectors, and GPUs do not either.
// floor(n / d) for n < 65536 * d; 65535 for d = 0.
FP_FN uint fp_quotient(uint n, uint d) {
  uint rest = n;
  uint q = 0u;
  for (int i = 15; i >= 0; --i) {
    uint trial = d << i;
    bool take = rest >= trial;
    rest = take ? rest - trial : rest;
    q = take ? q | (1u << i) : q;
  }
  return q;
}
// floor(2^24 * n / d) << 8 for n < d < 2^27: n/d as a factor for fp_mul_high.
FP_FN uint fp_fraction(uint n, uint d) {
  uint rest = n;
  uint q = 0u;
  for (int i = 0; i < 24; ++i) {
    rest = rest << 1;
    bool take = rest >= d;
    rest = take ? rest - d : rest;
    q = (q << 1) | (take ? 1u : 0u);
  }
  return q << 8;
}
// The nearest whole number to the square root of v <= 65535^2.
FP_FN uint fp_isqrt(uint v) {
  uint root = 0u;
  uint rest = v;
  for (int i = 15; i >= 0; --i) {
    uint trial = (root << 1) | (1u << i);
    uint take = (rest >> i) >= trial ? 1u : 0u;
    rest -= take * (trial << i);
    root |= take << i;
  }
  return rest > root ? root + 1u : root;
}

FP_FN uint fp_red(uvec2 p) { return p.x & 0xffffu; }
FP_FN uint fp_green(uvec2 p) { return p.x >> 16; }
FP_FN uint fp_blue(uvec2 p) { return p.y & 0xffffu; }
FP_FN uint fp_alpha(uvec2 p) { return p.y >> 16; }
FP_FN uvec2 fp_pixel(uint r, uint g, uint b, uint a) { return uvec2(r | (g << 16), b | (a << 16)); }

// Both 16-bit halves of a word times k/65535.
FP_FN uint fp_scale_word(uint w, uint k) { return fp_mul16(w & 0xffffu, k) | (fp_mul16(w >> 16, k) << 16); }
FP_FN uvec2 fp_scale(uvec2 p, uint k) { return uvec2(fp_scale_word(p.x, k), fp_scale_word(p.y, k)); }

#include "blend.h"

// ---- Coverage, 0..65535 ----------------------------------------------------------------------------------------------

// Length of pixel [256v, 256v+256) inside [low, high), in 1/256 pixel: 0..256.
FP_FN uint fp_span_cover(int v, int low, int high) {
  int begin = v * 256 > low ? v * 256 : low;
  int end = v * 256 + 256 < high ? v * 256 + 256 : high;
  return end > begin ? uint(end - begin) : 0u;
}
// Product of the two spans (0..65536) as 0..65535; exact at both ends.
FP_FN uint fp_rect_cover(uint cover_x, uint cover_y) {
  uint area = cover_x * cover_y;
  return area - (area >> 16);
}
FP_FN uint fp_mask_cover(uint byte) { return byte * 257u; }

// Masks are stored in tiles of 32 x 16 bytes behind a table (engine/vector/mask.hpp).
FP_FN uint fp_mask_tile(uint column, uint row, uint across) { return (row >> 4) * across + (column >> 5); }
FP_FN uint fp_mask_table_size(uint across, uint height) { return across * ((height + 15u) >> 4); }
FP_FN uint fp_mask_byte_of_tile(uint column, uint row) { return ((row & 15u) << 5) | (column & 31u); }

// ---- Gradients -------------------------------------------------------------------------------------------------------

// Position along the ramp, 0..65535, from t with 16 fractional bits.
FP_FN uint fp_ramp_position(int t) { return uint(fp_clamp(t, 0, 65535)); }

// Ordered dither (Bayer, 8x8): odd numbers -63..63, each as often.
FP_FN int fp_dither(int x, int y) {
  int m = x ^ y;
  return 2 * (((m & 1) << 5) | ((y & 1) << 4) | ((m & 2) << 2) | ((y & 2) << 1) | ((m & 4) >> 1) | ((y & 4) >> 2)) - 63;
}
// A ramp has 1025 entries of two words, then 1025 words that say how far, in 1/64 entry, half a step of 8-bit luma lies along
// the ramp. entry = position >> 6, and between two entries f = position & 63 moved by the dither: the 8-bit conversion then
// breaks no slope into bands, and where the ramp is constant nothing changes. Colours stay below alpha.
FP_FN int fp_ramp_fraction(uint position, uint reach, int dither) { return int(position & 63u) + ((dither * int(reach)) >> 6); }
FP_FN uint fp_ramp_channel(uint a, uint b, int f) {
  return uint(fp_clamp((int(a) * 64 + (int(b) - int(a)) * f + 32) >> 6, 0, 65535));
}
FP_FN uvec2 fp_ramp_mix(uvec2 a, uvec2 b, int f) {
  uint alpha = fp_ramp_channel(fp_alpha(a), fp_alpha(b), f);
  return fp_pixel(fp_min(fp_ramp_channel(fp_red(a), fp_red(b), f), alpha), fp_min(fp_ramp_channel(fp_green(a), fp_green(b), f), alpha),
                  fp_min(fp_ramp_channel(fp_blue(a), fp_blue(b), f), alpha), alpha);
}

// Floor of the square root of v < 2^30, one result bit a step; branch-free.
FP_FN uint fp_isqrt30(uint v) {
  uint root = 0u;
  uint rest = v;
  for (int i = 14; i >= 0; --i) {
    uint trial = (root << 1) | (1u << i);
    uint take = (rest >> i) >= trial ? 1u : 0u;
    rest -= take * (trial << i);
    root |= take << i;
  }
  return root;
}
// Distance from the centre as a ramp position; dx and dy have 16384 for one radius.
FP_FN uint fp_radial_position(int dx, int dy) {
  uint ax = uint(fp_clamp(dx < 0 ? -dx : dx, 0, 16384));
  uint ay = uint(fp_clamp(dy < 0 ? -dy : dy, 0, 16384));
  uint d = fp_isqrt30(fp_min(ax * ax + ay * ay, 0x0fffffffu) << 2);  // 0..32767: one more bit than the inputs
  return d * 2u + (d >> 14);
}

// The angle around the centre as a ramp position, clockwise from the right on a y-down canvas; du and dv are below 2^30 and only
// their ratio counts. The arc tangent is Abramowitz and Stegun 4.4.49, in turns; within 2/65536 of a turn.
FP_FN uint fp_conic_position(int du, int dv) {
  uint ax = uint(du < 0 ? -du : du) >> 4;
  uint ay = uint(dv < 0 ? -dv : dv) >> 4;
  int t = int(fp_fraction(fp_min(ax, ay), fp_max(ax, ay)) >> 17);
  int t2 = (t * t) >> 15;
  int q = 869;  // quarters of a ramp position
  q = ((q * t2) >> 15) - 3552;
  q = ((q * t2) >> 15) + 7516;
  q = ((q * t2) >> 15) - 13781;
  q = ((q * t2) >> 15) + 41716;
  int turn = (((q * t) >> 15) + 2) >> 2;
  turn = ay > ax ? 16384 - turn : turn;
  turn = du < 0 ? 32768 - turn : turn;
  turn = dv < 0 ? 65536 - turn : turn;
  return uint(fp_clamp(turn, 0, 65535));
}

// ---- Images ----------------------------------------------------------------------------------------------------------
// A texel is R | G<<8 | B<<16 | A<<24, premultiplied. Interpolation is vertical first, then horizontal, weights in 1/256.

FP_FN uint fp_lerp_rb(uint top, uint bottom, uint f) { return (top & 0x00ff00ffu) * (256u - f) + (bottom & 0x00ff00ffu) * f; }
FP_FN uint fp_lerp_ga(uint top, uint bottom, uint f) { return ((top >> 8) & 0x00ff00ffu) * (256u - f) + ((bottom >> 8) & 0x00ff00ffu) * f; }

// Horizontal step on 0..65280 values, result 0..65535.
FP_FN uint fp_lerp_wide(uint left, uint right, uint f) {
  uint v = (left * (256u - f) + right * f + 128u) >> 8;
  return v + (v >> 8);
}
// rb and ga words of the left and right column (each 16 bits a channel, R and G low) to a pixel.
FP_FN uvec2 fp_lerp_columns(uint left_rb, uint left_ga, uint right_rb, uint right_ga, uint f) {
  return fp_pixel(fp_lerp_wide(left_rb & 0xffffu, right_rb & 0xffffu, f), fp_lerp_wide(left_ga & 0xffffu, right_ga & 0xffffu, f),
                  fp_lerp_wide(left_rb >> 16, right_rb >> 16, f), fp_lerp_wide(left_ga >> 16, right_ga >> 16, f));
}
// Between two reduction levels, f in 0..256.
FP_FN uint fp_level_mix_word(uint a, uint b, uint f) {
  uint low = ((a & 0xffffu) * (256u - f) + (b & 0xffffu) * f + 128u) >> 8;
  uint high = ((a >> 16) * (256u - f) + (b >> 16) * f + 128u) >> 8;
  return low | (high << 16);
}
FP_FN uvec2 fp_level_mix(uvec2 a, uvec2 b, uint f) { return uvec2(fp_level_mix_word(a.x, b.x, f), fp_level_mix_word(a.y, b.y, f)); }

// Texel position in 1/256 texel, of the sample's centre less half a texel, from a mapped coordinate with `shift` fractional bits.
FP_FN int fp_texel_position(int mapped, uint shift) { return (mapped >> (shift - 8u)) - 128; }

// ---- Output ----------------------------------------------------------------------------------------------------------

// 16 bits to 8, nearest.
FP_FN uint fp_to8(uint v) { return fp_div65535(v * 255u); }
// Straight (unpremultiplied) 8-bit channel.
FP_FN uint fp_straight8(uint c, uint a) { return a == 0u ? 0u : fp_min((c * 255u + (a >> 1)) / a, 255u); }

// BT.709 (ITU-R BT.709-6, 3.2-3.5), limited range, 8 bits, from 16-bit R'G'B'; round half up. The luma weights sum to
// 219 * 2^24 / 65535 (rounded), the chroma weights to 0, so greys are exactly neutral.
FP_FN uint fp_luma709(uint r, uint g, uint b) { return (r * 11919u + g * 40098u + b * 4048u + 276824064u) >> 24; }
FP_FN uint fp_cb709(uint r, uint g, uint b) { return uint(int(b) * 14336 - int(r) * 3285 - int(g) * 11051 + 1077936128) >> 23; }
FP_FN uint fp_cr709(uint r, uint g, uint b) { return uint(int(r) * 14336 - int(g) * 13022 - int(b) * 1314 + 1077936128) >> 23; }

// 4:2:0 with left siting (chroma sample location "left", the H.264 default): horizontally [1 2 1], vertically [1 1].
FP_FN uint fp_chroma_mean(uint left, uint center, uint right) { return (left + 2u * center + right + 4u) >> 3; }

#include "filter.h"
#include "adjust.h"

#endif

// The constants of one pass, shared by C++ and GLSL (scalars only, so std140 lays it out as C++ does). A pass covers the pixels of
// its bounds that lie inside a damaged rectangle. Vulkan passes read theirs from a uniform buffer.
#ifndef FRAMEPRESS_SHADERS_PASS_H
#define FRAMEPRESS_SHADERS_PASS_H

#include "kinds.h"

// Kinds of pass.
#define FP_PASS_SOLID 0u   // color_rg, color_ba through the coverage
#define FP_PASS_LINEAR 1u  // ramp at matrix_a row 0
#define FP_PASS_RADIAL 2u  // ramp at the length of matrix_a
#define FP_PASS_IMAGE 3u   // texels of level a, mixed with level b where level_mix > 0
#define FP_PASS_PUSH 4u    // clear the group surface `depth` to transparent
#define FP_PASS_POP 5u     // group surface depth + 1 composited onto surface `depth`

#define FP_PASS_CONIC 6u     // ramp at the angle of matrix_a
#define FP_PASS_PICTURE 7u   // another picture's surface (source_x, source_y, a_width, a_height), by `take`
#define FP_PASS_ADJUST 8u    // the surface's own pixels through adjustment `take` (shaders/adjust.h)
// Filters: from a whole surface to another (shaders/filter.h).
#define FP_PASS_REDUCE 9u    // half the size
#define FP_PASS_EXPAND 10u   // twice the size
#define FP_PASS_BLUR 11u     // p0: radius, p1, p2: direction (1,0 or 0,1); weights in texture_a
#define FP_PASS_SMEAR 12u    // mean of two maps, matrix_a and matrix_b
#define FP_PASS_DISPLACE 13u  // p0, p1: amounts; p2, p3: place of the map, whose size is b_width x b_height

#define FP_COVER_FULL 0u
#define FP_COVER_RECT 1u
#define FP_COVER_MASK 2u

#define FP_MASK_TILE_WIDTH 32

struct PassConstants {
  uint kind;
  uint depth;      // surface written: 0 is the frame, 1.. the nested groups
  int x0, y0, x1, y1;  // bounds, device pixels, inside the canvas
  uint blend;      // FP_BLEND_*
  uint opacity;    // 0..65535
  uint cover;      // FP_COVER_*
  int cover_x0, cover_y0, cover_x1, cover_y1;  // FP_COVER_RECT: device pixels, 24.8
  int mask_x, mask_y;                         // FP_COVER_MASK: device pixel of the mask's first byte
  uint mask_width, mask_height, mask_across;  // pixels; across: tiles a row
  uint color_rg, color_ba;                    // FP_PASS_SOLID: premultiplied, 16 bits a channel
  // Maps pixel centres to the paint, with X = 2x+1, Y = 2y+1: u = m0*X + m1*Y + m2, v = m3*X + m4*Y + m5, shift fractional bits.
  // LINEAR: u is the ramp parameter (16 fractional bits after >> (shift-16)). RADIAL: u, v in radii (14 after the shift).
  // IMAGE: texels of level a (matrix_a) and b (matrix_b). Sums never leave +-2^30 inside the bounds; shift is 16..28.
  int a0, a1, a2, a3, a4, a5;
  uint a_shift, a_width, a_height;
  int b0, b1, b2, b3, b4, b5;
  uint b_shift, b_width, b_height;
  uint level_mix;  // 0..256, share of level b
  int source_x, source_y;  // PICTURE and filters: pixel of the source's first pixel
  uint take;               // PICTURE: FP_TAKE_*; ADJUST: FP_ADJUST_*
  int p0, p1, p2, p3, p4, p5, p6, p7;  // what a kernel says
};

#endif

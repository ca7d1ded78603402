// The constants of one pass, shared by C++ and GLSL (scalars only, so std140 lays it out as C++ does). A pass covers the pixels of
// its bounds that lie inside a damaged rectangle. Vulkan passes read theirs from a uniform buffer.
#ifndef FRAMEPRESS_SHADERS_PASS_H
#define FRAMEPRESS_SHADERS_PASS_H

// Kinds of pass.
#define FP_PASS_SOLID 0u   // color_rg, color_ba through the coverage
#define FP_PASS_LINEAR 1u  // ramp at matrix_a row 0
#define FP_PASS_RADIAL 2u  // ramp at the length of matrix_a
#define FP_PASS_IMAGE 3u   // texels of level a, mixed with level b where level_mix > 0
#define FP_PASS_PUSH 4u    // clear the group surface `depth` to transparent
#define FP_PASS_POP 5u     // group surface depth + 1 composited onto surface `depth`

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
};

#endif

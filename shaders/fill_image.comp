#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_IMAGE: bilinear samples of a reduction level, mixed with a second level where kMix is set.
#include "draw.glsl"

layout(constant_id = 2) const uint kMix = 0u;

// The four texels around a position, vertical step first. A function per level: buffers cannot be passed in GLSL.
#define SAMPLE_LEVEL(name, texels, base)                                                                              \
  uvec2 name(int pos_x, int pos_y, int width, int height) {                                                           \
    int ix = pos_x >> 8;                                                                                              \
    int iy = pos_y >> 8;                                                                                              \
    uint left = uint(fp_clamp(ix, 0, width - 1));                                                                     \
    uint right = uint(fp_clamp(ix + 1, 0, width - 1));                                                                \
    uint top = uint(fp_clamp(iy, 0, height - 1)) * uint(width) - base;                                                \
    uint bottom = uint(fp_clamp(iy + 1, 0, height - 1)) * uint(width) - base;                                         \
    uint fy = uint(pos_y & 255);                                                                                      \
    uint tl = texels[top + left];                                                                                     \
    uint bl = texels[bottom + left];                                                                                  \
    uint tr = texels[top + right];                                                                                    \
    uint br = texels[bottom + right];                                                                                 \
    return fp_lerp_columns(fp_lerp_rb(tl, bl, fy), fp_lerp_ga(tl, bl, fy), fp_lerp_rb(tr, br, fy), fp_lerp_ga(tr, br, fy), \
                           uint(pos_x & 255));                                                                        \
  }
SAMPLE_LEVEL(sample_a, texture_a, job.base_a)
SAMPLE_LEVEL(sample_b, texture_b, job.base_b)

uvec2 paint(int x, int y) {
  int ua = map_paint(pass.a0, pass.a1, pass.a2, x, y);
  int va = map_paint(pass.a3, pass.a4, pass.a5, x, y);
  uvec2 color = sample_a(fp_texel_position(ua, pass.a_shift), fp_texel_position(va, pass.a_shift),
                         int(pass.a_width), int(pass.a_height));
  if (kMix == 0u) return color;
  int ub = map_paint(pass.b0, pass.b1, pass.b2, x, y);
  int vb = map_paint(pass.b3, pass.b4, pass.b5, x, y);
  uvec2 other = sample_b(fp_texel_position(ub, pass.b_shift), fp_texel_position(vb, pass.b_shift),
                         int(pass.b_width), int(pass.b_height));
  return fp_level_mix(color, other, pass.level_mix);
}

void main() { draw_pixel(); }

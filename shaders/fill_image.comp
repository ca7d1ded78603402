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
  int ua = map_paint(passes[job.pass].a0, passes[job.pass].a1, passes[job.pass].a2, x, y);
  int va = map_paint(passes[job.pass].a3, passes[job.pass].a4, passes[job.pass].a5, x, y);
  uvec2 color = sample_a(fp_texel_position(ua, passes[job.pass].a_shift), fp_texel_position(va, passes[job.pass].a_shift),
                         int(passes[job.pass].a_width), int(passes[job.pass].a_height));
  if (kMix == 0u) return color;
  int ub = map_paint(passes[job.pass].b0, passes[job.pass].b1, passes[job.pass].b2, x, y);
  int vb = map_paint(passes[job.pass].b3, passes[job.pass].b4, passes[job.pass].b5, x, y);
  uvec2 other = sample_b(fp_texel_position(ub, passes[job.pass].b_shift), fp_texel_position(vb, passes[job.pass].b_shift),
                         int(passes[job.pass].b_width), int(passes[job.pass].b_height));
  return fp_level_mix(color, other, passes[job.pass].level_mix);
}

void main() { draw_pixel(); }

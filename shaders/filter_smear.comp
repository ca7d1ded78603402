#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_SMEAR: the mean of the source under two maps; repeated, a mean along a line, a ray or an arc. Maps are in pixels of the
// source, from the middles of pixels of the target: as in pass.h.
#include "surface.glsl"

int mapped(int mx, int my, int m0, int x, int y) {
  return int(uint(mx) * uint(2 * x + 1) + uint(my) * uint(2 * y + 1) + uint(m0));
}

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uvec2 a = source_between(fp_texel_position(mapped(pass.a0, pass.a1, pass.a2, x, y), pass.a_shift),
                           fp_texel_position(mapped(pass.a3, pass.a4, pass.a5, x, y), pass.a_shift));
  uvec2 b = source_between(fp_texel_position(mapped(pass.b0, pass.b1, pass.b2, x, y), pass.b_shift),
                           fp_texel_position(mapped(pass.b3, pass.b4, pass.b5, x, y), pass.b_shift));
  uvec2 p = fp_mean(a, b);
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  target_rg[at] = p.x;
  target_ba[at] = p.y;
}

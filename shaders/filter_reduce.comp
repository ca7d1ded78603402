#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_REDUCE: the source at half its size.
#include "surface.glsl"

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uint r = 0u;
  uint g = 0u;
  uint b = 0u;
  uint a = 0u;
  for (int i = 0; i < 4; ++i) {
    uint weight = i == 0 || i == 3 ? 1u : 3u;
    uvec2 p0 = source_at(2 * x - 1, 2 * y - 1 + i);
    uvec2 p1 = source_at(2 * x, 2 * y - 1 + i);
    uvec2 p2 = source_at(2 * x + 1, 2 * y - 1 + i);
    uvec2 p3 = source_at(2 * x + 2, 2 * y - 1 + i);
    r += weight * fp_reduce_sum(fp_red(p0), fp_red(p1), fp_red(p2), fp_red(p3));
    g += weight * fp_reduce_sum(fp_green(p0), fp_green(p1), fp_green(p2), fp_green(p3));
    b += weight * fp_reduce_sum(fp_blue(p0), fp_blue(p1), fp_blue(p2), fp_blue(p3));
    a += weight * fp_reduce_sum(fp_alpha(p0), fp_alpha(p1), fp_alpha(p2), fp_alpha(p3));
  }
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  target_rg[at] = fp_reduce_mean(r) | (fp_reduce_mean(g) << 16);
  target_ba[at] = fp_reduce_mean(b) | (fp_reduce_mean(a) << 16);
}

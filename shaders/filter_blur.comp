#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_BLUR: a symmetric weighted mean along rows or columns; the weights from the middle outwards are in texture_a.
#include "surface.glsl"

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uvec2 p = source_at(x, y);
  uint weight = texture_a[0];
  uint r = fp_red(p) * weight;
  uint g = fp_green(p) * weight;
  uint b = fp_blue(p) * weight;
  uint a = fp_alpha(p) * weight;
  for (int i = 1; i <= pass.p0; ++i) {
    uvec2 q = source_at(x - i * pass.p1, y - i * pass.p2);
    p = source_at(x + i * pass.p1, y + i * pass.p2);
    weight = texture_a[i];
    r += (fp_red(p) + fp_red(q)) * weight;
    g += (fp_green(p) + fp_green(q)) * weight;
    b += (fp_blue(p) + fp_blue(q)) * weight;
    a += (fp_alpha(p) + fp_alpha(q)) * weight;
  }
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  target_rg[at] = fp_blur_mean(r) | (fp_blur_mean(g) << 16);
  target_ba[at] = fp_blur_mean(b) | (fp_blur_mean(a) << 16);
}

#version 450
#extension GL_GOOGLE_include_directive : require
// Frame surface -> straight RGBA, one word a pixel, in target_rg.
#include "bindings.glsl"

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uint pixel = uint(y) * uint(job.width) + uint(x);
  uvec2 p = uvec2(source_rg[pixel - job.base_source], source_ba[pixel - job.base_source]);
  uint a = fp_alpha(p);
  target_rg[pixel - job.base_target] =
      fp_straight8(fp_red(p), a) | (fp_straight8(fp_green(p), a) << 8) | (fp_straight8(fp_blue(p), a) << 16) |
      (fp_to8(a) << 24);
}

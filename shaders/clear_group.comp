#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_PUSH: the group surface becomes transparent.
#include "bindings.glsl"

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  target_rg[at] = 0u;
  target_ba[at] = 0u;
}

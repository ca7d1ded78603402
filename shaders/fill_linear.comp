#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_LINEAR: a colour ramp along an axis.
#include "draw.glsl"
#include "ramp.glsl"

uvec2 paint(int x, int y) {
  int u = map_paint(passes[job.pass].a0, passes[job.pass].a1, passes[job.pass].a2, x, y);
  return ramp_at(fp_ramp_position(u >> (passes[job.pass].a_shift - 16u)));
}

void main() { draw_pixel(); }

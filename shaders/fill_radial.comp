#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_RADIAL: a colour ramp by distance from a centre.
#include "draw.glsl"
#include "ramp.glsl"

uvec2 paint(int x, int y) {
  int u = map_paint(passes[job.pass].a0, passes[job.pass].a1, passes[job.pass].a2, x, y);
  int v = map_paint(passes[job.pass].a3, passes[job.pass].a4, passes[job.pass].a5, x, y);
  uint shift = passes[job.pass].a_shift - 14u;
  return ramp_at(fp_radial_position(u >> shift, v >> shift));
}

void main() { draw_pixel(); }

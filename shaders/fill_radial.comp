#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_RADIAL: a colour ramp by distance from a centre.
#include "draw.glsl"
#include "ramp.glsl"

uvec2 paint(int x, int y) {
  int u = map_paint(pass.a0, pass.a1, pass.a2, x, y);
  int v = map_paint(pass.a3, pass.a4, pass.a5, x, y);
  uint shift = pass.a_shift - 14u;
  return ramp_at(fp_radial_position(u >> shift, v >> shift), x, y);
}

void main() { draw_pixel(); }

#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_CONIC: a colour ramp by angle around a centre.
#include "draw.glsl"
#include "ramp.glsl"

uvec2 paint(int x, int y) {
  int u = map_paint(pass.a0, pass.a1, pass.a2, x, y);
  int v = map_paint(pass.a3, pass.a4, pass.a5, x, y);
  return ramp_at(fp_conic_position(u, v), x, y);
}

void main() { draw_pixel(); }

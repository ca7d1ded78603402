#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_LINEAR: a colour ramp along an axis.
#include "draw.glsl"
#include "ramp.glsl"

uvec2 paint(int x, int y) {
  int u = map_paint(pass.a0, pass.a1, pass.a2, x, y);
  return ramp_at(fp_ramp_position(u >> (pass.a_shift - 16u)), x, y);
}

void main() { draw_pixel(); }

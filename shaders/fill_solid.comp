#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_SOLID: one colour through the coverage.
#include "draw.glsl"

uvec2 paint(int x, int y) { return uvec2(pass.color_rg, pass.color_ba); }

void main() { draw_pixel(); }

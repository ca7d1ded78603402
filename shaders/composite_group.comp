#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_POP: the group surface onto the one below, with the group's blend mode, opacity and coverage.
#include "draw.glsl"

uvec2 paint(int x, int y) {
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_source;
  return uvec2(source_rg[at], source_ba[at]);
}

void main() { draw_pixel(); }

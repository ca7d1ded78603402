#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_PICTURE: another picture's surface, or a colour through its alpha or luma.
#include "draw.glsl"
#include "surface.glsl"

layout(constant_id = 2) const uint kTake = FP_TAKE_PIXEL;

uvec2 paint(int x, int y) { return fp_take(kTake, source_at(x, y), uvec2(pass.color_rg, pass.color_ba)); }

void main() { draw_pixel(); }

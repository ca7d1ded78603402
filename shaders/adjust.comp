#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_ADJUST: the surface's own pixels, changed one by one.
#include "draw.glsl"

layout(constant_id = 2) const uint kAdjust = FP_ADJUST_CURVES;

uint curve_at(uint value, uint word, uint shift) {
  uint entry = (value >> 6) * 2u + word;
  return fp_curve((texture_a[entry] >> shift) & 0xffffu, (texture_a[entry + 2u] >> shift) & 0xffffu, value & 63u);
}

uvec2 curves(uvec2 p) {
  uint a = fp_alpha(p);
  uint r = curve_at(fp_straight(fp_red(p), a), 0u, 0u);
  uint g = curve_at(fp_straight(fp_green(p), a), 0u, 16u);
  uint b = curve_at(fp_straight(fp_blue(p), a), 1u, 0u);
  return fp_pixel(fp_mul16(r, a), fp_mul16(g, a), fp_mul16(b, a), a);
}

uvec2 gradient_map(uvec2 p) {
  uint a = fp_alpha(p);
  uint luma = fp_straight(fp_min(fp_luma(p), a), a);
  return fp_scale(fp_pixel(curve_at(luma, 0u, 0u), curve_at(luma, 0u, 16u), curve_at(luma, 1u, 0u), curve_at(luma, 1u, 16u)), a);
}

uvec2 cube_at(uint entry) { return uvec2(texture_a[2u * entry], texture_a[2u * entry + 1u]); }

uvec2 lut(uvec2 p) {
  uint a = fp_alpha(p);
  FpTetrahedron t = fp_tetrahedron(fp_straight(fp_red(p), a), fp_straight(fp_green(p), a), fp_straight(fp_blue(p), a), uint(pass.p0));
  uvec2 c0 = cube_at(t.i0);
  uvec2 c1 = cube_at(t.i1);
  uvec2 c2 = cube_at(t.i2);
  uvec2 c3 = cube_at(t.i3);
  uint r = fp_corner_mix(t, fp_red(c0), fp_red(c1), fp_red(c2), fp_red(c3));
  uint g = fp_corner_mix(t, fp_green(c0), fp_green(c1), fp_green(c2), fp_green(c3));
  uint b = fp_corner_mix(t, fp_blue(c0), fp_blue(c1), fp_blue(c2), fp_blue(c3));
  return fp_pixel(fp_mul16(r, a), fp_mul16(g, a), fp_mul16(b, a), a);
}

uvec2 key(uvec2 p) {
  uint a = fp_alpha(p);
  uint r = fp_straight(fp_red(p), a);
  uint g = fp_straight(fp_green(p), a);
  uint b = fp_straight(fp_blue(p), a);
  uint keep = fp_key_keep(fp_key_cb(r, g, b), fp_key_cr(r, g, b), pass.p0, pass.p1, uint(pass.p2), uint(pass.p3));
  return fp_key(p, keep, uint(pass.p4), uint(pass.p5));
}

uvec2 adjust(uvec2 p, int x, int y) {
  if (kAdjust == FP_ADJUST_CURVES) return curves(p);
  if (kAdjust == FP_ADJUST_MATRIX) {
    return fp_pixel(fp_matrix_row(p, pass.a0, pass.a1, pass.a2, pass.a3), fp_matrix_row(p, pass.a4, pass.a5, pass.b0, pass.b1),
                    fp_matrix_row(p, pass.b2, pass.b3, pass.b4, pass.b5), fp_alpha(p));
  }
  if (kAdjust == FP_ADJUST_GRADIENT_MAP) return gradient_map(p);
  if (kAdjust == FP_ADJUST_LUT) return lut(p);
  if (kAdjust == FP_ADJUST_GRAIN) {
    return fp_grain(p, fp_smooth_noise((x - pass.p3) * pass.p1, (y - pass.p4) * pass.p1, uint(pass.p0)), pass.p2);
  }
  return key(p);
}

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  uvec2 before = uvec2(target_rg[at], target_ba[at]);
  uvec2 result = fp_adjusted(before, adjust(before, x, y), fp_mul16(pass.opacity, cover_at(x, y)));
  target_rg[at] = result.x;
  target_ba[at] = result.y;
}

#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_EXPAND: the source at twice its size.
#include "surface.glsl"

uint expanded(uint near, uint beside, uint below, uint across) {
  return fp_expand_mean(fp_expand_sum(fp_expand_sum(near, below), fp_expand_sum(beside, across)));
}

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  int column = x >> 1;
  int row = y >> 1;
  int other_column = column + 2 * (x & 1) - 1;
  int other_row = row + 2 * (y & 1) - 1;
  uvec2 n = source_at(column, row);
  uvec2 s = source_at(other_column, row);
  uvec2 b = source_at(column, other_row);
  uvec2 c = source_at(other_column, other_row);
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  target_rg[at] = expanded(fp_red(n), fp_red(s), fp_red(b), fp_red(c)) | (expanded(fp_green(n), fp_green(s), fp_green(b), fp_green(c)) << 16);
  target_ba[at] = expanded(fp_blue(n), fp_blue(s), fp_blue(b), fp_blue(c)) | (expanded(fp_alpha(n), fp_alpha(s), fp_alpha(b), fp_alpha(c)) << 16);
}

#version 450
#extension GL_GOOGLE_include_directive : require
// FP_PASS_DISPLACE: the source, each pixel taken from where a map says: its red and green (planes in texture_a and texture_b,
// b_width x b_height pixels, the first on pixel p2, p3) times p0, p1 in 1/256 pixel. Half grey, and outside the map, is no shift.
#include "surface.glsl"

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  int column = x - pass.p2;
  int row = y - pass.p3;
  uvec2 map = uvec2(0u);
  if (column >= 0 && row >= 0 && uint(column) < pass.b_width && uint(row) < pass.b_height) {
    uint from = uint(row) * pass.b_width + uint(column);
    map = uvec2(texture_a[from], texture_b[from]);
  }
  uvec2 p = source_between((x - pass.source_x) * 256 + fp_displacement(fp_red(map), fp_alpha(map), pass.p0),
                           (y - pass.source_y) * 256 + fp_displacement(fp_green(map), fp_alpha(map), pass.p1));
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  target_rg[at] = p.x;
  target_ba[at] = p.y;
}

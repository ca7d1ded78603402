// Coverage, opacity and blending around a paint: a kernel defines `uvec2 paint(int x, int y)` after including this and calls
// draw_pixel() from main. Blend mode and kind of coverage are specialisation constants: a software device runs every branch
// it cannot fold away.
#ifndef FRAMEPRESS_SHADERS_DRAW_GLSL
#define FRAMEPRESS_SHADERS_DRAW_GLSL

#include "bindings.glsl"

layout(constant_id = 0) const uint kBlend = FP_BLEND_NORMAL;
layout(constant_id = 1) const uint kCover = FP_COVER_FULL;

uvec2 paint(int x, int y);

uint mask_byte(int x, int y) {
  int column = x - pass.mask_x;
  int row = y - pass.mask_y;
  if (column < 0 || row < 0 || uint(column) >= pass.mask_width || uint(row) >= pass.mask_height) return 0u;
  uint entry = coverage[fp_mask_tile(uint(column), uint(row), pass.mask_across)];
  if (entry < 2u) return entry * 255u;
  uint at = (fp_mask_table_size(pass.mask_across, pass.mask_height) << 2) + ((entry - 2u) << 9) +
            fp_mask_byte_of_tile(uint(column), uint(row));
  return (coverage[at >> 2] >> ((at & 3u) * 8u)) & 0xffu;
}

uint cover_at(int x, int y) {
  if (kCover == FP_COVER_RECT) {
    return fp_rect_cover(fp_span_cover(x, pass.cover_x0, pass.cover_x1),
                         fp_span_cover(y, pass.cover_y0, pass.cover_y1));
  }
  if (kCover == FP_COVER_MASK) return fp_mask_cover(mask_byte(x, y));
  return 65535u;
}

void draw_pixel() {
  int x = job.x0 + int(gl_GlobalInvocationID.x);
  int y = job.y0 + int(gl_GlobalInvocationID.y);
  if (x >= job.x1 || y >= job.y1) return;
  uint at = uint(y) * uint(job.width) + uint(x) - job.base_target;
  uvec2 source = fp_scale(paint(x, y), fp_mul16(pass.opacity, cover_at(x, y)));
  uvec2 result = fp_blend(kBlend, source, uvec2(target_rg[at], target_ba[at]));
  target_rg[at] = result.x;
  target_ba[at] = result.y;
}

// Paint coordinates of a pixel's centre. The sum fits (shaders/pass.h); products may wrap on the way, so they are unsigned.
int map_paint(int mx, int my, int m0, int x, int y) {
  return int(uint(mx) * uint(2 * x + 1) + uint(my) * uint(2 * y + 1) + uint(m0));
}

#endif

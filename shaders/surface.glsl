// Reading the picture bound as the source: a_width x a_height pixels, the first of which stands on pixel (source_x, source_y) of
// the surface written. Transparent outside.
#ifndef FRAMEPRESS_SHADERS_SURFACE_GLSL
#define FRAMEPRESS_SHADERS_SURFACE_GLSL

#include "bindings.glsl"

uvec2 source_pixel(int column, int row) {
  if (column < 0 || row < 0 || uint(column) >= pass.a_width || uint(row) >= pass.a_height) return uvec2(0u);
  uint at = uint(row) * pass.a_width + uint(column);
  return uvec2(source_rg[at], source_ba[at]);
}
uvec2 source_at(int x, int y) { return source_pixel(x - pass.source_x, y - pass.source_y); }

// Between pixels, at a position in 1/256 pixel from the first pixel's centre.
uvec2 source_between(int px, int py) {
  int x = px >> 8;
  int y = py >> 8;
  return fp_bilinear_pixel(source_pixel(x, y), source_pixel(x + 1, y), source_pixel(x, y + 1), source_pixel(x + 1, y + 1),
                           uint(px & 255), uint(py & 255));
}

#endif

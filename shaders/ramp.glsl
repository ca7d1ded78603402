// A dithered pixel from the colour ramp in texture_a: 1025 entries of two words, then a word for each (shaders/kernel.h).
#ifndef FRAMEPRESS_SHADERS_RAMP_GLSL
#define FRAMEPRESS_SHADERS_RAMP_GLSL

uvec2 ramp_at(uint position, int x, int y) {
  uint entry = position >> 6;
  return fp_ramp_mix(uvec2(texture_a[2u * entry], texture_a[2u * entry + 1u]),
                     uvec2(texture_a[2u * entry + 2u], texture_a[2u * entry + 3u]),
                     fp_ramp_fraction(position, texture_a[2050u + entry], fp_dither(x, y)));
}

#endif

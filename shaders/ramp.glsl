// A pixel from the colour ramp in texture_a: 1025 entries of two words.
#ifndef FRAMEPRESS_SHADERS_RAMP_GLSL
#define FRAMEPRESS_SHADERS_RAMP_GLSL

uvec2 ramp_at(uint position) {
  uint entry = (position >> 6) * 2u;
  return fp_ramp_mix(uvec2(texture_a[entry], texture_a[entry + 1u]), uvec2(texture_a[entry + 2u], texture_a[entry + 3u]),
                     position & 63u);
}

#endif

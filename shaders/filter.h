// Filters: from one picture's surface to another, looking at neighbours. Part of kernel.h. Channels are 16 bits; every
// stage rounds once.
#ifndef FRAMEPRESS_SHADERS_FILTER_H
#define FRAMEPRESS_SHADERS_FILTER_H

// ---- Halving and doubling, by the kernel of the quadratic B-spline ---------------------------------------------------

// Reduced pixel i is the mean of pixels 2i-1 .. 2i+2 weighted 1 3 3 1, in both directions: four such sums, summed again,
// are 64 times it.
FP_FN uint fp_reduce_sum(uint a, uint b, uint c, uint d) { return a + 3u * (b + c) + d; }
FP_FN uint fp_reduce_mean(uint sum) { return (sum + 32u) >> 6; }

// Pixels 2i and 2i+1 are 3/4 of reduced pixel i and 1/4 of the one before or after it; two directions make sixteenths.
FP_FN uint fp_expand_sum(uint near, uint far) { return 3u * near + far; }
FP_FN uint fp_expand_mean(uint sum) { return (sum + 8u) >> 4; }

// ---- Weighted means ---------------------------------------------------------------------------------------------------

// Weights of a row sum to 65536, so sums of 16-bit channels fit a word.
FP_FN uint fp_blur_mean(uint sum) { return (sum + 32768u) >> 16; }

// Between four pixels, fractions in 1/256; one channel.
FP_FN uint fp_bilinear(uint tl, uint tr, uint bl, uint br, uint fx, uint fy) {
  uint top = tl * (256u - fx) + tr * fx;
  uint bottom = bl * (256u - fx) + br * fx;
  return (top * (256u - fy) + bottom * fy + 32768u) >> 16;
}
FP_FN uvec2 fp_bilinear_pixel(uvec2 tl, uvec2 tr, uvec2 bl, uvec2 br, uint fx, uint fy) {
  return fp_pixel(fp_bilinear(fp_red(tl), fp_red(tr), fp_red(bl), fp_red(br), fx, fy),
                  fp_bilinear(fp_green(tl), fp_green(tr), fp_green(bl), fp_green(br), fx, fy),
                  fp_bilinear(fp_blue(tl), fp_blue(tr), fp_blue(bl), fp_blue(br), fx, fy),
                  fp_bilinear(fp_alpha(tl), fp_alpha(tr), fp_alpha(bl), fp_alpha(br), fx, fy));
}
// How far a map's channel moves a pixel, in 1/256 pixel: `amount` for white, minus that for black; transparent is half grey.
FP_FN int fp_displacement(uint c, uint a, int amount) { return ((2 * int(c) - int(a)) * (amount >> 2)) >> 14; }

FP_FN uint fp_mean_word(uint a, uint b) {
  uint low = ((a & 0xffffu) + (b & 0xffffu) + 1u) >> 1;
  uint high = ((a >> 16) + (b >> 16) + 1u) >> 1;
  return low | (high << 16);
}
FP_FN uvec2 fp_mean(uvec2 a, uvec2 b) { return uvec2(fp_mean_word(a.x, b.x), fp_mean_word(a.y, b.y)); }

#endif

#version 450
#extension GL_GOOGLE_include_directive : require
// Frame surface (over black) -> Y, Cb, Cr planes in target_rg. Rows are padded to whole words, so one invocation owns every word it
// writes: a block of 8x2 pixels is two luma words in each of two rows, one Cb word and one Cr word. x0 and y0 are
// block-aligned. The padding holds repeats of the last column; readers skip it.
#include "bindings.glsl"

uvec3 channels(int x, int y) {
  uint at = uint(y) * uint(job.width) + uint(fp_clamp(x, 0, job.width - 1)) - job.base_source;
  uint rg = source_rg[at];
  return uvec3(rg & 0xffffu, rg >> 16, source_ba[at] & 0xffffu);
}
uint luma(uvec3 c) { return fp_luma709(c.x, c.y, c.z); }

void main() {
  int x = job.x0 + int(gl_GlobalInvocationID.x) * 8;
  int y = job.y0 + int(gl_GlobalInvocationID.y) * 2;
  if (x >= job.x1 || y >= job.y1) return;
  int below = fp_clamp(y + 1, 0, job.height - 1);
  uint luma_words = (uint(job.width) + 3u) >> 2;
  uint chroma_words = (((uint(job.width) + 1u) >> 1) + 3u) >> 2;
  uint chroma_rows = (uint(job.height) + 1u) >> 1;

  uvec3 left = channels(x - 1, y) + channels(x - 1, below);
  uvec2 top_luma = uvec2(0u);
  uvec2 bottom_luma = uvec2(0u);
  uint cb = 0u;
  uint cr = 0u;
  for (int i = 0; i < 4; ++i) {
    uvec3 tc = channels(x + 2 * i, y);
    uvec3 tr = channels(x + 2 * i + 1, y);
    uvec3 bc = channels(x + 2 * i, below);
    uvec3 br = channels(x + 2 * i + 1, below);
    uint top = luma(tc) | (luma(tr) << 8);
    uint bottom = luma(bc) | (luma(br) << 8);
    // Words fill from the top: after two steps the first word is complete, after four the second.
    uint shift = uint(i & 1) * 16u;
    if (i < 2) {
      top_luma.x |= top << shift;
      bottom_luma.x |= bottom << shift;
    } else {
      top_luma.y |= top << shift;
      bottom_luma.y |= bottom << shift;
    }
    uvec3 center = tc + bc;
    uvec3 right = tr + br;
    uint r = fp_chroma_mean(left.x, center.x, right.x);
    uint g = fp_chroma_mean(left.y, center.y, right.y);
    uint b = fp_chroma_mean(left.z, center.z, right.z);
    cb |= fp_cb709(r, g, b) << (uint(i) * 8u);
    cr |= fp_cr709(r, g, b) << (uint(i) * 8u);
    left = right;
  }

  uint word = uint(x) >> 2;
  uint row = uint(y) * luma_words;
  target_rg[row + word] = top_luma.x;
  if (word + 1u < luma_words) target_rg[row + word + 1u] = top_luma.y;
  if (y + 1 < job.height) {
    target_rg[row + luma_words + word] = bottom_luma.x;
    if (word + 1u < luma_words) target_rg[row + luma_words + word + 1u] = bottom_luma.y;
  }
  uint chroma = luma_words * uint(job.height) + (uint(y) >> 1) * chroma_words + (uint(x) >> 3);
  target_rg[chroma] = cb;
  target_rg[chroma + chroma_words * chroma_rows] = cr;
}

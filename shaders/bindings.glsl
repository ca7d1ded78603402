// What every pass sees: one descriptor set, the same for all kernels, and the dispatch's push constants. GLSL only.
#ifndef FRAMEPRESS_SHADERS_BINDINGS_GLSL
#define FRAMEPRESS_SHADERS_BINDINGS_GLSL

#include "kernel.h"
#include "pass.h"

layout(local_size_x = 16, local_size_y = 8, local_size_z = 1) in;

layout(push_constant) uniform Dispatch {
  int x0, y0, x1, y1;  // pixels this dispatch covers
  int width, height;   // of the surfaces
  uint base_target;    // first word bound of target_rg and target_ba, of source_rg and source_ba, of texture_a, of texture_b:
  uint base_source;    // what is larger than a device can bind is bound in parts
  uint base_a;
  uint base_b;
}
job;

// A surface is two planes of one word a pixel. Split bindings keep an 8K plane under the 128 MiB every device can bind.
// A uniform buffer: software devices load a storage word for every invocation, a uniform one once.
layout(std140, set = 0, binding = 0) uniform Constants { PassConstants pass; };
layout(std430, set = 0, binding = 1) restrict buffer TargetRg { uint target_rg[]; };
layout(std430, set = 0, binding = 2) restrict buffer TargetBa { uint target_ba[]; };
layout(std430, set = 0, binding = 3) readonly restrict buffer SourceRg { uint source_rg[]; };
layout(std430, set = 0, binding = 4) readonly restrict buffer SourceBa { uint source_ba[]; };
layout(std430, set = 0, binding = 5) readonly restrict buffer TextureA { uint texture_a[]; };
layout(std430, set = 0, binding = 6) readonly restrict buffer TextureB { uint texture_b[]; };
layout(std430, set = 0, binding = 7) readonly restrict buffer Coverage { uint coverage[]; };

#endif

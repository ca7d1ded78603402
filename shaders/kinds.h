// Kinds of taking a picture and of adjusting pixels. Names only, for kernels and for lowering.
#ifndef FRAMEPRESS_SHADERS_KINDS_H
#define FRAMEPRESS_SHADERS_KINDS_H

#define FP_TAKE_PIXEL 0u
#define FP_TAKE_ALPHA 1u  // the colour through the picture's alpha
#define FP_TAKE_ALPHA_INVERTED 2u
#define FP_TAKE_LUMA 3u
#define FP_TAKE_LUMA_INVERTED 4u
#define FP_TAKES 5u

#define FP_ADJUST_CURVES 0u        // a curve for each straight channel: table of 1025 entries
#define FP_ADJUST_MATRIX 1u        // 3x4 matrix on premultiplied channels: a0..a3, a4 a5 b0 b1, b2..b5 in 1/4096
#define FP_ADJUST_GRADIENT_MAP 2u  // straight luma looked up in a ramp
#define FP_ADJUST_LUT 3u           // a cube of p0 entries a side, red fastest
#define FP_ADJUST_GRAIN 4u         // p0: seed, p1: lattice points per pixel in 1/256, p2: strength (32768 = full), p3 p4: origin
#define FP_ADJUST_KEY 5u           // p0 p1: the key's Cb, Cr; p2: tolerance, p3: softness (65535 = 1), p4: spill, p5: its channel

#endif

// H.264 by libx264: what is its own.
#pragma once

#include <string>

#include "encoder/codec/libav_video.hpp"

namespace fp::x264 {

// The options that make the output a function of recipe and frames, in x264's own notation. threads=1: x264's output
// depends on its thread count; cpu-independent=1: and otherwise on the CPU's instruction sets. Parallelism comes from
// segments.
std::string exact_options(const Recipe& recipe);

libav::Options options(const Recipe& recipe);
// x264's own account of its build and settings.
void describe(const Recipe& recipe, const Segment& small, CodecBuild& build);

// Frames that x264, and x265, look ahead.
int lookahead(const std::string& preset);

}  // namespace fp::x264

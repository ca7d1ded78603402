// H.264 by libx264 through libavcodec.
#pragma once

#include <string>

#include "encoder/codec/codec.hpp"

namespace fp::x264 {

// The options that make the output a function of recipe and frames, in x264's own notation. threads=1: x264's output
// depends on its thread count; cpu-independent=1: and otherwise on the CPU's instruction sets. Parallelism comes from
// segments.
std::string exact_options(const Recipe& recipe);

extern const Codec kCodec;

}  // namespace fp::x264

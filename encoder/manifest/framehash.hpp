// FFmpeg's framehash text, version 2, exactly as `ffmpeg -bitexact -f framehash -hash sha256` prints it for the same
// yuv420p frames: anyone can check a lossless output without our software.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/hash.hpp"
#include "engine/core/rational.hpp"

namespace fp {

std::string framehash_header(int32_t width, int32_t height, Rational fps);    // ends with newline
std::string framehash_line(int64_t frame, size_t bytes, const Sha256& hash);  // no newline

}  // namespace fp

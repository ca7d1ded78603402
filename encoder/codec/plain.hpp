// Codecs that keep frames as they are, or do not keep them: raw pixels, a PNG for each frame, and nothing at all.
#pragma once

#include <array>

#include "encoder/codec/codec.hpp"

namespace fp::plain {

// "raw": a packet is a frame's bytes. "png": a PNG. "null": no packets; what is drawn and hashed is all there is. It
// goes with the container "null", stands for any video codec, and takes every format.
extern const std::array<Codec, 3> kCodecs;

}  // namespace fp::plain

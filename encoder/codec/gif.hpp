// GIF: one palette for the whole animation (palette.hpp), the file's bytes by libavcodec's encoder.
#pragma once

#include "encoder/codec/codec.hpp"

namespace fp::gif {

extern const Codec kCodec;

}  // namespace fp::gif

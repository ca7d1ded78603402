// What must come out of a finished file again, packet by packet, in a form that is the same before and after muxing.
// Internal to encoder/mux.
#pragma once

#include <cstdint>

#include "encoder/codec/libav.hpp"
#include "engine/core/hash.hpp"

namespace fp {

struct Written {
  Hash128 units;
  int64_t pts = 0, dts = 0;
  bool key = false;
  bool operator==(const Written&) const = default;
};

// How a codec's packets differ inside and outside a container: H.264 and HEVC have start codes outside and lengths
// inside, AV1 loses its temporal delimiters. `inside` is true for a packet that was read from a file.
Written written_as(const AVPacket& packet, AVCodecID codec, bool inside);

}  // namespace fp

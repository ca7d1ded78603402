// Bit rates of segments that are encoded apart and played one after the other.
#pragma once

#include <string>

#include "encoder/codec/codec.hpp"

namespace fp {

// What one segment's encoder is told, so that the whole video keeps to Recipe::max_kbps and Recipe::buffer however full
// the segment before it left the buffer: half of the buffer, a quarter of it (or an eighth of what the segment may
// take, if that is less) filled when the segment begins, and a rate that is lower by as much. A segment then takes at
// most what its time brings in at max_kbps, and any stretch across borders at most that and the buffer.
struct SegmentBuffer {
  int max_kbps = 0, kbit = 0;
  double filled = 0;  // share of `kbit`
  int kbps = 0;       // on average; 0 where the recipe has none
};
SegmentBuffer segment_buffer(const Recipe& recipe);  // of a recipe with a buffer

// ":vbv-maxrate=...", as x264 and x265 have it; "" without a limit.
std::string vbv_text(const Recipe& recipe);

// What Recipe::rate is called on the command line and in manifests: "quality", "qp", "vbr", "cbr".
std::string_view name_of(RateControl rate);

// All that the recipe asks of its codec's rate control and the codec has not, and figures that contradict each other;
// Fault::usage.
Errors rate_faults(const Recipe& recipe, const Codec& codec);

}  // namespace fp

// A decoder's samples, of any kind and number of channels, as interleaved stereo.
#pragma once

#include <vector>

#include "engine/sandbox/av.hpp"

namespace fp::media {

// Appends the frame's samples from `first` on, as doubles with 1 for full scale. Mono goes to both sides; more channels
// are mixed by ITU-R BS.775: centre and surround at 1/sqrt(2), the low-frequency channel left out, without normalising.
Result<void> append_stereo(const AVFrame& frame, int first, int count, std::vector<double>& to);

}  // namespace fp::media

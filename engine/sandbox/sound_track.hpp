// The sound of one file as the samples Clip::pcm promises: stereo, 48 kHz, full scale 2^23, sample 0 at the file's time
// 0. Read front to back, once.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "engine/sandbox/av.hpp"

namespace fp::media {

// Takes interleaved samples in order; false: it cannot, and decoding ends.
using SampleSink = std::function<bool(std::span<const int32_t>)>;

// How many sample frames there are. Damaged sound is an error, never silence.
Result<int64_t> decode_sound(const Source& source, Container container, const SampleSink& sink);

}  // namespace fp::media

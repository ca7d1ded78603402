// Makes sound louder or quieter, and keeps its true peaks below a limit.
#pragma once

#include <cstdint>
#include <span>

namespace fp {

// out = in * gain * reduction, all in integers; stereo interleaved, equal lengths. `gain` in 2^-24, `limit` at full
// scale 2^23. Where a true peak would exceed the limit the sound is turned down around it, both sides alike: over 5 ms
// before (a smooth ramp), and back by an exponential of 85 ms. Elsewhere the reduction is exactly 1. While it changes,
// peaks between samples may end up above the limit by some thousandths: true_peak() tells.
void limit_sound(std::span<const int32_t> in, int64_t gain, int64_t limit, std::span<int32_t> out);

}  // namespace fp

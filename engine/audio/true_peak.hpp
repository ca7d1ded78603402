// Peaks between samples, as ITU-R BS.1770 measures them: at four times the sampling rate.
#pragma once

#include <cstdint>
#include <span>

namespace fp {

// Beside the samples themselves, three moments between each two are looked at, by a sinc of 32 samples under a Kaiser
// window (beta 8; flat to 20 kHz), in integers. So many samples to each side of a moment count.
inline constexpr int64_t kPeakReach = 16;

// The largest absolute value there: from each sample of [first, first + out.size()) up to before the next one, of both
// sides. Where all samples around are so small that no peak can reach `floor`, an upper bound below it may stand
// instead. `sound` is stereo interleaved, silent before its beginning and after its end.
void peaks_between(std::span<const int32_t> sound, int64_t first, int64_t floor, std::span<int64_t> out);

// Of all of it, and of the moments before and after that it rings in.
int64_t true_peak(std::span<const int32_t> sound);

}  // namespace fp

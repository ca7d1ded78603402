// Loudness as EBU R128 and ITU-R BS.1770 measure it, by libebur128.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/core/result.hpp"

namespace fp {

// Integrated, LUFS, to 0.01 (the last bits of its logarithms depend on the CPU). Stereo interleaved at 48 kHz, full
// scale 2^23. nullopt: there is nothing to measure, all of it is below -70 LUFS or it is shorter than 0.4 s.
Result<std::optional<double>> integrated_loudness(std::span<const int32_t> sound);

}  // namespace fp

// How sound makes room for other sound. Looking ahead costs nothing here: the room is there before the other begins.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/audio/mix.hpp"

namespace fp {

// The others are heard in a cell of 48 samples where the peak of their sum, with their own gains, pans and fades but
// without their own ducks, reaches the threshold; pauses of up to 0.2 s count as heard. The reduction is linear in
// decibels: it grows over `attack` up to the first cell that is heard, and goes back over `release` after the last.
// Factors in 2^-24 at every 48th sample, the last one at or after the end of the programme.
std::vector<int32_t> duck_factors(const Mix& mix, const ClipSound::Duck& duck);

// Equal for ducks that come to the same.
std::string duck_key(const ClipSound::Duck& duck);

// Whether a layer, or a group it is in, is the one named; copies of a repeated layer ("name.1", "name.2.1") are too.
bool answers_to(const HeardLayer& layer, const std::string& name);

}  // namespace fp

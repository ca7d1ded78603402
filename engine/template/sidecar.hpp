// Captions as a file beside a video: SRT and WebVTT.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/template/composition.hpp"

namespace fp {

// The composition's captions on frames [first, first + frames), with times from `first` on.
std::vector<Cue> cues_within(const Composition& composition, int64_t first, int64_t frames);

// Ends with newline. Lines of a cue that are blank are left out, because one would end it; what a reader would take
// for markup or for times is written so that it is read as text (WebVTT: entities; SRT has none: "-->" becomes an
// arrow).
std::string write_srt(std::span<const Cue> cues);
std::string write_vtt(std::span<const Cue> cues);

}  // namespace fp

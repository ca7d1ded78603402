// Timecode: how a frame's place is written wherever the editor shows one.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/rational.hpp"

namespace fp::editor::timeline {

// Frames that make a second of timecode: the nearest whole rate, at least 1. 30000/1001 counts as 30, 24000/1001 as 24.
int64_t whole_rate(Rational fps);

// "HH:MM:SS:FF", "-" before frame 0; hours beyond 99 and frames of rates above 100 take a third digit. Non-drop: every
// frame has the next number, so at 29.97 an hour of timecode lasts 3.6 s longer than an hour.
std::string timecode(int64_t frame, Rational fps);

}  // namespace fp::editor::timeline

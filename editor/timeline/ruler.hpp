// Timecode and the ruler's ticks.
#pragma once

#include <string>
#include <vector>

#include "editor/timeline/layout.hpp"
#include "engine/core/rational.hpp"

namespace fp::editor::timeline {

// "MM:SS:FF", with hours ("H:MM:SS:FF") from one hour on, "-" before frame 0. Frames are counted at the nearest whole
// rate (30000/1001 as 30), without dropping any.
std::string timecode(int64_t frame, Rational fps);

struct Tick {
  int64_t frame = 0;
  double x = 0;
  std::string label;  // empty: a short tick between two labelled ones
};

// Ticks that are seen. Labels begin at their tick and are at least `gap` pixels apart where a character is
// `character_width` wide; they stand on whole frames, seconds, minutes, or a part of these that people count in.
std::vector<Tick> ruler_ticks(const View& view, Rational fps, double character_width, double gap = 12);

}  // namespace fp::editor::timeline

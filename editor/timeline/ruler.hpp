// The ruler's ticks.
#pragma once

#include <string>
#include <vector>

#include "editor/timeline/layout.hpp"
#include "editor/timeline/timecode.hpp"

namespace fp::editor::timeline {

struct Tick {
  int64_t frame = 0;
  double x = 0;
  std::string label;  // empty: a short tick between two labelled ones
};

// Ticks that are seen. Labels begin at their tick and are at least `gap` pixels apart where a character is
// `character_width` wide; they stand on whole frames, seconds, minutes, or a part of these that people count in.
std::vector<Tick> ruler_ticks(const View& view, Rational fps, double character_width, double gap = 12);

}  // namespace fp::editor::timeline

// Motions as templates write them. Internal to engine/template.
#pragma once

#include "engine/template/build.hpp"

namespace fp {

inline constexpr std::pair<std::string_view, Motion::Part> kMotionParts[] = {{"layer", Motion::Part::layer},
                                                                             {"grapheme", Motion::Part::grapheme},
                                                                             {"word", Motion::Part::word},
                                                                             {"line", Motion::Part::line}};

// A way in pixels, in shares of what moves, and in em.
struct Way {
  double pixels = 0, share = 0, em = 0;
};

// 12, "50%" of what moves, "0.6em", or "5vmin": percent of the canvas's shorter side.
Way read_way(const Build& build, const Json& json);

double frames_of(const LayerScope& scope, double seconds);

// One motion in full, as in "animate"; what its parts are is checked apart.
Motion read_motion(const LayerScope& scope, const Json& json);
// The keys that say how parts follow each other.
void read_sequence(const LayerScope& scope, const Json& json, Motion& motion);
// Refuses what means something only for the parts of a text, or only for a whole layer.
void check_part(const LayerScope& scope, const Json& json, const Motion& motion);

// "enter" and "exit": the motions of a preset, with what is said otherwise (build_presets.cpp). The scope's pointer is
// that of the key.
std::vector<Motion> read_entrance(const LayerScope& scope, const Json& said, bool leaves, bool text);

}  // namespace fp

// What a viewer would have trouble reading in one composition, or be surprised to see and hear: for `framepress check`.
#pragma once

#include <functional>

#include "engine/cpu/executor.hpp"
#include "engine/display/assets.hpp"
#include "engine/display/rests.hpp"
#include "engine/template/findings.hpp"

namespace fp {

struct Finding {
  FindingKind kind = FindingKind::shrunk;
  TextName name;
  int64_t frame = -1;  // the worst; -1: all of them
  // shrunk, truncated, overflows: pixels of the em; safe_area, clipped: pixels outside; contrast: ratio; overlap and
  // hidden: share of the letters' boxes, of their pixels; reading_time,
  // unfinished, frozen: seconds; cut_off: decibels against a full sine.
  double value = 0;
  double needed = 0;                         // contrast: ratio; reading_time: seconds
  TextName other;                            // overlap: the text below
  std::optional<Color> letters, background;  // contrast
};

// At most one finding a layer and kind, in the order of layers on screen. Nothing that a layer ignores. Texts are
// judged while they rest (rests.hpp); only contrast and what is hidden need frames drawn. Sound is decoded. Where
// `stop` says so, between frames, it gives up with an error.
Result<std::vector<Finding>> inspect(const Composition& composition, Assets& assets, cpu::Executor& executor,
                                     const std::function<bool()>& stop = {});

// ---- The rules (each with its source in inspect_rules.cpp)

// WCAG 2 AA, by the size of the em in pixels of a picture whose shorter side is 1080.
double needed_contrast(double size);
// Seconds to read a text.
double needed_seconds(std::string_view text);

}  // namespace fp

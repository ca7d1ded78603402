// How well one text stands out from what is really behind it, in pixels: for checks.
#pragma once

#include <optional>

#include "engine/cpu/executor.hpp"
#include "engine/display/survey.hpp"

namespace fp {

struct Legibility {
  // Contrast of WCAG 2 between letters and background, the 10th percentile over the pixels of the letters: what nine
  // tenths of them reach. With an outline or effects of its own, between letters and their edge where that is more.
  double contrast = 1;
  Color letters, background;  // at that percentile
  double hidden = 0;          // share of the letters that other layers paint over
};

// The frame is drawn with the text, without it, and the text alone; where that comes to less than the contrast
// `needed`, also in black and in white, to leave out the pixels that other layers are painted over. Nothing where the
// text has no pixel on the canvas. `executor`: any; what it drew before does not matter.
Result<std::optional<Legibility>> legibility(const Composition& composition, int64_t frame, const SeenText& text,
                                             double needed, Assets& assets, cpu::Executor& executor);

// (L1 + 0.05) / (L2 + 0.05) of WCAG 2's relative luminance.
double contrast_ratio(const Color& a, const Color& b);

}  // namespace fp

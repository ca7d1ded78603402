// Where two compositions differ: which frames, and where on the canvas. Nothing is drawn: display lists are compared
// tile by tile (engine/display/plan.hpp), so what is named is what can look different, and nothing else can.
#pragma once

#include <vector>

#include "engine/display/assets.hpp"
#include "engine/display/display_list.hpp"
#include "engine/template/composition.hpp"

namespace fp {

// Frames `first` to `last` in a row that differ; `region` holds all that does, in steps of tiles, cut to the canvas.
struct ChangedFrames {
  int64_t first = 0, last = 0;
  IRect region;
};

// Frames that only one of them has differ wholly, as all do where the canvases are not the same size.
struct FramesOf {
  const Composition& composition;
  Assets& assets;
  int64_t first = 0, count = 0;
};
Result<std::vector<ChangedFrames>> changed_frames(const FramesOf& a, const FramesOf& b);

}  // namespace fp

// Where a layer's outline covers the canvas: as an exact rectangle when it stands upright, else as a cached mask.
#pragma once

#include <functional>

#include "engine/display/display_list.hpp"
#include "engine/vector/path.hpp"

namespace fp {

struct Coverage {
  IRect bounds;  // pixels touched, inside the clip; empty: nothing
  Cover cover = Cover::full;
  IRect rect;  // 24.8
  std::shared_ptr<const Mask> mask;
  int32_t mask_x = 0, mask_y = 0;
};

// The rectangle (0,0)-(size) under an axis-aligned map.
Coverage cover_rectangle(Vec2 corner, Vec2 size, const Affine& to_device, const IRect& clip);

// Any outline. `content` identifies the outline in layer pixels; `make` yields it when the cache has no mask for it.
// Translations are quantised to 1/16 pixel, so that a layer moving by whole steps keeps its mask.
Coverage cover_outline(const Hash128& content, const std::function<Path()>& make, const Affine& to_device,
                       const IRect& clip, const IRect& canvas, MaskCache& cache);

// Fills in bounds and coverage of a command.
void set_coverage(DisplayList& list, Command& command, const Coverage& coverage);

}  // namespace fp

// A contact sheet: small pictures of frames in a grid, with a caption under each.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/display/frame.hpp"

namespace fp::cli {

struct Rgba {
  int32_t width = 0, height = 0;
  std::vector<uint8_t> pixels;  // 4 bytes each, opaque
};

// The frame (rgba8) over the sheet's background, reduced to at most `width` x `height`, its shape kept. Integer filters
// only.
Rgba thumbnail(const Frame& frame, int32_t width, int32_t height);

struct Cell {
  Rgba picture, caption;  // the caption may be empty
};

struct SheetLayout {
  int32_t columns = 1, cell_width = 0, cell_height = 0, caption_height = 0;
};
// Columns that bring the sheet nearest to 3:2, for `count` cells in groups of `group` that should stay on one row where
// they fit.
SheetLayout lay_out(size_t count, size_t group, int32_t cell_width, int32_t cell_height, int32_t caption_height);
Rgba compose(const SheetLayout& layout, const std::vector<Cell>& cells);

}  // namespace fp::cli

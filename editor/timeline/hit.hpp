// What is under the pointer.
#pragma once

#include <optional>
#include <span>

#include "editor/timeline/layout.hpp"

namespace fp::editor::timeline {

// Lines over the rows, in frames of the canvas.
struct Marks {
  int64_t playhead = 0;
  std::optional<int64_t> work_begin, work_end;  // of the work area, [begin, end)
  std::vector<int64_t> markers;
};

struct Hit {
  enum class Kind : uint8_t {
    nothing,
    ruler,       // free ruler: a click puts the playhead there
    playhead,    // its head in the ruler
    work_begin,  // in the ruler
    work_end,
    marker,  // in the ruler; `index` into Marks::markers
    bar,
    in_handle,
    out_handle,
    key,  // `frame` is its frame; `property` -1 on a layer's own row: the keys of all properties there
    row   // a row beside its bar
  };
  Kind kind = Kind::nothing;
  size_t row = 0;  // index into the list of rows, of bar, handles, key and row
  uint32_t layer = 0;
  int32_t property = -1;
  int64_t frame = 0;  // of the thing hit; of ruler, bar and row the nearest frame boundary
  size_t index = 0;
};

// In the ruler: playhead, then the work area's ends, then markers, each within `reach` pixels, the nearest of a kind.
// In the rows: a key within its diamond, then trim handles, then the bar, then the row. `rows`: what place_rows gave.
Hit hit_test(std::span<const PlacedRow> rows, const View& view, const Marks& marks, double x, double y,
             double reach = 5);

}  // namespace fp::editor::timeline

// What a drag comes to, and how the view follows.
#pragma once

#include <cstdint>
#include <span>

#include "editor/timeline/layout.hpp"

namespace fp::editor::timeline {

struct Span {
  int64_t in = 0, out = 0;
  bool operator==(const Span&) const = default;
};

// A bar moved by `delta` frames: as long as before, at least one of its frames within [0, frames).
Span drag_bar(Span bar, int64_t delta, int64_t frames);
// The delta at which all `bars` moved together stay so.
int64_t clamp_delta(std::span<const Span> bars, int64_t delta, int64_t frames);
// One end to `frame`: at least one frame is left, and the end stays within [-frames, 2 * frames].
Span drag_in(Span bar, int64_t frame, int64_t frames);
Span drag_out(Span bar, int64_t frame, int64_t frames);

// ---- The view

struct ZoomLimits {
  double least = 0.01, most = 64;  // pixels per frame
};

// Zoomed by `factor`, with the frame at `x` staying where it is.
View zoom_around(View view, double factor, double x, ZoomLimits limits = {});
// [begin, end) with `margin` pixels at both sides.
View fit(View view, int64_t begin, int64_t end, double margin = 16, ZoomLimits limits = {});
// Scrolling held to the content: at most half a width beyond [0, frames), rows to the last.
View clamp_scroll(View view, int64_t frames, double height_of_rows);
// A drag at or beyond an edge scrolls: up to `speed` pixels a second, the more the further out. `seconds` since the
// last call.
View auto_scroll(View view, double x, double y, double seconds, double edge = 24, double speed = 1200);
// The view turned on by pages until `frame` is seen; as it was where it is already.
View reveal(View view, int64_t frame);
// Scrolled as little as shows the row, with one row's room around it.
View reveal_row(View view, size_t row);

}  // namespace fp::editor::timeline

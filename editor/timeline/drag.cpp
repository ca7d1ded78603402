#include "editor/timeline/drag.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor::timeline {
namespace {

// From -1 at the low edge (and beyond) to 1 at the high one; 0 between the two bands.
double pull(double at, double low, double high, double edge) {
  if (high - low < 2 * edge) edge = (high - low) / 4;
  if (!(edge > 0)) return 0;
  if (at < low + edge) return std::max((at - low - edge) / edge, -1.0);
  if (at > high - edge) return std::min((at - high + edge) / edge, 1.0);
  return 0;
}

}  // namespace

int64_t clamp_delta(std::span<const Span> bars, int64_t delta, int64_t frames) {
  for (const Span& bar : bars) {
    // A bar that was outside before may come in, and need not.
    const int64_t low = std::min<int64_t>(1 - bar.out, 0), high = std::max<int64_t>(frames - 1 - bar.in, 0);
    delta = std::clamp(delta, low, high);
  }
  return delta;
}

Span drag_bar(Span bar, int64_t delta, int64_t frames) {
  const int64_t held = clamp_delta(std::span(&bar, 1), delta, frames);
  return {bar.in + held, bar.out + held};
}

Span drag_in(Span bar, int64_t frame, int64_t frames) {
  return {std::min(std::max(frame, -frames), bar.out - 1), bar.out};
}

Span drag_out(Span bar, int64_t frame, int64_t frames) {
  return {bar.in, std::max(std::min(frame, 2 * frames), bar.in + 1)};
}

View zoom_around(View view, double factor, double x, ZoomLimits limits) {
  const double frame = frame_at(view, x);
  view.pixels_per_frame = std::clamp(view.pixels_per_frame * factor, limits.least, limits.most);
  view.scroll = frame - x / view.pixels_per_frame;
  return view;
}

View fit(View view, int64_t begin, int64_t end, double margin, ZoomLimits limits) {
  const auto frames = static_cast<double>(std::max<int64_t>(end - begin, 1));
  const double room = std::max(view.width - 2 * margin, 1.0);
  view.pixels_per_frame = std::clamp(room / frames, limits.least, limits.most);
  view.scroll = static_cast<double>(begin) + frames / 2 - view.width / 2 / view.pixels_per_frame;
  return view;
}

View clamp_scroll(View view, int64_t frames, double height_of_rows) {
  const double width = view.width / view.pixels_per_frame;
  view.scroll = std::clamp(view.scroll, -width / 2, std::max(static_cast<double>(frames) - width / 2, -width / 2));
  const double room = view.height - view.ruler_height;
  view.scroll_y = std::clamp(view.scroll_y, 0.0, std::max(height_of_rows - room, 0.0));
  return view;
}

View auto_scroll(View view, double x, double y, double seconds, double edge, double speed) {
  view.scroll += pull(x, 0, view.width, edge) * speed * seconds / view.pixels_per_frame;
  view.scroll_y = std::max(view.scroll_y + pull(y, view.ruler_height, view.height, edge) * speed * seconds, 0.0);
  return view;
}

View reveal(View view, int64_t frame) {
  const double width = view.width / view.pixels_per_frame;
  const auto at = static_cast<double>(frame);
  if (!(width > 0) || (at >= view.scroll && at < view.scroll + width)) return view;
  view.scroll += std::floor((at - view.scroll) / width) * width;
  return view;
}

View reveal_row(View view, size_t row) {
  const double top = static_cast<double>(row) * view.row_height, room = view.height - view.ruler_height;
  const double most = top - view.row_height, least = top + 2 * view.row_height - room;
  view.scroll_y = std::max(0.0, std::min(std::max(view.scroll_y, least), most));
  return view;
}

}  // namespace fp::editor::timeline

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/panels.hpp"

namespace fp::panels {

Places place_panels(const Look& look, bool open, float width, float height) {
  const auto px = [&](float units) { return std::round(units * look.scale); };
  const float top = px(46), status = px(26);
  const float room = std::max(0.0f, height - top - status);
  // The canvas keeps a share of the room, whatever was asked for the others.
  const float most = std::round((room - px(kButtonsHeight)) * 0.6f);
  float timeline = look.timeline && open ? std::min(px(look.timeline_height), most) : 0;
  if (timeline < px(96)) timeline = 0;
  // The timeline's ruler takes the slider's place.
  const float transport = std::min(px(timeline > 0 ? kButtonsHeight : kTransportHeight), room);
  const float between = room - transport;
  const float middle = between - timeline;
  float side = look.side && open ? std::min(px(look.side_width), std::round(width * 0.5f)) : 0;
  if (side < px(180) || middle < px(120)) side = 0;
  // A pixel between panels, where the window's background shows as a line.
  Places places;
  places.top = {0, 0, width, top - 1};
  if (middle > 8) places.canvas = {0, top, width - side, middle};
  if (side > 0) places.side = {width - side + 1, top, side - 1, middle};
  if (transport > 8) places.transport = {0, top + middle + 1, width, transport - 1};
  if (timeline > 0) places.timeline = {0, top + middle + transport + 1, width, timeline - 1};
  places.status = {0, height - status + 1, width, status - 1};
  return places;
}

Rect place_canvas(const Look& look, int32_t width, int32_t height, const Rect& view) {
  const float margin = std::round(24 * look.scale);
  double zoom = look.zoom;
  double x = view.x + view.width / 2.0, y = view.y + view.height / 2.0;  // where the canvas's middle comes to stand
  if (look.fit) {
    const double room_x = std::max(8.0f, view.width - 2 * margin), room_y = std::max(8.0f, view.height - 2 * margin);
    zoom = std::min({room_x / width, room_y / height, 8.0});
  } else {
    x += (width / 2.0 - look.x) * zoom;
    y += (height / 2.0 - look.y) * zoom;
  }
  const double w = std::max(1.0, std::round(width * zoom)), h = std::max(1.0, std::round(height * zoom));
  return {static_cast<float>(std::round(x - w / 2)), static_cast<float>(std::round(y - h / 2)), static_cast<float>(w),
          static_cast<float>(h)};
}

double zoom_step(double zoom, int direction) {
  constexpr double kSteps[] = {0.0625, 0.125, 0.25, 0.333333, 0.5, 0.666667, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32};
  constexpr double kNear = 1.01;
  if (direction > 0) {
    const auto* next = std::ranges::find_if(kSteps, [&](double step) { return step > zoom * kNear; });
    return next == std::end(kSteps) ? kSteps[std::size(kSteps) - 1] : *next;
  }
  double before = kSteps[0];
  for (const double step : kSteps) {
    if (step < zoom / kNear) before = step;
  }
  return before;
}

void zoom_about(Look& look, double zoom, const Rect& canvas, const Rect& view, int32_t width, int32_t height, double x,
                double y) {
  const double at_x = (x - canvas.x) * width / canvas.width, at_y = (y - canvas.y) * height / canvas.height;
  look.fit = false;
  look.zoom = std::clamp(zoom, 1.0 / 32, 32.0);
  look.x = at_x - (x - view.x - view.width / 2.0) / look.zoom;
  look.y = at_y - (y - view.y - view.height / 2.0) / look.zoom;
}

std::string sample_text(const preview::Picture& picture, int32_t x, int32_t y) {
  const Frame& frame = *picture.pixels;
  const int32_t px = std::min(x / picture.divisor, frame.width - 1),
                py = std::min(y / picture.divisor, frame.height - 1);
  const size_t at = 4 * (static_cast<size_t>(py) * static_cast<size_t>(frame.width) + static_cast<size_t>(px));
  std::string text = fmt::format("{}, {}   #{:02x}{:02x}{:02x}   {} {} {}", x, y, frame.data[at], frame.data[at + 1],
                                 frame.data[at + 2], frame.data[at], frame.data[at + 1], frame.data[at + 2]);
  if (frame.data[at + 3] != 255) text += fmt::format("   alpha {}%", frame.data[at + 3] * 100 / 255);
  if (picture.divisor != 1) text += "   draft";
  return text;
}

}  // namespace fp::panels

#include "editor/panels/timeline_signs.hpp"

#include <algorithm>

namespace fp::panels {
namespace {

struct SignPen {
  ImDrawList& list;
  ImVec2 middle;
  float side;
  ImU32 color;

  // From -0.5 to 0.5.
  ImVec2 at(float x, float y) const { return {middle.x + x * side, middle.y + y * side}; }
  float line() const { return std::max(1.0f, side * 0.11f); }
  void frame(float x0, float y0, float x1, float y1) const {
    list.AddRect(at(x0, y0), at(x1, y1), color, side * 0.12f, 0, line());
  }
  void block(float x0, float y0, float x1, float y1) const {
    list.AddRectFilled(at(x0, y0), at(x1, y1), color, side * 0.08f);
  }
  void text() const {
    block(-0.4f, -0.4f, 0.4f, -0.26f);
    block(-0.07f, -0.4f, 0.07f, 0.42f);
  }
  void image() const {
    frame(-0.46f, -0.4f, 0.46f, 0.4f);
    list.AddTriangleFilled(at(-0.32f, 0.26f), at(-0.06f, -0.12f), at(0.24f, 0.26f), color);
    list.AddCircleFilled(at(0.22f, -0.16f), side * 0.09f, color, 8);
  }
  void gradient() const {
    const ImU32 clear = (color & ~IM_COL32_A_MASK) | (ImU32{0x28} << IM_COL32_A_SHIFT);
    list.AddRectFilledMultiColor(at(-0.42f, -0.42f), at(0.42f, 0.42f), color, color, clear, clear);
  }
  void folder() const {
    block(-0.46f, -0.34f, -0.02f, -0.1f);
    frame(-0.46f, -0.22f, 0.46f, 0.36f);
  }
  void sequence() const {
    block(-0.46f, -0.3f, -0.2f, 0.3f);
    block(-0.13f, -0.3f, 0.13f, 0.3f);
    block(0.2f, -0.3f, 0.46f, 0.3f);
  }
  void chart() const {
    block(-0.42f, 0.02f, -0.2f, 0.42f);
    block(-0.11f, -0.4f, 0.11f, 0.42f);
    block(0.2f, -0.16f, 0.42f, 0.42f);
  }
  void video() const {
    frame(-0.46f, -0.4f, 0.46f, 0.4f);
    for (const float x : {-0.32f, 0.18f}) {  // the holes of a film
      for (const float y : {-0.28f, -0.06f, 0.16f}) block(x, y, x + 0.14f, y + 0.12f);
    }
  }
  void audio() const {
    constexpr float kHalves[] = {0.12f, 0.3f, 0.44f, 0.22f, 0.36f, 0.1f};
    for (int i = 0; i < 6; ++i) {
      const float x = -0.46f + static_cast<float>(i) * 0.168f;
      block(x, -kHalves[i], x + 0.09f, kHalves[i]);
    }
  }
  // A waveform, bars about the middle; or a spectrum, bars from the ground.
  void levels(bool grounded) const {
    constexpr float kHeights[] = {0.34f, 0.8f, 0.52f, 0.24f};
    for (int i = 0; i < 4; ++i) {
      const float x = -0.44f + static_cast<float>(i) * 0.25f, half = kHeights[i] / 2;
      block(x, grounded ? 0.42f - kHeights[i] : -half, x + 0.13f, grounded ? 0.42f : half);
    }
  }
  void nested() const {
    frame(-0.44f, -0.44f, 0.2f, 0.2f);
    frame(-0.2f, -0.2f, 0.44f, 0.44f);
  }
  void lock() const {
    block(-0.34f, -0.06f, 0.34f, 0.44f);
    list.PathArcTo(at(0, -0.1f), side * 0.22f, 3.1416f, 6.2832f, 10);
    list.PathStroke(color, 0, line());
  }
  void eye(bool closed) const {
    list.PathClear();
    list.PathLineTo(at(-0.5f, 0));
    list.PathBezierQuadraticCurveTo(at(0, closed ? 0.52f : -0.62f), at(0.5f, 0), 12);
    if (!closed) list.PathBezierQuadraticCurveTo(at(0, 0.62f), at(-0.5f, 0), 12);
    list.PathStroke(color, closed ? ImDrawFlags_None : ImDrawFlags_Closed, line());
    if (!closed) return list.AddCircleFilled(middle, side * 0.15f, color, 12);
    list.AddLine(at(0, 0.27f), at(0, 0.45f), color, line());
    list.AddLine(at(-0.28f, 0.18f), at(-0.38f, 0.34f), color, line());
    list.AddLine(at(0.28f, 0.18f), at(0.38f, 0.34f), color, line());
  }
  void captions() const {
    frame(-0.48f, -0.36f, 0.48f, 0.36f);
    list.AddLine(at(-0.3f, 0), at(0.3f, 0), color, line());
    list.AddLine(at(-0.3f, 0.18f), at(0.1f, 0.18f), color, line());
  }
  void diamond(bool filled) const {
    const ImVec2 points[] = {at(0, -0.5f), at(0.5f, 0), at(0, 0.5f), at(-0.5f, 0)};
    if (filled) return list.AddConvexPolyFilled(points, 4, color);
    list.AddPolyline(points, 4, color, ImDrawFlags_Closed, line());
  }
};

}  // namespace

void draw_sign(ImDrawList& list, Sign sign, ImVec2 middle, float side, ImU32 color) {
  const SignPen pen{list, middle, side, color};
  switch (sign) {
    case Sign::solo:
      list.AddCircle(middle, side * 0.4f, color, 16, pen.line());
      return list.AddCircleFilled(middle, side * 0.2f, color, 12);
    case Sign::lock:
      return pen.lock();
    case Sign::eye:
      return pen.eye(false);
    case Sign::eye_closed:
      return pen.eye(true);
    case Sign::open:
      return list.AddTriangleFilled(pen.at(-0.4f, -0.22f), pen.at(0.4f, -0.22f), pen.at(0, 0.3f), color);
    case Sign::closed:
      return list.AddTriangleFilled(pen.at(-0.22f, -0.4f), pen.at(0.3f, 0), pen.at(-0.22f, 0.4f), color);
    case Sign::key:
      return pen.diamond(false);
    case Sign::key_on:
      return pen.diamond(true);
  }
}

void draw_type_sign(ImDrawList& list, std::string_view type, ImVec2 middle, float side, ImU32 color) {
  const SignPen pen{list, middle, side, color};
  if (type == "text" || type == "number") return pen.text();
  if (type == "image") return pen.image();
  if (type == "video") return pen.video();
  if (type == "audio") return pen.audio();
  if (type == "captions") return pen.captions();
  if (type == "waveform" || type == "spectrum") return pen.levels(type == "spectrum");
  if (type == "solid") return pen.block(-0.4f, -0.4f, 0.4f, 0.4f);
  if (type == "gradient") return pen.gradient();
  if (type == "group") return pen.folder();
  if (type == "sequence") return pen.sequence();
  constexpr std::string_view kCharts[] = {"bars", "line", "map", "meter", "table", "ticker", "scoreboard"};
  if (std::ranges::find(kCharts, type) != std::end(kCharts)) return pen.chart();
  if (type == "composition") return pen.nested();
  if (type == "shape") return list.AddCircle(middle, side * 0.42f, color, 20, pen.line());
  pen.frame(-0.42f, -0.42f, 0.42f, 0.42f);
}

}  // namespace fp::panels

// Waveforms on the bars of layers that are heard.
#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_parts.hpp"

namespace fp::panels {

// A column of a pixel each, so that it is sharp at any zoom; footage has it along its lower edge.
void draw_wave(const Timeline& t, const BarSound& sound, const tl::Layer& layer, ImVec2 from, ImVec2 to, ImU32 color) {
  const float inset = t.ui.px(2), floor = to.y - inset;
  const float ceiling = sound.footage ? std::round(from.y + (to.y - from.y) * 0.5f) : from.y + inset;
  const float half = std::floor((floor - ceiling) / 2), middle = ceiling + half;
  const float left = std::max(from.x + 1, t.area.x), right = std::min(to.x - 1, t.right());
  if (half < 1 || right <= left) return;
  if (sound.faulty) return t.list.AddRectFilled({left, middle}, {right, middle + 1}, ink(t.ui.theme.bad));
  if (!sound.peaks || !sound.played) return;
  constexpr float kFull = 32767;
  const auto frame_of = [&](float x) {
    return tl::frame_at(t.view, static_cast<double>(x - t.area.x)) - static_cast<double>(layer.in);
  };
  for (float x = left; x < right; ++x) {
    const auto peak = preview::peak_over(*sound.peaks, *sound.played, frame_of(x), frame_of(x + 1));
    if (!peak) continue;
    const float top = middle - std::round(half * static_cast<float>(peak->high) / kFull);
    const float bottom = middle - std::round(half * static_cast<float>(peak->low) / kFull);
    t.list.AddRectFilled({x, std::min(top, middle)}, {x + 1, std::max(bottom, middle) + 1}, color);
  }
}

}  // namespace fp::panels

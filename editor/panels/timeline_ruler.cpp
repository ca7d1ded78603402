// The ruler: work area, markers, ticks, the cache, and the playhead, which is dragged here.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_parts.hpp"
#include "editor/timeline/ruler.hpp"

namespace fp::panels {
namespace {

using Grab = TimelineDrag::Grab;

void draw_ticks(const Timeline& t, const RulerStrips& strips) {
  ImFont& font = *t.ui.fonts.small;
  const float digit = font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, "0").x;
  const float top = t.area.y + strips.markers, bottom = t.area.y + strips.ticks;
  for (const tl::Tick& tick : tl::ruler_ticks(t.view, t.outline.fps, digit, t.ui.px(14))) {
    const float x = t.x_of(static_cast<double>(tick.frame));
    const bool label = !tick.label.empty();
    t.list.AddRectFilled({x, label ? top + t.ui.px(5) : bottom - t.ui.px(5)}, {x + 1, bottom},
                         ink(t.ui.theme.control, label ? 1.0f : 0.7f));
    if (!label) continue;
    const std::string text = t.look.count_frames ? std::to_string(tick.frame) : tick.label;
    const float from = x + t.ui.px(8);  // clear of the playhead's head
    if (from + font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, text.c_str()).x > t.right()) continue;
    t.list.AddText(&font, font.FontSize, {from, top + t.ui.px(3)}, ink(t.ui.theme.muted), text.c_str());
  }
}

void draw_work_area(const Timeline& t, const RulerStrips& strips) {
  if (!t.marks.work_begin) return;
  const auto begin = static_cast<double>(*t.marks.work_begin), end = static_cast<double>(*t.marks.work_end);
  const bool all = begin <= 0 && *t.marks.work_end >= t.frames();
  const float from = t.x_of(begin), to = t.x_of(end), top = t.area.y + t.ui.px(2), bottom = t.area.y + strips.work;
  const ImU32 body = all ? ink(t.ui.theme.control, 0.45f) : ink(t.ui.theme.accent, 0.45f);
  t.list.AddRectFilled({from, top}, {to, bottom - t.ui.px(1)}, body, t.ui.px(2));
  const ImU32 grip = ink(all ? t.ui.theme.control : t.ui.theme.accent);
  const float width = t.ui.px(5);
  t.list.AddRectFilled({from, top}, {from + width, bottom - t.ui.px(1)}, grip, t.ui.px(2));
  t.list.AddRectFilled({to - width, top}, {to, bottom - t.ui.px(1)}, grip, t.ui.px(2));
}

// Runs of frames with one level as one rectangle each, drafts and full pictures told apart by height too.
void draw_cached(const Timeline& t, const RulerStrips& strips) {
  if (!t.ui.model.cached || t.ui.entered()) return;
  const std::vector<uint8_t>& levels = *t.ui.model.cached;
  const float bottom = t.area.y + strips.bottom;
  for (size_t i = 0; i < levels.size();) {
    size_t end = i + 1;
    while (end < levels.size() && levels[end] == levels[i]) ++end;
    const float from = t.x_of(static_cast<double>(i)), to = t.x_of(static_cast<double>(end));
    if (levels[i] != 0 && to >= t.area.x && from <= t.right()) {
      const bool full = levels[i] == 2;
      t.list.AddRectFilled({from, bottom - t.ui.px(full ? 4 : 2)}, {std::max(to, from + 1), bottom},
                           ink(full ? t.ui.theme.cached_full : t.ui.theme.cached_draft));
    }
    i = end;
  }
}

void draw_markers(Timeline& t, const RulerStrips& strips) {
  ImFont& font = *t.ui.fonts.small;
  const float top = t.area.y + strips.work, height = strips.markers - strips.work;
  for (size_t i = 0; i < t.marks.markers.size(); ++i) {
    const editor::Marker& marker = t.state.markers[i];
    const float x = t.x_of(static_cast<double>(marker.frame)), half = t.ui.px(5);
    const ImU32 color = ink(t.ui.theme.cached_draft);
    const ImVec2 flag[] = {{x - half, top + t.ui.px(2)},
                           {x + half, top + t.ui.px(2)},
                           {x + half, top + height - t.ui.px(6)},
                           {x, top + height - t.ui.px(1)},
                           {x - half, top + height - t.ui.px(6)}};
    t.list.AddConvexPolyFilled(flag, 5, color);
    const bool last = i + 1 == t.state.markers.size();
    const float next = last ? t.right() : t.x_of(static_cast<double>(t.state.markers[i + 1].frame)) - half;
    const float room = next - x - half - t.ui.px(8);
    if (!marker.name.empty() && room > t.ui.px(16))
      clipped_text(t.list, font, {x + half + t.ui.px(4), top + (height - font.FontSize) / 2}, room,
                   ink(t.ui.theme.text), marker.name);
    t.ui.items.add(fmt::format("timeline/marker/{}", i), x - half, top, 2 * half, height, marker.name);
  }
}

// Only what the strip under the pointer shows can be taken there.
tl::Hit hit_ruler(const Timeline& t, const RulerStrips& strips) {
  const double y = t.mouse_y(), reach = t.ui.px(7);
  tl::Marks marks;
  if (y < strips.work) {
    marks.work_begin = t.marks.work_begin;
    marks.work_end = t.marks.work_end;
  } else if (y < strips.markers) {
    marks.markers = t.marks.markers;
  }
  marks.playhead = kNowhere;
  return tl::hit_test({}, t.view, marks, t.mouse_x(), std::min(y, t.view.ruler_height - 1), reach);
}

void press_ruler(Timeline& t, const tl::Hit& hit) {
  using Kind = tl::Hit::Kind;
  TimelineDrag drag{.x = ImGui::GetIO().MousePos.x, .y = ImGui::GetIO().MousePos.y};
  drag.frame = tl::frame_at(t.view, t.mouse_x());
  drag.hit = hit;
  drag.from = hit.frame;
  drag.index = hit.index;
  drag.gesture = t.ui.fresh_gesture();
  drag.grab = Grab::seek;
  if (hit.kind == Kind::work_begin || hit.kind == Kind::work_end) {
    drag.grab = Grab::work;
    drag.at_end = hit.kind == Kind::work_end;
  }
  if (hit.kind == Kind::marker) drag.grab = Grab::marker;
  if (drag.grab != Grab::seek)
    drag.targets = tl::snap_targets(t.layers, {}, {.playhead = t.marks.playhead, .markers = {}}, t.frames());
  t.look.drag = std::move(drag);
}

void open_menu(Timeline& t, const tl::Hit& hit) {
  t.look.menu_frame = std::clamp<int64_t>(hit.frame, 0, t.frames() - 1);
  t.look.menu_marker = hit.kind == tl::Hit::Kind::marker ? static_cast<int64_t>(hit.index) : -1;
  ImGui::OpenPopup(t.look.menu_marker >= 0 ? "##marker-menu" : "##ruler-menu");
}

void hint(Timeline& t, const tl::Hit& hit) {
  using Kind = tl::Hit::Kind;
  if (hit.kind == Kind::work_begin || hit.kind == Kind::work_end) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (hit.kind != Kind::marker || t.look.drag.grab != Grab::none || t.look.renamed_marker >= 0) return;
  const editor::Marker& marker = t.state.markers[hit.index];
  show_tip(t.ui, marker.name.empty() ? "Marker" : marker.name,
           fmt::format("frame {}   {}", marker.frame, tl::timecode(marker.frame, t.outline.fps)));
}

}  // namespace

float ruler_height(const Ui& ui, bool markers) {
  return ui.px(10) + (markers ? ui.px(18) : 0) + ui.px(22) + ui.px(5);
}

RulerStrips ruler_strips(const Timeline& t) {
  const Ui& ui = t.ui;
  const float work = ui.px(10), markers = work + (t.marks.markers.empty() ? 0 : ui.px(18));
  return {work, markers, markers + ui.px(22), markers + ui.px(22) + ui.px(5)};
}

void draw_ruler(Timeline& t) {
  const RulerStrips strips = ruler_strips(t);
  ImGui::SetCursorScreenPos({t.area.x, t.area.y});
  ImGui::InvisibleButton("##ruler", {t.area.width, strips.bottom},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  describe(t.ui, "transport/scrub", std::to_string(t.ui.model.frame));
  if (ImGui::IsItemHovered()) {
    const tl::Hit hit = hit_ruler(t, strips);
    hint(t, hit);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) press_ruler(t, hit);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) open_menu(t, hit);
    if (hit.kind == tl::Hit::Kind::marker && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      t.look.drag = {};
      t.look.renamed_marker = static_cast<int64_t>(hit.index);
      t.look.typed = t.state.markers[hit.index].name;
      t.look.typing = 0;
    }
  }
  const ImVec2 from{t.area.x, t.area.y}, to{t.right(), t.area.y + strips.bottom};
  t.list.PushClipRect(from, to, true);
  t.list.AddRectFilled(from, to, ink(t.ui.theme.raised));
  draw_work_area(t, strips);
  draw_ticks(t, strips);
  draw_cached(t, strips);
  draw_markers(t, strips);
  t.list.PopClipRect();
}

void draw_playhead_line(Timeline& t) {
  const RulerStrips strips = ruler_strips(t);
  if (t.marks.playhead == kNowhere) return;
  const float x = t.x_of(static_cast<double>(t.marks.playhead)), half = t.ui.px(6);
  const float top = t.area.y + strips.markers;
  const ImU32 color = ink(t.ui.theme.accent);
  t.list.PushClipRect({t.area.x, t.area.y}, {t.right(), t.bottom()}, true);
  // Zoomed in, the frame has a width of its own.
  const float next = t.x_of(static_cast<double>(t.marks.playhead) + 1);
  if (next - x > t.ui.px(3))
    t.list.AddRectFilled({x, t.area.y + strips.ticks - t.ui.px(5)}, {next, t.area.y + strips.ticks},
                         ink(t.ui.theme.accent, 0.4f));
  t.list.AddRectFilled({x - std::floor(t.ui.px(1) / 2), top}, {x + std::max(1.0f, t.ui.px(1)), t.bottom()}, color);
  const ImVec2 head[] = {{x - half, top + t.ui.px(1)},
                         {x + half, top + t.ui.px(1)},
                         {x + half, top + t.ui.px(9)},
                         {x, top + t.ui.px(15)},
                         {x - half, top + t.ui.px(9)}};
  t.list.AddConvexPolyFilled(head, 5, color);
  t.list.PopClipRect();
  t.ui.items.add("timeline/playhead", x - half, top, 2 * half, t.ui.px(15), std::to_string(t.marks.playhead));
}

}  // namespace fp::panels

// The timeline: names at the left, ruler and rows at the right. This file places them and moves the view.
#include <algorithm>
#include <cmath>
#include <utility>

#include "editor/panels/timeline_parts.hpp"
#include "editor/timeline/drag.hpp"

namespace fp::panels {
namespace {

constexpr float kLeastColumn = 120, kMostColumn = 620;

tl::View view_of(const Ui& ui, const Rect& area) {
  tl::View view = ui.model.state->timeline;
  view.width = std::max(area.width, 1.0f);
  view.height = area.height;
  view.row_height = ui.px(26);
  view.ruler_height = ruler_height(ui, !ui.entered() && !ui.model.state->markers.empty());
  view.handle = ui.px(7);
  view.key_radius = ui.px(6);
  return view;
}

bool is_untouched(const tl::View& view) {
  const tl::View fresh;
  return view.scroll == fresh.scroll && view.pixels_per_frame == fresh.pixels_per_frame;
}

// All frames are shown until one zooms or scrolls; a view that was kept from last time stays as it is.
void fit_view(Ui& ui, tl::View& view) {
  TimelineLook& look = ui.look.time;
  const std::string file = ui.model.template_name + ui.model.state->file.string();
  const std::string scope = editor::scope_of(*ui.model.state);
  if (std::exchange(look.fitted, file) != file) {
    look.fit = is_untouched(ui.model.state->timeline);
  } else if (look.scope != scope) {
    look.fit = true;  // another time
  }
  look.scope = scope;
  if (look.fit) view = tl::fit(view, 0, ui.model.outline->frames, ui.px(18));
}

// The playhead is followed where it runs or was stepped, not while it is held.
void follow(Ui& ui, tl::View& view) {
  TimelineLook& look = ui.look.time;
  const int64_t now = ui.model.inside.value_or(0);
  const bool moved = std::exchange(look.frame, now) != now;
  if (moved && look.drag.grab == TimelineDrag::Grab::none && !look.fit) view = tl::reveal(view, now);
}

// The work area and markers are the template's: in a composition they are not shown.
tl::Marks marks_of(const Ui& ui) {
  const preview::WorkArea& area = ui.model.playback.area;
  tl::Marks marks{.playhead = ui.model.inside.value_or(kNowhere), .markers = {}};
  if (ui.entered()) return marks;
  marks.work_begin = area.first;
  marks.work_end = area.last + 1;
  for (const editor::Marker& marker : ui.model.state->markers) marks.markers.push_back(marker.frame);
  return marks;
}

// A layer that was selected elsewhere is scrolled to.
void show_selection(Timeline& t) {
  const std::vector<std::string>& selection = t.state.selection;
  if (selection == t.look.seen) return;
  t.look.seen = selection;
  if (selection.empty() || t.look.drag.grab != TimelineDrag::Grab::none) return;
  const auto row = std::ranges::find_if(
      t.rows, [&](const tl::Row& r) { return r.property < 0 && t.layers[r.layer].id == selection.front(); });
  if (row != t.rows.end()) t.view = tl::reveal_row(t.view, static_cast<size_t>(row - t.rows.begin()));
}

Timeline read_timeline(Ui& ui, const Rect& at) {
  const editor::State& state = *ui.model.state;
  const float column = std::clamp(ui.px(ui.look.time.column), std::min(ui.px(kLeastColumn), at.width / 2),
                                  std::max(at.width - ui.px(120), at.width / 2));
  Timeline t{.ui = ui,
             .state = state,
             .outline = *ui.model.outline,
             .list = *ImGui::GetWindowDrawList(),
             .look = ui.look.time,
             .column = {at.x, at.y, column, at.height},
             .area = {at.x + column + 1, at.y, std::max(1.0f, at.width - column - 1), at.height},
             .view = {},
             .layers = editor::timeline_layers(*ui.model.outline),
             .rows = {},
             .placed = {},
             .marks = marks_of(ui),
             .selected = {state.selection.begin(), state.selection.end()},
             .keys = {state.keys.begin(), state.keys.end()}};
  t.view = view_of(ui, t.area);
  fit_view(ui, t.view);
  follow(ui, t.view);
  t.rows = tl::list_rows(t.layers, t.view);
  show_selection(t);
  t.view = tl::clamp_scroll(t.view, t.frames(), tl::content_height(t.rows, t.view) + ui.px(26));
  t.placed = tl::place_rows(t.layers, t.rows, t.view);
  return t;
}

// Wheel: rows; with Shift, or sideways: time; with Ctrl or Alt: zoom about the pointer. The middle button pans.
void navigate(Timeline& t) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool over = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  if (!over) return;
  const bool in_area = t.mouse_x() >= 0;
  const double step = t.ui.px(60);
  if (io.MouseWheel != 0 && (io.KeyCtrl || io.KeyAlt) && in_area) {
    t.view = tl::zoom_around(t.view, std::pow(1.25, io.MouseWheel), t.mouse_x());
    t.look.fit = false;
  } else if (io.MouseWheel != 0 && io.KeyShift) {
    t.view.scroll -= io.MouseWheel * step / t.view.pixels_per_frame;
    t.look.fit = false;
  } else {
    t.view.scroll_y -= io.MouseWheel * step;
  }
  if (io.MouseWheelH != 0) {
    t.view.scroll -= io.MouseWheelH * step / t.view.pixels_per_frame;
    t.look.fit = false;
  }
  if (ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0) && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    t.view.scroll -= io.MouseDelta.x / t.view.pixels_per_frame;
    t.view.scroll_y -= io.MouseDelta.y;
    t.look.fit = false;
  }
}

// A thin bar that shows and moves what part of the rows is seen.
void draw_scrollbar(Timeline& t) {
  const double all = tl::content_height(t.rows, t.view) + t.ui.px(26), room = t.view.height - t.view.ruler_height;
  if (all <= room + 1 || room < t.ui.px(30) || t.ui.look.graph) return;
  const float width = t.ui.px(10), top = t.rows_top(), height = t.bottom() - top;
  const auto length = std::max(t.ui.px(24), static_cast<float>(height * room / all));
  const double share = t.view.scroll_y / std::max(1.0, all - room);
  const float y = top + static_cast<float>(share) * (height - length);
  ImGui::SetCursorScreenPos({t.right() - width, top});
  ImGui::InvisibleButton("##scroll", {width, height});
  const bool held = ImGui::IsItemActive();
  if (held && height > length)
    t.view.scroll_y += ImGui::GetIO().MouseDelta.y * (all - room) / static_cast<double>(height - length);
  const float inset = t.ui.px(held || ImGui::IsItemHovered() ? 2 : 4);
  t.list.AddRectFilled({t.right() - width + inset, y}, {t.right() - t.ui.px(2), y + length},
                       ink(t.ui.theme.control, held ? 1.0f : 0.6f), t.ui.px(4));
}

void draw_column_splitter(Timeline& t) {
  const float grip = t.ui.px(5), x = t.area.x - 1 - std::floor(grip / 2);
  ImGui::SetCursorScreenPos({x, t.area.y});
  ImGui::InvisibleButton("##column", {grip, t.area.height});
  describe(t.ui, "timeline/splitter");
  const bool held = ImGui::IsItemActive(), over = ImGui::IsItemHovered();
  if (held) {
    const float wanted = (ImGui::GetIO().MousePos.x - t.column.x) / t.ui.look.scale;
    t.look.column = std::clamp(wanted, kLeastColumn, kMostColumn);
  }
  if (held || over) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  t.list.AddRectFilled({t.area.x - 1, t.area.y}, {t.area.x, t.bottom()}, ink(t.ui.theme.line));
  if (held || over)
    t.list.AddRectFilled({x, t.area.y}, {x + grip, t.bottom()}, ink(t.ui.theme.accent, held ? 1.0f : 0.6f));
}

bool differs(const tl::View& a, const tl::View& b) {
  return a.scroll != b.scroll || a.pixels_per_frame != b.pixels_per_frame || a.scroll_y != b.scroll_y ||
         a.folded != b.folded || a.revealed != b.revealed;
}

// A fitted view follows from the window, so it is not kept.
void keep_view(Timeline& t) {
  const tl::View& kept = t.state.timeline;
  t.view = tl::clamp_scroll(t.view, t.frames(), tl::content_height(t.rows, t.view) + t.ui.px(26));
  if (t.look.fit) {
    const tl::View fresh;
    t.view.scroll = fresh.scroll;
    t.view.pixels_per_frame = fresh.pixels_per_frame;
  }
  if (differs(t.view, kept)) t.ui.edit(editor::SetTimelineView{t.view});
}

}  // namespace

void draw_timeline(Ui& ui, const Rect& at) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  {
    const PanelWindow window(ui, "##timeline", at);
    Timeline t = read_timeline(ui, at);
    ui.items.add("timeline", t.area.x, t.area.y, t.area.width, t.area.height);
    draw_column_splitter(t);
    draw_scrollbar(t);
    draw_ruler(t);
    ui.look.graph ? draw_graph(t) : draw_rows(t);
    draw_playhead_line(t);
    draw_column(t);
    if (t.look.drag.grab != TimelineDrag::Grab::none) go_on_dragging(t);
    draw_menus(t);
    navigate(t);
    keep_view(t);
  }
  ImGui::PopStyleVar(2);
}

}  // namespace fp::panels

// Bars and keys.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_parts.hpp"
#include "editor/timeline/ruler.hpp"

namespace fp::panels {
namespace {

using Grab = TimelineDrag::Grab;

void draw_grid(const Timeline& t) {
  ImFont& font = *t.ui.fonts.small;
  const float digit = font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, "0").x;
  for (const tl::Tick& tick : tl::ruler_ticks(t.view, t.outline.fps, digit, t.ui.px(14))) {
    if (tick.label.empty()) continue;
    const float x = t.x_of(static_cast<double>(tick.frame));
    t.list.AddRectFilled({x, t.rows_top()}, {x + 1, t.bottom()}, ink(t.ui.theme.line, t.ui.theme.dark ? 0.5f : 0.45f));
  }
  for (const tl::PlacedRow& row : t.placed) {
    const float y = t.y_of(row.band.y1);
    const bool chosen = row.property < 0 && t.selected.contains(t.layers[row.layer].id);
    if (chosen) t.list.AddRectFilled({t.area.x, t.y_of(row.band.y0)}, {t.right(), y}, ink(t.ui.theme.hovered, 0.45f));
    t.list.AddRectFilled({t.area.x, y - 1}, {t.right(), y}, ink(t.ui.theme.line, t.ui.theme.dark ? 0.6f : 0.5f));
  }
}

// Before the first frame and after the last nothing is shown.
void dim_outside(const Timeline& t) {
  const float begin = t.x_of(0), end = t.x_of(static_cast<double>(t.frames()));
  const ImU32 dim = ink(t.ui.theme.backdrop, 0.55f);
  if (begin > t.area.x) t.list.AddRectFilled({t.area.x, t.rows_top()}, {begin, t.bottom()}, dim);
  if (end < t.right()) t.list.AddRectFilled({end, t.rows_top()}, {t.right(), t.bottom()}, dim);
}

void draw_bar(Timeline& t, const tl::PlacedRow& row, const tl::Hit& hit) {
  const tl::Layer& layer = t.layers[row.layer];
  const shell::Theme& theme = t.ui.theme;
  const editor::LayerFlags flags = editor::flags_of(t.state, layer.id);
  const float inset = t.ui.px(4), top = t.y_of(row.band.y0) + inset, bottom = t.y_of(row.band.y1) - inset - 1;
  const float from = t.x_of(static_cast<double>(layer.in));
  const float to = std::max(t.x_of(static_cast<double>(layer.out)) - 1, from + 2);
  const bool chosen = t.selected.contains(layer.id);
  const bool over = hit.kind != tl::Hit::Kind::nothing && hit.kind != tl::Hit::Kind::row && hit.row == row.row;
  const float share = (layer.group ? 0.3f : 0.45f) + (over ? 0.12f : 0);
  shell::Rgb body = mixed(theme.panel, chosen ? theme.accent : theme.control, share);
  if (flags.hide) body = mixed(theme.panel, body, 0.45f);
  t.list.AddRectFilled({from, top}, {to, bottom}, ink(body), t.ui.px(4));
  if (t.ui.model.sounds != nullptr) {
    const auto sound = t.ui.model.sounds->find(layer.id);
    const shell::Rgb wave = mixed(body, theme.text, flags.hide ? 0.35f : 0.75f);
    if (sound != t.ui.model.sounds->end()) draw_wave(t, sound->second, layer, {from, top}, {to, bottom}, ink(wave));
  }
  if (chosen) t.list.AddRect({from, top}, {to, bottom}, ink(theme.accent), t.ui.px(4), 0, std::max(1.0f, t.ui.px(1)));
  t.ui.items.add("timeline/bar/" + layer.id, from, top, to - from, bottom - top,
                 fmt::format("{} {}", layer.in, layer.out));
  if (flags.lock || !t.editable() || !(over || chosen)) return;
  const ImU32 grip = ink(chosen ? theme.accent : theme.control);
  const float width = t.ui.px(3);
  if (row.in_handle.width() > 0 && to - from > 4 * width)
    t.list.AddRectFilled({from, top}, {from + width, bottom}, grip, t.ui.px(4), ImDrawFlags_RoundCornersLeft);
  if (row.out_handle.width() > 0 && to - from > 4 * width)
    t.list.AddRectFilled({to - width, top}, {to, bottom}, grip, t.ui.px(4), ImDrawFlags_RoundCornersRight);
}

// A line from the first key to the last: this property moves here.
void draw_key_span(const Timeline& t, const tl::PlacedRow& row) {
  if (row.property < 0) return;
  const std::vector<int64_t>& keys = t.layers[row.layer].properties[static_cast<size_t>(row.property)].keys;
  if (keys.size() < 2) return;
  const float y = t.y_of((row.band.y0 + row.band.y1) / 2), half = std::max(1.0f, t.ui.px(1));
  t.list.AddRectFilled({t.x_of(static_cast<double>(keys.front())), y - half},
                       {t.x_of(static_cast<double>(keys.back())), y + half}, ink(t.ui.theme.control, 0.55f));
}

void draw_keys(Timeline& t, const tl::PlacedRow& row, const tl::Hit& hit) {
  const tl::Layer& layer = t.layers[row.layer];
  const float y = t.y_of((row.band.y0 + row.band.y1) / 2) - 0.5f;
  const std::string name = row.property < 0 ? layer.id : layer.properties[static_cast<size_t>(row.property)].id;
  for (const int64_t frame : row.frames) {
    const auto here = editor::keys_at(layer, row.property, frame);
    const bool chosen = std::ranges::any_of(here, [&](const editor::KeyRef& key) { return t.keys.contains(key); });
    const bool over = hit.kind == tl::Hit::Kind::key && hit.row == row.row && hit.frame == frame;
    const float x = t.x_of(static_cast<double>(frame)) + 0.5f, r = t.ui.px(over ? 6 : 5);
    const ImVec2 points[] = {{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}};
    t.list.AddConvexPolyFilled(points, 4, ink(chosen ? t.ui.theme.accent : t.ui.theme.text));
    t.list.AddPolyline(points, 4, ink(t.ui.theme.panel), ImDrawFlags_Closed, std::max(1.0f, t.ui.px(1)));
    t.ui.items.add(fmt::format("timeline/key/{}/{}", name, frame), x - r, y - r, 2 * r, 2 * r, chosen ? "on" : "off");
  }
}

void draw_box(const Timeline& t) {
  const TimelineDrag& drag = t.look.drag;
  if (drag.grab != Grab::box || !drag.moved) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float x = t.x_of(drag.frame), y = t.y_of(drag.top + t.view.ruler_height - t.view.scroll_y);
  const ImVec2 from{std::min(x, mouse.x), std::min(y, mouse.y)}, to{std::max(x, mouse.x), std::max(y, mouse.y)};
  t.list.AddRectFilled(from, to, ink(t.ui.theme.accent, 0.12f));
  t.list.AddRect(from, to, ink(t.ui.theme.accent, 0.9f));
}

void draw_snap(const Timeline& t) {
  if (!t.look.drag.snapped) return;
  const float x = t.x_of(static_cast<double>(t.look.drag.snapped->frame));
  t.list.AddRectFilled({x, t.rows_top()}, {x + std::max(1.0f, t.ui.px(1)), t.bottom()}, ink(t.ui.theme.cached_full));
}

void hint(Timeline& t, const tl::Hit& hit) {
  using Kind = tl::Hit::Kind;
  const bool row = hit.kind == Kind::bar || hit.kind == Kind::in_handle || hit.kind == Kind::out_handle;
  if (!row && hit.kind != Kind::key) return;
  const tl::Layer& layer = t.layers[hit.layer];
  const bool trims = hit.kind == Kind::in_handle || hit.kind == Kind::out_handle;
  if (trims && t.editable() && !t.locked(layer.id)) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (t.look.drag.grab != Grab::none || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return;
  if (hit.kind != Kind::key)
    return show_tip(t.ui, layer.label + (t.locked(layer.id) ? "   locked" : ""), span_text(t, layer.in, layer.out));
  std::string names;
  for (const editor::KeyRef& key : editor::keys_at(layer, hit.property, hit.frame))
    names += (names.empty() ? "" : ", ") + key.property.substr(layer.id.size() + 1);
  show_tip(t.ui, names, fmt::format("frame {}   {}", hit.frame, tl::timecode(hit.frame, t.outline.fps)));
}

void open_menu(Timeline& t, const tl::Hit& hit) {
  if (!t.editable() || hit.kind == tl::Hit::Kind::nothing) return;
  const tl::Layer& layer = t.layers[hit.layer];
  t.look.menu_layer = layer.id;
  if (hit.kind != tl::Hit::Kind::key) {
    if (hit.kind == tl::Hit::Kind::row && hit.property >= 0) return;
    if (!t.selected.contains(layer.id)) select(t, editor::Select::Mode::set, {layer.id});
    return ImGui::OpenPopup("##layer-menu");
  }
  const auto here = editor::keys_at(layer, hit.property, hit.frame);
  const bool chosen = std::ranges::any_of(here, [&](const editor::KeyRef& key) { return t.keys.contains(key); });
  t.look.menu_keys = chosen ? t.state.keys : here;
  if (!chosen) select(t, editor::Select::Mode::set, {layer.id}, here);
  ImGui::OpenPopup("##key-menu");
}

}  // namespace

std::string span_text(const Timeline& t, int64_t in, int64_t out) {
  return fmt::format("frames {} to {}   {} \u2013 {}   {} frame{}", in, out - 1, tl::timecode(in, t.outline.fps),
                     tl::timecode(out, t.outline.fps), out - in, out - in == 1 ? "" : "s");
}

void draw_rows(Timeline& t) {
  const float height = t.bottom() - t.rows_top();
  if (height < 1) return;
  const ImVec2 from{t.area.x, t.rows_top()}, to{t.right(), t.bottom()};
  ImGui::SetCursorScreenPos(from);
  ImGui::InvisibleButton(
      "##rows", {t.area.width, height},
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  const bool over = ImGui::IsItemHovered();
  tl::Hit hit;
  if (over) hit = tl::hit_test(t.placed, t.view, {}, t.mouse_x(), t.mouse_y(), t.ui.px(5));
  t.list.PushClipRect(from, to, true);
  draw_grid(t);
  for (const tl::PlacedRow& row : t.placed) {
    if (row.property < 0 && row.bar.width() > 0) draw_bar(t, row, hit);
    draw_key_span(t, row);
  }
  dim_outside(t);
  for (const tl::PlacedRow& row : t.placed) draw_keys(t, row, hit);
  if (t.layers.empty()) {
    const char* text = "No layers yet: drop a picture, footage or sound here, or add one from the palette";
    clipped_text(t.list, *t.ui.fonts.regular, {from.x + t.ui.px(16), from.y + t.ui.px(12)}, t.area.width - t.ui.px(32),
                 ink(t.ui.theme.muted), text);
  }
  draw_snap(t);
  draw_box(t);
  t.list.PopClipRect();
  if (!over) return;
  hint(t, hit);
  const bool twice = hit.kind == tl::Hit::Kind::bar && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  if (twice && t.ui.enter(t.layers[hit.layer].id)) {
    t.look.drag = {};
  } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    press_rows(t);
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) open_menu(t, hit);
}

}  // namespace fp::panels

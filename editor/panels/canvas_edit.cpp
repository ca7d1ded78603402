// Selecting, moving, scaling and turning layers on the canvas; guides and the grid.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

using Kind = CanvasDrag::Kind;

// The canvas on the screen, and the hand over it.
struct Hand {
  Ui& ui;
  const Rect& view;
  const Rect& canvas;
  double zoom;  // screen pixels a canvas pixel

  Vec2 at(ImVec2 screen) const { return {(screen.x - canvas.x) / zoom, (screen.y - canvas.y) / zoom}; }
  ImVec2 screen(Vec2 p) const {
    return {static_cast<float>(canvas.x + p.x * zoom), static_cast<float>(canvas.y + p.y * zoom)};
  }
  Vec2 now() const { return at(ImGui::GetIO().MousePos); }
  double units(float px) const { return ui.px(px) / zoom; }  // screen units in canvas pixels
  std::span<const SeenBox> boxes() const {
    return ui.model.boxes == nullptr ? std::span<const SeenBox>() : std::span(*ui.model.boxes);
  }
};

constexpr float kReach = 7, kKnob = 26, kRuler = 16;

const SeenBox* only_selected(const Hand& hand) {
  const editor::State& state = *hand.ui.model.state;
  if (!hand.ui.model.editable || state.selection.size() != 1) return nullptr;
  if (editor::flags_of(state, state.selection.front()).lock) return nullptr;
  return box_of(hand.boxes(), state.selection.front());
}

std::vector<Grabbed> grab(const Hand& hand, const std::vector<std::string>& layers) {
  std::vector<Grabbed> grabbed;
  for (const std::string& layer : layers) {
    const bool inside = std::ranges::any_of(layers, [&](const std::string& l) { return layer.starts_with(l + "/"); });
    if (inside || editor::flags_of(*hand.ui.model.state, layer).lock) continue;  // comes along
    if (const SeenBox* box = box_of(hand.boxes(), layer)) grabbed.push_back({layer, *box});
  }
  return grabbed;
}

// ---- Guides: drawn out of the strips along the view's top and left edges

std::optional<size_t> guide_at(const Hand& hand, Vec2 p) {
  const auto& guides = hand.ui.model.state->guides;
  for (size_t i = 0; i < guides.size(); ++i) {
    if (std::fabs((guides[i].upright ? p.x : p.y) - guides[i].at) < hand.units(4)) return i;
  }
  return std::nullopt;
}

// A press in a strip begins a new one, across it.
std::optional<bool> strip_under(const Hand& hand) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float strip = hand.ui.px(kRuler);
  if (mouse.y < hand.view.y + strip) return false;
  if (mouse.x < hand.view.x + strip) return true;
  return std::nullopt;
}

void drag_guide(const Hand& hand) {
  CanvasDrag& drag = hand.ui.look.drag;
  std::vector<editor::Guide> guides = hand.ui.model.state->guides;
  if (drag.guide >= guides.size()) return;
  editor::Guide& guide = guides[drag.guide];
  const Vec2 p = hand.now();
  guide.at = std::round(guide.upright ? p.x : p.y);
  const bool over = ImGui::IsMouseDown(0);
  const double most = guide.upright ? hand.ui.model.composition->width : hand.ui.model.composition->height;
  if (!over && (guide.at < 0 || guide.at > most)) guides.erase(guides.begin() + static_cast<ptrdiff_t>(drag.guide));
  hand.ui.edit(editor::SetGuides{guides});
}

bool press_guide(const Hand& hand) {
  Ui& ui = hand.ui;
  if (!ui.look.guides) return false;
  std::vector<editor::Guide> guides = ui.model.state->guides;
  if (const auto upright = strip_under(hand)) {
    ui.look.drag = {.kind = Kind::guide, .guide = guides.size()};
    guides.push_back({*upright, 0});
    ui.edit(editor::SetGuides{guides});
    return true;
  }
  const auto hit = guide_at(hand, hand.now());
  if (!hit) return false;
  ui.look.drag = {.kind = Kind::guide, .guide = *hit};
  return true;
}

// ---- Layers

void press_layers(const Hand& hand) {
  Ui& ui = hand.ui;
  const editor::State& state = *ui.model.state;
  const ImGuiIO& io = ImGui::GetIO();
  const Vec2 p = hand.now();
  if (const SeenBox* box = only_selected(hand)) {
    if (const auto grip = grip_at(*box, p, hand.units(kReach), hand.units(kKnob))) {
      ui.look.drag = {.kind = grip->turns ? Kind::rotate : Kind::scale,
                      .gesture = ui.fresh_gesture(),
                      .press = p,
                      .grip = *grip,
                      .grabbed = {{state.selection.front(), *box}}};
      return;
    }
  }
  const Reach reach{ImGui::IsMouseDoubleClicked(0), io.KeyCtrl};
  const std::string layer = pick(hand.boxes(), state, p, reach);
  if (reach.deeper && ui.enter(layer)) return;
  if (layer.empty()) {
    if (!io.KeyShift) ui.edit(editor::Select{});
    ui.look.drag = {.kind = Kind::box, .press = p};
    return;
  }
  const bool selected = std::ranges::find(state.selection, layer) != state.selection.end();
  std::vector<std::string> layers = state.selection;
  if (!selected) {
    if (!io.KeyShift) layers.clear();
    layers.push_back(layer);
    ui.edit(editor::Select{{layer}, {}, io.KeyShift ? editor::Select::Mode::add : editor::Select::Mode::set});
  } else if (io.KeyShift) {
    ui.edit(editor::Select{{layer}, {}, editor::Select::Mode::toggle});
    return;
  }
  ui.look.drag = {.kind = Kind::pending, .press = p, .grabbed = grab(hand, layers)};
}

void drag_move(const Hand& hand) {
  Ui& ui = hand.ui;
  CanvasDrag& drag = ui.look.drag;
  const ImGuiIO& io = ImGui::GetIO();
  Vec2 delta = hand.now() - drag.press;
  if (io.KeyShift) (std::fabs(delta.x) > std::fabs(delta.y) ? delta.y : delta.x) = 0;
  delta = {std::round(delta.x), std::round(delta.y)};
  const auto bounds = bounds_of(drag.grabbed);
  if (!bounds) return;
  if (ui.look.snapping != io.KeyCtrl) {
    const SnappedMove snapped = snap_move(*bounds, delta, drag.snaps, hand.units(kReach));
    delta = snapped.delta;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 color = ink(ui.theme.accent);
    if (snapped.x) {
      const float x = std::round(hand.screen({*snapped.x, 0}).x);
      list.AddLine({x, hand.view.y}, {x, hand.view.y + hand.view.height}, color);
    }
    if (snapped.y) {
      const float y = std::round(hand.screen({0, *snapped.y}).y);
      list.AddLine({hand.view.x, y}, {hand.view.x + hand.view.width, y}, color);
    }
  }
  ui.edit(move_command(drag.grabbed, delta, ui.model.inside.value_or(-1)), drag.gesture);
}

void begin_move(const Hand& hand) {
  Ui& ui = hand.ui;
  CanvasDrag& drag = ui.look.drag;
  const Vec2 moved = hand.now() - drag.press;
  if (std::max(std::fabs(moved.x), std::fabs(moved.y)) < hand.units(3) || drag.grabbed.empty()) return;
  if (!ui.model.editable) return;
  std::vector<std::string> layers;
  for (const Grabbed& one : drag.grabbed) layers.push_back(one.layer);
  drag.kind = Kind::move;
  drag.gesture = ui.fresh_gesture();
  drag.snaps = snap_lines(*ui.model.composition, *ui.model.state, hand.boxes(), layers,
                          ui.look.grid ? grid_step(*ui.model.composition) : 0);
}

void drag_box(const Hand& hand) {
  Ui& ui = hand.ui;
  const Vec2 a = ui.look.drag.press, b = hand.now();
  const Bounds box{{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
  if (std::max(box.max.x - box.min.x, box.max.y - box.min.y) < hand.units(3)) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(hand.screen(box.min), hand.screen(box.max), ink(ui.theme.accent, 0.12f));
  list.AddRect(hand.screen(box.min), hand.screen(box.max), ink(ui.theme.accent));
  std::vector<std::string> layers = pick_box(hand.boxes(), *ui.model.state, box);
  if (layers != ui.model.state->selection) ui.edit(editor::Select{std::move(layers)});
}

void go_on(const Hand& hand) {
  Ui& ui = hand.ui;
  CanvasDrag& drag = ui.look.drag;
  const bool shift = ImGui::GetIO().KeyShift;
  switch (drag.kind) {
    case Kind::none:
      break;
    case Kind::pending:
      begin_move(hand);
      if (drag.kind == Kind::move) drag_move(hand);
      break;
    case Kind::move:
      drag_move(hand);
      break;
    case Kind::scale: {
      const Grabbed& one = drag.grabbed.front();
      const bool corner = drag.grip.x != 0 && drag.grip.y != 0;
      const Vec2 factor = scale_factor(one.box, drag.grip, drag.press, hand.now(), corner != shift);
      ui.edit(editor::ScaleLayers{{one.layer}, factor, ui.model.inside.value_or(-1)}, drag.gesture);
      break;
    }
    case Kind::rotate: {
      const Grabbed& one = drag.grabbed.front();
      const double degrees = turn(one.box, drag.press, hand.now(), shift);
      ui.edit(editor::RotateLayers{{one.layer}, degrees, ui.model.inside.value_or(-1)}, drag.gesture);
      break;
    }
    case Kind::box:
      drag_box(hand);
      break;
    case Kind::guide:
      drag_guide(hand);
      break;
  }
}

void let_go(const Hand& hand) {
  CanvasDrag& drag = hand.ui.look.drag;
  if (drag.gesture != 0) hand.ui.wishes.emplace_back(EndEdit{});
  drag = {};
}

// ---- What is seen

void draw_outline(const Hand& hand, ImDrawList& list, const SeenBox& box, ImU32 color) {
  ImVec2 points[4];
  const Quad quad = quad_of(box);
  for (size_t i = 0; i < 4; ++i) points[i] = hand.screen(quad[i]);
  list.AddPolyline(points, 4, IM_COL32(0, 0, 0, 120), ImDrawFlags_Closed, 3);
  list.AddPolyline(points, 4, color, ImDrawFlags_Closed, 1.5f);
}

void draw_handles(const Hand& hand, ImDrawList& list, const SeenBox& box) {
  Ui& ui = hand.ui;
  const ImU32 color = ink(ui.theme.accent), inside = IM_COL32(255, 255, 255, 255);
  const float half = ui.px(4);
  for (const Grip& grip : grips()) {
    const auto place = place_of(box, grip, hand.units(kKnob));
    if (!place) continue;
    const ImVec2 at = hand.screen(*place);
    if (grip.turns) {
      list.AddLine(hand.screen(*place_of(box, {0, -1}, 0)), at, color, 1.5f);
      list.AddCircleFilled(at, half + 1, inside);
      list.AddCircle(at, half + 1, color, 0, 1.5f);
      ui.items.add("canvas/turn", at.x - half, at.y - half, 2 * half, 2 * half);
      continue;
    }
    list.AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, inside, 1);
    list.AddRect({at.x - half, at.y - half}, {at.x + half, at.y + half}, color, 1, 0, 1.5f);
    constexpr const char* kNames[] = {"top-left", "top",         "top-right", "left",        "",
                                      "right",    "bottom-left", "bottom",    "bottom-right"};
    const std::string name = std::string("canvas/") + kNames[(grip.y + 1) * 3 + grip.x + 1];
    ui.items.add(name, at.x - half, at.y - half, 2 * half, 2 * half);
  }
  const ImVec2 pivot = hand.screen(apply(box.m, box.pivot));
  const float arm = ui.px(6);
  for (const auto& [ink_of, width] : {std::pair{IM_COL32(0, 0, 0, 140), 3.0f}, {color, 1.5f}}) {
    list.AddLine({pivot.x - arm, pivot.y}, {pivot.x + arm, pivot.y}, ink_of, width);
    list.AddLine({pivot.x, pivot.y - arm}, {pivot.x, pivot.y + arm}, ink_of, width);
  }
}

void draw_guides(const Hand& hand, ImDrawList& list) {
  Ui& ui = hand.ui;
  if (!ui.look.guides) return;
  const Rect& v = hand.view;
  const float strip = ui.px(kRuler);
  list.AddRectFilled({v.x, v.y}, {v.x + v.width, v.y + strip}, ink(ui.theme.panel, 0.85f));
  list.AddRectFilled({v.x, v.y + strip}, {v.x + strip, v.y + v.height}, ink(ui.theme.panel, 0.85f));
  // Ticks about sixty pixels apart, at round canvas pixels.
  double step = 1;
  while (step * hand.zoom < ui.px(60)) step *= (std::fmod(std::log10(step) + 1e-9, 1) < 0.5) ? 5 : 2;
  const Composition& c = *ui.model.composition;
  const ImU32 color = ink(ui.theme.muted);
  ImFont& font = *ui.fonts.small;
  const float size = std::round(font.FontSize * 0.8f);
  for (double at = 0; at <= c.width; at += step) {
    const float x = std::round(hand.screen({at, 0}).x);
    if (x < v.x + strip) continue;
    list.AddLine({x, v.y + strip * 0.4f}, {x, v.y + strip}, color);
    list.AddText(&font, size, {x + ui.px(3), v.y + ui.px(1)}, color, std::to_string(static_cast<int>(at)).c_str());
  }
  for (double at = 0; at <= c.height; at += step) {
    const float y = std::round(hand.screen({0, at}).y);
    if (y > v.y + strip) list.AddLine({v.x + strip * 0.4f, y}, {v.x + strip, y}, color);
  }
  ui.items.add("canvas/ruler/top", v.x, v.y, v.width, strip);
  ui.items.add("canvas/ruler/left", v.x, v.y + strip, strip, v.height - strip);
  for (const editor::Guide& guide : ui.model.state->guides) {
    ui.items.add("canvas/guide", v.x, v.y, v.width, v.height, fmt::format("{}{}", guide.upright ? "x" : "y", guide.at));
    const ImVec2 at = hand.screen({guide.at, guide.at});
    const ImU32 line = ink(ui.theme.cached_draft);
    if (guide.upright) {
      list.AddLine({std::round(at.x), v.y}, {std::round(at.x), v.y + v.height}, line, 1.5f);
    } else {
      list.AddLine({v.x, std::round(at.y)}, {v.x + v.width, std::round(at.y)}, line, 1.5f);
    }
  }
}

void draw_grid(const Hand& hand, ImDrawList& list) {
  if (!hand.ui.look.grid) return;
  const Composition& c = *hand.ui.model.composition;
  const double step = grid_step(c);
  const ImU32 light = IM_COL32(255, 255, 255, 60), dark = IM_COL32(0, 0, 0, 60);
  for (double x = step; x < c.width; x += step) {
    const ImVec2 a = hand.screen({x, 0}), b = hand.screen({x, static_cast<double>(c.height)});
    list.AddLine(a, b, light);
    list.AddLine({a.x + 1, a.y}, {b.x + 1, b.y}, dark);
  }
  for (double y = step; y < c.height; y += step) {
    const ImVec2 a = hand.screen({0, y}), b = hand.screen({static_cast<double>(c.width), y});
    list.AddLine(a, b, light);
    list.AddLine({a.x, a.y + 1}, {b.x, b.y + 1}, dark);
  }
}

void draw_selection(const Hand& hand, ImDrawList& list) {
  Ui& ui = hand.ui;
  if (ui.model.playback.rate != 0) return;
  const SeenBox* only = only_selected(hand);
  for (const std::string& layer : ui.model.state->selection) {
    if (const SeenBox* box = box_of(hand.boxes(), layer)) draw_outline(hand, list, *box, ink(ui.theme.accent));
  }
  if (only != nullptr) draw_handles(hand, list, *only);
  const std::string under =
      ImGui::IsItemHovered() && ui.look.drag.kind == Kind::none ? pick(hand.boxes(), *ui.model.state, hand.now()) : "";
  const bool chosen = std::ranges::find(ui.model.state->selection, under) != ui.model.state->selection.end();
  if (const SeenBox* box = under.empty() || chosen ? nullptr : box_of(hand.boxes(), under))
    draw_outline(hand, list, *box, ink(ui.theme.accent, 0.55f));
}

}  // namespace

void edit_on_canvas(Ui& ui, const Rect& view, const Rect& canvas) {
  const Hand hand{ui, view, canvas, canvas.width / static_cast<double>(ui.model.composition->width)};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_grid(hand, list);
  draw_selection(hand, list);
  draw_guides(hand, list);
  if (ImGui::IsItemActivated() && ImGui::IsMouseClicked(0)) {
    if (!press_guide(hand)) press_layers(hand);
  } else if (ui.look.drag.kind != Kind::none) {
    go_on(hand);  // also when the button went up: the hand may have moved on in the same frame
    if (!ImGui::IsMouseDown(0)) let_go(hand);
  }
}

}  // namespace fp::panels

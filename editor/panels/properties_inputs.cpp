// Things to take values with: numbers that are dragged or typed, text, lists, signs.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/properties.hpp"

namespace fp::panels {
namespace {

constexpr float kStill = 3;  // units a press may move before it is a drag

void draw_frame(Panel& panel, const Rect& at, bool lit, bool wrong = false) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 from{at.x, at.y}, to{at.x + at.width, at.y + at.height};
  const float round = panel.ui.px(4);
  list.AddRectFilled(from, to, ink(lit ? panel.ui.theme.hovered : panel.ui.theme.raised), round);
  if (wrong) list.AddRect(from, to, ink(panel.ui.theme.bad), round);
}

float middle_y(const Panel& panel, const Rect& at) {
  return std::round(at.y + (at.height - panel.ui.fonts.regular->FontSize) / 2);
}

// What the field shows when it is opened for typing.
std::string text_to_type(const NumberBox& box) {
  const std::optional<Json> value = box.written != nullptr ? std::optional(*box.written) : box.shown;
  if (!value || value->is_null()) return "";
  return value->is_string() ? value->text : write_json(*value, 0);
}

void begin_typing(Panel& panel, const std::string& name, std::string text) {
  panel.state.typing = name;
  panel.state.text = std::move(text);
  panel.state.grabs = true;
}

// True when what was typed shall be taken.
bool type_into(Panel& panel, const Rect& at, bool& done) {
  PropertiesState& state = panel.state;
  ImGui::SetCursorScreenPos({at.x, at.y});
  ImGui::SetNextItemWidth(at.width);
  const float pad = std::max(0.0f, (at.height - ImGui::GetFontSize()) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {panel.ui.px(6), pad});
  if (state.grabs) ImGui::SetKeyboardFocusHere();
  const bool enter = ImGui::InputText("##typing", &state.text,
                                      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  ImGui::PopStyleVar();
  const bool left = !state.grabs && ImGui::IsItemDeactivated();
  const bool changed = ImGui::IsItemDeactivatedAfterEdit();
  if (ImGui::IsItemActive()) state.grabs = false;
  done = enter || left;
  return enter || (left && changed);
}

// The drag of a number: from where it stood, not from move to move.
std::optional<Json> drag(Panel& panel, const NumberBox& box) {
  PropertiesState& state = panel.state;
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActivated()) {
    const Json* from = box.written != nullptr ? box.written : box.shown ? &*box.shown : nullptr;
    const auto start = from == nullptr ? std::nullopt : editor::read_measure(*from);
    state.held = from == nullptr || start ? box.name : "";
    state.start = start.value_or(editor::Measure{});
    state.pressed_x = io.MousePos.x;
    state.moved = false;
  }
  if (state.held != box.name) return std::nullopt;
  std::optional<Json> value;
  const float way = io.MousePos.x - state.pressed_x;
  if (ImGui::IsItemActive() && (state.moved || std::abs(way) >= panel.ui.px(kStill))) {
    if (!state.moved) state.gesture = panel.ui.fresh_gesture();
    const bool moved = !state.moved || io.MouseDelta.x != 0;
    state.moved = true;
    const bool percent = state.start.unit == "%", seconds = state.start.unit == "s";
    const double unit = percent ? 0.25 : seconds ? 0.02 : box.step;
    const double step = unit * (io.KeyShift ? 10 : io.KeyAlt ? 0.1 : 1);
    editor::Measure now = state.start;
    now.number += static_cast<double>(way) / panel.ui.look.scale * step;
    if (box.whole) now.number = std::round(now.number);
    if (box.min && now.before.empty() && now.unit.empty()) now.number = std::max(now.number, *box.min);
    if (box.max && now.before.empty() && now.unit.empty()) now.number = std::min(now.number, *box.max);
    const int decimals = static_cast<int>(std::clamp(std::ceil(-std::log10(step)), 0.0, 4.0));
    if (moved) value = editor::write_measure(now, decimals);
  }
  if (ImGui::IsItemDeactivated()) {
    if (state.moved) end_gesture(panel);
    state.held.clear();
  }
  return value;
}

void draw_number(Panel& panel, const NumberBox& box, bool lit) {
  const shell::Theme& theme = panel.ui.theme;
  draw_frame(panel, box.at, lit, panel.state.wrong == box.name);
  const Json* value = box.written != nullptr ? box.written : box.shown ? &*box.shown : nullptr;
  std::string text = "\u2013";  // nothing
  if (box.mixed) {
    text = "mixed";
  } else if (value != nullptr && value->is_number()) {
    text = editor::write_number(value->number, 3) + box.unit;
  } else if (value != nullptr && value->is_string()) {
    text = value->text;
  }
  const float pad = panel.ui.px(box.at.width < panel.ui.px(48) ? 4 : 7);
  clipped_text(*ImGui::GetWindowDrawList(), *panel.ui.fonts.regular, {box.at.x + pad, middle_y(panel, box.at)},
               box.at.width - 2 * pad, ink(box.written == nullptr || box.mixed ? theme.muted : theme.text), text);
}

}  // namespace

std::optional<Json> number_box(Panel& panel, const NumberBox& box) {
  PropertiesState& state = panel.state;
  ImGui::PushID(box.name.c_str());
  std::optional<Json> value;
  if (state.typing == box.name) {
    bool done = false;
    if (type_into(panel, box.at, done)) {
      value = editor::typed_measure(state.text, box.written);
      state.wrong = value ? "" : box.name;
      state.complaint = "This takes a number, or an expression that begins with \"=\"";
    }
    if (done) state.typing.clear();
  } else {
    ImGui::SetCursorScreenPos({box.at.x, box.at.y});
    ImGui::InvisibleButton("##number", {std::max(1.0f, box.at.width), std::max(1.0f, box.at.height)});
    const bool hovered = ImGui::IsItemHovered();
    if (panel.editable()) {
      if (hovered || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
      const bool asked =
          hovered && (ImGui::IsMouseDoubleClicked(0) || (ImGui::IsMouseClicked(0) && ImGui::GetIO().KeyCtrl));
      value = drag(panel, box);
      if (asked) begin_typing(panel, box.name, text_to_type(box)), state.held.clear();
    }
    draw_number(panel, box, hovered || ImGui::IsItemActive());
  }
  panel.ui.items.add(box.name, box.at.x, box.at.y, box.at.width, box.at.height, text_to_type(box));
  ImGui::PopID();
  return value;
}

std::optional<std::string> text_box(Panel& panel, const TextBox& box) {
  PropertiesState& state = panel.state;
  ImGui::PushID(box.name.c_str());
  std::optional<std::string> typed;
  if (state.typing == box.name) {
    bool done = false;
    if (type_into(panel, box.at, done)) typed = state.text;
    if (done) state.typing.clear();
  } else {
    ImGui::SetCursorScreenPos({box.at.x, box.at.y});
    const bool pressed =
        ImGui::InvisibleButton("##text", {std::max(1.0f, box.at.width), std::max(1.0f, box.at.height)});
    const bool hovered = ImGui::IsItemHovered() && panel.editable();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (pressed && panel.editable()) begin_typing(panel, box.name, box.text);
    if (box.framed || hovered) draw_frame(panel, box.at, hovered, state.wrong == box.name);
    const float pad = panel.ui.px(7);
    const bool empty = box.text.empty();
    ImFont& font = box.font != nullptr ? *box.font : *panel.ui.fonts.regular;
    clipped_text(*ImGui::GetWindowDrawList(), font, {box.at.x + pad, middle_y(panel, box.at)}, box.at.width - 2 * pad,
                 empty || box.color == 0 ? ink(empty ? panel.ui.theme.muted : panel.ui.theme.text) : box.color,
                 empty ? box.hint : box.text);
  }
  panel.ui.items.add(box.name, box.at.x, box.at.y, box.at.width, box.at.height, box.text);
  ImGui::PopID();
  return typed;
}

bool list_button(Panel& panel, const std::string& name, const Rect& at, const std::string& text, bool muted,
                 const std::string& value) {
  ImGui::PushID(name.c_str());
  ImGui::SetCursorScreenPos({at.x, at.y});
  const bool pressed = ImGui::InvisibleButton("##list", {std::max(1.0f, at.width), std::max(1.0f, at.height)});
  ImGui::PopID();
  draw_frame(panel, at, ImGui::IsItemHovered() && panel.editable());
  const float pad = panel.ui.px(7), sign = panel.ui.px(9);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  clipped_text(list, *panel.ui.fonts.regular, {at.x + pad, middle_y(panel, at)}, at.width - 3 * pad - sign,
               ink(muted ? panel.ui.theme.muted : panel.ui.theme.text), text);
  draw_sign(list, {at.x + at.width - pad - sign / 2, at.y + at.height / 2}, sign, Sign::unfold,
            ink(panel.ui.theme.muted));
  panel.ui.items.add(name, at.x, at.y, at.width, at.height, value);
  return pressed && panel.editable();
}

OpenList::OpenList(Panel& panel, const std::string& name) {
  const Ui& ui = panel.ui;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(8), ui.px(8)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(7)});
  ImGui::PushStyleColor(ImGuiCol_FrameBg, ink(ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Button, ink(ui.theme.hovered));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ink(ui.theme.raised));
  open_ = ImGui::BeginPopup(name.c_str());
  if (open_ && panel.state.shut) ImGui::CloseCurrentPopup();
}
OpenList::~OpenList() {
  if (open_) ImGui::EndPopup();
  ImGui::PopStyleColor(3);
  ImGui::PopStyleVar(2);
}

int choose_from(Panel& panel, const std::string& name, const std::vector<std::string>& entries, int current) {
  constexpr size_t kMany = 12;
  Ui& ui = panel.ui;
  std::string& search = panel.state.search;
  if (ImGui::IsWindowAppearing()) search.clear();
  float width = ui.px(entries.size() > kMany ? 200 : 140);
  for (const std::string& entry : entries) width = std::max(width, ImGui::CalcTextSize(entry.c_str()).x + ui.px(36));
  if (entries.size() > kMany) {
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    ImGui::SetNextItemWidth(std::clamp(width, ui.px(200), ui.px(360)));
    ImGui::InputTextWithHint("##search", "Filter", &search);
    describe(ui, (name + "/filter").c_str());
  }
  int chosen = -1;
  const float row = ui.px(26), rows = static_cast<float>(std::min<size_t>(std::max<size_t>(entries.size(), 1), kMany));
  ImGui::BeginChild("##entries", {std::min(width, ui.px(360)), rows * row});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!search.empty() && !contains_letters(entries[i], search)) continue;
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float across = ImGui::GetContentRegionAvail().x;
    if (ImGui::InvisibleButton("##entry", {across, row})) chosen = static_cast<int>(i);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool here = static_cast<int>(i) == current;
    if (ImGui::IsItemHovered())
      list.AddRectFilled(from, {from.x + across, from.y + row}, ink(ui.theme.hovered), ui.px(4));
    if (here)
      list.AddRectFilled({from.x, from.y + ui.px(6)}, {from.x + ui.px(3), from.y + row - ui.px(6)},
                         ink(ui.theme.accent), ui.px(1));
    clipped_text(list, *ui.fonts.regular, {from.x + ui.px(10), from.y + (row - ui.fonts.regular->FontSize) / 2},
                 across - ui.px(20), ink(ui.theme.text), entries[i]);
    if (ImGui::IsItemVisible()) ui.items.add(name + "/" + entries[i], from.x, from.y, across, row);
    ImGui::PopID();
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  if (chosen >= 0) ImGui::CloseCurrentPopup();
  return chosen;
}

void draw_sign(ImDrawList& list, ImVec2 m, float size, Sign sign, ImU32 color) {
  const float r = size / 2, thick = std::max(1.0f, size * 0.14f);
  const auto chevron = [&](ImVec2 a, ImVec2 b, ImVec2 c) {
    const ImVec2 points[] = {
        {m.x + a.x * r, m.y + a.y * r}, {m.x + b.x * r, m.y + b.y * r}, {m.x + c.x * r, m.y + c.y * r}};
    list.AddPolyline(points, 3, color, 0, thick);
  };
  switch (sign) {
    case Sign::plus:
      list.AddRectFilled({m.x - r, m.y - thick / 2}, {m.x + r, m.y + thick / 2}, color);
      list.AddRectFilled({m.x - thick / 2, m.y - r}, {m.x + thick / 2, m.y + r}, color);
      return;
    case Sign::minus:
      list.AddLine({m.x - r * 0.75f, m.y - r * 0.75f}, {m.x + r * 0.75f, m.y + r * 0.75f}, color, thick);
      return list.AddLine({m.x - r * 0.75f, m.y + r * 0.75f}, {m.x + r * 0.75f, m.y - r * 0.75f}, color, thick);
    case Sign::up:
      return chevron({-0.8f, 0.4f}, {0, -0.4f}, {0.8f, 0.4f});
    case Sign::down:
    case Sign::unfold:
      return chevron({-0.8f, -0.4f}, {0, 0.4f}, {0.8f, -0.4f});
    case Sign::fold:
      return chevron({-0.4f, -0.8f}, {0.4f, 0}, {-0.4f, 0.8f});
    case Sign::reset:
      list.PathArcTo(m, r * 0.75f, -2.2f, 2.4f, 16);
      list.PathStroke(color, 0, thick);
      return list.AddTriangleFilled({m.x - r, m.y - r * 0.9f}, {m.x - r * 0.1f, m.y - r * 0.75f},
                                    {m.x - r * 0.75f, m.y - r * 0.05f}, color);
    case Sign::dots:
      for (const float x : {-0.7f, 0.0f, 0.7f}) list.AddCircleFilled({m.x + x * r, m.y}, thick * 0.8f, color, 8);
      return;
  }
}

bool sign_button(Panel& panel, const std::string& name, const Rect& at, Sign sign, const char* tip) {
  ImGui::PushID(name.c_str());
  ImGui::SetCursorScreenPos({at.x, at.y});
  const bool pressed = ImGui::InvisibleButton("##sign", {std::max(1.0f, at.width), std::max(1.0f, at.height)});
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (hovered)
    list.AddRectFilled({at.x, at.y}, {at.x + at.width, at.y + at.height}, ink(panel.ui.theme.hovered), panel.ui.px(4));
  draw_sign(list, {at.x + at.width / 2, at.y + at.height / 2}, panel.ui.px(10), sign,
            ink(hovered ? panel.ui.theme.text : panel.ui.theme.muted));
  if (hovered && *tip != '\0') show_tip(panel.ui, tip);
  panel.ui.items.add(name, at.x, at.y, at.width, at.height);
  return pressed;
}

}  // namespace fp::panels

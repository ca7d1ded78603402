#include "editor/panels/widgets.hpp"

#include <imgui_stdlib.h>

#include <algorithm>

namespace fp::panels {
namespace {

constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
                                    ImGuiWindowFlags_NoScrollbar;

// Signs are drawn in a box of one unit around the middle.
struct Pen {
  ImDrawList& list;
  ImVec2 middle;
  float unit;
  ImU32 color;

  ImVec2 at(float x, float y) const { return {middle.x + x * unit, middle.y + y * unit}; }
  void triangle(float x, float half, float direction) const {
    list.AddTriangleFilled(at(x - half * direction, -0.42f), at(x + half * direction, 0),
                           at(x - half * direction, 0.42f), color);
  }
  void bar(float x, float width) const {
    list.AddRectFilled(at(x - width / 2, -0.42f), at(x + width / 2, 0.42f), color, unit * 0.06f);
  }
  void chevron(float direction) const {
    const ImVec2 points[] = {at(-0.16f * direction, -0.34f), at(0.18f * direction, 0), at(-0.16f * direction, 0.34f)};
    list.AddPolyline(points, 3, color, 0, unit * 0.16f);
  }
  void sound(bool muted) const {
    list.AddRectFilled(at(-0.5f, -0.16f), at(-0.26f, 0.16f), color);
    list.AddTriangleFilled(at(-0.46f, 0), at(-0.02f, -0.42f), at(-0.02f, 0.42f), color);
    if (muted) {
      list.AddLine(at(0.14f, -0.18f), at(0.5f, 0.18f), color, unit * 0.11f);
      list.AddLine(at(0.5f, -0.18f), at(0.14f, 0.18f), color, unit * 0.11f);
      return;
    }
    for (const float radius : {0.22f, 0.44f}) {
      list.PathArcTo(at(0, 0), unit * radius, -0.8f, 0.8f, 12);
      list.PathStroke(color, 0, unit * 0.1f);
    }
  }
  void loop() const {
    list.PathArcTo(middle, unit * 0.36f, -2.4f, 2.6f, 24);
    list.PathStroke(color, 0, unit * 0.13f);
    list.AddTriangleFilled(at(-0.50f, -0.02f), at(-0.06f, -0.12f), at(-0.36f, -0.46f), color);
  }
};

void draw_with(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::play:
      return pen.triangle(0.06f, 0.36f, 1);
    case Icon::pause:
      pen.bar(-0.2f, 0.22f);
      return pen.bar(0.2f, 0.22f);
    case Icon::back:
      pen.triangle(-0.06f, 0.24f, -1);
      return pen.bar(0.32f, 0.12f);
    case Icon::forward:
      pen.triangle(0.06f, 0.24f, 1);
      return pen.bar(-0.32f, 0.12f);
    case Icon::start:
      pen.bar(-0.42f, 0.11f);
      pen.triangle(-0.12f, 0.2f, -1);
      return pen.triangle(0.28f, 0.2f, -1);
    case Icon::end:
      pen.bar(0.42f, 0.11f);
      pen.triangle(0.12f, 0.2f, 1);
      return pen.triangle(-0.28f, 0.2f, 1);
    case Icon::loop:
      return pen.loop();
    case Icon::left:
      return pen.chevron(-1);
    case Icon::right:
      return pen.chevron(1);
    case Icon::sound:
    case Icon::muted:
      return pen.sound(icon == Icon::muted);
  }
}

}  // namespace

PanelWindow::PanelWindow(const Ui& ui, const char* name, const Rect& at, ImGuiWindowFlags more) {
  ImGui::SetNextWindowPos({at.x, at.y});
  ImGui::SetNextWindowSize({std::max(1.0f, at.width), std::max(1.0f, at.height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::Begin(name, nullptr, kFixed | more);
  ImGui::PopStyleVar();
  (void)ui;
}
PanelWindow::~PanelWindow() {
  ImGui::End();
}

std::string keys_of(const Ui& ui, shell::Action action) {
  std::string text;
  for (const shell::Chord& chord : ui.keymap.chords(action)) text += (text.empty() ? "" : " or ") + to_string(chord);
  return text;
}

void tooltip(const Ui& ui, shell::Action action) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  const std::string keys = keys_of(ui, action);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(7)});
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(shell::spec_of(action).title.data());
  if (!keys.empty()) {
    ImGui::SameLine(0, ui.px(12));
    ImGui::TextDisabled("%s", keys.c_str());
  }
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

void show_tip(const Ui& ui, const std::string& text, const std::string& more) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(7)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(4)});
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(ui.px(320));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  if (!more.empty()) ImGui::TextDisabled("%s", more.c_str());
  ImGui::EndTooltip();
  ImGui::PopStyleVar(2);
}

bool contains_letters(std::string_view text, std::string_view letters) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto same = [&](char a, char b) { return small(a) == small(b); };
  return !std::ranges::search(text, letters, same).empty() || letters.empty();
}

void describe(Ui& ui, const char* name, std::string value) {
  const ImVec2 from = ImGui::GetItemRectMin(), size = ImGui::GetItemRectSize();
  ui.items.add(name, from.x, from.y, size.x, size.y, std::move(value));
}

void draw_icon(ImDrawList& list, ImVec2 middle, float size, Icon icon, ImU32 color) {
  draw_with({list, middle, size, color}, icon);
}

bool icon_button(Ui& ui, const char* name, Icon icon, shell::Action action, bool on) {
  const float side = ui.px(30);
  const bool pressed = ImGui::InvisibleButton(name, {side, side});
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) list.AddRectFilled(from, to, ink(ui.theme.hovered), ui.px(6));
  const ImU32 color = ink(on ? ui.theme.accent : ui.theme.text);
  draw_icon(list, {(from.x + to.x) / 2, (from.y + to.y) / 2}, ui.px(16), icon, color);
  describe(ui, name, on ? "on" : "off");
  tooltip(ui, action);
  if (pressed) ui.wishes.emplace_back(action);
  return pressed;
}

bool toggle(Ui& ui, const char* name, const char* label, bool on, shell::Action action) {
  const bool pressed = toggle(ui, name, label, on);
  tooltip(ui, action);
  if (pressed) ui.wishes.emplace_back(action);
  return pressed;
}

bool toggle(Ui& ui, const char* name, const char* label, bool on) {
  ImGui::PushID(name);
  ImGui::PushStyleColor(ImGuiCol_Button, on ? ink(ui.theme.hovered) : ink(ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Text, on ? ink(ui.theme.text) : ink(ui.theme.muted));
  const bool pressed = ImGui::Button(label);
  ImGui::PopStyleColor(2);
  if (on) {
    const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
    const float inset = ui.px(8);
    ImGui::GetWindowDrawList()->AddRectFilled({from.x + inset, to.y - ui.px(2)}, {to.x - inset, to.y},
                                              ink(ui.theme.accent), ui.px(1));
  }
  describe(ui, name, on ? "on" : "off");
  ImGui::PopID();
  return pressed;
}

bool text_field(Ui& ui, const char* name, std::string& text, float width, bool bad) {
  ImGui::PushID(name);
  ImGui::SetNextItemWidth(width);
  const bool changed = ImGui::InputText("##field", &text);
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  const shell::Rgb outline = bad ? ui.theme.bad : ImGui::IsItemActive() ? ui.theme.accent : ui.theme.control;
  ImGui::GetWindowDrawList()->AddRect(from, to, ink(outline, bad || ImGui::IsItemActive() ? 1.0f : 0.45f), ui.px(5));
  describe(ui, name, text);
  ImGui::PopID();
  return changed;
}

void tooltip(const Ui& ui, const std::string& text) {
  if (!text.empty() && ImGui::IsItemHovered()) show_tip(ui, text);
}

void clipped_text(ImDrawList& list, ImFont& font, ImVec2 at, float width, ImU32 color, std::string_view text) {
  const char *begin = text.data(), *end = begin + text.size();
  const float size = font.FontSize;
  if (font.CalcTextSizeA(size, FLT_MAX, 0, begin, end).x <= width) {
    list.AddText(&font, size, at, color, begin, end);
    return;
  }
  constexpr const char* kDots = "\u2026";
  const float dots = font.CalcTextSizeA(size, FLT_MAX, 0, kDots).x;
  const char* fits = begin;
  const float used = font.CalcTextSizeA(size, std::max(0.0f, width - dots), 0, begin, end, &fits).x;
  list.AddText(&font, size, at, color, begin, fits);
  list.AddText(&font, size, {at.x + used, at.y}, color, kDots);
}

std::string folder_end(ImFont& font, const std::string& path, float width) {
  std::string seen = path;
  for (size_t cut = 0; font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, seen.c_str()).x > width;) {
    cut = path.find('/', cut + 1);
    if (cut == std::string::npos) return seen;
    seen = "\u2026" + path.substr(cut);
  }
  return seen;
}

bool main_button(Ui& ui, const char* name, const char* label) {
  ImGui::PushStyleColor(ImGuiCol_Button, ink(ui.theme.accent));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, ink(ui.theme.accent, 0.88f));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, ink(ui.theme.accent, 0.88f));
  ImGui::PushStyleColor(ImGuiCol_Text, ink(ui.theme.on_accent));
  const bool pressed = ImGui::Button(label);
  ImGui::PopStyleColor(4);
  describe(ui, name);
  return pressed;
}

bool begin_sheet(Ui& ui, const char* name, float width, float height, float w, float h) {
  const float margin = ui.px(16);
  const ImVec2 size{std::min(ui.px(w), std::max(1.0f, width - margin)),
                    std::min(ui.px(h), std::max(1.0f, height - margin))};
  ImGui::SetNextWindowPos({std::round((width - size.x) / 2), std::round((height - size.y) / 2)});
  ImGui::SetNextWindowSize(size);
  if (!ImGui::IsPopupOpen(name)) ImGui::OpenPopup(name);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(18), ui.px(16)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(10));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, ink(ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Border, ink(ui.theme.control));
  const bool open = ImGui::BeginPopupModal(
      name, nullptr,
      ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoNav |
          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(4);
  return open;
}

void close_sheet(const char* name) {
  if (!ImGui::IsPopupOpen(name)) return;
  if (!ImGui::BeginPopupModal(name)) return;
  ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

bool row_button(Ui& ui, const char* id, float height, bool chosen) {
  const bool pressed = ImGui::InvisibleButton(id, {std::max(1.0f, ImGui::GetContentRegionAvail().x), height});
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (chosen || ImGui::IsItemHovered()) list.AddRectFilled(from, to, ink(ui.theme.hovered), ui.px(5));
  if (chosen) {
    list.AddRectFilled({from.x, from.y + ui.px(6)}, {from.x + ui.px(3), to.y - ui.px(6)}, ink(ui.theme.accent),
                       ui.px(2));
  }
  return pressed;
}

void key_cap(Ui& ui, const std::string& text) {
  const ImVec2 size = ImGui::CalcTextSize(text.c_str()), from = ImGui::GetCursorScreenPos();
  const float pad = ui.px(6);
  const ImVec2 to{from.x + size.x + 2 * pad, from.y + size.y + ui.px(4)};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(from, to, ink(ui.theme.hovered), ui.px(4));
  list.AddText({from.x + pad, from.y + ui.px(2)}, ink(ui.theme.text), text.c_str());
  ImGui::Dummy({to.x - from.x, to.y - from.y});
}

}  // namespace fp::panels

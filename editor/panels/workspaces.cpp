// Workspaces under names: the menu in the top bar, and the sheet that asks for a name.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

using Kind = WorkspaceWish::Kind;
constexpr const char *kMenu = "##workspaces", *kSheet = "##save-workspace";

std::string label_of(const Ui& ui) {
  const std::string& current = ui.look.workspaces.current;
  if (current.empty()) return "Workspace";
  return ui.model.rearranged ? current + " \u2022" : current;
}

bool is_saved(const Model& m, const std::string& name) {
  return m.workspaces != nullptr && std::ranges::any_of(*m.workspaces, [&](const NamedWorkspace& one) {
           return one.name == name && !one.built_in;
         });
}

// The name, lit where it is the current one, and at the end a cross that removes a saved one.
void draw_entry(Ui& ui, const NamedWorkspace& one, float width) {
  const float height = ui.px(28), cross = one.built_in ? 0 : height;
  const bool current = one.name == ui.look.workspaces.current;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::PushID(one.name.c_str());
  const bool used = ImGui::InvisibleButton("##use", {width - cross, height});
  const bool lit = ImGui::IsItemHovered();
  describe(ui, ("workspace/use/" + one.name).c_str(), current ? "current" : "");
  if (lit) list.AddRectFilled(from, {from.x + width - cross, from.y + height}, ink(ui.theme.hovered), ui.px(5));
  if (current) {
    list.AddRectFilled({from.x, from.y + ui.px(6)}, {from.x + ui.px(3), from.y + height - ui.px(6)},
                       ink(ui.theme.accent), ui.px(2));
  }
  clipped_text(list, *ui.fonts.regular, {from.x + ui.px(12), from.y + (height - ui.fonts.regular->FontSize) / 2},
               width - cross - ui.px(20), ink(ui.theme.text), one.name);
  bool removed = false;
  if (!one.built_in) {
    ImGui::SameLine(0, 0);
    removed = ImGui::InvisibleButton("##remove", {cross, height});
    const bool over = ImGui::IsItemHovered();
    describe(ui, ("workspace/remove/" + one.name).c_str());
    tooltip(ui, "Remove " + one.name);
    const ImVec2 m{from.x + width - cross / 2, from.y + height / 2};
    const float arm = ui.px(4);
    if (over)
      list.AddRectFilled({from.x + width - cross, from.y}, {from.x + width, from.y + height}, ink(ui.theme.hovered),
                         ui.px(5));
    const ImU32 color = ink(over ? ui.theme.text : ui.theme.muted);
    list.AddLine({m.x - arm, m.y - arm}, {m.x + arm, m.y + arm}, color, ui.px(1.5f));
    list.AddLine({m.x - arm, m.y + arm}, {m.x + arm, m.y - arm}, color, ui.px(1.5f));
  }
  ImGui::PopID();
  if (!used && !removed) return;
  ui.wishes.emplace_back(WorkspaceWish{used ? Kind::use : Kind::remove, one.name});
  ImGui::CloseCurrentPopup();
}

void draw_menu(Ui& ui) {
  const bool shut = std::exchange(ui.look.workspaces.dismissed, ui.look.dismissed) != ui.look.dismissed;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(6), ui.px(6)});
  const bool open = ImGui::BeginPopup(kMenu, ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar();
  if (!open) return;
  const std::vector<NamedWorkspace>& all = *ui.model.workspaces;
  const std::string current = ui.look.workspaces.current;
  const bool changed = ui.model.rearranged && is_saved(ui.model, current);
  const std::string keep = "Save changes to " + current;
  float width = ImGui::CalcTextSize("Save under a name\u2026").x;
  if (changed) width = std::max(width, ImGui::CalcTextSize(keep.c_str()).x);
  for (const NamedWorkspace& one : all) width = std::max(width, ImGui::CalcTextSize(one.name.c_str()).x + ui.px(36));
  width = std::clamp(width + ui.px(24), ui.px(190), ui.px(360));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.px(1)});
  for (size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].built_in != all[i - 1].built_in) ImGui::Separator();
    draw_entry(ui, all[i], width);
  }
  ImGui::Separator();
  const auto item = [&](const char* name, const std::string& label) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float height = ui.px(28);
    const bool pressed = row_button(ui, name, height, false);
    describe(ui, name, label);
    clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular,
                 {from.x + ui.px(12), from.y + (height - ui.fonts.regular->FontSize) / 2}, width - ui.px(20),
                 ink(ui.theme.text), label);
    if (pressed) ImGui::CloseCurrentPopup();
    return pressed;
  };
  if (changed && item("workspace/keep", keep)) ui.wishes.emplace_back(WorkspaceWish{Kind::save, current, true});
  if (item("workspace/save", "Save under a name\u2026")) ui.wishes.emplace_back(shell::Action::save_workspace);
  ImGui::PopStyleVar();
  if (shut) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

// The field, which gets the keyboard back whenever it lost it. True: Enter.
bool draw_name(Ui& ui) {
  WorkspaceLook& asked = ui.look.workspaces;
  if (!asked.typing && !ImGui::IsMouseDown(0)) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const std::string before = asked.name;
  const bool enter = ImGui::InputTextWithHint("##name", "Name", &asked.name,
                                              ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  asked.typing = ImGui::IsItemActive();
  describe(ui, "workspace/name", asked.name);
  if (before != asked.name) {
    asked.replacing = false;
    asked.complaint.clear();
  }
  return enter;
}

}  // namespace

float draw_workspace_button(Ui& ui, float from, float right) {
  if (ui.model.workspaces == nullptr) return right;
  const std::string label = label_of(ui);
  const ImGuiStyle& style = ImGui::GetStyle();
  const float sign = ui.px(16), pad = style.FramePadding.x;
  const float wanted = std::min(ImGui::CalcTextSize(label.c_str()).x + 2 * pad + sign, ui.px(190));
  const float width = std::min(wanted, right - from);
  if (width < std::min(wanted, ui.px(70))) return right;
  ImGui::SetCursorPosX(right - width);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetFrameHeight();
  if (ImGui::InvisibleButton("##workspace", {width, height})) ImGui::OpenPopup(kMenu);
  const bool lit = ImGui::IsItemHovered() || ImGui::IsPopupOpen(kMenu);
  describe(ui, "workspace", label);
  tooltip(ui, "Workspaces: arrangements of the panels under names");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (lit) list.AddRectFilled(at, {at.x + width, at.y + height}, ink(ui.theme.hovered), style.FrameRounding);
  clipped_text(list, *ui.fonts.regular, {at.x + pad, at.y + style.FramePadding.y}, width - 2 * pad - sign,
               ink(lit ? ui.theme.text : ui.theme.muted), label);
  const float x = at.x + width - pad - sign / 2, y = at.y + height / 2, arm = ui.px(3.5f);
  const ImVec2 points[] = {{x - arm, y - arm / 2}, {x, y + arm / 2}, {x + arm, y - arm / 2}};
  list.AddPolyline(points, 3, ink(ui.theme.muted), 0, ui.px(1.5f));
  ImGui::SetNextWindowPos({at.x + width, at.y + height + ui.px(6)}, ImGuiCond_Always, {1, 0});
  draw_menu(ui);
  return right - width;
}

void draw_workspace_sheet(Ui& ui, float width, float height) {
  WorkspaceLook& asked = ui.look.workspaces;
  if (!asked.naming) return close_sheet(kSheet);
  if (!begin_sheet(ui, kSheet, width, height, 440, 176)) return;
  ImGui::PushFont(ui.fonts.strong);
  ImGui::TextUnformatted("Save the workspace");
  ImGui::PopFont();
  const bool enter = draw_name(ui);
  ImGui::PushTextWrapPos(0);
  if (asked.replacing) {
    ImGui::TextColored(ink4(ui.theme.warning), "%s is there already.", asked.name.c_str());
  } else if (!asked.complaint.empty()) {
    ImGui::TextColored(ink4(ui.theme.bad), "%s", asked.complaint.c_str());
  } else {
    ImGui::TextDisabled("The panels as they stand now, theme and scale, under a name.");
  }
  ImGui::PopTextWrapPos();
  if (asked.replacing || !asked.complaint.empty()) describe(ui, "workspace/said", asked.complaint);
  const ImGuiStyle& style = ImGui::GetStyle();
  const char* label = asked.replacing ? "Replace it" : "Save";
  const float buttons =
      ImGui::CalcTextSize(label).x + ImGui::CalcTextSize("Cancel").x + 4 * style.FramePadding.x + style.ItemSpacing.x;
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - style.WindowPadding.x - ui.px(6) - buttons,
                       ImGui::GetWindowHeight() - ui.px(16) - ImGui::GetFrameHeight()});
  const bool pressed = main_button(ui, asked.replacing ? "workspace/replace" : "workspace/accept", label);
  ImGui::SameLine();
  if (ImGui::Button("Cancel"))
    asked.naming = asked.replacing = false;
  else if (pressed || (enter && !asked.replacing))
    ui.wishes.emplace_back(WorkspaceWish{Kind::save, asked.name, asked.replacing});
  ImGui::EndPopup();
}

}  // namespace fp::panels

// The command palette and the sheet of shortcuts.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

constexpr ImGuiWindowFlags kFloating = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                       ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoNav;

bool begin_floating(const Ui& ui, const char* name, const Rect& at) {
  ImGui::SetNextWindowPos({at.x, at.y});
  ImGui::SetNextWindowSize({at.width, at.height});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ink(ui.theme.raised));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ink(ui.theme.raised));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, ink(ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Border, ink(ui.theme.control));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(10));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  return ImGui::Begin(name, nullptr, kFloating);
}
void end_floating() {
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(4);
}

struct Match {
  std::string id, title, keys;
  Wish wish;
  int score = 0;
};

std::vector<Match> matches_of(const Ui& ui, const std::string& query) {
  std::vector<Match> matches;
  const auto offer = [&](std::string id, std::string title, std::string keys, Wish wish) {
    if (const int score = shell::palette_score(title, query); score > 0)
      matches.push_back({std::move(id), std::move(title), std::move(keys), std::move(wish), score});
  };
  for (const shell::ActionSpec& spec : shell::action_specs()) {
    if (spec.action == shell::Action::palette || spec.action == shell::Action::dismiss) continue;
    offer(std::string(spec.id), std::string(spec.title), keys_of(ui, spec.action), spec.action);
  }
  using Kind = WorkspaceWish::Kind;
  const std::vector<NamedWorkspace> none;
  for (const NamedWorkspace& one : ui.model.workspaces != nullptr ? *ui.model.workspaces : none) {
    offer("workspace/" + one.name, "Workspace: " + one.name, {}, WorkspaceWish{Kind::use, one.name});
    if (one.built_in) continue;
    if (one.name == ui.look.workspaces.current && ui.model.rearranged)
      offer("keep/" + one.name, "Save changes to workspace " + one.name, {}, WorkspaceWish{Kind::save, one.name, true});
    offer("remove/" + one.name, "Remove workspace " + one.name, {}, WorkspaceWish{Kind::remove, one.name});
  }
  std::ranges::stable_sort(matches, [](const Match& a, const Match& b) { return a.score > b.score; });
  return matches;
}

// True where it was clicked.
bool draw_match(Ui& ui, const Match& match, bool chosen, bool moved) {
  const float height = ui.px(32), width = ImGui::GetContentRegionAvail().x;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(match.id.c_str(), {width, height});
  describe(ui, ("palette/" + match.id).c_str(), chosen ? "chosen" : "");
  if (chosen && moved) ImGui::SetScrollHereY();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (chosen || ImGui::IsItemHovered())
    list.AddRectFilled(from, {from.x + width, from.y + height}, ink(ui.theme.hovered), ui.px(6));
  if (chosen)
    list.AddRectFilled({from.x, from.y + ui.px(7)}, {from.x + ui.px(3), from.y + height - ui.px(7)},
                       ink(ui.theme.accent), ui.px(2));
  const float y = from.y + (height - ui.fonts.regular->FontSize) / 2;
  const float keys_width = ImGui::CalcTextSize(match.keys.c_str()).x;
  list.AddText({from.x + width - keys_width - ui.px(12), y}, ink(ui.theme.muted), match.keys.c_str());
  clipped_text(list, *ui.fonts.regular, {from.x + ui.px(12), y}, width - keys_width - ui.px(40), ink(ui.theme.text),
               match.title);
  return pressed;
}

bool pressed(ImGuiKey key) {
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
}

void draw_group(Ui& ui, std::string_view group, float width) {
  ImGui::PushFont(ui.fonts.strong);
  ImGui::TextUnformatted(group.data());
  ImGui::PopFont();
  ImGui::Dummy({0, ui.px(1)});
  for (const shell::ActionSpec& spec : shell::action_specs()) {
    const auto chords = ui.keymap.chords(spec.action);
    if (spec.group != group || chords.empty()) continue;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const float keys = width * 0.36f;
    float x = from.x;
    for (const shell::Chord& chord : chords) {
      const std::string text = to_string(chord);
      const float cap = ImGui::CalcTextSize(text.c_str()).x + ui.px(12);
      if (x + cap > from.x + keys) break;
      ImGui::SetCursorScreenPos({x, from.y});
      key_cap(ui, text);
      x += cap + ui.px(4);
    }
    clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular, {from.x + keys + ui.px(8), from.y + ui.px(2)},
                 width - keys - ui.px(16), ink(ui.theme.text), spec.title);
    ImGui::SetCursorScreenPos({from.x, from.y + ui.px(26)});
  }
  ImGui::Dummy({0, ui.px(6)});
}

}  // namespace

void draw_palette(Ui& ui, float width, float height) {
  const float w = std::min(ui.px(560), width - ui.px(16)), h = std::min(ui.px(430), height - ui.px(16));
  const Rect at{std::round((width - w) / 2), std::round(std::min(ui.px(90), (height - h) / 2)), w, h};
  begin_floating(ui, "##palette", at);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(12), ui.px(9)});
  ImGui::SetNextItemWidth(-1);
  const std::string before = ui.look.query;
  ImGui::InputTextWithHint("##query", "Find a command", &ui.look.query);
  const bool typing = ImGui::IsItemActive();
  describe(ui, "palette/query", ui.look.query);
  ImGui::PopStyleVar();
  const std::vector<Match> matches = matches_of(ui, ui.look.query);
  const int last = std::max(0, static_cast<int>(matches.size()) - 1);
  const int old = ui.look.chosen;
  if (before != ui.look.query) ui.look.chosen = 0;
  if (pressed(ImGuiKey_DownArrow)) ++ui.look.chosen;
  if (pressed(ImGuiKey_UpArrow)) --ui.look.chosen;
  ui.look.chosen = std::clamp(ui.look.chosen, 0, last);
  const bool enter = pressed(ImGuiKey_Enter) || pressed(ImGuiKey_KeyPadEnter);
  ImGui::BeginChild("##matches", {0, 0}, false, ImGuiWindowFlags_NoNav);
  const Match* run = nullptr;
  for (int i = 0; i < static_cast<int>(matches.size()); ++i) {
    const Match& match = matches[static_cast<size_t>(i)];
    const bool clicked = draw_match(ui, match, i == ui.look.chosen, old != ui.look.chosen);
    if (clicked || (enter && i == ui.look.chosen)) run = &match;
  }
  if (matches.empty()) ImGui::TextDisabled("No command has these letters");
  ImGui::EndChild();
  const bool left = ImGui::IsMouseClicked(0) && !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows);
  end_floating();
  if (run != nullptr) ui.wishes.push_back(run->wish);
  if (run != nullptr || left || (enter && !typing && matches.empty())) ui.look.palette = false;
}

void draw_shortcuts(Ui& ui, float width, float height) {
  const float w = std::min(ui.px(860), width - ui.px(16)), h = std::min(ui.px(590), height - ui.px(16));
  const Rect at{std::round((width - w) / 2), std::round((height - h) / 2), w, h};
  begin_floating(ui, "##shortcuts", at);
  ImGui::PushFont(ui.fonts.large);
  ImGui::TextUnformatted("Shortcuts");
  ImGui::PopFont();
  describe(ui, "shortcuts");
  ImGui::SameLine(0, ui.px(10));
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ui.px(6));
  ImGui::TextDisabled("keymap: %s", ui.keymap.name.c_str());
  ImGui::Dummy({0, ui.px(4)});
  ImGui::BeginChild("##sheet", {0, 0}, false, ImGuiWindowFlags_NoNav);
  const bool two = w > ui.px(640);
  const float column = (ImGui::GetContentRegionAvail().x - (two ? ui.px(24) : 0)) / (two ? 2 : 1);
  const ImVec2 start = ImGui::GetCursorPos();
  for (const char* group : {"Playback", "Work area", "Data"}) draw_group(ui, group, column);
  if (two) ImGui::SetCursorPos({start.x + column + ui.px(24), start.y});
  if (two) ImGui::BeginGroup();
  for (const char* group : {"Canvas", "Interface"}) draw_group(ui, group, column);
  if (two) ImGui::EndGroup();
  ImGui::EndChild();
  const bool left = ImGui::IsMouseClicked(0) && !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows);
  end_floating();
  if (left) ui.look.shortcuts = false;
}

}  // namespace fp::panels

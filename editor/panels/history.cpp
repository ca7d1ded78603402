// The named history, and questions that must be answered first.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

using Kind = Answer::Kind;

void draw_entry(Ui& ui, size_t index, const std::string& name, bool current, bool undone) {
  const float height = ui.px(26), width = ImGui::GetContentRegionAvail().x;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(index));
  const bool pressed = ImGui::InvisibleButton("##entry", {width, height});
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 to{from.x + width, from.y + height};
  if (ImGui::IsItemHovered()) list.AddRectFilled(from, to, ink(ui.theme.hovered), ui.px(4));
  if (current) list.AddRectFilled(from, {from.x + ui.px(3), to.y}, ink(ui.theme.accent), ui.px(1));
  clipped_text(list, *ui.fonts.regular, {from.x + ui.px(12), from.y + (height - ui.fonts.regular->FontSize) / 2},
               width - ui.px(20), ink(undone ? ui.theme.muted : ui.theme.text), name);
  ui.items.add(fmt::format("history/{}", index), from.x, from.y, width, height, name);
  if (pressed) ui.wishes.emplace_back(Jump{index});
}

struct Choice {
  const char *name, *label;
  Kind kind;
};

// A sheet over everything, with a line of buttons.
void draw_question(Ui& ui, const char* title, const std::string& text, const std::vector<std::string>& lines,
                   std::initializer_list<Choice> choices, float width, float height) {
  const float w = std::min(ui.px(520), width - ui.px(16));
  ImGui::SetNextWindowPos({width / 2, height / 2}, ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::SetNextWindowSize({w, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(20), ui.px(18)});
  if (!ImGui::IsPopupOpen("##question")) ImGui::OpenPopup("##question");
  if (ImGui::BeginPopupModal("##question", nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove)) {
    ImGui::PushFont(ui.fonts.strong);
    ImGui::TextUnformatted(title);
    ImGui::PopFont();
    describe(ui, "question", title);
    ImGui::Dummy({0, ui.px(2)});
    ImGui::TextWrapped("%s", text.c_str());
    for (const std::string& line : lines) ImGui::TextDisabled("%s", line.c_str());
    ImGui::Dummy({0, ui.px(8)});
    for (const Choice& choice : choices) {
      if (ImGui::Button(choice.label)) ui.wishes.emplace_back(Answer{choice.kind});
      describe(ui, choice.name);
      ImGui::SameLine();
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

std::string short_value(const std::optional<Json>& value) {
  if (!value) return "removed";
  const std::string text = write_json(*value, 0);
  return text.size() > 40 ? text.substr(0, 37) + "..." : text;
}

void draw_merge_question(Ui& ui, float width, float height) {
  constexpr size_t kMost = 8;
  std::vector<std::string> lines;
  for (const editor::Conflict& conflict : *ui.model.conflicts) {
    if (lines.size() == kMost) {
      lines.push_back(fmt::format("and {} more", ui.model.conflicts->size() - kMost));
      break;
    }
    lines.push_back(fmt::format("{}   here {}, on disk {}", conflict.pointer, short_value(conflict.mine),
                                short_value(conflict.theirs)));
  }
  draw_question(
      ui, "The file changed on disk, and so did your edits",
      "Everything else was merged. At these places both sides changed the same value:", lines,
      {{"question/mine", "Keep mine", Kind::keep_mine}, {"question/theirs", "Take the file's", Kind::take_theirs}},
      width, height);
}

}  // namespace

void draw_history(Ui& ui) {
  const editor::History& history = *ui.model.history;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(history.entries.size()) + 1, ui.px(26));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto index = static_cast<size_t>(i);
      draw_entry(ui, index, index == 0 ? "As opened" : history.entries[index - 1].name, index == history.done,
                 index > history.done);
    }
  }
  ImGui::PopStyleVar();
}

void draw_questions(Ui& ui, float width, float height) {
  if (ui.model.conflicts != nullptr) return draw_merge_question(ui, width, height);
  if (!ui.look.copy_in.empty()) {
    const std::string name = std::filesystem::path(ui.look.copy_in).filename().string();
    return draw_question(ui, "This file lies outside the template's folder",
                         "A template finds only what lies beneath its own folder. Copy it to assets/" + name + "?", {},
                         {{"question/copy", "Copy it", Kind::copy_in}, {"question/stay", "Cancel", Kind::stay}}, width,
                         height);
  }
  if (!ui.look.workspaces.removing.empty() && !ui.look.quitting) {
    return draw_question(
        ui, "Remove this workspace?",
        ui.look.workspaces.removing + " is gone then for all windows. What is on the screen stays.", {},
        {{"question/remove", "Remove it", Kind::remove_workspace}, {"question/stay", "Cancel", Kind::stay}}, width,
        height);
  }
  if (!ui.look.quitting) return close_sheet("##question");
  const bool exporting = ui.model.jobs != nullptr && std::ranges::any_of(*ui.model.jobs, [](const ExportJob& job) {
                           return job.state <= ExportJob::State::stopping;
                         });
  if (exporting) {
    return draw_question(
        ui, "An export is running", "Videos that are finished stay; the same export goes on from there later.", {},
        {{"question/stop-exports", "Stop it and quit", Kind::stop_exports}, {"question/stay", "Cancel", Kind::stay}},
        width, height);
  }
  draw_question(ui, "There are edits that are not saved",
                "They are kept either way and come back when the template is opened again, unless you discard them.",
                {},
                {{"question/save", "Save and quit", Kind::save_and_quit},
                 {"question/keep", "Quit, keep for next time", Kind::keep_and_quit},
                 {"question/discard", "Discard", Kind::discard_and_quit},
                 {"question/stay", "Cancel", Kind::stay}},
                width, height);
}

}  // namespace fp::panels

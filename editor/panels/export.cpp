// The tab that exports: what is wanted, and how what was begun stands.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

constexpr float kLabel = 84;  // units; controls begin there

void label(Ui& ui, const char* text) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s", text);
  ImGui::SameLine(ui.px(kLabel));
}

// One of several words side by side, on a new line where there is no room.
bool choice(Ui& ui, const char* name, const char* text, bool on) {
  const float width = ImGui::CalcTextSize(text).x + 2 * ImGui::GetStyle().FramePadding.x;
  if (ImGui::GetContentRegionAvail().x < width) {
    ImGui::NewLine();
    ImGui::SameLine(ui.px(kLabel));
  }
  ImGui::PushID(name);
  ImGui::PushStyleColor(ImGuiCol_Button, ink(on ? ui.theme.hovered : ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Text, ink(on ? ui.theme.text : ui.theme.muted));
  const bool pressed = ImGui::Button(text);
  ImGui::PopStyleColor(2);
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  if (on) {
    ImGui::GetWindowDrawList()->AddRect(from, to, ink(ui.theme.control), ImGui::GetStyle().FrameRounding);
  }
  ImGui::PopID();
  describe(ui, name, on ? "on" : "off");
  ImGui::SameLine(0, ui.px(4));
  return pressed;
}

void draw_formats(Ui& ui) {
  const std::vector<std::string>& formats = ui.model.tpl->formats;
  if (formats.empty()) return;
  std::vector<std::string>& out = ui.look.exports.left_out;
  label(ui, "Formats");
  for (const std::string& format : formats) {
    const auto left_out = std::ranges::find(out, format);
    const bool on = left_out == out.end();
    if (!choice(ui, ("export/format/" + format).c_str(), format.c_str(), on)) continue;
    if (on)
      out.push_back(format);
    else
      out.erase(left_out);
  }
  ImGui::NewLine();
}

void draw_rows(Ui& ui) {
  using Rows = ExportChoice::Rows;
  const ExportSource& source = ui.model.source;
  if (source.table.empty()) return;
  ExportChoice& c = ui.look.exports;
  label(ui, "Rows");
  const std::string all = fmt::format("All {}", source.rows), this_one = fmt::format("This one, {}", source.row);
  if (choice(ui, "export/rows/all", all.c_str(), c.rows == Rows::all)) c.rows = Rows::all;
  if (choice(ui, "export/rows/this", this_one.c_str(), c.rows == Rows::this_row)) c.rows = Rows::this_row;
  if (choice(ui, "export/rows/some", "Some", c.rows == Rows::some)) c.rows = Rows::some;
  ImGui::NewLine();
  if (c.rows != Rows::some) return;
  label(ui, "");
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##some", "1-6,9", &c.some);
  describe(ui, "export/rows/text", c.some);
}

void draw_target(Ui& ui) {
  ExportChoice& c = ui.look.exports;
  const ExportSource& source = ui.model.source;
  label(ui, "Folder");
  const std::string folder = c.folder.empty() ? default_folder(source).string() : c.folder;
  const float button = ImGui::CalcTextSize("Choose").x + 2 * ImGui::GetStyle().FramePadding.x;
  const float room = std::max(ui.px(20), ImGui::GetContentRegionAvail().x - button - ui.px(8));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({room, ImGui::GetFrameHeight()});
  describe(ui, "export/folder", folder);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", folder.c_str());
  // The end of a path says more than its beginning.
  const std::string seen = folder_end(*ui.fonts.regular, folder, room);
  clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular, {at.x, at.y + ImGui::GetStyle().FramePadding.y}, room,
               ink(ui.theme.text), seen);
  ImGui::SameLine(0, ui.px(8));
  if (ImGui::Button("Choose")) ui.wishes.emplace_back(Browse{Purpose::export_folder, {}});
  describe(ui, "export/choose-folder");
  label(ui, "Name");
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##pattern", default_pattern(c, source).c_str(), &c.pattern);
  describe(ui, "export/name", c.pattern.empty() ? default_pattern(c, source) : c.pattern);
  if (ImGui::IsItemHovered())
    ImGui::SetTooltip("{row}, {format} and {parameter} stand for what the row says; ends in .mp4");
}

void draw_quality(Ui& ui) {
  struct Quality {
    const char *name, *label;
    int crf;
    const char* preset;
  };
  constexpr Quality kQualities[] = {{"export/quality/high", "High", 18, "medium"},
                                    {"export/quality/small", "Smaller", 23, "medium"},
                                    {"export/quality/draft", "Quick draft", 28, "ultrafast"}};
  ExportChoice& c = ui.look.exports;
  label(ui, "Quality");
  for (const Quality& q : kQualities) {
    if (!choice(ui, q.name, q.label, c.crf == q.crf && c.preset == q.preset)) continue;
    c.crf = q.crf;
    c.preset = q.preset;
  }
  ImGui::NewLine();
  label(ui, "CRF");
  // The number beside the slider: its grip would stand on it.
  ImGui::SetNextItemWidth(std::max(ui.px(40), ImGui::GetContentRegionAvail().x - ui.px(74)));
  ImGui::SliderInt("##crf", &c.crf, 0, 51, "", ImGuiSliderFlags_AlwaysClamp);
  describe(ui, "export/crf", std::to_string(c.crf));
  ImGui::SameLine(0, ui.px(8));
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(c.crf == 0 ? "lossless" : std::to_string(c.crf).c_str());
}

struct Word {
  const char *label, *value;
};

// A value out of a few, in a list that opens.
void combo(Ui& ui, const char* name, const char* title, std::string& value, std::initializer_list<Word> words) {
  label(ui, title);
  ImGui::SetNextItemWidth(-1);
  const char* shown = value.c_str();
  for (const Word& word : words) {
    if (value == word.value) shown = word.label;
  }
  const bool open = ImGui::BeginCombo(name, shown);
  if (!open) describe(ui, name + 2, value);
  if (!open) return;
  for (const Word& word : words) {
    if (ImGui::Selectable(word.label, value == word.value)) value = word.value;
    describe(ui, fmt::format("{}/{}", name + 2, word.value).c_str());
  }
  ImGui::EndCombo();
}

void draw_more(Ui& ui) {
  using Existing = ExportChoice::Existing;
  ExportChoice& c = ui.look.exports;
  combo(ui, "##export/preset", "Encoding", c.preset,
        {{"ultrafast, largest files", "ultrafast"},
         {"veryfast", "veryfast"},
         {"fast", "fast"},
         {"medium", "medium"},
         {"slow", "slow"},
         {"veryslow, smallest files", "veryslow"}});
  const bool batch = !ui.model.source.table.empty();
  std::string existing = c.existing == Existing::replace         ? "replace"
                         : c.existing == Existing::keep && batch ? "keep"
                                                                 : "stop";
  const std::string before = existing;
  if (batch) {
    combo(ui, "##export/existing", "If there", existing,
          {{"Keep what is up to date", "keep"}, {"Replace all", "replace"}, {"Stop", "stop"}});
  } else {
    combo(ui, "##export/existing", "If there", existing, {{"Stop", "stop"}, {"Replace", "replace"}});
  }
  if (existing != before)
    c.existing = existing == "keep" ? Existing::keep : existing == "replace" ? Existing::replace : Existing::stop;
  combo(ui, "##export/device", "Draw on", c.device,
        {{"Chosen automatically", ""}, {"CPU", "cpu"}, {"Vulkan device", "vulkan"}});
}

void wrapped(Ui& ui, const std::string& text, shell::Rgb color) {
  ImGui::PushFont(ui.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, ink(color));
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void draw_begin(Ui& ui) {
  const auto runs = export_runs(ui.look.exports, ui.model.source);
  std::string why = ui.model.exporter_missing;
  if (why.empty() && !runs) why = to_string(runs.error().front());
  if (why.empty() && ui.model.stale) why = "What is on the screen is older than the template: mend its errors first";
  ImGui::BeginDisabled(!why.empty());
  if (main_button(ui, "export/begin", ui.model.modified ? "Save and export" : "Export"))
    ui.wishes.emplace_back(Export{});
  ImGui::SameLine(0, ui.px(8));
  const float copy = ImGui::CalcTextSize("Copy as command").x + 2 * ImGui::GetStyle().FramePadding.x;
  if (ImGui::GetContentRegionAvail().x < copy) ImGui::NewLine();
  if (ImGui::Button("Copy as command")) ui.wishes.emplace_back(Export{.copy = true});
  describe(ui, "export/copy");
  ImGui::EndDisabled();
  if (!why.empty()) {
    wrapped(ui, why, ui.theme.bad);
  } else {
    int videos = 0;
    for (const ExportRun& run : *runs) videos += run.videos;
    wrapped(ui, videos == 1 ? std::string("1 video") : fmt::format("{} videos", videos), ui.theme.muted);
    if (ui.model.filtered) wrapped(ui, "Layers that are hidden or not soloed here are in the videos", ui.theme.muted);
  }
  ui.items.add("export/summary", ImGui::GetItemRectMin().x, ImGui::GetItemRectMin().y, 10, 10, why);
}

}  // namespace

void draw_export(Ui& ui) {
  if (ui.model.tpl == nullptr || ui.model.source.tpl == nullptr) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), ui.px(7)});
  ImGui::Dummy({0, ui.px(1)});
  draw_formats(ui);
  draw_rows(ui);
  draw_target(ui);
  draw_quality(ui);
  draw_more(ui);
  ImGui::Dummy({0, ui.px(4)});
  draw_begin(ui);
  ImGui::PopStyleVar();
  if (ui.model.jobs != nullptr && !ui.model.jobs->empty()) draw_jobs(ui);
}

}  // namespace fp::panels

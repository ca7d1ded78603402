// Where panels stand, and the bars above and below.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/widgets.hpp"

namespace fp::panels {
namespace {

// The row switcher: < Row 3 of 47 products.csv:4 >.
void draw_row_switcher(Ui& ui) {
  const Model& m = ui.model;
  if (m.rows == 0) return;
  const float text_y = ImGui::GetCursorPosY(), icon_y = text_y + (ImGui::GetFrameHeight() - ui.px(30)) / 2;
  const auto beside = [&](float gap, float y) {
    ImGui::SameLine(0, gap);
    ImGui::SetCursorPosY(y);
  };
  ImGui::SetCursorPosY(icon_y);
  icon_button(ui, "rows/previous", Icon::left, shell::Action::previous_row);
  beside(ui.px(2), text_y);
  ImGui::AlignTextToFramePadding();
  ImGui::Text("Row %d", m.row);
  describe(ui, "rows/number", std::to_string(m.row));
  beside(ui.px(4), text_y);
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("of %d", m.rows);
  beside(ui.px(2), icon_y);
  icon_button(ui, "rows/next", Icon::right, shell::Action::next_row);
  beside(ui.px(16), text_y);
}

std::string zoom_label(const Ui& ui) {
  if (ui.look.fit) return "Fit";
  return fmt::format("{:g}%", std::round(ui.look.zoom * 1000) / 10);
}

// From the right edge inwards, as many as there is room for.
void draw_view_toggles(Ui& ui, float from, float right) {
  struct Entry {
    const char* name;
    std::string label;
    bool on;
    shell::Action action;
  };
  const Entry entries[] = {{"view/client", "Client view", ui.look.client, shell::Action::toggle_client_view},
                           {"view/safe-area", "Safe areas", ui.look.safe_area, shell::Action::toggle_safe_area},
                           {"view/checker", "Checker", ui.look.checker, shell::Action::toggle_checker},
                           {"view/fit", zoom_label(ui), ui.look.fit, shell::Action::zoom_fit},
                           {"view/actual", "100%", !ui.look.fit && ui.look.zoom == 1, shell::Action::zoom_actual}};
  const ImGuiStyle& style = ImGui::GetStyle();
  const auto width = [&](const Entry& e) { return ImGui::CalcTextSize(e.label.c_str()).x + 2 * style.FramePadding.x; };
  float total = 0;
  size_t first = std::size(entries);
  while (first > 0 && total + width(entries[first - 1]) + ui.px(2) < right - from) {
    --first;
    total += width(entries[first]) + ui.px(2);
  }
  float x = right - total;
  for (size_t i = first; i < std::size(entries); ++i) {
    ImGui::SetCursorPosX(x);
    toggle(ui, entries[i].name, entries[i].label.c_str(), entries[i].on, entries[i].action);
    ImGui::SameLine(0, 0);
    x += width(entries[i]) + ui.px(2);
  }
}

ImU32 status_color(const Ui& ui) {
  return ink(!ui.model.errors.empty() ? ui.theme.bad : ui.theme.muted);
}

std::string hash_label(const Model& m) {
  if (!m.picture) return "";
  if (m.picture->divisor != 1) return fmt::format("draft 1/{}", m.picture->divisor);
  if (m.filtered) return "with layers hidden";  // not the frame that will be rendered
  return m.picture->hash ? to_hex(*m.picture->hash) : "...";
}

}  // namespace

void draw_top_bar(Ui& ui, const Rect& at) {
  const PanelWindow window(ui, "##top", at);
  const Model& m = ui.model;
  ImGui::SetCursorPosY(std::round((at.height - ImGui::GetFrameHeight()) / 2));
  ImGui::PushFont(ui.fonts.strong);
  ImGui::AlignTextToFramePadding();
  const std::string title = m.template_name.empty() ? "Framepress" : m.template_name + (m.modified ? " \u2022" : "");
  ImGui::TextUnformatted(title.c_str());
  ImGui::PopFont();
  describe(ui, "template", m.modified ? "modified" : "saved");
  ImGui::SameLine(0, ui.px(10));
  const float y = ImGui::GetCursorPosY();
  if (m.composition != nullptr) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("%d \u00d7 %d", m.composition->width, m.composition->height);
    ImGui::SameLine(0, ui.px(10));
    if (!m.format.empty()) {
      toggle(ui, "format", m.format.c_str(), false, shell::Action::next_format);
      ImGui::SameLine(0, ui.px(2));
      if (m.editable) {
        toggle(ui, "format/only", m.state->only_format ? "edits: this format" : "edits: all formats",
               m.state->only_format, shell::Action::toggle_only_format);
        ImGui::SameLine(0, ui.px(10));
      }
    }
    draw_row_switcher(ui);
  }
  const float from = ImGui::GetCursorPosX();
  ImGui::SetCursorPosY(y);
  const float right = draw_workspace_button(ui, from, at.width - ui.px(8));
  ImGui::SetCursorPosY(y);
  if (m.composition != nullptr) draw_view_toggles(ui, from, right - ui.px(4));
}

void draw_status(Ui& ui, const Rect& at) {
  const PanelWindow window(ui, "##status", at);
  const Model& m = ui.model;
  ImGui::PushFont(ui.fonts.small);
  const float y = at.y + (at.height - ui.fonts.small->FontSize) / 2, pad = ui.px(12);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  float right = at.x + at.width - pad;
  const auto from_right = [&](const char* name, const std::string& text, ImU32 color, const std::string& value) {
    if (text.empty()) return;
    const float width = ImGui::CalcTextSize(text.c_str()).x;
    if (right - width < at.x + at.width * 0.4f) return;
    list.AddText({right - width, y}, color, text.c_str());
    ui.items.add(name, right - width, y, width, ui.fonts.small->FontSize, value);
    right -= width + ui.px(18);
  };
  const std::string hash = hash_label(m);
  from_right("status/hash", hash.size() == 64 ? hash.substr(0, 16) + "\u2026" : hash, ink(ui.theme.text), hash);
  const bool dropped = m.playback.dropped > 0;
  if (m.playback.rate != 0 || dropped) {
    from_right("status/dropped", fmt::format("{} dropped", m.playback.dropped),
               ink(dropped ? ui.theme.warning : ui.theme.muted), std::to_string(m.playback.dropped));
  }
  from_right("status/device", m.device, ink(ui.theme.muted), m.device);
  std::string said = m.message;
  if (!m.errors.empty()) {
    const Diagnostic& d = m.errors.front();
    said = d.file.empty() ? d.message : fmt::format("{}:{}:{}: {}", d.file, d.line, d.column, d.message);
    if (m.errors.size() > 1) said += fmt::format("  (and {} more)", m.errors.size() - 1);
  }
  clipped_text(list, *ui.fonts.small, {at.x + pad, y}, right - at.x - 2 * pad, status_color(ui), said);
  ui.items.add("status/message", at.x + pad, y, std::max(0.0f, right - at.x - 2 * pad), ui.fonts.small->FontSize, said);
  ImGui::PopFont();
}

namespace {

// A strip over the line between two panels that can be dragged. `value`: size of the panel right of or below it, in
// units.
void splitter(Ui& ui, const char* name, const Rect& at, bool upright, float& value, float least, float most) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(0, 0, 0, 0));
  {
    const PanelWindow window(ui, name, at);
    ImGui::InvisibleButton("##grip", {at.width, at.height});
    const bool held = ImGui::IsItemActive();
    if (held || ImGui::IsItemHovered()) {
      ImGui::SetMouseCursor(upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
      ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y}, {at.x + at.width, at.y + at.height},
                                                ink(ui.theme.accent, held ? 1.0f : 0.6f));
    }
    if (held) {
      const ImVec2 moved = ImGui::GetIO().MouseDelta;
      value = std::clamp(value - (upright ? moved.x : moved.y) / ui.look.scale, least, most);
    }
    describe(ui, name + 2);
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
}

void draw_splitters(Ui& ui, const Places& at) {
  const float grip = ui.px(5);
  if (at.side.width > 0) {
    splitter(ui, "##split/side", {at.side.x - grip, at.side.y, grip, at.side.height}, true, ui.look.side_width, 200,
             900);
  }
  if (at.timeline.height > 0) {
    splitter(ui, "##split/timeline", {0, at.timeline.y - grip, at.timeline.width, grip}, false, ui.look.timeline_height,
             80, 1200);
  }
}

}  // namespace

void draw_side(Ui& ui, const Rect& at) {
  const PanelWindow window(ui, "##side", at);
  struct Entry {
    Tab tab;
    const char *name, *label;
    shell::Action action;
  };
  constexpr Entry kEntries[] = {{Tab::properties, "side/properties", "Properties", shell::Action::show_properties},
                                {Tab::data, "side/data", "Data", shell::Action::show_data},
                                {Tab::problems, "side/problems", "Problems", shell::Action::show_problems},
                                {Tab::history, "side/history", "History", shell::Action::show_history},
                                {Tab::exports, "side/export", "Export", shell::Action::show_export}};
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(7), ui.px(5)});
  float x = ImGui::GetCursorPosX();
  const float end = at.width - ui.px(4);
  const size_t problems = count_problems(ui.model);
  for (const Entry& e : kEntries) {
    std::string label = e.label;
    if (e.tab == Tab::problems && problems > 0) label += fmt::format(" {}", problems);
    const float width = ImGui::CalcTextSize(label.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
    if (x + width > end) ImGui::NewLine(), x = ImGui::GetCursorPosX();
    toggle(ui, e.name, label.c_str(), ui.look.tab == e.tab, e.action);
    x += width;
    ImGui::SameLine(0, 0);
  }
  ImGui::NewLine();
  ImGui::PopStyleVar();
  ImGui::BeginChild("##tab", {0, 0}, false, ImGuiWindowFlags_NoNav);
  switch (ui.look.tab) {
    case Tab::properties:
      draw_properties(ui);
      break;
    case Tab::data:
      draw_data(ui);
      break;
    case Tab::problems:
      draw_problems(ui);
      break;
    case Tab::history:
      draw_history(ui);
      break;
    case Tab::exports:
      draw_export(ui);
      break;
  }
  ImGui::EndChild();
}

void draw_everything(Ui& ui, float width, float height) {
  ui.look.drop_fields.clear();
  const Places at = place_panels(ui.look, ui.model.composition != nullptr, width, height);
  draw_top_bar(ui, at.top);
  if (at.canvas.width > 0) draw_canvas(ui, at.canvas);
  if (at.side.width > 0) draw_side(ui, at.side);
  if (at.transport.width > 0) draw_transport(ui, at.transport);
  if (at.timeline.width > 0) draw_timeline(ui, at.timeline);
  draw_status(ui, at.status);
  draw_splitters(ui, at);
  if (ui.look.palette) draw_palette(ui, width, height);
  if (ui.look.shortcuts) draw_shortcuts(ui, width, height);
  draw_browser(ui, width, height);
  draw_workspace_sheet(ui, width, height);
  draw_questions(ui, width, height);
}

}  // namespace fp::panels

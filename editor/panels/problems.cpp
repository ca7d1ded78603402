// Everything that is wrong, one line each; a click goes there.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/data.hpp"

namespace fp::panels {
namespace {

struct Line {
  bool error = false;
  std::string text, where, hint;
  const preview::Problem* problem = nullptr;  // null: of loading, or of a merge
  std::string pointer;                        // into the document
};

std::string place_of(const SourceLocation& at) {
  return at.line > 0 ? fmt::format("{}:{}:{}", at.file, at.line, at.column) : at.file;
}

std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// "title  ·  1:1  ·  12 rows, the worst is row 7  ·  1.20 s"
std::string where_of(const Model& m, const preview::Problem& p) {
  std::vector<std::string> parts;
  if (!p.layer.empty()) parts.push_back(p.layer);
  if (p.error && p.location.line > 0) parts.push_back(place_of(p.location));
  if (!p.format.empty()) parts.push_back(p.format);
  if (m.rows > 0 && p.rows > 1) parts.push_back(fmt::format("{} rows, worst row {}", p.rows, p.row + 1));
  if (m.rows > 0 && p.rows == 1) parts.push_back(fmt::format("row {}", p.row + 1));
  if (p.frame >= 0 && m.composition != nullptr) {
    const Rational fps = m.composition->fps;
    parts.push_back(fmt::format("{:.2f} s", static_cast<double>(p.frame * fps.den) / static_cast<double>(fps.num)));
  }
  return fmt::format("{}", fmt::join(parts, "  \u00b7  "));
}

// Why there is no sound, but for what is said already of the same place.
Errors sound_faults(const Model& m) {
  Errors faults;
  if (m.sound_errors == nullptr) return faults;
  for (const Diagnostic& d : *m.sound_errors) {
    const bool known = std::ranges::any_of(m.errors, [&](const Diagnostic& e) { return e.message == d.message; }) ||
                       (m.problems != nullptr && std::ranges::any_of(*m.problems, [&](const preview::Problem& p) {
                          return p.error && !d.pointer.empty() && p.location.pointer == d.pointer;
                        }));
    if (!known) faults.push_back(d);
  }
  return faults;
}

std::vector<Line> lines_of(const Model& m) {
  std::vector<Line> lines;
  for (const Diagnostic& d : m.errors) {
    const std::string place = place_of({d.file, d.line, d.column, {}});
    lines.push_back({true, d.message, place.empty() ? d.pointer : place, d.hint, nullptr, d.pointer});
  }
  for (const Diagnostic& d : sound_faults(m)) {
    const std::string place = place_of({d.file, d.line, d.column, {}});
    lines.push_back({true, sentence(d.message), place.empty() ? d.pointer : place, d.hint, nullptr, d.pointer});
  }
  if (m.conflicts != nullptr) {
    for (const editor::Conflict& c : *m.conflicts)
      lines.push_back({true, "Changed here and on disk", c.pointer, {}, nullptr, c.pointer});
  }
  if (m.problems == nullptr) return lines;
  for (const preview::Problem& p : *m.problems)
    lines.push_back({p.error, sentence(p.text), where_of(m, p), p.hint, &p, p.location.pointer});
  return lines;
}

// The layer's pointer in the document; "" where it cannot be told.
std::string layer_of(const Model& m, const Line& line) {
  if (m.outline == nullptr) return {};
  const std::string id = line.problem != nullptr ? line.problem->layer : "";
  const auto named = std::ranges::find(m.outline->layers, id, &editor::OutlineLayer::id);
  if (!id.empty() && named != m.outline->layers.end()) return named->pointer;
  const std::string layer = editor::layer_of(line.pointer);
  return editor::find_layer(*m.outline, layer) != nullptr ? layer : std::string();
}

void go(Ui& ui, const Line& line) {
  const Model& m = ui.model;
  if (const preview::Problem* p = line.problem) {
    if (!p->format.empty() && p->format != m.format) ui.wishes.emplace_back(ShowFormat{p->format});
    const int row = static_cast<int>(p->row) + 1;
    if (m.rows > 0 && row <= m.rows && row != m.row) ui.wishes.emplace_back(SetRow{row});
    if (p->frame >= 0) ui.wishes.emplace_back(Seek{p->frame, false});
  }
  if (const std::string layer = layer_of(m, line); !layer.empty()) ui.edit(editor::Select{{layer}});
}

// A triangle for what is hard to read, a disc for what cannot be drawn.
void draw_sign(const Ui& ui, ImDrawList& list, ImVec2 middle, bool error) {
  const float r = ui.px(6), bar = ui.px(1);
  const ImU32 color = ink(error ? ui.theme.bad : ui.theme.warning), inner = ink(ui.theme.panel);
  if (error) {
    list.AddCircleFilled(middle, r, color, 20);
  } else {
    list.AddTriangleFilled({middle.x, middle.y - r}, {middle.x + r * 1.1f, middle.y + r * 0.85f},
                           {middle.x - r * 1.1f, middle.y + r * 0.85f}, color);
  }
  const float top = error ? r * 0.55f : r * 0.35f;
  list.AddRectFilled({middle.x - bar, middle.y - top}, {middle.x + bar, middle.y + r * 0.2f}, inner);
  list.AddRectFilled({middle.x - bar, middle.y + r * 0.38f}, {middle.x + bar, middle.y + r * 0.38f + 2 * bar}, inner);
}

void draw_line(Ui& ui, size_t index, const Line& line, float height) {
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(index));
  const bool pressed = ImGui::InvisibleButton("##problem", {width, height});
  ImGui::PopID();
  describe(ui, fmt::format("problems/{}", index).c_str(), line.text + " | " + line.where);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered())
    list.AddRectFilled(from, {from.x + width, from.y + height}, ink(ui.theme.hovered), ui.px(4));
  const std::string all = line.text + (line.hint.empty() ? "" : "\n" + line.hint) + "\n" + line.where;
  tooltip(ui, all);
  const float x = from.x + ui.px(30), room = width - ui.px(38);
  const float top = from.y + (height - ui.fonts.regular->FontSize - ui.fonts.small->FontSize - ui.px(3)) / 2;
  draw_sign(ui, list, {from.x + ui.px(15), top + ui.fonts.regular->FontSize / 2 + ui.px(1)}, line.error);
  clipped_text(list, *ui.fonts.regular, {x, top}, room, ink(ui.theme.text), line.text);
  clipped_text(list, *ui.fonts.small, {x, top + ui.fonts.regular->FontSize + ui.px(3)}, room, ink(ui.theme.muted),
               line.where);
  if (pressed) go(ui, line);
}

std::string scope_text(const Model& m) {
  const preview::Checked& c = *m.checked;
  const size_t formats = c.formats.size();
  if (c.all_known() && m.rows > 0)
    return fmt::format("all {} rows{}", m.rows, formats > 1 ? fmt::format(" in {} formats", formats) : "");
  if (c.all_known()) return formats > 1 ? fmt::format("all {} formats", formats) : "the whole template";
  if (m.rows == 0) return m.format;
  size_t known = 0;
  for (size_t f = 0; f < formats; ++f) known = std::max(known, c.known(f));
  return known <= 1                             ? fmt::format("row {}", m.row)
         : known == static_cast<size_t>(m.rows) ? std::string("all rows of a format")
                                                : fmt::format("{} of {} rows", known, m.rows);
}

std::string status_text(const Ui& ui, size_t lines) {
  const Model& m = ui.model;
  if (!m.checked) return m.composition == nullptr ? "" : "Not checked yet";
  const preview::Checked& c = *m.checked;
  if (c.stale) return "Changed: checked again in a moment";
  if (c.done < c.wanted) return fmt::format("Checking {} of {}", c.done + 1, c.wanted);
  return fmt::format("{} in {}, {}", lines == 0 ? "No problems" : std::to_string(lines), scope_text(m), m.checked_at);
}

void draw_head(Ui& ui, size_t lines) {
  const Model& m = ui.model;
  const float left = ImGui::GetCursorPosX(), full = ImGui::GetContentRegionAvail().x;
  const bool more = m.checked && !m.checked->all_known();
  const bool running = ui.look.check_all && m.checked && m.checked->done < m.checked->wanted;
  const char* label = running ? "Stop" : m.rows > 0 ? "Check all rows" : "Check all formats";
  const float button = more ? ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x : 0;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string said = status_text(ui, lines);
  const float room = full - button - ui.px(10);
  clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular, {at.x, at.y + ImGui::GetStyle().FramePadding.y}, room,
               ink(ui.theme.muted), said);
  ImGui::Dummy({room, ImGui::GetFrameHeight()});
  describe(ui, "problems/status", said);
  tooltip(ui, said);
  if (more) {
    ImGui::SameLine(0, 0);
    ImGui::SetCursorPosX(left + full - button);
    if (ImGui::Button(label)) ui.look.check_all = !running;
    describe(ui, "problems/check-all");
  }
  if (m.checked && m.checked->done < m.checked->wanted) {
    const ImVec2 bar = ImGui::GetCursorScreenPos();
    const float share = static_cast<float>(m.checked->done) / static_cast<float>(m.checked->wanted);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(bar, {bar.x + full, bar.y + ui.px(3)}, ink(ui.theme.raised), ui.px(1));
    list.AddRectFilled(bar, {bar.x + full * share, bar.y + ui.px(3)}, ink(ui.theme.accent), ui.px(1));
  }
  ImGui::Dummy({0, ui.px(4)});
}

}  // namespace

size_t count_problems(const Model& m) {
  return m.errors.size() + sound_faults(m).size() + (m.conflicts != nullptr ? m.conflicts->size() : 0) +
         (m.problems != nullptr ? m.problems->size() : 0);
}

void draw_problems(Ui& ui) {
  const std::vector<Line> lines = lines_of(ui.model);
  draw_head(ui, lines.size());
  const float height = ui.px(44);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##problems", ImGui::GetContentRegionAvail(), false, ImGuiWindowFlags_NoNav);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines.size()), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
      draw_line(ui, static_cast<size_t>(i), lines[static_cast<size_t>(i)], height);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace fp::panels

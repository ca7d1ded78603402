// The data tab: parameters above, the table and its rows beneath.
#include "editor/panels/data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fp::panels {
namespace {

using preview::RowOrder;

struct Sorting {
  RowOrder order;
  const char *name, *label;
};
constexpr Sorting kSortings[] = {{RowOrder::worst, "data/order/worst", "Worst first"},
                                 {RowOrder::table, "data/order/table", "Table order"},
                                 {RowOrder::longest_text, "data/order/longest", "Longest text first"},
                                 {RowOrder::fit, "data/order/fit", "Worst fitting text first"},
                                 {RowOrder::missing_picture, "data/order/missing", "Missing pictures first"},
                                 {RowOrder::contrast, "data/order/contrast", "Lowest contrast first"}};

void draw_order(Ui& ui, float width) {
  const auto chosen = std::ranges::find(kSortings, ui.look.row_order, &Sorting::order);
  ImGui::SetNextItemWidth(width);
  const bool open = ImGui::BeginCombo("##order", chosen->label);
  describe(ui, "data/order", chosen->label);
  if (!open && ui.look.row_order == RowOrder::worst)
    tooltip(ui,
            "Rows that cannot be drawn, then by what was found: text lost, cut off or hidden counts most, then missing "
            "pictures and low contrast, then all else; the longest text decides between equals.");
  if (!open) return;
  for (const Sorting& s : kSortings) {
    if (ImGui::Selectable(s.label, s.order == ui.look.row_order)) ui.look.row_order = s.order;
    describe(ui, s.name);
  }
  ImGui::EndCombo();
}

// "List" and "Pictures" at the right edge, the order in what is left.
void draw_row_tools(Ui& ui) {
  const float pad = 2 * ImGui::GetStyle().FramePadding.x;
  const float list = ImGui::CalcTextSize("List").x + pad, pictures = ImGui::CalcTextSize("Pictures").x + pad;
  const float left = ImGui::GetCursorPosX(), full = ImGui::GetContentRegionAvail().x;
  draw_order(ui, std::min(ui.px(220), full - list - pictures - ui.px(8)));
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(left + full - list - pictures);
  if (toggle(ui, "data/list", "List", !ui.look.row_grid)) ui.look.row_grid = false;
  ImGui::SameLine(0, 0);
  if (toggle(ui, "data/pictures", "Pictures", ui.look.row_grid)) ui.look.row_grid = true;
}

void draw_checking(Ui& ui) {
  const Model& m = ui.model;
  if (!preview::needs_checks(ui.look.row_order) || !m.checked) return;
  if (!m.checked->stale && m.checked->done == m.checked->wanted) return;
  ImGui::PushFont(ui.fonts.small);
  ImGui::TextDisabled("Checking rows: %d of %d", static_cast<int>(m.checked->done),
                      static_cast<int>(m.checked->wanted));
  ImGui::PopFont();
}

float height_of_params(const Ui& ui) {
  const float one = ImGui::GetFrameHeight() + ui.fonts.small->FontSize + 3 * ImGui::GetStyle().ItemSpacing.y;
  const float trial = ui.fonts.small->FontSize + ui.px(4) + ImGui::GetStyle().ItemSpacing.y;
  return ImGui::GetFrameHeightWithSpacing() + one * static_cast<float>(ui.model.tpl->params.size()) +
         trial * static_cast<float>(ui.model.state->tried.size()) + ui.px(8);
}

// The line between parameters and rows, which can be dragged.
void draw_split(Ui& ui, float room) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, grip = ui.px(9);
  ImGui::InvisibleButton("##split", {width, grip});
  const bool held = ImGui::IsItemActive(), lit = held || ImGui::IsItemHovered();
  if (lit) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
  if (held) {
    const float moved = ImGui::GetIO().MouseDelta.y / std::max(1.0f, room);
    ui.look.params_share = std::clamp(ui.look.params_share + moved, 0.1f, 0.8f);
  }
  const float y = at.y + std::round(grip / 2), thick = ui.px(lit ? 3 : 1);
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, y}, {at.x + width, y + thick},
                                            ink(lit ? ui.theme.accent : ui.theme.line));
  describe(ui, "data/split");
}

}  // namespace

void draw_table_head(Ui& ui) {
  const Model& m = ui.model;
  const float left = ImGui::GetCursorPosX(), full = ImGui::GetContentRegionAvail().x;
  const float pad = 2 * ImGui::GetStyle().FramePadding.x, gap = ui.px(6);
  const char* load = m.table != nullptr ? "Load\u2026" : "Load a table\u2026";
  const float unload = m.table != nullptr ? ImGui::CalcTextSize("Unload").x + pad + gap : 0;
  const float buttons = ImGui::CalcTextSize(load).x + pad + unload;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string file = m.table != nullptr ? m.table_file.filename().string() : "No table";
  clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.strong, {at.x, at.y + ImGui::GetStyle().FramePadding.y},
               full - buttons - ui.px(10), ink(ui.theme.text), file);
  ui.items.add("data/table", at.x, at.y, full - buttons, ImGui::GetFrameHeight(), m.table_file.string());
  ImGui::SetCursorPosX(left + full - buttons);
  if (ImGui::Button(load)) ui.wishes.emplace_back(shell::Action::load_table);
  describe(ui, "data/load");
  if (m.table == nullptr) return;
  ImGui::SameLine(0, gap);
  if (ImGui::Button("Unload")) ui.wishes.emplace_back(LoadTable{});
  describe(ui, "data/unload");
  icon_button(ui, "data/previous", Icon::left, shell::Action::previous_row);
  ImGui::SameLine(0, ui.px(4));
  const float y = ImGui::GetCursorPosY(), text_y = y + (ui.px(30) - ImGui::GetTextLineHeight()) / 2;
  ImGui::SetCursorPosY(text_y);
  ImGui::Text("Row %d of %d", m.row, m.rows);
  ImGui::SameLine(0, ui.px(4));
  ImGui::SetCursorPosY(y);
  icon_button(ui, "data/next", Icon::right, shell::Action::next_row);
}

void draw_data(Ui& ui) {
  const Model& m = ui.model;
  if (m.composition == nullptr || m.state == nullptr) return;
  if (m.table == nullptr) {
    draw_table_head(ui);
    ImGui::Dummy({0, ui.px(4)});
    draw_params(ui);
    return;
  }
  const float room = ImGui::GetContentRegionAvail().y;
  ImGui::BeginChild("##params", {0, std::min(height_of_params(ui), std::round(room * ui.look.params_share))}, false,
                    ImGuiWindowFlags_NoNav);
  draw_params(ui);
  ImGui::EndChild();
  draw_split(ui, room);
  draw_table_head(ui);
  draw_row_tools(ui);
  draw_checking(ui);
  if (m.order == nullptr) return;
  ui.look.row_grid ? draw_row_grid(ui) : draw_row_list(ui);
}

}  // namespace fp::panels

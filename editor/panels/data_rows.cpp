// The rows of the table: as a list, or as pictures of all of them at the playhead.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/data.hpp"

namespace fp::panels {
namespace {

// Index of the format that is shown, as `Checked` counts them.
size_t format_index(const Model& m) {
  const auto& formats = m.tpl->formats;
  const auto at = std::ranges::find(formats, m.format);
  return at == formats.end() ? 0 : static_cast<size_t>(at - formats.begin());
}

const preview::RowReport* report_of(const Model& m, size_t row) {
  return m.checked ? m.checked->find(format_index(m), row) : nullptr;
}

// Why the row stands where it does; in the table's order nothing has to be explained.
std::string reasons_of(const Ui& ui, size_t row) {
  const Model& m = ui.model;
  if (ui.look.row_order == preview::RowOrder::table || row >= m.values->size()) return {};
  return preview::reasons_of(*m.tpl, m.values->at(row), report_of(m, row));
}

// A dot where something was found in the row.
void draw_mark(const Ui& ui, ImDrawList& list, ImVec2 middle, size_t row) {
  const preview::RowReport* report = report_of(ui.model, row);
  if (report == nullptr || (report->errors.empty() && report->findings.empty())) return;
  list.AddCircleFilled(middle, ui.px(3), ink(report->errors.empty() ? ui.theme.warning : ui.theme.bad), 12);
}

struct Column {
  enum class Kind : uint8_t { field, label, reasons } kind = Kind::field;
  std::string title;  // a field's name in the table
  float width = 0;
};

std::string cell_text(const Ui& ui, const Column& column, size_t row) {
  const Model& m = ui.model;
  if (column.kind == Column::Kind::reasons) return reasons_of(ui, row);
  if (column.kind == Column::Kind::label) return row < m.values->size() ? m.values->at(row).label : "";
  if (row >= m.table->rows.size()) return {};
  const Field* field = m.table->rows[row].find(column.title);
  return field == nullptr ? "" : editable_text(&field->value);
}

// Why rows stand where they do, then what parameters read; as wide as the first rows need.
std::vector<Column> columns_of(const Ui& ui) {
  constexpr size_t kLooked = 24;
  const Model& m = ui.model;
  std::vector<Column> columns;
  if (ui.look.row_order != preview::RowOrder::table) columns.push_back({Column::Kind::reasons, "Why", 0});
  for (const Param& param : m.tpl->params) {
    if (param.of_data) continue;
    const std::string field = column_of(param, m.table);
    if (!field.empty() && std::ranges::find(columns, field, &Column::title) == columns.end())
      columns.push_back({Column::Kind::field, field, 0});
  }
  columns.push_back({Column::Kind::label, "Label", 0});
  for (Column& column : columns) {
    if (column.kind == Column::Kind::reasons) {  // nothing may be known yet
      column.width = std::clamp(std::round(ImGui::GetContentRegionAvail().x * 0.4f), ui.px(110), ui.px(240));
      continue;
    }
    float widest = ImGui::CalcTextSize(column.title.c_str()).x;
    for (size_t i = 0; i < std::min(kLooked, m.order->size()); ++i)
      widest = std::max(widest, ImGui::CalcTextSize(cell_text(ui, column, m.order->at(i)).c_str()).x);
    column.width = std::clamp(widest + ui.px(4), ui.px(44), ui.px(180));
  }
  return columns;
}

void cell(const Ui& ui, const std::string& text, ImU32 color, float height) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.regular, {at.x, at.y + (height - ui.fonts.regular->FontSize) / 2},
               ImGui::GetContentRegionAvail().x, color, text);
}

void draw_list_row(Ui& ui, const std::vector<Column>& columns, size_t row, float height) {
  const Model& m = ui.model;
  const bool current = static_cast<int>(row) + 1 == m.row;
  ImGui::TableNextRow(0, height);
  ImGui::TableSetColumnIndex(0);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(row));
  if (ImGui::Selectable("##row", current, ImGuiSelectableFlags_SpanAllColumns, {0, height}))
    ui.wishes.emplace_back(SetRow{static_cast<int>(row) + 1});
  ImGui::PopID();
  ui.items.add(fmt::format("data/row/{}", row + 1), at.x, at.y, width, height, current ? "current" : "");
  tooltip(ui, reasons_of(ui, row));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (current) list.AddRectFilled(at, {at.x + ui.px(3), at.y + height}, ink(ui.theme.accent));
  draw_mark(ui, list, {at.x + width - ui.px(4), at.y + height / 2}, row);
  const std::string number = std::to_string(row + 1);
  const float right = at.x + width - ui.px(12) - ImGui::CalcTextSize(number.c_str()).x;
  list.AddText({right, at.y + (height - ui.fonts.regular->FontSize) / 2}, ink(ui.theme.muted), number.c_str());
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool seen = ImGui::TableSetColumnIndex(static_cast<int>(i) + 1);
    const bool reasons = columns[i].kind == Column::Kind::reasons;
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const std::string text = seen || reasons ? cell_text(ui, columns[i], row) : "";
    if (reasons) ui.items.add(fmt::format("data/why/{}", row + 1), from.x, from.y, columns[i].width, height, text);
    const shell::Rgb color = columns[i].kind == Column::Kind::field ? ui.theme.text : ui.theme.muted;
    if (seen) cell(ui, text, ink(color), height);
  }
}

void draw_list_head(const Ui& ui, const std::vector<Column>& columns, float height) {
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers, height);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!ImGui::TableSetColumnIndex(static_cast<int>(i) + 1)) continue;
    cell(ui, columns[i].title, ink(ui.theme.muted), height);
  }
}

// Once, where another row became current elsewhere. At first the worst rows are what is to be seen.
void scroll_to_current(Ui& ui, float height) {
  const Model& m = ui.model;
  const int before = std::exchange(ui.look.row_seen, m.row);
  if (before == m.row || (before == 0 && ui.look.row_order != preview::RowOrder::table)) return;
  const auto at = std::ranges::find(*m.order, static_cast<size_t>(m.row - 1));
  const float y = static_cast<float>(at - m.order->begin() + 1) * height;
  const float top = ImGui::GetScrollY(), bottom = top + ImGui::GetWindowHeight() - 2 * height;
  if (y < top || y > bottom) ImGui::SetScrollY(std::max(0.0f, y - ImGui::GetWindowHeight() / 2));
}

// How pictures are laid out: no more of them are seen at once than a sheet holds.
struct Grid {
  int across = 1;
  float width = 0, picture = 0, height = 0;  // of a cell; of its picture's height
};
Grid grid_of(const Ui& ui, ImVec2 room) {
  const Composition& c = *ui.model.composition;
  Grid grid;
  const bool reasons = ui.look.row_order != preview::RowOrder::table;
  const float caption = (reasons ? 2 : 1) * ui.fonts.small->FontSize + ui.px(reasons ? 14 : 12);
  for (grid.across = std::max(1, static_cast<int>(room.x / ui.px(94))); grid.across >= 1; --grid.across) {
    grid.width = std::floor(room.x / static_cast<float>(grid.across));
    const float inner = grid.width - ui.px(8);
    grid.picture =
        std::min(std::round(inner * static_cast<float>(c.height) / static_cast<float>(c.width)), inner * 1.4f);
    grid.height = grid.picture + caption;
    const auto lines = static_cast<size_t>(room.y / grid.height) + 2;
    if (grid.across == 1 || lines * static_cast<size_t>(grid.across) <= preview::Sheet::kCells) break;
  }
  return grid;
}

void draw_picture(const Ui& ui, ImDrawList& list, size_t row, ImVec2 from, ImVec2 to) {
  list.AddRectFilled(from, to, ink(ui.theme.raised), ui.px(3));
  const preview::Sheet* sheet = ui.model.thumbnails.get();
  if (sheet == nullptr) return;
  const auto found = sheet->cells.find(row);
  if (found == sheet->cells.end()) return;
  const preview::Sheet::Cell& cell = found->second;
  if (cell.width == 0) {
    const char* text = "cannot be drawn";
    clipped_text(list, *ui.fonts.small, {from.x + ui.px(6), from.y + ui.px(6)}, to.x - from.x - ui.px(12),
                 ink(ui.theme.muted), text);
    return;
  }
  const auto w = static_cast<float>(cell.width), h = static_cast<float>(cell.height);
  const float zoom = std::min((to.x - from.x) / w, (to.y - from.y) / h);
  const ImVec2 size{std::round(w * zoom), std::round(h * zoom)};
  const ImVec2 at{std::round((from.x + to.x - size.x) / 2), std::round((from.y + to.y - size.y) / 2)};
  constexpr float kWhole = preview::Sheet::kWidth, kInset = 0.5f;  // nothing of the neighbours
  const auto column = cell.index % preview::Sheet::kAcross, line = cell.index / preview::Sheet::kAcross;
  const auto left = static_cast<float>(column * preview::Sheet::kSide);
  const auto top = static_cast<float>(line * preview::Sheet::kSide);
  list.AddImage(texture(shell::Texture::thumbnails), at, {at.x + size.x, at.y + size.y},
                {(left + kInset) / kWhole, (top + kInset) / kWhole},
                {(left + w - kInset) / kWhole, (top + h - kInset) / kWhole});
}

void draw_grid_cell(Ui& ui, size_t row, const Grid& grid) {
  const Model& m = ui.model;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float pad = ui.px(4);
  ImGui::PushID(static_cast<int>(row));
  if (ImGui::InvisibleButton("##cell", {grid.width, grid.height}))
    ui.wishes.emplace_back(SetRow{static_cast<int>(row) + 1});
  ImGui::PopID();
  const std::string name = name_of_row(*m.tpl, m.values->at(row));
  describe(ui, fmt::format("data/picture/{}", row + 1).c_str(), name);
  const bool current = static_cast<int>(row) + 1 == m.row, hovered = ImGui::IsItemHovered();
  const std::string reasons = reasons_of(ui, row);
  tooltip(ui, reasons.empty() ? name : name + "\n" + reasons);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 from{at.x + pad, at.y + pad}, to{at.x + grid.width - pad, at.y + pad + grid.picture};
  draw_picture(ui, list, row, from, to);
  if (current || hovered) {
    list.AddRect({from.x - ui.px(2), from.y - ui.px(2)}, {to.x + ui.px(2), to.y + ui.px(2)},
                 ink(current ? ui.theme.accent : ui.theme.control), ui.px(4), 0, ui.px(2));
  }
  const std::string number = std::to_string(row + 1);
  ImFont& small = *ui.fonts.small;
  const float y = to.y + ui.px(4), digits = small.CalcTextSizeA(small.FontSize, FLT_MAX, 0, number.c_str()).x;
  list.AddText(&small, small.FontSize, {from.x, y}, ink(ui.theme.muted), number.c_str());
  clipped_text(list, small, {from.x + digits + ui.px(5), y}, to.x - from.x - digits - ui.px(14), ink(ui.theme.text),
               name);
  draw_mark(ui, list, {to.x - ui.px(3), y + small.FontSize / 2}, row);
  const float below = y + small.FontSize + ui.px(2);
  clipped_text(list, small, {from.x, below}, to.x - from.x, ink(ui.theme.muted), reasons);
  ui.items.add(fmt::format("data/why/{}", row + 1), from.x, below, to.x - from.x, small.FontSize, reasons);
}

}  // namespace

void draw_row_list(Ui& ui) {
  const Model& m = ui.model;
  const std::vector<Column> columns = columns_of(ui);
  const float height = ui.px(24);
  ImGui::PushStyleColor(ImGuiCol_TableHeaderBg, ink(ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_TableBorderLight, ink(ui.theme.line));
  ImGui::PushStyleColor(ImGuiCol_TableBorderStrong, ink(ui.theme.line));
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(5), 0});
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                                     ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_NoSavedSettings;
  if (ImGui::BeginTable(columns.front().kind == Column::Kind::reasons ? "##rows" : "##table-rows",
                        static_cast<int>(columns.size()) + 1, kFlags, ImGui::GetContentRegionAvail())) {
    ImGui::TableSetupScrollFreeze(1, 1);
    const std::string most = std::to_string(m.order->size());
    ImGui::TableSetupColumn("#", ImGuiTableColumnFlags_WidthFixed | ImGuiTableColumnFlags_NoResize,
                            ImGui::CalcTextSize(most.c_str()).x + ui.px(20));
    for (const Column& column : columns)
      ImGui::TableSetupColumn(column.title.c_str(), ImGuiTableColumnFlags_WidthFixed, column.width);
    ui.look.rows_hovered = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
    draw_list_head(ui, columns, height);
    scroll_to_current(ui, height);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(m.order->size()), height);
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
        draw_list_row(ui, columns, m.order->at(static_cast<size_t>(i)), height);
    }
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(3);
}

void draw_row_grid(Ui& ui) {
  const Model& m = ui.model;
  ui.look.thumbnails.clear();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("##pictures", ImGui::GetContentRegionAvail(), false, ImGuiWindowFlags_NoNav);
  ui.look.rows_hovered = ImGui::IsWindowHovered();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const Grid grid = grid_of(ui, room);
  const auto across = static_cast<size_t>(grid.across);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>((m.order->size() + across - 1) / across), grid.height);
  while (clipper.Step()) {
    for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
      const size_t first = static_cast<size_t>(line) * across;
      for (size_t i = first; i < std::min(first + across, m.order->size()); ++i) {
        if (i != first) ImGui::SameLine(0, 0);
        draw_grid_cell(ui, m.order->at(i), grid);
        ui.look.thumbnails.push_back(m.order->at(i));
      }
    }
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace fp::panels

// One field: label, value, keys, what may be done to it, and the fields within it.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "editor/panels/properties.hpp"
#include "editor/state/pointer.hpp"

namespace fp::panels {

using editor::Field;
using editor::FieldKind;

namespace {

Row place_row(const Panel& panel, const Field& field, int depth) {
  const Ui& ui = panel.ui;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, tall = value_height(panel, field);
  const float pad = ui.px(2), keys = ui.px(48), indent = ui.px(12) * static_cast<float>(std::min(depth, 6));
  Row row;
  row.at = {from.x, from.y, width, tall + 2 * pad};
  const float column = std::round(std::clamp(width * 0.36f, ui.px(70), ui.px(170)));
  row.label = {from.x + ui.px(16) + indent, from.y + pad, std::max(ui.px(30), column - ui.px(20) - indent), ui.px(24)};
  const float value = std::max(from.x + column, row.label.x + row.label.width + ui.px(4));
  row.keys = {from.x + width - keys, from.y + pad, keys - ui.px(2), ui.px(24)};
  row.value = {value, from.y + pad, std::max(ui.px(20), row.keys.x - value - ui.px(4)), tall};
  row.hovered = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
                ImGui::IsMouseHoveringRect({from.x, from.y}, {from.x + width, from.y + row.at.height});
  return row;
}

bool has_inside(const Field& field) {
  return !field.children.empty();
}

// Items of lists are open, but for keys, of which there may be many.
bool habit_of(const Field& field) {
  const bool key = field.value != nullptr && field.value->find("t") != nullptr && field.value->find("v") != nullptr;
  return !field.animated && !key && parse_index(field.key).has_value();
}

// "2  Drop shadow": an item of a list by what it is.
std::string label_for(const Field& field) {
  const auto index = parse_index(field.key);
  if (!index) return field.label;
  const Json* value = field.value;
  for (const char* key : {"type", "shape", "by", "t"}) {
    const Json* said = value == nullptr ? nullptr : value->find(key);
    if (said != nullptr && said->is_string()) return fmt::format("{}  {}", *index + 1, editor::label_of(said->text));
  }
  return std::to_string(*index + 1);
}

void draw_tooltip(const Panel& panel, const Field& field, const Row& row) {
  Ui& ui = panel.ui;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(12), ui.px(9)});
  // Beside the panel: it must not hide what one is about to press.
  ImGui::SetNextWindowPos({ImGui::GetWindowPos().x - ui.px(14), row.at.y}, ImGuiCond_Always, {1, 0});
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(ui.px(320));
  ImGui::PushFont(ui.fonts.strong);
  ImGui::TextUnformatted(field.label.c_str());
  ImGui::PopFont();
  if (!field.description.empty()) ImGui::TextUnformatted(field.description.c_str());
  ImGui::PushFont(ui.fonts.small);
  ImGui::TextDisabled("%s", field.pointer.c_str());
  ImGui::PopFont();
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

void draw_label(Panel& panel, const Field& field, const Row& row, float width) {
  Ui& ui = panel.ui;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImFont& font = *ui.fonts.regular;
  const float y = std::round(row.label.y + (row.label.height - font.FontSize) / 2);
  const bool inside = has_inside(field);
  ImGui::SetCursorScreenPos({row.label.x - ui.px(14), row.label.y});
  const bool pressed = ImGui::InvisibleButton("##label", {width + ui.px(14), row.label.height});
  const bool hovered = ImGui::IsItemHovered();
  if (inside) {
    const bool open = is_open(panel, field.pointer, habit_of(field));
    draw_sign(list, {row.label.x - ui.px(8), row.label.y + row.label.height / 2}, ui.px(8),
              open ? Sign::unfold : Sign::fold, ink(hovered ? ui.theme.text : ui.theme.muted));
    if (pressed) toggle_open(panel, field.pointer);
  }
  clipped_text(list, font, {row.label.x, y}, width, ink(field.set ? ui.theme.text : ui.theme.muted), label_for(field));
  ui.items.add(item_of(field.pointer) + "/label", row.label.x, row.label.y, width, row.label.height,
               field.set ? "set" : "default");
  if (hovered && ImGui::GetIO().MouseDownDuration[0] < 0) draw_tooltip(panel, field, row);
}

// Up, down and away, of an item; only under the pointer. They stand where keys would be.
void draw_item_buttons(Panel& panel, const Field& field, const Row& row) {
  const auto index = parse_index(field.key);
  if (!index || !panel.editable()) return;
  const std::string list(editor::parent_pointer(field.pointer)), item = item_of(field.pointer);
  const Json* all = find_at(panel.state.document.root(), list);
  if (all == nullptr || !all->is_array()) return;
  const float third = std::floor(row.keys.width / 3);
  const Rect up{row.keys.x, row.keys.y, third, row.keys.height};
  const Rect down{row.keys.x + third, row.keys.y, third, row.keys.height};
  const Rect away{row.keys.x + 2 * third, row.keys.y, third, row.keys.height};
  if (*index > 0 && sign_button(panel, item + "/up", up, Sign::up, "Move up"))
    panel.ui.edit(editor::MoveItem{field.pointer, *index - 1});
  if (*index + 1 < all->items.size() && sign_button(panel, item + "/down", down, Sign::down, "Move down"))
    panel.ui.edit(editor::MoveItem{field.pointer, *index + 1});
  if (sign_button(panel, item + "/remove", away, Sign::minus, "Remove"))
    panel.ui.edit(editor::RemoveProperty{field.pointer});
}

// Members with names of their own, such as fonts.
void draw_named_addition(Panel& panel, const Field& field, const Json& schema, const std::string& name) {
  std::string& text = panel.state.parameter;
  if (ImGui::IsWindowAppearing()) {
    text.clear();
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(panel.ui.px(180));
  const bool enter = ImGui::InputTextWithHint("##name", "Name", &text, ImGuiInputTextFlags_EnterReturnsTrue);
  describe(panel.ui, (name + "/name").c_str(), text);
  ImGui::SameLine();
  const bool pressed = ImGui::Button("Add");
  if ((enter || pressed) && !text.empty()) {
    panel.ui.edit(
        editor::SetProperty{field.pointer + child_pointer(text), editor::example_of(panel.state.schema, schema)});
    ImGui::CloseCurrentPopup();
  }
}

void draw_list_button(Panel& panel, const Field& field, const Row& row) {
  if (field.chosen == nullptr || !panel.editable()) return;
  const Json* named = field.kind == FieldKind::object ? editor::extra_schema(*field.chosen) : nullptr;
  const float side = row.keys.height;
  const Rect at{row.keys.x + row.keys.width - side, row.keys.y, side, side};
  const std::string name = item_of(field.pointer) + "/add";
  const bool whole = field.kind == FieldKind::object && !field.set && named == nullptr;
  if (whole && sign_button(panel, name, at, Sign::plus, "Set it")) set_value(panel, field, first_value(panel, field));
  if (field.kind != FieldKind::list && named == nullptr) return;
  if (sign_button(panel, name, at, Sign::plus, "Add")) ImGui::OpenPopup(name.c_str());
  const OpenList list_open(panel, name);
  if (!list_open) return;
  if (named != nullptr) return draw_named_addition(panel, field, *named, name);
  const std::vector<editor::Addition> additions = editor::additions_to(panel.state.schema, *field.chosen);
  std::vector<std::string> entries;
  for (const editor::Addition& one : additions) entries.push_back(one.title);
  const int chosen = choose_from(panel, name, entries, -1);
  if (chosen >= 0) {
    const size_t at_end = field.value != nullptr && field.value->is_array() ? field.value->items.size() : 0;
    const Json& value = additions[static_cast<size_t>(chosen)].value;
    Json list = Json::array();
    list.items.push_back(value);
    if (at_end == 0) panel.ui.edit(editor::SetProperty{field.pointer, list});
    if (at_end > 0) panel.ui.edit(editor::SetProperty{field.pointer + child_pointer(at_end), value});
  }
}

void draw_line(Panel& panel, const std::string& text, float x) {
  Ui& ui = panel.ui;
  ImGui::SetCursorScreenPos({x, ImGui::GetCursorScreenPos().y});
  ImGui::PushFont(ui.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, ink(ui.theme.bad));
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

// What is wrong with it, under the field.
void draw_faults(Panel& panel, const Field& field, const Row& row) {
  const std::string item = item_of(field.pointer);
  const std::string& wrong = panel.state.wrong;
  if (wrong == item || wrong == item + "/0" || wrong == item + "/1")
    draw_line(panel, panel.state.complaint, row.value.x);
  for (const Diagnostic& d : panel.ui.model.errors) {
    const bool own =
        d.pointer == field.pointer || (field.children.empty() && editor::is_within(d.pointer, field.pointer));
    if (!own || d.pointer.empty()) continue;
    const float y = ImGui::GetCursorScreenPos().y;
    draw_line(panel, d.message, row.value.x);
    panel.ui.items.add(item + "/fault", row.value.x, y, row.value.width, ImGui::GetCursorScreenPos().y - y, d.message);
    return;
  }
}

void draw_inside(Panel& panel, const Field& field, int depth) {
  if (!has_inside(field) || !is_open(panel, field.pointer, habit_of(field))) return;
  for (const Field& child : field.children) {
    if (child.set) draw_field(panel, child, depth + 1);
  }
  for (const Field& child : field.children) {
    if (!child.set) draw_field(panel, child, depth + 1);
  }
  const size_t all = field.value != nullptr ? field.value->items.size() : 0;
  if (all > editor::kMostItems) ImGui::TextDisabled("%s", fmt::format("and {} more", all - editor::kMostItems).c_str());
}

}  // namespace

bool is_open(const Panel& panel, const std::string& name, bool habit) {
  return panel.state.toggled.contains(name) != habit;
}

void toggle_open(Panel& panel, const std::string& name) {
  auto& toggled = panel.state.toggled;
  if (toggled.erase(name) == 0) toggled.insert(name);
}

void draw_field(Panel& panel, const Field& field, int depth) {
  Ui& ui = panel.ui;
  const Row row = place_row(panel, field, depth);
  const ImVec2 from{row.at.x, row.at.y}, to{row.at.x + row.at.width, row.at.y + row.at.height};
  const bool seen = ImGui::IsRectVisible(from, to) || panel.state.typing.starts_with(item_of(field.pointer));
  if (seen) {
    ImGui::PushID(field.pointer.c_str());
    const bool resets = row.hovered && field.set && !field.required && panel.editable() && !parse_index(field.key);
    const float sign = ui.px(18), label = resets ? row.label.width - sign : row.label.width;
    draw_label(panel, field, row, label);
    const Rect reset{row.label.x + label, row.label.y + ui.px(3), sign, sign};
    if (resets && sign_button(panel, item_of(field.pointer) + "/reset", reset, Sign::reset, "Back to the default"))
      reset_value(panel, field);
    const std::string menu = item_of(field.pointer) + "/menu";
    if (row.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) ImGui::OpenPopup(menu.c_str());
    draw_menu(panel, field);
    draw_value(panel, field, row);
    draw_list_button(panel, field, row);
    if (row.hovered) draw_item_buttons(panel, field, row);
    draw_keys(panel, field, row);
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos(from);
  ImGui::Dummy({row.at.width, row.at.height});
  draw_faults(panel, field, row);
  draw_inside(panel, field, depth);
}

}  // namespace fp::panels

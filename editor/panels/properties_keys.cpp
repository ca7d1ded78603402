// Keyframes of a field, and the list that a right click opens.
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

enum class Diamond : uint8_t { outline, half, filled };

void draw_diamond(ImDrawList& list, ImVec2 m, float r, Diamond kind, ImU32 color) {
  const ImVec2 top{m.x, m.y - r}, right{m.x + r, m.y}, bottom{m.x, m.y + r}, left{m.x - r, m.y};
  if (kind == Diamond::filled) return list.AddQuadFilled(top, right, bottom, left, color);
  if (kind == Diamond::half) list.AddTriangleFilled(top, bottom, left, color);
  list.AddQuad(top, right, bottom, left, color, std::max(1.0f, r * 0.25f));
}

void go_to(Panel& panel, int64_t key) {
  if (panel.layer != nullptr) panel.ui.seek_inside(panel.layer->in + key, false);
}

void press_diamond(Panel& panel, const Field& field, bool here) {
  if (here) return panel.ui.edit(editor::DeleteKeys{{{field.pointer, panel.frame}}});
  const auto now = value_now(panel, field);
  const Json value = now ? *now : first_value(panel, field);
  panel.ui.edit(editor::SetKey{field.pointer, panel.frame, value, {}});
}

bool can_promote(const Panel& panel, const Json* value) {
  if (panel.owner.empty() || value == nullptr) return false;
  return value->is_bool() || value->is_number() || (value->is_string() && !value->text.starts_with('='));
}

// A name of letters and digits that no parameter has.
std::string free_name(const Panel& panel, std::string name) {
  std::erase_if(name, [](char c) { return !(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')); });
  if (name.empty()) name = "value";
  const Json* params = find_at(panel.ui.model.state->document.root(), editor::scope_of(panel.owner) + "/params");
  std::string tried = name;
  for (int i = 2; params != nullptr && params->find(tried) != nullptr; ++i) tried = fmt::format("{}{}", name, i);
  return tried;
}

bool entry(Panel& panel, const Field& field, const char* what, const std::string& label, bool enabled = true) {
  const bool pressed = ImGui::MenuItem(label.c_str(), nullptr, false, enabled);
  describe(panel.ui, (item_of(field.pointer) + "/menu/" + what).c_str());
  return pressed;
}

// Asks for the parameter's name within the list.
void draw_promotion(Panel& panel, const Field& field, const char* what, const std::string& label,
                    const std::string& pointer) {
  PropertiesState& state = panel.state;
  const std::string item = item_of(field.pointer) + "/menu/" + what;
  ImGui::PushID(what);
  const bool open = ImGui::BeginMenu(label.c_str());
  describe(panel.ui, item.c_str());
  if (open) {
    if (ImGui::IsWindowAppearing()) {
      state.parameter = free_name(panel, editor::last_step(field.pointer));
      ImGui::SetKeyboardFocusHere();
    }
    ImGui::TextDisabled("Name of the parameter");
    ImGui::SetNextItemWidth(panel.ui.px(180));
    const bool enter = ImGui::InputText("##name", &state.parameter,
                                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    describe(panel.ui, (item + "/name").c_str(), state.parameter);
    const bool pressed = ImGui::Button("Make parameter");
    describe(panel.ui, (item + "/make").c_str());
    if ((enter || pressed) && !state.parameter.empty()) {
      panel.ui.edit(editor::Promote{pointer, state.parameter});
      ImGui::CloseCurrentPopup();
    }
    ImGui::EndMenu();
  }
  ImGui::PopID();
}

void draw_promotions(Panel& panel, const Field& field) {
  if (panel.state.selection.size() > 1 || field.animated || field.bound || !field.set) return;
  if (can_promote(panel, field.value)) {
    draw_promotion(panel, field, "promote", "Promote to parameter", field.pointer);
  } else if (field.value->is_array() && field.value->items.size() == 2 && field.kind != FieldKind::list) {
    draw_promotion(panel, field, "promote-0", "Promote first to parameter", field.pointer + "/0");
    draw_promotion(panel, field, "promote-1", "Promote second to parameter", field.pointer + "/1");
  }
}

// Other ways to write it. One text becomes the first run of a list.
void draw_variants(Panel& panel, const Field& field) {
  for (size_t i = 0; i < field.variants.size(); ++i) {
    const editor::Variant& variant = field.variants[i];
    if (!entry(panel, field, fmt::format("variant-{}", i).c_str(), "Make it " + variant.title)) continue;
    Json value = variant.value;
    const bool wraps = value.is_array() && value.items.empty() && field.kind == FieldKind::text && field.set;
    if (wraps) value.items.push_back(*field.value);
    panel.ui.edit(editor::SetProperty{field.pointer, value});
  }
}

}  // namespace

void draw_keys(Panel& panel, const Field& field, const Row& row) {
  if (!field.animatable || !panel.editable() || panel.layer == nullptr || panel.state.selection.size() > 1) return;
  if (!panel.ui.model.inside) return;  // there is no playhead here
  if (editor::layer_of(panel.state.document.root(), field.pointer).empty()) return;
  Ui& ui = panel.ui;
  const std::vector<int64_t> frames = key_frames(panel, field);
  const bool here = std::ranges::find(frames, panel.frame) != frames.end();
  const float third = std::floor(row.keys.width / 3);
  const Rect middle{row.keys.x + third, row.keys.y, row.keys.width - 2 * third, row.keys.height};
  const std::string name = item_of(field.pointer) + "/key";
  ImGui::SetCursorScreenPos({middle.x, middle.y});
  const bool pressed = ImGui::InvisibleButton(name.c_str(), {middle.width, middle.height});
  const bool hovered = ImGui::IsItemHovered();
  const Diamond kind = here ? Diamond::filled : field.animated ? Diamond::half : Diamond::outline;
  const shell::Rgb color = field.animated ? ui.theme.accent : hovered ? ui.theme.text : ui.theme.control;
  draw_diamond(*ImGui::GetWindowDrawList(), {middle.x + middle.width / 2, middle.y + middle.height / 2}, ui.px(5), kind,
               ink(color));
  ui.items.add(name, middle.x, middle.y, middle.width, middle.height,
               here             ? "here"
               : field.animated ? "between"
                                : "constant");
  if (hovered) show_tip(ui, here ? "Delete the key here" : "Set a key here");
  if (pressed && !field.bound) press_diamond(panel, field, here);
  if (!field.animated) return;
  const auto next = std::ranges::find_if(frames, [&](int64_t f) { return f > panel.frame; });
  const auto last = std::find_if(frames.rbegin(), frames.rend(), [&](int64_t f) { return f < panel.frame; });
  const auto arrow = [&](const char* what, float x, Icon icon, bool there, int64_t to) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string item = item_of(field.pointer) + what;
    ImGui::SetCursorScreenPos({x, row.keys.y});
    const bool go = ImGui::InvisibleButton(item.c_str(), {third, row.keys.height});
    const ImU32 ink_of = ink(!there ? ui.theme.line : ImGui::IsItemHovered() ? ui.theme.text : ui.theme.muted);
    draw_icon(list, {x + third / 2, row.keys.y + row.keys.height / 2}, ui.px(10), icon, ink_of);
    ui.items.add(item, x, row.keys.y, third, row.keys.height);
    if (go && there) go_to(panel, to);
  };
  arrow("/previous-key", row.keys.x, Icon::left, last != frames.rend(), last == frames.rend() ? 0 : *last);
  arrow("/next-key", middle.x + middle.width, Icon::right, next != frames.end(), next == frames.end() ? 0 : *next);
}

void draw_menu(Panel& panel, const Field& field) {
  const std::string name = item_of(field.pointer) + "/menu";
  const OpenList open(panel, name);
  if (!open) return;
  const auto now = value_now(panel, field);
  if (entry(panel, field, "copy", "Copy value", now.has_value()) && now)
    ImGui::SetClipboardText(now->is_string() ? now->text.c_str() : write_json(*now, 0).c_str());
  if (panel.editable()) {
    if (entry(panel, field, "reset", "Remove", field.set && !field.required)) reset_value(panel, field);
    if (field.animated && entry(panel, field, "constant", "Remove all keys", now.has_value()) && now)
      panel.ui.edit(editor::SetProperty{field.pointer, *now});
    if (field.bound && now && entry(panel, field, "constant", "Replace by its value")) set_value(panel, field, *now);
    const bool one = panel.state.selection.size() < 2;
    if (one && !field.bound && entry(panel, field, "expression", "Write an expression")) {
      const std::string said = !now ? "" : now->is_string() ? "'" + now->text + "'" : write_json(*now, 0);
      panel.ui.edit(editor::SetProperty{field.pointer, Json::of("=" + said)});
    }
    if (one) draw_variants(panel, field);
    draw_promotions(panel, field);
  }
}

}  // namespace fp::panels

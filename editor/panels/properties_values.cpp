// The value of a field, by its kind.
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

std::string plain(const Json& value) {
  return value.is_string() ? value.text : write_json(value, 0);
}

bool is_pair_kind(FieldKind kind) {
  return kind == FieldKind::point || kind == FieldKind::size || kind == FieldKind::scale || kind == FieldKind::anchor;
}

// How far a pixel of a drag goes.
double step_of(const Field& field) {
  if (field.whole) return 0.2;
  if (field.kind == FieldKind::scale || field.kind == FieldKind::anchor) return 0.01;
  if (field.kind == FieldKind::time) return 0.02;
  const double span = field.min && field.max ? *field.max - *field.min : 1e9;
  if (span <= 2) return 0.005;
  if (span <= 100 || field.key == "scale") return 0.05;
  return field.kind == FieldKind::degrees ? 0.5 : 1;
}

const char* unit_of(const Field& field) {
  if (field.kind == FieldKind::degrees) return "\u00b0";
  return field.kind == FieldKind::time ? " s" : "";
}

void draw_number(Panel& panel, const Field& field, const Row& row) {
  const auto now = value_now(panel, field);
  NumberBox box{.name = item_of(field.pointer),
                .at = row.value,
                .written = field.set && now ? &*now : nullptr,
                .shown = now,
                .step = step_of(field),
                .min = field.min,
                .max = field.max,
                .whole = field.whole,
                .mixed = is_mixed(panel, field),
                .unit = unit_of(field)};
  if (auto value = number_box(panel, box)) set_value(panel, field, *value, panel.state.gesture);
}

// Two numbers side by side. What is no pair yet is made one of what the engine knows.
void draw_pair(Panel& panel, const Field& field, const Row& row) {
  const auto now = value_now(panel, field);
  Json whole = now && now->is_array() && now->items.size() == 2 ? *now : Json();
  const bool known = whole.is_array();
  if (!known) whole = editor::example_of(panel.state.schema, *field.schema);
  if (!whole.is_array() || whole.items.size() != 2) {
    whole = Json::array();
    whole.items = {Json::of(0.0), Json::of(0.0)};
  }
  const float gap = panel.ui.px(6), width = std::floor((row.value.width - gap) / 2);
  for (size_t i = 0; i < 2; ++i) {
    NumberBox box{.name = item_of(field.pointer) + (i == 0 ? "/0" : "/1"),
                  .at = row.value,
                  .written = field.set && known ? &whole.items[i] : nullptr,
                  .shown = known ? std::optional(whole.items[i]) : std::nullopt,
                  .step = step_of(field),
                  .mixed = is_mixed(panel, field)};
    box.at.width = width;
    box.at.x += i == 0 ? 0 : width + gap;
    if (box.shown && box.shown->is_null()) box.written = nullptr, box.shown = std::nullopt;
    if (auto value = number_box(panel, box)) {
      Json both = whole;
      both.items[i] = std::move(*value);
      set_value(panel, field, both, panel.state.gesture);
    }
  }
}

void draw_choice(Panel& panel, const Field& field, const Row& row) {
  const auto now = value_now(panel, field);
  const std::string name = item_of(field.pointer), text = now ? plain(*now) : "\u2013";
  const bool mixed = is_mixed(panel, field);
  if (list_button(panel, name, row.value, mixed ? "mixed" : text, !field.set || mixed, text))
    ImGui::OpenPopup(name.c_str());
  const OpenList open(panel, name);
  if (!open) return;
  std::vector<std::string> entries;
  int current = -1;
  for (const Json& choice : field.choices) {
    if (now && equal(choice, *now)) current = static_cast<int>(entries.size());
    entries.push_back(plain(choice));
  }
  const int chosen = choose_from(panel, name, entries, current);
  if (chosen >= 0) set_value(panel, field, field.choices[static_cast<size_t>(chosen)]);
}

void draw_names(Panel& panel, const Field& field, const Row& row, const std::vector<std::string>& names) {
  const std::string name = item_of(field.pointer);
  const std::string text = field.set ? plain(*field.value) : field.fallback ? plain(*field.fallback) : "\u2013";
  if (list_button(panel, name, row.value, is_mixed(panel, field) ? "mixed" : text, !field.set, text))
    ImGui::OpenPopup(name.c_str());
  const OpenList open(panel, name);
  if (!open) return;
  const auto found = std::ranges::find(names, text);
  const int current = found == names.end() ? -1 : static_cast<int>(found - names.begin());
  const int chosen = choose_from(panel, name, names, current);
  if (names.empty()) ImGui::TextDisabled("There are none yet");
  if (chosen >= 0) set_value(panel, field, Json::of(names[static_cast<size_t>(chosen)]));
}

void draw_boolean(Panel& panel, const Field& field, const Row& row) {
  const auto now = value_now(panel, field);
  const bool on = now && now->is_bool() && now->boolean;
  const std::string name = item_of(field.pointer);
  const float side = panel.ui.px(18);
  const ImVec2 from{row.value.x, std::round(row.value.y + (row.value.height - side) / 2)};
  ImGui::SetCursorScreenPos(from);
  const bool pressed = ImGui::InvisibleButton(name.c_str(), {side, side});
  const shell::Theme& theme = panel.ui.theme;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 to{from.x + side, from.y + side};
  const bool lit = on && field.set;
  list.AddRectFilled(from, to,
                     ink(lit                      ? theme.accent
                         : ImGui::IsItemHovered() ? theme.hovered
                                                  : theme.raised),
                     panel.ui.px(4));
  if (!lit) list.AddRect(from, to, ink(theme.control), panel.ui.px(4));
  if (on) {
    const ImVec2 tick[] = {{from.x + side * 0.24f, from.y + side * 0.52f},
                           {from.x + side * 0.43f, from.y + side * 0.71f},
                           {from.x + side * 0.77f, from.y + side * 0.31f}};
    list.AddPolyline(tick, 3, ink(lit ? theme.on_accent : theme.muted), 0, panel.ui.px(2));
  }
  if (is_mixed(panel, field))
    clipped_text(list, *panel.ui.fonts.regular,
                 {to.x + panel.ui.px(8), std::round(from.y + (side - panel.ui.fonts.regular->FontSize) / 2)},
                 row.value.width - side, ink(theme.muted), "mixed");
  panel.ui.items.add(name, from.x, from.y, side, side, on ? "true" : "false");
  if (pressed && panel.editable()) set_value(panel, field, Json::of(!on));
}

// Every letter is in the document at once; leaving the field ends the step of the history.
void draw_text(Panel& panel, const Field& field, const Row& row) {
  PropertiesState& state = panel.state;
  if (state.shut) return;  // a field that is not there for a frame has lost the keyboard
  const std::string name = item_of(field.pointer);
  std::string shown = field.set && !is_mixed(panel, field) ? plain(*field.value) : "";
  std::string& edited = state.typing == name ? state.text : shown;
  ImGui::SetCursorScreenPos({row.value.x, row.value.y});
  ImGui::PushID(name.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {panel.ui.px(7), panel.ui.px(4)});
  ImGui::PushStyleColor(ImGuiCol_Text, ink(field.bound ? panel.ui.theme.accent : panel.ui.theme.text));
  const ImGuiInputTextFlags flags = panel.editable() ? 0 : ImGuiInputTextFlags_ReadOnly;
  const bool changed = ImGui::InputTextMultiline("##text", &edited, {row.value.width, row.value.height}, flags);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::PopID();
  if (ImGui::IsItemActivated()) {
    state.typing = name;
    state.text = edited;
    state.grabs = false;
  }
  const bool number = field.set && field.value->is_number();
  if (changed) {
    if (state.gesture == 0) state.gesture = panel.ui.fresh_gesture();
    const auto measure = number ? editor::typed_measure(edited, nullptr) : std::nullopt;
    set_value(panel, field, measure ? *measure : Json::of(edited), state.gesture);
    if (state.typing == name) state.text = edited;
  }
  if (ImGui::IsItemDeactivated()) {
    end_gesture(panel);
    if (state.typing == name) state.typing.clear();
  }
  panel.ui.items.add(name, row.value.x, row.value.y, row.value.width, row.value.height, edited);
}

}  // namespace

// Whatever it is, as it is written. What is no JSON is asked about under the field.
void draw_json(Panel& panel, const Field& field, const Row& row, ImU32 color) {
  PropertiesState& state = panel.state;
  const std::string name = item_of(field.pointer);
  const std::string text = field.set ? plain(*field.value) : "";
  const auto typed = text_box(panel, {.name = name, .at = row.value, .text = text, .color = color, .hint = "\u2013"});
  if (!typed) return;
  const bool said_text = field.set && field.value->is_string();
  auto json = parse_json(*typed, "what was typed");
  const bool expression = typed->starts_with('=') || typed->find("{{") != std::string::npos;
  if (expression || (said_text && !json)) {
    state.wrong.clear();
    set_value(panel, field, Json::of(*typed));
  } else if (json) {
    state.wrong.clear();
    set_value(panel, field, *json);
  } else {
    state.wrong = name;
    state.complaint = "This is no JSON: " + json.error().front().message;
  }
}

namespace {

// An expression stands in the accent's colour behind its sign; after it, what the engine made of it.
void draw_bound(Panel& panel, const Field& field, Row row) {
  const auto now = value_now(panel, field);
  const std::string made = now ? plain(*now) : "";
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImFont& font = *panel.ui.fonts.small;
  const float wide = made.empty() ? 0 : font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, made.c_str()).x + panel.ui.px(8);
  const bool room = wide > 0 && wide < row.value.width * 0.5f;
  if (room) row.value.width -= wide;
  draw_json(panel, field, row, ink(panel.ui.theme.accent));
  if (!room) return;
  const float x = row.value.x + row.value.width + panel.ui.px(8);
  list.AddText(&font, font.FontSize, {x, std::round(row.value.y + (row.value.height - font.FontSize) / 2)},
               ink(panel.ui.theme.muted), made.c_str());
}

std::string summary_of(const Field& field) {
  if (!field.set) return "";
  const Json& value = *field.value;
  const auto count = value.items.size();
  if (field.kind == FieldKind::layers) return fmt::format("{} layer{}", count, count == 1 ? "" : "s");
  if (field.kind == FieldKind::list)
    return count == 0 ? "none" : fmt::format("{} item{}", count, count == 1 ? "" : "s");
  if (parse_index(field.key)) return "";  // its label says so
  for (const char* key : {"type", "preset", "shape", "layer"}) {
    const Json* said = value.find(key);
    if (said != nullptr && said->is_string()) return said->text;
  }
  return value.members.empty() ? "empty" : "";
}

void draw_summary(Panel& panel, const Field& field, const Row& row) {
  const std::string text = summary_of(field);
  const ImFont& font = *panel.ui.fonts.regular;
  clipped_text(*ImGui::GetWindowDrawList(), *panel.ui.fonts.regular,
               {row.value.x + panel.ui.px(7), std::round(row.value.y + (row.value.height - font.FontSize) / 2)},
               row.value.width - panel.ui.px(7), ink(panel.ui.theme.muted), text);
  panel.ui.items.add(item_of(field.pointer), row.value.x, row.value.y, row.value.width, row.value.height, text);
}

}  // namespace

float value_height(const Panel& panel, const Field& field) {
  const float one = panel.ui.px(24);
  if (field.kind != FieldKind::text || !field.set || field.bound) return one;
  const std::string text = plain(*field.value);
  const auto lines = 1 + std::ranges::count(text, '\n');
  return one + static_cast<float>(std::min<ptrdiff_t>(lines - 1, 6)) * panel.ui.fonts.regular->FontSize;
}

void draw_value(Panel& panel, const Field& field, const Row& row) {
  const Model& m = panel.ui.model;
  if (field.bound && field.kind != FieldKind::text) return draw_bound(panel, field, row);
  const auto now = value_now(panel, field);
  // Parts that are written in another way than two numbers.
  if (is_pair_kind(field.kind) && field.set && (!now || !now->is_array())) {
    if (now && (now->is_number() || now->is_null())) return draw_number(panel, field, row);
    return draw_json(panel, field, row, 0);
  }
  switch (field.kind) {
    case FieldKind::number:
    case FieldKind::length:
    case FieldKind::degrees:
    case FieldKind::time:
      if (now && now->is_array() && now->items.size() == 2) return draw_pair(panel, field, row);
      return draw_number(panel, field, row);
    case FieldKind::point:
    case FieldKind::size:
    case FieldKind::scale:
    case FieldKind::anchor:
      return draw_pair(panel, field, row);
    case FieldKind::color:
      return draw_color(panel, field, row);
    case FieldKind::choice:
      return draw_choice(panel, field, row);
    case FieldKind::boolean:
      return draw_boolean(panel, field, row);
    case FieldKind::text:
      return draw_text(panel, field, row);
    case FieldKind::ease:
      return draw_ease(panel, field, row);
    case FieldKind::font: {
      std::vector<std::string> names;
      if (m.tpl != nullptr) {
        for (const FontSource& font : m.tpl->fonts) names.push_back(font.name);
      }
      return draw_names(panel, field, row, names);
    }
    case FieldKind::layer:
      return draw_names(panel, field, row, panel.state.ids);
    case FieldKind::file:
      return draw_file(panel, field, row);
    case FieldKind::object:
    case FieldKind::list:
    case FieldKind::layers:
      return draw_summary(panel, field, row);
    case FieldKind::json:
      return draw_json(panel, field, row, 0);
  }
}

}  // namespace fp::panels

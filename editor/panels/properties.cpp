// The panel of properties: what it is of, a filter, sections. Everything in it comes from the schema.
#include "editor/panels/properties.hpp"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "editor/state/pointer.hpp"

namespace fp::panels {

using editor::Field;
using editor::FieldKind;

namespace {

Style style_of(const Template* tpl, const Json& root) {
  const Json* said = root.find("style");
  static const std::map<std::string, std::string> kNone;
  if (said == nullptr) return {};
  auto style = read_style(*said, tpl == nullptr ? kNone : tpl->imports, "");
  return style ? std::move(*style) : Style{};
}

// What all selected layers share: values alone, since the inside of lists differs.
void keep_shared(PropertiesState& state) {
  const Json& root = state.document.root();
  const std::string owner = state.selection.front();
  for (size_t i = 1; i < state.selection.size(); ++i) {
    const std::vector<Field> others = editor::list_fields(state.schema, root, state.selection[i]);
    std::erase_if(state.fields, [&](Field& f) {
      const auto same = std::ranges::find(others, f.key, &Field::key);
      const bool simple = f.kind != FieldKind::list && f.kind != FieldKind::object && f.kind != FieldKind::layers;
      if (same == others.end() || !simple || (f.set && same->set && same->kind != f.kind)) return true;
      const bool equal_ones = f.set == same->set && (!f.set || equal(*f.value, *same->value));
      if (!equal_ones) state.mixed.insert(f.pointer);
      f.children.clear();
      return false;
    });
  }
}

std::string owner_of(const PropertiesState& state) {
  return state.selection.empty() ? state.scope : state.selection.front();
}

void refresh(Ui& ui, PropertiesState& state) {
  const editor::State& now = *ui.model.state;
  const std::string scope = editor::scope_of(now);
  const bool same = state.read && &state.document.text() == &now.document.text() && state.selection == now.selection &&
                    state.scope == scope && state.format == now.format && state.only_format == now.only_format;
  if (same) return;
  const bool other = state.selection != now.selection;
  state.document = now.document;
  state.selection = now.selection;
  state.scope = scope;
  state.format = now.format;
  state.only_format = now.only_format;
  state.read = true;
  if (other) state.wrong.clear();
  const Json& root = state.document.root();
  const std::string owner = owner_of(state);
  state.fields =
      owner.empty() ? editor::list_fields(state.schema, root, owner) : editor::list_fields(state.schema, now, owner);
  state.mixed.clear();
  state.style = style_of(ui.model.tpl, root);
  state.ids.clear();
  for (const editor::OutlineLayer& layer : ui.model.outline->layers) {
    if (!layer.id.empty()) state.ids.push_back(layer.id);
  }
  if (state.selection.size() > 1) keep_shared(state);
}

std::string shown_name(const Panel& panel, const Json* value, std::string_view* of) {
  for (const char* key : {"name", "id"}) {
    const Json* said = value == nullptr ? nullptr : value->find(key);
    if (said == nullptr || !said->is_string()) continue;
    *of = key;
    return said->text;
  }
  *of = panel.owner.empty() ? "name" : "id";
  return "";
}

void rename(Panel& panel, const std::string& name, std::string_view of) {
  if (name.empty()) return;
  if (of == "id") return panel.ui.edit(editor::RenameLayer{panel.owner, name});
  panel.ui.edit(editor::SetProperty{panel.owner + "/name", Json::of(name)});
}

void draw_header(Panel& panel) {
  Ui& ui = panel.ui;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(30);
  const Json* value = find_at(panel.state.document.root(), panel.owner);
  const Json* type = value == nullptr ? nullptr : value->find("type");
  const size_t count = panel.state.selection.size();
  std::string kind = panel.owner.empty()                    ? "Template"
                     : type != nullptr && type->is_string() ? editor::label_of(type->text)
                                                            : "Layer";
  const bool composition = !panel.owner.empty() && count == 0;
  if (composition) kind = "Composition";
  if (count > 1) kind = fmt::format("{} layers", count);
  ImFont& small = *ui.fonts.small;
  const float kind_width = small.CalcTextSizeA(small.FontSize, FLT_MAX, 0, kind.c_str()).x;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddText(&small, small.FontSize, {from.x + width - kind_width - ui.px(6), from.y + (height - small.FontSize) / 2},
               ink(ui.theme.muted), kind.c_str());
  ui.items.add("properties/type", from.x, from.y, width, height, kind);
  const Rect at{from.x, from.y, width - kind_width - ui.px(16), height};
  std::string_view of;
  const std::string name = shown_name(panel, value, &of);
  ImGui::PushFont(ui.fonts.strong);
  if (count > 1 || composition) {
    clipped_text(list, *ui.fonts.strong, {from.x + ui.px(7), from.y + (height - ui.fonts.strong->FontSize) / 2},
                 at.width, ink(ui.theme.text), composition ? editor::last_step(panel.owner) : "Several layers");
  } else if (auto typed = text_box(panel, {.name = "properties/name",
                                           .at = at,
                                           .text = name,
                                           .hint = "Name",
                                           .framed = false,
                                           .font = ui.fonts.strong})) {
    rename(panel, *typed, of);
  }
  ImGui::PopFont();
  ImGui::SetCursorScreenPos({from.x, from.y + height + ui.px(4)});
}

void draw_filter(Panel& panel) {
  Ui& ui = panel.ui;
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##filter", "Filter properties", &panel.state.filter);
  describe(ui, "properties/filter", panel.state.filter);
  ImGui::Dummy({0, ui.px(2)});
}

// Those of a section that are not set, to choose one.
void draw_unset(Panel& panel, const std::vector<const Field*>& unset, const std::string& name) {
  const OpenList open(panel, name);
  if (!open) return;
  std::vector<std::string> entries;
  for (const Field* field : unset) entries.push_back(field->label);
  const int chosen = choose_from(panel, name, entries, -1);
  if (chosen >= 0) {
    const Field& field = *unset[static_cast<size_t>(chosen)];
    set_value(panel, field, first_value(panel, field));
  }
}

// A section's name; true where it is open. `unset`: what the "+" offers.
bool draw_section_head(Panel& panel, const std::string& group, const std::vector<const Field*>& unset, bool habit) {
  Ui& ui = panel.ui;
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.px(30);
  const std::string key = "section/" + group, name = "properties/section/" + group;
  const bool open = is_open(panel, key, habit);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({from.x, from.y}, {from.x + width, from.y}, ink(ui.theme.line));
  ImGui::PushID(key.c_str());
  ImGui::SetCursorScreenPos(from);
  const float plus = ui.px(26);
  if (ImGui::InvisibleButton("##section", {std::max(1.0f, width - plus), height})) toggle_open(panel, key);
  const bool hovered = ImGui::IsItemHovered();
  ui.items.add(name, from.x, from.y, width - plus, height, open ? "open" : "folded");
  draw_sign(list, {from.x + ui.px(8), from.y + height / 2}, ui.px(8), open ? Sign::unfold : Sign::fold,
            ink(hovered ? ui.theme.text : ui.theme.muted));
  clipped_text(list, *ui.fonts.strong, {from.x + ui.px(20), from.y + (height - ui.fonts.strong->FontSize) / 2},
               width - plus - ui.px(24), ink(ui.theme.text), group);
  if (!unset.empty() && panel.editable()) {
    const Rect at{from.x + width - ui.px(26), from.y + ui.px(3), ui.px(24), ui.px(24)};
    if (sign_button(panel, name + "/add", at, Sign::plus, "Set another property"))
      ImGui::OpenPopup((name + "/add").c_str());
    draw_unset(panel, unset, name + "/add");
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos({from.x, from.y + height});
  ImGui::Dummy({0, 0});
  return open;
}

bool always_shown(const Field& field) {
  return field.group == "Transform" || field.group == "Template" || field.group == "Canvas" ||
         field.group == "Composition";
}

void draw_section(Panel& panel, const std::string& group) {
  std::vector<const Field*> shown, unset;
  for (const Field& field : panel.state.fields) {
    if (field.group != group) continue;
    const bool set = field.set || panel.state.mixed.contains(field.pointer);
    const bool simple = field.kind != FieldKind::object && field.kind != FieldKind::list;
    if (set || (always_shown(field) && simple)) {
      shown.push_back(&field);
    } else if (field.kind != FieldKind::layers) {
      unset.push_back(&field);
    }
  }
  if (shown.empty() && unset.empty()) return;
  const bool open = draw_section_head(panel, group, unset, !shown.empty());
  if (!open) return;
  for (const Field* field : shown) draw_field(panel, *field, 0);
  if (shown.empty()) {
    ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x + panel.ui.px(20), ImGui::GetCursorScreenPos().y});
    ImGui::TextDisabled("Nothing is set here");
  }
  ImGui::Dummy({0, panel.ui.px(6)});
}

void draw_found(Panel& panel) {
  size_t found = 0;
  for (const Field& field : panel.state.fields) {
    if (!contains_letters(field.label, panel.state.filter) && !contains_letters(field.key, panel.state.filter))
      continue;
    draw_field(panel, field, 0);
    ++found;
  }
  if (found == 0) ImGui::TextDisabled("No property has these letters");
}

void draw_sections(Panel& panel) {
  std::vector<std::string> groups;
  for (const Field& field : panel.state.fields) {
    if (std::ranges::find(groups, field.group) == groups.end()) groups.push_back(field.group);
  }
  for (const std::string& group : groups) draw_section(panel, group);
}

// Esc drops what is typed and shuts what is open.
void take_dismissal(Ui& ui, PropertiesState& state) {
  state.shut = state.dismissed != ui.look.dismissed;
  state.dismissed = ui.look.dismissed;
  if (!state.shut) return;
  state.typing.clear();
  state.wrong.clear();
  state.held.clear();
  state.gesture = 0;
}

}  // namespace

void draw_properties(Ui& ui) {
  const Model& m = ui.model;
  if (m.state == nullptr || m.outline == nullptr) return;
  if (!ui.look.properties) ui.look.properties = std::make_shared<PropertiesState>();
  PropertiesState& state = *ui.look.properties;
  if (!m.editable) {
    ImGui::PushTextWrapPos(0);
    ImGui::TextDisabled("This template is a program (.jsonnet): its properties are edited in its text.");
    ImGui::PopTextWrapPos();
    return;
  }
  refresh(ui, state);
  take_dismissal(ui, state);
  Panel panel{.ui = ui, .state = state, .owner = owner_of(state)};
  panel.layer = editor::find_layer(*m.outline, panel.owner);
  panel.frame = panel.layer == nullptr ? m.frame : m.inside.value_or(-1) - panel.layer->in;
  if (m.composition != nullptr) panel.made = layer_at(*m.composition, m.state->entered, panel.owner);
  draw_header(panel);
  draw_filter(panel);
  ImGui::BeginChild("##fields", {0, 0}, false, ImGuiWindowFlags_NoNav);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.px(8), 0});
  state.filter.empty() ? draw_sections(panel) : draw_found(panel);
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

}  // namespace fp::panels

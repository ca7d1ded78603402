// Menus of keys, layers, markers and the ruler, and the field in which names are typed.
#include <algorithm>
#include <array>
#include <cstring>

#include "editor/panels/timeline_parts.hpp"

namespace fp::panels {
namespace {

constexpr EasePreset kPresets[] = {{"linear", "Linear"},         {"hold", "Hold"},
                                   {"easeIn", "Ease in"},        {"easeOut", "Ease out"},
                                   {"easeInOut", "Ease in out"}, {"inOutCubic", "Strong in out"},
                                   {"outExpo", "Fast out"},      {"outBack", "Overshoot"},
                                   {"outElastic", "Elastic"},    {"outBounce", "Bounce"},
                                   {"spring", "Spring"}};

bool menu_item(Timeline& t, const std::string& name, const char* label, bool enabled = true) {
  const bool pressed = ImGui::MenuItem(label, nullptr, false, enabled);
  describe(t.ui, name.c_str());
  return pressed;
}

bool action_item(Timeline& t, const std::string& name, shell::Action action, bool enabled = true) {
  const std::string keys = keys_of(t.ui, action);
  const bool pressed = ImGui::MenuItem(shell::spec_of(action).title.data(), keys.c_str(), false, enabled);
  describe(t.ui, name.c_str());
  if (pressed) t.ui.wishes.emplace_back(action);
  return pressed;
}

void draw_key_menu(Timeline& t) {
  if (!ImGui::BeginPopup("##key-menu")) return;
  const auto keys = with_successor(t, t.look.menu_keys);
  ImGui::TextDisabled(keys.empty() ? "Nothing follows this key" : "To the next key");
  for (const EasePreset& preset : ease_presets()) {
    if (menu_item(t, std::string("timeline/ease/") + preset.name, preset.label, !keys.empty()))
      t.ui.edit(editor::SetEase{keys, preset_json(preset)});
  }
  ImGui::Separator();
  if (menu_item(t, "timeline/ease/graph", "Show in graph", !t.ui.look.graph))
    t.ui.wishes.emplace_back(shell::Action::toggle_graph);
  if (menu_item(t, "timeline/key/delete", "Delete")) t.ui.edit(editor::DeleteKeys{t.look.menu_keys});
  ImGui::EndPopup();
}

void draw_layer_menu(Timeline& t) {
  if (!ImGui::BeginPopup("##layer-menu")) return;
  using shell::Action;
  const auto* layer = editor::find_layer(t.outline, t.look.menu_layer);
  if (!editor::composition_of(t.state.document.root(), t.look.menu_layer).empty()) {
    action_item(t, "timeline/menu/open", Action::open_composition);
    ImGui::Separator();
  }
  if (menu_item(t, "timeline/menu/rename", "Rename", layer != nullptr)) begin_naming(t, layer->pointer, layer->label);
  for (const Action action : {Action::duplicate, Action::group_layers}) action_item(t, "timeline/menu/action", action);
  ImGui::Separator();
  for (const Action action : {Action::move_in_here, Action::move_out_here, Action::trim_in_here, Action::trim_out_here})
    action_item(t, "timeline/menu/action", action);
  ImGui::Separator();
  action_item(t, "timeline/menu/delete", Action::remove);
  ImGui::EndPopup();
}

void draw_marker_menu(Timeline& t) {
  if (!ImGui::BeginPopup("##marker-menu")) return;
  const int64_t index = t.look.menu_marker;
  const bool there = index >= 0 && index < static_cast<int64_t>(t.state.markers.size());
  if (menu_item(t, "timeline/menu/rename", "Rename", there)) {
    begin_naming(t, "", t.state.markers[static_cast<size_t>(index)].name);
    t.look.renamed_marker = index;
  }
  if (menu_item(t, "timeline/menu/remove", "Remove", there))
    t.ui.edit(editor::RemoveMarker{static_cast<size_t>(index)});
  ImGui::EndPopup();
}

void draw_ruler_menu(Timeline& t) {
  if (!ImGui::BeginPopup("##ruler-menu")) return;
  const bool own = !t.ui.entered();
  if (menu_item(t, "timeline/menu/marker", "Add marker here", own))
    t.ui.edit(editor::SetMarker{{t.look.menu_frame, ""}});
  ImGui::Separator();
  action_item(t, "timeline/menu/mark-in", shell::Action::mark_in, own);
  action_item(t, "timeline/menu/mark-out", shell::Action::mark_out, own);
  action_item(t, "timeline/menu/clear-marks", shell::Action::clear_marks, own);
  ImGui::Separator();
  if (ImGui::MenuItem("Count frames", nullptr, t.look.count_frames)) t.look.count_frames = !t.look.count_frames;
  describe(t.ui, "timeline/menu/frames");
  ImGui::EndPopup();
}

// Beneath the marker's flag.
void draw_marker_name(Timeline& t) {
  const int64_t index = t.look.renamed_marker;
  if (index < 0) return;
  if (index >= static_cast<int64_t>(t.state.markers.size())) {
    t.look.renamed_marker = -1;
    return;
  }
  const editor::Marker& marker = t.state.markers[static_cast<size_t>(index)];
  const float width = t.ui.px(180), x = t.x_of(static_cast<double>(marker.frame));
  bool given_up = false;
  const ImVec2 at{std::clamp(x - t.ui.px(10), t.area.x, std::max(t.area.x, t.right() - width)), t.rows_top()};
  if (!draw_name_field(t, at, width, given_up)) return;
  t.look.renamed_marker = -1;
  if (!given_up) t.ui.edit(editor::SetMarker{{marker.frame, t.look.typed}});
}

}  // namespace

std::span<const EasePreset> ease_presets() {
  return kPresets;
}

Json preset_json(const EasePreset& preset) {
  if (std::string_view(preset.name) != "spring") return Json::of(preset.name);
  Json spring = Json::object();
  spring.set("spring", Json::object());
  return spring;
}

std::vector<editor::KeyRef> with_successor(const Timeline& t, const std::vector<editor::KeyRef>& keys) {
  std::vector<editor::KeyRef> found;
  for (const tl::Layer& layer : t.layers) {
    for (const tl::Property& property : layer.properties) {
      for (const editor::KeyRef& key : keys) {
        const bool follows = !property.keys.empty() && key.frame + layer.in < property.keys.back();
        if (key.property == property.id && follows) found.push_back(key);
      }
    }
  }
  return found;
}

bool draw_name_field(Timeline& t, ImVec2 at, float width, bool& given_up) {
  std::array<char, 200> text{};
  std::memcpy(text.data(), t.look.typed.data(), std::min(t.look.typed.size(), text.size() - 1));
  ImGui::SetCursorScreenPos(at);
  ImGui::SetNextItemWidth(std::max(width, t.ui.px(40)));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {t.ui.px(6), t.ui.px(2)});
  if (t.look.typing == 0) ImGui::SetKeyboardFocusHere();
  const bool entered = ImGui::InputText("##typed", text.data(), text.size(),
                                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  ImGui::PopStyleVar();
  describe(t.ui, "timeline/name", text.data());
  t.look.typed = text.data();
  ++t.look.typing;
  // The keyboard arrives a frame or two after it is asked for; once it has left, what was typed counts.
  const bool left = t.look.typing > 3 && !ImGui::IsItemActive();
  given_up = left && !entered && !ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  return entered || left;
}

void draw_menus(Timeline& t) {
  draw_marker_name(t);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {t.ui.px(8), t.ui.px(8)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {t.ui.px(10), t.ui.px(7)});
  if (t.layer_menu) ImGui::OpenPopup("##layer-menu");
  draw_key_menu(t);
  draw_layer_menu(t);
  draw_marker_menu(t);
  draw_ruler_menu(t);
  ImGui::PopStyleVar(2);
}

}  // namespace fp::panels

// The names of layers and properties, and what is switched, folded, renamed and put in order there.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_parts.hpp"
#include "editor/panels/timeline_signs.hpp"

namespace fp::panels {
namespace {

using Grab = TimelineDrag::Grab;

// Where things stand in a row, pixels of the window. Switches go away where the column is narrow.
struct Columns {
  float indent = 0, keys = 0, solo = 0, lock = 0, hide = 0, cell = 0;
  bool switches = true;
};

Columns columns_of(const Timeline& t) {
  const float cell = t.ui.px(22), right = t.column.x + t.column.width - t.ui.px(4);
  Columns c{.indent = t.ui.px(14), .cell = cell};
  c.switches = t.column.width >= t.ui.px(190);
  c.hide = right - cell;
  c.lock = c.hide - (c.switches ? cell : 0);
  c.solo = c.lock - (c.switches ? cell : 0);
  c.keys = c.solo - (c.switches ? cell : 0);
  return c;
}

// A small square that can be pressed; its sign is drawn by the caller.
struct Cell {
  ImVec2 middle;
  bool pressed = false, over = false;
};
Cell cell(Timeline& t, const std::string& name, float x, float y, float width, const std::string& value) {
  const auto height = static_cast<float>(t.view.row_height);
  ImGui::SetCursorScreenPos({x, y});
  const bool pressed = ImGui::InvisibleButton(name.c_str(), {width, height});
  describe(t.ui, name.c_str(), value);
  return {{std::floor(x + width / 2), std::floor(y + height / 2)}, pressed, ImGui::IsItemHovered()};
}

void flip(std::set<std::string>& set, const std::string& id) {
  if (set.erase(id) == 0) set.insert(id);
}

// One flag of the layer, or of all that are selected where it is one of them.
void set_flag(Timeline& t, const tl::Layer& layer, bool editor::LayerFlags::*which) {
  const bool value = !(editor::flags_of(t.state, layer.id).*which);
  std::vector<std::string> layers{layer.id};
  if (t.selected.contains(layer.id)) layers = t.state.selection;
  for (const std::string& one : layers) {
    editor::LayerFlags flags = editor::flags_of(t.state, one);
    flags.*which = value;
    t.ui.edit(editor::SetFlags{{one}, flags});
  }
}

void draw_switches(Timeline& t, const tl::Layer& layer, const Columns& c, float y, bool row_over) {
  struct Switch {
    const char *name, *tip_on, *tip_off;
    Sign sign;
    float x;
    bool editor::LayerFlags::*which;
  };
  const Switch all[] = {
      {"solo", "Soloed: others are not shown", "Show this layer alone", Sign::solo, c.solo, &editor::LayerFlags::solo},
      {"lock", "Locked: it cannot be moved", "Lock this layer", Sign::lock, c.lock, &editor::LayerFlags::lock},
      {"hide", "Hidden in the editor", "Hide in the editor", Sign::eye, c.hide, &editor::LayerFlags::hide}};
  const editor::LayerFlags flags = editor::flags_of(t.state, layer.id);
  for (const Switch& s : all) {
    const bool on = flags.*(s.which);
    if (!c.switches && s.sign != Sign::eye) continue;
    const Cell made = cell(t, fmt::format("timeline/{}/{}", s.name, layer.id), s.x, y, c.cell, on ? "on" : "off");
    if (made.pressed) set_flag(t, layer, s.which);
    if (made.over) show_tip(t.ui, on ? s.tip_on : s.tip_off, "");
    // What is off is only shown where the pointer is, but for the eye.
    const bool eye = s.sign == Sign::eye;
    if (!on && !row_over && !made.over && !eye) continue;
    const shell::Rgb lit = s.sign == Sign::solo ? t.ui.theme.accent : t.ui.theme.text;
    const shell::Rgb color = on && !eye ? lit : made.over ? t.ui.theme.text : t.ui.theme.control;
    draw_sign(t.list, eye && on ? Sign::eye_closed : s.sign, made.middle, t.ui.px(13), ink(color));
  }
}

// The arrow of a group, and the sign that shows or puts away the rows of keyed properties.
void draw_openers(Timeline& t, const tl::Layer& layer, const Columns& c, float x, float y) {
  if (layer.group) {
    const bool folded = t.view.folded.contains(layer.id);
    const Cell made = cell(t, "timeline/fold/" + layer.id, x, y, t.ui.px(16), folded ? "folded" : "open");
    if (made.pressed) flip(t.view.folded, layer.id);
    draw_sign(t.list, folded ? Sign::closed : Sign::open, made.middle, t.ui.px(12),
              ink(made.over ? t.ui.theme.text : t.ui.theme.muted));
  }
  if (layer.properties.empty()) return;
  const bool open = t.view.revealed.contains(layer.id);
  const Cell made = cell(t, "timeline/reveal/" + layer.id, c.keys, y, c.cell, open ? "open" : "closed");
  if (made.pressed) flip(t.view.revealed, layer.id);
  if (made.over)
    show_tip(t.ui, open ? "Put the keys away" : "Show what is animated",
             fmt::format("{} propert{}", layer.properties.size(), layer.properties.size() == 1 ? "y" : "ies"));
  draw_sign(t.list, open ? Sign::key_on : Sign::key, made.middle, t.ui.px(11),
            ink(open        ? t.ui.theme.accent
                : made.over ? t.ui.theme.text
                            : t.ui.theme.muted));
}

void press_layer(Timeline& t, const tl::Layer& layer) {
  using Mode = editor::Select::Mode;
  const ImGuiIO& io = ImGui::GetIO();
  if (!t.editable()) return;
  if (io.KeyShift && !t.state.selection.empty())
    return select(t, Mode::set, editor::layers_between(t.layers, t.rows, t.state.selection.front(), layer.id));
  if (io.KeyCtrl) return select(t, Mode::toggle, {layer.id});
  TimelineDrag drag{.grab = Grab::rows, .x = io.MousePos.x, .y = io.MousePos.y};
  const auto at = std::ranges::find(t.layers, layer.id, &tl::Layer::id);
  drag.hit.layer = static_cast<uint32_t>(at - t.layers.begin());
  drag.single = t.selected.contains(layer.id);
  drag.layers = drag.single ? t.state.selection : std::vector<std::string>{layer.id};
  std::erase_if(drag.layers, [&](const std::string& one) { return t.locked(one); });
  if (!drag.single) select(t, Mode::set, {layer.id});
  if (drag.layers.empty()) drag.grab = Grab::none;
  t.look.drag = std::move(drag);
}

void finish_naming(Timeline& t, const tl::Layer& layer) {
  const Json* json = find_at(t.state.document.root(), layer.id);
  t.look.renamed.clear();
  if (json == nullptr || t.look.typed.empty() || t.look.typed == layer.label) return;
  if (json->find("name") != nullptr) {
    t.ui.edit(editor::SetProperty{layer.id + "/name", Json::of(t.look.typed)});
  } else {
    t.ui.edit(editor::RenameLayer{layer.id, t.look.typed});
  }
}

void draw_layer(Timeline& t, const tl::PlacedRow& row, const Columns& c) {
  const tl::Layer& layer = t.layers[row.layer];
  const float y = t.y_of(row.band.y0), height = t.y_of(row.band.y1) - y;
  const float x = t.column.x + t.ui.px(6) + c.indent * static_cast<float>(std::min(layer.depth, 6));
  const bool chosen = t.selected.contains(layer.id);
  const ImVec2 from{t.column.x, y}, to{t.column.x + t.column.width, y + height};
  const bool row_over =
      ImGui::IsMouseHoveringRect(from, to) && ImGui::IsWindowHovered() && t.look.drag.grab == Grab::none;
  if (chosen || row_over) t.list.AddRectFilled(from, to, ink(t.ui.theme.hovered, chosen ? 1.0f : 0.5f));
  if (chosen) t.list.AddRectFilled(from, {from.x + t.ui.px(3), to.y}, ink(t.ui.theme.accent));
  draw_openers(t, layer, c, x, y);
  draw_switches(t, layer, c, y, row_over);
  const float sign = x + t.ui.px(17), text = sign + t.ui.px(21), end = c.keys - t.ui.px(4);
  ImGui::SetCursorScreenPos({x, y});
  ImGui::InvisibleButton("##name", {std::max(1.0f, end - x), height},
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  t.ui.items.add("timeline/row/" + layer.id, x, y, std::max(1.0f, end - x), height, chosen ? "selected" : "");
  if (ImGui::IsItemHovered()) {
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && t.editable()) {
      t.look.drag = {};
      if (!t.ui.enter(layer.id)) begin_naming(t, layer.id, layer.label);
    } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
      press_layer(t, layer);
    } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Right) && t.editable()) {
      t.look.menu_layer = layer.id;
      t.layer_menu = true;
      if (!chosen) select(t, editor::Select::Mode::set, {layer.id});
    }
  }
  const editor::OutlineLayer* outlined = editor::find_layer(t.outline, layer.id);
  const shell::Rgb color = editor::flags_of(t.state, layer.id).hide ? t.ui.theme.muted : t.ui.theme.text;
  draw_type_sign(t.list, outlined != nullptr ? outlined->type : "", {sign + t.ui.px(7), std::floor(y + height / 2)},
                 t.ui.px(13), ink(t.ui.theme.muted));
  if (t.look.renamed == layer.id) {
    bool given_up = false;
    if (draw_name_field(t, {text - t.ui.px(6), y + t.ui.px(2)}, end - text + t.ui.px(6), given_up)) {
      given_up ? t.look.renamed.clear() : finish_naming(t, layer);
    }
    return;
  }
  ImFont& font = *t.ui.fonts.regular;
  clipped_text(t.list, font, {text, std::round(y + (height - font.FontSize) / 2)}, end - text, ink(color), layer.label);
}

// "position", or "effects 1 radius" of "effects/0/radius".
std::string property_label(const std::string& path) {
  std::string label;
  for (const std::string& step : split_pointer("/" + path).value_or(std::vector<std::string>{path})) {
    const auto index = parse_index(step);
    label += (label.empty() ? "" : " ") + (index ? std::to_string(*index + 1) : step);
  }
  return label;
}

void draw_property(Timeline& t, const tl::PlacedRow& row, const Columns& c) {
  const tl::Layer& layer = t.layers[row.layer];
  const tl::Property& property = layer.properties[static_cast<size_t>(row.property)];
  const float y = t.y_of(row.band.y0), height = t.y_of(row.band.y1) - y;
  const float x = t.column.x + t.ui.px(6) + c.indent * static_cast<float>(std::min(layer.depth, 6)) + t.ui.px(38);
  const float end = t.column.x + t.column.width - t.ui.px(8);
  const std::vector<editor::KeyRef> all = editor::keys_of(property, layer);
  const bool chosen = std::ranges::any_of(all, [&](const editor::KeyRef& key) { return t.keys.contains(key); });
  ImGui::SetCursorScreenPos({t.column.x, y});
  if (ImGui::InvisibleButton("##property", {t.column.width, height}) && t.editable())
    select(t, ImGui::GetIO().KeyCtrl ? editor::Select::Mode::add : editor::Select::Mode::set, {layer.id}, all);
  describe(t.ui, ("timeline/property/" + property.id).c_str(), chosen ? "selected" : "");
  if (ImGui::IsItemHovered() || chosen)
    t.list.AddRectFilled({t.column.x, y}, {t.column.x + t.column.width, y + height},
                         ink(t.ui.theme.hovered, chosen ? 0.8f : 0.5f));
  ImFont& font = *t.ui.fonts.small;
  clipped_text(t.list, font, {x, std::round(y + (height - font.FontSize) / 2)}, end - x,
               ink(chosen ? t.ui.theme.text : t.ui.theme.muted), property_label(property.label));
}

void draw_drop(Timeline& t) {
  const TimelineDrag& drag = t.look.drag;
  if (drag.grab != Grab::rows || !drag.moved || !drag.drop) return;
  const double height = t.view.row_height;
  const float y = t.y_of(t.view.ruler_height + static_cast<double>(drag.drop->row) * height - t.view.scroll_y);
  const float x = t.column.x + t.ui.px(6) + t.ui.px(14) * static_cast<float>(std::min(drag.drop->depth, 6));
  const float right = t.column.x + t.column.width - t.ui.px(4);
  const ImU32 color = ink(t.ui.theme.accent);
  if (drag.drop->inside) {
    t.list.AddRect({x, y + 1}, {right, y + static_cast<float>(height) - 1}, color, t.ui.px(4), 0, t.ui.px(2));
    return;
  }
  t.list.AddCircle({x + t.ui.px(4), y}, t.ui.px(3), color, 12, t.ui.px(2));
  t.list.AddRectFilled({x + t.ui.px(7), y - t.ui.px(1)}, {right, y + t.ui.px(1)}, color);
}

}  // namespace

void begin_naming(Timeline& t, const std::string& layer, std::string name) {
  t.look.renamed = layer;
  t.look.renamed_marker = -1;
  t.look.typed = std::move(name);
  t.look.typing = 0;
}

void draw_column(Timeline& t) {
  draw_head(t);
  const ImVec2 from{t.column.x, t.rows_top()}, to{t.column.x + t.column.width, t.bottom()};
  ImGui::PushClipRect(from, to, true);
  const Columns c = columns_of(t);
  for (const tl::PlacedRow& row : t.placed) {
    ImGui::PushID(static_cast<int>(row.row));
    row.property < 0 ? draw_layer(t, row, c) : draw_property(t, row, c);
    ImGui::PopID();
    const float y = t.y_of(row.band.y1);
    t.list.AddRectFilled({from.x, y - 1}, {to.x, y}, ink(t.ui.theme.line, t.ui.theme.dark ? 0.6f : 0.5f));
  }
  draw_drop(t);
  ImGui::PopClipRect();
}

}  // namespace fp::panels

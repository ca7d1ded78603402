// What stands above the names of layers: how many there are, or the way into the composition that is edited.
#include <fmt/format.h>

#include <cmath>

#include "editor/panels/timeline_parts.hpp"
#include "editor/panels/timeline_signs.hpp"

namespace fp::panels {
namespace {

// How many layers of the template show the composition.
size_t count_uses(const Json& value, const std::string& name) {
  const Json *type = value.find("type"), *shown = value.find("composition");
  size_t uses = type != nullptr && type->text == "composition" && shown != nullptr && shown->text == name ? 1 : 0;
  for (const Json& item : value.items) uses += count_uses(item, name);
  for (const Json::Member& member : value.members) uses += count_uses(member.value, name);
  return uses;
}

std::string note_of(const Timeline& t, const std::string& name) {
  const size_t uses = count_uses(t.state.document.root(), name);
  std::string note = uses > 1 ? fmt::format("Changes here show in all {} layers of this composition.\n", uses) : "";
  note += "Work area, markers and changes for one format are the template's: they are not edited here.";
  if (!t.ui.model.inside) note += "\nAn expression decides its time: there is no playhead, and no key is set at it.";
  return note;
}

// "template > outer > inner": the last is edited, a click on another one goes back there. Where there is no room the
// first ones are left out; the arrow always goes one back.
void draw_way(Timeline& t, float x, float room) {
  const std::vector<std::string>& entered = t.state.entered;
  std::vector<std::string> names{t.ui.model.template_name};
  for (const std::string& layer : entered)
    names.push_back(editor::last_step(editor::composition_of(t.state.document.root(), layer)));
  ImFont& font = *t.ui.fonts.small;
  const float height = t.rows_top() - t.column.y, gap = t.ui.px(14);
  const float y = std::round(t.column.y + (height - font.FontSize) / 2);
  const auto width = [&](const std::string& text) {
    return font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, text.c_str()).x;
  };
  const auto press = [&](const std::string& item, float at, float wide, size_t depth, const std::string& value) {
    ImGui::SetCursorScreenPos({at, t.column.y});
    const bool pressed = ImGui::InvisibleButton(item.c_str(), {std::max(wide, 1.0f), height});
    describe(t.ui, item.c_str(), value);
    if (pressed) t.ui.edit(editor::Enter{{entered.begin(), entered.begin() + static_cast<ptrdiff_t>(depth)}});
    return ImGui::IsItemHovered();
  };
  const float arrow = t.ui.px(16);
  const bool back = press("timeline/way/back", x - t.ui.px(4), arrow, entered.size() - 1, "");
  if (back) show_tip(t.ui, "Back to " + names[names.size() - 2], "Esc");
  draw_icon(t.list, {x + t.ui.px(3), t.column.y + std::floor(height / 2)}, t.ui.px(10), Icon::left,
            ink(back ? t.ui.theme.text : t.ui.theme.muted));
  x += arrow;
  room -= arrow;
  float all = width(names.back());
  size_t first = names.size() - 1;
  while (first > 0 && all + gap + width(names[first - 1]) <= room) all += gap + width(names[--first]);
  for (size_t i = first; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    const float wide = std::min(width(names[i]), room);
    const bool over = press(fmt::format("timeline/way/{}", i), x, wide, i, names[i]);
    if (over) show_tip(t.ui, last ? names[i] : "Back to " + names[i], last ? note_of(t, names[i]) : "");
    clipped_text(t.list, font, {x, y}, wide, ink(last || over ? t.ui.theme.text : t.ui.theme.muted), names[i]);
    x += wide;
    room -= wide + gap;
    if (last) break;
    draw_icon(t.list, {x + gap / 2, t.column.y + std::floor(height / 2)}, t.ui.px(8), Icon::right,
              ink(t.ui.theme.control));
    x += gap;
  }
}

}  // namespace

// Above the names, as high as the ruler.
void draw_head(Timeline& t) {
  const float height = t.rows_top() - t.column.y, pad = t.ui.px(10);
  t.list.AddRectFilled({t.column.x, t.column.y}, {t.column.x + t.column.width, t.rows_top()}, ink(t.ui.theme.panel));
  t.list.AddRectFilled({t.column.x, t.rows_top() - 1}, {t.column.x + t.column.width, t.rows_top()},
                       ink(t.ui.theme.line));
  const float graph = ImGui::CalcTextSize("Graph").x + 2 * ImGui::GetStyle().FramePadding.x;
  const float fit = ImGui::CalcTextSize("Fit").x + 2 * ImGui::GetStyle().FramePadding.x;
  const float y = t.column.y + std::floor((height - ImGui::GetFrameHeight()) / 2);
  float right = t.column.x + t.column.width - t.ui.px(4);
  ImGui::SetCursorScreenPos({right - graph, y});
  toggle(t.ui, "timeline/graph", "Graph", t.ui.look.graph, shell::Action::toggle_graph);
  right -= graph + t.ui.px(2);
  ImGui::SetCursorScreenPos({right - fit, y});
  ImGui::PushStyleColor(ImGuiCol_Button, ink(t.ui.theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Text, ink(t.look.fit ? t.ui.theme.text : t.ui.theme.muted));
  if (ImGui::Button("Fit")) t.look.fit = true;
  ImGui::PopStyleColor(2);
  describe(t.ui, "timeline/fit", t.look.fit ? "on" : "off");
  if (ImGui::IsItemHovered()) show_tip(t.ui, "Show all frames", "Ctrl+wheel zooms, Shift+wheel scrolls");
  right -= fit + t.ui.px(8);
  const float left = t.column.x + pad;
  if (t.ui.entered()) return draw_way(t, left, right - left);
  ImFont& font = *t.ui.fonts.small;
  const std::string text =
      fmt::format("{} layer{}{}", t.layers.size(), t.layers.size() == 1 ? "" : "s", t.editable() ? "" : ", read only");
  clipped_text(t.list, font, {left, std::round(t.column.y + (height - font.FontSize) / 2)}, right - left,
               ink(t.ui.theme.muted), text);
  t.ui.items.add("timeline/head", t.column.x, t.column.y, t.column.width, height, text);
}

}  // namespace fp::panels

// The template's parameters: what the current row gives them, and other values to try.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/data.hpp"
#include "editor/panels/timeline_signs.hpp"
#include "editor/state/pointer.hpp"
#include "engine/core/color.hpp"

namespace fp::panels {
namespace {

struct Shown {
  const Param& param;
  std::string text;
  bool tried = false;
  const Diagnostic* fault = nullptr;
};

Shown shown_of(const Model& m, const Param& param) {
  Shown s{param, {}, false, m.stale ? fault_of(param, m.errors) : nullptr};
  const auto tried = m.state->tried.find(param.name);
  s.tried = tried != m.state->tried.end();
  if (s.tried) {
    s.text = editable_text(&tried->second);
  } else if (m.values != nullptr && !m.values->empty()) {
    const auto row = static_cast<size_t>(std::max(1, m.row) - 1);
    s.text = editable_text(m.values->at(std::min(row, m.values->size() - 1)).object.find(param.name));
  }
  return s;
}

void try_value(Ui& ui, const Param& param, const std::string& text) {
  ui.edit(editor::TryParameter{param.name, Json::of(text)});
}

// A square of the colour that opens a picker.
void color_field(Ui& ui, const Shown& s, const std::string& name, float width) {
  const float side = ImGui::GetFrameHeight(), gap = ui.px(6);
  const Color c = parse_color(s.text).value_or(Color{0, 0, 0, 0});
  float rgba[4] = {static_cast<float>(c.r), static_cast<float>(c.g), static_cast<float>(c.b), static_cast<float>(c.a)};
  if (ImGui::ColorButton("##swatch", {rgba[0], rgba[1], rgba[2], rgba[3]}, ImGuiColorEditFlags_AlphaPreviewHalf,
                         {side, side}))
    ImGui::OpenPopup("##picker");
  describe(ui, ("data/swatch/" + s.param.name).c_str(), s.text);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(10), ui.px(10)});
  if (ImGui::BeginPopup("##picker")) {
    ImGui::SetNextItemWidth(ui.px(220));
    if (ImGui::ColorPicker4("##color", rgba, ImGuiColorEditFlags_NoSidePreview | ImGuiColorEditFlags_NoLabel))
      try_value(ui, s.param, to_string(Color{rgba[0], rgba[1], rgba[2], rgba[3]}));
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  ImGui::SameLine(0, gap);
  std::string text = s.text;
  if (text_field(ui, name.c_str(), text, width - side - gap, s.fault != nullptr)) try_value(ui, s.param, text);
}

void choice_field(Ui& ui, const Shown& s, const std::string& name, float width) {
  ImGui::SetNextItemWidth(width);
  const bool open = ImGui::BeginCombo("##choice", s.text.c_str());
  describe(ui, name.c_str(), s.text);
  if (!open) return;
  for (const std::string& choice : s.param.choices) {
    if (ImGui::Selectable(choice.c_str(), choice == s.text)) try_value(ui, s.param, choice);
    describe(ui, fmt::format("{}/{}", name, choice).c_str());
  }
  ImGui::EndCombo();
}

void draw_asset(const Ui& ui, int cell, ImVec2 from, float side, bool font) {
  constexpr float kCells = kAssetCells;
  const int column = cell % kAssetCells, line = cell / kAssetCells;
  const float u = static_cast<float>(column) / kCells, v = static_cast<float>(line) / kCells;
  ImGui::GetWindowDrawList()->AddImage(texture(shell::Texture::assets), from, {from.x + side, from.y + side}, {u, v},
                                       {u + 1 / kCells, v + 1 / kCells}, font ? ink(ui.theme.text) : IM_COL32_WHITE);
}

// What the file looks like, its name, and a button that opens the file browser; files can be dropped on all of it.
void file_field(Ui& ui, const Shown& s, const std::string& name, float width) {
  const float side = ImGui::GetFrameHeight(), gap = ui.px(6);
  const bool font = s.param.type == Param::Type::font;
  const ImVec2 from = ImGui::GetCursorScreenPos(), to{from.x + side, from.y + side};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto found =
      ui.model.pictures != nullptr ? ui.model.pictures->find(s.text) : std::map<std::string, int>::const_iterator();
  const bool seen = ui.model.pictures != nullptr && found != ui.model.pictures->end();
  ImGui::Dummy({side, side});
  describe(ui, ("data/picture-of/" + s.param.name).c_str(), seen ? s.text : "");
  list.AddRectFilled(from, to, ink(ui.theme.raised), ui.px(4));
  if (seen) draw_asset(ui, found->second, from, side, font);
  if (!seen && (s.param.type == Param::Type::audio || s.param.type == Param::Type::video)) {
    draw_type_sign(list, s.param.type == Param::Type::audio ? "audio" : "video", {from.x + side / 2, from.y + side / 2},
                   side * 0.5f, ink(ui.theme.muted));
  }
  if (seen && ImGui::IsItemHovered()) {
    ImGui::BeginTooltip();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy({ui.px(128), ui.px(128)});
    draw_asset(ui, found->second, at, ui.px(128), font);
    ImGui::EndTooltip();
  }
  ImGui::SameLine(0, gap);
  std::string text = s.text;
  if (text_field(ui, name.c_str(), text, width - 2 * (side + gap), s.fault != nullptr)) try_value(ui, s.param, text);
  ImGui::SameLine(0, gap);
  if (ImGui::Button("\u2026", {side, side})) ui.wishes.emplace_back(Browse{Purpose::choose_parameter, s.param.name});
  describe(ui, ("data/choose/" + s.param.name).c_str());
  tooltip(ui, fmt::format("Choose a {}, or drop one here", kind_of(s.param)));
  const ImVec2 least = list.GetClipRectMin(), most = list.GetClipRectMax();  // what is scrolled away takes nothing
  const float top = std::max(from.y, least.y), bottom = std::min(to.y, most.y);
  if (bottom > top) ui.look.drop_fields.push_back({{from.x, top, width, bottom - top}, s.param.name});
}

void draw_field(Ui& ui, const Shown& s, float width) {
  const std::string name = "data/param/" + s.param.name;
  switch (s.param.type) {
    case Param::Type::boolean: {
      bool on = s.text == "true" || s.text == "yes" || s.text == "1";
      if (ImGui::Checkbox("##yes", &on)) try_value(ui, s.param, on ? "true" : "false");
      describe(ui, name.c_str(), s.text);
      ImGui::SameLine(0, ui.px(8));
      ImGui::AlignTextToFramePadding();
      ImGui::TextUnformatted(on ? "yes" : "no");
      return;
    }
    case Param::Type::color:
      return color_field(ui, s, name, width);
    case Param::Type::enumeration:
      return choice_field(ui, s, name, width);
    case Param::Type::image:
    case Param::Type::video:
    case Param::Type::audio:
    case Param::Type::captions:
    case Param::Type::font:
      return file_field(ui, s, name, width);
    default: {
      std::string text = s.text;
      if (text_field(ui, name.c_str(), text, width, s.fault != nullptr)) try_value(ui, s.param, text);
    }
  }
}

// "Reset" and "Make default", beneath a value that is tried.
void draw_trial(Ui& ui, const Shown& s, float x) {
  ImGui::PushFont(ui.fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(7), ui.px(2)});
  ImGui::SetCursorPosX(x);
  if (ImGui::Button("Reset")) ui.edit(editor::TryParameter{s.param.name, std::nullopt});
  describe(ui, ("data/reset/" + s.param.name).c_str());
  const std::optional<Json> value = default_of(s.param, s.text);
  if (ui.model.editable && value && s.fault == nullptr) {
    ImGui::SameLine(0, ui.px(6));
    if (ImGui::Button("Make default")) {
      ui.edit(editor::SetDefault{"/params" + child_pointer(s.param.name), *value});
      // Where no table says otherwise the default is what is seen from now on.
      if (column_of(s.param, ui.model.table).empty()) ui.edit(editor::TryParameter{s.param.name, std::nullopt});
    }
    describe(ui, ("data/default/" + s.param.name).c_str());
  }
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

void draw_notes(Ui& ui, const Shown& s, float x, float width) {
  std::string note = kind_of(s.param);
  if (const std::string column = column_of(s.param, ui.model.table); !column.empty() && column != s.param.name)
    note += ", column " + column;
  if (!s.param.description.empty()) note = s.param.description + "  \u00b7  " + note;
  ImGui::SetCursorPosX(x);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  clipped_text(*ImGui::GetWindowDrawList(), *ui.fonts.small, at, width, ink(ui.theme.muted), note);
  ImGui::Dummy({width, ui.fonts.small->FontSize});
  tooltip(ui, note);
  if (s.fault == nullptr) return;
  ImGui::SetCursorPosX(x);
  ImGui::PushFont(ui.fonts.small);
  ImGui::PushStyleColor(ImGuiCol_Text, ink(ui.theme.bad));
  ImGui::PushTextWrapPos(x + width);
  std::string said = s.fault->message;
  if (said.starts_with("--set: ")) said.erase(0, 7);  // so the command line says it
  said += s.fault->hint.empty() ? "" : ": " + s.fault->hint;
  ImGui::TextUnformatted(said.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ImGui::PopFont();
  describe(ui, ("data/fault/" + s.param.name).c_str(), said);
}

// What a data source came to in this row: read, not edited.
void draw_source(Ui& ui, const Param& param) {
  const Model& m = ui.model;
  const auto source = std::ranges::find(m.tpl->sources, param.name, &DataSource::name);
  const size_t row = static_cast<size_t>(std::max(1, m.row)) - 1;
  const Json* list = m.values != nullptr && !m.values->empty()
                         ? m.values->at(std::min(row, m.values->size() - 1)).object.find(param.name)
                         : nullptr;
  const size_t count = list != nullptr ? list->items.size() : 0;
  const bool database = source->kind != DataSource::Kind::file;
  const std::string text =
      fmt::format("{} record{} from {}{}", count, count == 1 ? "" : "s", source->location, database ? " (query)" : "");
  const float full = ImGui::GetContentRegionAvail().x, label = std::min(ui.px(110), std::round(full * 0.34f));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = at.y + ImGui::GetStyle().FramePadding.y;
  clipped_text(draw, *ui.fonts.regular, {at.x, y}, label - ui.px(14), ink(ui.theme.text), param.name);
  clipped_text(draw, *ui.fonts.regular, {at.x + label, y}, full - label, ink(ui.theme.muted), text);
  ImGui::InvisibleButton(param.name.c_str(), {full, ImGui::GetFrameHeight()});
  if (ImGui::IsItemHovered()) {
    std::vector<std::string> columns;
    for (const Param& field : param.fields.front().fields) columns.push_back(field.name);
    ImGui::SetTooltip("A data source of the template. Columns: %s",
                      fmt::format("{}", fmt::join(columns, ", ")).c_str());
  }
  describe(ui, fmt::format("data/source/{}", param.name).c_str(), text);
}

void draw_param(Ui& ui, const Param& param) {
  const Shown s = shown_of(ui.model, param);
  const float left = ImGui::GetCursorPosX(), full = ImGui::GetContentRegionAvail().x;
  const float label = std::min(ui.px(110), std::round(full * 0.34f)), x = left + label, width = full - label;
  ImGui::PushID(param.name.c_str());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImFont& font = *ui.fonts.regular;
  const float y = at.y + ImGui::GetStyle().FramePadding.y;
  clipped_text(*ImGui::GetWindowDrawList(), font, {at.x, y}, label - ui.px(14),
               ink(s.tried ? ui.theme.accent : ui.theme.text), param.name);
  if (param.required) {  // beside its name
    const float end = std::min(font.CalcTextSizeA(font.FontSize, FLT_MAX, 0, param.name.c_str()).x, label - ui.px(14));
    ImGui::GetWindowDrawList()->AddText(&font, font.FontSize, {at.x + end + ui.px(3), y}, ink(ui.theme.muted), "*");
  }
  ImGui::SetCursorPosX(x);
  draw_field(ui, s, width);
  draw_notes(ui, s, x, width);
  if (s.tried) draw_trial(ui, s, x);
  ImGui::Dummy({0, ui.px(1)});
  ImGui::PopID();
}

}  // namespace

void draw_params(Ui& ui) {
  const Model& m = ui.model;
  ImGui::PushFont(ui.fonts.strong);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Parameters");
  ImGui::PopFont();
  if (!m.state->tried.empty()) {
    ImGui::SameLine(0, ui.px(10));
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("%d tried", static_cast<int>(m.state->tried.size()));
    ImGui::SameLine(0, ui.px(10));
    if (ImGui::SmallButton("Reset all")) {
      for (const auto& [name, value] : m.state->tried) ui.edit(editor::TryParameter{name, std::nullopt});
    }
    describe(ui, "data/reset-all");
  }
  if (m.tpl->params.empty()) ImGui::TextDisabled("This template has none.");
  for (const Param& param : m.tpl->params) {
    if (param.of_data) {
      draw_source(ui, param);
    } else {
      draw_param(ui, param);
    }
  }
}

}  // namespace fp::panels

// Colours, eases and files: values with a picker of their own.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "editor/panels/data.hpp"
#include "editor/panels/properties.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp::panels {

using editor::Field;

namespace {

std::optional<Color> resolve(const Style& style, const Json* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  if (!value->text.starts_with('@')) return parse_color(value->text);
  const Json* named = style.palette.find(value->text.substr(1));
  return named == nullptr ? std::nullopt : parse_color(named->text);
}

ImU32 packed(const Color& c) {
  return ImGui::ColorConvertFloat4ToU32(
      {static_cast<float>(c.r), static_cast<float>(c.g), static_cast<float>(c.b), static_cast<float>(c.a)});
}

// Half of it over a checker, so that alpha is seen.
void draw_swatch(const Ui& ui, const Rect& at, const std::optional<Color>& color) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 from{at.x, at.y}, to{at.x + at.width, at.y + at.height};
  const float round = ui.px(4);
  if (color && color->a < 1) {
    list.AddRectFilled(from, to, IM_COL32(255, 255, 255, 255), round);
    list.AddRectFilled(from, {from.x + at.width / 2, from.y + at.height / 2}, IM_COL32(160, 160, 160, 255));
    list.AddRectFilled({from.x + at.width / 2, from.y + at.height / 2}, to, IM_COL32(160, 160, 160, 255));
  }
  if (color) list.AddRectFilled(from, to, packed(*color), round);
  list.AddRect(from, to, ink(ui.theme.control), round);
  if (!color) list.AddLine({from.x, to.y}, {to.x, from.y}, ink(ui.theme.control));
}

bool swatch_button(Ui& ui, const std::string& name, const Rect& at, const std::optional<Color>& color) {
  ImGui::PushID(name.c_str());
  ImGui::SetCursorScreenPos({at.x, at.y});
  const bool pressed = ImGui::InvisibleButton("##swatch", {at.width, at.height});
  ImGui::PopID();
  draw_swatch(ui, at, color);
  ui.items.add(name, at.x, at.y, at.width, at.height);
  return pressed;
}

void draw_palette_colors(Panel& panel, const Field& field, const std::string& name) {
  Ui& ui = panel.ui;
  const Json& palette = panel.state.style.palette;
  if (palette.members.empty()) return;
  ImGui::Dummy({0, ui.px(2)});
  ImGui::TextDisabled("Palette");
  const float side = ui.px(22), gap = ui.px(5);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const int across = std::max(1, static_cast<int>(ui.px(236) / (side + gap)));
  int index = 0;
  for (const Json::Member& m : palette.members) {
    const int column = index % across, line = index / across;
    const Rect at{start.x + static_cast<float>(column) * (side + gap),
                  start.y + static_cast<float>(line) * (side + gap), side, side};
    if (swatch_button(ui, name + "/@" + m.key, at, m.value.is_string() ? parse_color(m.value.text) : std::nullopt))
      set_value(panel, field, Json::of("@" + m.key));
    if (ImGui::IsItemHovered()) show_tip(ui, ("@" + m.key).c_str());
    ++index;
  }
  const int lines = (index + across - 1) / across;
  ImGui::SetCursorScreenPos({start.x, start.y + static_cast<float>(lines) * (side + gap)});
  ImGui::Dummy({1, 1});
}

// As long as the button is down, or a number of the picker has the keyboard, it is one step of the history.
void draw_picker(Panel& panel, const Field& field, const std::string& name, const Color& color) {
  float rgba[4] = {static_cast<float>(color.r), static_cast<float>(color.g), static_cast<float>(color.b),
                   static_cast<float>(color.a)};
  ImGui::SetNextItemWidth(panel.ui.px(236));
  const ImGuiColorEditFlags flags = ImGuiColorEditFlags_NoSidePreview | ImGuiColorEditFlags_AlphaBar |
                                    ImGuiColorEditFlags_DisplayHex | ImGuiColorEditFlags_NoLabel |
                                    ImGuiColorEditFlags_NoOptions;
  const bool changed = ImGui::ColorPicker4("##picker", rgba, flags);
  describe(panel.ui, (name + "/picker").c_str(), to_string(color));
  if (changed) {
    if (panel.state.gesture == 0) panel.state.gesture = panel.ui.fresh_gesture();
    set_value(panel, field, Json::of(to_string(Color{rgba[0], rgba[1], rgba[2], rgba[3]})), panel.state.gesture);
  }
  const bool busy = ImGui::IsAnyItemActive();
  if (!busy && panel.state.gesture != 0) end_gesture(panel);
}

void draw_curve(const Ui& ui, const Rect& at, const Ease& ease) {
  constexpr int kPoints = 32;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float low = at.y + at.height * 0.8f, high = at.y + at.height * 0.2f;
  list.AddRectFilled({at.x, at.y}, {at.x + at.width, at.y + at.height}, ink(ui.theme.panel), ui.px(4));
  for (int i = 0; i <= kPoints; ++i) {
    const double t = static_cast<double>(i) / kPoints;
    const auto v = static_cast<float>(ease_at(ease, t, 1));
    list.PathLineTo({at.x + at.width * static_cast<float>(t), low + (high - low) * v});
  }
  list.PathStroke(ink(ui.theme.accent), 0, ui.px(2));
}

}  // namespace

void draw_color(Panel& panel, const Field& field, const Row& row) {
  Ui& ui = panel.ui;
  const std::string name = item_of(field.pointer), popup = name + "/popup";
  const auto now = value_now(panel, field);
  const auto color = is_mixed(panel, field) ? std::nullopt : resolve(panel.state.style, now ? &*now : nullptr);
  const float side = row.value.height;
  if (swatch_button(ui, name + "/swatch", {row.value.x, row.value.y, side * 1.4f, side}, color) && panel.editable())
    ImGui::OpenPopup(popup.c_str());
  const Rect rest{row.value.x + side * 1.4f + ui.px(6), row.value.y, row.value.width - side * 1.4f - ui.px(6), side};
  const std::string text = is_mixed(panel, field)    ? "mixed"
                           : now && now->is_string() ? now->text
                           : now                     ? write_json(*now, 0)
                                                     : "";
  const auto typed = text_box(
      panel, {.name = name, .at = rest, .text = text, .color = field.set ? 0 : ink(ui.theme.muted), .hint = "none"});
  if (typed) {
    const bool bare = parse_color("#" + *typed).has_value();
    const std::string said = bare ? "#" + *typed : *typed;
    const bool fine =
        parse_color(said) || said.starts_with('@') || said.starts_with('=') || said.find("{{") != std::string::npos;
    panel.state.wrong = fine ? "" : name;
    panel.state.complaint = "A colour is written like #ff5a1f, or @name of the palette";
    if (fine) set_value(panel, field, Json::of(said));
  }
  const OpenList open(panel, popup);
  if (!open) return;
  draw_picker(panel, field, name, color.value_or(Color{1, 1, 1, 1}));
  draw_palette_colors(panel, field, name);
}

namespace {

struct EaseList {
  std::vector<std::string> names;
  std::vector<Json> values;
};

EaseList eases_of(const Style& style, const Ease& now) {
  EaseList list;
  const auto add = [&](const std::string& name, Json value) {
    list.names.push_back(name);
    list.values.push_back(std::move(value));
  };
  for (const char* ease : {"linear", "hold", "ease", "easeIn", "easeOut", "easeInOut"}) add(ease, Json::of(ease));
  for (const char* shape : {"Sine", "Quad", "Cubic", "Quart", "Quint", "Expo", "Circ", "Back", "Elastic", "Bounce"}) {
    for (const char* way : {"in", "out", "inOut"}) add(std::string(way) + shape, Json::of(std::string(way) + shape));
  }
  for (const Json::Member& m : style.eases.members) add("@" + m.key, Json::of("@" + m.key));
  Json curve = Json::array();  // the one that is there, to go on from
  constexpr double kUsual[] = {0.25, 0.1, 0.25, 1};
  for (size_t i = 0; i < 4; ++i) curve.items.push_back(Json::of(now.kind == Ease::Kind::bezier ? now.p[i] : kUsual[i]));
  add("Own curve", std::move(curve));
  Json spring = Json::object();
  spring.set("spring", Json::object());
  add("Spring", std::move(spring));
  return list;
}

// The four numbers of a curve.
void draw_curve_numbers(Panel& panel, const Field& field, const Rect& at) {
  const float gap = panel.ui.px(3), width = std::floor((at.width - 3 * gap) / 4);
  for (size_t i = 0; i < 4; ++i) {
    NumberBox box{.name = fmt::format("{}/{}", item_of(field.pointer), i),
                  .at = {at.x + static_cast<float>(i) * (width + gap), at.y, width, at.height},
                  .written = &field.value->items[i],
                  .step = 0.01};
    if (i % 2 == 0) box.min = 0, box.max = 1;
    if (auto value = number_box(panel, box)) {
      Json curve = *field.value;
      curve.items[i] = std::move(*value);
      set_value(panel, field, curve, panel.state.gesture);
    }
  }
}

}  // namespace

void draw_ease(Panel& panel, const Field& field, const Row& row) {
  const std::string name = item_of(field.pointer), popup = name + "/list";
  const Json linear = Json::of("linear");
  const Json& value = field.set ? *field.value : linear;
  const Ease now = ease_of(value, panel.state.style);
  const float plot = row.value.height * 1.4f;
  // An ease has no keys of its own: their room is its numbers'.
  const float right = value.is_array() ? row.keys.x + row.keys.width : row.value.x + row.value.width;
  const float left = row.value.x + plot + panel.ui.px(6);
  const Rect rest{left, row.value.y, right - left, row.value.height};
  ImGui::SetCursorScreenPos({row.value.x, row.value.y});
  bool opens = ImGui::InvisibleButton("##curve", {plot, row.value.height}) && panel.editable();
  draw_curve(panel.ui, {row.value.x, row.value.y, plot, row.value.height}, now);
  panel.ui.items.add(name + "/curve", row.value.x, row.value.y, plot, row.value.height);
  if (value.is_array() && value.items.size() == 4) {
    draw_curve_numbers(panel, field, rest);
  } else if (value.is_object()) {
    Row inner = row;
    inner.value = rest;
    draw_json(panel, field, inner, 0);
  } else {
    opens = list_button(panel, name, rest, value.text, !field.set, value.text) || opens;
  }
  if (opens) ImGui::OpenPopup(popup.c_str());
  const OpenList open(panel, popup);
  if (!open) return;
  const EaseList list = eases_of(panel.state.style, now);
  const auto found = std::ranges::find(list.names, value.text);
  const int current = found == list.names.end() ? -1 : static_cast<int>(found - list.names.begin());
  const int chosen = choose_from(panel, name, list.names, current);
  if (chosen >= 0) set_value(panel, field, list.values[static_cast<size_t>(chosen)]);
}

namespace {

// What a place takes, by what its title says; files of the folder and those beneath, a few thousand at most.
std::vector<std::string> extensions_for(const Field& field) {
  const Json* title = field.schema->find("title");
  const std::string said = (title == nullptr ? "" : title->text) + field.description;
  if (said.find(".cube") != std::string::npos) return {".cube"};
  if (said.find("font") != std::string::npos) return {".ttf", ".otf", ".ttc", ".woff2"};
  if (said.find("pattern") != std::string::npos) return {".dic"};
  if (said.find("captions file") != std::string::npos) return file_endings(Param::Type::captions);
  if (said.find("video file") != std::string::npos) return file_endings(Param::Type::video);
  if (said.find("sound file") != std::string::npos) return file_endings(Param::Type::audio);
  return {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".avif", ".tif", ".tiff", ".bmp"};
}

std::vector<std::string> files_beneath(const std::filesystem::path& folder, const std::vector<std::string>& kinds) {
  constexpr size_t kMost = 2000;
  std::vector<std::string> files;
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(folder, std::filesystem::directory_options::skip_permission_denied,
                                                   error);
  for (size_t seen = 0; !error && at != std::filesystem::recursive_directory_iterator() && seen < 10 * kMost; ++seen) {
    const std::string extension = at->path().extension().string();
    if (std::ranges::find(kinds, extension) != kinds.end())
      files.push_back(at->path().lexically_relative(folder).generic_string());
    if (files.size() == kMost || at.depth() > 8) break;
    at.increment(error);
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

void draw_file(Panel& panel, const Field& field, const Row& row) {
  const Model& m = panel.ui.model;
  PropertiesState& state = panel.state;
  const std::string name = item_of(field.pointer), popup = name + "/files";
  const float side = row.value.height;
  const Rect box{row.value.x, row.value.y, row.value.width - side - panel.ui.px(4), side};
  const std::string text = field.set && field.value->is_string() ? field.value->text : "";
  if (auto typed = text_box(panel, {.name = name, .at = box, .text = text, .hint = "no file"}))
    set_value(panel, field, Json::of(*typed));
  const Rect button{box.x + box.width + panel.ui.px(4), row.value.y, side, side};
  const std::vector<std::string> kinds = extensions_for(field);
  if (sign_button(panel, popup, button, Sign::dots, "Choose a file beneath the template's folder") &&
      panel.editable()) {
    if (m.tpl != nullptr) state.files[kinds.front()] = files_beneath(m.tpl->assets->folder(), kinds);
    ImGui::OpenPopup(popup.c_str());
  }
  const OpenList open(panel, popup);
  if (!open) return;
  const std::vector<std::string>& files = state.files[kinds.front()];
  const auto found = std::ranges::find(files, text);
  const int chosen =
      choose_from(panel, popup, files, found == files.end() ? -1 : static_cast<int>(found - files.begin()));
  if (files.empty()) ImGui::TextDisabled("No such file is there yet");
  if (chosen >= 0) set_value(panel, field, Json::of(files[static_cast<size_t>(chosen)]));
}

}  // namespace fp::panels

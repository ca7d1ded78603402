#include "editor/app/workspace.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor {
namespace {

struct Flag {
  const char* key;
  bool panels::Look::*member;
};
constexpr Flag kFlags[] = {
    {"checker", &panels::Look::checker},   {"safeArea", &panels::Look::safe_area}, {"grid", &panels::Look::grid},
    {"guides", &panels::Look::guides},     {"snapping", &panels::Look::snapping},  {"side", &panels::Look::side},
    {"timeline", &panels::Look::timeline}, {"graph", &panels::Look::graph},        {"client", &panels::Look::client},
    {"pictures", &panels::Look::row_grid}, {"muted", &panels::Look::muted}};
constexpr const char* kTabs[] = {"properties", "data", "problems", "history", "export"};
constexpr const char* kOrders[] = {"worst", "table", "longestText", "fit", "missingPicture", "contrast"};
constexpr const char* kExisting[] = {"keep", "replace", "stop"};

double number_in(const Json& json, const char* key, double least, double most, double otherwise) {
  const Json* value = json.find(key);
  const bool good = value != nullptr && value->is_number() && value->number >= least && value->number <= most;
  return good ? value->number : otherwise;
}
std::string text_in(const Json& json, const char* key) {
  const Json* value = json.find(key);
  return value != nullptr && value->is_string() ? value->text : std::string();
}
template <class Names>
size_t place_in(const Names& names, const std::string& text, size_t otherwise) {
  const auto* found = std::ranges::find(names, text);
  return found == std::end(names) ? otherwise : static_cast<size_t>(found - std::begin(names));
}

}  // namespace

Json arrangement_json(const panels::Look& look) {
  Json json = Json::object();
  json.set("theme", Json::of(look.dark ? "dark" : "light"));
  json.set("scale", Json::of(static_cast<double>(look.scale)));
  json.set("draft", Json::of(int64_t{look.draft}));
  json.set("volume", Json::of(int64_t{look.volume}));
  json.set("tab", Json::of(kTabs[static_cast<size_t>(look.tab)]));
  json.set("sideWidth", Json::of(std::round(static_cast<double>(look.side_width))));
  json.set("timelineHeight", Json::of(std::round(static_cast<double>(look.timeline_height))));
  json.set("paramsShare", Json::of(std::round(100 * static_cast<double>(look.params_share)) / 100));
  json.set("rowOrder", Json::of(kOrders[static_cast<size_t>(look.row_order)]));
  for (const Flag& flag : kFlags) json.set(flag.key, Json::of(look.*flag.member));
  return json;
}

Json workspace_json(const Workspace& workspace) {
  const panels::Look& look = workspace.look;
  Json json = arrangement_json(look);
  json.set("workspace", Json::of(look.workspaces.current));
  json.set("keymap", Json::of(workspace.keymap));
  Json exports = Json::object();
  exports.set("crf", Json::of(int64_t{look.exports.crf}));
  exports.set("preset", Json::of(look.exports.preset));
  exports.set("device", Json::of(look.exports.device));
  exports.set("existing", Json::of(kExisting[static_cast<size_t>(look.exports.existing)]));
  json.set("export", std::move(exports));
  return json;
}

void take_arrangement(const Json& json, panels::Look& look) {
  const std::string theme = text_in(json, "theme");
  if (theme == "dark" || theme == "light") look.dark = theme == "dark";
  look.scale = static_cast<float>(number_in(json, "scale", shell::kMinScale, shell::kMaxScale, look.scale));
  const int draft = static_cast<int>(number_in(json, "draft", 1, 4, look.draft));
  look.draft = draft == 3 ? look.draft : draft;
  look.volume = static_cast<int>(number_in(json, "volume", 0, 100, look.volume));
  look.tab = static_cast<panels::Tab>(place_in(kTabs, text_in(json, "tab"), static_cast<size_t>(look.tab)));
  look.side_width = static_cast<float>(number_in(json, "sideWidth", 200, 900, look.side_width));
  look.timeline_height = static_cast<float>(number_in(json, "timelineHeight", 80, 1200, look.timeline_height));
  look.row_order =
      static_cast<preview::RowOrder>(place_in(kOrders, text_in(json, "rowOrder"), static_cast<size_t>(look.row_order)));
  look.params_share = static_cast<float>(number_in(json, "paramsShare", 0.1, 0.8, look.params_share));
  for (const Flag& flag : kFlags) {
    if (const Json* value = json.find(flag.key); value != nullptr && value->is_bool())
      look.*flag.member = value->boolean;
  }
}

void take_workspace(const Json& json, Workspace& workspace) {
  panels::Look& look = workspace.look;
  take_arrangement(json, look);
  look.workspaces.current = text_in(json, "workspace");
  if (const std::string keymap = text_in(json, "keymap"); !keymap.empty()) workspace.keymap = keymap;
  const Json* exports = json.find("export");
  if (exports == nullptr) return;
  panels::ExportChoice& choice = look.exports;
  choice.crf = static_cast<int>(number_in(*exports, "crf", 0, 51, choice.crf));
  if (const std::string preset = text_in(*exports, "preset"); !preset.empty()) choice.preset = preset;
  choice.device = text_in(*exports, "device");
  choice.existing = static_cast<panels::ExportChoice::Existing>(
      place_in(kExisting, text_in(*exports, "existing"), static_cast<size_t>(choice.existing)));
}

}  // namespace fp::editor

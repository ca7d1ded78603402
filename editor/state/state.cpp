#include "editor/state/state.hpp"

#include <algorithm>
#include <cmath>

#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/scope.hpp"

namespace fp::editor {
namespace {

Json strings(const auto& list) {
  Json json = Json::array();
  for (const std::string& text : list) json.items.push_back(Json::of(text));
  return json;
}

template <class T>
void read_number(const Json& json, std::string_view key, T& into) {
  const Json* value = json.find(key);
  if (value && value->is_number() && std::abs(value->number) < 9e15) into = static_cast<T>(value->number);
}
void read_bool(const Json& json, std::string_view key, bool& into) {
  const Json* value = json.find(key);
  if (value && value->is_bool()) into = value->boolean;
}
void read_strings(const Json& json, std::string_view key, auto add) {
  const Json* list = json.find(key);
  if (!list) return;
  for (const Json& item : list->items) {
    if (item.is_string()) add(item.text);
  }
}

Json flags_json(const State& state) {
  Json json = Json::object();
  for (const auto& [layer, flags] : state.flags) {
    if (flags == LayerFlags{}) continue;
    Json one = Json::object();
    one.set("solo", Json::of(flags.solo));
    one.set("lock", Json::of(flags.lock));
    one.set("hide", Json::of(flags.hide));
    json.set(layer, std::move(one));
  }
  return json;
}

}  // namespace

bool is_modified(const State& state) {
  return !state.saved || *state.saved != sha256(state.document.text());
}

std::string layer_key(const Document& document, std::string_view layer) {
  const Json* json = find_at(document.root(), layer);
  const Json* id = json ? json->find("id") : nullptr;
  return id && id->is_string() && !id->text.empty() ? id->text : std::string(layer);
}

LayerFlags flags_of(const State& state, std::string_view layer) {
  const auto found = state.flags.find(layer_key(state.document, layer));
  return found == state.flags.end() ? LayerFlags{} : found->second;
}

State open_state(Document document, std::filesystem::path file) {
  State state;
  state.saved = sha256(document.text());
  state.document = std::move(document);
  state.file = std::move(file);
  return state;
}

Json view_json(const State& state) {
  Json json = Json::object();
  json.set("selection", strings(state.selection));
  json.set("entered", strings(state.entered));
  json.set("playhead", Json::of(state.playhead));
  json.set("workBegin", Json::of(state.work_area.begin));
  json.set("workEnd", Json::of(state.work_area.end));
  Json markers = Json::array();
  for (const Marker& marker : state.markers) {
    Json one = Json::object();
    one.set("frame", Json::of(marker.frame));
    one.set("name", Json::of(marker.name));
    markers.items.push_back(std::move(one));
  }
  json.set("markers", std::move(markers));
  Json guides = Json::array();
  for (const Guide& guide : state.guides) {
    Json one = Json::object();
    one.set("upright", Json::of(guide.upright));
    one.set("at", Json::of(guide.at));
    guides.items.push_back(std::move(one));
  }
  json.set("guides", std::move(guides));
  json.set("format", Json::of(state.format));
  json.set("onlyFormat", Json::of(state.only_format));
  json.set("row", Json::of(int64_t{state.row}));
  json.set("scroll", Json::of(state.timeline.scroll));
  json.set("pixelsPerFrame", Json::of(state.timeline.pixels_per_frame));
  json.set("folded", strings(state.timeline.folded));
  json.set("revealed", strings(state.timeline.revealed));
  json.set("fit", Json::of(state.canvas.fit));
  json.set("zoom", Json::of(state.canvas.zoom));
  json.set("panX", Json::of(state.canvas.pan.x));
  json.set("panY", Json::of(state.canvas.pan.y));
  json.set("flags", flags_json(state));
  return json;
}

void read_view(const Json& json, State& state) {
  if (!json.is_object()) return;
  state.selection.clear();
  read_strings(json, "selection", [&](const std::string& text) { state.selection.push_back(text); });
  state.entered.clear();
  read_strings(json, "entered", [&](const std::string& text) { state.entered.push_back(text); });
  read_number(json, "playhead", state.playhead);
  read_number(json, "workBegin", state.work_area.begin);
  read_number(json, "workEnd", state.work_area.end);
  if (const Json* markers = json.find("markers")) {
    state.markers.clear();
    for (const Json& one : markers->items) {
      Marker marker;
      read_number(one, "frame", marker.frame);
      if (const Json* name = one.find("name")) marker.name = name->text;
      state.markers.push_back(std::move(marker));
    }
    std::ranges::stable_sort(state.markers, {}, &Marker::frame);
  }
  if (const Json* guides = json.find("guides")) {
    state.guides.clear();
    for (const Json& one : guides->items) {
      Guide guide;
      read_bool(one, "upright", guide.upright);
      read_number(one, "at", guide.at);
      state.guides.push_back(guide);
    }
  }
  if (const Json* format = json.find("format")) state.format = format->text;
  read_bool(json, "onlyFormat", state.only_format);
  if (const Json* row = json.find("row")) state.row = static_cast<int>(std::clamp(row->number, 0.0, 1e9));
  read_number(json, "scroll", state.timeline.scroll);
  read_number(json, "pixelsPerFrame", state.timeline.pixels_per_frame);
  state.timeline.pixels_per_frame = std::clamp(state.timeline.pixels_per_frame, 0.01, 64.0);
  read_strings(json, "folded", [&](const std::string& text) { state.timeline.folded.insert(text); });
  read_strings(json, "revealed", [&](const std::string& text) { state.timeline.revealed.insert(text); });
  read_bool(json, "fit", state.canvas.fit);
  read_number(json, "zoom", state.canvas.zoom);
  read_number(json, "panX", state.canvas.pan.x);
  read_number(json, "panY", state.canvas.pan.y);
  if (const Json* flags = json.find("flags")) {
    for (const Json::Member& m : flags->members) {
      LayerFlags& one = state.flags[m.key];
      read_bool(m.value, "solo", one.solo);
      read_bool(m.value, "lock", one.lock);
      read_bool(m.value, "hide", one.hide);
    }
  }
  drop_missing(state);
}

Outline read_outline(const State& state, std::string_view scope) {
  return read_outline(state.document.root(), scope, state.format, state.bound_frames);
}

void drop_missing(State& state) {
  const Json& root = state.document.root();
  state.entered = enterable(root, std::move(state.entered));
  const std::string scope = scope_of(state);
  std::erase_if(state.selection, [&](const std::string& layer) {
    return layer.empty() || layer_of(layer) != layer || scope_of(layer) != scope || !find_at(root, layer);
  });
  std::erase_if(state.keys, [&](const KeyRef& key) {
    const Json* property = find_at(root, key.property);
    return !property || !property->is_object() || !property->find("keys");
  });
  const int64_t frames = read_outline(state).frames;
  state.playhead = std::clamp<int64_t>(state.playhead, 0, frames - 1);
}

}  // namespace fp::editor

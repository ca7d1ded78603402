// What fields are at the playhead, and the commands that change them.
#include <fmt/format.h>

#include <algorithm>

#include "editor/panels/properties.hpp"
#include "editor/state/pointer.hpp"

namespace fp::panels {

using editor::Field;
using editor::FieldKind;

namespace {

// The same property of another selected layer.
std::string in_layer(const Panel& panel, const std::string& pointer, const std::string& layer) {
  const std::string path = editor::path_in_layer(pointer);
  const size_t end = std::min(path.find('/'), path.size());
  const std::string key = editor::last_step("/" + path.substr(0, end));
  return editor::said_at(*panel.ui.model.state, layer, key) + path.substr(end);
}

// One command for each selected layer, as one step of the history.
template <class Make>
void edit_all(Panel& panel, const Field& field, const char* verb, uint64_t gesture, Make make) {
  const std::vector<std::string>& layers = panel.state.selection;
  if (layers.size() < 2) return panel.ui.edit(make(field.pointer), gesture);
  editor::Batch batch{fmt::format("{} {} of {} layers", verb, field.key, layers.size()), {}};
  for (const std::string& layer : layers) batch.commands.push_back(make(in_layer(panel, field.pointer, layer)));
  panel.ui.edit(std::move(batch), gesture);
}

bool is_animated(const Json* value) {
  return value != nullptr && value->is_object() && value->find("keys") != nullptr;
}

// Only a layer's own properties, and those of its sound, are known to the engine by these names. "": another one.
std::string own_name(const Panel& panel, const Field& field) {
  if (panel.owner.empty()) return {};
  const std::string path = editor::path_in_layer(field.pointer);
  const bool sound = path.starts_with("sound/") && path.find('/', 6) == std::string::npos;
  return sound ? path : path.find('/') == std::string::npos ? field.key : std::string();
}

}  // namespace

std::optional<Json> value_now(const Panel& panel, const Field& field) {
  const Model& m = panel.ui.model;
  const bool constant = field.set && !field.animated && !field.bound;
  if (constant) {
    const Json* steady = field.animatable && field.value->is_object() ? field.value->find("value") : nullptr;
    return steady != nullptr ? *steady : *field.value;
  }
  if (panel.made != nullptr && !own_name(panel, field).empty() && (!m.stale || !field.set)) {
    if (auto value = engine_value(*panel.made, own_name(panel, field), panel.frame, m.composition->fps)) return value;
  }
  if (field.animated && m.composition != nullptr) {
    const int64_t length = panel.layer == nullptr ? m.composition->frames : panel.layer->out - panel.layer->in;
    return keyed_value(*field.value, panel.frame, m.composition->fps, length, panel.state.style);
  }
  return field.bound ? std::nullopt : field.fallback;
}

bool is_mixed(const Panel& panel, const Field& field) {
  return panel.state.mixed.contains(field.pointer);
}

void set_value(Panel& panel, const Field& field, const Json& value, uint64_t gesture) {
  if (!panel.editable()) return;
  // Where it is not known which of its frames is shown, keys are changed one by one in their list.
  if (field.animated && !panel.owner.empty() && (panel.layer == nullptr || !panel.ui.model.inside)) return;
  const Json& root = panel.ui.model.state->document.root();
  const editor::Outline& outline = *panel.ui.model.outline;
  edit_all(panel, field, "Set", gesture, [&](const std::string& pointer) -> editor::Command {
    if (!field.animatable || !is_animated(find_at(root, pointer))) return editor::SetProperty{pointer, value};
    const editor::OutlineLayer* layer = editor::find_layer(outline, editor::layer_of(root, pointer));
    const int64_t frame = layer == nullptr ? panel.frame : panel.ui.model.inside.value_or(-1) - layer->in;
    return editor::SetKey{pointer, frame, value};
  });
}

void reset_value(Panel& panel, const Field& field) {
  if (!panel.editable()) return;
  const Json& root = panel.ui.model.state->document.root();
  if (panel.state.selection.size() < 2) return panel.ui.edit(editor::RemoveProperty{field.pointer});
  editor::Batch batch{fmt::format("Remove {} of {} layers", field.key, panel.state.selection.size()), {}};
  for (const std::string& layer : panel.state.selection) {
    const std::string pointer = in_layer(panel, field.pointer, layer);
    if (find_at(root, pointer) != nullptr) batch.commands.emplace_back(editor::RemoveProperty{pointer});
  }
  if (!batch.commands.empty()) panel.ui.edit(std::move(batch));
}

void end_gesture(Panel& panel) {
  if (panel.state.gesture != 0) panel.ui.wishes.emplace_back(EndEdit{});
  panel.state.gesture = 0;
}

Json first_value(const Panel& panel, const Field& field) {
  if (field.kind == FieldKind::layer) {
    for (const std::string& id : panel.state.ids) {
      if (panel.layer == nullptr || id != panel.layer->id) return Json::of(id);
    }
  }
  const Model& m = panel.ui.model;
  if (field.kind == FieldKind::font && m.tpl != nullptr && !m.tpl->fonts.empty())
    return Json::of(m.tpl->fonts.front().name);
  if (field.kind == FieldKind::list)
    return field.required || field.chosen == nullptr ? editor::example_of(panel.state.schema, *field.schema)
                                                     : Json::array();
  if (field.kind != FieldKind::object) {
    if (auto now = value_now(panel, field)) return *now;
  }
  return editor::example_of(panel.state.schema, *field.schema);
}

std::vector<int64_t> key_frames(const Panel& panel, const Field& field) {
  if (panel.layer == nullptr || !field.animated) return {};
  for (const editor::KeyedProperty& keyed : panel.layer->keyed) {
    if (keyed.pointer == field.pointer) return keyed.frames;
  }
  return {};
}

std::string item_of(const std::string& pointer) {
  return "properties" + pointer;
}

}  // namespace fp::panels

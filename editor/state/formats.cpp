#include "editor/state/formats.hpp"

#include "editor/state/layer_ids.hpp"
#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"

namespace fp::editor {

std::string chosen_format(const Json& root, std::string_view format) {
  const Json* formats = root.find("formats");
  if (!formats || formats->members.empty()) return {};
  return format.empty() ? formats->members.front().key : std::string(format);
}

std::string override_place(const Json& root, std::string_view format, std::string_view layer) {
  const std::string chosen = chosen_format(root, format);
  if (chosen.empty() || !scope_of(layer).empty()) return {};
  const Json* json = find_at(root, layer);
  const Json* id = json ? json->find("id") : nullptr;
  if (!id || !id->is_string() || id->text.empty()) return {};
  return "/formats" + child_pointer(chosen) + "/layers" + child_pointer(id->text);
}

std::string said_at(const State& state, std::string_view layer, std::string_view key) {
  const Json& root = state.document.root();
  std::string own = std::string(layer) + child_pointer(key);
  const std::string place = override_place(root, state.format, layer);
  if (place.empty()) return own;
  const Json* patch = find_at(root, place);
  return state.only_format || (patch && patch->find(key)) ? place + child_pointer(key) : own;
}

Result<State> with_override(const State& state, std::string_view pointer) {
  const Json& root = state.document.root();
  const std::string path = path_in_layer(pointer), layer = layer_of(root, pointer);
  if (!pointer.starts_with("/formats/") || path.empty() || layer.empty()) return state;
  const std::string key = path.substr(0, path.find('/'));
  const std::string place(pointer.substr(0, pointer.size() - path.size() + key.size()));
  const Json* value = find_at(root, layer + "/" + key);
  if (value == nullptr || find_at(root, place) != nullptr) return state;
  Result<Document> document = set_value(state.document, place, *value);
  if (!document) return fail(std::move(document.error()));
  State next = state;
  next.document = *std::move(document);
  return next;
}

std::string layer_of(const Json& root, std::string_view pointer) {
  std::string own = layer_of(pointer);
  const auto steps = split_pointer(pointer);
  const bool patch = own.empty() && steps && steps->size() >= 4 && (*steps)[0] == "formats" && (*steps)[2] == "layers";
  return patch ? layer_with_id(root, (*steps)[3]) : own;
}

}  // namespace fp::editor

// The tree of layers: order, nesting, what comes and goes. Pointers that others hold (the selection, the command's own)
// are kept right while layers change places.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "editor/state/apply.hpp"
#include "editor/state/layer_ids.hpp"
#include "editor/state/pointer.hpp"

namespace fp::editor {
namespace {

// A state that is being changed, and pointers into it.
struct Draft {
  State state;
  std::vector<std::string> layers;  // those the command speaks of; empty: gone
  std::string array;                // the list they go to
};

void follow(Draft& draft, const std::function<std::string(const std::string&)>& where) {
  for (std::string& layer : draft.layers) layer = where(layer);
  draft.array = where(draft.array);
  for (std::string& layer : draft.state.selection) layer = where(layer);
  for (KeyRef& key : draft.state.keys) key.property = where(key.property);
  std::map<std::string, LayerFlags> flags;
  for (const auto& [key, value] : draft.state.flags) {
    const std::string now = key.starts_with('/') ? where(key) : key;
    if (!now.empty()) flags[now] = value;
  }
  draft.state.flags = std::move(flags);
}

Result<void> take(Draft& draft, Result<Document> document) {
  if (!document) return fail(std::move(document.error()));
  draft.state.document = *std::move(document);
  return {};
}

Result<void> move_layer(Draft& draft, const std::string& from, size_t index) {
  const std::string old(parent_pointer(from));
  const size_t place = *parse_index(last_step(from));
  const std::string array = *after_removal(draft.array, old, place);
  if (const Result<void> done = take(draft, move_item(draft.state.document, from, array, index)); !done) return done;
  follow(draft, [&](const std::string& pointer) {
    if (is_within(pointer, from))
      return after_insertion(array, old, place + 1) + child_pointer(index) + pointer.substr(from.size());
    return after_insertion(*after_removal(pointer, old, place), array, index);
  });
  draft.array = array;
  return {};
}

Result<void> remove_layer(Draft& draft, const std::string& layer) {
  if (const Result<void> done = take(draft, remove_value(draft.state.document, layer)); !done) return done;
  follow(draft, [&](const std::string& pointer) {
    return after_removal(pointer, parent_pointer(layer), *parse_index(last_step(layer))).value_or(std::string());
  });
  return {};
}

// The outermost of `layers`, each once, in the order of the document. Errors where one is no layer.
Result<std::vector<std::string>> outermost(const State& state, const std::vector<std::string>& layers) {
  if (layers.empty()) return refuse({}, "no layer is selected");
  for (const std::string& layer : layers) {
    if (layer.empty() || layer_of(layer) != layer || !find_at(state.document.root(), layer))
      return refuse(layer, "there is no layer here");
  }
  std::vector<std::string> kept;
  for (const std::string& layer : layers) {
    const auto around = [&](const std::string& other) { return other != layer && is_within(layer, other); };
    if (std::ranges::none_of(layers, around)) kept.push_back(layer);
  }
  const auto place = [&](const std::string& layer) { return find_at(state.document.root(), layer)->span.begin; };
  std::ranges::sort(kept, {}, place);
  const auto [first, last] = std::ranges::unique(kept);
  kept.erase(first, last);
  return kept;
}

bool is_layer_list(const State& state, const std::string& array) {
  const Json* list = find_at(state.document.root(), array);
  return list && list->is_array() && layer_of(array + "/0") == array + "/0";
}

}  // namespace

Result<State> do_command(const State& state, const PlaceLayers& command) {
  const auto layers = outermost(state, command.layers);
  if (!layers) return fail(layers.error());
  if (!is_layer_list(state, command.array)) return refuse(command.array, "layers cannot be put here");
  const Json& list = *find_at(state.document.root(), command.array);
  if (command.index > list.items.size()) return refuse(command.array, "the list has no such place");
  for (const std::string& layer : *layers) {
    if (is_within(command.array, layer)) return refuse(layer, "a layer cannot be put into itself");
    if (scope_of(layer) != scope_of(command.array)) return refuse(layer, "a layer stays in its composition");
  }
  Draft draft{state, *layers, command.array};
  size_t index = command.index;
  for (size_t i = 0; i < draft.layers.size(); ++i) {
    const std::string from = draft.layers[i];
    const bool before = parent_pointer(from) == draft.array && *parse_index(last_step(from)) < index;
    if (before) --index;
    const bool stays = parent_pointer(from) == draft.array && *parse_index(last_step(from)) == index;
    if (!stays) {
      if (const Result<void> done = move_layer(draft, from, index); !done) return fail(done.error());
    }
    ++index;
  }
  return draft.state;
}

Result<State> do_command(const State& state, const GroupLayers& command) {
  const auto layers = outermost(state, command.layers);
  if (!layers) return fail(layers.error());
  const std::string array(parent_pointer(layers->front()));
  for (const std::string& layer : *layers) {
    if (parent_pointer(layer) != array) return refuse(layer, "only layers of one list can be grouped");
  }
  const size_t above = *parse_index(last_step(layers->back())) + 1;
  Json group = Json::object();
  group.set("id", Json::of(free_id(state.document.root(), "group")));
  group.set("type", Json::of("group"));
  group.set("children", Json::array());
  const Result<State> with_group = do_command(state, AddLayers{array, above, {group}});
  if (!with_group) return with_group;
  const std::string made = array + child_pointer(above);
  Result<State> next = do_command(*with_group, PlaceLayers{*layers, made + "/children", 0});
  if (!next) return next;
  next->selection = {array + child_pointer(above - layers->size())};
  return next;
}

Result<State> do_command(const State& state, const DeleteLayers& command) {
  const auto layers = outermost(state, command.layers);
  if (!layers) return fail(layers.error());
  std::set<std::string> gone;
  for (const std::string& layer : *layers) collect_ids(*find_at(state.document.root(), layer), gone);
  Draft draft{state, *layers, {}};
  for (size_t i = draft.layers.size(); i-- > 0;) {
    if (const Result<void> done = remove_layer(draft, draft.layers[i]); !done) return fail(done.error());
  }
  std::set<std::string> left;
  collect_ids(draft.state.document.root(), left);
  std::erase_if(gone, [&](const std::string& id) { return left.contains(id); });
  Result<Document> document = without_references(draft.state.document, gone);
  if (!document) return fail(std::move(document.error()));
  draft.state.document = *std::move(document);
  return draft.state;
}

Result<State> do_command(const State& state, const DuplicateLayers& command) {
  const auto layers = outermost(state, command.layers);
  if (!layers) return fail(layers.error());
  Draft draft{state, *layers, {}};
  std::vector<std::string> copies;
  std::map<std::string, std::string> names;
  for (size_t i = draft.layers.size(); i-- > 0;) {  // from the back: places before stay
    const std::string from = draft.layers[i], array(parent_pointer(from));
    const size_t index = *parse_index(last_step(from)) + 1;
    if (const Result<void> done = take(draft, copy_item(draft.state.document, from, array, index)); !done)
      return fail(done.error());
    const auto where = [&](const std::string& pointer) { return after_insertion(pointer, array, index); };
    follow(draft, where);
    std::ranges::transform(copies, copies.begin(), where);
    copies.push_back(array + child_pointer(index));
  }
  std::ranges::reverse(copies);
  // Ids are chosen one after the other, so that the copies do not take each other's.
  for (const std::string& copy : copies) {
    Result<Document> document = with_own_ids(draft.state.document, copy, names);
    if (!document) return fail(std::move(document.error()));
    draft.state.document = *std::move(document);
  }
  for (const std::string& copy : copies) {
    Result<Document> document = with_references(draft.state.document, copy, names);
    if (!document) return fail(std::move(document.error()));
    draft.state.document = *std::move(document);
  }
  draft.state.selection = std::move(copies);
  return draft.state;
}

Result<State> do_command(const State& state, const AddLayers& command) {
  if (!is_layer_list(state, command.array)) return refuse(command.array, "layers cannot be put here");
  Draft draft{state, {}, {}};
  std::vector<std::string> added;
  for (size_t i = 0; i < command.layers.size(); ++i) {
    const Json& layer = command.layers[i];
    const Json* type = layer.find("type");
    if (!type || !type->is_string()) return refuse(command.array, "a layer is an object with a \"type\"");
    Json mine = layer;
    std::map<std::string, std::string> names;
    choose_ids(draft.state.document.root(), mine, names);
    rename_references(mine, names);
    const size_t index = command.index + i;
    if (const Result<void> done = take(draft, insert_item(draft.state.document, command.array, index, mine)); !done)
      return fail(done.error());
    follow(draft, [&](const std::string& pointer) { return after_insertion(pointer, command.array, index); });
    added.push_back(command.array + child_pointer(index));
  }
  draft.state.selection = std::move(added);
  return draft.state;
}

Result<State> do_command(const State& state, const RenameLayer& command) {
  const Json* layer = find_at(state.document.root(), command.layer);
  if (!layer || layer_of(command.layer) != command.layer) return refuse(command.layer, "there is no layer here");
  const Json* id = layer->find("id");
  const std::string old = id ? id->text : std::string();
  if (old == command.id) return state;
  if (!is_valid_id(command.id)) {
    return refuse(command.layer + "/id", fmt::format("\"{}\" cannot be an id", command.id),
                  "use letters, digits, '_', '-', '.' and spaces, at most 100, with a letter or digit first");
  }
  std::set<std::string> taken;
  collect_ids(state.document.root(), taken);
  if (taken.contains(command.id))
    return refuse(command.layer + "/id", fmt::format("another layer has the id \"{}\"", command.id), "choose another");
  const LayerFlags flags = flags_of(state, command.layer);
  Result<Document> document = set_value(state.document, command.layer + "/id", Json::of(command.id));
  if (document && !old.empty()) document = with_references(*document, "", {{old, command.id}});
  Result<State> next = with_document(state, std::move(document));
  if (!next) return next;
  next->flags.erase(layer_key(state.document, command.layer));
  if (flags != LayerFlags{}) next->flags[command.id] = flags;
  return next;
}

}  // namespace fp::editor

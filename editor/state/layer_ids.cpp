#include "editor/state/layer_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "editor/state/pointer.hpp"

namespace fp::editor {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Every layer in `value` (a layer, or a whole document), the outer before the inner.
void each_layer(const Json& value, const std::string& pointer,
                const std::function<void(const Json&, const std::string&)>& visit) {
  if (value.is_object() && value.find("type")) visit(value, pointer);
  for (const char* key : {"layers", "children"}) {
    const Json* list = value.find(key);
    if (!list || !list->is_array()) continue;
    for (size_t i = 0; i < list->items.size(); ++i)
      each_layer(list->items[i], pointer + child_pointer(key) + child_pointer(i), visit);
  }
  const Json* compositions = value.find("compositions");
  if (!compositions) return;
  for (const Json::Member& m : compositions->members)
    each_layer(m.value, pointer + "/compositions" + child_pointer(m.key), visit);
}

// Every string of a layer that names another one, with its pointer.
void each_reference(const Json& layer, const std::string& pointer,
                    const std::function<void(const Json&, const std::string&)>& visit) {
  for (const char* key : {"parent", "clip", "follow"}) {
    const Json* named = layer.find(key);
    if (named && named->is_string()) visit(*named, pointer + child_pointer(key));
  }
  if (const Json* matte = layer.find("matte")) {
    const Json* named = matte->find("layer");
    if (named && named->is_string()) visit(*named, pointer + "/matte/layer");
  }
  const Json* effects = layer.find("effects");
  for (size_t i = 0; effects && i < effects->items.size(); ++i) {
    const Json* named = effects->items[i].find("layer");
    if (named && named->is_string()) visit(*named, pointer + "/effects" + child_pointer(i) + "/layer");
  }
}

Json* at(Json& root, const std::string& pointer) {
  return const_cast<Json*>(find_at(root, pointer));
}

std::string free_among(const std::set<std::string>& taken, const std::string& wanted) {
  if (!taken.contains(wanted)) return wanted;
  std::string stem = wanted;
  const size_t dash = stem.rfind('-');
  if (dash != std::string::npos && dash > 0 && parse_index(stem.substr(dash + 1))) stem.resize(dash);
  for (int n = 2;; ++n) {
    std::string name = fmt::format("{}-{}", stem.substr(0, 90), n);
    if (!taken.contains(name)) return name;
  }
}

// Overrides of formats by layer id: pointers and ids.
std::vector<std::pair<std::string, std::string>> overrides(const Json& root) {
  std::vector<std::pair<std::string, std::string>> found;
  const Json* formats = root.find("formats");
  if (!formats) return found;
  for (const Json::Member& format : formats->members) {
    const Json* layers = format.value.find("layers");
    if (!layers) continue;
    for (const Json::Member& m : layers->members)
      found.emplace_back("/formats" + child_pointer(format.key) + "/layers" + child_pointer(m.key), m.key);
  }
  return found;
}

}  // namespace

bool is_valid_id(std::string_view id) {
  const auto allowed = [](char c) { return is_word(c) || c == '.' || c == ' ' || c == '-'; };
  return !id.empty() && id.size() <= 100 && is_word(id.front()) && std::ranges::all_of(id, allowed);
}

void collect_ids(const Json& value, std::set<std::string>& ids) {
  each_layer(value, "", [&](const Json& layer, const std::string&) {
    const Json* id = layer.find("id");
    if (id && id->is_string()) ids.insert(id->text);
  });
}

std::string layer_with_id(const Json& root, std::string_view id) {
  std::string found;
  each_layer(root, "", [&](const Json& layer, const std::string& pointer) {
    const Json* own = layer.find("id");
    if (found.empty() && own && own->text == id && pointer.starts_with("/layers/")) found = pointer;
  });
  return found;
}

std::string free_id(const Json& root, const std::string& wanted) {
  std::set<std::string> taken;
  collect_ids(root, taken);
  return free_among(taken, wanted);
}

void choose_ids(const Json& root, Json& layer, std::map<std::string, std::string>& names) {
  std::set<std::string> taken;
  collect_ids(root, taken);
  std::vector<std::string> pointers;
  each_layer(layer, "", [&](const Json&, const std::string& pointer) { pointers.push_back(pointer); });
  for (const std::string& pointer : pointers) {
    Json* id = at(layer, pointer)->find("id");
    if (!id || !id->is_string()) continue;
    const std::string name = free_among(taken, id->text);
    if (name != id->text) names[id->text] = name;
    taken.insert(name);
    id->text = name;
  }
}

void rename_references(Json& layer, const std::map<std::string, std::string>& names) {
  std::vector<std::pair<std::string, std::string>> changes;
  each_layer(layer, "", [&](const Json& one, const std::string& pointer) {
    each_reference(one, pointer, [&](const Json& named, const std::string& where) {
      if (const auto found = names.find(named.text); found != names.end()) changes.emplace_back(where, found->second);
    });
  });
  for (const auto& [pointer, name] : changes) at(layer, pointer)->text = name;
}

Result<Document> with_own_ids(const Document& document, const std::string& layer,
                              std::map<std::string, std::string>& names) {
  Json copy = *find_at(document.root(), layer);
  choose_ids(document.root(), copy, names);
  return set_value(document, layer, copy);
}

Result<Document> with_references(const Document& document, const std::string& pointer,
                                 const std::map<std::string, std::string>& names) {
  Json part = *find_at(document.root(), pointer);
  rename_references(part, names);
  Result<Document> next = set_value(document, pointer, part);
  if (!pointer.empty()) return next;
  for (const auto& [where, id] : overrides(document.root())) {
    const auto found = names.find(id);
    if (next && found != names.end()) next = rename_member(*next, where, found->second);
  }
  return next;
}

Result<Document> without_references(const Document& document, const std::set<std::string>& ids) {
  std::vector<std::string> gone;
  each_layer(document.root(), "", [&](const Json& layer, const std::string& pointer) {
    each_reference(layer, pointer, [&](const Json& named, const std::string& where) {
      // An effect without its map would be none: it stays, and the check says what is missing.
      if (!ids.contains(named.text) || where.find("/effects/") != std::string::npos) return;
      gone.push_back(where.ends_with("/matte/layer") ? std::string(parent_pointer(where)) : where);
    });
  });
  for (const auto& [where, id] : overrides(document.root())) {
    if (ids.contains(id)) gone.push_back(where);
  }
  Result<Document> next = document;
  for (const std::string& pointer : gone) {
    next = remove_value(*next, pointer);
    if (!next) return next;
  }
  return next;
}

}  // namespace fp::editor

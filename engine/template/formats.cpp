// Formats: the template's named variants, as patches of its canvas and of its layers by id.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/fault_at.hpp"
#include "engine/template/template.hpp"

namespace fp {
namespace {

Json* find_layer(Json& layers, std::string_view id) {
  for (Json& layer : layers.items) {
    const Json* own = layer.find("id");
    if (own && own->is_string() && own->text == id) return &layer;
    if (Json* children = layer.find("children")) {
      if (Json* found = find_layer(*children, id)) return found;
    }
  }
  return nullptr;
}

// The template's own layers and those of its compositions.
std::vector<Json*> layer_lists(Json& document) {
  std::vector<Json*> lists;
  if (Json* layers = document.find("layers")) lists.push_back(layers);
  if (Json* compositions = document.find("compositions")) {
    for (Json::Member& m : compositions->members) {
      if (Json* layers = m.value.find("layers")) lists.push_back(layers);
    }
  }
  return lists;
}

Json* find_layer(const std::vector<Json*>& lists, std::string_view id) {
  for (Json* layers : lists) {
    if (Json* found = find_layer(*layers, id)) return found;
  }
  return nullptr;
}

void collect_ids(const Json& layers, std::vector<std::string>& ids) {
  for (const Json& layer : layers.items) {
    if (const Json* id = layer.find("id"); id && id->is_string()) ids.push_back(id->text);
    if (const Json* children = layer.find("children")) collect_ids(*children, ids);
  }
}

// The members of `formats` to apply; null when the template has none and none is asked for.
Result<const Json::Member*> choose(const Template& tpl, const Json* formats, const std::string& format) {
  const bool any = formats && formats->is_object() && !formats->members.empty();
  if (format.empty()) return any ? &formats->members.front() : nullptr;
  std::vector<std::string> names;
  for (size_t i = 0; any && i < formats->members.size(); ++i) {
    if (formats->members[i].key == format) return &formats->members[i];
    names.push_back(formats->members[i].key);
  }
  return fail(
      Diagnostic{.fault = Fault::usage,
                 .file = tpl.file,
                 .message = fmt::format("the template has no format named \"{}\"", format),
                 .hint = names.empty() ? "it has no formats" : fmt::format("its formats: {}", fmt::join(names, ", "))});
}

}  // namespace

Result<Json> apply_format(const Template& tpl, const Json& document, const std::string& format) {
  Json merged = document;
  const Result<const Json::Member*> chosen = choose(tpl, document.find("formats"), format);
  if (!chosen) return fail(chosen.error());
  // What other formats change is of no concern to this one.
  std::erase_if(merged.members, [](const Json::Member& member) { return member.key == "formats"; });
  if (!*chosen) return merged;

  const Json& patch = (*chosen)->value;
  const std::string pointer = "/formats" + child_pointer((*chosen)->key) + "/layers";
  if (const Json* canvas = patch.find("canvas")) {
    Json* own = merged.find("canvas");
    merge_patch(own ? *own : merged.set("canvas", Json::object()), *canvas);
  }
  if (const Json* style = patch.find("style")) {
    Json* own = merged.find("style");
    own && own->is_object() && style->is_object() ? merge_patch(*own, *style) : void(merged.set("style", *style));
  }
  Errors errors;
  const std::vector<Json*> lists = layer_lists(merged);
  if (const Json* changes = patch.find("layers"); changes && !lists.empty()) {
    for (const Json::Member& change : changes->members) {
      if (Json* layer = find_layer(lists, change.key)) {
        merge_patch(*layer, change.value);
        continue;
      }
      std::vector<std::string> ids;
      for (const Json* layers : lists) collect_ids(*layers, ids);
      const std::string near = closest(change.key, ids);
      errors.push_back(fault_at(tpl.file, change.key_span, pointer + child_pointer(change.key),
                                fmt::format("no layer has the id \"{}\"", change.key),
                                near.empty() ? "" : fmt::format("did you mean \"{}\"?", near)));
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return merged;
}

}  // namespace fp

#include "engine/template/copies.hpp"

#include <algorithm>

namespace fp {
namespace {

Param named(std::string name, Param::Type type) {
  Param param;
  param.name = std::move(name);
  param.type = type;
  return param;
}

// What a value that no parameter declares would be declared as.
Param inferred(std::string name, const Json& value) {
  using Type = Param::Type;
  Param param = named(std::move(name), Type::text);
  if (value.is_number()) param.type = Type::number;
  if (value.is_bool()) param.type = Type::boolean;
  if (value.is_array()) {
    param.type = Type::list;
    if (!value.items.empty()) param.fields.push_back(inferred({}, value.items.front()));
  }
  if (value.is_object()) {
    param.type = Type::record;
    for (const Json::Member& member : value.members) param.fields.push_back(inferred(member.key, member.value));
  }
  return param;
}

void rename(Json* name, const std::set<std::string>& ids, const std::string& suffix) {
  if (name && name->is_string() && ids.contains(name->text)) name->text += suffix;
}

void collect(const Json& layer, std::set<std::string>& ids) {
  if (const Json* id = layer.find("id"); id && id->is_string()) ids.insert(id->text);
  if (const Json* children = layer.find("children")) {
    for (const Json& child : children->items) collect(child, ids);
  }
}

}  // namespace

std::optional<std::vector<Json>> listed(const Json& over) {
  if (over.is_null()) return std::vector<Json>{};
  if (over.is_array()) return over.items;
  constexpr double kMost = 10000;
  if (!over.is_number() || over.number < 0 || over.number > kMost) return std::nullopt;
  const auto count = static_cast<int64_t>(over.number);
  if (static_cast<double>(count) != over.number) return std::nullopt;
  std::vector<Json> items;
  for (int64_t i = 0; i < count; ++i) items.push_back(Json::of(i));
  return items;
}

std::optional<Param> declared_list_item(const Json& over, const Scope& around) {
  if (!over.is_string() || !has_placeholders(over.text)) return std::nullopt;
  const auto text = parse_interpolation(over.text);
  if (!text || !text->is_value()) return std::nullopt;
  const Param* list = declared(std::get<Placeholder>(text->parts[0]), around);
  if (!list || list->type != Param::Type::list || list->fields.empty()) return std::nullopt;
  return list->fields[0];
}

ScopePtr copy_scope(ScopePtr around, const std::string& name, const Json& item, const std::optional<Param>& declared,
                    size_t index, size_t count) {
  std::vector<Param> params{declared ? *declared : inferred(name, item), named("index", Param::Type::integer),
                            named("number", Param::Type::integer), named("count", Param::Type::integer)};
  params[0].name = name;
  Json values = Json::object();
  values.set(name, item);
  values.set("index", Json::of(static_cast<int64_t>(index)));
  values.set("number", Json::of(static_cast<int64_t>(index + 1)));
  values.set("count", Json::of(static_cast<int64_t>(count)));
  return std::make_shared<const Scope>(Scope{std::move(around),
                                             std::make_shared<const std::vector<Param>>(std::move(params)),
                                             std::make_shared<const Json>(std::move(values))});
}

std::set<std::string> ids_within(const Json& layer) {
  std::set<std::string> ids;
  collect(layer, ids);
  return ids;
}

namespace {

// Values that follow a layer's sound, wherever they stand.
void rename_levels(Json& value, const std::set<std::string>& ids, const std::string& suffix) {
  if (value.find("from") && value.find("to")) rename(value.find("level"), ids, suffix);
  for (Json::Member& m : value.members) {
    if (m.key != "children") rename_levels(m.value, ids, suffix);
  }
  for (Json& item : value.items) rename_levels(item, ids, suffix);
}

}  // namespace

void rename_ids(Json& layer, const std::set<std::string>& ids, const std::string& suffix) {
  if (ids.empty()) return;
  for (const char* key : {"id", "parent", "clip", "follow", "matte", "of"}) rename(layer.find(key), ids, suffix);
  if (Json* matte = layer.find("matte"); matte && matte->is_object()) rename(matte->find("layer"), ids, suffix);
  if (Json* effects = layer.find("effects")) {
    for (Json& effect : effects->items) rename(effect.find("layer"), ids, suffix);
  }
  rename_levels(layer, ids, suffix);
  Json* sound = layer.find("sound");
  if (Json* duck = sound && sound->is_object() ? sound->find("duck") : layer.find("duck"); duck && duck->is_object()) {
    Json* under = duck->find("under");
    rename(under, ids, suffix);
    for (size_t i = 0; under && i < under->items.size(); ++i) rename(&under->items[i], ids, suffix);
  }
  if (Json* children = layer.find("children")) {
    for (Json& child : children->items) rename_ids(child, ids, suffix);
  }
}

void as_group(Json& layer, const Json& composition, Json children) {
  std::erase_if(layer.members, [](const Json::Member& m) { return m.key == "composition" || m.key == "with"; });
  layer.find("type")->text = "group";
  const Json* size = composition.find("size");
  if (size && !layer.find("size")) layer.set("size", *size);
  if (size) layer.set("clipChildren", Json::of(true));
  if (const Json* duration = composition.find("duration")) {
    if (!layer.find("duration") && !layer.find("out")) layer.set("duration", *duration);
    Json& time = layer.find("time") ? *layer.find("time") : layer.set("time", Json::object());
    if (time.is_object() && !time.find("duration")) time.set("duration", *duration);
  }
  layer.set("children", std::move(children));
}

Json solid_of(const Json& color) {
  Json solid = Json::object();
  solid.span = color.span;
  solid.set("type", Json::of("solid"));
  solid.set("color", color);
  return solid;
}

const std::vector<Param>& composition_params(const Template& tpl, const std::string& name) {
  static const std::vector<Param> kNone;
  const auto found = tpl.composition_params.find(name);
  return found == tpl.composition_params.end() ? kNone : found->second;
}

Json as_condition(Json value) {
  const bool empty =
      value.is_null() || (value.is_string() && value.text.empty()) || (value.is_array() && value.items.empty());
  if (empty) return Json::of(false);
  return value.is_bool() ? value : Json::of(true);
}

void set_spans(Json& value, const SourceSpan& span) {
  value.span = span;
  for (Json& item : value.items) set_spans(item, span);
  for (Json::Member& member : value.members) {
    member.key_span = span;
    set_spans(member.value, span);
  }
}

}  // namespace fp

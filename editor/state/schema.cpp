#include "editor/state/schema.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "editor/state/pointer.hpp"
#include "engine/template/template.hpp"

namespace fp::editor {
namespace {

constexpr int kDeepest = 24;  // of references; ours have no circles without a value between

struct Reference {
  const Json* schema = nullptr;  // null: none
  std::string_view name;
};

Reference reference_of(const Schema& schema, const Json& place) {
  const Json* ref = place.find("$ref");
  if (ref == nullptr || !ref->text.starts_with('#')) return {};
  const std::string_view pointer = std::string_view(ref->text).substr(1);
  return {find_at(schema.root, pointer), pointer.substr(pointer.rfind('/') + 1)};
}

// {"description": ..., "allOf": [{"$ref": ...}]}: a reference with words of its own.
const Json* wrapped(const Json& place) {
  const Json* all = place.find("allOf");
  if (all == nullptr || all->items.size() != 1 || place.find("type") != nullptr) return nullptr;
  return all->items.front().find("if") == nullptr ? &all->items.front() : nullptr;
}

void collect(const Schema& schema, const Json& place, std::vector<std::string_view> names, int depth,
             std::vector<Alternative>& into) {
  if (depth > kDeepest || !place.is_object()) return;
  if (const Reference to = reference_of(schema, place); to.schema != nullptr) {
    if (to.name == "expression") return;
    names.push_back(to.name);
    return collect(schema, *to.schema, std::move(names), depth + 1, into);
  }
  if (const Json* inner = wrapped(place)) return collect(schema, *inner, std::move(names), depth + 1, into);
  const Json* any = place.find("anyOf");
  // Objects too have "anyOf", of what they require.
  if (any != nullptr && !has_type(place, "object")) {
    for (const Json& one : any->items) collect(schema, one, names, depth + 1, into);
    return;
  }
  into.push_back({&place, std::move(names)});
}

bool is_integer(const Json& value) {
  return value.is_number() && value.number == std::floor(value.number);
}

bool type_fits(const Json& schema, const Json& value) {
  if (schema.find("type") == nullptr) return true;
  switch (value.type) {
    case Json::Type::null:
      return has_type(schema, "null");
    case Json::Type::boolean:
      return has_type(schema, "boolean");
    case Json::Type::number:
      return has_type(schema, "number") || (has_type(schema, "integer") && is_integer(value));
    case Json::Type::string:
      return has_type(schema, "string");
    case Json::Type::array:
      return has_type(schema, "array");
    case Json::Type::object:
      return has_type(schema, "object");
  }
  return false;
}

// The rough shape of a pattern is enough to tell colours, lengths and names apart.
bool pattern_fits(const Json& schema, const Json& value) {
  const Json* pattern = schema.find("pattern");
  if (pattern == nullptr || !value.is_string()) return true;
  const std::string& p = pattern->text;
  const auto starts = [&](std::string_view begin) { return p.starts_with(begin); };
  const char first = value.text.empty() ? '\0' : value.text.front();
  if (starts("^(#") || starts("^#")) return first == '#' || (starts("^(#") && first == '@');
  if (starts("^@")) return first == '@';
  return first != '#' && first != '@';
}

// "if" is always {"properties": {KEY: {"const": VALUE}}}.
bool holds(const Json& condition, const Json& value) {
  const Json* properties = condition.find("properties");
  if (properties == nullptr) return false;
  return std::ranges::all_of(properties->members, [&](const Json::Member& m) {
    const Json *wanted = m.value.find("const"), *is = value.find(m.key);
    return wanted != nullptr && is != nullptr && equal(*wanted, *is);
  });
}

void merge_property(std::vector<Property>& into, const std::string& key, const Json& schema) {
  const auto found = std::ranges::find(into, key, &Property::key);
  if (schema.is_bool()) {
    if (!schema.boolean && found != into.end()) into.erase(found);
  } else if (found == into.end()) {
    into.push_back({key, &schema, false});
  } else {
    found->schema = &schema;
  }
}

void gather(const Schema& schema, const Json& object, const Json& value, int depth, std::vector<Property>& into) {
  if (depth > kDeepest) return;
  if (const Reference to = reference_of(schema, object); to.schema != nullptr)
    return gather(schema, *to.schema, value, depth + 1, into);
  if (const Json* properties = object.find("properties")) {
    for (const Json::Member& m : properties->members) merge_property(into, m.key, m.value);
  }
  if (const Json* all = object.find("allOf")) {
    for (const Json& one : all->items) {
      const Json *condition = one.find("if"), *then = one.find("then");
      if (condition == nullptr) gather(schema, one, value, depth + 1, into);
      if (condition != nullptr && then != nullptr && holds(*condition, value))
        gather(schema, *then, value, depth + 1, into);
    }
  }
  if (const Json* required = object.find("required")) {
    for (const Json& key : required->items) {
      const auto found = std::ranges::find(into, key.text, &Property::key);
      if (found != into.end()) found->required = true;
    }
  }
}

double least_of(const Json& schema) {
  const auto number = [&](const char* key, double otherwise) {
    const Json* said = schema.find(key);
    return said == nullptr ? otherwise : said->number;
  };
  const double above = number("exclusiveMinimum", -1e300);
  const double least = std::max(number("minimum", -1e300), above >= 0 ? above + 1 : above);
  return std::min(std::max(0.0, least), number("maximum", 1e300));
}

// Strings that are no free text are told by what they are for.
Json example_text(const Alternative& of) {
  const Json* pattern = of.schema->find("pattern");
  const std::string p = pattern == nullptr ? "" : pattern->text;
  if (p.find("{6}") != std::string::npos && p.find('#') != std::string::npos) return Json::of("#808080");
  if (p.find("(s|ms)") != std::string::npos) return Json::of("1s");
  if (p.find('%') != std::string::npos) return Json::of("0%");
  const Json* title = of.schema->find("title");
  if (title != nullptr) {  // 'the name of a motion such as "rise"'
    const size_t such = title->text.find("such as \"");
    if (such != std::string::npos) {
      const size_t begin = such + 9;
      return Json::of(title->text.substr(begin, title->text.find('"', begin) - begin));
    }
  }
  const bool nameless = of.schema->find("minLength") == nullptr && p.empty();
  return Json::of(nameless ? "" : "name");
}

Json example(const Schema& schema, const Alternative& of, int depth);
Json example(const Schema& schema, const Json& place, int depth) {
  const std::vector<Alternative> all = alternatives(schema, place);
  const auto plain = [](const Alternative& a) { return !is_animation(*a.schema) && !is_null_only(*a.schema); };
  auto first = std::ranges::find_if(all, plain);
  if (first == all.end()) first = all.begin();
  return first == all.end() || depth > kDeepest ? Json() : example(schema, *first, depth + 1);
}

Json example_object(const Schema& schema, const Json& object, Json value, int depth) {
  // First what others depend on.
  for (int round = 0; round < 2; ++round) {
    for (const Property& p : properties_of(schema, object, value)) {
      if (p.required && value.find(p.key) == nullptr) value.set(p.key, example(schema, *p.schema, depth + 1));
    }
  }
  return value;
}

Json example(const Schema& schema, const Alternative& of, int depth) {
  const Json& s = *of.schema;
  if (const Json* is = s.find("const")) return *is;
  if (const Json* choices = s.find("enum"); choices != nullptr && !choices->items.empty())
    return choices->items.front();
  if (const Json* said = s.find("default")) return *said;
  if (has_type(s, "boolean")) return Json::of(true);
  if (has_type(s, "number") && !has_type(s, "string")) return Json::of(least_of(s));
  if (has_type(s, "integer")) return Json::of(least_of(s));
  if (has_type(s, "string")) return example_text(of);
  if (has_type(s, "object")) return example_object(schema, s, Json::object(), depth);
  if (!has_type(s, "array")) return {};
  Json list = Json::array();
  const Json* least = s.find("minItems");
  for (size_t i = 0; least != nullptr && i < static_cast<size_t>(least->number); ++i) {
    const Json* item = item_schema(s, i);
    list.items.push_back(item == nullptr ? Json() : example(schema, *item, depth + 1));
  }
  return list;
}

}  // namespace

Schema read_schema() {
  auto parsed = parse_json(template_schema(), "template.schema.json");
  return {parsed ? std::move(*parsed) : Json::object()};
}

bool Alternative::is(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

bool has_type(const Json& schema, std::string_view type) {
  const Json* said = schema.find("type");
  if (said == nullptr) return false;
  if (said->is_string()) return said->text == type;
  return std::ranges::any_of(said->items, [&](const Json& one) { return one.text == type; });
}

bool is_null_only(const Json& schema) {
  const Json* said = schema.find("type");
  return said != nullptr && said->is_string() && said->text == "null";
}

bool is_animation(const Json& schema) {
  const Json* properties = schema.find("properties");
  return properties != nullptr && properties->find("keys") != nullptr && properties->find("value") != nullptr;
}

std::vector<Alternative> alternatives(const Schema& schema, const Json& place) {
  std::vector<Alternative> all;
  collect(schema, place, {}, 0, all);
  return all;
}

std::string_view description_of(const Schema& schema, const Json& place) {
  const Json* at = &place;
  for (int depth = 0; at != nullptr && depth < kDeepest; ++depth) {
    if (const Json* said = at->find("description")) return said->text;
    const Reference to = reference_of(schema, *at);
    at = to.schema != nullptr ? to.schema : wrapped(*at);
  }
  return {};
}

int fit_of(const Schema& schema, const Json& alternative, const Json& value) {
  if (!type_fits(alternative, value) || !pattern_fits(alternative, value)) return 0;
  if (const Json* is = alternative.find("const")) return equal(*is, value) ? 9 : 0;
  if (const Json* choices = alternative.find("enum")) {
    return std::ranges::any_of(choices->items, [&](const Json& c) { return equal(c, value); }) ? 9 : 0;
  }
  if (value.is_array()) {
    const Json *least = alternative.find("minItems"), *most = alternative.find("maxItems");
    const auto count = static_cast<double>(value.items.size());
    if ((least != nullptr && count < least->number) || (most != nullptr && count > most->number)) return 1;
    const Json* item = value.items.empty() ? nullptr : item_schema(alternative, 0);
    if (item == nullptr) return 2;
    return best_of(schema, alternatives(schema, *item), value.items.front()) != nullptr ? 4 : 2;
  }
  if (!value.is_object()) return 5;
  const std::vector<Property> known = properties_of(schema, alternative, value);
  const auto all = [&](const Json::Member& m) {
    return std::ranges::find(known, m.key, &Property::key) != known.end();
  };
  return std::ranges::all_of(value.members, all) ? 5 : 2;
}

const Alternative* best_of(const Schema& schema, const std::vector<Alternative>& all, const Json& value) {
  const Alternative* best = nullptr;
  int most = 0;
  for (const Alternative& one : all) {
    const int fit = fit_of(schema, *one.schema, value);
    if (fit > most) best = &one, most = fit;
  }
  return best;
}

std::vector<Property> properties_of(const Schema& schema, const Json& object, const Json& value) {
  std::vector<Property> all;
  gather(schema, object, value, 0, all);
  const Json* extra = extra_schema(object);
  if (extra == nullptr) return all;
  const size_t named = all.size();
  for (const Json::Member& m : value.members) {
    const auto end = all.begin() + static_cast<ptrdiff_t>(named);
    if (std::find_if(all.begin(), end, [&](const Property& p) { return p.key == m.key; }) == end)
      all.push_back({m.key, extra, false});
  }
  return all;
}

const Json* item_schema(const Json& list, size_t index) {
  const Json* items = list.find("items");
  if (items == nullptr || items->is_object()) return items;
  return index < items->items.size() ? &items->items[index] : nullptr;
}

const Json* extra_schema(const Json& object) {
  const Json* extra = object.find("additionalProperties");
  return extra != nullptr && extra->is_object() ? extra : nullptr;
}

Json example_of(const Schema& schema, const Json& place) {
  return example(schema, place, 0);
}

std::vector<Addition> additions_to(const Schema& schema, const Json& list) {
  std::vector<Addition> all;
  const Json* item = item_schema(list, 0);
  if (item == nullptr) return all;
  for (const Alternative& one : alternatives(schema, *item)) {
    const Json* properties = one.schema->find("properties");
    const Json* type = properties == nullptr ? nullptr : properties->find("type");
    const Json* types = type == nullptr ? nullptr : type->find("enum");
    for (size_t i = 0; types != nullptr && i < types->items.size(); ++i) {
      Json value = Json::object();
      value.set("type", types->items[i]);
      all.push_back({types->items[i].text, example_object(schema, *one.schema, std::move(value), 0)});
    }
    if (types != nullptr || is_null_only(*one.schema) || is_animation(*one.schema)) continue;
    const Json* title = one.schema->find("title");
    all.push_back({title == nullptr ? "an item" : title->text, example(schema, one, 0)});
  }
  return all;
}

}  // namespace fp::editor

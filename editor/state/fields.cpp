#include "editor/state/fields.hpp"

#include <algorithm>
#include <span>

#include "editor/state/formats.hpp"
#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"
#include "engine/template/references.hpp"

namespace fp::editor {
namespace {

constexpr int kDeepest = 12;

std::string text_of(const Json& schema, std::string_view key) {
  const Json* said = schema.find(key);
  return said != nullptr && said->is_string() ? said->text : "";
}

bool contains(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

FieldKind kind_of_pair(const Alternative& of) {
  for (const std::string_view name : of.names) {
    if (name == "scale" || name == "keyScale") return FieldKind::scale;
    if (name == "anchor" || name == "keyAnchor") return FieldKind::anchor;
    if (name == "size" || name == "sizePair" || name == "partialSize" || name == "sizeLimit") return FieldKind::size;
  }
  const std::string title = text_of(*of.schema, "title");
  if (contains(title, "factor") || contains(title, "scale")) return FieldKind::scale;
  return contains(title, "size") ? FieldKind::size : FieldKind::point;
}

FieldKind kind_of_list(const Alternative& of) {
  if (of.is("layers")) return FieldKind::layers;
  const Json *least = of.schema->find("minItems"), *most = of.schema->find("maxItems");
  const bool pair = least != nullptr && most != nullptr && least->number == 2 && most->number == 2;
  return pair ? kind_of_pair(of) : FieldKind::list;
}

FieldKind kind_of_string(const Alternative& of) {
  const std::string pattern = text_of(*of.schema, "pattern"), title = text_of(*of.schema, "title");
  if (contains(pattern, "{6}") && contains(pattern, "#")) return FieldKind::color;
  if (contains(pattern, "(s|ms)")) return FieldKind::time;
  if (contains(pattern, "%")) return FieldKind::length;
  if (contains(title, " file") && !contains(title, "style")) return FieldKind::file;
  return FieldKind::text;
}

FieldKind kind_of(const Alternative& of) {
  const Json& s = *of.schema;
  if (of.is("plainEase") || of.is("ease")) return FieldKind::ease;
  if (of.is("font")) return FieldKind::font;
  if (of.is("id")) return FieldKind::layer;
  if (s.find("enum") != nullptr) return FieldKind::choice;
  if (s.find("const") != nullptr) return s.find("const")->is_string() ? FieldKind::choice : FieldKind::json;
  if (has_type(s, "string")) return kind_of_string(of);
  if (has_type(s, "boolean")) return has_type(s, "integer") ? FieldKind::number : FieldKind::boolean;
  if (has_type(s, "number") || has_type(s, "integer")) {
    const std::string title = text_of(s, "title");
    return contains(title, "angle") || of.is("degrees") ? FieldKind::degrees : FieldKind::number;
  }
  if (has_type(s, "array")) return kind_of_list(of);
  return has_type(s, "object") ? FieldKind::object : FieldKind::json;
}

// How much the kind is of use where nothing is set: what is edited with one hand goes first.
int rank(FieldKind kind) {
  switch (kind) {
    case FieldKind::ease:
    case FieldKind::font:
    case FieldKind::color:
      return 0;
    case FieldKind::point:
    case FieldKind::size:
    case FieldKind::scale:
    case FieldKind::anchor:
      return 1;
    case FieldKind::list:
    case FieldKind::layers:
      return 3;
    case FieldKind::object:
      return 4;
    case FieldKind::json:
      return 5;
    default:
      return 2;
  }
}

bool is_number_like(FieldKind kind) {
  return kind == FieldKind::number || kind == FieldKind::time || kind == FieldKind::length ||
         kind == FieldKind::degrees;
}

// An animated value is keyed, or follows sound: what belongs to the other way is not offered.
constexpr std::string_view kBesideKeys[] = {"value", "level", "from",    "to",     "low",
                                            "high",  "range", "measure", "attack", "release"};
constexpr std::string_view kBesideLevel[] = {"value", "keys", "repeat"};

void leave_out(std::vector<Field>& fields, std::span<const std::string_view> keys) {
  std::erase_if(fields, [&](const Field& f) { return !f.set && std::ranges::find(keys, f.key) != keys.end(); });
}

bool follows_sound(const Json* value) {
  return value != nullptr && value->is_object() && value->find("level") != nullptr;
}

struct Builder {
  const Schema& schema;

  Field field(const std::string& pointer, const std::string& key, const Json& place, const Json* value,
              int depth) const;
  void classify(Field& field, const std::vector<Alternative>& all) const;
  void add_numbers(Field& field, const std::vector<Alternative>& all) const;
  void add_variants(Field& field, const std::vector<Alternative>& all) const;
  void add_children(Field& field, int depth) const;
  std::vector<Field> members(const std::string& pointer, const Json& object, const Json& value, int depth) const;
};

// A number beside a string with a unit is one kind: what the strings are.
FieldKind joined(FieldKind kind, const std::vector<Alternative>& all) {
  if (!is_number_like(kind)) return kind;
  for (const Alternative& one : all) {
    const FieldKind other = kind_of(one);
    if (other == FieldKind::time || other == FieldKind::length) return other;
  }
  return kind;
}

void Builder::classify(Field& field, const std::vector<Alternative>& all) const {
  const Alternative* best = nullptr;
  const auto usual = [](const Alternative& a) { return !is_animation(*a.schema) && !is_null_only(*a.schema); };
  if (field.set && !field.bound && !field.animated) best = best_of(schema, all, *field.value);
  if (best != nullptr && is_null_only(*best->schema)) best = nullptr;
  if (best == nullptr && field.set && !field.bound && !field.animated && !field.value->is_null()) {
    field.kind = FieldKind::json;
    return;
  }
  if (best == nullptr) {
    for (const Alternative& one : all) {
      if (usual(one) && (best == nullptr || rank(kind_of(one)) < rank(kind_of(*best)))) best = &one;
    }
  }
  if (best == nullptr) return;
  field.kind = joined(kind_of(*best), all);
  if (field.kind == FieldKind::object && is_animation(*best->schema) && !follows_sound(field.value))
    field.kind = FieldKind::json;
  if (field.kind == FieldKind::layer && field.key == "id") field.kind = FieldKind::text;
  if (const Json* choices = best->schema->find("enum")) field.choices = choices->items;
  if (const Json* only = best->schema->find("const")) field.choices = {*only};
  if (field.kind == FieldKind::object || field.kind == FieldKind::list) field.chosen = best->schema;
}

void Builder::add_numbers(Field& field, const std::vector<Alternative>& all) const {
  for (const Alternative& one : all) {
    const Json& s = *one.schema;
    if (!is_number_like(kind_of(one)) || has_type(s, "string")) continue;
    const auto number = [&](const char* a, const char* b) -> std::optional<double> {
      const Json* said = s.find(a) != nullptr ? s.find(a) : s.find(b);
      return said == nullptr ? std::nullopt : std::optional(said->number);
    };
    field.min = number("minimum", "exclusiveMinimum");
    field.max = number("maximum", "exclusiveMaximum");
    field.whole = has_type(s, "integer") && !has_type(s, "number");
    return;
  }
}

void Builder::add_variants(Field& field, const std::vector<Alternative>& all) const {
  for (const Alternative& one : all) {
    if (is_animation(*one.schema)) continue;
    const FieldKind kind = joined(kind_of(one), all);
    const bool null = is_null_only(*one.schema);
    if (!null && (kind == field.kind || kind == FieldKind::json)) continue;
    if (field.kind == FieldKind::ease || field.kind == FieldKind::font) continue;
    std::string title = text_of(*one.schema, "title");
    if (std::ranges::any_of(field.variants, [&](const Variant& v) { return v.title == title; })) continue;
    field.variants.push_back(
        {title.empty() ? std::string(name_of(kind)) : title, null ? Json() : example_of(schema, *one.schema)});
  }
  if (field.variants.size() == 1 && field.variants.front().value.is_null() && !field.set) field.variants.clear();
}

void Builder::add_children(Field& field, int depth) const {
  if (field.value == nullptr || depth > kDeepest) return;
  if (field.kind == FieldKind::object && field.chosen != nullptr && field.value->is_object()) {
    field.children = members(field.pointer, *field.chosen, *field.value, depth + 1);
    if (is_animation(*field.chosen)) leave_out(field.children, kBesideLevel);
    return;
  }
  if (field.kind != FieldKind::list || !field.value->is_array()) return;
  for (size_t i = 0; i < std::min(field.value->items.size(), kMostItems); ++i) {
    const Json* item = field.chosen == nullptr ? nullptr : item_schema(*field.chosen, i);
    static const Json kAnything = Json::object();
    field.children.push_back(this->field(field.pointer + child_pointer(i), std::to_string(i),
                                         item == nullptr ? kAnything : *item, &field.value->items[i], depth + 1));
  }
}

Field Builder::field(const std::string& pointer, const std::string& key, const Json& place, const Json* value,
                     int depth) const {
  Field field{.pointer = pointer, .key = key, .label = label_of(key), .value = value, .schema = &place};
  field.set = value != nullptr;
  field.description = description_of(schema, place);
  field.fallback = default_in(field.description);
  const std::vector<Alternative> all = alternatives(schema, place);
  const auto animation = std::ranges::find_if(all, [](const Alternative& a) { return is_animation(*a.schema); });
  field.animatable = animation != all.end();
  field.animated = field.animatable && value != nullptr && value->is_object() && value->find("keys") != nullptr;
  field.bound = value != nullptr && value->is_string() && is_expression(value->text);
  classify(field, all);
  add_numbers(field, all);
  add_variants(field, all);
  if (field.animated && depth < kDeepest) field.children = members(pointer, *animation->schema, *value, depth + 1);
  if (field.animated) leave_out(field.children, kBesideKeys);
  add_children(field, depth);
  return field;
}

std::vector<Field> Builder::members(const std::string& pointer, const Json& object, const Json& value,
                                    int depth) const {
  std::vector<Field> fields;
  const std::vector<Property> known = properties_of(schema, object, value);
  for (const Property& p : known) {
    fields.push_back(field(pointer + child_pointer(p.key), p.key, *p.schema, value.find(p.key), depth));
    fields.back().required = p.required;
  }
  static const Json kAnything = Json::object();
  for (const Json::Member& m : value.members) {
    if (std::ranges::find(known, m.key, &Property::key) != known.end()) continue;
    fields.push_back(field(pointer + child_pointer(m.key), m.key, kAnything, &m.value, kDeepest + 1));
    fields.back().description = "The format does not know this.";
  }
  return fields;
}

// The schema of the object at the pointer, found by walking to it.
const Json* schema_at(const Schema& schema, const Json& root, std::string_view pointer) {
  const auto steps = split_pointer(pointer);
  if (!steps) return nullptr;
  const Json *place = &schema.root, *value = &root;
  for (const std::string& step : *steps) {
    const std::vector<Alternative> all = alternatives(schema, *place);
    const Alternative* is = best_of(schema, all, *value);
    if (is == nullptr) return nullptr;
    if (value->is_array()) {
      const auto index = parse_index(step);
      if (!index || *index >= value->items.size()) return nullptr;
      place = item_schema(*is->schema, *index);
      value = &value->items[*index];
    } else {
      const std::vector<Property> known = properties_of(schema, *is->schema, *value);
      const auto found = std::ranges::find(known, step, &Property::key);
      value = value->find(step);
      place = found == known.end() ? nullptr : found->schema;
    }
    if (place == nullptr || value == nullptr) return nullptr;
  }
  const std::vector<Alternative> all = alternatives(schema, *place);
  const Alternative* is = best_of(schema, all, *value);
  return is == nullptr ? place : is->schema;
}

// ---- Sections. Only where common properties go is said here; a type's own come under its name.

struct Section {
  std::string_view name;
  std::vector<std::string_view> keys;
};
const std::vector<Section>& layer_sections() {
  static const std::vector<Section> kSections = {
      {"Transform", {"position", "scale", "rotation", "opacity", "anchor", "size"}},
      {"", {}},  // the type's own
      {"Fill and stroke", {"color", "gradient", "fill", "played", "stroke", "fillRule"}},
      {"Effects", {"effects", "masks", "matte", "clip", "blend", "motionBlur"}},
      {"Motion", {"enter", "exit", "animate", "transition", "transitions", "stagger"}},
      {"Time", {"in", "out", "duration", "time"}},
      {"Layout", {"layout", "pin", "grow", "follow", "followPadding", "minSize", "maxSize", "parent", "clipChildren"}},
      {"Layer", {"name", "visible", "repeat", "ignore"}}};
  return kSections;
}
const std::vector<Section>& template_sections() {
  static const std::vector<Section> kSections = {{"Template", {"name", "description", "locale", "style"}},
                                                 {"Canvas", {}},
                                                 {"Assets", {"fonts", "hyphenation"}},
                                                 {"Formats", {"formats"}},
                                                 {"Parameters", {"params"}},
                                                 {"Layers", {"layers", "compositions"}}};
  return kSections;
}

void into_sections(std::vector<Field>& fields, const std::vector<Section>& sections, const std::string& own) {
  const auto section_of = [&](const Field& f) {
    for (size_t i = 0; i < sections.size(); ++i) {
      if (std::ranges::find(sections[i].keys, f.key) != sections[i].keys.end()) return i;
    }
    return size_t{1};
  };
  for (Field& f : fields) {
    const std::string_view name = sections[section_of(f)].name;
    f.group = name.empty() ? own : std::string(name);
  }
  std::ranges::stable_sort(fields, {}, section_of);
  for (const Section& section : sections) {
    const auto place = [&](const Field& f) {
      const auto at = std::ranges::find(section.keys, f.key);
      return static_cast<size_t>(at - section.keys.begin());
    };
    const auto begin = std::ranges::find_if(fields, [&](const Field& f) { return place(f) < section.keys.size(); });
    auto end = begin;
    while (end != fields.end() && place(*end) < section.keys.size()) ++end;
    std::stable_sort(begin, end, [&](const Field& a, const Field& b) { return place(a) < place(b); });
  }
}

// The canvas's settings are as near at hand as the template's own.
void unfold_canvas(std::vector<Field>& fields) {
  const auto canvas = std::ranges::find(fields, std::string("canvas"), &Field::key);
  if (canvas == fields.end() || canvas->kind != FieldKind::object) return;
  std::vector<Field> inner = std::move(canvas->children);
  for (Field& f : inner) f.group = "Canvas";
  const auto at = fields.erase(canvas);
  fields.insert(at, std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
}

}  // namespace

std::vector<Field> list_fields(const Schema& schema, const Json& root, std::string_view pointer) {
  const Json* value = find_at(root, pointer);
  if (value == nullptr || !value->is_object()) return {};
  const Json* place = schema_at(schema, root, pointer);
  static const Json kAnything = Json::object();
  const Builder builder{schema};
  std::vector<Field> fields = builder.members(std::string(pointer), place == nullptr ? kAnything : *place, *value, 0);
  if (pointer.empty()) {
    std::erase_if(fields, [](const Field& f) { return f.key == "framepress" || f.key == "$schema"; });
    into_sections(fields, template_sections(), "Canvas");
    unfold_canvas(fields);
  } else if (layer_of(pointer) == pointer) {
    std::erase_if(fields, [](const Field& f) { return f.key == "type" || f.key == "id"; });
    const Json* type = value->find("type");
    into_sections(fields, layer_sections(), type != nullptr && type->is_string() ? label_of(type->text) : "Content");
  } else if (scope_of(pointer) == pointer) {
    std::erase_if(fields, [](const Field& f) { return f.key == "layers"; });
    for (Field& f : fields) f.group = "Composition";
  }
  return fields;
}

std::vector<Field> list_fields(const Schema& schema, const State& state, std::string_view layer) {
  const Json& root = state.document.root();
  std::vector<Field> fields = list_fields(schema, root, layer);
  const std::string place = layer.empty() ? std::string() : override_place(root, state.format, layer);
  const Json* patch = place.empty() ? nullptr : find_at(root, place);
  if (place.empty() || (patch == nullptr && !state.only_format)) return fields;
  const Builder builder{schema};
  for (Field& f : fields) {
    const Json* own = patch == nullptr ? nullptr : patch->find(f.key);
    if (own == nullptr && !state.only_format) continue;
    Field said = builder.field(place + child_pointer(f.key), f.key, *f.schema, own != nullptr ? own : f.value, 0);
    said.group = f.group;
    said.required = f.required;
    f = std::move(said);
  }
  return fields;
}

const Field* find_field(const std::vector<Field>& fields, std::string_view pointer) {
  for (const Field& field : fields) {
    if (field.pointer == pointer) return &field;
    if (const Field* inner = find_field(field.children, pointer)) return inner;
  }
  return nullptr;
}

}  // namespace fp::editor

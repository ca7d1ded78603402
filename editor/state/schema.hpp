// The template's JSON Schema (draft-07, as far as ours uses it) as something to ask: what may stand at a place, which
// of the alternatives a value is, and what a new value looks like. Everything that is given points into the schema,
// which must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace fp::editor {

struct Schema {
  Json root;
};
Schema read_schema();  // the published one, template_schema()

// One way in which a value may be written, with the definitions that led to it ("color", "unit", ...).
struct Alternative {
  const Json* schema = nullptr;
  std::vector<std::string_view> names;

  bool is(std::string_view name) const;  // led to by this definition
};
// All of them, through references and lists of alternatives; expressions are left out.
std::vector<Alternative> alternatives(const Schema& schema, const Json& place);
// Of the place itself, or of what it refers to; empty where neither says any.
std::string_view description_of(const Schema& schema, const Json& place);

// What the alternatives know of the value, from 0: nothing fits.
int fit_of(const Schema& schema, const Json& alternative, const Json& value);
const Alternative* best_of(const Schema& schema, const std::vector<Alternative>& all, const Json& value);

bool has_type(const Json& schema, std::string_view type);
bool is_null_only(const Json& schema);
// {"keys": [...]}, a value over time.
bool is_animation(const Json& schema);

struct Property {
  std::string key;
  const Json* schema = nullptr;
  bool required = false;
};
// Of an object that `object` allows, in the schema's order. What depends on the value (if, then) follows `value`.
// Members that only "additionalProperties" allows come last, as the value has them.
std::vector<Property> properties_of(const Schema& schema, const Json& object, const Json& value);
// Of those of a list; nullptr where nothing is said.
const Json* item_schema(const Json& list, size_t index);
// nullptr: no members but the named ones.
const Json* extra_schema(const Json& object);

// A plain value that the place allows, with what it requires.
Json example_of(const Schema& schema, const Json& place);

// What can be put into a list of such items: one of each type where types differ.
struct Addition {
  std::string title;
  Json value;
};
std::vector<Addition> additions_to(const Schema& schema, const Json& list);

}  // namespace fp::editor

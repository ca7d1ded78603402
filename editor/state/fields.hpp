// The properties of a thing in the document (a layer, an effect, the template itself) as the schema knows them: what a
// panel of properties shows. New layers, effects and properties need nothing here.
//
// Works on any document: what does not fit the schema is a field of JSON text. No errors; nothing is checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "editor/state/schema.hpp"
#include "editor/state/state.hpp"
#include "engine/core/json.hpp"

namespace fp::editor {

enum class FieldKind : uint8_t {
  number,  // with min and max
  length,  // a number of pixels, or a string with a unit (measure.hpp)
  degrees,
  time,    // seconds, "2.5s", "75f", "end-0.5s"
  color,   // "#rrggbb", "@name" of the palette
  choice,  // one of `choices`
  boolean,
  text,
  point,
  size,
  scale,
  anchor,  // [x, y]
  ease,
  font,    // a name from "fonts", a file, or a list of these
  file,    // beneath the template's folder
  layer,   // the id of another layer
  object,  // `children`
  list,    // `children`, which can be added and moved
  layers,  // a list of layers, which others show
  json     // anything else
};

// Another way to write it: "a gradient" instead of a colour.
struct Variant {
  std::string title;
  Json value;
};

struct Field {
  std::string pointer;      // where it stands, or would
  std::string key;          // "fontSize"; an index in a list
  std::string label;        // "Font size"
  std::string description;  // may be empty
  std::string group;        // section; empty within another field
  FieldKind kind = FieldKind::json;
  bool set = false, required = false;
  bool animatable = false, animated = false;  // may have keys; has them
  bool bound = false;                         // an expression, or text with a {{binding}}
  const Json* value = nullptr;                // in the document; null: not set
  const Json* schema = nullptr;               // of the place
  const Json* chosen = nullptr;               // the alternative that it is, of objects and lists
  std::optional<double> min, max;
  bool whole = false;  // whole numbers only
  std::vector<Json> choices;
  std::optional<Json> fallback;  // what the description calls the default
  std::vector<Variant> variants;
  std::vector<Field> children;  // set and not set; of lists the first kMostItems
};

inline constexpr size_t kMostItems = 100;

// Of the object at the pointer: a layer's without its type and id, a composition's without its layers, "" the
// template's without its version and schema.
// Sections in their order. Pointers into `root` and `schema` stay in the fields. Empty where nothing, or no object, is
// at the pointer.
std::vector<Field> list_fields(const Schema& schema, const Json& root, std::string_view pointer);
// Of a layer in the chosen format: what that says otherwise is shown as it says it, where it says it; with
// State::only_format everything is to be written there.
std::vector<Field> list_fields(const Schema& schema, const State& state, std::string_view layer);

// The first at that pointer, also within others.
const Field* find_field(const std::vector<Field>& fields, std::string_view pointer);

std::string label_of(std::string_view key);                    // "minFontSize" -> "Min font size"
std::optional<Json> default_in(std::string_view description);  // "... Default 1.2." -> 1.2
std::string_view name_of(FieldKind kind);

}  // namespace fp::editor

// The strings of a document that a row decides: where they stand, what they say, and which layers they belong to.
#pragma once

#include <string>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/template/interpolate.hpp"
#include "engine/template/jsonnet.hpp"
#include "engine/template/template.hpp"

namespace fp {

using NodePath = std::vector<uint32_t>;  // index of the member or item at each level, from the root

struct Slot {
  enum class Kind : uint8_t { interpolation, expression };
  Kind kind = Kind::interpolation;
  NodePath path;
  std::string pointer, key;  // key: of the nearest member
  std::string text;          // the string as its author meant it
  SourceSpan span;
  int layer = -1;              // index of the innermost layer around it, or -1
  bool decides_layer = false;  // it is a layer's "visible"; `layer` is then the one around that layer
  Interpolation interpolation;
  uint32_t expression = 0;  // index into Slots::expressions
};

struct LayerNode {
  NodePath path;
  std::string id;
  int enclosing = -1;     // layer around it, or -1
  int visible_slot = -1;  // slot of its "visible", or -1
  bool hidden = false;    // "visible" is false for every row
  bool needed = false;    // another layer's parent or clip: bound even when hidden
};

struct Slots {
  std::vector<Slot> slots;            // in document order
  std::vector<LayerNode> layers;      // an enclosing layer stands before what it encloses
  std::vector<uint32_t> expressions;  // slots of kind expression
  Errors errors;                      // strings that are wrong whatever the row says
};

// Finds the slots of a document to which a format has been applied, and writes literals ("\=", "{{{{") as what they
// mean.
Slots collect_slots(Json& document, const Template& tpl, const Interpolator& interpolator);

// The nearest layer around a slot whose "visible" is an expression that decides whether the slot matters: that
// expression, or -1.
int guard_of(const Slots& slots, const Slot& slot);

// Whether strings under this key of the document can be expressions: declarations are about rows, not made from them.
bool holds_expressions(std::string_view key);

// Where the byte at `offset` of a string's value stands, as far as escapes let it be known.
SourceSpan span_inside(const SourceSpan& string, std::string_view value, size_t offset);

// A diagnostic at a byte offset inside a slot's string.
Diagnostic at_slot(const Slot& slot, const std::string& file, size_t offset, std::string message, std::string hint);

Json& node_at(Json& document, const NodePath& path);

}  // namespace fp

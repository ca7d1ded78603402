// The strings of a document that a row decides: where they stand, what they say, and which layers they belong to.
#pragma once

#include <map>
#include <span>
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
  ScopePtr scope;              // of a copy; null: the row's
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
  std::vector<Slot> slots;                     // in document order
  std::vector<LayerNode> layers;               // an enclosing layer stands before what it encloses
  std::vector<uint32_t> expressions;           // slots of kind expression
  std::map<std::string, std::string> origins;  // pointer of a copied layer -> of the layer it was made from
  Errors errors;                               // strings that are wrong whatever the row says
};

// Finds the slots of a document to which a format has been applied, and writes literals ("\=", "{{{{") as what they
// mean. `root`: whose names strings outside copies see; `scopes`: those of copies, whose marks (expand.hpp) are taken
// out.
Slots collect_slots(Json& document, const Template& tpl, const Interpolator& interpolator, const Scope& root,
                    std::span<const ScopePtr> scopes);

// The pointer in the source of what stands at `pointer` in an expanded document.
std::string source_pointer(const Slots& slots, const std::string& pointer);

// The nearest layer around a slot whose "visible" is an expression that decides whether the slot matters: that
// expression, or -1.
int guard_of(const Slots& slots, const Slot& slot);

// Whether strings under this key of the document can be expressions: declarations are about rows, not made from them.
bool holds_expressions(std::string_view key);

// Where the byte at `offset` of a string's value stands, as far as escapes let it be known.
SourceSpan span_inside(const SourceSpan& string, std::string_view value, size_t offset);

// A fault of the expression `text` (with its "=") that stands at `span`; `of_row` ends the message.
Diagnostic at_expression(std::string_view text, const SourceSpan& span, std::string pointer, const std::string& file,
                         const ExpressionFault& fault, const std::string& of_row);

// A diagnostic at a byte offset inside a slot's string.
Diagnostic at_slot(const Slot& slot, const std::string& file, size_t offset, std::string message, std::string hint);

Json& node_at(Json& document, const NodePath& path);

}  // namespace fp

// Where the chosen format says something else than the template: an edit has to be written where it is read.
#pragma once

#include <string>
#include <string_view>

#include "editor/state/state.hpp"

namespace fp::editor {

// The chosen format's name: `format`, or the document's first; empty without formats.
std::string chosen_format(const Json& root, std::string_view format);

// Where a format changes the layer, "/formats/1:1/layers/title", whether something stands there or not; empty where it
// cannot: no format, no id, or a layer of a composition.
std::string override_place(const Json& root, std::string_view format, std::string_view layer);

// Where a member of the layer is said for the format: in its override if that has the member, or if edits are to go
// there (State::only_format), else in the layer itself.
std::string said_at(const State& state, std::string_view layer, std::string_view key);

// With the member that a pointer into an override is of, as the layer has it, where the override has none yet: what is
// inside it can be changed then. Other pointers: the state as it is.
Result<State> with_override(const State& state, std::string_view pointer);

// The layer that a pointer is of: as layer_of(pointer), and of an override the layer it is for.
std::string layer_of(const Json& root, std::string_view pointer);

}  // namespace fp::editor

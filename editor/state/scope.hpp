// Compositions that are entered: whose layers are edited instead of the template's own, and how the canvas's time
// passes in there. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "editor/state/state.hpp"
#include "engine/template/composition.hpp"

namespace fp::editor {

// "/compositions/NAME" that the layer at the pointer puts in; "" where it is no such layer, or has nothing to put in.
std::string composition_of(const Json& root, std::string_view layer);

// What is edited: that of the layer entered last, or "".
std::string scope_of(const State& state);

// Those of State::entered that can still be entered one after the other.
std::vector<std::string> enterable(const Json& root, std::vector<std::string> entered);

// From frames of the canvas to those of what is entered, a step for each layer on the way. Of one that is repeated, the
// first copy counts.
struct ScopeTime {
  struct Step {
    int64_t in = 0, out = 0;  // of the layer, in frames of what it stands in
    std::optional<Clock> clock;
  };
  std::vector<Step> steps;
  bool known = true;  // false: an expression decides, or a group around a layer has a time of its own
};
ScopeTime scope_time(const State& state);

// Beside the layer's own time it is counted on: negative before its in-point. nullopt where the time is not known.
std::optional<int64_t> frame_inside(const ScopeTime& time, int64_t canvas);
// The first frame of the canvas on which the nearest frame inside is shown.
std::optional<int64_t> frame_outside(const ScopeTime& time, int64_t inside);

}  // namespace fp::editor

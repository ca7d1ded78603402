#include "editor/state/apply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/scope.hpp"
#include "engine/template/composition.hpp"

namespace fp::editor {
namespace {

int64_t last_frame(const State& state) {
  return read_outline(state).frames - 1;
}

template <class T>
void select_into(std::vector<T>& selected, const std::vector<T>& chosen, Select::Mode mode) {
  if (mode == Select::Mode::set) selected.clear();
  for (const T& one : chosen) {
    const auto found = std::ranges::find(selected, one);
    if (found == selected.end()) {
      selected.push_back(one);
    } else if (mode == Select::Mode::toggle) {
      selected.erase(found);
    }
  }
}

// ---- What changes how one looks at it, and cannot fail but by a bad index.

Result<State> look(State state, const Select& command) {
  select_into(state.selection, command.layers, command.mode);
  select_into(state.keys, command.keys, command.mode);
  drop_missing(state);
  return state;
}
Result<State> look(State state, const Enter& command) {
  if (enterable(state.document.root(), command.way) != command.way)
    return refuse(command.way.back(), "this layer shows no composition of the template");
  state.entered = command.way;
  state.selection.clear();
  state.keys.clear();
  return state;
}
Result<State> look(State state, const SetPlayhead& command) {
  state.playhead = std::clamp<int64_t>(command.frame, 0, last_frame(state));
  return state;
}
Result<State> look(State state, const SetWorkArea& command) {
  const int64_t end = last_frame(state) + 1;
  state.work_area = {std::clamp<int64_t>(command.area.begin, 0, end), std::clamp<int64_t>(command.area.end, 0, end)};
  if (state.work_area.begin >= state.work_area.end) state.work_area = {};
  return state;
}
Result<State> look(State state, const SetMarker& command) {
  const auto at = std::ranges::lower_bound(state.markers, command.marker.frame, {}, &Marker::frame);
  if (at != state.markers.end() && at->frame == command.marker.frame) {
    at->name = command.marker.name;
  } else {
    state.markers.insert(at, command.marker);
  }
  return state;
}
Result<State> look(State state, const RemoveMarker& command) {
  if (command.index >= state.markers.size()) return refuse({}, "there is no such marker");
  state.markers.erase(state.markers.begin() + static_cast<ptrdiff_t>(command.index));
  return state;
}
Result<State> look(const State& state, const MoveMarker& command) {
  if (command.index >= state.markers.size()) return refuse({}, "there is no such marker");
  const Marker moved{std::max<int64_t>(command.frame, 0), state.markers[command.index].name};
  return look(*look(state, RemoveMarker{command.index}), SetMarker{moved});
}
Result<State> look(State state, const SetGuides& command) {
  state.guides = command.guides;
  return state;
}
Result<State> look(State state, const SetFlags& command) {
  for (const std::string& layer : command.layers) {
    const std::string key = layer_key(state.document, layer);
    if (command.flags == LayerFlags{}) {
      state.flags.erase(key);
    } else {
      state.flags[key] = command.flags;
    }
  }
  return state;
}
Result<State> look(State state, const ChooseFormat& command) {
  state.format = command.format;
  return state;
}
Result<State> look(State state, const EditOnlyFormat& command) {
  state.only_format = command.on;
  return state;
}
Result<State> look(State state, const ChooseRow& command) {
  state.row = std::max(command.row, 0);
  return state;
}
Result<State> look(State state, const TryParameter& command) {
  if (command.value) {
    state.tried[command.name] = *command.value;
  } else {
    state.tried.erase(command.name);
  }
  return state;
}
Result<State> look(State state, const SetTimelineView& command) {
  state.timeline = command.view;
  return state;
}
Result<State> look(State state, const SetCanvasView& command) {
  state.canvas = command.view;
  return state;
}

}  // namespace

std::unexpected<Errors> refuse(std::string_view pointer, std::string message, std::string hint) {
  return fail(Diagnostic{.fault = Fault::invalid,
                         .pointer = std::string(pointer),
                         .message = std::move(message),
                         .hint = std::move(hint)});
}

Result<State> with_document(const State& state, Result<Document> document) {
  if (!document) return fail(std::move(document.error()));
  State next = state;
  next.document = *std::move(document);
  return next;
}

Result<OutlineLayer> layer_at(const State& state, std::string_view pointer, Outline& outline) {
  outline = read_outline(state, scope_of(pointer));
  const OutlineLayer* layer = find_layer(outline, pointer);
  if (!layer) return refuse(pointer, "there is no layer here");
  return *layer;
}

Result<Json> rounded(double value, double steps, const std::string& pointer) {
  constexpr double kMost = 1e6;
  if (!(std::abs(value) <= kMost)) return refuse(pointer, "this number would be too large");
  const double number = std::round(value * steps) / steps;
  return Json::of(number == 0 ? 0.0 : number);  // never -0
}

Result<void> check_frame(int64_t frame, std::string_view pointer) {
  if (frame > kMaxFrames || frame < -kMaxFrames) return refuse(pointer, "12 hours is the most");
  return {};
}

Result<State> do_command(const State& state, const SetProperty& command) {
  const bool inside = path_in_layer(command.pointer).find('/') != std::string::npos;
  const Result<State> ready = inside ? with_override(state, command.pointer) : state;
  if (!ready) return ready;
  return with_document(*ready, set_value(ready->document, command.pointer, command.value));
}

Result<State> do_command(const State& state, const RemoveProperty& command) {
  if (layer_of(command.pointer) == command.pointer) return do_command(state, DeleteLayers{{command.pointer}});
  return with_document(state, remove_value(state.document, command.pointer));
}

Result<State> do_command(const State& state, const MoveItem& command) {
  if (layer_of(command.item) == command.item)
    return refuse(command.item, "layers are moved in the list of layers, not here");
  return with_document(state, move_item(state.document, command.item, parent_pointer(command.item), command.index));
}

Result<State> do_command(const State& state, const ReplaceDocument& command) {
  return with_document(state, Document::parse(command.text, state.document.file()));
}

Result<State> do_command(const State& state, const Batch& command) {
  Result<State> next = state;
  for (const Command& one : command.commands) {
    next = apply_command(*next, one);
    if (!next) return next;
  }
  return next;
}

Result<State> apply_command(const State& state, const Command& command) {
  return std::visit(
      [&](const auto& one) -> Result<State> {
        if constexpr (requires { look(state, one); }) {
          return look(state, one);
        } else {
          Result<State> next = do_command(state, one);
          if (next) drop_missing(*next);
          return next;
        }
      },
      command);
}

}  // namespace fp::editor

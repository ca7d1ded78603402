// How each kind of command is done; apply_command() chooses among them. Internal to editor/state.
#pragma once

#include "editor/state/command.hpp"
#include "editor/state/outline.hpp"

namespace fp::editor {

// An error of a command, at a place in the document.
std::unexpected<Errors> refuse(std::string_view pointer, std::string message, std::string hint = {});

Result<State> do_command(const State& state, const SetProperty& command);
Result<State> do_command(const State& state, const RemoveProperty& command);
Result<State> do_command(const State& state, const MoveItem& command);
// apply_keys.cpp
Result<State> do_command(const State& state, const SetKey& command);
Result<State> do_command(const State& state, const MoveKeys& command);
Result<State> do_command(const State& state, const DeleteKeys& command);
Result<State> do_command(const State& state, const SetEase& command);
// apply_times.cpp
Result<State> do_command(const State& state, const SetIn& command);
Result<State> do_command(const State& state, const SetOut& command);
Result<State> do_command(const State& state, const ShiftLayers& command);
// apply_transform.cpp
Result<State> do_command(const State& state, const MoveLayers& command);
Result<State> do_command(const State& state, const ScaleLayers& command);
Result<State> do_command(const State& state, const RotateLayers& command);
// apply_layers.cpp
Result<State> do_command(const State& state, const PlaceLayers& command);
Result<State> do_command(const State& state, const GroupLayers& command);
Result<State> do_command(const State& state, const DeleteLayers& command);
Result<State> do_command(const State& state, const DuplicateLayers& command);
Result<State> do_command(const State& state, const AddLayers& command);
Result<State> do_command(const State& state, const RenameLayer& command);
// apply_params.cpp
Result<State> do_command(const State& state, const SetDefault& command);
Result<State> do_command(const State& state, const Promote& command);
// apply.cpp
Result<State> do_command(const State& state, const ReplaceDocument& command);
Result<State> do_command(const State& state, const Batch& command);

// The state with another document, or the error of making it.
Result<State> with_document(const State& state, Result<Document> document);

// Canvas frames of a layer, or an error where it is none.
Result<OutlineLayer> layer_at(const State& state, std::string_view pointer, Outline& outline);

// A number rounded to 1 / `steps`. Fails where it is none that a template takes: infinite, or of more than a million.
Result<Json> rounded(double value, double steps, const std::string& pointer);

// Frames that a template can say: 12 hours. An error beyond.
Result<void> check_frame(int64_t frame, std::string_view pointer);

}  // namespace fp::editor

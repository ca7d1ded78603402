// Editing: commands from panels and keys, undo.
#include <algorithm>

#include "editor/app/app.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/scope.hpp"

namespace fp::editor {

using shell::Action;

bool App::edit(const Command& command, uint64_t gesture) {
  const bool looks = std::holds_alternative<TryParameter>(command) || std::holds_alternative<SetFlags>(command);
  if (editable_ && session_.state.playhead != frame_) (void)editor::perform(session_, SetPlayhead{frame_});
  const std::string before = gesture != 0 ? session_.state.document.text() : std::string();
  auto done = editor::perform(session_, command, gesture);
  // A hand that holds still: the panel says the same in every frame.
  if (done && done->kind == Change::Kind::replaced && before == session_.state.document.text()) return true;
  redraws_ = std::max(redraws_, 2);
  if (!done) {
    message_ = done.error().front().message;
    if (!done.error().front().hint.empty()) message_ += ": " + done.error().front().hint;
    return false;
  }
  went(*done);
  if (const auto* set = std::get_if<SetWorkArea>(&command)) take_area(set->area);
  if (std::holds_alternative<Enter>(command)) tell_scope();
  if (!looks) return true;
  std::holds_alternative<SetFlags>(command) ? show_composition() : load_edit();
  return true;
}

// What is played follows the work area that is set.
void App::take_area(const WorkArea& area) {
  const int64_t begin = std::clamp<int64_t>(area.begin, 0, frames()), end = std::clamp<int64_t>(area.end, 0, frames());
  const bool all = begin >= end;
  playback_.area = {all ? 0 : begin, (all ? frames() : end) - 1, playback_.area.loop};
}

void App::went(Change change) {
  if (change.kind == Change::Kind::none) return;
  if (journal_ && journal_->journal && !journal_->journal->add(session_, change)) journal_->journal.reset();
  load_edit();
  redraws_ = 3;
}

void App::settle_view() {
  if (session_.state.playhead != frame_) seek(session_.state.playhead, false);
}

std::vector<std::string> App::movable() const {
  std::vector<std::string> layers;
  for (const std::string& layer : session_.state.selection) {
    if (!flags_of(session_.state, layer).lock) layers.push_back(layer);
  }
  return layers;
}

bool App::perform_edit(Action action) {
  if (perform_layers(action) || perform_times(action)) return true;
  switch (action) {
    case Action::undo: {
      const std::string name =
          session_.history.done > 0 ? session_.history.entries[session_.history.done - 1].name : "";
      const Change change = undo(session_);
      message_ = change.kind == Change::Kind::none ? "Nothing to undo" : "Undone: " + name;
      went(change);
      settle_view();
      return true;
    }
    case Action::redo: {
      const Change change = redo(session_);
      message_ = change.kind == Change::Kind::none
                     ? "Nothing to redo"
                     : "Done again: " + session_.history.entries[session_.history.done - 1].name;
      went(change);
      settle_view();
      return true;
    }
    case Action::cut:
    case Action::copy:
      copy_layers(action == Action::cut);
      return true;
    case Action::paste:
      paste();
      return true;
    case Action::select_all: {
      Select all;
      for (const OutlineLayer& layer : outline_.layers) {
        if (layer.depth == 0) all.layers.push_back(layer.pointer);
      }
      edit(all);
      return true;
    }
    case Action::toggle_only_format:
      edit(EditOnlyFormat{!session_.state.only_format});
      return true;
    case Action::add_marker: {
      const auto& markers = session_.state.markers;
      const auto here = std::ranges::find(markers, frame_, &Marker::frame);
      if (here == markers.end()) {
        edit(SetMarker{{frame_, ""}});
      } else {
        edit(RemoveMarker{static_cast<size_t>(here - markers.begin())});
      }
      return true;
    }
    default:
      return false;
  }
}

bool App::perform_layers(Action action) {
  const State& state = session_.state;
  const auto move = [&](double x, double y) {
    if (const auto layers = movable(); !layers.empty()) edit(MoveLayers{layers, {x, y}, inside().value_or(-1)});
    return true;
  };
  const auto flag = [&](bool LayerFlags::*which) {
    if (state.selection.empty()) return true;
    LayerFlags flags = flags_of(state, state.selection.front());
    flags.*which = !(flags.*which);
    edit(SetFlags{state.selection, flags});
    return true;
  };
  constexpr double kFar = 10;
  switch (action) {
    case Action::duplicate:
      if (!state.selection.empty()) edit(DuplicateLayers{state.selection});
      return true;
    case Action::remove:
      if (!state.keys.empty()) {
        edit(DeleteKeys{state.keys});
      } else if (const auto layers = movable(); !layers.empty()) {
        edit(DeleteLayers{layers});
      }
      return true;
    case Action::group_layers:
      if (!state.selection.empty()) edit(GroupLayers{state.selection});
      return true;
    case Action::open_composition:
      open_composition();
      return true;
    case Action::layer_up:
    case Action::layer_down: {
      if (state.selection.size() != 1) return true;
      const std::string layer = state.selection.front(), list(parent_pointer(layer));
      const size_t index = parse_index(last_step(layer)).value_or(0);
      const Json* all = find_at(state.document.root(), list);
      const bool up = action == Action::layer_up;  // later in the list is nearer to the eye
      if (all == nullptr || (up ? index + 1 >= all->items.size() : index == 0)) return true;
      edit(PlaceLayers{{layer}, list, up ? index + 2 : index - 1});
      return true;
    }
    case Action::nudge_left:
      return move(-1, 0);
    case Action::nudge_right:
      return move(1, 0);
    case Action::nudge_up:
      return move(0, -1);
    case Action::nudge_down:
      return move(0, 1);
    case Action::nudge_left_ten:
      return move(-kFar, 0);
    case Action::nudge_right_ten:
      return move(kFar, 0);
    case Action::nudge_up_ten:
      return move(0, -kFar);
    case Action::nudge_down_ten:
      return move(0, kFar);
    case Action::toggle_solo:
      return flag(&LayerFlags::solo);
    case Action::toggle_lock:
      return flag(&LayerFlags::lock);
    case Action::toggle_hide:
      return flag(&LayerFlags::hide);
    case Action::add_text:
    case Action::add_rectangle:
    case Action::add_ellipse:
    case Action::add_solid:
    case Action::add_gradient:
    case Action::add_group:
      add_layer(action);
      return true;
    case Action::add_waveform:
    case Action::add_spectrum:
      add_sound_view(action);
      return true;
    default:
      return false;
  }
}

bool App::perform_times(Action action) {
  const State& state = session_.state;
  const ScopeTime time = scope_time(state);
  const auto now = frame_inside(time, frame_);
  const auto shift = [&](int64_t by) {
    if (!state.keys.empty()) {
      edit(MoveKeys{state.keys, by});
    } else if (const auto layers = movable(); !layers.empty()) {
      edit(ShiftLayers{layers, by});
    }
    return true;
  };
  const auto each = [&](auto command_of) {
    if (!now) return true;  // there is no playhead in this composition
    Batch batch{"", {}};
    for (const std::string& layer : movable()) {
      if (const OutlineLayer* found = find_layer(outline_, layer)) command_of(*found, batch.commands);
    }
    if (batch.commands.size() == 1) {
      edit(batch.commands.front());
    } else if (!batch.commands.empty()) {
      batch.name = spec_of(action).title;
      edit(batch);
    }
    return true;
  };
  const auto jump_to_key = [&](bool next) {
    if (!now) return true;
    std::optional<int64_t> to;
    for (const OutlineLayer& layer : outline_.layers) {
      const bool chosen =
          state.selection.empty() || std::ranges::find(state.selection, layer.pointer) != state.selection.end();
      if (!chosen) continue;
      for (const KeyedProperty& keyed : layer.keyed) {
        for (const int64_t key : keyed.frames) {
          const int64_t at = layer.in + key;
          if (next ? at > *now && (!to || at < *to) : at < *now && (!to || at > *to)) to = at;
        }
      }
    }
    const auto canvas = to ? frame_outside(time, *to) : std::nullopt;
    if (canvas) seek(std::clamp<int64_t>(*canvas, 0, frames() - 1), false);
    return true;
  };
  switch (action) {
    case Action::shift_earlier:
      return shift(-1);
    case Action::shift_later:
      return shift(1);
    case Action::move_in_here:
      return each([&](const OutlineLayer& l, auto& to) { to.push_back(ShiftLayers{{l.pointer}, *now - l.in}); });
    case Action::move_out_here:
      return each([&](const OutlineLayer& l, auto& to) { to.push_back(ShiftLayers{{l.pointer}, *now + 1 - l.out}); });
    case Action::trim_in_here:
      return each([&](const OutlineLayer& l, auto& to) {
        if (*now < l.out) to.push_back(SetIn{l.pointer, *now - l.start});
      });
    case Action::trim_out_here:
      return each([&](const OutlineLayer& l, auto& to) {
        if (*now + 1 > l.in) to.push_back(SetOut{l.pointer, *now + 1 - l.start});
      });
    case Action::previous_key:
      return jump_to_key(false);
    case Action::next_key:
      return jump_to_key(true);
    default:
      return false;
  }
}

}  // namespace fp::editor

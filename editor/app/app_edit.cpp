// Editing: commands from panels and keys, undo, the clipboard, new layers.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "editor/app/app.hpp"
#include "editor/state/pointer.hpp"

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
    if (const auto layers = movable(); !layers.empty()) edit(MoveLayers{layers, {x, y}, frame_});
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
    default:
      return false;
  }
}

bool App::perform_times(Action action) {
  const State& state = session_.state;
  const auto shift = [&](int64_t by) {
    if (!state.keys.empty()) {
      edit(MoveKeys{state.keys, by});
    } else if (const auto layers = movable(); !layers.empty()) {
      edit(ShiftLayers{layers, by});
    }
    return true;
  };
  const auto each = [&](auto command_of) {
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
    std::optional<int64_t> to;
    for (const OutlineLayer& layer : outline_.layers) {
      const bool chosen =
          state.selection.empty() || std::ranges::find(state.selection, layer.pointer) != state.selection.end();
      if (!chosen) continue;
      for (const KeyedProperty& keyed : layer.keyed) {
        for (const int64_t key : keyed.frames) {
          const int64_t at = layer.in + key;
          if (next ? at > frame_ && (!to || at < *to) : at < frame_ && (!to || at > *to)) to = at;
        }
      }
    }
    if (to) seek(std::clamp<int64_t>(*to, 0, frames() - 1), false);
    return true;
  };
  switch (action) {
    case Action::shift_earlier:
      return shift(-1);
    case Action::shift_later:
      return shift(1);
    case Action::move_in_here:
      return each([&](const OutlineLayer& l, auto& to) { to.push_back(ShiftLayers{{l.pointer}, frame_ - l.in}); });
    case Action::move_out_here:
      return each([&](const OutlineLayer& l, auto& to) { to.push_back(ShiftLayers{{l.pointer}, frame_ + 1 - l.out}); });
    case Action::trim_in_here:
      return each([&](const OutlineLayer& l, auto& to) {
        if (frame_ < l.out) to.push_back(SetIn{l.pointer, frame_ - l.start});
      });
    case Action::trim_out_here:
      return each([&](const OutlineLayer& l, auto& to) {
        if (frame_ + 1 > l.in) to.push_back(SetOut{l.pointer, frame_ + 1 - l.start});
      });
    case Action::previous_key:
      return jump_to_key(false);
    case Action::next_key:
      return jump_to_key(true);
    default:
      return false;
  }
}

// Layers also go to the desktop's clipboard as JSON, so that they can be pasted into a text or another window.
void App::copy_layers(bool cut) {
  const State& state = session_.state;
  if (state.selection.empty()) return;
  Json layers = Json::array();
  for (const OutlineLayer& layer : outline_.layers) {
    if (std::ranges::find(state.selection, layer.pointer) == state.selection.end()) continue;
    if (const Json* json = find_at(state.document.root(), layer.pointer)) layers.items.push_back(*json);
  }
  if (layers.items.empty()) return;
  ImGui::SetClipboardText(write_json(layers).c_str());
  message_ =
      fmt::format("{} {} layer{}", cut ? "Cut" : "Copied", layers.items.size(), layers.items.size() == 1 ? "" : "s");
  if (cut) edit(DeleteLayers{movable()});
}

void App::paste() {
  const char* held = ImGui::GetClipboardText();
  const std::string text = held == nullptr ? "" : held;
  const auto json = parse_json(text, "the clipboard");
  std::vector<Json> layers;
  if (json && json->is_array()) layers = json->items;
  if (json && json->is_object()) layers.push_back(*json);
  const bool all = !layers.empty() && std::ranges::all_of(layers, [](const Json& layer) {
    return layer.is_object() && layer.find("type") != nullptr;
  });
  if (!all) {
    message_ = "There are no layers in the clipboard";
    return;
  }
  place(std::move(layers));
}

void App::place(std::vector<Json> layers) {
  if (!editable_) return;
  const Json& root = session_.state.document.root();
  std::string array = "/layers";
  const Json* list = find_at(root, array);
  size_t index = list != nullptr ? list->items.size() : 0;
  if (!session_.state.selection.empty()) {
    const std::string& above = session_.state.selection.back();
    array = parent_pointer(above);
    index = parse_index(last_step(above)).value_or(0) + 1;
  }
  const size_t count = layers.size();
  if (!edit(AddLayers{array, index, std::move(layers)})) return;
  Select select;
  for (size_t i = 0; i < count; ++i) select.layers.push_back(array + child_pointer(index + i));
  edit(select);
}

void App::add_layer(Action action) {
  if (!loaded_ || !editable_) return;
  const Composition& c = *loaded_->composition;
  const double side = std::round(std::min(c.width, c.height) / 3.0);
  const auto pair = [](double x, double y) {
    Json json = Json::array();
    json.items = {Json::of(x), Json::of(y)};
    return json;
  };
  Json layer = Json::object();
  const auto begin = [&](const char* id, const char* type) {
    layer.set("id", Json::of(id));
    layer.set("type", Json::of(type));
  };
  const auto in_the_middle = [&] {
    layer.set("anchor", pair(0.5, 0.5));
    layer.set("position", pair(std::round(c.width / 2.0), std::round(c.height / 2.0)));
  };
  switch (action) {
    case Action::add_text:
      if (loaded_->tpl->fonts.empty()) {
        message_ = "The template names no font yet: add one to its \"fonts\"";
        return;
      }
      begin("text", "text");
      layer.set("text", Json::of("Text"));
      layer.set("font", Json::of(loaded_->tpl->fonts.front().name));
      layer.set("fontSize", Json::of(std::round(side / 3)));
      layer.set("color", Json::of("#ffffff"));
      in_the_middle();
      break;
    case Action::add_rectangle:
    case Action::add_ellipse:
      begin(action == Action::add_ellipse ? "ellipse" : "rectangle", "shape");
      layer.set("shape", Json::of(action == Action::add_ellipse ? "ellipse" : "rect"));
      layer.set("size", pair(side, side));
      layer.set("fill", Json::of("#e0e0e0"));
      in_the_middle();
      break;
    case Action::add_solid:
      begin("solid", "solid");
      layer.set("color", Json::of("#303030"));
      break;
    case Action::add_gradient: {
      begin("gradient", "gradient");
      Json stops = Json::array();
      for (const auto& [offset, color] : {std::pair{0.0, "#203040"}, {1.0, "#a0b0c0"}}) {
        Json stop = Json::object();
        stop.set("offset", Json::of(offset));
        stop.set("color", Json::of(color));
        stops.items.push_back(std::move(stop));
      }
      Json gradient = Json::object();
      gradient.set("type", Json::of("linear"));
      gradient.set("angle", Json::of(90.0));
      gradient.set("stops", std::move(stops));
      layer.set("gradient", std::move(gradient));
      break;
    }
    default:
      begin("group", "group");
      layer.set("children", Json::array());
      break;
  }
  place({std::move(layer)});
}

// Only what lies beneath the template's folder can be named in it; what does not is offered to be copied there.
void App::add_image(const std::filesystem::path& file) {
  if (!loaded_ || !editable_) return;
  const auto inside = name_beneath(loaded_->tpl->assets->folder(), file);
  if (!inside) {
    look_.copy_in = file.string();  // asked first
    look_.copy_for = panels::Purpose::add_image;
    return;
  }
  const Composition& c = *loaded_->composition;
  Json layer = Json::object();
  layer.set("id", Json::of(file.stem().string()));
  layer.set("type", Json::of("image"));
  layer.set("image", Json::of(*inside));
  Json middle = Json::array(), half = Json::array();
  middle.items = {Json::of(std::round(c.width / 2.0)), Json::of(std::round(c.height / 2.0))};
  half.items = {Json::of(0.5), Json::of(0.5)};
  layer.set("anchor", std::move(half));
  layer.set("position", std::move(middle));
  place({std::move(layer)});
}

}  // namespace fp::editor

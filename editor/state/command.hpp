// Everything that can be done, as values. `apply_command` is pure: the state it is given stays, and a command that
// cannot be done gives an error (Fault::invalid) that says why and what to do, in words for the person who asked for
// it.
//
// Layers and properties are named by JSON pointers into the state's document. Frames of keys count from their layer's
// in-point; frames of layers from what they stand in (OutlineLayer::start); all others are the canvas's.
// What a layer's commands write goes where the chosen format says it (formats.hpp).
// Numbers made by dragging are rounded: lengths and degrees to hundredths, scales to ten-thousandths.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "editor/state/state.hpp"

namespace fp::editor {

// ---- Properties and keyframes
struct SetProperty {  // objects missing on the way are made
  std::string pointer;
  Json value;
};
struct RemoveProperty {
  std::string pointer;
};
struct MoveItem {  // within its list, to be item `index` of it afterwards, as it is written
  std::string item;
  size_t index = 0;
};
struct SetKey {  // a constant, or nothing, becomes keys; a key at this frame gets the value
  std::string property;
  int64_t frame = 0;
  Json value;
  std::optional<Json> ease = {};  // absent: stays as it is, or the default
};
struct MoveKeys {  // keys that others land on are replaced; those before the in-point are kept there
  std::vector<KeyRef> keys;
  int64_t delta = 0;
};
struct DeleteKeys {  // without any key left the property has the last one's value for good
  std::vector<KeyRef> keys;
};
struct SetEase {  // from these keys to the next ones
  std::vector<KeyRef> keys;
  Json ease;
};

// ---- Layers in time
struct SetIn {  // the out-point stays, and so do the layer's keys in time, unless `carry_keys`
  std::string layer;
  int64_t frame = 0;
  bool carry_keys = false;
};
struct SetOut {  // of a scene: how long it lasts
  std::string layer;
  int64_t frame = 0;
};
struct ShiftLayers {  // in- and out-points; what is inside comes along
  std::vector<std::string> layers;
  int64_t delta = 0;
};

// ---- Layers on the canvas. `frame`: the playhead. Of an animated property the key at that frame changes, or where
// none is, all keys alike.
struct MoveLayers {
  std::vector<std::string> layers;
  Vec2 delta{};  // pixels of what the layers stand in
  int64_t frame = 0;
};
struct ScaleLayers {
  std::vector<std::string> layers;
  Vec2 factor{1, 1};
  int64_t frame = 0;
};
struct RotateLayers {
  std::vector<std::string> layers;
  double degrees = 0;
  int64_t frame = 0;
};

// ---- The tree of layers
struct PlaceLayers {  // reorder, nest, take out: they become items of the list at `array` from `index` on, which is
  std::vector<std::string> layers;  // counted before anything is moved
  std::string array;
  size_t index = 0;
};
struct GroupLayers {  // into a new group in the place of the topmost; all of one list
  std::vector<std::string> layers;
};
struct DeleteLayers {  // with the overrides of formats for them, and what other layers say of them (parent, clip, ...)
  std::vector<std::string> layers;
};
struct DuplicateLayers {  // each above itself, with ids of its own
  std::vector<std::string> layers;
};
struct AddLayers {  // an id that is taken gets a number
  std::string array;
  size_t index = 0;
  std::vector<Json> layers;
};
struct RenameLayer {  // its id, with all that names it
  std::string layer, id;
};

// ---- Parameters
struct SetDefault {
  std::string param;  // pointer of its declaration, such as "/params/name"
  Json value;
};
struct Promote {  // the property's constant becomes the default of a new parameter, and the property follows it
  std::string property, param;  // param: the new name
};

// ---- All at once
struct ReplaceDocument {  // what else was done to it, such as changes from disk
  std::string name;
  std::string text;
};
struct Batch;  // several commands that are one, all or none

// ---- How one looks at it: no entries in the history
struct Select {
  enum class Mode : uint8_t { set, add, toggle };
  std::vector<std::string> layers;
  std::vector<KeyRef> keys = {};
  Mode mode = Mode::set;
};
struct Enter {  // compositions, as State::entered; nothing is selected there. Empty: the template's own layers
  std::vector<std::string> way;
};
struct SetPlayhead {
  int64_t frame = 0;  // held to the canvas
};
struct SetWorkArea {
  WorkArea area;
};
struct SetMarker {  // one at this frame gets the name
  Marker marker;
};
struct MoveMarker {
  size_t index = 0;
  int64_t frame = 0;
};
struct RemoveMarker {
  size_t index = 0;
};
struct SetGuides {
  std::vector<Guide> guides;
};
struct SetFlags {
  std::vector<std::string> layers;
  LayerFlags flags;
};
struct ChooseFormat {
  std::string format;
};
struct EditOnlyFormat {
  bool on = false;
};
struct ChooseRow {
  int row = 0;
};
struct TryParameter {  // absent: the row's value again
  std::string name;
  std::optional<Json> value;
};
struct SetTimelineView {
  timeline::View view;
};
struct SetCanvasView {
  CanvasView view;
};

using Command =
    std::variant<SetProperty, RemoveProperty, SetKey, MoveKeys, DeleteKeys, SetEase, SetIn, SetOut, ShiftLayers,
                 MoveLayers, ScaleLayers, RotateLayers, PlaceLayers, GroupLayers, DeleteLayers, DuplicateLayers,
                 AddLayers, RenameLayer, SetDefault, Promote, ReplaceDocument, Batch, Select, SetPlayhead, SetWorkArea,
                 SetMarker, MoveMarker, RemoveMarker, SetGuides, SetFlags, ChooseFormat, EditOnlyFormat, ChooseRow,
                 TryParameter, SetTimelineView, SetCanvasView, MoveItem, Enter>;

struct Batch {
  std::string name;
  std::vector<Command> commands;
};

// Not named `apply`: std::apply would be found too, Command being a std::variant.
Result<State> apply_command(const State& state, const Command& command);

// What the command does, for people: "Move title", "Set opacity of title". `document`: as it is before.
std::string name_of(const Command& command, const Document& document);

}  // namespace fp::editor

// Everything the editor knows, as plain data: the document, the file it belongs to, and how one looks at it. Commands
// (command.hpp) make another State of one; History (history.hpp) keeps those that changed the document.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "editor/state/document.hpp"
#include "editor/state/outline.hpp"
#include "editor/timeline/layout.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/math.hpp"

namespace fp::editor {

// A keyframe: the property's JSON pointer (of the object that has "keys") and its frame, from the layer's in-point.
struct KeyRef {
  std::string property;
  int64_t frame = 0;
  auto operator<=>(const KeyRef&) const = default;
};

struct LayerFlags {
  bool solo = false, lock = false, hide = false;
  bool operator==(const LayerFlags&) const = default;
};

struct Marker {
  int64_t frame = 0;
  std::string name;
  bool operator==(const Marker&) const = default;
};

struct WorkArea {
  int64_t begin = 0, end = 0;  // [begin, end) in frames; empty: all
  bool operator==(const WorkArea&) const = default;
};

struct CanvasView {
  bool fit = true;  // zoom and pan follow the window
  double zoom = 1;  // screen pixels per canvas pixel
  Vec2 pan{};       // canvas pixel at the middle of the view
  bool operator==(const CanvasView&) const = default;
};

// A line over the canvas that things snap to.
struct Guide {
  bool upright = false;
  double at = 0;  // canvas pixels from the left, or from the top
  bool operator==(const Guide&) const = default;
};

struct State {
  Document document;
  std::filesystem::path file;  // empty: never saved
  // SHA-256 of the file's bytes when it was last read or written; absent: no file yet.
  std::optional<Sha256> saved;

  // Layers by pointer, in the order they were selected; keys.
  std::vector<std::string> selection;
  std::vector<KeyRef> keys;
  // The composition layers that are entered, the outermost first: what is selected stands in the last one's
  // composition.
  std::vector<std::string> entered;
  int64_t playhead = 0;  // frame of the canvas
  WorkArea work_area;
  std::vector<Marker> markers;  // by frame
  std::vector<Guide> guides;

  std::string format;                 // empty: the template's first
  bool only_format = false;           // edits of layers go to its overrides, not to the layers of all formats
  int row = 0;                        // of the table, from 1; 0: the defaults
  int64_t bound_frames = 0;           // of the canvas as that row has it; 0: not known yet
  std::map<std::string, Json> tried;  // parameter values tried out, over the row's

  timeline::View timeline;
  CanvasView canvas;
  std::map<std::string, LayerFlags> flags;  // by layer_key()
};

// Of the template's own layers, or of a composition's, as they are seen.
Outline read_outline(const State& state, std::string_view scope = {});

bool is_modified(const State& state);  // the text is not what the file holds

// What a layer is remembered by where its place may change: its id, or its pointer where it has none.
std::string layer_key(const Document& document, std::string_view layer);
LayerFlags flags_of(const State& state, std::string_view layer);

// A fresh state of a document that was just read from `file`.
State open_state(Document document, std::filesystem::path file);

// Everything but the document, the file and the row's values, to be kept between runs; reading takes what it knows and
// leaves the rest of `state`.
Json view_json(const State& state);
void read_view(const Json& json, State& state);

// Layers and keys that are selected and no longer there are dropped, the playhead is held to the canvas.
void drop_missing(State& state);

}  // namespace fp::editor

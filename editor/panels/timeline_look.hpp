// What the timeline remembers between frames: part of what the user chose to see, and the drag in progress. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "editor/state/command.hpp"
#include "editor/state/picks.hpp"
#include "editor/timeline/drag.hpp"
#include "editor/timeline/hit.hpp"
#include "editor/timeline/snap.hpp"

namespace fp::panels {

// From press to release. Frames are the canvas's, as they were at the press: a drag is always its whole way.
struct TimelineDrag {
  enum class Grab : uint8_t { none, seek, work, marker, bars, in_point, out_point, keys, box, rows, curve };
  Grab grab = Grab::none;
  bool moved = false;   // further than a click's few pixels
  bool single = false;  // a click without a move: only `hit` is to be selected
  bool at_end = false;  // of the work area, or a curve's handle: which of the two
  uint64_t gesture = 0;
  float x = 0, y = 0;  // of the press, pixels of the window
  double frame = 0;    // under the pointer then, not rounded
  double top = 0;      // pixels from the first row's upper edge, whatever is scrolled
  int64_t from = 0;    // the frame of the marker or end that is dragged
  size_t index = 0;    // of the marker
  editor::timeline::Hit hit;
  std::vector<std::string> layers;
  std::vector<editor::timeline::Span> spans;  // of `layers`
  std::vector<int64_t> starts;                // from which their in- and out-points count
  std::vector<editor::KeyRef> keys;
  std::vector<editor::SetKey> copies;  // of `keys`, where they are to stay
  std::vector<int64_t> edges;          // frames that snap
  std::vector<editor::timeline::SnapTarget> targets;
  std::optional<editor::timeline::SnapTarget> snapped;
  std::optional<editor::Drop> drop;
};

struct TimelineLook {
  float column = 260;         // units: of the names
  bool fit = true;            // all frames are shown, however wide the panel
  std::string fitted, scope;  // the file and composition that `fit` is about
  bool count_frames = false;  // the ruler counts frames instead of timecode
  int64_t frame = -1;         // the playhead when last drawn
  TimelineDrag drag;
  std::vector<std::string> seen;  // the selection when it was last scrolled to

  // The name that is typed: of a layer, by pointer, or of the marker at `renamed_marker`.
  std::string renamed, typed;
  int64_t renamed_marker = -1;
  int typing = 0;  // frames since it began

  // What a menu was opened for.
  std::vector<editor::KeyRef> menu_keys;
  std::string menu_layer;
  int64_t menu_marker = -1, menu_frame = 0;
};

// Esc: the drag or the name that is typed is given up. False where there is neither. What a drag has done already is
// the session's to take back.
inline bool give_up(TimelineLook& look) {
  const bool typing = !look.renamed.empty() || look.renamed_marker >= 0;
  const bool dragging = look.drag.grab != TimelineDrag::Grab::none && look.drag.grab != TimelineDrag::Grab::seek;
  look.renamed.clear();
  look.renamed_marker = -1;
  if (dragging) look.drag = {};
  return typing || dragging;
}

}  // namespace fp::panels

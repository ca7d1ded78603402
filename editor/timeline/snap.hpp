// Snapping: where a dragged edge is pulled to.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>

#include "editor/timeline/hit.hpp"

namespace fp::editor::timeline {

struct SnapTarget {
  // In the order in which equally near ones are preferred.
  enum class Kind : uint8_t { playhead, work_area, marker, bar, key };
  int64_t frame = 0;
  Kind kind = Kind::bar;
  bool operator==(const SnapTarget&) const = default;
};

// Targets of all layers but `moving` (ids of the layers or properties that are dragged), the canvas's two ends (as
// bars) and the marks; ascending by frame, at most one of a kind at a frame. The playhead is left out where it is what
// is dragged: `with_playhead`.
std::vector<SnapTarget> snap_targets(std::span<const Layer> layers, const std::set<std::string>& moving,
                                     const Marks& marks, int64_t frames, bool with_playhead = true);

struct Snapped {
  int64_t frame = 0;                 // of the edge: on the target, or the nearest whole frame without one
  std::optional<SnapTarget> target;  // what it was pulled to, to be shown
};

// The nearest target within `threshold` pixels. Ties: the kind named first, then the earlier frame.
Snapped snap(double frame, std::span<const SnapTarget> targets, double pixels_per_frame, double threshold);

// The same for what is moved whole: of all `edges` (frames before the drag) moved by `delta`, the nearest to a target
// decides. `frame` is the delta then.
Snapped snap_delta(double delta, std::span<const int64_t> edges, std::span<const SnapTarget> targets,
                   double pixels_per_frame, double threshold);

}  // namespace fp::editor::timeline

// Layers under the hand on the canvas: what is picked, where handles stand, what a drag comes to, what it snaps to.
// Pure; all places in canvas pixels.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "editor/state/command.hpp"
#include "engine/display/survey.hpp"

namespace fp::panels {

// The layer's place in the document; empty where it has none of its own.
std::string pointer_of(const SeenBox& box);
Quad quad_of(const SeenBox& box);
// The boxes in the layers that are entered, one in the other (editor::State::entered), as though there were no others:
// of a layer that is shown several times, in the first one.
std::vector<SeenBox> boxes_within(std::span<const SeenBox> boxes, std::span<const std::string> entered);
const SeenBox* box_of(std::span<const SeenBox> boxes, std::string_view layer);  // the first; null: not shown now

// The layer that a click at `p` means: of all that are there the topmost, and of it the outermost group, unless a layer
// inside that group, or the group itself with `deeper` (a double click), is selected; `deepest` takes the layer itself.
// Locked layers are not there. Empty: nothing.
struct Reach {
  bool deeper = false, deepest = false;
};
std::string pick(std::span<const SeenBox> boxes, const editor::State& state, Vec2 p, Reach reach = {});
// The layers outside of groups that a box touches.
std::vector<std::string> pick_box(std::span<const SeenBox> boxes, const editor::State& state, const Bounds& box);

// ---- Handles of one selected layer

// A corner or the middle of an edge (-1, 0, 1 across and down), or the knob above the box that turns it.
struct Grip {
  int x = 0, y = 0;
  bool turns = false;
};
std::optional<Vec2> place_of(const SeenBox& box, const Grip& grip, double knob);  // knob: its distance, canvas pixels
std::vector<Grip> grips();
std::optional<Grip> grip_at(const SeenBox& box, Vec2 p, double reach, double knob);

// ---- Drags. What a layer was when its button went down.
struct Grabbed {
  std::string layer;
  SeenBox box;
};

// The move as a command: `delta` in canvas pixels, turned into what the layers' positions are given in.
editor::Command move_command(std::span<const Grabbed> grabbed, Vec2 delta, int64_t frame);
// The factors of a scale by which the grip follows the hand; about the anchor. `even`: both alike.
Vec2 scale_factor(const SeenBox& box, const Grip& grip, Vec2 press, Vec2 now, bool even);
// Degrees from press to now around the anchor, as the layer counts them; `steps`: of 15.
double turn(const SeenBox& box, Vec2 press, Vec2 now, bool steps);

// ---- Snapping

struct Snaps {
  std::vector<double> x, y;  // lines
};
Snaps snap_lines(const Composition& composition, const editor::State& state, std::span<const SeenBox> boxes,
                 std::span<const std::string> moving, double grid);  // grid: pixels between lines, 0: none
struct SnappedMove {
  Vec2 delta{};
  std::optional<double> x, y;  // lines it was pulled to
};
// Of both edges and the middle of `bounds`, moved, the one nearest to a line decides on each axis.
SnappedMove snap_move(const Bounds& bounds, Vec2 delta, const Snaps& snaps, double threshold);
std::optional<Bounds> bounds_of(std::span<const Grabbed> grabbed);

double grid_step(const Composition& composition);  // canvas pixels: a round share of the shorter side

}  // namespace fp::panels

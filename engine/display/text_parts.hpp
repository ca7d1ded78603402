// Parts of drawing a text: its letters (lower_text.cpp), what stands beside them (lower_plate.cpp), digits that turn
// (lower_odometer.cpp). Internal to engine/display.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/display/lowering.hpp"
#include "engine/text/motion.hpp"

namespace fp {

// Where the clusters stand.
struct Standing {
  std::vector<std::optional<Affine>> places;  // per cluster; empty: where the layout has them
  std::vector<ClusterPose> poses;             // per cluster; empty: all in their places
};

// What a text comes to at one frame.
struct SetText {
  const DrawState& draw;
  const SceneText& scene;
  const TextLayout& layout;
  const Standing& at;
};
void draw_set_text(const SetText& text);
// One with a turn, between its own words and the next.
void draw_turning(const DrawState& draw, const SceneText& scene, const TextLayout& layout);

// The boxes behind the text and behind its spans, under all letters. `poses`: of its clusters; empty: all in place.
void draw_plates(const DrawState& draw, const SceneText& scene, const TextLayout& layout,
                 std::span<const ClusterPose> poses);

// What of a span that is being swept stands on one line, and its fill there, in pixels of the layer.
struct SweepLine {
  uint32_t line = 0;
  double left = 0, right = 0;
  uint32_t first = 0;  // grapheme
  bool right_to_left = false;
  ScenePaint paint;
};
// Of a span with a sweep and a fill of one colour.
std::vector<SweepLine> sweep_lines(const SceneText& scene, const TextLayout& layout, uint32_t span);

}  // namespace fp

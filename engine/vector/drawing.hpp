// A drawing: filled and stroked outlines and groups of them, painted in order. What an SVG picture and a coloured glyph
// come to; lowering draws both the same way, at any scale.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/scene/scene.hpp"
#include "engine/vector/path.hpp"

namespace fp {

// `space` maps a gradient's own coordinates to the shape's; unused for a colour.
struct DrawingPaint {
  ScenePaint paint;
  Affine space;
  std::optional<double> text_share;  // of glyphs: the text's own paint at this opacity, instead of `paint`
};

struct DrawingStroke {
  DrawingPaint paint;
  StrokeStyle style;
};

struct DrawingShape {
  std::shared_ptr<const Path> path;  // never null; shared by drawings of the same font
  bool even_odd = false;
  Affine place;  // shape -> drawing
  std::optional<DrawingPaint> fill;
  std::optional<DrawingStroke> stroke;
};

// What lies between a begin and its end is composited as one onto what the enclosing group holds so far.
struct DrawingGroupBegin {};
struct DrawingGroupEnd {
  // blend: drawn over it. The others are Porter and Duff's, where the group is the source: of what is there, `keep`
  // leaves what lies inside the group (destination-in), `erase` what lies outside it (destination-out); `atop` draws
  // the group only where something is.
  enum class Rule : uint8_t { blend, keep, erase, atop };
  double opacity = 1;
  Rule rule = Rule::blend;
  Blend blend = Blend::normal;
  std::shared_ptr<const Path> clip;  // null: none; with Rule::blend only
  Affine clip_place;                 // clip -> drawing
};

using DrawingItem = std::variant<DrawingShape, DrawingGroupBegin, DrawingGroupEnd>;

struct Drawing {
  Bounds box;                      // of an SVG: (0, 0) to its size in CSS pixels; of a glyph: font units, y up
  bool cut = true;                 // what reaches beyond the box is not shown; false: nothing does
  std::vector<DrawingItem> items;  // groups balance
  Hash128 hash;                    // equal hashes: equal paths at equal indices
};

}  // namespace fp

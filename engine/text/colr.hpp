// The table 'COLR' of a font, both versions, read where it is asked and within its bounds (OpenType 1.9.1, "COLR").
// Internal to engine/text.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/math.hpp"
#include "engine/text/variation_store.hpp"
#include "engine/vector/path.hpp"

namespace fp {

// What is wrong with the table, as the end of "its colours ...".
template <class T>
using ColrResult = std::expected<T, std::string>;

inline constexpr uint16_t kTextColor = 0xffff;  // instead of an entry of the palette

// ---- Paints, version 1, at the font's axes. Font units, y up; angles in degrees, counterclockwise. A paint that has
// another names it by its place in the table.

struct ColrColor {
  uint16_t entry = 0;  // of the palette, or kTextColor
  double alpha = 1;
};
struct ColrStop {
  double offset = 0;
  ColrColor color;
};
struct ColrLine {
  enum class Extend : uint8_t { pad, repeat, reflect };
  Extend extend = Extend::pad;
  std::vector<ColrStop> stops;  // sorted
};
struct PaintLayers {
  uint32_t first = 0, count = 0;
};
struct PaintSolid {
  ColrColor color;
};
struct PaintLinear {
  ColrLine line;
  Vec2 p0{}, p1{}, p2{};
};
struct PaintRadial {
  ColrLine line;
  Vec2 center0{}, center1{};
  double radius0 = 0, radius1 = 0;
};
struct PaintSweep {
  ColrLine line;
  Vec2 center{};
  double start = 0, end = 0;
};
struct PaintGlyph {
  uint16_t glyph = 0;
  size_t paint = 0;
};
struct PaintColrGlyph {
  uint16_t glyph = 0;
};
struct PaintTransform {  // of every kind
  Affine m;
  size_t paint = 0;
};
struct PaintComposite {
  uint8_t mode = 0;  // CompositeMode of the specification
  size_t source = 0, backdrop = 0;
};
using ColrPaint = std::variant<PaintLayers, PaintSolid, PaintLinear, PaintRadial, PaintSweep, PaintGlyph,
                               PaintColrGlyph, PaintTransform, PaintComposite>;

// A layer of version 0: an outline in one colour.
struct ColrLayer {
  uint16_t glyph = 0, entry = 0;
};

class ColrTable {
 public:
  // `table` must outlive it. `coordinates`: of the font's axes, normalised; empty: all at their defaults.
  static ColrResult<ColrTable> open(TableBytes table, const std::vector<double>& coordinates);

  bool empty() const;
  bool has(uint32_t glyph) const;
  // Version 1; where the glyph has a paint, its layers of version 0 do not count.
  std::optional<size_t> root(uint32_t glyph) const;
  ColrResult<ColrPaint> paint(size_t at) const;
  ColrResult<size_t> layer_paint(uint32_t index) const;  // PaintLayers
  // What a glyph of version 1 is shown in, where it says so.
  ColrResult<std::optional<Bounds>> clip_box(uint32_t glyph) const;
  // Version 0, bottom first.
  ColrResult<std::vector<ColrLayer>> layers(uint32_t glyph) const;

 private:
  TableBytes table_;
  size_t glyphs_ = 0, glyph_count_ = 0, layers_ = 0, layer_count_ = 0;            // version 0
  size_t roots_ = 0, root_count_ = 0, paints_ = 0, paint_count_ = 0, clips_ = 0;  // version 1
  VariationStore variations_;
};

}  // namespace fp

// Inside engine/vector: a path as polylines, the form both the rasteriser and the stroker work on.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/vector/path.hpp"

namespace fp {

struct Contour {
  std::vector<Vec2> points;  // no closing repeat of the first point
  std::vector<uint8_t>
      smooth;  // one per point: 1 where it lies inside a flattened curve, so the outline does not turn there
  bool closed = false;
  bool drawn = false;  // has at least one segment, though perhaps of no length; a lone move has none
};

double length_of(const Contour& contour);  // the closing side included

// The piece between two distances along the contour, 0 <= from < to <= length; open. With to > length on a closed one
// it runs on across the start.
Contour piece_of(const Contour& contour, double from, double to);

// What a stroke draws of the contours: trimmed, then dashed (engine/vector/path.hpp).
std::vector<Contour> trimmed(std::vector<Contour> contours, const StrokeStyle& style);
std::vector<Contour> dashed(const std::vector<Contour>& contours, const StrokeStyle& style);

// One contour per subpath, curves within `tolerance`. A subpath that goes on after `close` starts at its old start.
// Chords shorter than `short_chord` may stray four times as far, to one side and the other so that the area stays.
std::vector<Contour> contours_of(const Path& path, double tolerance, double short_chord = 0);

}  // namespace fp

// Curves through points of data, in pixels: straight, smooth without overshoot, or in steps; and what is drawn of them.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/math.hpp"

namespace fp {

// monotone: Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation" (1980), with the slopes of Steffen (1990), as
// in D3's curveMonotoneX. Between two points it stays between their values, and x moves evenly.
// step: a value holds until the next point.
enum class CurveKind : uint8_t { linear, monotone, step };

struct Curve {
  CurveKind kind = CurveKind::linear;
  std::vector<Vec2> knots;     // at least one; x does not descend
  std::vector<double> slopes;  // of monotone, at the knots
};

Curve curve_through(CurveKind kind, std::vector<Vec2> knots);

// The last knot at or before x; the first one where there is none.
size_t knot_before(const Curve& curve, double x);
// y at x, which is kept within the curve; a knot's own at the knot. Where knots share an x, the last one's.
double curve_at(const Curve& curve, double x);

// The polyline that is drawn: within 1/30 pixel of the curve. Where more than two points fall on a column of pixels,
// only the first, lowest, highest and last of each column are in it.
std::vector<Vec2> traced(const Curve& curve);

// The trace as far as x: exactly the trace from the curve's end on. Empty before the curve's start.
std::vector<Vec2> traced_to(const Curve& curve, const std::vector<Vec2>& trace, double x);

}  // namespace fp

// Shapes on the globe brought to the frame a projection works in: cut, in one piece or several, not yet projected.
#pragma once

#include "engine/geo/model.hpp"
#include "engine/geo/unroll.hpp"

namespace fp {

// Rings of (longitude, latitude) counted from the map's middle, within +-180; to be filled with the even-odd rule.
std::vector<std::vector<Vec2>> flat_rings(const ProjectionModel& model, const GeoPolygon& polygon);
std::vector<std::vector<Vec2>> flat_lines(const ProjectionModel& model, const GeoLine& line);

// The same with the globe turned. Edges longer than `step` degrees are divided first, as they bend.
LonLat oblique_place(const ProjectionModel& model, LonLat place);
std::vector<std::vector<Vec2>> oblique_rings(const ProjectionModel& model, const GeoPolygon& polygon, double step);
std::vector<std::vector<Vec2>> oblique_lines(const ProjectionModel& model, const GeoLine& line, double step);

// What lies within model.radius of the middle, as directions seen from there.
using Arc = std::vector<Direction>;
std::vector<Arc> cap_rings(const ProjectionModel& model, const GeoPolygon& polygon, double step);
std::vector<Arc> cap_lines(const ProjectionModel& model, const GeoLine& line, double step);
Arc cap_outline(const ProjectionModel& model, double step);

}  // namespace fp

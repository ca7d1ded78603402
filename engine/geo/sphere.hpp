// The unit sphere: directions, turning it, and the shortest way between two places.
#pragma once

#include <glm/vec3.hpp>
#include <vector>

#include "engine/geo/geography.hpp"

namespace fp {

// A direction from the globe's middle: x towards (0, 0), y towards (90 east, 0), z towards the north pole.
using Direction = glm::dvec3;

Direction direction_of(LonLat place);
LonLat place_of(const Direction& direction);  // longitude within +-180

// A rotation of the globe that brings a place to (0, 0), and then rolls it by `roll` degrees counterclockwise as seen.
struct Turn {
  Direction row[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
};
Turn turn_to(LonLat centre, double roll);
Direction turned(const Turn& turn, const Direction& d);
Direction turned_back(const Turn& turn, const Direction& d);

// `count` (2 or more) positions from `from` to `to` along the shortest way over the sphere, at equal distances, both
// ends as given. Between opposite places, where every way is shortest, it goes over the north pole. Longitudes do not
// jump: where the way crosses the antimeridian they go on beyond +-180.
GeoLine great_arc(LonLat from, LonLat to, int count);

double sine_of_degrees(double degrees);
double cosine_of_degrees(double degrees);  // 0 at +-90

}  // namespace fp

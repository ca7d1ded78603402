// Rings on the globe rolled out to the plane of longitude and latitude, in which they are closed curves again.
#pragma once

#include <vector>

#include "engine/geo/geography.hpp"

namespace fp {

// Longitudes are rounded to 2^-40 degrees (a ten-thousandth of a millimetre on the ground), so that adding whole turns
// is exact: two neighbours that were unrolled by different turns still share every position of their border.
double snapped_longitude(double degrees);
double within_turn(double degrees);  // moved by whole turns into [-180, 180]; +-180 stay what they are

// A ring whose longitudes do not jump: from each position to the next, and from the last to the first one plus
// `winding` turns. The last position of the file, which repeats the first, is gone.
struct FlatRing {
  std::vector<Vec2> points;
  int winding = 0;
};
// With longitudes counted from `centre`.
FlatRing unrolled(const GeoLine& ring, double centre);
std::vector<Vec2> unrolled_line(const GeoLine& line, double centre);

// A polygon rolled out. Its inside is the even-odd rule's, where rings that go round the globe are closed along a pole:
// the one with less area between the first such ring and itself.
struct FlatPolygon {
  std::vector<FlatRing> rings;
  bool north = false;  // the pole
};
FlatPolygon unrolled(const GeoPolygon& polygon, double centre);

bool winds(const FlatPolygon& polygon);  // any ring goes round the globe
// The ring as a closed curve of the plane.
std::vector<Vec2> closed(const FlatRing& ring, bool north);
bool contains(const FlatPolygon& polygon, LonLat place);

}  // namespace fp

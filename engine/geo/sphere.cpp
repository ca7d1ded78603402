#include "engine/geo/sphere.hpp"

#include <cmath>

namespace fp {
namespace {

constexpr double kRadians = kPi / 180, kDegrees = 180 / kPi;

double dot(const Direction& a, const Direction& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
double length(const Direction& a) {
  return std::sqrt(dot(a, a));
}
Direction cross(const Direction& a, const Direction& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

}  // namespace

double sine_of_degrees(double degrees) {
  return exact_sin(degrees * kRadians);
}
double cosine_of_degrees(double degrees) {
  return std::fabs(degrees) == 90 ? 0 : exact_cos(degrees * kRadians);
}

Direction direction_of(LonLat place) {
  const double c = cosine_of_degrees(place.y);
  return {c * exact_cos(place.x * kRadians), c * exact_sin(place.x * kRadians), sine_of_degrees(place.y)};
}

LonLat place_of(const Direction& d) {
  const double across = std::sqrt(d.x * d.x + d.y * d.y);
  return {exact_atan2(d.y, d.x) * kDegrees, exact_atan2(d.z, across) * kDegrees};
}

Turn turn_to(LonLat centre, double roll) {
  const double cl = cosine_of_degrees(centre.x), sl = sine_of_degrees(centre.x);
  const double cp = cosine_of_degrees(centre.y), sp = sine_of_degrees(centre.y);
  const double cr = cosine_of_degrees(roll), sr = sine_of_degrees(roll);
  const Direction front{cp * cl, cp * sl, sp}, east{-sl, cl, 0}, north{-sp * cl, -sp * sl, cp};
  return {{front, east * cr - north * sr, north * cr + east * sr}};
}

Direction turned(const Turn& turn, const Direction& d) {
  return {dot(turn.row[0], d), dot(turn.row[1], d), dot(turn.row[2], d)};
}

Direction turned_back(const Turn& turn, const Direction& d) {
  return turn.row[0] * d.x + turn.row[1] * d.y + turn.row[2] * d.z;
}

GeoLine great_arc(LonLat from, LonLat to, int count) {
  FP_ASSERT(count >= 2);
  const Direction a = direction_of(from), b = direction_of(to);
  Direction normal = cross(a, b);
  const double sine = length(normal);
  const double angle = exact_atan2(sine, dot(a, b));
  if (sine < 1e-12) {  // the same place, or its opposite: the meridian's plane
    normal = {a.y, -a.x, 0};
    if (length(normal) < 1e-12) normal = {0, -1, 0};
  }
  normal = normal / length(normal);
  const Direction side = cross(normal, a);  // where the way goes
  GeoLine arc;
  arc.reserve(static_cast<size_t>(count));
  arc.push_back(from);
  for (int i = 1; i < count; ++i) {
    const double along = angle * i / (count - 1);
    LonLat place = i + 1 == count ? to : place_of(a * exact_cos(along) + side * exact_sin(along));
    const double turns = std::floor((arc.back().x - place.x) / 360 + 0.5);
    place.x += 360 * turns;
    arc.push_back(place);
  }
  return arc;
}

}  // namespace fp

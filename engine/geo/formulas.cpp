// The formulas of the projections, on the unit sphere.
#include <algorithm>
#include <cmath>

#include "engine/geo/model.hpp"
#include "engine/geo/proj_library.hpp"

namespace fp {
namespace {

constexpr double kRadians = kPi / 180;

Vec2 mercator(const ProjectionModel&, LonLat place) {
  constexpr double kEnd = 85.051128779806592;  // where y is pi
  const double s = sine_of_degrees(std::clamp(place.y, -kEnd, kEnd));
  return {place.x * kRadians, 0.5 * exact_log((1 + s) / (1 - s))};
}

Vec2 equirectangular(const ProjectionModel&, LonLat place) {
  return place * kRadians;
}

Vec2 natural_earth(const ProjectionModel&, LonLat place) {
  const double lat = place.y * kRadians, p2 = lat * lat, p4 = p2 * p2;
  const double width = 0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4));
  const double y = lat * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)));
  return {place.x * kRadians * width, y};
}

Vec2 equal_earth(const ProjectionModel&, LonLat place) {
  constexpr double kA1 = 1.340264, kA2 = -0.081106, kA3 = 0.000893, kA4 = 0.003796;
  constexpr double kM = 0.86602540378443864676;  // half the root of 3
  const double s = kM * sine_of_degrees(place.y);
  const double t = exact_asin(s), t2 = t * t, t6 = t2 * t2 * t2;
  const double slope = kA1 + 3 * kA2 * t2 + t6 * (7 * kA3 + 9 * kA4 * t2);
  return {place.x * kRadians * std::sqrt(1 - s * s) / (kM * slope), t * (kA1 + kA2 * t2 + t6 * (kA3 + kA4 * t2))};
}

Vec2 albers(const ProjectionModel& model, LonLat place) {
  const double rho = std::sqrt(std::max(0.0, model.c - 2 * model.n * sine_of_degrees(place.y))) / model.n;
  const double angle = place.x * kRadians * model.n;
  return {rho * exact_sin(angle), model.rho - rho * exact_cos(angle)};
}

struct Named {
  std::string_view name;
  ProjectionModel::Formula formula;
};
constexpr Named kFormulas[] = {{"mercator", mercator},
                               {"equirectangular", equirectangular},
                               {"natural-earth", natural_earth},
                               {"equal-earth", equal_earth},
                               {"albers", albers}};

Projection cone(double longitude, Vec2 parallels, LonLat middle) {
  ProjectionModel model{.centre = longitude, .turn = {}, .formula = albers, .proj = {}, .insets = {}};
  FP_ASSERT(set_cone(model, parallels, middle));
  return std::make_shared<const ProjectionModel>(std::move(model));
}

}  // namespace

ProjectionModel::Formula formula_named(std::string_view name) {
  const auto* found = std::ranges::find(kFormulas, name, &Named::name);
  return found == std::end(kFormulas) ? nullptr : found->formula;
}

Vec2 library_formula(const ProjectionModel& model, LonLat place) {
  return model.proj->project(place);
}

bool set_cone(ProjectionModel& model, Vec2 parallels, LonLat middle) {
  const double s1 = sine_of_degrees(parallels.x), c1 = cosine_of_degrees(parallels.x);
  model.n = (s1 + sine_of_degrees(parallels.y)) / 2;
  if (std::fabs(model.n) < 1e-6) return false;
  model.c = c1 * c1 + 2 * model.n * s1;
  model.rho = 0;
  model.rho = std::sqrt(std::max(0.0, model.c)) / model.n;
  model.middle = albers(model, middle);
  return true;
}

// Scales, places and windows in units of the radius of the lower 48 states' globe, from the middle, y down.
Projection albers_usa() {
  ProjectionModel model{.frame = ProjectionModel::Frame::insets, .turn = {}, .proj = {}, .insets = {}};
  model.insets.push_back({.map = cone(-96, {29.5, 45.5}, {-0.6, 38.7}),
                          .low = {-0.455, -0.238},
                          .high = {0.455, 0.238},
                          .west_south = {-140, 5},
                          .east_north = {-50, 65}});
  model.insets.push_back({.map = cone(-154, {55, 65}, {-2, 58.5}),
                          .scale = 0.35,
                          .at = {-0.307, 0.201},
                          .low = {-0.425, 0.120},
                          .high = {-0.214, 0.234},
                          .west_south = {-200, 40},
                          .east_north = {-110, 90}});
  model.insets.push_back({.map = cone(-157, {8, 18}, {-3, 19.9}),
                          .at = {-0.205, 0.212},
                          .low = {-0.214, 0.166},
                          .high = {-0.115, 0.234},
                          .west_south = {-170, 10},
                          .east_north = {-145, 30}});
  return std::make_shared<const ProjectionModel>(std::move(model));
}

Vec2 flat_point(const ProjectionModel& model, LonLat from_centre) {
  const Vec2 p = model.formula(model, from_centre) - model.middle;
  return {p.x, 0.0 - p.y};
}

Vec2 cap_point(const ProjectionModel& model, const Direction& direction) {
  if (!model.proj) return {direction.y, 0.0 - direction.z};
  const Vec2 p = model.proj->project(place_of(turned_back(model.turn, direction)));
  return {p.x, 0.0 - p.y};
}

}  // namespace fp

// What a projection is made of.
#pragma once

#include "engine/geo/projection.hpp"
#include "engine/geo/sphere.hpp"

namespace fp {

class ProjLibrary;

struct ProjectionModel {
  // How shapes reach the plane. `flat`: longitudes are counted from the centre's and cut at +-180. `oblique`: the globe
  // is turned, then as flat. `cap`: the globe is turned and cut by a circle round its middle. `insets`: several maps.
  enum class Frame : uint8_t { flat, oblique, cap, insets };

  // Longitude and latitude in degrees, counted from the centre; y up.
  using Formula = Vec2 (*)(const ProjectionModel&, LonLat);

  struct Inset;

  Frame frame = Frame::flat;
  double centre = 0;                        // flat: the longitude
  Turn turn;                                // oblique, cap
  double radius = 90;                       // cap: degrees, and less than 180
  Formula formula = nullptr;                // flat, oblique
  double n = 0, c = 0, rho = 0;             // albers: the cone's constant, C, and the radius of the middle
  Vec2 middle{0, 0};                        // taken off what the formula gives
  std::shared_ptr<const ProjLibrary> proj;  // of a PROJ string
  std::vector<Inset> insets;
};

// A map within a map: scaled, moved, and cut to a window of the plane.
struct ProjectionModel::Inset {
  Projection map;
  double scale = 1;
  Vec2 at{0, 0};                      // where its middle lies
  Vec2 low{}, high{};                 // the window
  LonLat west_south{}, east_north{};  // what may reach into it, roughly; longitudes may go beyond -180
};

// y down. Not finite where the map has no such point.
Vec2 flat_point(const ProjectionModel& model, LonLat from_centre);
Vec2 cap_point(const ProjectionModel& model, const Direction& direction);

// formulas.cpp
ProjectionModel::Formula formula_named(std::string_view name);  // nullptr where there is none
Vec2 library_formula(const ProjectionModel& model, LonLat place);
bool set_cone(ProjectionModel& model, Vec2 parallels, LonLat middle);  // false where the parallels make no cone
Projection albers_usa();

// proj_string.cpp
Result<Projection> projection_of_proj_string(const std::string& text);

}  // namespace fp

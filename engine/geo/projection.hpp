// From the globe to the plane: map projections, and shapes cut and bent as they need it.
//
// Planar results are in units of the globe's radius with y DOWN, x to the east, and the map's middle at the origin; fit
// (engine/geo/plane.hpp) brings them onto a canvas. Rings are closed without repeating their first point and are to be
// filled with the EVEN-ODD rule, all rings of a shape together. Neighbours that share positions on the globe share the
// very same points here.
//
// Own projections use the elementary functions of engine/core/math.hpp only: the same bits on every CPU.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/geo/geography.hpp"

namespace fp {

// name            what it is                                           source of the formulas
// mercator        conformal; ends at 85.0511 degrees, so is a square   Snyder, Map Projections (1987), 41
// equirectangular longitude and latitude as x and y                    Snyder 90
// natural-earth   Natural Earth I, a compromise for the world          Savric, Jenny, Patterson, Petrovic, Hurni (2011)
// equal-earth     equal areas, for the world                           Savric, Patterson, Jenny (2018)
// albers          conic of equal areas, for land that lies east-west   Snyder 100
// albers-usa      albers for the lower 48 states; Alaska at 0.35 of    the places and scales of d3-geo's geoAlbersUsa
//                 its size and Hawaii in insets; all else is cut off
// orthographic    the globe from afar, one half of it                  Snyder 149
//
// "+proj=..."     by libproj, in its own notation: "+proj=robin +lon_0=10". The map is cut opposite +lon_0, or where
// the
//                 projection is azimuthal (laea, aeqd, stere, gnom, ortho) round the centre +lon_0 +lat_0. Only what is
//                 in the string is used: names of files, grids, codes of registries and pipelines are refused, and
//                 libproj is given no file, environment or network. Offsets and units (+x_0, +y_0, +units, ...) do not
//                 change a map that is fitted and are ignored. Results, which libproj takes from the C library, are
//                 rounded to 1e-9: CPUs differ by 1e-15, so all but a vanishing few come out alike.
struct ProjectionSpec {
  std::string name = "equal-earth";
  // The place that comes to the map's middle, by turning the globe; for albers the latitude only moves the map. Default
  // (0, 0), for albers (-96, 37.5). In d3's terms: rotate([-longitude, -latitude, roll]).
  std::optional<LonLat> centre;
  std::optional<double> roll;     // degrees counterclockwise about the middle; not for albers
  std::optional<Vec2> parallels;  // for albers: the two latitudes without distortion, 29.5 and 45.5
};

struct ProjectionModel;  // engine/geo/model.hpp
// Immutable; may be used by several threads at a time.
using Projection = std::shared_ptr<const ProjectionModel>;

// Errors (Fault::invalid, without a position): unknown names, settings a projection does not have, numbers out of
// range, strings that libproj does not take or that would reach outside of themselves.
Result<Projection> make_projection(const ProjectionSpec& spec);
std::vector<std::string> projection_names();

// Where a place comes to lie; nullopt on the far side of the globe or outside of what the map shows.
std::optional<Vec2> project_point(const Projection& projection, LonLat place);

using Ring = std::vector<Vec2>;

struct Shape {
  std::vector<Ring> rings;
  std::vector<Ring> lines;  // open
  std::vector<Vec2> points;
};

// Curves of the plane are drawn by lines that stay within `tolerance` units of them; a good one is a fourth of a pixel
// (0.25 / scale). Edges shorter than a quarter of a degree stay straight; where a map's edges go more than a million
// degrees in all, longer ones do too. At least 1e-7.
inline constexpr double kMapTolerance = 1e-4;  // a fourth of a pixel of a world map of 15,000

std::vector<Ring> project_polygons(const Projection& projection, const std::vector<GeoPolygon>& polygons,
                                   double tolerance = kMapTolerance);
std::vector<Ring> project_lines(const Projection& projection, const std::vector<GeoLine>& lines,
                                double tolerance = kMapTolerance);
Shape project_feature(const Projection& projection, const Feature& feature, double tolerance = kMapTolerance);

struct ProjectedMap {
  std::vector<Shape> shapes;             // of the features, in their order
  std::vector<Ring> interior, exterior;  // borders, open lines
};
ProjectedMap project(const Projection& projection, const Geography& geography, double tolerance = kMapTolerance);

// The edge of the whole globe on the map, to fill the sea; none for albers-usa.
std::vector<Ring> sphere_outline(const Projection& projection, double tolerance = kMapTolerance);

// Meridians every step.x degrees from pole to pole, and parallels every step.y degrees, both counted from 0. Steps are
// at least 0.5 degrees; 0 draws none of that kind.
std::vector<GeoLine> graticule(Vec2 step);

}  // namespace fp

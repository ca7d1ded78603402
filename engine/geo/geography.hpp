// Places on the globe as files give them: GeoJSON (RFC 7946) and TopoJSON (topojson-specification 1.0) read into plain
// data. Nothing is projected here (engine/geo/projection.hpp does that) and nothing is lost: ids stay as written.
//
// Units: degrees, x = longitude east within +-360, y = latitude north within +-90. An edge between two positions is
// straight in longitude and latitude (RFC 7946, 3.1.1) and takes the shorter way round the globe, so that rings may
// cross the antimeridian or go round a pole, as those of TopoJSON files do. Rings may wind either way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/math.hpp"
#include "engine/core/result.hpp"

namespace fp {

using LonLat = Vec2;
using GeoLine = std::vector<LonLat>;  // two positions at least

// The outer ring, then its holes. A ring's last position equals its first; it has four positions at least.
using GeoPolygon = std::vector<GeoLine>;

struct Feature {
  std::string id;   // "" where the file has none; a number's digits as written, so "01001" and 1001 are different ids
  Json properties;  // an object; empty where the file has none
  std::vector<GeoPolygon> polygons;
  std::vector<GeoLine> lines;
  std::vector<LonLat> points;
  SourceSpan span;  // of the feature in the file
  bool empty() const { return polygons.empty() && lines.empty() && points.empty(); }
};

struct Geography {
  std::vector<Feature> features;  // in the order of the file
  // Borders by how many features they belong to: two or more (drawn once, not twice), or one (coasts, the outer edge).
  // Made of TopoJSON's shared arcs, and of a GeoJSON's edges whose ends are the same to the bit. Joined to lines as
  // long as may be; edges with one feature on both sides are none.
  std::vector<GeoLine> interior;
  std::vector<GeoLine> exterior;
  size_t positions = 0;  // in all features, as the limit counts them: where arcs of a TopoJSON meet, both ends
};

struct GeographyLimits {
  size_t max_bytes = 64u << 20;
  size_t max_positions = 4'000'000;  // of all features together; a TopoJSON's arc counts each time it is used
  int max_collections = 8;           // depth of collections inside collections
};

// Reads a file's text; a "Topology" is TopoJSON, everything else GeoJSON. `file` names it in messages. `object` picks
// one of a TopoJSON's objects by name; it may be empty where the file has only one, and must be for a GeoJSON. A
// collection's members are the features; a bare geometry is one feature. A geometry of null draws nothing. Members that
// are not of the format are ignored, a third coordinate is too.
//
// Errors are Fault::invalid at file:line:column and say what was expected: JSON that does not parse, members missing or
// of the wrong type, unknown types and names, arcs that are not there or do not join, lines of one position, rings that
// are open or shorter than four positions, coordinates out of range, two features of one id, limits exceeded. In a
// TopoJSON with whole numbers (a "transform") rings that have collapsed to a point or a line are left out, and gaps of
// one step are closed: published maps have both.
Result<Geography> read_geography(std::string_view text, std::string_view file, std::string_view object = {},
                                 GeographyLimits limits = {});

// The index of the feature of this id, or -1. Ids compare as text. Looks at one after the other: for a table of
// thousands make a map of the ids.
int64_t find_feature(const Geography& geography, std::string_view id);

}  // namespace fp

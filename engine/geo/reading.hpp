// What the readers of both formats share: the file's name, what has been read so far, and the first fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/geo/geography.hpp"

namespace fp {

struct Reading {
  std::string file;
  GeographyLimits limits;
  size_t positions = 0;
  std::optional<Diagnostic> error;  // the first fault; reading ends there

  // All return false, for `return reading.fault(...)`.
  bool fault(const Json& at, std::string message, std::string hint = {});
  bool fault(const SourceSpan& at, std::string message, std::string hint = {});

  // Counts positions against the limit. `at` is what they come of.
  bool count(size_t added, const Json& at);

  // A member that must be there and an array, or nullptr with a fault that names `owner`.
  const Json* array_member(const Json& object, std::string_view key, std::string_view owner);
  // An object's "type", or an empty view with a fault.
  std::string_view type_of(const Json& object, std::string_view expected);

  // Whether a position lies on the globe; rounding just past a limit is put right.
  bool place(LonLat& position, const Json& at);
  bool id_and_properties(Feature& feature, Json& source);
  bool unique_ids(const std::vector<Feature>& features);
};

// "an object", "the number 12", ...: what stands there, for messages.
std::string described(const Json& value);
std::string unknown_type(std::string_view type);
// The geometry types both formats know; the closest of them to a wrong word is the hint.
std::string type_hint(std::string_view type);

bool read_geojson(Reading& reading, Json& root, Geography& out);
bool read_topojson(Reading& reading, Json& root, std::string_view object, Geography& out);

// The borders of what has no arcs: found by edges that are the same (borders.cpp).
void find_borders(Geography& out);

// Lines that meet where no third one does become one (chain.cpp). Lines keep the order of their first piece.
std::vector<GeoLine> chained(std::vector<GeoLine> pieces);

}  // namespace fp

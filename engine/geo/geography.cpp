#include "engine/geo/geography.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/fault_at.hpp"
#include "engine/geo/reading.hpp"

namespace fp {

bool Reading::fault(const Json& at, std::string message, std::string hint) {
  return fault(at.span, std::move(message), std::move(hint));
}

bool Reading::fault(const SourceSpan& at, std::string message, std::string hint) {
  if (!error) error = fault_at(file, at, {}, std::move(message), std::move(hint));
  return false;
}

bool Reading::count(size_t added, const Json& at) {
  positions += added;
  if (positions <= limits.max_positions) return true;
  return fault(at, fmt::format("the map holds more than {} positions", limits.max_positions),
               "use a coarser version of the map, or fewer of its features");
}

const Json* Reading::array_member(const Json& object, std::string_view key, std::string_view owner) {
  const Json* member = object.find(key);
  if (member && member->is_array()) return member;
  fault(member ? *member : object,
        fmt::format("expected an array \"{}\" in {}, found {}", key, owner, member ? described(*member) : "none"));
  return nullptr;
}

std::string_view Reading::type_of(const Json& object, std::string_view expected) {
  if (!object.is_object()) {
    fault(object, fmt::format("expected {}, found {}", expected, described(object)));
    return {};
  }
  const Json* type = object.find("type");
  if (type && type->is_string() && !type->text.empty()) return type->text;
  fault(type ? *type : object,
        fmt::format("expected a \"type\" that names {}, found {}", expected, type ? described(*type) : "none"));
  return {};
}

bool Reading::place(LonLat& position, const Json& at) {
  constexpr double kSlack = 1e-6;  // degrees: what quantised files come to lie beyond a pole
  if (!(std::fabs(position.x) <= 360 + kSlack)) {
    return fault(at, fmt::format("the longitude {:.6g} is not within -360 to 360", position.x),
                 "positions are [longitude, latitude] in degrees; a projected file has to be exported without");
  }
  if (!(std::fabs(position.y) <= 90 + kSlack)) {
    return fault(at, fmt::format("the latitude {:.6g} is not within -90 to 90", position.y),
                 "positions are [longitude, latitude] in degrees; are the two swapped?");
  }
  position.x = std::clamp(position.x, -360.0, 360.0);
  position.y = std::clamp(position.y, -90.0, 90.0);
  return true;
}

bool Reading::id_and_properties(Feature& feature, Json& source) {
  feature.span = source.span;
  if (const Json* id = source.find("id"); id && !id->is_null()) {
    if (!id->is_string() && !id->is_number()) {
      return fault(*id, "expected a string or a number as the feature's id, found " + described(*id));
    }
    feature.id = id->text;
  }
  feature.properties = Json::object();
  if (Json* properties = source.find("properties"); properties && !properties->is_null()) {
    if (!properties->is_object()) {
      return fault(*properties,
                   "expected an object or null as the feature's \"properties\", found " + described(*properties));
    }
    feature.properties = std::move(*properties);
  }
  return true;
}

bool Reading::unique_ids(const std::vector<Feature>& features) {
  std::map<std::string_view, const Feature*> seen;
  for (const Feature& feature : features) {
    if (feature.id.empty()) continue;
    const auto [first, added] = seen.emplace(feature.id, &feature);
    if (added) continue;
    const SourceSpan& span = first->second->span;
    return fault(feature.span, fmt::format("two features have the id \"{}\"", feature.id),
                 fmt::format("the first one stands at {}:{}; parts of one place belong into one feature", span.line,
                             span.column));
  }
  return true;
}

std::string described(const Json& value) {
  switch (value.type) {
    case Json::Type::null:
      return "null";
    case Json::Type::boolean:
      return value.boolean ? "true" : "false";
    case Json::Type::number:
      return "the number " + value.text.substr(0, 32);
    case Json::Type::string:
      return value.text.size() <= 32 ? fmt::format("\"{}\"", value.text) : "a string";
    case Json::Type::array:
      return "an array";
    default:
      return "an object";
  }
}

std::string unknown_type(std::string_view type) {
  return fmt::format("there is no geometry of type {}", type.size() <= 32 ? fmt::format("\"{}\"", type) : "like this");
}

std::string type_hint(std::string_view type) {
  static const std::vector<std::string> kTypes = {"Point",        "MultiPoint",         "LineString",
                                                  "Polygon",      "MultiLineString",    "Feature",
                                                  "MultiPolygon", "GeometryCollection", "FeatureCollection"};
  const std::string near = type.size() <= 64 ? closest(type, kTypes) : "";
  if (!near.empty()) return fmt::format("did you mean \"{}\"?", near);
  return "use Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon or GeometryCollection";
}

Result<Geography> read_geography(std::string_view text, std::string_view file, std::string_view object,
                                 GeographyLimits limits) {
  Result<Json> root = parse_json(text, file, {.max_bytes = limits.max_bytes});
  if (!root) return fail(std::move(root.error()));
  Reading reading{.file = std::string(file), .limits = limits, .error = {}};
  Geography out;
  const std::string_view type = reading.type_of(*root, "a GeoJSON or TopoJSON object");
  bool good = !type.empty();
  if (good && type == "Topology") {
    good = read_topojson(reading, *root, object, out);
  } else if (good && !object.empty()) {
    good = reading.fault(*root,
                         fmt::format("the object \"{}\" is asked for, and a GeoJSON file has no named objects", object),
                         "leave the object's name out");
  } else if (good) {
    good = read_geojson(reading, *root, out);
  }
  if (!good || !reading.unique_ids(out.features)) return fail(std::move(*reading.error));
  out.positions = reading.positions;
  return out;
}

int64_t find_feature(const Geography& geography, std::string_view id) {
  for (size_t i = 0; i < geography.features.size(); ++i) {
    if (geography.features[i].id == id) return static_cast<int64_t>(i);
  }
  return -1;
}

}  // namespace fp

// GeoJSON as RFC 7946 has it.
#include <fmt/format.h>

#include "engine/geo/reading.hpp"

namespace fp {
namespace {

bool read_position(Reading& reading, const Json& value, LonLat& out) {
  if (!value.is_array() || value.items.size() < 2 || !value.items[0].is_number() || !value.items[1].is_number()) {
    return reading.fault(value, fmt::format("expected a position [longitude, latitude], found {}", described(value)));
  }
  out = {value.items[0].number, value.items[1].number};
  return reading.place(out, value) && reading.count(1, value);
}

bool read_positions(Reading& reading, const Json& value, std::string_view what, GeoLine& out) {
  if (!value.is_array()) {
    return reading.fault(value, fmt::format("expected an array of positions for {}, found {}", what, described(value)));
  }
  out.reserve(value.items.size());
  for (const Json& item : value.items) {
    if (!read_position(reading, item, out.emplace_back())) return false;
  }
  return true;
}

bool read_line(Reading& reading, const Json& value, GeoLine& out) {
  if (!read_positions(reading, value, "a line", out)) return false;
  if (out.size() >= 2) return true;
  return reading.fault(value, fmt::format("expected two positions or more in a line, found {}", out.size()));
}

bool read_ring(Reading& reading, const Json& value, GeoLine& out) {
  if (!read_positions(reading, value, "a ring", out)) return false;
  if (out.size() < 4) {
    return reading.fault(value, fmt::format("expected four positions or more in a ring, found {}", out.size()),
                         "a ring's last position repeats its first");
  }
  if (out.front() == out.back()) return true;
  return reading.fault(value.items.back(),
                       fmt::format("the ring is not closed: it ends at [{:.9g}, {:.9g}] and began at [{:.9g}, {:.9g}]",
                                   out.back().x, out.back().y, out.front().x, out.front().y),
                       "repeat the first position at the end");
}

bool read_polygon(Reading& reading, const Json& value, GeoPolygon& out) {
  if (!value.is_array()) {
    return reading.fault(value, "expected an array of rings for a polygon, found " + described(value));
  }
  for (const Json& ring : value.items) {
    if (!read_ring(reading, ring, out.emplace_back())) return false;
  }
  return true;
}

// Every item of an array by `read` into the list `out`.
template <class T>
bool read_each(Reading& reading, const Json& array, std::vector<T>& out, bool (*read)(Reading&, const Json&, T&)) {
  for (const Json& item : array.items) {
    if (!read(reading, item, out.emplace_back())) return false;
  }
  return true;
}

bool read_geometry(Reading& reading, const Json& value, Feature& feature, int depth) {
  if (value.is_null()) return true;
  const std::string_view type = reading.type_of(value, "a geometry");
  if (type.empty()) return false;
  if (type == "GeometryCollection") {
    if (depth >= reading.limits.max_collections) {
      return reading.fault(
          value, fmt::format("collections stand inside each other more than {} deep", reading.limits.max_collections));
    }
    const Json* parts = reading.array_member(value, "geometries", "the collection");
    if (!parts) return false;
    for (const Json& part : parts->items) {
      if (!read_geometry(reading, part, feature, depth + 1)) return false;
    }
    return true;
  }
  const bool known = type == "Point" || type == "MultiPoint" || type == "LineString" || type == "MultiLineString" ||
                     type == "Polygon" || type == "MultiPolygon";
  if (!known) return reading.fault(*value.find("type"), unknown_type(type), type_hint(type));
  const Json* at = reading.array_member(value, "coordinates", fmt::format("the {}", type));
  if (!at) return false;
  if (at->items.empty()) return true;  // RFC 7946, 3.1: may be taken for a null object
  if (type == "Point") return read_position(reading, *at, feature.points.emplace_back());
  if (type == "MultiPoint") return read_each(reading, *at, feature.points, read_position);
  if (type == "LineString") return read_line(reading, *at, feature.lines.emplace_back());
  if (type == "MultiLineString") return read_each(reading, *at, feature.lines, read_line);
  if (type == "Polygon") return read_polygon(reading, *at, feature.polygons.emplace_back());
  return read_each(reading, *at, feature.polygons, read_polygon);
}

bool read_feature(Reading& reading, Json& value, Feature& feature) {
  const std::string_view type = reading.type_of(value, "a Feature");
  if (type.empty()) return false;
  if (type != "Feature") {
    return reading.fault(*value.find("type"), fmt::format("expected the type \"Feature\", found \"{}\"", type),
                         "a FeatureCollection holds features, whose \"geometry\" is the shape");
  }
  if (!reading.id_and_properties(feature, value)) return false;
  const Json* geometry = value.find("geometry");
  if (!geometry)
    return reading.fault(value, "expected a \"geometry\" in the feature, found none", "null draws nothing");
  return read_geometry(reading, *geometry, feature, 0);
}

}  // namespace

bool read_geojson(Reading& reading, Json& root, Geography& out) {
  const std::string_view type = root.find("type")->text;
  if (type == "FeatureCollection") {
    if (!reading.array_member(root, "features", "the FeatureCollection")) return false;
    for (Json& item : root.find("features")->items) {
      if (!read_feature(reading, item, out.features.emplace_back())) return false;
    }
  } else if (type == "Feature") {
    if (!read_feature(reading, root, out.features.emplace_back())) return false;
  } else {
    Feature& feature = out.features.emplace_back();
    feature.properties = Json::object();
    feature.span = root.span;
    if (!read_geometry(reading, root, feature, 0)) return false;
  }
  find_borders(out);
  return true;
}

}  // namespace fp

// TopoJSON (topojson-specification 1.0): lines ("arcs") that features share, given once. An arc i is used backwards as
// ~i. A file with a "transform" has whole numbers: the first position of an arc, then steps from one to the next.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/geo/reading.hpp"

namespace fp {
namespace {

constexpr int32_t kNobody = -1, kSeveral = -2, kTwice = -3;

struct Topology {
  Vec2 scale{1, 1}, translate{0, 0};
  bool quantised = false;
  std::vector<GeoLine> arcs;
  std::vector<int32_t> user;  // of each arc: the feature that uses it, or one of the above
};

bool read_pair(Reading& reading, const Json& transform, std::string_view key, Vec2& out) {
  const Json* pair = transform.find(key);
  if (!pair || !pair->is_array() || pair->items.size() != 2 || !pair->items[0].is_number() ||
      !pair->items[1].is_number()) {
    return reading.fault(pair ? *pair : transform, fmt::format("expected two numbers as the transform's \"{}\"", key));
  }
  out = {pair->items[0].number, pair->items[1].number};
  return true;
}

bool read_transform(Reading& reading, const Json& root, Topology& topology) {
  const Json* transform = root.find("transform");
  if (!transform || transform->is_null()) return true;
  if (!transform->is_object()) {
    return reading.fault(*transform, "expected an object as \"transform\", found " + described(*transform));
  }
  topology.quantised = true;
  return read_pair(reading, *transform, "scale", topology.scale) &&
         read_pair(reading, *transform, "translate", topology.translate);
}

bool read_raw(Reading& reading, const Json& value, Vec2& out) {
  if (!value.is_array() || value.items.size() < 2 || !value.items[0].is_number() || !value.items[1].is_number()) {
    return reading.fault(value, fmt::format("expected a position of two numbers, found {}", described(value)));
  }
  out = {value.items[0].number, value.items[1].number};
  return true;
}

bool placed(Reading& reading, const Topology& topology, Vec2 raw, const Json& at, LonLat& out) {
  out = topology.quantised ? raw * topology.scale + topology.translate : raw;
  return reading.place(out, at);
}

bool read_arc(Reading& reading, const Topology& topology, const Json& value, GeoLine& arc) {
  if (!value.is_array() || value.items.size() < 2) {
    return reading.fault(value, fmt::format("expected two positions or more in an arc, found {}",
                                            value.is_array() ? fmt::to_string(value.items.size()) : described(value)));
  }
  arc.reserve(value.items.size());
  Vec2 at{};
  for (const Json& item : value.items) {
    Vec2 raw{};
    if (!read_raw(reading, item, raw)) return false;
    at = topology.quantised ? at + raw : raw;
    LonLat place{};
    if (!placed(reading, topology, at, item, place)) return false;
    if (arc.empty() || arc.back() != place) arc.push_back(place);  // steps of nothing
  }
  if (arc.size() == 1) arc.push_back(arc.front());
  return true;
}

bool read_arcs(Reading& reading, const Json& root, Topology& topology) {
  const Json* arcs = reading.array_member(root, "arcs", "the Topology");
  if (!arcs) return false;
  size_t positions = 0;
  for (const Json& arc : arcs->items) {
    if (!read_arc(reading, topology, arc, topology.arcs.emplace_back())) return false;
    positions += topology.arcs.back().size();
    if (positions > reading.limits.max_positions) return reading.count(positions, arc);
  }
  topology.user.assign(topology.arcs.size(), kNobody);
  return true;
}

// A geometry of the chosen object, read into the feature of index `feature_index`.
struct Geometries {
  Reading& reading;
  Topology& topology;
  Feature* feature = nullptr;
  int32_t feature_index = 0;

  void use(size_t arc) {
    int32_t& user = topology.user[arc];
    if (user == kNobody) {
      user = feature_index;
    } else if (user == feature_index || user == kTwice) {
      user = kTwice;  // both sides of it are the same feature: no border
    } else {
      user = kSeveral;
    }
  }

  // Appends the arc an index names, without the position it shares with what is there already.
  bool append(const Json& value, GeoLine& line) {
    const auto count = static_cast<double>(topology.arcs.size());
    const double index = value.number;
    if (!value.is_number() || index != std::floor(index) || index >= count || index < -count) {
      return reading.fault(
          value, fmt::format("expected the index of one of {} arcs, found {}", topology.arcs.size(), described(value)),
          "indices count from 0; ~i, that is -1 - i, is arc i backwards");
    }
    const bool backwards = index < 0;
    const auto i = static_cast<size_t>(backwards ? -1 - index : index);
    const GeoLine& arc = topology.arcs[i];
    if (!reading.count(arc.size(), value)) return false;
    const LonLat begin = backwards ? arc.back() : arc.front();
    if (!line.empty() && line.back() != begin) {
      return reading.fault(value, fmt::format("arc {} does not begin where the one before it ends", value.text),
                           "is it to be used backwards (~i)?");
    }
    if (!line.empty()) line.pop_back();
    if (backwards) {
      line.insert(line.end(), arc.rbegin(), arc.rend());
    } else {
      line.insert(line.end(), arc.begin(), arc.end());
    }
    use(i);
    return true;
  }

  bool line(const Json& value, GeoLine& out) {
    if (!value.is_array() || value.items.empty()) {
      return reading.fault(value, "expected an array of arc indices, found " +
                                      (value.is_array() ? std::string("an empty one") : described(value)));
    }
    for (const Json& item : value.items) {
      if (!append(item, out)) return false;
    }
    return true;
  }

  // Programs that simplify and quantise leave rings that are points or lines by now, and gaps of a step.
  bool ring(const Json& value, GeoLine& out) {
    if (!line(value, out)) return false;
    const Vec2 gap = out.front() - out.back();
    const Vec2 allowed = topology.quantised ? topology.scale * 1.5 : Vec2{};
    if (std::fabs(gap.x) > std::fabs(allowed.x) || std::fabs(gap.y) > std::fabs(allowed.y)) {
      return reading.fault(value, "the ring is not closed: its last arc does not end where its first begins");
    }
    if (gap != Vec2{}) out.push_back(out.front());
    if (out.size() >= 4 || topology.quantised) return true;
    return reading.fault(value, fmt::format("expected four positions or more in a ring, found {}", out.size()));
  }

  bool polygon(const Json& value, std::vector<GeoPolygon>& polygons) {
    if (!value.is_array()) {
      return reading.fault(value, "expected an array of rings for a polygon, found " + described(value));
    }
    GeoPolygon read;
    for (const Json& item : value.items) {
      GeoLine next;
      if (!ring(item, next)) return false;
      if (next.size() >= 4) {
        read.push_back(std::move(next));
      } else if (read.empty()) {
        return true;  // the holes went with the outer ring
      }
    }
    if (!read.empty()) polygons.push_back(std::move(read));
    return true;
  }

  bool point(const Json& value) {
    Vec2 raw{};
    LonLat place{};
    if (!read_raw(reading, value, raw) || !placed(reading, topology, raw, value, place)) return false;
    feature->points.push_back(place);
    return reading.count(1, value);
  }

  bool collection(const Json& value, int depth) {
    if (depth >= reading.limits.max_collections) {
      return reading.fault(
          value, fmt::format("collections stand inside each other more than {} deep", reading.limits.max_collections));
    }
    const Json* parts = reading.array_member(value, "geometries", "the collection");
    if (!parts) return false;
    return std::ranges::all_of(parts->items, [&](const Json& part) { return geometry(part, depth + 1); });
  }

  bool geometry(const Json& value, int depth) {
    if (value.is_null()) return true;
    if (const Json* type = value.find("type"); value.is_object() && type && type->is_null()) return true;
    const std::string_view type = reading.type_of(value, "a geometry");
    if (type.empty()) return false;
    if (type == "GeometryCollection") return collection(value, depth);
    const bool places = type == "Point" || type == "MultiPoint";
    if (!places && type != "LineString" && type != "MultiLineString" && type != "Polygon" && type != "MultiPolygon") {
      return reading.fault(*value.find("type"), unknown_type(type), type_hint(type));
    }
    const Json* parts = reading.array_member(value, places ? "coordinates" : "arcs", fmt::format("the {}", type));
    if (!parts) return false;
    if (type == "Point") return point(*parts);
    if (type == "MultiPoint") return std::ranges::all_of(parts->items, [&](const Json& p) { return point(p); });
    if (type == "LineString") return line(*parts, feature->lines.emplace_back());
    if (type == "Polygon") return polygon(*parts, feature->polygons);
    return std::ranges::all_of(parts->items, [&](const Json& part) {
      return type == "MultiPolygon" ? polygon(part, feature->polygons) : line(part, feature->lines.emplace_back());
    });
  }
};

Json* chosen(Reading& reading, Json& root, std::string_view name) {
  Json* objects = root.find("objects");
  if (!objects || !objects->is_object() || objects->members.empty()) {
    reading.fault(objects ? *objects : root, "expected an object \"objects\" with a map in it in the Topology");
    return nullptr;
  }
  if (name.empty() && objects->members.size() == 1) return &objects->members[0].value;
  if (Json* found = objects->find(name); found && !name.empty()) return found;
  std::vector<std::string> names;
  std::string list;
  for (const Json::Member& member : objects->members) {
    names.push_back(member.key);
    if (names.size() <= 12) list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", member.key);
  }
  if (names.size() > 12) list += ", ...";
  if (name.empty()) {
    reading.fault(*objects, fmt::format("the file holds several maps: {}", list), "name the object that is meant");
    return nullptr;
  }
  const std::string near = closest(name, names);
  reading.fault(*objects, fmt::format("the file has no object \"{}\"; it has {}", name, list),
                near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  return nullptr;
}

void find_arc_borders(Topology& topology, Geography& out) {
  std::vector<GeoLine> interior, exterior;
  for (size_t i = 0; i < topology.arcs.size(); ++i) {
    if (topology.user[i] == kSeveral) interior.push_back(std::move(topology.arcs[i]));
    if (topology.user[i] >= 0) exterior.push_back(std::move(topology.arcs[i]));
  }
  out.interior = chained(std::move(interior));
  out.exterior = chained(std::move(exterior));
}

}  // namespace

bool read_topojson(Reading& reading, Json& root, std::string_view object, Geography& out) {
  Topology topology;
  Json* map = chosen(reading, root, object);
  if (!map || !read_transform(reading, root, topology) || !read_arcs(reading, root, topology)) return false;
  const std::string_view type = reading.type_of(*map, "a geometry");
  if (type.empty()) return false;
  Json* members = type == "GeometryCollection" ? map->find("geometries") : nullptr;
  if (type == "GeometryCollection" && !reading.array_member(*map, "geometries", "the collection")) return false;
  Geometries geometries{.reading = reading, .topology = topology};
  const size_t count = members ? members->items.size() : 1;
  for (size_t i = 0; i < count; ++i) {
    Json& source = members ? members->items[i] : *map;
    Feature& feature = out.features.emplace_back();
    geometries.feature = &feature;
    geometries.feature_index = static_cast<int32_t>(i);
    if (source.is_null()) {
      feature.properties = Json::object();
      feature.span = source.span;
    } else if (!source.is_object()) {
      return reading.fault(source, "expected a geometry, found " + described(source));
    } else if (!reading.id_and_properties(feature, source) || !geometries.geometry(source, 0)) {
      return false;
    }
  }
  find_arc_borders(topology, out);
  return true;
}

}  // namespace fp

// The maps of assets/maps, read once, and short ways to say things in tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "engine/core/files.hpp"
#include "engine/geo/plane.hpp"

namespace fp {

inline std::string map_text(const std::string& name) {
  const Result<std::string> text = read_file(FP_SOURCE_DIR "/assets/maps/" + name + ".topo.json", Fault::missing);
  return text ? *text : "";
}

inline Geography read_map(const std::string& name, const std::string& object) {
  Result<Geography> map = read_geography(map_text(name), name, object);
  EXPECT_TRUE(map) << (map ? "" : to_string(map.error()[0]));
  return map ? std::move(*map) : Geography{};
}

inline const Geography& world() {
  static const Geography map = read_map("world-countries-110m", "countries");
  return map;
}
inline const Geography& counties() {
  static const Geography map = read_map("us-counties-10m", "counties");
  return map;
}

inline const Feature& feature(const Geography& map, const std::string& id) {
  const int64_t index = find_feature(map, id);
  EXPECT_GE(index, 0) << id;
  return map.features[static_cast<size_t>(index < 0 ? 0 : index)];
}

// Natural Earth's countries by their ISO number.
inline const Feature& antarctica() {
  return feature(world(), "010");
}
inline const Feature& russia() {
  return feature(world(), "643");
}
inline const Feature& fiji() {
  return feature(world(), "242");
}

inline Projection projection(ProjectionSpec spec) {
  Result<Projection> made = make_projection(spec);
  EXPECT_TRUE(made) << (made ? "" : to_string(made.error()[0]));
  return made ? *made : *make_projection({});
}
inline Projection projection(const std::string& name) {
  return projection(ProjectionSpec{.name = name});
}

// Even-odd rule.
inline bool fills(const std::vector<Ring>& rings, Vec2 at) {
  bool inside = false;
  for (const Ring& ring : rings) {
    for (size_t i = 0; i < ring.size(); ++i) {
      const Vec2 a = ring[i], b = ring[(i + 1) % ring.size()];
      if ((a.y > at.y) != (b.y > at.y) && a.x + (b.x - a.x) * ((at.y - a.y) / (b.y - a.y)) > at.x) inside = !inside;
    }
  }
  return inside;
}
inline bool covers(const Projection& p, const std::vector<Ring>& rings, LonLat place) {
  const std::optional<Vec2> at = project_point(p, place);
  return at && fills(rings, *at);
}

}  // namespace fp

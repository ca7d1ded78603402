// Arbitrary text as a map. What is read is projected in every frame there is, thinned out and measured. The first byte
// picks the projection; of several objects of a topology the one named "a" is read.
#include <cmath>

#include "engine/geo/plane.hpp"

namespace {

void check(const std::vector<fp::Ring>& rings, size_t least) {
  for (const fp::Ring& ring : rings) {
    FP_ASSERT(ring.size() >= least);
    for (const fp::Vec2 p : ring) FP_ASSERT(std::isfinite(p.x) && std::isfinite(p.y));
  }
}

fp::Projection projection_of(uint8_t byte) {
  static const std::vector<fp::Projection> all = [] {
    std::vector<fp::Projection> made;
    for (const std::string& name : fp::projection_names()) made.push_back(*fp::make_projection({.name = name}));
    made.push_back(*fp::make_projection({.name = "equal-earth", .centre = fp::LonLat{77, 33}, .roll = 12}));
    made.push_back(*fp::make_projection({.name = "orthographic", .centre = fp::LonLat{180, 90}}));
    made.push_back(*fp::make_projection({.name = "+proj=laea +lat_0=52 +lon_0=10"}));
    made.push_back(*fp::make_projection({.name = "+proj=robin +lon_0=150"}));
    return made;
  }();
  return all[byte % all.size()];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  auto map = fp::read_geography(text, "fuzz.json", "", {.max_positions = 2000});
  if (!map) map = fp::read_geography(text, "fuzz.json", "a", {.max_positions = 2000});
  if (!map) return 0;
  fp::ProjectedMap drawn = fp::project(projection_of(data[0]), *map, 1e-3);
  fp::simplify(drawn, 1e-3);
  check(drawn.interior, 2);
  check(drawn.exterior, 2);
  for (const fp::Shape& shape : drawn.shapes) {
    check(shape.rings, 3);
    check(shape.lines, 2);
    FP_ASSERT(std::isfinite(fp::area(shape.rings)));
    FP_ASSERT(std::isfinite(fp::label_point(shape.rings).room));
  }
  return 0;
}

// What becomes of shapes on the way to the plane: cut, closed, bent.
#include <cmath>
#include <glm/geometric.hpp>
#include <map>

#include "engine/core/random.hpp"
#include "engine/geo/sphere.hpp"
#include "tests/geo/maps.hpp"

namespace fp {
namespace {

// Square radii on the sphere, of a feature's rings in longitude and latitude as they come from `equirectangular`.
double spherical_area(const std::vector<Ring>& rings) {
  double sum = 0;
  for (const Ring& ring : rings) {
    double one = 0;
    for (size_t i = 0; i < ring.size(); ++i) {
      const Vec2 a = ring[i], b = ring[(i + 1) % ring.size()];
      const double d = b.y - a.y;  // the integral of sin along a straight edge
      const double mean = std::fabs(d) < 1e-9 ? std::sin((a.y + b.y) / 2) : (std::cos(a.y) - std::cos(b.y)) / d;
      one += (b.x - a.x) * mean;
    }
    std::vector<Ring> others = rings;
    others.erase(others.begin() + (&ring - rings.data()));
    sum += fills(others, (ring[0] + ring[1]) * 0.5) ? -std::fabs(one) : std::fabs(one);
  }
  return sum;
}

constexpr double kEarth = 6371.0072 * 6371.0072;  // square kilometres of a square radius

TEST(Shapes, AreasAreThoseOfTheGlobe) {
  const Projection flat = projection("equirectangular");
  const auto size = [&](const Feature& f) { return spherical_area(project_feature(flat, f).rings) * kEarth; };
  EXPECT_NEAR(size(antarctica()), 12.3e6, 0.4e6);
  EXPECT_NEAR(size(russia()), 16.95e6, 0.3e6);
  EXPECT_NEAR(size(feature(world(), "840")), 9.5e6, 0.3e6);  // with Alaska
  EXPECT_NEAR(size(fiji()), 19e3, 4e3);
  // South Africa is drawn with its hole; Lesotho fills it.
  EXPECT_GT(size(feature(world(), "710")), 1.2e6);
}

TEST(Shapes, EqualAreaMapsKeepAreas) {
  const Projection flat = projection("equirectangular");
  const Projection equal[] = {projection("equal-earth"),
                              projection({.name = "equal-earth", .centre = LonLat{100, 40}}),
                              projection({.name = "equal-earth", .centre = LonLat{-160, -75}, .roll = 33}),
                              projection("+proj=moll +lon_0=77"),
                              projection("albers"),
                              projection("+proj=laea +lat_0=20 +lon_0=-30")};
  for (const Feature& f : world().features) {
    const double want = spherical_area(project_feature(flat, f).rings);
    for (const Projection& p : equal) {
      const double got = area(project_feature(p, f, 1e-5).rings);
      EXPECT_NEAR(got, want, 0.002 * want + 2e-5) << f.properties.find("name")->text << " " << &p - equal;
    }
  }
}

TEST(Shapes, WhatCrossesTheAntimeridianIsFilled) {
  const ProjectionSpec specs[] = {{.name = "mercator"},
                                  {.name = "equirectangular"},
                                  {.name = "natural-earth", .centre = LonLat{151.3, 0}},
                                  {.name = "equal-earth", .centre = LonLat{-101.1, 0}},
                                  {.name = "equal-earth", .centre = LonLat{20, 65}, .roll = 40},
                                  {.name = "natural-earth", .centre = LonLat{103.7, -80}},
                                  {.name = "+proj=robin +lon_0=-30"},
                                  {.name = "+proj=aeqd +lat_0=90"}};
  for (const ProjectionSpec& spec : specs) {
    const Projection p = projection(spec);
    const auto south = project_feature(p, antarctica()).rings, north = project_feature(p, russia()).rings;
    for (const double longitude : {-179.5, -120.0, -30.0, 0.0, 45.0, 100.0, 179.5}) {
      if (spec.name != "mercator") {
        EXPECT_TRUE(covers(p, south, {longitude, -85})) << spec.name << longitude;
        EXPECT_TRUE(covers(p, south, {longitude, -89.5})) << spec.name << longitude;
      }
      EXPECT_FALSE(covers(p, south, {longitude, -55})) << spec.name << longitude;
      EXPECT_FALSE(covers(p, north, {longitude, -55})) << spec.name << longitude;
      EXPECT_FALSE(covers(p, north, {longitude, 30})) << spec.name << longitude;
    }
    for (const LonLat place : {LonLat{179, 67}, {-175, 66.5}, {100, 60}, {40, 55}, {179.9, 67}, {-179.9, 67}}) {
      EXPECT_TRUE(covers(p, north, place)) << spec.name << " " << place.x;
    }
    EXPECT_FALSE(covers(p, north, {-165, 62})) << spec.name;
    EXPECT_FALSE(covers(p, project_feature(p, fiji()).rings, {0, -17})) << spec.name;
  }
  // Fiji's islands lie at both edges of the map, and nothing between.
  const auto rings = project_feature(projection("equirectangular"), fiji()).rings;
  double low = 9, high = -9;
  for (const Ring& ring : rings) {
    for (const Vec2 p : ring) {
      EXPECT_GT(std::fabs(p.x), 177 * kPi / 180);
      low = std::min(low, p.x), high = std::max(high, p.x);
    }
  }
  EXPECT_NEAR(low, -kPi, 1e-9);
  EXPECT_NEAR(high, kPi, 1e-9);
}

// The same land, however files write it: closed along the pole, or cut at the antimeridian, or wound the other way.
TEST(Shapes, CutFilesAreDrawnAlike) {
  const GeoPolygon round = {{{-180, -70}, {-90, -72}, {0, -70}, {90, -65}, {180, -70}, {-180, -70}}};
  const GeoPolygon cut = {
      {{-180, -70}, {-180, -90}, {180, -90}, {180, -70}, {90, -65}, {0, -70}, {-90, -72}, {-180, -70}}};
  const GeoPolygon jump = {{{0, -70}, {90, -65}, {180, -70}, {-90, -72}, {0, -70}}};
  for (const char* name : {"equirectangular", "natural-earth", "orthographic", "albers"}) {
    for (const LonLat centre : {LonLat{0, 0}, {50, 0}, {0, -50}, {180, -20}, {60, -90}}) {
      const Projection p = projection({.name = name, .centre = centre});
      const double want = area(project_polygons(p, {round}, 1e-5));
      EXPECT_GT(want, 0.01) << name << centre.x;
      EXPECT_NEAR(area(project_polygons(p, {cut}, 1e-5)), want, 2e-4) << name << " " << centre.x << " " << centre.y;
      EXPECT_NEAR(area(project_polygons(p, {jump}, 1e-5)), want, 2e-4) << name << " " << centre.x << " " << centre.y;
    }
  }
  const GeoPolygon frame = {{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}},
                            {{10, 10}, {20, 10}, {20, 20}, {10, 10}}};
  for (const ProjectionSpec& spec : {ProjectionSpec{.name = "equal-earth"},
                                     {.name = "equal-earth", .centre = LonLat{40, 0}},
                                     {.name = "equal-earth", .centre = LonLat{40, 33}},
                                     {.name = "orthographic"}}) {
    const Projection p = projection(spec);
    const auto rings = project_polygons(p, {frame});
    EXPECT_TRUE(covers(p, rings, {5, 5})) << spec.name;
    EXPECT_TRUE(covers(p, rings, {-60, 50})) << spec.name;
    EXPECT_FALSE(covers(p, rings, {18, 12})) << spec.name;
  }
}

TEST(Shapes, TheGlobeShowsItsNearHalf) {
  for (const LonLat centre : {LonLat{0, 0}, {10, 50}, {-100, -30}, {180, 85}, {45, -90}}) {
    const Projection globe = projection({.name = "orthographic", .centre = centre, .roll = 10});
    const ProjectedMap map = project(globe, world());
    double seen = 0;
    for (size_t i = 0; i < map.shapes.size(); ++i) {
      seen += area(map.shapes[i].rings);
      for (const Ring& ring : map.shapes[i].rings) {
        for (const Vec2 p : ring) ASSERT_LE(std::hypot(p.x, p.y), 1 + 1e-12);
      }
      for (const LonLat place : {LonLat{100, 60}, {0, -85}, {-100, 40}, {21, -3}, {135, -25}}) {
        if (!project_point(globe, place)) continue;
        const auto flat = projection("equirectangular");
        const Feature& f = world().features[i];
        ASSERT_EQ(covers(globe, map.shapes[i].rings, place), covers(flat, project_feature(flat, f).rings, place))
            << f.id << " " << centre.x << " " << place.x;
      }
    }
    EXPECT_GT(seen, 0.05 * kPi);
    EXPECT_LT(seen, 0.7 * kPi);
    for (const std::vector<Ring>* lines : {&map.interior, &map.exterior}) {
      for (const Ring& line : *lines) {
        for (const Vec2 p : line) ASSERT_LE(std::hypot(p.x, p.y), 1 + 1e-12);
      }
    }
    EXPECT_NEAR(area(sphere_outline(globe)), kPi, 0.01);
  }
  const Feature& brazil = feature(world(), "076");
  EXPECT_TRUE(project_feature(projection({.name = "orthographic", .centre = LonLat{120, 10}}), brazil).rings.empty());
}

TEST(Shapes, NeighboursShareTheirBorders) {
  const ProjectionSpec specs[] = {{.name = "mercator"},
                                  {.name = "natural-earth", .centre = LonLat{-100.7, 0}},
                                  {.name = "equal-earth", .centre = LonLat{33.3, 47.1}},
                                  {.name = "albers"},
                                  {.name = "orthographic", .centre = LonLat{20, 40}}};
  for (const ProjectionSpec& spec : specs) {
    for (const double tolerance : {0.0, 0.002}) {
      ProjectedMap map = project(projection(spec), world());
      simplify(map, tolerance);
      std::map<std::pair<double, double>, int> owners;
      for (const Shape& shape : map.shapes) {
        std::map<std::pair<double, double>, int> own;
        for (const Ring& ring : shape.rings) {
          for (const Vec2 p : ring) own[{p.x, p.y}] = 1;
        }
        for (const auto& [p, one] : own) owners[p] += one;
      }
      int alone = 0, all = 0;
      for (const Ring& line : map.interior) {
        for (size_t i = 1; i + 1 < line.size(); ++i) {
          ++all;
          const auto found = owners.find({line[i].x, line[i].y});
          alone += found == owners.end() || found->second < 2 ? 1 : 0;
        }
      }
      EXPECT_EQ(alone, 0) << spec.name << " " << tolerance << " of " << all;
    }
  }
}

TEST(Shapes, TheUsaLieInTheirWindows) {
  const Projection usa = projection("albers-usa");
  const ProjectedMap map = project(usa, read_map("us-states-10m", "states"));
  const Geography states = read_map("us-states-10m", "states");
  const auto extent = [&](const char* id) {
    return extent_of(map.shapes[static_cast<size_t>(find_feature(states, id))]);
  };
  const PlaneBox alaska = extent("02"), hawaii = extent("15"), kansas = extent("20"),
                 all = extent_of(std::span<const Shape>(map.shapes));
  EXPECT_GE(alaska.low.x, -0.425);
  EXPECT_LE(alaska.high.x, -0.214);
  EXPECT_GE(alaska.low.y, 0.12);
  EXPECT_GE(hawaii.low.x, -0.214);
  EXPECT_LE(hawaii.high.x, -0.115);
  EXPECT_NEAR((kansas.low.x + kansas.high.x) / 2, -0.03, 0.03);
  EXPECT_GE(all.low.x, -0.455);
  EXPECT_LE(all.high.x, 0.455);
  EXPECT_TRUE(extent("72").empty());  // Puerto Rico
}

TEST(Shapes, EdgesBend) {
  // A parallel across the lower states is straight in longitude and latitude, and an arc in albers.
  const auto lines = project_lines(projection("albers"), {{{-125, 49}, {-67, 49}}});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_GT(lines[0].size(), 8u);
  for (const Vec2 p : lines[0]) {
    const Vec2 first = lines[0][0];
    EXPECT_LT(std::fabs(p.x), std::fabs(first.x) + 1e-9);
  }
  const Projection p = projection("albers");
  const Vec2 middle = *project_point(p, {-96, 49});
  double closest = 1;
  for (size_t i = 0; i + 1 < lines[0].size(); ++i) {
    const Vec2 a = lines[0][i], d = lines[0][i + 1] - a;
    const double t = ((middle.x - a.x) * d.x + (middle.y - a.y) * d.y) / (d.x * d.x + d.y * d.y);
    if (t >= 0 && t <= 1) closest = std::min(closest, glm::length(a + d * t - middle));
  }
  EXPECT_LT(closest, kMapTolerance);
}

TEST(Shapes, GraticulesCoverTheGlobe) {
  EXPECT_EQ(graticule({30, 30}).size(), 12u + 5u);
  EXPECT_EQ(graticule({0, 10}).size(), 17u);
  EXPECT_EQ(graticule({50, 0}).size(), 7u);
  EXPECT_TRUE(graticule({0, NAN}).empty());
  for (const char* name : {"mercator", "equal-earth", "orthographic", "albers", "albers-usa", "+proj=wintri"}) {
    EXPECT_FALSE(project_lines(projection(name), graticule({15, 15})).empty()) << name;
  }
  for (const Ring& line :
       project_lines(projection({.name = "equirectangular", .centre = LonLat{77, 0}}), graticule({15, 15}))) {
    for (size_t i = 1; i < line.size(); ++i) EXPECT_LT(std::fabs(line[i].x - line[i - 1].x), 1);
  }
}

TEST(Shapes, WildRingsAreHarmless) {
  for (uint64_t i = 0; i < 1000; ++i) {
    GeoLine ring;
    const int count = 3 + static_cast<int>(i % 9);
    constexpr double kX[] = {-360, -180, -90, 0, 90, 180, 360}, kY[] = {-90, -45, 0, 45, 90};
    for (int k = 0; k < count; ++k) {
      const auto r = [&](uint64_t n) { return random_at(i, static_cast<uint64_t>(4 * k) + n); };
      ring.push_back(i & 1 ? LonLat{kX[static_cast<int>(r(0) * 7)], kY[static_cast<int>(r(1) * 5)]}
                           : LonLat{720 * r(0) - 360, 180 * r(1) - 90});
    }
    ring.push_back(ring[0]);
    for (const ProjectionSpec& spec : {ProjectionSpec{.name = "equal-earth"},
                                       {.name = "mercator", .centre = LonLat{12, 34}, .roll = 5},
                                       {.name = "orthographic", .centre = LonLat{0, 90}},
                                       {.name = "albers-usa"}}) {
      for (const Ring& out : project_polygons(*make_projection(spec), {{ring}}, 1e-3)) {
        ASSERT_GE(out.size(), 3u);
        for (const Vec2 p : out) ASSERT_TRUE(std::isfinite(p.x) && std::isfinite(p.y));
      }
    }
  }
  GeoLine zigzag;  // a hundred thousand edges across the globe, which would each become hundreds
  for (int k = 0; k < 100'000; ++k) zigzag.push_back({k % 2 * 170.0, k % 3 * 50.0 - 50});
  for (const char* name : {"equal-earth", "orthographic"}) {
    size_t points = 0;
    for (const Ring& line : project_lines(projection(name), {zigzag}, 1e-7)) points += line.size();
    EXPECT_LT(points, 12'000'000u) << name;
  }
  GeoLine spiral;  // ever round the globe
  for (int k = 0; k < 100'000; ++k) spiral.push_back({k % 3 * 120.0 - 120, 10});
  spiral.push_back(spiral[0]);
  EXPECT_TRUE(project_polygons(projection("mercator"), {{spiral}}).empty());
}

}  // namespace
}  // namespace fp

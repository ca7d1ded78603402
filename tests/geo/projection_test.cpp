#include "engine/geo/projection.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "engine/core/hash.hpp"
#include "engine/core/random.hpp"
#include "engine/geo/sphere.hpp"
#include "tests/geo/maps.hpp"

namespace fp {
namespace {

// libproj itself, as an independent implementation.
struct Reference {
  PJ_CONTEXT* context = proj_context_create();
  PJ* projection = nullptr;
  explicit Reference(const std::string& text) {
    proj_log_func(context, nullptr, [](void*, int, const char*) {});
    projection = proj_create(context, text.c_str());
    EXPECT_NE(projection, nullptr) << text;
  }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  ~Reference() {
    proj_destroy(projection);
    proj_context_destroy(context);
  }
  Vec2 operator()(LonLat p) const {
    const PJ_COORD out = proj_trans(projection, PJ_FWD, proj_coord(p.x * kPi / 180, p.y * kPi / 180, 0, 0));
    return {out.xy.x, -out.xy.y};
  }
};

LonLat random_place(uint64_t i, double latitude) {
  return {-180 + 360 * random_at(21, i), latitude * (2 * random_at(22, i) - 1)};
}

struct Same {
  const char* name;
  std::optional<LonLat> centre;
  const char* reference;
  double latitude = 89.9;
};

TEST(Projection, AgreesWithLibproj) {
  const Same all[] = {{"mercator", {}, "+proj=merc +R=1", 85},
                      {"mercator", {{100, 0}}, "+proj=merc +R=1 +lon_0=100", 85},
                      {"equirectangular", {}, "+proj=eqc +R=1"},
                      {"natural-earth", {}, "+proj=natearth +R=1"},
                      {"natural-earth", {{-71, 0}}, "+proj=natearth +R=1 +lon_0=-71"},
                      {"equal-earth", {}, "+proj=eqearth +R=1"},
                      {"albers", {}, "+proj=aea +R=1 +lat_1=29.5 +lat_2=45.5 +lon_0=-96 +lat_0=37.5"},
                      {"orthographic", {{10, 50}}, "+proj=ortho +R=1 +lon_0=10 +lat_0=50"}};
  for (const Same& same : all) {
    const Projection own = projection({.name = same.name, .centre = same.centre});
    const Reference reference(same.reference);
    int compared = 0;
    for (uint64_t i = 0; i < 3000; ++i) {
      const LonLat place = random_place(i, same.latitude);
      const std::optional<Vec2> got = project_point(own, place);
      const Vec2 want = reference(place);
      ASSERT_EQ(got.has_value(), std::isfinite(want.x)) << same.name << " " << place.x << " " << place.y;
      if (!got) continue;
      ++compared;
      ASSERT_NEAR(got->x, want.x, 1e-9) << same.name << " " << place.x << " " << place.y;
      ASSERT_NEAR(got->y, want.y, 1e-9) << same.name << " " << place.x << " " << place.y;
    }
    EXPECT_GT(compared, 1200) << same.name;
  }
}

TEST(Projection, AlbersTakesParallels) {
  const Projection own = projection({.name = "albers", .centre = LonLat{132, -25}, .parallels = Vec2{-18, -36}});
  const Reference reference("+proj=aea +R=1 +lat_1=-18 +lat_2=-36 +lon_0=132 +lat_0=-25");
  for (uint64_t i = 0; i < 1000; ++i) {
    const LonLat place = random_place(i, 89);
    const Vec2 got = *project_point(own, place), want = reference(place);
    ASSERT_NEAR(got.x, want.x, 1e-9);
    ASSERT_NEAR(got.y, want.y, 1e-9);
  }
}

TEST(Projection, TurnsTheGlobe) {
  for (const char* name : {"equirectangular", "mercator", "orthographic"}) {
    const Projection own = projection({.name = name, .centre = LonLat{30, 55}, .roll = 25});
    const Vec2 middle = *project_point(own, {30, 55});
    EXPECT_NEAR(middle.x, 0, 1e-12) << name;
    EXPECT_NEAR(middle.y, 0, 1e-12) << name;
    const Vec2 north = *project_point(own, {30, 56});  // rolled to the left
    EXPECT_NEAR(std::atan2(-north.x, -north.y) * 180 / kPi, 25, 0.6) << name;
  }
}

TEST(Projection, AlbersUsaHasInsets) {
  const Projection usa = projection("albers-usa");
  const auto at = [&](LonLat place) { return project_point(usa, place).value_or(Vec2{9, 9}); };
  // d3-geo 3: geoAlbersUsa().scale(1).translate([0, 0]) at these places.
  const Vec2 anchorage = at({-149.9, 61.22}), honolulu = at({-157.86, 21.31}), denver = at({-104.99, 39.74});
  EXPECT_GT(anchorage.x, -0.425);
  EXPECT_LT(anchorage.x, -0.214);
  EXPECT_GT(anchorage.y, 0.12);
  EXPECT_LT(anchorage.y, 0.234);
  EXPECT_GT(honolulu.x, -0.214);
  EXPECT_LT(honolulu.x, -0.115);
  EXPECT_GT(honolulu.y, 0.166);
  EXPECT_LT(denver.x, 0);
  EXPECT_LT(std::fabs(denver.y), 0.05);
  EXPECT_LT(at({-179.1, 51.3}).x, -0.38);  // the Aleutians, on both sides of the antimeridian
  EXPECT_LT(at({172.9, 52.9}).x, at({-179.1, 51.3}).x);
  for (const LonLat place : {LonLat{-66.1, 18.4}, {144.8, 13.4}, {10, 50}, {-79.4, 60}}) {  // Puerto Rico, Guam, ...
    EXPECT_FALSE(project_point(usa, place)) << place.x;
  }
  // Alaska is drawn at 0.35 of its size: a degree of latitude there against one in Kansas.
  const double alaska = std::fabs(at({-152, 65}).y - at({-152, 64}).y),
               kansas = std::fabs(at({-96, 39}).y - at({-96, 38}).y);
  EXPECT_NEAR(alaska / kansas, 0.35, 0.01);
}

TEST(Projection, ProjStringsAreLibprojs) {
  const Projection robinson = projection("+proj=robin +lon_0=10");
  const Reference reference("+proj=robin +lon_0=10 +R=1");
  for (uint64_t i = 0; i < 1000; ++i) {
    const LonLat place = random_place(i, 89);
    const Vec2 got = *project_point(robinson, place), want = reference(place);
    ASSERT_NEAR(got.x, want.x, 1.1e-9);
    ASSERT_NEAR(got.y, want.y, 1.1e-9);
    ASSERT_EQ(got.x, std::floor(got.x * 1e9 + 0.5) / 1e9);
  }
  // As registries write it: metres, offsets and all.
  const Projection europe = projection(
      "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs "
      "+type=crs");
  const Reference metres("+proj=laea +lat_0=52 +lon_0=10 +ellps=GRS80");
  for (const LonLat place : {LonLat{10, 52}, {-9, 38}, {30, 60}}) {
    EXPECT_NEAR(project_point(europe, place)->x, metres(place).x / 6378137, 1e-9);
    EXPECT_NEAR(project_point(europe, place)->y, metres(place).y / 6378137, 1e-9);
  }
  EXPECT_FALSE(project_point(europe, {-170, -52}));
}

std::string fault_of(const ProjectionSpec& spec) {
  const Result<Projection> made = make_projection(spec);
  return made ? "none" : to_string(made.error()[0]);
}

TEST(ProjectionFaults, SaysWhatIsWrong) {
  const auto expect = [](const ProjectionSpec& spec, std::string_view words) {
    EXPECT_NE(fault_of(spec).find(words), std::string::npos) << spec.name << ": " << fault_of(spec);
  };
  expect({.name = "mercador"}, "there is no projection \"mercador\"\n  hint: did you mean \"mercator\"?");
  expect({.name = "?"}, "use one of mercator, equirectangular");
  expect({.name = ""}, "there is no projection \"\"");
  expect({.name = "EPSG:3857"}, "there is no projection \"EPSG:3857\"");
  expect({.name = "mercator", .centre = LonLat{NAN, 0}}, "a longitude within +-360");
  expect({.name = "mercator", .centre = LonLat{0, 90.5}}, "a latitude within +-90");
  expect({.name = "mercator", .roll = INFINITY}, "a roll within +-360");
  expect({.name = "albers", .roll = 3}, "albers takes no roll");
  expect({.name = "albers-usa", .centre = LonLat{0, 0}}, "albers-usa takes no centre");
  expect({.name = "mercator", .parallels = Vec2{1, 2}}, "mercator takes no parallels");
  expect({.name = "albers", .parallels = Vec2{30, -30}}, "no cone");
  expect({.name = "albers", .parallels = Vec2{30, 95}}, "two latitudes within +-90");
  expect({.name = "+proj=robin", .centre = LonLat{0, 0}}, "put +lon_0=... and +lat_0=... into the string");
}

TEST(ProjectionFaults, ProjStringsStayWithinThemselves) {
  const auto expect = [](const std::string& text, std::string_view words) {
    EXPECT_NE(fault_of({.name = text}).find(words), std::string::npos) << text << ": " << fault_of({.name = text});
  };
  expect("+init=epsg:3857", "+init is not allowed");
  expect("+proj=merc +nadgrids=/etc/passwd", "+nadgrids is not allowed");
  expect("+proj=merc +geoidgrids=x.gtx", "+geoidgrids is not allowed");
  expect("+proj=pipeline +step +proj=merc", "+step is not allowed");
  expect("+proj=pipeline", "+proj=pipeline is no map");
  expect("+proj=hgridshift +grids=x", "+grids is not allowed");
  expect("+proj=igh", "+proj=igh is no map in one piece");
  expect("+proj=utm +zone=33", "+zone is not allowed");
  expect("+proj=merc +datum=NAD27", "the datum NAD27 is not allowed");
  expect("+proj=merc +ellps=../x", "expected a number or a plain name after +ellps");
  expect("+proj=merc robin", "found \"robin\"");
  expect("+lon_0=10", "expected a +proj=...");
  expect("+proj=", "expected a +proj=...");
  expect("+proj=nonsense", "libproj does not take the projection");
  expect("+proj=lcc", "libproj does not take the projection");
  expect("+proj=robin +lon_0=10d30", "expected +lon_0 in decimal degrees within +-360, found \"10d30\"");
  expect("+proj=robin +lon_0=1e9", "within +-360");
  expect("+proj=robin " + std::string(2000, ' '), "longer than 1000");
}

TEST(Sphere, GreatArcsAreTheShortestWay) {
  const GeoLine arc = great_arc({-74, 40.7}, {139.7, 35.7}, 65);  // New York to Tokyo, over Alaska
  ASSERT_EQ(arc.size(), 65u);
  EXPECT_EQ(arc.front(), (LonLat{-74, 40.7}));
  EXPECT_NEAR(arc.back().x, 139.7 - 360, 1e-12);
  double north = 0;
  for (size_t i = 0; i < arc.size(); ++i) {
    north = std::max(north, arc[i].y);
    if (i > 0) {
      EXPECT_LT(std::fabs(arc[i].x - arc[i - 1].x), 20);
    }
  }
  EXPECT_GT(north, 68);
  const Direction first = direction_of(arc[0]), second = direction_of(arc[1]), last = direction_of(arc[63]),
                  end = direction_of(arc[64]);
  EXPECT_NEAR(glm::length(second - first), glm::length(end - last), 1e-12);
  const GeoLine over_the_pole = great_arc({0, 10}, {180, -10}, 3);
  EXPECT_NEAR(over_the_pole[1].y, 90, 10.0001);
  EXPECT_NEAR(great_arc({5, 5}, {5, 5}, 4)[2].x, 5, 1e-12);
}

TEST(Sphere, TurningBackIsTheInverse) {
  const Turn turn = turn_to({73, -31}, 12);
  for (uint64_t i = 0; i < 100; ++i) {
    const LonLat place = random_place(i, 90), back = place_of(turned_back(turn, turned(turn, direction_of(place))));
    EXPECT_NEAR(back.x, place.x, 1e-9);
    EXPECT_NEAR(back.y, place.y, 1e-9);
  }
}

// The same on every compiler, optimisation level and CPU.
TEST(Projection, GoldenBitsHold) {
  ByteWriter bytes;
  for (const std::string& name : projection_names()) {
    for (const Shape& shape : project(projection(name), world()).shapes) {
      for (const Ring& ring : shape.rings) {
        for (const Vec2 p : ring) bytes.put_double(p.x).put_double(p.y);
      }
    }
  }
  for (const Shape& shape :
       project(projection({.name = "equal-earth", .centre = LonLat{100, 40}, .roll = 5}), world()).shapes) {
    for (const Ring& ring : shape.rings) {
      for (const Vec2 p : ring) bytes.put_double(p.x).put_double(p.y);
    }
  }
  EXPECT_EQ(to_hex(bytes.hash()), "a4463349aa9e7710f94b859d802a74dd");
}

}  // namespace
}  // namespace fp

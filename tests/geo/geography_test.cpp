#include "engine/geo/geography.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/core/random.hpp"
#include "tests/geo/maps.hpp"

namespace fp {
namespace {

TEST(Geography, ReadsThePublishedMaps) {
  EXPECT_EQ(world().features.size(), 177u);
  EXPECT_EQ(counties().features.size(), 3231u);
  EXPECT_EQ(read_map("us-states-10m", "states").features.size(), 56u);
  EXPECT_EQ(read_map("us-counties-10m", "nation").features.size(), 1u);
  EXPECT_EQ(world().features[0].id, "242");
  EXPECT_EQ(world().features[0].properties.find("name")->text, "Fiji");
  const Feature& autauga = feature(counties(), "01001");  // zeros in front stay
  EXPECT_EQ(autauga.properties.find("name")->text, "Autauga");
  EXPECT_EQ(find_feature(counties(), "1001"), -1);
}

TEST(Geography, RingsAreClosed) {
  for (const Geography* map : {&world(), &counties()}) {
    for (const Feature& f : map->features) {
      for (const GeoPolygon& polygon : f.polygons) {
        ASSERT_FALSE(polygon.empty());
        for (const GeoLine& ring : polygon) {
          ASSERT_GE(ring.size(), 4u) << f.id;
          ASSERT_EQ(ring.front(), ring.back()) << f.id;
        }
      }
    }
  }
}

constexpr std::string_view kAll = R"({"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": 7, "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [1, 2, 300]}},
  {"type": "Feature", "id": "x", "properties": null, "geometry": null},
  {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [
    {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
    {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
    {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6], [7, 8], [9, 9]]]},
    {"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]], [[4, 1], [5, 1], [5, 2], [4, 1]]]},
    {"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [0, 0]]]]},
    {"type": "Polygon", "coordinates": []}]}}]})";

TEST(Geography, ReadsEveryGeometryOfGeoJson) {
  const Result<Geography> map = read_geography(kAll, "all.json");
  ASSERT_TRUE(map) << to_string(map.error()[0]);
  ASSERT_EQ(map->features.size(), 3u);
  EXPECT_EQ(map->features[0].id, "7");
  EXPECT_EQ(map->features[0].points, (std::vector<LonLat>{{1, 2}}));
  EXPECT_TRUE(map->features[1].empty());
  EXPECT_TRUE(map->features[1].properties.is_object());
  const Feature& all = map->features[2];
  EXPECT_EQ(all.points.size(), 2u);
  EXPECT_EQ(all.lines.size(), 3u);
  EXPECT_EQ(all.polygons.size(), 2u);
  EXPECT_EQ(all.polygons[0].size(), 2u);
  EXPECT_EQ(map->positions, 1u + 2 + 2 + 5 + 8 + 4);
}

// Three squares in a row of which the first two are one feature, and a triangle in a hole of the third.
TEST(Geography, FindsTheBordersOfGeoJson) {
  const Result<Geography> map = read_geography(R"({"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]],
      [[[1, 0], [2, 0], [2, 9], [1, 1], [1, 0]]]]}},
    {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[2, 0], [9, 0], [9, 9], [2, 9], [2, 0]],
      [[4, 4], [6, 4], [6, 6], [4, 4]]]}},
    {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[6, 4], [4, 4], [6, 6], [6, 4]]]}}]})",
                                               "a");
  ASSERT_TRUE(map) << to_string(map.error()[0]);
  EXPECT_EQ(map->interior, (std::vector<GeoLine>{{{2, 0}, {2, 9}}, {{4, 4}, {6, 4}, {6, 6}, {4, 4}}}));
  size_t outer = 0;
  for (const GeoLine& line : map->exterior) outer += line.size() - 1;
  EXPECT_EQ(outer, 3u + 2 + 3);
}

TEST(Geography, ABareGeometryIsOneFeature) {
  const Result<Geography> map = read_geography(R"({"type": "LineString", "coordinates": [[1, 2], [3, 4]]})", "a");
  ASSERT_TRUE(map);
  EXPECT_EQ(map->features.size(), 1u);
  EXPECT_EQ(map->features[0].lines.size(), 1u);
}

// Two squares side by side; arc 0 is what they share, 1 and 2 the rest of each.
constexpr std::string_view kSquares = R"({"type": "Topology",
 "transform": {"scale": [1, 1], "translate": [10, 20]},
 "objects": {"squares": {"type": "GeometryCollection", "geometries": [
   {"type": "Polygon", "id": "west", "arcs": [[0, 1]]},
   {"type": "Polygon", "id": "east", "arcs": [[2, -1]]},
   {"type": "Point", "id": "p", "coordinates": [1, 1]},
   {"type": null, "id": "nothing"}]},
  "other": {"type": "MultiLineString", "arcs": [[0], [-2, -1]]}},
 "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]]})";

TEST(Geography, ReadsTopologies) {
  const Result<Geography> map = read_geography(kSquares, "squares", "squares");
  ASSERT_TRUE(map) << to_string(map.error()[0]);
  ASSERT_EQ(map->features.size(), 4u);
  EXPECT_EQ(map->features[0].polygons[0][0], (GeoLine{{11, 20}, {11, 21}, {10, 21}, {10, 20}, {11, 20}}));
  EXPECT_EQ(map->features[1].polygons[0][0], (GeoLine{{11, 20}, {12, 20}, {12, 21}, {11, 21}, {11, 20}}));
  EXPECT_EQ(map->features[2].points, (std::vector<LonLat>{{11, 21}}));
  EXPECT_TRUE(map->features[3].empty());
  EXPECT_EQ(map->interior, (std::vector<GeoLine>{{{11, 20}, {11, 21}}}));
  ASSERT_EQ(map->exterior.size(), 1u);  // both outer arcs, joined
  EXPECT_EQ(map->exterior[0].size(), 7u);
  const Result<Geography> lines = read_geography(kSquares, "squares", "other");
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->features[0].lines[1], (GeoLine{{11, 20}, {10, 20}, {10, 21}, {11, 21}, {11, 20}}));
}

TEST(Geography, BordersBelongToBothNeighbours) {
  std::vector<std::set<std::pair<double, double>>> places;
  for (const Feature& f : world().features) {
    auto& own = places.emplace_back();
    for (const GeoPolygon& polygon : f.polygons) {
      for (const GeoLine& ring : polygon) {
        for (const LonLat p : ring) own.emplace(p.x, p.y);
      }
    }
  }
  const auto owners = [&](LonLat p) {
    return std::ranges::count_if(places, [&](auto& s) { return s.contains({p.x, p.y}); });
  };
  ASSERT_GT(world().interior.size(), 100u);
  for (const GeoLine& line : world().interior) {
    for (const LonLat p : line) ASSERT_GE(owners(p), 2) << p.x << " " << p.y;
  }
  for (const GeoLine& line : world().exterior) {
    for (size_t i = 1; i + 1 < line.size(); ++i) ASSERT_GE(owners(line[i]), 1);
  }
}

std::string topology(std::string_view geometry, std::string_view arcs = "[[[0, 0], [5, 0], [5, 5], [0, 0]]]") {
  return fmt::format("{{\"type\": \"Topology\", \"arcs\": {}, \"objects\": {{\"a\":\n{}}}}}", arcs, geometry);
}

void expect_fault(std::string_view text, std::string_view place, std::string_view message, std::string_view hint = "",
                  std::string_view object = "") {
  const Result<Geography> map = read_geography(text, "m.json", object);
  ASSERT_FALSE(map) << text;
  ASSERT_EQ(map.error().size(), 1u);
  EXPECT_EQ(map.error()[0].fault, Fault::invalid);
  const std::string got = to_string(map.error()[0]);
  EXPECT_TRUE(got.starts_with(fmt::format("m.json:{}: ", place))) << got;
  EXPECT_NE(got.find(message), std::string::npos) << got << "\nwanted: " << message;
  EXPECT_NE(got.find(hint), std::string::npos) << got << "\nwanted: " << hint;
}

TEST(GeographyFaults, GeoJson) {
  expect_fault("{\"type\": \"Point\", ", "1:19", "expected a key in double quotes, found the end of the file");
  expect_fault("[1]", "1:1", "expected a GeoJSON or TopoJSON object, found an array");
  expect_fault("{}", "1:1", "expected a \"type\" that names a GeoJSON or TopoJSON object, found none");
  expect_fault(R"({"type": 3})", "1:10", "found the number 3");
  expect_fault(R"({"type": "Poligon", "coordinates": []})", "1:10", "there is no geometry of type \"Poligon\"",
               "did you mean \"Polygon\"?");
  expect_fault(R"({"type": "Point"})", "1:1", "expected an array \"coordinates\" in the Point, found none");
  expect_fault(R"({"type": "Point", "coordinates": 5})", "1:34", "found the number 5");
  expect_fault(R"({"type": "Point", "coordinates": ["a", 2]})", "1:34", "expected a position [longitude, latitude]");
  expect_fault(R"({"type": "Point", "coordinates": [1]})", "1:34", "expected a position [longitude, latitude]");
  expect_fault(R"({"type": "Point", "coordinates": [400, 2]})", "1:34", "the longitude 400 is not within -360 to 360");
  expect_fault(R"({"type": "Point", "coordinates": [1e300, 2]})", "1:34", "the longitude 1e+300 is not within");
  expect_fault(R"({"type": "Point", "coordinates": [1, 91]})", "1:34", "the latitude 91 is not within -90 to 90",
               "swapped?");
  expect_fault(R"({"type": "Point", "coordinates": [1, 1e999]})", "1:38", "does not fit a double");
  expect_fault(R"({"type": "LineString", "coordinates": [[1, 2]]})", "1:39",
               "expected two positions or more in a line, found 1");
  expect_fault(R"({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]})", "1:37",
               "four positions or more in a ring, found 3");
  expect_fault("{\"type\": \"Polygon\", \"coordinates\": [[[1, 2], [3, 4],\n [5, 6], [1, 2.5]]]}", "2:10",
               "the ring is not closed: it ends at [1, 2.5] and began at [1, 2]",
               "repeat the first position at the end");
  expect_fault(R"({"type": "Polygon", "coordinates": [7]})", "1:37",
               "expected an array of positions for a ring, found the number 7");
  expect_fault(R"({"type": "MultiPolygon", "coordinates": [7]})", "1:42", "expected an array of rings for a polygon");
  expect_fault(R"({"type": "FeatureCollection"})", "1:1",
               "expected an array \"features\" in the FeatureCollection, found none");
  expect_fault(R"({"type": "FeatureCollection", "features": [{"type": "Point"}]})", "1:53",
               "expected the type \"Feature\", found \"Point\"");
  expect_fault(R"({"type": "FeatureCollection", "features": [null]})", "1:44", "expected a Feature, found null");
  expect_fault(R"({"type": "Feature"})", "1:1", "expected a \"geometry\" in the feature, found none");
  expect_fault(R"({"type": "Feature", "id": [], "geometry": null})", "1:27",
               "expected a string or a number as the feature's id");
  expect_fault(R"({"type": "Feature", "properties": 1, "geometry": null})", "1:35", "expected an object or null");
  expect_fault(R"({"type": "Feature", "geometry": null})", "1:1", "a GeoJSON file has no named objects", "", "states");
  expect_fault(
      "{\"type\": \"FeatureCollection\", \"features\": [\n{\"type\": \"Feature\", \"id\": \"a\", \"geometry\": null},\n"
      "{\"type\": \"Feature\", \"id\": \"a\", \"geometry\": null}]}",
      "3:1", "two features have the id \"a\"", "the first one stands at 2:1");
}

TEST(GeographyFaults, TopoJson) {
  expect_fault(R"({"type": "Topology"})", "1:1", "expected an object \"objects\"");
  expect_fault(R"({"type": "Topology", "objects": {"a": {"type": "Point"}}})", "1:1",
               "expected an array \"arcs\" in the Topology");
  expect_fault(kSquares, "3:13", "the file holds several maps: \"squares\", \"other\"", "name the object");
  expect_fault(kSquares, "3:13", "the file has no object \"square\"; it has \"squares\", \"other\"",
               "did you mean \"squares\"?", "square");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[1]]})"), "2:31",
               "expected the index of one of 1 arcs, found the number 1");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[-2]]})"), "2:31", "found the number -2");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[0.5]]})"), "2:31", "found the number 0.5");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [["0"]]})"), "2:31", "found \"0\"");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[1e300]]})"), "2:31", "found the number 1e300");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[]]})"), "2:30",
               "expected an array of arc indices, found an empty one");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [0]})"), "2:30",
               "expected an array of arc indices, found the number 0");
  expect_fault(topology(R"({"type": "Polygon"})"), "2:1", "expected an array \"arcs\" in the Polygon, found none");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[0]]})", "[[[0, 0], [5, 0], [5, 5], [0, 1]]]"), "2:30",
               "the ring is not closed");
  expect_fault(topology(R"({"type": "Polygon", "arcs": [[0]]})", "[[[0, 0], [5, 0], [0, 0]]]"), "2:30",
               "four positions or more in a ring, found 3");
  expect_fault(topology(R"({"type": "LineString", "arcs": [0, 1]})", "[[[0, 0], [5, 0]], [[6, 6], [7, 7]]]"), "2:36",
               "arc 1 does not begin where the one before it ends", "backwards (~i)?");
  expect_fault(topology(R"({"type": "LineString", "arcs": [0]})", "[[[0, 0]]]"), "1:31",
               "two positions or more in an arc, found 1");
  expect_fault(topology(R"({"type": "LineString", "arcs": [0]})", "[[[0, 0], [1e300, 0]]]"), "1:40",
               "the longitude 1e+300");
  expect_fault(topology(R"({"type": "LineString", "arcs": [0]})", "[[[0, 0], null]]"), "1:40",
               "expected a position of two numbers, found null");
  expect_fault(topology("7"), "2:1", "expected a geometry, found the number 7");
  expect_fault(topology(R"({"type": "GeometryCollection"})"), "2:1", "expected an array \"geometries\"");
  expect_fault(topology(R"({"type": "GeometryCollection", "geometries": [4]})"), "2:47",
               "expected a geometry, found the number 4");
  expect_fault(topology(R"({"type": "Area", "arcs": []})"), "2:10", "there is no geometry of type \"Area\"");
  expect_fault(
      R"({"type": "Topology", "transform": {"scale": [1, 1], "translate": [1]}, "arcs": [], "objects": {"a": {"type": "Point", "coordinates": [0, 0]}}})",
      "1:66", "expected two numbers as the transform's \"translate\"");
  expect_fault(
      R"({"type": "Topology", "transform": {"scale": [1e308, 1], "translate": [1, 1]}, "arcs": [[[9, 9], [9, 9]]], "objects": {"a": {"type": "Point", "coordinates": [0, 0]}}})",
      "1:89", "the longitude inf is not within");
}

TEST(GeographyFaults, TooMuch) {
  GeographyLimits limits{.max_positions = 9};
  const Result<Geography> many = read_geography(kAll, "m.json", "", limits);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error()[0].message, "the map holds more than 9 positions");
  EXPECT_EQ(many.error()[0].line, 7);
  const Result<Geography> large = read_geography(kAll, "m.json", "", {.max_bytes = 100});
  ASSERT_FALSE(large);
  std::string deep = R"({"type": "Point", "coordinates": [0, 0]})";
  for (int i = 0; i < 20; ++i) deep = R"({"type": "GeometryCollection", "geometries": [)" + deep + "]}";
  expect_fault(deep, "1:369", "collections stand inside each other more than 8 deep");
  expect_fault(topology(deep), "2:415", "collections stand inside each other more than 8 deep");
  expect_fault(std::string(200'000, '['), "1:129", "values are nested more than 128 levels deep");
  // One long arc, used over and over: what comes of it counts, not what is written.
  std::string arc = "[[0, 0]", uses = "[0]";
  for (int i = 0; i < 3000; ++i) arc += fmt::format(", [{}, {}]", i % 2, 1);
  arc += ", [0, 0]]";
  for (int i = 0; i < 3000; ++i) uses += ", [0]";
  const std::string bomb = topology("{\"type\": \"MultiLineString\", \"arcs\": [" + uses + "]}", "[" + arc + "]");
  const Result<Geography> bombed = read_geography(bomb, "m.json");
  ASSERT_FALSE(bombed);
  EXPECT_EQ(bombed.error()[0].message, "the map holds more than 4000000 positions");
}

TEST(GeographyFaults, DamagedTextIsNeverMoreThanAnError) {
  int good = 0;
  for (const std::string_view seed : {kSquares, kAll}) {
    for (size_t length = 0; length < seed.size(); ++length) {
      EXPECT_FALSE(read_geography(seed.substr(0, length), "m.json", seed == kSquares ? "squares" : ""));
    }
    constexpr std::string_view kBytes = "0123456789-.,[]{}\":eE ntf\\\xff";
    for (uint64_t i = 0; i < 20'000; ++i) {
      std::string text(seed);
      for (uint64_t k = 0; k < 1 + i % 4; ++k) {
        const auto at = static_cast<size_t>(random_at(i, 2 * k) * static_cast<double>(text.size()));
        text[at] = kBytes[static_cast<size_t>(random_at(i, 2 * k + 1) * static_cast<double>(kBytes.size()))];
      }
      const Result<Geography> map = read_geography(text, "m.json", seed == kSquares ? "squares" : "");
      if (!map) continue;
      ++good;
      const ProjectedMap drawn = project(projection(i & 1 ? "orthographic" : "mercator"), *map);
      EXPECT_EQ(drawn.shapes.size(), map->features.size());
    }
  }
  EXPECT_GT(good, 1000);
}

}  // namespace
}  // namespace fp

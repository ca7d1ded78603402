// Maps drawn: regions in the colours of their values, keys that have none, and what changes while nothing does.
#include <gmock/gmock.h>

#include "engine/core/palettes.hpp"
#include "engine/display/lower.hpp"
#include "engine/display/lowering.hpp"
#include "engine/display/map_plan.hpp"
#include "engine/display/paint.hpp"
#include "engine/display/picture.hpp"
#include "engine/timeline/evaluate.hpp"
#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using namespace testing_documents;

// Two squares side by side, a and b, and c beyond, on a plane of degrees.
constexpr std::string_view kSquares = R"({"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "a", "properties": {"name": "Alpha"}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[10,0],[10,10],[0,10],[0,0]]]}},
  {"type": "Feature", "id": "b", "properties": {"name": "Beta"}, "geometry": {"type": "Polygon", "coordinates": [[[10,0],[20,0],[20,10],[10,10],[10,0]]]}},
  {"type": "Feature", "id": "c", "properties": {"name": "Gamma"}, "geometry": {"type": "Polygon", "coordinates": [[[30,0],[40,0],[40,10],[30,10],[30,0]]]}}]})";

struct Mapped {
  Folder folder;
  Composition composition;
  std::shared_ptr<Assets> assets;

  explicit Mapped(const std::string& members, std::string_view geography = kSquares) {
    folder.put("m.json", std::string(geography));
    composition = built(with_layers(
        R"({"type": "map", "id": "map", "size": [400, 200], "geography": "m.json", "projection": "equirectangular", )" +
        members + "}"));
    assets = std::make_shared<Assets>(std::make_shared<AssetRoot>(*AssetRoot::open(folder.path())));
  }
  Result<DisplayList> lowered(int64_t frame) const { return lower(evaluate(composition, frame), *assets); }
  const ChartContent& chart() const { return std::get<ChartContent>(composition.layers[0].content); }
  // The fills of the map, in order: of regions, then of borders.
  std::vector<PixelWords> fills(int64_t frame) const {
    const auto list = lowered(frame);
    EXPECT_TRUE(list.has_value()) << (list ? "" : to_string(list.error()[0]));
    std::vector<PixelWords> words;
    if (!list) return words;
    const auto add = [&](const std::vector<Command>& commands) {
      for (const Command& command : commands) {
        if (command.op == Op::solid && command.cover != Cover::full)
          words.push_back({command.color_rg, command.color_ba});
      }
    };
    add(list->commands);
    for (const Resource& resource : list->resources) {
      if (const auto* picture = std::get_if<std::shared_ptr<const Picture>>(&resource.data))
        add((*picture)->list.commands);
    }
    return words;
  }
};

const std::string kData =
    R"("data": [{"k": "a", "n": 0}, {"k": "b", "n": 10}], "key": "k", "value": "n", "border": null, )";

bool equal(const PixelWords& a, const Color& color) {
  const PixelWords b = premultiply(color);
  return a.rg == b.rg && a.ba == b.ba;
}

TEST(Map, TheLastFrameHasTheColoursOfTheValues) {
  const Mapped map(kData + R"("colors": {"palette": ["#000000", "#ffffff"]}, "missing": "#ff0000")");
  const auto words = map.fills(299);
  ASSERT_GE(words.size(), 3u);
  const size_t first = words.size() - 3;  // seams come before
  EXPECT_TRUE(equal(words[first], {0, 0, 0, 1}));
  EXPECT_TRUE(equal(words[first + 1], {1, 1, 1, 1}));
  EXPECT_TRUE(equal(words[first + 2], {1, 0, 0, 1}));  // c has no value
  const auto before = map.fills(0);
  EXPECT_TRUE(equal(before[before.size() - 2], {1, 0, 0, 1}));  // b has not come in
}

TEST(Map, AtRestItIsOneCommandOfOnePicture) {
  const Mapped map(kData + R"("reveal": {"duration": "1s", "stagger": "1s"})");
  const auto one = map.lowered(100), other = map.lowered(200);
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->commands.size(), 2u);  // the background and the map
  EXPECT_EQ(identity(*one), identity(*other));
  const auto moving = map.lowered(30);
  ASSERT_TRUE(moving.has_value());
  EXPECT_GT(moving->commands.size(), 3u);
  // Drawn again from nothing, in another order.
  const Mapped again(kData + R"("reveal": {"duration": "1s", "stagger": "1s"})");
  EXPECT_EQ(identity(*again.lowered(200)), identity(*one));
  EXPECT_EQ(identity(*again.lowered(30)), identity(*moving));
}

TEST(Map, KeysWithoutARegionAreNamed) {
  const Mapped map(
      R"("data": [{"k": "Alpha", "n": 1}, {"k": "Bta", "n": 2}], "key": "k", "value": "n", "match": "name")");
  const auto list = map.lowered(0);
  ASSERT_FALSE(list.has_value());
  EXPECT_THAT(to_string(list.error()[0]), HasSubstr("1 of the data's keys has no region of \"m.json\": Bta"));
  EXPECT_THAT(list.error()[0].hint, HasSubstr("did you mean \"Beta\"?"));
  const Mapped skipping(R"("data": [{"k": "Alpha", "n": 1}, {"k": "Bta", "n": 2}], "key": "k", "value": "n",
    "match": "name", "unmatched": "skip")");
  EXPECT_TRUE(skipping.lowered(0).has_value());
}

TEST(Map, KeysAreFilledUpWithZeros) {
  std::string padded(kSquares);
  padded.replace(padded.find(R"("id": "a")"), 9, R"("id": "01")");
  const Mapped map(R"("data": [{"k": 1, "n": 1}], "key": "k", "value": "n", "keyDigits": 2)", padded);
  EXPECT_TRUE(map.lowered(0).has_value());
}

TEST(Map, FaultsOfTheFileHaveTheirPlace) {
  const Mapped broken(kData + R"("padding": 0)",
                      R"({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry":
    {"type": "Polygon", "coordinates": [[[0,0],[10,0]]]}}]})");
  const auto list = broken.lowered(0);
  ASSERT_FALSE(list.has_value());
  EXPECT_THAT(to_string(list.error()[0]), HasSubstr("m.json:2:"));
}

// Labels stand clear of each other and of the bubbles of others, or are left out.
TEST(Map, LabelsCollideWithNothing) {
  const Mapped map(R"("data": [{"k": "a", "n": 25, "l": "A name too long"}, {"k": "b", "n": 100, "l": "for its square"},
    {"k": "c", "n": 50, "l": "to stand in"}], "key": "k", "label": "l", "value": "n", "bubbles": {"radius": 30},
    "reveal": null, "labels": {"font": "brand", "fontSize": 20})");
  const auto plan = map.assets->map_plan(map.chart());
  ASSERT_TRUE(plan.has_value());
  const Scene scene = evaluate(map.composition, 0);
  Lowering state = begin_lowering(map.composition, *map.assets);
  const auto& drawn = scene.layers.at(0);
  const std::vector<SceneLayer> marks = map_marks(state, *drawn.layer, std::get<SceneMap>(drawn.content));
  struct Seen {
    Vec2 low, high;
    bool text;
  };
  std::vector<Seen> seen;
  for (const SceneLayer& mark : marks)
    seen.push_back({mark.pose.position, mark.pose.position + *mark.pose.size, !mark.part.empty()});
  size_t labels = 0;
  for (size_t i = 0; i < seen.size(); ++i) {
    labels += seen[i].text ? 1 : 0;
    for (size_t k = 0; k < i; ++k) {
      if (!seen[i].text || !seen[k].text) continue;
      const bool apart = seen[i].low.x >= seen[k].high.x || seen[k].low.x >= seen[i].high.x ||
                         seen[i].low.y >= seen[k].high.y || seen[k].low.y >= seen[i].high.y;
      EXPECT_TRUE(apart) << i << " " << k;
    }
  }
  EXPECT_GE(labels, 1u);
}

TEST(Map, BubblesHaveAreasInProportion) {
  const Mapped map(R"("data": [{"k": "a", "n": 25}, {"k": "b", "n": 100}], "key": "k", "value": "n",
    "bubbles": {"radius": 20}, "reveal": null)");
  const auto plan = map.assets->map_plan(map.chart());
  ASSERT_TRUE(plan.has_value());
  ASSERT_TRUE((*plan)->middle[0] && (*plan)->middle[1]);
  const auto list = map.lowered(0);
  ASSERT_TRUE(list.has_value());
  std::vector<int32_t> widths;
  for (const Command& command : list->commands) {
    if (command.op == Op::solid && command.cover == Cover::mask) widths.push_back(command.bounds.width());
  }
  ASSERT_EQ(widths.size(), 2u);
  EXPECT_NEAR(widths[0], 40, 2);  // the larger one first
  EXPECT_NEAR(widths[1], 20, 2);
}

}  // namespace
}  // namespace fp

#include "engine/timeline/evaluate.hpp"

#include <gtest/gtest.h>

#include "engine/core/hash.hpp"
#include "engine/core/random.hpp"

namespace fp {
namespace {

Scalar ramp(double from, double to, int64_t frames) {
  return {.keys = {{0, from, {}}, {frames, to, {}}}};
}

Layer solid(std::string id, int64_t in = 0, int64_t out = 100) {
  Layer layer;
  layer.id = std::move(id);
  layer.in = in;
  layer.out = out;
  layer.opacity.constant = 1;
  layer.transform.scale.constant = {1, 1};
  layer.content = SolidContent{Tint{.constant = {1, 0, 0, 1}}};
  return layer;
}

Composition composed(std::vector<Layer> layers) {
  Composition c;
  c.width = c.height = 100;
  c.frames = 100;
  c.layers = std::move(layers);
  return c;
}

std::vector<std::string> ids(const std::vector<SceneLayer>& layers) {
  std::vector<std::string> out;
  for (const SceneLayer& layer : layers) out.push_back(layer.layer->id);
  return out;
}

TEST(Evaluate, ShowsLayersWithinInAndOut) {
  const Composition c = composed({solid("a", 0, 10), solid("b", 10, 20), solid("c", 5, 5)});
  EXPECT_EQ(ids(evaluate(c, 0).layers), std::vector<std::string>{"a"});
  EXPECT_EQ(ids(evaluate(c, 9).layers), std::vector<std::string>{"a"});
  EXPECT_EQ(ids(evaluate(c, 10).layers), std::vector<std::string>{"b"});
  EXPECT_TRUE(evaluate(c, 20).layers.empty());
  EXPECT_EQ(evaluate(c, 0).composition, &c);
}

TEST(Evaluate, MotionsComeOnTopOfTheLayersOwn) {
  Layer moving = solid("a", 10);
  moving.opacity.constant = 0.5;
  moving.motions = {
      {.duration = 10, .ease = {}, .away = {.position = {40, 0}, .scale = {0, 1}, .opacity = 0, .blur = 6}},
      {.leaves = true,
       .finish = 90,
       .duration = 20,
       .ease = {},
       .away = {.clip = true, .wipe = Motion::Wipe{90, 0.1}}}};
  Layer rider = solid("b");
  rider.parent = "a";
  const Composition c = composed({moving, rider});
  const Scene half = evaluate(c, 15);
  const SceneLayer& layer = half.layers[0];
  EXPECT_EQ(layer.opacity, 0.25);
  EXPECT_EQ(layer.blur, 3);
  ASSERT_EQ(layer.pose.moves.size(), 1u);
  EXPECT_EQ(layer.pose.moves[0].offset, Vec2(20, 0));
  EXPECT_EQ(layer.pose.moves[0].scale, Vec2(0.5, 1));
  EXPECT_EQ(half.layers[1].parents[0].moves.size(), 1u);
  const Scene rest = evaluate(c, 40);
  EXPECT_TRUE(rest.layers[0].pose.moves.empty());
  EXPECT_EQ(rest.layers[0].blur, 0);
  EXPECT_FALSE(rest.layers[0].clip_to_place);
  const Scene leaving = evaluate(c, 90);  // at 80 of the layer's time, half out
  EXPECT_TRUE(leaving.layers[0].clip_to_place);
  ASSERT_EQ(leaving.layers[0].wipes.size(), 1u);
  EXPECT_EQ(leaving.layers[0].wipes[0].away, 0.5);
  EXPECT_TRUE(leaving.layers[0].wipes[0].leaves);
}

TEST(Evaluate, DropsWhatDrawsNothing) {
  Layer faint = solid("faint"), absent = solid("absent"), loud = solid("loud");
  faint.opacity = ramp(0, 1, 10);
  absent.content = ImageContent{};
  loud.opacity.constant = 3;
  const Composition c = composed({faint, absent, loud});
  EXPECT_EQ(ids(evaluate(c, 0).layers), std::vector<std::string>{"loud"});
  const Scene later = evaluate(c, 5);
  EXPECT_EQ(ids(later.layers), (std::vector<std::string>{"faint", "loud"}));
  EXPECT_EQ(later.layers[0].opacity, 0.5);
  EXPECT_EQ(later.layers[1].opacity, 1);
}

TEST(Evaluate, KeysCountFromTheInPoint) {
  Layer layer = solid("a", 30, 60);
  layer.transform.rotation = ramp(0, 90, 10);
  const Composition c = composed({layer});
  EXPECT_EQ(evaluate(c, 30).layers[0].pose.rotation, 0);
  EXPECT_EQ(evaluate(c, 35).layers[0].pose.rotation, 45);
}

TEST(Evaluate, GroupsNestWithTheirOwnTime) {
  Layer leaf = solid("leaf", 3, 20);
  leaf.transform.rotation = ramp(0, 10, 10);
  Layer inner = solid("inner", 5, 40), outer = solid("outer", 20, 90);
  inner.content = GroupContent{{leaf}, true};
  outer.content = GroupContent{{inner}, false};
  const Composition c = composed({outer});
  const auto leaves = [&](int64_t frame) {
    const Scene scene = evaluate(c, frame);
    if (scene.layers.empty()) return std::vector<SceneLayer>{};
    const auto& group = std::get<SceneGroup>(scene.layers[0].content);
    if (group.children.empty()) return std::vector<SceneLayer>{};
    EXPECT_TRUE(std::get<SceneGroup>(group.children[0].content).clip);
    return std::get<SceneGroup>(group.children[0].content).children;
  };
  EXPECT_TRUE(leaves(19).empty());
  EXPECT_TRUE(leaves(27).empty());
  ASSERT_EQ(leaves(28).size(), 1u);  // 20 + 5 + 3
  EXPECT_EQ(leaves(28)[0].pose.rotation, 0);
  EXPECT_EQ(leaves(32)[0].pose.rotation, 4);
  EXPECT_TRUE(leaves(45).empty());
}

TEST(Evaluate, ParentsRideOnTheirOwnTimeShownOrNot) {
  Layer grand = solid("grand", 0, 0), parent = solid("parent", 10, 50), child = solid("child", 20, 50);
  grand.transform.rotation = ramp(0, 100, 100);
  parent.parent = "grand";
  parent.transform.rotation = ramp(0, 10, 10);
  child.parent = "parent";
  const Composition c = composed({child, parent, grand});
  const Scene scene = evaluate(c, 25);
  ASSERT_EQ(ids(scene.layers), (std::vector<std::string>{"child", "parent"}));
  ASSERT_EQ(scene.layers[0].parents.size(), 2u);
  EXPECT_EQ(scene.layers[0].parents[0].layer->id, "parent");
  EXPECT_EQ(scene.layers[0].parents[0].rotation, 10);
  EXPECT_EQ(scene.layers[0].parents[1].rotation, 25);
  EXPECT_EQ(scene.layers[1].parents.size(), 1u);
}

TEST(Evaluate, ClipsAreEvaluatedWhereTheyAre) {
  Layer mask = solid("mask", 50, 60), shown = solid("shown");
  ShapeContent shape;
  ShapeContent::Rectangle box;
  box.radius[2] = ramp(0, 8, 8);
  shape.outline.geometry = box;
  shape.fill = Tint{.constant = {1, 1, 1, 1}};
  mask.content = shape;
  mask.opacity.constant = 0;
  mask.transform.position.constant = {3, 4};
  shown.clip_to = "mask";
  const Composition c = composed({shown, mask});
  const Scene scene = evaluate(c, 54);
  ASSERT_EQ(ids(scene.layers), std::vector<std::string>{"shown"});
  ASSERT_TRUE(scene.layers[0].clip_to);
  const SceneLayer& clip = *scene.layers[0].clip_to;
  EXPECT_EQ(clip.pose.position, Vec2(3, 4));
  EXPECT_EQ(std::get<SceneShape::Rectangle>(std::get<SceneShape>(clip.content).outline.geometry).radius[2], 4);
}

TEST(Evaluate, GradientStopsAreSorted) {
  Layer layer = solid("g");
  Gradient g;
  g.stops = {{0.7, Tint{.constant = {0, 0, 1, 1}}}, {-1, Tint{.constant = {1, 0, 0, 1}}}, {2, Tint{}}};
  g.end.constant = {100, 0};
  layer.content = GradientContent{g};
  const Composition c = composed({layer});
  const Scene scene = evaluate(c, 0);
  const auto& out = std::get<SceneGradient>(scene.layers[0].content);
  ASSERT_EQ(out.stops.size(), 3u);
  EXPECT_EQ(out.stops[0].offset, 0);
  EXPECT_EQ(out.stops[0].color.r, 1);
  EXPECT_EQ(out.stops[1].offset, 0.7);
  EXPECT_EQ(out.stops[2].offset, 1);
  EXPECT_EQ(out.end, Vec2(100, 0));
}

TEST(Evaluate, EveryContentKeepsItsFields) {
  Layer text = solid("t"), image = solid("i"), path = solid("p");
  TextContent words;
  words.text = "Hi";
  words.size.constant = 40;
  TextSpan span;
  span.bytes = 2;
  span.letter_spacing.constant = 2;
  span.fill = Tint{.constant = {0, 1, 0, 1}};
  span.relative_size = 0.5;
  span.axes = {{{'w', 'g', 'h', 't'}, ramp(100, 300, 10)}};
  words.spans = {span};
  text.content = words;
  image.content = ImageContent{"a.png", ImageContent::Fit::contain, {0.25, 0.75}, ramp(0, 10, 10)};
  image.size = Point{.constant = {30, 20}};
  ShapeContent shape;
  shape.outline.geometry = ShapeContent::PathData{{"M0 0L1 1"}, {}};
  shape.stroke = Stroke{Tint{}, ramp(1, 3, 10), Stroke::Cap::round, Stroke::Join::bevel, 7};
  path.content = shape;
  const Composition c = composed({text, image, path});
  const Scene scene = evaluate(c, 5);
  const auto& t = std::get<SceneText>(scene.layers[0].content);
  EXPECT_EQ(t.text->text, "Hi");
  EXPECT_EQ(t.size, 40);
  ASSERT_EQ(t.spans.size(), 1u);
  EXPECT_EQ(t.spans[0].size, 20);
  EXPECT_EQ(t.spans[0].letter_spacing, 2);
  EXPECT_EQ(t.spans[0].axes, std::vector<double>{200});
  EXPECT_EQ(std::get<Color>(*t.spans[0].fill).g, 1);
  EXPECT_FALSE(scene.layers[0].pose.size);
  const auto& i = std::get<SceneImage>(scene.layers[1].content);
  EXPECT_EQ(i.asset, "a.png");
  EXPECT_EQ(i.fit, ImageContent::Fit::contain);
  EXPECT_EQ(i.corner_radius, 5);
  EXPECT_EQ(*scene.layers[1].pose.size, Vec2(30, 20));
  const auto& p = std::get<SceneShape>(scene.layers[2].content);
  EXPECT_EQ(*std::get<SceneShape::PathData>(p.outline.geometry).from, "M0 0L1 1");
  EXPECT_FALSE(p.fill);
  EXPECT_EQ(p.stroke->width, 2);
  EXPECT_EQ(p.stroke->join, Stroke::Join::bevel);
  EXPECT_EQ(p.stroke->miter_limit, 7);
}

Hash128 digest(const std::vector<SceneLayer>& layers) {
  ByteWriter out;
  for (const SceneLayer& layer : layers) {
    out.put_text(layer.layer->id).put_double(layer.opacity).put_double(layer.pose.rotation);
    out.put_double(layer.pose.position.x).put_double(layer.pose.position.y);
    if (const auto* group = std::get_if<SceneGroup>(&layer.content)) {
      const Hash128 inside = digest(group->children);
      out.put(inside.low).put(inside.high);
    }
  }
  return out.hash();
}

TEST(Evaluate, ClocksOfGroups) {
  const auto at = [](Clock clock, int64_t frame) {
    Layer inner = solid("inner", 0, clock.frames);
    inner.transform.position.keys = {{0, {0, 0}, {}}, {10, {100, 0}, {}}};
    Layer group = solid("group");
    group.content = GroupContent{.children = {std::move(inner)}, .clock = clock};
    const Composition composition = composed({std::move(group)});
    const Scene scene = evaluate(composition, frame);
    const auto& children = std::get<SceneGroup>(scene.layers.at(0).content).children;
    return children.empty() ? -1.0 : children[0].pose.position.x / 10;  // the time inside
  };
  using AtEnd = Clock::AtEnd;
  EXPECT_EQ(at({.start = 2, .speed = 0.5, .frames = 8}, 3), 3.5);
  EXPECT_EQ(at({.frames = 5}, 20), 4);  // the last frame is held
  EXPECT_EQ(at({.start = 4, .speed = -1, .frames = 5}, 9), 0);
  EXPECT_EQ(at({.frames = 5, .at_end = AtEnd::loop}, 13), 3);
  EXPECT_EQ(at({.speed = -1, .frames = 5, .at_end = AtEnd::loop}, 1), 4);
  EXPECT_EQ(at({.frames = 5, .at_end = AtEnd::pingpong}, 5), 3);  // 0 1 2 3 4 3 2 1 0 1
  EXPECT_EQ(at({.frames = 5, .at_end = AtEnd::pingpong}, 9), 1);
  EXPECT_EQ(at({.frames = 1, .at_end = AtEnd::pingpong}, 9), 0);
}

TEST(Evaluate, FramesDoNotDependOnEachOther) {
  std::vector<Layer> layers;
  for (uint64_t i = 0; i < 20; ++i) {
    Layer layer = solid("l" + std::to_string(i), static_cast<int64_t>(i), static_cast<int64_t>(40 + 3 * i));
    layer.transform.rotation = {.keys = {{0, 0.0, {.kind = Ease::Kind::elastic_out}}, {20, 90.0, {}}},
                                .repeat = Scalar::Repeat::pingpong};
    layer.transform.position.wiggle = {.amplitude = 5, .frequency = 3, .seed = i};
    layer.opacity = ramp(0.2, 1, 30);
    if (i % 5 == 4) {
      Layer group = solid("g" + std::to_string(i), 3, 80);
      group.content = GroupContent{{layer}, false};
      layer = group;
    }
    layers.push_back(layer);
  }
  const Composition c = composed(std::move(layers));
  std::vector<Hash128> sequential;
  for (int64_t f = 0; f < 100; ++f) sequential.push_back(digest(evaluate(c, f).layers));
  EXPECT_NE(sequential[10], sequential[11]);
  for (uint64_t i = 0; i < 1000; ++i) {
    const auto f = static_cast<int64_t>(random_at(5, i) * 100);
    ASSERT_EQ(digest(evaluate(c, f).layers), sequential[static_cast<size_t>(f)]) << f;
  }
}

}  // namespace
}  // namespace fp

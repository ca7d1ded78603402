// How layers with effects become pictures.
#include <gtest/gtest.h>

#include "engine/display/lower.hpp"
#include "engine/display/picture.hpp"
#include "engine/display/surface_cache.hpp"
#include "engine/template/effects.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

template <class T>
Track<T> constant(T value) {
  Track<T> track;
  track.constant = value;
  return track;
}

Composition with_layer(Vec2 position, const std::vector<Effect>& effects, Vec2 size = {80, 50}) {
  Composition composition;
  composition.width = 400;
  composition.height = 300;
  composition.frames = 10;
  Layer layer;
  layer.id = "a";
  layer.out = 10;
  layer.transform.position = constant(position);
  layer.transform.scale = constant(Vec2{1, 1});
  layer.opacity = constant(1.0);
  layer.size = constant(size);
  layer.effects = effects;
  layer.content = SolidContent{constant(Color{1, 0.5, 0, 1})};
  composition.layers.push_back(layer);
  return composition;
}

Effect effect(Effect::Kind kind, std::vector<double> numbers) {
  Effect made;
  made.kind = kind;
  for (const double number : numbers) made.numbers.push_back(constant(number));
  made.color = constant(Color{0, 0, 0, 0.5});
  return made;
}

DisplayList lowered(const Composition& composition) {
  static Assets assets(std::make_shared<const AssetRoot>(*AssetRoot::open(".")));
  Result<DisplayList> list = lower(evaluate(composition, 0), assets);
  EXPECT_TRUE(list) << (list ? "" : to_string(list.error().front()));
  return list ? *list : DisplayList{};
}
Hash128 picture_hash(const DisplayList& list) {
  for (const Command& c : list.commands) {
    if (c.op == Op::picture) return list.resources[c.texture_a].hash();
  }
  ADD_FAILURE() << "no picture";
  return {};
}

TEST(SurfaceCache, WhatChangesWithEveryFrameGoesRoundInTheSameFewSurfaces) {
  SurfaceCache<int> cache(1000);
  const auto hash = [](uint64_t i) { return Hash128{i, 0}; };
  cache.insert(hash(1), std::make_shared<int>(1), 100);  // is asked for again
  cache.insert(hash(2), std::make_shared<int>(2), 100);  // is not
  EXPECT_EQ(cache.recycle(100, 200), nullptr) << "the frame's own";
  cache.end_frame();
  EXPECT_NE(cache.find(hash(1)), nullptr);
  cache.insert(hash(3), std::make_shared<int>(3), 100);
  EXPECT_EQ(cache.recycle(100, 200), nullptr) << "of the frame before";
  cache.end_frame();
  EXPECT_EQ(cache.recycle(101, 200), nullptr) << "too small";
  EXPECT_EQ(cache.recycle(10, 99), nullptr) << "too large";
  const auto taken = cache.recycle(100, 200);
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(*taken, 2);
  EXPECT_EQ(cache.find(hash(2)), nullptr);
  cache.end_frame();
  EXPECT_EQ(*cache.recycle(100, 200), 3);
  EXPECT_EQ(cache.recycle(100, 200), nullptr);
  EXPECT_NE(cache.find(hash(1)), nullptr);
}

TEST(SurfaceCache, WhereItDoesNotFitTheFrameBeforeIsDrawnOverToo) {
  SurfaceCache<int> cache(250);
  const auto hash = [](uint64_t i) { return Hash128{i, 0}; };
  for (const int i : {1, 2, 3}) cache.insert(hash(static_cast<uint64_t>(i)), std::make_shared<int>(i), 100);
  EXPECT_EQ(cache.recycle(100, 200), nullptr) << "the frame's own";
  cache.end_frame();
  EXPECT_NE(cache.find(hash(2)), nullptr);
  const auto taken = cache.recycle(100, 200);
  ASSERT_NE(taken, nullptr);
  EXPECT_NE(*taken, 2) << "this frame uses it";
  EXPECT_EQ(cache.recycle(100, 200), nullptr) << "what is left fits";
  EXPECT_NE(cache.find(hash(2)), nullptr);
}

TEST(Pictures, MovingByWholePixelsKeepsThem) {
  const std::vector<Effect> shadow{effect(Effect::Kind::drop_shadow, {9})};
  const Hash128 here = picture_hash(lowered(with_layer({20.25, 30}, shadow)));
  EXPECT_EQ(here, picture_hash(lowered(with_layer({133.25, 71}, shadow))));
  EXPECT_EQ(here, picture_hash(lowered(with_layer({-50.75, -40}, shadow)))) << "half outside the canvas";
  EXPECT_NE(here, picture_hash(lowered(with_layer({20.75, 30}, shadow))));
  EXPECT_NE(here, picture_hash(lowered(with_layer({20.25, 30}, {effect(Effect::Kind::drop_shadow, {10})}))));
}

TEST(Pictures, ALayerBesideTheCanvasThrowsItsShadowIn) {
  const DisplayList list = lowered(with_layer({-90, 100}, {effect(Effect::Kind::drop_shadow, {12})}));
  ASSERT_EQ(list.commands.size(), 2u);
  EXPECT_EQ(list.commands[1].bounds.x0, 0);
  EXPECT_GT(list.commands[1].bounds.x1, 10);
}

TEST(Pictures, AWipeIsAMatteOverAPictureThatStays) {
  Composition composition = with_layer({20, 30}, {effect(Effect::Kind::blur, {4})});
  const Hash128 whole = picture_hash(lowered(composition));
  composition.layers[0].motions = {{.duration = 10, .ease = {}, .away = {.wipe = Motion::Wipe{}}}};
  EXPECT_EQ(lowered(composition).commands.size(), 2u);
  Scene scene = evaluate(composition, 5);
  static Assets assets(std::make_shared<const AssetRoot>(*AssetRoot::open(".")));
  const Result<DisplayList> half = lower(scene, assets);
  ASSERT_TRUE(half);
  const auto& picture = std::get<PicturePtr>(half->resources[half->commands[1].texture_a].data);
  ASSERT_EQ(picture->list.commands.size(), 2u);
  EXPECT_EQ(picture->list.resources[picture->list.commands[0].texture_a].hash(), whole);
  EXPECT_EQ(picture->list.commands[1].op, Op::linear);
}

TEST(Pictures, ALayerOnItsWayTurnsAroundItsOwnPoint) {
  Composition composition = with_layer({100, 100}, {});
  composition.layers[0].motions = {{.duration = 10, .ease = {}, .away = {.scale = {0.5, 0.5}, .origin = {1, 0}}}};
  EXPECT_EQ(lowered(composition).commands[1].bounds, (IRect{140, 100, 180, 125}));
  composition.layers[0].motions[0].away = {.share = {0, 1}, .clip = true};
  EXPECT_EQ(lowered(composition).commands.size(), 1u);  // out of its own box
  composition.layers[0].motions[0].away = {.share = {0, 0.4}, .clip = true};
  EXPECT_EQ(lowered(composition).commands[1].bounds, (IRect{100, 120, 180, 150}));
}

TEST(Pictures, HugeLayersAreCutToWhatIsSeen) {
  const DisplayList list = lowered(with_layer({-40000, -40000}, {effect(Effect::Kind::blur, {20})}, {90000, 90000}));
  ASSERT_EQ(list.commands.size(), 2u);
  const auto& picture = *std::get<PicturePtr>(list.resources[list.commands[1].texture_a].data);
  EXPECT_LT(picture.width, 2000);
  EXPECT_EQ(list.commands[1].bounds, (IRect{0, 0, 400, 300}));
}

TEST(Pictures, AdjustmentsStandInTheLayersOwnList) {
  const DisplayList list = lowered(with_layer({0, 0}, {effect(Effect::Kind::adjust, {1, 1, 0.5, 0, 0, 0})}));
  const auto& picture = *std::get<PicturePtr>(list.resources[list.commands[1].texture_a].data);
  ASSERT_EQ(picture.list.commands.size(), 3u);
  EXPECT_EQ(picture.list.commands[1].op, Op::adjust);
  EXPECT_EQ(picture.list.commands[2].take, static_cast<uint32_t>(FP_ADJUST_MATRIX));
}

TEST(Pictures, NoEffectNoPicture) {
  for (const Command& c : lowered(with_layer({5, 5}, {})).commands) EXPECT_NE(c.op, Op::picture);
}

TEST(Pictures, ALayerAtRestHasNoMotionBlur) {
  Composition composition = with_layer({20, 20}, {});
  composition.layers[0].motion_blur = true;
  const DisplayList rest = lowered(composition);
  EXPECT_EQ(std::get<PicturePtr>(rest.resources[rest.commands[1].texture_a].data)->list.commands.size(), 1u);
  composition.layers[0].transform.position.keys = {{0, {20, 20}, {}}, {9, {300, 20}, {}}};
  const DisplayList moving = lowered(composition);
  EXPECT_EQ(std::get<PicturePtr>(moving.resources[moving.commands[1].texture_a].data)->list.commands.size(), 8u);
}

}  // namespace
}  // namespace fp

// Boxes that nobody gave: measured while lowering, also where only a child's anchor asks for them.
#include <gtest/gtest.h>

#include "engine/display/lower.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

template <class T>
Track<T> constant(T value) {
  Track<T> track;
  track.constant = value;
  return track;
}

Layer layer(const std::string& id, int64_t frames) {
  Layer made;
  made.id = id;
  made.out = frames;
  made.transform.scale = constant(Vec2{1, 1});
  made.opacity = constant(1.0);
  return made;
}
Layer solid(const std::string& id, Point size, int64_t frames = 10) {
  Layer made = layer(id, frames);
  made.size = std::move(size);
  made.content = SolidContent{constant(Color{1, 1, 1, 1})};
  return made;
}

// A column around one box, anchored in its middle, and a dot that rides on it.
Composition riding(Point box, Vec2 anchor) {
  Composition composition;
  composition.width = 400;
  composition.height = 300;
  composition.frames = 10;
  Layer column = layer("column", 10);
  column.transform.position = constant(Vec2{200, 100});
  column.transform.anchor = constant(anchor);
  GroupContent group;
  group.arrangement = Arrangement{.kind = Arrangement::Kind::column, .padding = {10, 10, 10, 10}};
  group.children.push_back(solid("box", std::move(box)));
  column.content = std::move(group);
  Layer dot = solid("dot", constant(Vec2{4, 4}));
  dot.parent = "column";
  composition.layers = {std::move(column), std::move(dot)};
  return composition;
}

// The top left pixel of the layer's command.
Vec2 corner(const Composition& composition, const std::string& id, int64_t frame = 0) {
  Assets assets(std::make_shared<const AssetRoot>(*AssetRoot::open(".")));
  const Result<DisplayList> list = lower(evaluate(composition, frame), assets);
  EXPECT_TRUE(list) << (list ? "" : to_string(list.error().front()));
  for (size_t i = 0; list && i < list->commands.size(); ++i) {
    if (list->layers[i] == id)
      return {static_cast<double>(list->commands[i].bounds.x0), static_cast<double>(list->commands[i].bounds.y0)};
  }
  ADD_FAILURE() << "no command of " << id;
  return {};
}

TEST(Measure, AParentWithALayoutIsAsLargeAsItsContent) {
  const Composition composition = riding(constant(Vec2{60, 40}), {0.5, 0.5});  // 80 x 60 with its padding
  EXPECT_EQ(corner(composition, "box"), Vec2(200 - 40 + 10, 100 - 30 + 10));
  EXPECT_EQ(corner(composition, "dot"), Vec2(200 - 40, 100 - 30));
  EXPECT_EQ(corner(riding(constant(Vec2{60, 40}), {1, 1}), "dot"), Vec2(200 - 80, 100 - 60));
}

TEST(Measure, AParentIsMeasuredAsItStands) {
  Point growing;
  growing.keys = {{.frame = 0, .value = {60, 40}}, {.frame = 9, .value = {160, 140}}};
  const Composition composition = riding(growing, {0.5, 0.5});
  EXPECT_EQ(corner(composition, "dot", 0), Vec2(200 - 40, 100 - 30));
  EXPECT_EQ(corner(composition, "dot", 9), Vec2(200 - 90, 100 - 80));
}

}  // namespace
}  // namespace fp

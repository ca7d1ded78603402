// What hands do to layers on the canvas, as numbers.
#include "editor/panels/handles.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "editor/state/state.hpp"

namespace fp::panels {
namespace {

// A canvas with a background, and over it a group of two boxes; the second lies on the first.
struct Handles : testing::Test {
  std::vector<Layer> layers = std::vector<Layer>(4);
  std::vector<SeenBox> boxes;
  editor::State state;

  void SetUp() override {
    const char* const pointers[] = {"/layers/0", "/layers/1", "/layers/1/children/0", "/layers/1/children/1"};
    for (size_t i = 0; i < 4; ++i) layers[i].location.pointer = pointers[i];
    layers[1].content = GroupContent{};
    boxes.push_back({.layer = &layers[0], .size = {200, 100}});
    boxes.push_back({.layer = &layers[1], .m = translation({50, 20}), .size = {100, 50}});
    boxes.push_back({.layer = &layers[2],
                     .m = translation({50, 20}),
                     .around = translation({50, 20}),
                     .size = {40, 40},
                     .group = 1});
    boxes.push_back({.layer = &layers[3],
                     .m = translation({70, 20}),
                     .around = translation({50, 20}),
                     .size = {40, 40},
                     .group = 1});
    state =
        editor::open_state(*editor::Document::parse(
                               R"({"layers": [{"id": "back"}, {"id": "g", "children": [{"id": "a"}, {"id": "b"}]}]})"),
                           "t.json");
  }
};

TEST_F(Handles, AClickMeansTheGroupUntilOneIsInside) {
  EXPECT_EQ(pick(boxes, state, {5, 5}), "/layers/0");
  EXPECT_EQ(pick(boxes, state, {80, 30}), "/layers/1");
  EXPECT_EQ(pick(boxes, state, {80, 30}, {.deepest = true}), "/layers/1/children/1") << "the topmost";
  EXPECT_EQ(pick(boxes, state, {55, 30}, {.deeper = true}), "/layers/1/children/0");
  state.selection = {"/layers/1/children/0"};
  EXPECT_EQ(pick(boxes, state, {100, 30}), "/layers/1/children/1") << "beside what is selected";
  EXPECT_EQ(pick(boxes, state, {300, 30}), "");
}

// The group as a layer that shows a composition, put in twice.
TEST_F(Handles, ACompositionsLayersAreTakenOnceItIsEntered) {
  layers[2].location.pointer = "/compositions/bar/layers/0";
  layers[3].location.pointer = "/compositions/bar/layers/1";
  Layer again = layers[1];
  again.location.pointer = "/layers/2";
  boxes.push_back({.layer = &again, .m = translation({0, 60}), .size = {100, 50}});
  boxes.push_back({.layer = &layers[2], .m = translation({0, 60}), .size = {40, 40}, .group = 4});
  EXPECT_EQ(pick(boxes, state, {80, 30}, {.deeper = true}), "/layers/1");
  EXPECT_EQ(pick(boxes, state, {80, 30}, {.deepest = true}), "/layers/1");
  const std::string first[] = {"/layers/1"}, second[] = {"/layers/2"}, none[] = {"/layers/0", "/layers/1"};
  const auto inside = boxes_within(boxes, first);
  ASSERT_EQ(inside.size(), 2u);
  EXPECT_EQ(inside[0].group, -1);
  EXPECT_EQ(pick(inside, state, {80, 30}), "/compositions/bar/layers/1");
  EXPECT_EQ(pick(inside, state, {5, 5}), "");
  ASSERT_EQ(boxes_within(boxes, second).size(), 1u);
  EXPECT_EQ(pick(boxes_within(boxes, second), state, {5, 65}), "/compositions/bar/layers/0");
  EXPECT_EQ(pick(boxes_within(boxes, second), state, {80, 30}), "");
  EXPECT_TRUE(boxes_within(boxes, none).empty());
  EXPECT_EQ(boxes_within(boxes, {}).size(), boxes.size());
}

TEST_F(Handles, LockedLayersAreNotThere) {
  state.flags["g"].lock = true;
  EXPECT_EQ(pick(boxes, state, {80, 30}), "/layers/0");
  state.flags["back"].lock = true;
  EXPECT_EQ(pick(boxes, state, {80, 30}), "");
  EXPECT_TRUE(pick_box(boxes, state, {{0, 0}, {200, 100}}).empty());
}

TEST_F(Handles, ABoxTakesWhatItTouches) {
  EXPECT_EQ(pick_box(boxes, state, {{0, 0}, {10, 10}}), (std::vector<std::string>{"/layers/0"}));
  EXPECT_EQ(pick_box(boxes, state, {{40, 10}, {60, 30}}), (std::vector<std::string>{"/layers/0", "/layers/1"}));
}

TEST_F(Handles, AMoveIsGivenInTheParentsPixels) {
  SeenBox turned = boxes[2];
  turned.around = rotation_degrees(90) * scaling({2, 2});
  const editor::Command command = move_command(std::vector<Grabbed>{{"/layers/1/children/0", turned}}, {10, 0}, 7);
  const auto& move = std::get<editor::MoveLayers>(command);
  EXPECT_NEAR(move.delta.x, 0, 1e-12);
  EXPECT_NEAR(move.delta.y, -5, 1e-12);
  EXPECT_EQ(move.frame, 7);
  // Layers of different parents: one step, each in its own pixels.
  const editor::Command both =
      move_command(std::vector<Grabbed>{{"/layers/0", boxes[0]}, {"/layers/1/children/0", turned}}, {10, 0}, 0);
  EXPECT_EQ(std::get<editor::Batch>(both).commands.size(), 2u);
}

TEST_F(Handles, AHandleFollowsTheHandAboutTheAnchor) {
  SeenBox box{.layer = &layers[0], .m = translation({100, 100}), .pivot = {20, 20}, .size = {40, 40}};
  const Vec2 twice = scale_factor(box, {1, 1}, {140, 140}, {160, 160}, false);
  EXPECT_NEAR(twice.x, 2, 1e-12);
  EXPECT_NEAR(twice.y, 2, 1e-12);
  const Vec2 wide = scale_factor(box, {1, 0}, {140, 120}, {150, 300}, false);
  EXPECT_NEAR(wide.x, 1.5, 1e-12);
  EXPECT_EQ(wide.y, 1);
  const Vec2 even = scale_factor(box, {0, -1}, {120, 100}, {120, 110}, true);
  EXPECT_NEAR(even.x, 0.5, 1e-12);
  EXPECT_NEAR(even.y, 0.5, 1e-12);
  box.pivot = {40, 40};  // under the handle: there is nothing to scale by
  const Vec2 none = scale_factor(box, {1, 1}, {140, 140}, {160, 160}, false);
  EXPECT_EQ(none.x, 1);
  EXPECT_EQ(none.y, 1);
}

TEST_F(Handles, TurnsAsTheLayerCountsDegrees) {
  SeenBox box{.layer = &layers[0], .pivot = {0, 0}, .size = {40, 40}};
  EXPECT_NEAR(turn(box, {10, 0}, {0, 10}, false), 90, 1e-9);
  EXPECT_NEAR(turn(box, {-10, 1}, {-10, -1}, false), 2 * 5.710593137499643, 1e-9) << "the short way";
  EXPECT_EQ(turn(box, {10, 0}, {10, 4}, true), 15 * 1.0 + 0) << "21.8 degrees, in steps";
  box.around = scaling({-1, 1});
  EXPECT_NEAR(turn(box, {10, 0}, {0, 10}, false), -90, 1e-9);
}

TEST_F(Handles, HandlesStandOnTheBoxAndTheKnobAboveIt) {
  const SeenBox box{.layer = &layers[0], .m = translation({100, 100}) * scaling({2, 2}), .size = {40, 20}};
  EXPECT_EQ(grips().size(), 9u);
  const auto corner = place_of(box, {1, 1}, 0), knob = place_of(box, {0, -1, true}, 26);
  ASSERT_TRUE(corner && knob);
  EXPECT_EQ(corner->x, 180);
  EXPECT_EQ(corner->y, 140);
  EXPECT_EQ(knob->x, 140);
  EXPECT_EQ(knob->y, 74);
  const auto hit = grip_at(box, {178, 141}, 5, 26);
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->x, 1);
  EXPECT_EQ(hit->y, 1);
  EXPECT_FALSE(grip_at(box, {150, 115}, 5, 26));
}

TEST_F(Handles, SnapsTheNearestEdgeOrMiddle) {
  Composition composition;
  composition.width = 200;
  composition.height = 100;
  state.guides = {{true, 33}};
  const std::vector<std::string> moving{"/layers/1"};
  const Snaps snaps = snap_lines(composition, state, boxes, moving, 0);
  EXPECT_NE(std::ranges::find(snaps.x, 33), snaps.x.end()) << "guides";
  EXPECT_NE(std::ranges::find(snaps.x, 100), snaps.x.end()) << "the middle of the canvas";
  EXPECT_EQ(std::ranges::find(snaps.x, 70), snaps.x.end()) << "not what moves along";
  const Bounds bounds{{50, 20}, {150, 70}};
  const SnappedMove middle = snap_move(bounds, {-2, 3}, {{100}, {50}}, 5);
  EXPECT_EQ(middle.delta.x, 0);
  EXPECT_EQ(middle.x, 100);
  EXPECT_EQ(middle.delta.y, 5) << "the middle, two further";
  const SnappedMove free = snap_move(bounds, {-9, 11}, {{100}, {50}}, 5);
  EXPECT_EQ(free.delta.x, -9);
  EXPECT_FALSE(free.x);
  EXPECT_EQ(grid_step(composition), 5);
}

}  // namespace
}  // namespace fp::panels

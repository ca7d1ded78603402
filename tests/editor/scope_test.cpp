// Compositions that are entered: what is edited there, and how the canvas's time passes in it.
#include <gmock/gmock.h>

#include "editor/state/command.hpp"
#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/scope.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kNested = R"({
  "canvas": { "size": [100, 100], "fps": "10", "duration": "10s" },
  "compositions": {
    "bar": { "size": [40, 20], "duration": "3s", "layers": [
      { "id": "fill", "type": "solid", "color": "#fff", "in": "1s" },
      { "id": "dots", "type": "composition", "composition": "dot", "in": "0.5s" } ] },
    "dot": { "layers": [ { "id": "point", "type": "solid", "color": "#fff" } ] }
  },
  "layers": [
    { "id": "plain", "type": "composition", "composition": "bar", "in": "2s" },
    { "id": "slow", "type": "composition", "composition": "bar", "in": "1s", "out": "9s",
      "time": { "start": "1s", "speed": 0.5, "atEnd": "pingpong" } },
    { "id": "bound", "type": "composition", "composition": "bar", "in": "=p.x" },
    { "id": "missing", "type": "composition", "composition": "none" },
    { "id": "group", "type": "group", "time": { "speed": 2 }, "children": [
      { "id": "deep", "type": "composition", "composition": "dot" } ] }
  ]
})";

State nested() {
  return open_state(*Document::parse(kNested), "nested.json");
}
State entered(std::vector<std::string> way) {
  auto state = apply_command(nested(), Enter{std::move(way)});
  EXPECT_TRUE(state);
  return *state;
}

TEST(Scope, ALayerLastsAsLongAsItsComposition) {
  const Outline outline = read_outline(nested().document.root());
  EXPECT_EQ(outline.layers[0].in, 20);
  EXPECT_EQ(outline.layers[0].out, 50);
  EXPECT_EQ(outline.layers[1].out, 90);
}

TEST(Scope, OnlyCompositionsThatAreThereAreEntered) {
  const State inside = entered({"/layers/0", "/compositions/bar/layers/1"});
  EXPECT_EQ(scope_of(inside), "/compositions/dot");
  EXPECT_FALSE(apply_command(nested(), Enter{{"/layers/3"}}));
  EXPECT_FALSE(apply_command(nested(), Enter{{"/layers/4"}}));
  EXPECT_FALSE(apply_command(nested(), Enter{{"/compositions/bar/layers/1"}}));  // not from here
  EXPECT_EQ(scope_of(entered({"/layers/4/children/0"})), "/compositions/dot");
}

TEST(Scope, WhatIsSelectedStandsInIt) {
  State state = *apply_command(nested(), Select{{"/layers/0"}});
  state = *apply_command(state, Enter{{"/layers/0"}});
  EXPECT_THAT(state.selection, IsEmpty());
  state = *apply_command(state, Select{{"/compositions/bar/layers/0", "/layers/1"}});
  EXPECT_THAT(state.selection, ElementsAre("/compositions/bar/layers/0"));
  const State again = *apply_command(state, DeleteLayers{{"/layers/0"}});
  EXPECT_EQ(scope_of(again), "/compositions/bar") << "the next layer shows it too";
  const State gone = *apply_command(state, RemoveProperty{"/compositions/bar"});
  EXPECT_THAT(gone.entered, IsEmpty());
  EXPECT_THAT(gone.selection, IsEmpty());
}

TEST(Scope, IsKeptWithTheView) {
  const State state = entered({"/layers/0"});
  State read = nested();
  read_view(view_json(state), read);
  EXPECT_THAT(read.entered, ElementsAre("/layers/0"));
}

TEST(Scope, TimePassesFromTheInPoint) {
  const ScopeTime own = scope_time(nested());
  EXPECT_EQ(frame_inside(own, 33), 33);
  EXPECT_EQ(frame_outside(own, 33), 33);
  const ScopeTime plain = scope_time(entered({"/layers/0"}));
  EXPECT_EQ(frame_inside(plain, 20), 0);
  EXPECT_EQ(frame_inside(plain, 33), 13);
  EXPECT_EQ(frame_inside(plain, 5), -15);
  EXPECT_EQ(frame_outside(plain, 13), 33);
  EXPECT_EQ(frame_outside(plain, 99), 49);  // its last frame
  const ScopeTime both = scope_time(entered({"/layers/0", "/compositions/bar/layers/1"}));
  EXPECT_EQ(frame_inside(both, 30), 5);
  EXPECT_EQ(frame_outside(both, 5), 30);
}

// What an own clock shows is shown again on the canvas's frame that is told for it.
TEST(Scope, AnOwnClockIsFollowedBackAndForth) {
  const ScopeTime slow = scope_time(entered({"/layers/1"}));
  EXPECT_EQ(frame_inside(slow, 10), 10);  // "start"
  EXPECT_EQ(frame_inside(slow, 20), 15);
  EXPECT_EQ(frame_inside(slow, 48), 29);  // the last of 30, then back
  EXPECT_EQ(frame_inside(slow, 68), 19);
  for (int64_t inside = 0; inside < 30; ++inside) {
    const auto canvas = frame_outside(slow, inside);
    ASSERT_TRUE(canvas);
    ASSERT_EQ(frame_inside(slow, *canvas), std::max<int64_t>(inside, 8)) << "8 is the last before the layer's end";
  }
}

TEST(Scope, ATimeThatOnlyTheEngineKnowsIsSaidToBeUnknown) {
  for (const char* layer : {"/layers/2", "/layers/4/children/0"}) {
    const ScopeTime time = scope_time(entered({layer}));
    EXPECT_FALSE(time.known) << layer;
    EXPECT_EQ(frame_inside(time, 10), std::nullopt);
    EXPECT_EQ(frame_outside(time, 10), std::nullopt);
  }
}

TEST(Scope, EditsGoToTheComposition) {
  State state = entered({"/layers/0"});
  state = *apply_command(state, SetIn{"/compositions/bar/layers/0", 15});
  EXPECT_EQ(find_at(state.document.root(), "/compositions/bar/layers/0/in")->text, "1.5s");
  state = *apply_command(state, MoveLayers{{"/compositions/bar/layers/0"}, {3, 4}, 0});
  EXPECT_NE(find_at(state.document.root(), "/compositions/bar/layers/0/position"), nullptr);
}

}  // namespace
}  // namespace fp::editor

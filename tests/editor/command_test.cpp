#include "editor/state/command.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "editor/state/outline.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/times.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kText = R"({
  "framepress": 1,
  "canvas": { "size": [1000, 500], "fps": "25", "duration": "4s" },
  "formats": { "wide": {}, "1:1": { "layers": { "title": { "opacity": 0.5 } } } },
  "layers": [
    // the back
    { "id": "back", "type": "solid", "color": "#102030" },
    { "id": "title", "type": "text", "text": "Hello", "in": "1s", "out": "end-0.4s", "clip": "back",
      "opacity": { "keys": [{ "t": 0, "v": 0, "ease": "outCubic" }, { "t": "0.4s", "v": 1 }, { "t": "end", "v": 0 }] },
      "position": ["50%", "50%-40"] },
    { "id": "box", "type": "group", "in": "10f", "children": [
      { "id": "inner", "type": "solid", "position": [10, 20.5], "rotation": 10, "in": "5f", "duration": "20f" },
      { "type": "shape", "scale": { "keys": [{ "t": "0f", "v": 1 }, { "t": "10f", "v": [2, 3] }] } }
    ] }
  ]
}
)";

State fresh() {
  return open_state(parsed(kText), "test.json");
}
State after(const Command& command) {
  return must(apply_command(fresh(), command));
}
std::string value_at(const State& state, std::string_view pointer) {
  const Json* value = find_at(state.document.root(), pointer);
  return value ? write_json(*value, 0) : "nothing";
}
std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(Outline, TellsWhenLayersAreShownAndWhereTheirKeysAre) {
  const Outline outline = read_outline(parsed(kText).root());
  EXPECT_EQ(outline.frames, 100);
  ASSERT_EQ(outline.layers.size(), 5u);
  EXPECT_EQ(outline.layers[1].in, 25);
  EXPECT_EQ(outline.layers[1].out, 90);
  EXPECT_THAT(outline.layers[1].keyed[0].frames, ElementsAre(0, 10, 65));
  EXPECT_EQ(outline.layers[3].pointer, "/layers/2/children/0");
  EXPECT_EQ(outline.layers[3].in, 15);
  EXPECT_EQ(outline.layers[3].out, 35);
  EXPECT_EQ(outline.layers[3].start, 10);
  EXPECT_EQ(outline.layers[3].depth, 1);
  EXPECT_EQ(outline.layers[4].out, 100);
  const auto rows = timeline_layers(outline);
  EXPECT_EQ(rows[0].id, "/layers/2") << "the topmost first";
  EXPECT_EQ(rows[1].id, "/layers/2/children/1");
  EXPECT_THAT(rows[1].properties[0].keys, ElementsAre(10, 20));
  EXPECT_EQ(rows[4].label, "back");
}

TEST(Outline, ScenesFollowEachOther) {
  const Outline outline = read_outline(parsed(R"({"canvas": {"fps": "10", "duration": "auto"}, "layers": [
    {"type": "sequence", "transitions": {"type": "push", "duration": "0.4s"}, "children": [
      {"type": "solid", "duration": "2s"}, {"type": "solid", "duration": "1s", "transition": "cut"},
      {"type": "solid", "duration": 3}]}]})")
                                           .root());
  EXPECT_EQ(outline.frames, 56);
  EXPECT_EQ(outline.layers[1].out, 20);
  EXPECT_EQ(outline.layers[2].in, 20);
  EXPECT_EQ(outline.layers[3].in, 26);
  EXPECT_TRUE(outline.layers[3].scene);
}

// How long it is follows from data: the row tells.
TEST(Outline, LengthsThatOnlyBindingTells) {
  for (const char* scene : {R"({"type": "solid", "duration": "=length"})",
                            R"({"type": "solid", "duration": "1s", "repeat": {"over": "{{goals}}", "as": "goal"}})"}) {
    State state = open_state(parsed(R"({"canvas": {"fps": "10", "duration": "auto"}, "layers": [
      {"type": "text", "text": "a"}, {"type": "sequence", "children": [)" +
                                    std::string(scene) + "]}]}"),
                             {});
    EXPECT_EQ(read_outline(state).frames, 1);
    state.bound_frames = 300;
    EXPECT_EQ(read_outline(state).frames, 300);
    EXPECT_EQ(read_outline(state).layers[0].out, 300);
    state.playhead = 200;
    drop_missing(state);
    EXPECT_EQ(state.playhead, 200);
  }
}

TEST(Outline, PointersOfLayers) {
  EXPECT_EQ(layer_of("/layers/0/children/2/opacity/keys/1"), "/layers/0/children/2");
  EXPECT_EQ(layer_of("/compositions/bar/layers/3/text"), "/compositions/bar/layers/3");
  EXPECT_EQ(layer_of("/canvas/size"), "");
  EXPECT_EQ(layer_of("/layers"), "");
}

TEST(Times, AreWrittenTheWayTheyWere) {
  const auto written = [](int64_t frame, const char* like) {
    const Json old = like ? json(like) : Json();
    return write_json(write_frame(frame, {25, 1}, 100, like ? &old : nullptr), 0);
  };
  EXPECT_EQ(written(30, "\"1s\""), "\"1.2s\"");
  EXPECT_EQ(written(30, "\"7f\""), "\"30f\"");
  EXPECT_EQ(written(30, "0.5"), "1.2");
  EXPECT_EQ(written(30, nullptr), "\"1.2s\"");
  EXPECT_EQ(written(90, "\"end-1s\""), "\"end-0.4s\"");
  EXPECT_EQ(written(100, "\"end-1s\""), "\"end\"");
  EXPECT_EQ(write_frame(1, {30, 1}, 0, nullptr).text, "1f") << "0.033 s would be a lie";
  for (int64_t frame = -500; frame < 500; ++frame) {
    for (const char* like : {"\"1s\"", "1", "\"1f\"", "\"end-1s\""}) {
      const Json old = json(like);
      const Rational fps{30000, 1001};
      ASSERT_EQ(read_frame(write_frame(frame, fps, 77, &old), fps, 77), frame) << like;
    }
  }
}

TEST(Command, MovesItemsOfListsAsTheyAreWritten) {
  State state = fresh();
  state.document = parsed(R"({"layers": [{"type": "solid", "effects": [
    { "type": "blur" }, // first
    { "type": "glow" },
    { "type": "grain" }
  ]}]})");
  const State moved = must(apply_command(state, MoveItem{"/layers/0/effects/0", 1}));
  EXPECT_EQ(find_at(moved.document.root(), "/layers/0/effects/1/type")->text, "blur");
  EXPECT_THAT(moved.document.text(), HasSubstr("{ \"type\": \"blur\" }, // first\n"));
  EXPECT_FALSE(apply_command(state, MoveItem{"/layers/0", 0}));
  EXPECT_FALSE(apply_command(state, MoveItem{"/layers/0/effects/7", 0}));
}

TEST(Command, SetsKeysInOrderAndMakesKeysOfConstants) {
  EXPECT_EQ(value_at(after(SetKey{"/layers/1/opacity", 5, json("0.5")}), "/layers/1/opacity/keys/1"),
            R"({"t":0.2,"v":0.5})");
  EXPECT_EQ(after(SetKey{"/layers/1/opacity", 10, json("0.75")}).document.text(),
            replaced(kText, "\"0.4s\", \"v\": 1", "\"0.4s\", \"v\": 0.75"));
  EXPECT_EQ(value_at(after(SetKey{"/layers/2/children/0/rotation", 3, json("45"), json("\"hold\"")}),
                     "/layers/2/children/0/rotation"),
            R"({"keys":[{"t":"0.12s","v":45,"ease":"hold"}]})");
}

TEST(Command, MovesKeysAndReplacesThoseTheyLandOn) {
  const std::string opacity = "/layers/1/opacity";
  EXPECT_EQ(after(MoveKeys{{{opacity, 10}}, 5}).document.text(), replaced(kText, "\"0.4s\"", "\"0.6s\""));
  EXPECT_EQ(value_at(after(MoveKeys{{{opacity, 0}}, 10}), opacity + "/keys"),
            R"([{"t":0.4,"v":0,"ease":"outCubic"},{"t":"end","v":0}])");
  EXPECT_EQ(value_at(after(MoveKeys{{{opacity, 10}, {opacity, 65}}, -50}), opacity + "/keys"),
            R"([{"t":"0s","v":1},{"t":"end-0.4s","v":0}])")
      << "held at the in-point, together";
  EXPECT_FALSE(apply_command(fresh(), MoveKeys{{{opacity, 11}}, 1}));
}

TEST(Command, DeletingTheLastKeyLeavesItsValue) {
  const std::string scale = "/layers/2/children/1/scale";
  EXPECT_EQ(value_at(after(DeleteKeys{{{scale, 0}, {scale, 10}}}), scale), "[2,3]");
  EXPECT_EQ(value_at(after(SetEase{{{scale, 0}}, json("[0,0,1,1]")}), scale + "/keys/0"),
            R"({"t":"0f","v":1,"ease":[0,0,1,1]})");
}

TEST(Command, TrimsAndKeepsKeysWhereTheyAre) {
  const State trimmed = after(SetIn{"/layers/1", 30});
  EXPECT_EQ(trimmed.document.text(),
            replaced(replaced(replaced(kText, "\"in\": \"1s\"", "\"in\": \"1.2s\""), "\"t\": 0,", "\"t\": -0.2,"),
                     "\"t\": \"0.4s\"", "\"t\": \"0.2s\""));
  EXPECT_EQ(read_outline(trimmed.document.root()).layers[1].out, 90);
  EXPECT_EQ(after(SetOut{"/layers/1", 80}).document.text(), replaced(kText, "end-0.4s", "end-0.8s"));
  EXPECT_EQ(after(SetOut{"/layers/0", 50}).document.text(),
            replaced(kText, "\"#102030\" }", "\"#102030\", \"out\": \"2s\" }"));
  const State inner = after(SetIn{"/layers/2/children/0", 10});
  EXPECT_EQ(value_at(inner, "/layers/2/children/0/in"), "\"10f\"");
  EXPECT_EQ(value_at(inner, "/layers/2/children/0/duration"), "\"15f\"");
  EXPECT_FALSE(apply_command(fresh(), SetOut{"/layers/1", 25}));
}

TEST(Command, ShiftsLayersInTime) {
  EXPECT_EQ(after(ShiftLayers{{"/layers/1"}, -5}).document.text(),
            replaced(replaced(kText, "\"1s\"", "\"0.8s\""), "end-0.4s", "end-0.6s"));
  EXPECT_EQ(after(ShiftLayers{{"/layers/2", "/layers/2/children/0"}, 5}).document.text(),
            replaced(kText, "\"in\": \"10f\"", "\"in\": \"15f\""));
}

TEST(Command, MovesScalesAndTurns) {
  EXPECT_EQ(after(MoveLayers{{"/layers/1"}, {12.345, -0.001}}).document.text(),
            replaced(kText, "[\"50%\", \"50%-40\"]", "[\"50%+12.35\", \"50%-40\"]"));
  EXPECT_EQ(value_at(after(MoveLayers{{"/layers/1"}, {0, 40}}), "/layers/1/position"), R"(["50%","50%"])");
  EXPECT_EQ(value_at(after(MoveLayers{{"/layers/0"}, {1, 2}}), "/layers/0/position"), "[1,2]");
  const std::string scale = "/layers/2/children/1";
  EXPECT_EQ(value_at(after(ScaleLayers{{scale}, {2, 2}, 20}), scale + "/scale/keys/1/v"), "[4,6]");
  EXPECT_EQ(value_at(after(ScaleLayers{{scale}, {2, 2}, 20}), scale + "/scale/keys/0/v"), "1")
      << "the playhead is on a key";
  EXPECT_EQ(value_at(after(ScaleLayers{{scale}, {2, 1}, 99}), scale + "/scale/keys/0/v"), "[2,1]");
  EXPECT_EQ(value_at(after(RotateLayers{{"/layers/2/children/0"}, -20}), "/layers/2/children/0/rotation"), "-10");
}

TEST(Command, NumbersAndTimesBeyondReasonAreRefused) {
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(apply_command(fresh(), MoveLayers{{"/layers/1"}, {infinite, 0}}));
  EXPECT_FALSE(apply_command(fresh(), MoveLayers{{"/layers/0"}, {0, std::nan("")}}));
  EXPECT_FALSE(apply_command(fresh(), ScaleLayers{{"/layers/0"}, {1e300, 1}}));
  EXPECT_FALSE(apply_command(fresh(), RotateLayers{{"/layers/0"}, -infinite}));
  for (const int64_t frame : {int64_t{1} << 62, -(int64_t{1} << 62)}) {
    EXPECT_FALSE(apply_command(fresh(), SetKey{"/layers/1/opacity", frame, json("1")}));
    EXPECT_FALSE(apply_command(fresh(), frame > 0 ? Command(SetOut{"/layers/0", frame}) : SetIn{"/layers/0", frame}));
  }
}

TEST(Command, ReordersNestsAndFollowsTheSelection) {
  State state = fresh();
  state.selection = {"/layers/0", "/layers/2/children/1"};
  state = must(apply_command(state, PlaceLayers{{"/layers/0"}, "/layers", 3}));
  EXPECT_THAT(state.selection, ElementsAre("/layers/2", "/layers/1/children/1"));
  EXPECT_EQ(value_at(state, "/layers/2/id"), "\"back\"");
  EXPECT_THAT(state.document.text(), HasSubstr("// the back\n    { \"id\": \"back\""));
  state = must(apply_command(state, PlaceLayers{{"/layers/2", "/layers/0"}, "/layers/1/children", 1}));
  EXPECT_THAT(state.selection, ElementsAre("/layers/0/children/2", "/layers/0/children/3"));
  EXPECT_EQ(value_at(state, "/layers/0/children/1/id"), "\"title\"");
  EXPECT_FALSE(apply_command(state, PlaceLayers{{"/layers/0"}, "/layers/0/children", 0}));
  EXPECT_FALSE(apply_command(state, PlaceLayers{{"/layers/0"}, "/canvas/size", 0}));
}

TEST(Command, DeletingTakesWhatNamesTheLayer) {
  const State without_back = after(DeleteLayers{{"/layers/0"}});
  EXPECT_EQ(value_at(without_back, "/layers/0/clip"), "nothing");
  EXPECT_EQ(value_at(after(DeleteLayers{{"/layers/1"}}), "/formats/1:1/layers/title"), "nothing");
  EXPECT_EQ(value_at(after(DeleteLayers{{"/layers/0", "/layers/2", "/layers/2/children/0"}}), "/layers/0/id"),
            "\"title\"");
}

TEST(Command, DuplicatesHaveTheirOwnIds) {
  const State state = after(DuplicateLayers{{"/layers/0", "/layers/1"}});
  EXPECT_THAT(state.selection, ElementsAre("/layers/1", "/layers/3"));
  EXPECT_EQ(value_at(state, "/layers/1/id"), "\"back-2\"");
  EXPECT_EQ(value_at(state, "/layers/3/id"), "\"title-2\"");
  EXPECT_EQ(value_at(state, "/layers/3/clip"), "\"back-2\"") << "the copy is clipped by the copy";
  EXPECT_EQ(value_at(state, "/layers/2/clip"), "\"back\"");
}

TEST(Command, AddsGroupsAndRenames) {
  const State added = after(AddLayers{"/layers", 1, {json(R"({"id": "title", "type": "solid"})")}});
  EXPECT_EQ(value_at(added, "/layers/1/id"), "\"title-2\"");
  EXPECT_THAT(added.selection, ElementsAre("/layers/1"));
  const State grouped = after(GroupLayers{{"/layers/0", "/layers/1"}});
  EXPECT_EQ(value_at(grouped, "/layers/0/children/1/id"), "\"title\"");
  EXPECT_THAT(grouped.selection, ElementsAre("/layers/0"));
  State state = fresh();
  state = must(apply_command(state, SetFlags{{"/layers/0"}, {.solo = true}}));
  state = must(apply_command(state, RenameLayer{"/layers/0", "ground"}));
  EXPECT_EQ(value_at(state, "/layers/1/clip"), "\"ground\"");
  EXPECT_TRUE(flags_of(state, "/layers/0").solo);
  EXPECT_EQ(value_at(after(RenameLayer{"/layers/1", "head"}), "/formats/1:1/layers/head/opacity"), "0.5");
  EXPECT_FALSE(apply_command(fresh(), RenameLayer{"/layers/1", "back"}));
  EXPECT_FALSE(apply_command(fresh(), RenameLayer{"/layers/1", "-x"}));
}

TEST(Command, PromotesToParameters) {
  const State state = after(Promote{"/layers/0/color", "ground"});
  EXPECT_EQ(value_at(state, "/layers/0/color"), "\"{{ground}}\"");
  EXPECT_EQ(value_at(state, "/params/ground"), R"({"type":"color","default":"#102030"})");
  EXPECT_EQ(
      value_at(must(apply_command(state, SetDefault{"/params/ground", json("\"#000\"")})), "/params/ground/default"),
      "\"#000\"");
  EXPECT_FALSE(apply_command(state, Promote{"/layers/0/color", "other"})) << "it follows one already";
  EXPECT_FALSE(apply_command(state, Promote{"/layers/1/text", "ground"}));
  EXPECT_FALSE(apply_command(state, Promote{"/layers/1/text", "row"}));
  EXPECT_FALSE(apply_command(state, Promote{"/layers/1/opacity", "fade"}));
}

TEST(Command, BatchesAreAllOrNothing) {
  const Batch good{"Fade", {SetProperty{"/layers/0/opacity", json("0.5")}, SetPlayhead{7}}};
  EXPECT_EQ(after(good).playhead, 7);
  EXPECT_FALSE(apply_command(fresh(), Batch{"Bad", {SetPlayhead{7}, DeleteLayers{{"/layers/9"}}}}));
  EXPECT_EQ(name_of(good, parsed(kText)), "Fade");
  EXPECT_EQ(name_of(SetProperty{"/layers/1/opacity", {}}, parsed(kText)), "Set opacity of title");
}

TEST(Command, LookingChangesNoDocument) {
  State state = fresh();
  for (const Command& command : std::vector<Command>{
           Select{{"/layers/1", "/nothing", "/canvas"}}, SetPlayhead{5000}, SetWorkArea{{10, 500}}, SetMarker{{5, "a"}},
           SetMarker{{3, "b"}}, MoveMarker{0, 9}, SetFlags{{"/layers/1"}, {.lock = true}}, ChooseFormat{"1:1"},
           ChooseRow{3}, TryParameter{"x", json("1")}, SetCanvasView{{.fit = false, .zoom = 2}}}) {
    state = must(apply_command(state, command));
  }
  EXPECT_EQ(state.document.text(), kText);
  EXPECT_THAT(state.selection, ElementsAre("/layers/1"));
  EXPECT_EQ(state.playhead, 99);
  EXPECT_EQ(state.work_area, (WorkArea{10, 100}));
  EXPECT_THAT(state.markers, ElementsAre(Marker{5, "a"}, Marker{9, "b"}));
  State again = fresh();
  read_view(view_json(state), again);
  EXPECT_EQ(write_json(view_json(again), 0), write_json(view_json(state), 0));
}

constexpr const char* kFormats = R"({"framepress": 1, "canvas": {"size": [100, 100], "fps": "10", "duration": "1s"},
 "layers": [{"id": "a", "type": "solid", "position": [0, 0], "opacity": {"keys": [{"t": "0s", "v": 1}]}},
            {"id": "b", "type": "solid", "position": [5, 5]}],
 "formats": {"wide": {}, "tall": {"canvas": {"duration": "3s"},
   "layers": {"a": {"position": {"keys": [{"t": "0.5s", "v": [1, 1]}]}, "in": "0.2s"}}}}})";

TEST(Formats, WhatAFormatSaysIsEditedThere) {
  State state = open_state(parsed(kFormats), "t.json");
  state = must(apply_command(state, ChooseFormat{"tall"}));
  const Outline outline = read_outline(state.document.root(), {}, "tall");
  EXPECT_EQ(outline.frames, 30);
  EXPECT_EQ(outline.layers[0].in, 2);
  ASSERT_EQ(outline.layers[0].keyed.size(), 2u);
  EXPECT_EQ(outline.layers[0].keyed[0].pointer, "/formats/tall/layers/a/position");
  EXPECT_EQ(outline.layers[0].keyed[1].pointer, "/layers/0/opacity");

  const State moved = must(apply_command(state, MoveLayers{{"/layers/0", "/layers/1"}, {10, 0}, 7}));
  EXPECT_TRUE(equal(*find_at(moved.document.root(), "/layers/0/position"), json("[0, 0]")));
  EXPECT_TRUE(equal(*find_at(moved.document.root(), "/formats/tall/layers/a/position/keys/0/v"), json("[11, 1]")));
  EXPECT_TRUE(equal(*find_at(moved.document.root(), "/layers/1/position"), json("[15, 5]")));

  const State keyed = must(apply_command(state, SetKey{"/formats/tall/layers/a/position", 9, json("[2, 2]")}));
  EXPECT_EQ(find_at(keyed.document.root(), "/formats/tall/layers/a/position/keys")->items.size(), 2u);
  const State trimmed = must(apply_command(state, SetIn{"/layers/0", 4}));
  EXPECT_EQ(find_at(trimmed.document.root(), "/formats/tall/layers/a/in")->text, "0.4s");
  EXPECT_EQ(find_at(trimmed.document.root(), "/layers/0/in"), nullptr);

  // And nowhere else once edits are for this format only.
  const State only =
      must(apply_command(must(apply_command(state, EditOnlyFormat{true})), MoveLayers{{"/layers/1"}, {0, 3}, 0}));
  EXPECT_TRUE(equal(*find_at(only.document.root(), "/layers/1/position"), json("[5, 5]")));
  EXPECT_TRUE(equal(*find_at(only.document.root(), "/formats/tall/layers/b/position"), json("[5, 8]")));
  const State faded = must(apply_command(only, SetKey{"/formats/tall/layers/a/opacity", 6, json("0.5")}));
  EXPECT_EQ(find_at(faded.document.root(), "/formats/tall/layers/a/opacity/keys")->items.size(), 2u);
  EXPECT_EQ(find_at(faded.document.root(), "/layers/0/opacity/keys")->items.size(), 1u);
  EXPECT_EQ(timeline_layers(read_outline(faded.document.root(), {}, "tall"))[1].properties[1].label, "opacity");
  EXPECT_EQ(path_in_layer("/formats/a~1b/layers/x/effects/0/radius"), "effects/0/radius");
  EXPECT_EQ(path_in_layer("/layers/2/children/0/opacity"), "opacity");
}

}  // namespace
}  // namespace fp::editor

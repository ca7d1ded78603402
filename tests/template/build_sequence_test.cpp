// Sequences: when scenes are shown, and how they follow each other.
#include <gmock/gmock.h>

#include "tests/template/built.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using testing_documents::built;
using testing_documents::faults;
using testing_documents::layer_faults;
using testing_documents::layers;

// Scenes of a sequence on the 300 frames of the canvas.
std::string sequence(const std::string& scenes, const std::string& more = "") {
  return R"({"type": "sequence", )" + more + R"("children": [)" + scenes + "]}";
}
std::string scene(const std::string& members) {
  return R"({"type": "solid", "color": "#fff")" + (members.empty() ? "" : ", " + members) + "}";
}
const GroupContent& only(const std::vector<Layer>& made) {
  return std::get<GroupContent>(made.at(0).content);
}

TEST(BuildSequence, ScenesOverlapByTheirTransitions) {
  const auto made = layers(sequence(scene(R"("duration": 2)") + "," +
                                    scene(R"("duration": 3, "transition": {"type": "push", "duration": "0.5s"})") +
                                    "," + scene(R"("duration": 1, "transition": "dissolve")")));
  const GroupContent& group = only(made);
  ASSERT_EQ(group.children.size(), 3u);
  EXPECT_EQ(group.children[0].in, 0);
  EXPECT_EQ(group.children[0].out, 60);
  EXPECT_EQ(group.children[1].in, 45);
  EXPECT_EQ(group.children[1].out, 135);
  EXPECT_EQ(group.children[2].in, 120);  // 0.5 s unless it says otherwise
  EXPECT_EQ(group.children[2].out, 150);
  EXPECT_EQ(made[0].out, 150);  // as long as its scenes
  EXPECT_TRUE(group.clip);
  ASSERT_EQ(group.transitions.size(), 3u);
  EXPECT_EQ(group.transitions[0].kind, Transition::Kind::cut);
  EXPECT_EQ(group.transitions[1].kind, Transition::Kind::push);
  EXPECT_EQ(group.transitions[1].frames, 15);
  EXPECT_EQ(group.transitions[1].angle, 180);
  EXPECT_EQ(group.transitions[1].ease.kind, Ease::Kind::bezier);
  EXPECT_EQ(group.transitions[2].ease.kind, Ease::Kind::linear);
}

TEST(BuildSequence, TheSequencesOwnTransition) {
  const auto made = layers(sequence(
      scene(R"("duration": 2)") + "," + scene(R"("duration": 3)") + "," + scene(R"("duration": 1, "transition": null)"),
      R"("transitions": {"type": "wipe", "duration": "10f", "angle": 45, "softness": 0.2}, )"));
  const GroupContent& group = only(made);
  EXPECT_EQ(group.transitions[0].frames, 0);  // nothing to come from
  EXPECT_EQ(group.transitions[1].kind, Transition::Kind::wipe);
  EXPECT_EQ(group.transitions[1].softness, 0.2);
  EXPECT_EQ(group.transitions[2].kind, Transition::Kind::cut);
  EXPECT_EQ(group.children[1].in, 50);
  EXPECT_EQ(group.children[2].in, 140);
}

TEST(BuildSequence, EveryKindIsRead) {
  const auto details = [](const std::string& transition) {
    const auto made =
        layers(sequence(scene(R"("duration": 2)") + "," + scene(R"("duration": 3, "transition": )" + transition)));
    return only(made).transitions.at(1);
  };
  EXPECT_EQ(details(R"({"type": "dip", "color": "#ff0000"})").color, (Color{1, 0, 0, 1}));
  EXPECT_EQ(details(R"({"type": "slide", "angle": 90})").angle, 90);
  EXPECT_EQ(details(R"("cover")").kind, Transition::Kind::cover);
  EXPECT_EQ(details(R"("wipe")").angle, 0);
  EXPECT_EQ(details(R"("clock")").angle, -90);
  EXPECT_TRUE(details(R"({"type": "clock", "counterclockwise": true})").reversed);
  const Transition iris =
      details(R"({"type": "iris", "shape": "diamond", "center": [0.25, 0.75], "closes": true, "ease": "linear"})");
  EXPECT_EQ(iris.shape, Transition::Shape::diamond);
  EXPECT_EQ(iris.center, (Vec2{0.25, 0.75}));
  EXPECT_TRUE(iris.reversed);
  EXPECT_EQ(iris.ease.kind, Ease::Kind::linear);
  EXPECT_EQ(details(R"({"type": "zoom", "amount": 2})").amount, 2);
  EXPECT_EQ(details(R"({"type": "blur", "radius": 7})").amount, 7);
  const Transition luma = details(R"({"type": "luma", "image": "ink.png", "invert": true})");
  EXPECT_EQ(luma.asset, "ink.png");
  EXPECT_TRUE(luma.reversed);
}

TEST(BuildSequence, TheLastSceneLastsToTheEnd) {
  const auto made = layers(sequence(scene(R"("duration": 2)") + "," + scene("")));
  EXPECT_EQ(only(made).children[1].out, 300);
}

TEST(BuildSequence, ScenesThatAreNotShownTakeNoTime) {
  const auto made = layers(sequence(scene(R"("duration": 2)") + "," +
                                    scene(R"("duration": 3, "visible": false, "transition": "push")") + "," +
                                    scene(R"("duration": 1)") + "," + scene(R"("duration": 1, "visible": false)")));
  const GroupContent& group = only(made);
  ASSERT_EQ(group.children.size(), 2u);
  EXPECT_EQ(group.children[1].in, 60);
  EXPECT_EQ(made[0].out, 90);
}

TEST(BuildSequence, SequencesInSequences) {
  const std::string inner =
      sequence(scene(R"("duration": 1)") + "," + scene(R"("duration": 1)"), R"("transition": "dissolve", )");
  const auto made = layers(sequence(scene(R"("duration": 2)") + "," + inner + "," + scene(R"("duration": 1)")));
  const GroupContent& group = only(made);
  EXPECT_EQ(group.children[1].in, 45);
  EXPECT_EQ(group.children[1].out, 105);
  EXPECT_EQ(made[0].out, 135);
}

TEST(BuildSequence, CanvasAsLongAsItsSequences) {
  const auto canvas = [](const std::string& inside) {
    return R"({"framepress": 1, "canvas": {"size": [100, 50], "duration": "auto"}, "layers": [)" + inside + "]}";
  };
  const std::string two = scene(R"("duration": 2)") + "," + scene(R"("duration": 3, "transition": "push")");
  EXPECT_EQ(built(canvas(scene("") + "," + sequence(two) + "," + sequence(two, R"("in": "10f", )"))).frames, 145);
  EXPECT_THAT(faults(canvas(scene(""))), HasSubstr("there is none that says how long it lasts | /canvas/duration"));
  EXPECT_THAT(faults(canvas(sequence(scene("")))), HasSubstr("there is none that says how long it lasts"));
}

TEST(BuildSequence, FaultsSayWhatToDo) {
  EXPECT_THAT(layer_faults(sequence(scene("") + "," + scene(R"("duration": 1)"))),
              HasSubstr("this scene does not say how long it lasts | /layers/0/children/0"));
  EXPECT_THAT(layer_faults(sequence(scene(R"("duration": 1, "in": 1)"))),
              HasSubstr("\"in\" has no meaning in a sequence"));
  EXPECT_THAT(layer_faults(sequence(scene(R"("out": 1)"))), HasSubstr("\"out\" has no meaning in a sequence"));
  EXPECT_THAT(layer_faults(scene(R"("transition": "push")")), HasSubstr("only in a sequence | /layers/0/transition"));
  EXPECT_THAT(
      layer_faults(sequence(scene(R"("duration": "10f")") + "," + scene(R"("duration": 1, "transition": "push")"))),
      HasSubstr("lasts 10 frames, less than the transitions at its ends take: 0 and 15"));
  EXPECT_THAT(layer_faults(sequence(scene(R"("duration": 8)") + "," + scene(R"("duration": 3)"), R"("out": "end", )")),
              HasSubstr("the scenes last 330 frames, but there is room for 300"));
  EXPECT_THAT(layer_faults(sequence(scene(R"("duration": 1, "transition": {"type": "luma"})"))), HasSubstr("image"));
  EXPECT_THAT(layer_faults(sequence(scene(R"("duration": 1, "transition": "warp")"))), HasSubstr("a transition"));
  EXPECT_THAT(layer_faults(sequence(scene(R"("duration": 1, "transition": {"type": "push", "radius": 2})"))),
              HasSubstr("radius"));
}

}  // namespace
}  // namespace fp

// "animate" of whole layers and parts, "enter" and "exit" by presets.
#include <gmock/gmock.h>

#include "engine/template/presets.hpp"
#include "tests/template/built.hpp"

namespace fp {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing_documents::bare;
using testing_documents::layers;
using testing_documents::parsed;
using testing_documents::with_layers;
using Part = Motion::Part;

constexpr const char* kSolid = R"("type": "solid", "color": "#fff", "size": [200, 100], "out": "4s", )";
constexpr const char* kText = R"("type": "text", "text": "two words", "font": "brand", "fontSize": 40, "out": "4s", )";

Layer layer(const char* kind, const std::string& members) {
  return layers("{" + std::string(kind) + members + "}").at(0);
}
std::vector<Motion> parts(const std::string& members) {
  return std::get<TextContent>(layer(kText, members).content).motions;
}
std::string faults(const char* kind, const std::string& members) {
  const Result<Composition> made =
      build_composition(bare(), parsed(with_layers("{" + std::string(kind) + members + "}")), "", "");
  std::string all;
  if (made) return "accepted";
  for (const Diagnostic& d : made.error()) all += d.message + " | " + d.pointer + " | " + d.hint + "\n";
  return all;
}

TEST(Motions, WithoutPartsMoveTheLayer) {
  const Layer solid =
      layer(kSolid, R"("animate": [{"from": {"position": [10, "-50%"], "blur": 6, "origin": "left", "clip": true},
      "duration": "12f"}, {"to": {"wipe": {"angle": 90, "softness": 0.2}}}])");
  ASSERT_EQ(solid.motions.size(), 2u);
  const Motion& in = solid.motions[0];
  EXPECT_EQ(in.part, Part::layer);
  EXPECT_EQ(in.away.position, Vec2(10, 0));
  EXPECT_EQ(in.away.share, Vec2(0, -0.5));
  EXPECT_EQ(in.away.blur, 6);
  EXPECT_EQ(in.away.origin, Vec2(0, 0.5));
  EXPECT_TRUE(in.away.clip);
  EXPECT_EQ(in.duration, 12);
  const Motion& out = solid.motions[1];
  EXPECT_EQ(*out.finish, 120);
  EXPECT_EQ(out.away.wipe->angle, 90);
  EXPECT_EQ(out.away.wipe->softness, 0.2);
  EXPECT_TRUE(layer(kSolid, R"("opacity": 1)").motions.empty());
}

TEST(Motions, OfATextAreItsOwnOrItsParts) {
  const Layer text = layer(
      kText, R"("animate": [{"from": {"opacity": 0}}, {"by": "word", "from": {"position": ["0.5em", "2vmin"]}}])");
  ASSERT_EQ(text.motions.size(), 1u);
  const std::vector<Motion>& inner = std::get<TextContent>(text.content).motions;
  ASSERT_EQ(inner.size(), 1u);
  EXPECT_EQ(inner[0].part, Part::word);
  EXPECT_EQ(inner[0].away.em, Vec2(0.5, 0));
  EXPECT_EQ(inner[0].away.position, Vec2(0, 10));  // of 500 pixels
}

TEST(Motions, EnterStartsAtTheInPointAndExitEndsAtTheOutPoint) {
  const Layer solid =
      layer(kSolid, R"("in": "1s", "enter": "rise", "exit": {"preset": "rise", "duration": "0.5s", "delay": "1s"})");
  ASSERT_EQ(solid.motions.size(), 4u);  // each moves and fades
  const Motion &in = solid.motions[0], &out = solid.motions[2];
  EXPECT_FALSE(in.leaves);
  EXPECT_EQ(in.start, 0);
  EXPECT_NEAR(in.duration, 21, 1e-9);
  EXPECT_EQ(in.away.position, Vec2(0, 30));  // 6 % of 500
  EXPECT_TRUE(out.leaves);
  EXPECT_EQ(*out.finish, 90 - 30);
  EXPECT_NEAR(out.duration, 15, 1e-9);
  EXPECT_EQ(out.away.position, Vec2(0, -30));  // it goes on upward
  EXPECT_EQ(in.ease.p[0], 0.22);               // outQuint
  EXPECT_EQ(out.ease.p[0], 0.64);              // inQuint
}

TEST(Motions, PresetsTakeChanges) {
  const std::vector<Motion> made = parts(
      R"("enter": {"preset": "rise", "by": "word", "stagger": "40ms", "order": "random", "seed": 3, "ease": "linear", "distance": 60, "duration": "1s"})");
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[0].part, Part::word);
  EXPECT_NEAR(made[0].stagger, 1.2, 1e-9);
  EXPECT_EQ(made[0].order, Motion::Order::random);
  EXPECT_EQ(made[0].seed, 3u);
  EXPECT_EQ(made[0].away.position, Vec2(0, 60));
  EXPECT_EQ(made[0].away.em, Vec2());
  EXPECT_EQ(made[0].ease.kind, Ease::Kind::linear);
  EXPECT_NEAR(made[0].duration, 30, 1e-9);
  EXPECT_NEAR(made[1].duration, 15, 1e-9);  // in proportion
  EXPECT_EQ(parts(R"("enter": {"preset": "rise", "by": "word"})")[0].away.em, Vec2(0, 0.6));
  EXPECT_EQ(parts(R"("enter": {"preset": "rise", "by": "line", "distance": "100%"})")[0].away.share, Vec2(0, 1));
  EXPECT_EQ(*parts(R"("enter": {"preset": "dissolve", "within": "2s"})")[0].within, 60);
}

TEST(Motions, PresetsOfPartsMoveOtherLayersWhole) {
  EXPECT_EQ(parts(R"("enter": "reveal")").at(0).part, Part::line);
  EXPECT_EQ(layer(kText, R"("enter": {"preset": "reveal", "by": "layer"})").motions.size(), 1u);
  EXPECT_TRUE(layer(kSolid, R"("enter": "reveal")").motions.at(0).away.clip);
}

TEST(Motions, EveryPresetIsReadBothWaysOnEveryKindOfLayer) {
  for (const Json::Member& preset : motion_presets().members) {
    const std::string both = R"("enter": ")" + preset.key + R"(", "exit": ")" + preset.key + "\"";
    EXPECT_EQ(faults(kText, both), "accepted") << preset.key;
    const char* expected = preset.value.find("text") ? "this layer is no text" : "accepted";
    EXPECT_THAT(faults(kSolid, both), HasSubstr(expected)) << preset.key;
    EXPECT_FALSE(preset.value.find("description")->text.empty());
  }
  EXPECT_GE(motion_presets().members.size(), 25u);
}

TEST(Motions, StaggeredChildrenLeaveAtTheirOwnEnd) {
  const Layer group = layers(R"({"type": "group", "out": "4s", "stagger": "10f", "children": [
      {"type": "solid", "color": "#fff"}, {"type": "solid", "color": "#fff", "exit": "fade"},
      {"type": "solid", "color": "#fff", "duration": "1s"}]})")
                          .at(0);
  const std::vector<Layer>& children = std::get<GroupContent>(group.content).children;
  EXPECT_EQ(children[1].in, 10);
  EXPECT_EQ(children[1].out, 120);
  EXPECT_EQ(*children[1].motions[0].finish, 110);
  EXPECT_EQ(children[2].in, 20);
  EXPECT_EQ(children[2].out, 50);
}

TEST(Motions, MirroredEases) {
  EXPECT_EQ(mirrored_ease(Json::of("outBack")).text, "inBack");
  EXPECT_EQ(mirrored_ease(Json::of("inOutSine")).text, "inOutSine");
  EXPECT_EQ(mirrored_ease(Json::of("easeOut")).text, "easeIn");
  const Json curve = mirrored_ease(parsed("[0.1, 0.2, 0.3, 0.9]"));
  EXPECT_NEAR(curve.items[0].number, 0.7, 1e-12);
  EXPECT_NEAR(curve.items[3].number, 0.8, 1e-12);
}

TEST(Motions, FaultsSayWhereAndWhat) {
  EXPECT_THAT(faults(kSolid, R"("enter": "rize")"),
              AllOf(HasSubstr("no motion is named \"rize\" | /layers/0/enter"), HasSubstr("did you mean \"rise\"?")));
  EXPECT_THAT(faults(kSolid, R"("exit": {"preset": "typewriter"})"), HasSubstr("one of a text's parts"));
  EXPECT_THAT(faults(kSolid, R"("enter": {"preset": "rise", "by": "word"})"),
              HasSubstr("only a text has parts such as \"word\" | /layers/0/enter/by"));
  EXPECT_THAT(faults(kSolid, R"("animate": [{"by": "line", "from": {}}])"), HasSubstr("| /layers/0/animate/0/by"));
  EXPECT_THAT(faults(kText, R"("enter": {"preset": "wipe-up", "by": "word"})"),
              HasSubstr("a wipe goes over a whole layer"));
  EXPECT_THAT(faults(kText, R"("animate": [{"by": "word", "from": {"wipe": 0}}])"),
              HasSubstr("a wipe goes over a whole"));
  EXPECT_THAT(
      faults(kSolid, R"("animate": [{"from": {}, "stagger": "1s"}])"),
      HasSubstr(
          "\"stagger\" is of the parts of a text; this motion moves a whole layer | /layers/0/animate/0/stagger"));
  EXPECT_THAT(faults(kText, R"("animate": [{"from": {"letterSpacing": 3}}])"), HasSubstr("letter spacing and em"));
  EXPECT_THAT(faults(kSolid, R"("animate": [{"from": {"position": ["1em", 0]}}])"), HasSubstr("letter spacing and em"));
  EXPECT_THAT(faults(kSolid, R"("animate": [{"from": {}, "to": {}}])"), HasSubstr("comes \"from\" somewhere"));
  EXPECT_THAT(faults(kText, R"("enter": {"preset": "typewriter", "duration": "1s"})"), HasSubstr("take no time"));
  EXPECT_THAT(faults(kText, R"("enter": {"preset": "rise", "by": "word", "stagger": "1s", "within": "2s"})"),
              HasSubstr("has no meaning beside \"within\""));
  EXPECT_EQ(
      build_composition(
          bare(),
          parsed(with_layers(R"({"type": "solid", "color": "#fff", "enter": {"preset": "rise", "delay": "90000s"}})")),
          "", "")
          .error()
          .size(),
      1u);
  EXPECT_THAT(faults(kSolid, R"("enter": {"preset": "rise", "speed": 2})"), HasSubstr("\"speed\""));
  EXPECT_THAT(faults(kSolid, R"("enter": {"duration": "1s"})"), HasSubstr("\"preset\""));
  EXPECT_THAT(faults(kSolid, R"("enter": {"preset": "rise", "distance": "5 apples"})"), HasSubstr("/enter/distance"));
  EXPECT_THAT(faults(kSolid, R"("animate": [{"from": {"blur": -1}}])"), HasSubstr("/animate/0/from/blur"));
}

}  // namespace
}  // namespace fp

// What texts come to as commands.
#include <gmock/gmock.h>

#include "engine/display/lower.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

struct TextCommands : testing::Test {
  Assets assets{std::make_shared<AssetRoot>(*AssetRoot::open(FP_SOURCE_DIR "/tests/golden"))};
  Composition composition;
  TextContent text;

  TextCommands() {
    composition.width = 600;
    composition.height = 200;
    composition.frames = 30;
    composition.fonts = {{"main", "fonts/Inter-Medium.otf"},
                         {"emoji", "fonts/NotoColorEmoji.ttf"},
                         {"layers", "fonts/ColorTest.ttf"},
                         {"variable", "fonts/Inter-Variable.ttf"}};
    text.size.constant = 50;
  }
  void span(const std::string& words, std::vector<std::string> fonts = {"main"}) {
    text.text += words;
    TextSpan& s = text.spans.emplace_back();
    s.bytes = words.size();
    s.fonts = std::move(fonts);
    s.fill = Tint{.constant = {0, 0, 0, 1}};
  }
  Result<DisplayList> list(int64_t frame = 0) {
    Layer layer;
    layer.id = "words";
    layer.out = 30;
    layer.transform.scale.constant = {1, 1};
    layer.opacity.constant = 1;
    layer.content = text;
    composition.layers = {layer};
    return lower(evaluate(composition, frame), assets);
  }
  // Operations after the background.
  std::vector<Op> ops(int64_t frame = 0) {
    std::vector<Op> found;
    const Result<DisplayList> made = list(frame);
    EXPECT_TRUE(made.has_value()) << (made ? "" : to_string(made.error()[0]));
    for (size_t i = 1; made && i < made->commands.size(); ++i) found.push_back(made->commands[i].op);
    return found;
  }
  std::string message() {
    const Result<DisplayList> made = list();
    return made ? "lowered" : made.error()[0].message;
  }
};

TEST_F(TextCommands, OneMaskASpan) {
  span("Only ");
  EXPECT_EQ(ops().size(), 1u);
  span("$9");
  EXPECT_EQ(ops().size(), 2u);
  text.spans[1].stroke = Stroke{.paint = Tint{.constant = {1, 0, 0, 1}}, .width = {.constant = 4}};
  EXPECT_EQ(ops().size(), 3u);
  text.spans[1].fill.reset();
  EXPECT_EQ(ops().size(), 2u);
}

TEST_F(TextCommands, ColourGlyphsAreLayersOrPictures) {
  span("O", {"layers"});
  EXPECT_THAT(ops(), testing::ElementsAre(Op::solid, Op::solid));
  span("A\U0001F600", {"layers", "emoji"});
  EXPECT_THAT(ops(), testing::ElementsAre(Op::solid, Op::solid, Op::solid, Op::solid, Op::solid, Op::solid, Op::image));
}

TEST_F(TextCommands, MovingPartsAreDrawnApartAndThenAsOne) {
  span("abcd");
  Motion motion{.part = Motion::Part::grapheme};
  motion.duration = 10;
  motion.stagger = 2;
  motion.away.opacity = 0;
  text.motions = {motion};
  EXPECT_EQ(ops(0).size(), 0u);  // none is there yet
  EXPECT_EQ(ops(3).size(), 2u);
  EXPECT_EQ(ops(12).size(), 4u);
  EXPECT_EQ(ops(16).size(), 1u);
}

TEST_F(TextCommands, EqualLettersShareAMaskWhileTheyMove) {
  span("oooo");
  Motion motion{.part = Motion::Part::grapheme};
  motion.duration = 10;
  motion.away.position = {0, 16};
  text.motions = {motion};
  const Result<DisplayList> made = list(0);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->commands.size(), 5u);
  EXPECT_LE(made->resources.size(), 4u);
}

TEST_F(TextCommands, SoftenedPartsArePicturesUntilTheyAreThere) {
  span("ab cd");
  text.motions = {{.part = Motion::Part::word, .duration = 10, .stagger = 5, .away = {.blur = 4}}};
  EXPECT_THAT(ops(0), testing::ElementsAre(Op::picture, Op::picture));
  EXPECT_THAT(ops(12), testing::ElementsAre(Op::solid, Op::solid, Op::picture));  // a and b are there
  EXPECT_THAT(ops(16), testing::ElementsAre(Op::solid));
}

TEST_F(TextCommands, ClippedPartsStayInTheirBox) {
  span("H");
  text.motions = {{.part = Motion::Part::line, .duration = 10, .away = {.share = {0, 1}, .clip = true}}};
  EXPECT_EQ(ops(0).size(), 0u);
  const Result<DisplayList> there = list(20), half = list(5);
  ASSERT_EQ(half->commands.size(), 2u);
  const IRect &rest = there->commands[1].bounds, &cut = half->commands[1].bounds;
  EXPECT_GT(cut.y0, rest.y0 + 10);
  EXPECT_LT(cut.height(), rest.height());
}

TEST_F(TextCommands, FaultsNameTheLayer) {
  span("abc");
  text.spans[0].axes = {{{'w', 'g', 'h', 't'}, {.constant = 500}}};
  EXPECT_THAT(message(), HasSubstr("layer \"words\": no font of this text has the axis \"wght\""));
  text.spans[0].fonts = {"variable"};
  EXPECT_EQ(message(), "lowered");
  text.hyphens = TextContent::Hyphens::automatic;
  text.language = "de-AT";
  EXPECT_THAT(message(), HasSubstr("has no patterns for \"de-AT\""));
  composition.hyphenation = {{"de", "hyphenation/none.dic"}};
  EXPECT_THAT(message(), HasSubstr("none.dic"));
  composition.hyphenation = {{"de", "hyphenation/test.dic"}};
  EXPECT_EQ(message(), "lowered");
  text.path = "M0 0 L";
  EXPECT_NE(message(), "lowered");
}

TEST_F(TextCommands, ChecksSeeTheLargestSize) {
  span("abc");
  text.fit = TextContent::Fit::shrink;
  text.size.constant = 40;
  ASSERT_TRUE(list().has_value());
  composition.layers[0].size = Point{.constant = {30, 100}};
  const auto findings = inspect_text(composition, assets);
  ASSERT_TRUE(findings.has_value());
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_TRUE((*findings)[0].shrunk);
}

}  // namespace
}  // namespace fp

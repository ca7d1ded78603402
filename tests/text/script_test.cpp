// Scripts that do more than stand side by side: joining, reordering, stacking, and lines without spaces.
#include <gmock/gmock.h>

#include "engine/core/utf8.hpp"
#include "engine/text/unicode.hpp"
#include "tests/text/requests.hpp"

namespace fp {
namespace {

struct ScriptTest : testing::Test {
  FontChain chain{load_font("inter/Inter-Regular.otf"),
                  load_font("noto/NotoSansHebrew-Regular.ttf"),
                  load_font("subsets/NotoSansArabic-Regular.ttf"),
                  load_font("subsets/NotoSansDevanagari-Regular.ttf"),
                  load_font("subsets/NotoSansThai-Regular.ttf"),
                  load_font("subsets/NotoSansJP-Bold.otf")};
  TextContent content;

  TextLayout set(const std::string& text, std::optional<double> width = {}, double spacing = 0) {
    content.text = text;
    use_one_span(content);
    TextRequest request = request_of(content, 100, chain, spacing);
    request.width = width;
    const Result<TextLayout> layout = layout_text(request);
    EXPECT_TRUE(layout.has_value()) << (layout ? "" : to_string(layout.error()[0]));
    return layout ? *layout : TextLayout{};
  }
  std::vector<std::string> pieces(const std::string& text, const std::string& language) {
    const std::string_view whole[] = {text};
    const std::u16string units = split_paragraphs(whole)[0].text;
    const Result<std::vector<size_t>> ends = line_break_ends(units, language);
    std::vector<std::string> found;
    size_t begin = 0;
    for (const size_t end : ends.value()) {
      std::string& piece = found.emplace_back();
      for (const char32_t c : code_points(std::u16string_view(units).substr(begin, end - begin))) append_utf8(piece, c);
      begin = end;
    }
    return found;
  }
};

TEST_F(ScriptTest, ArabicLettersJoin) {
  // beh alone, and three of them: initial, medial and final forms are glyphs of their own.
  const TextLayout alone = set("ب"), joined = set("ببب");
  ASSERT_EQ(joined.clusters.size(), 3u);
  const auto base = [&](size_t cluster) { return joined.glyphs[joined.clusters[cluster].glyphs_begin].id; };
  EXPECT_NE(base(0), base(1));
  EXPECT_NE(base(1), base(2));
  EXPECT_NE(base(0), alone.glyphs[0].id);
  EXPECT_EQ(joined.clusters[0].grapheme, 2u);  // the last letter stands leftmost
  EXPECT_EQ(joined.clusters[2].grapheme, 0u);
  EXPECT_EQ(set("لا").clusters.size(), 1u);  // lam-alef is one ligature
}

TEST_F(ScriptTest, JoinedScriptsTakeNoLetterSpacing) {
  EXPECT_DOUBLE_EQ(set("ببب", {}, 10).box.x, set("ببب").box.x);
  EXPECT_NEAR(set("אבג", {}, 10).box.x, set("אבג").box.x + 20, 1e-9);
}

TEST_F(ScriptTest, DevanagariReordersAndStacks) {
  // ka + vowel sign i: the sign stands before its consonant, both in one cluster.
  const TextLayout ki = set("कि");
  ASSERT_EQ(ki.clusters.size(), 1u);
  ASSERT_EQ(ki.glyphs.size(), 2u);
  EXPECT_EQ(ki.glyphs[1].id, set("क").glyphs[0].id);
  // ka + virama + ssa is one conjunct; a line never ends inside it.
  EXPECT_EQ(set("क्ष").clusters.size(), 1u);
  EXPECT_EQ(set("क्षक्ष", 1).lines, 2);
}

TEST_F(ScriptTest, ThaiBreaksBetweenWordsOfTheDictionary) {
  EXPECT_THAT(pieces("สวัสดีชาวโลก", "th"), testing::ElementsAre("สวัสดี", "ชาว", "โลก"));
  content.language = "th";
  EXPECT_EQ(set("สวัสดีชาวโลก", set("สวัสดีชาว").box.x + 20).lines, 2);
  EXPECT_EQ(set("สวัสดีชาวโลก").words, 3);
}

TEST_F(ScriptTest, JapaneseBreaksBetweenCharactersButNotBeforeStops) {
  // No line starts with 。 or ー's closing kin, none ends with an opening bracket.
  EXPECT_THAT(pieces("新品。「緑茶」です", "ja"), testing::ElementsAre("新", "品。", "「緑", "茶」", "で", "す"));
  EXPECT_EQ(set("緑茶緑茶", 200).lines, 2);
}

TEST_F(ScriptTest, DirectionsOfAParagraphHoldOnEveryLine) {
  // The digits on the second line follow Hebrew of the first: they keep their place to the left of the comma.
  const std::string text = "אבג 12, 34";
  const double width = set("אבג").box.x + 30;
  const TextLayout layout = set(text, width);
  EXPECT_GT(layout.lines, 1);
  content.align = TextContent::Align::start;
  EXPECT_NEAR(set("אבג", 600).ink.max.x, 600, 1e-9);
  EXPECT_NEAR(set("abc", 600).ink.min.x, 0, 1e-9);
  content.align = TextContent::Align::end;
  EXPECT_NEAR(set("אבג", 600).ink.min.x, 0, 1e-9);
  content.align = TextContent::Align::start;
  content.direction = TextContent::Direction::rtl;
  EXPECT_NEAR(set("abc", 600).ink.max.x, 600, 1e-9);
}

TEST_F(ScriptTest, MixedDirectionsStandInVisualOrder) {
  // In a left-to-right paragraph: abc, then the Hebrew from its end to its start, then def.
  const TextLayout layout = set("ab אב cd");
  std::vector<uint32_t> order;
  for (const TextCluster& c : layout.clusters) order.push_back(c.grapheme);
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 4, 3, 5, 6, 7));
}

}  // namespace
}  // namespace fp

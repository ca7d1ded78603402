#include "engine/text/layout.hpp"

#include <gmock/gmock.h>

#include "tests/text/requests.hpp"

namespace fp {
namespace {

using testing::HasSubstr;
using Align = TextContent::Align;
using VerticalAlign = TextContent::VerticalAlign;
using Overflow = TextContent::Overflow;

struct LayoutTest : testing::Test {
  FontChain inter{load_font("inter/Inter-Regular.otf")};
  FontChain chain{inter[0], load_font("noto/NotoSansHebrew-Regular.ttf"), load_font("noto/NotoSans-Regular.ttf")};
  TextContent content;

  TextRequest request(const std::string& text, double size, std::optional<double> width, std::optional<double> height,
                      double spacing) {
    content.text = text;
    use_one_span(content);
    TextRequest made = request_of(content, size, chain, spacing);
    made.width = width;
    made.height = height;
    return made;
  }
  TextLayout set(const std::string& text, double size, std::optional<double> width = {},
                 std::optional<double> height = {}, double spacing = 0) {
    const Result<TextLayout> layout = layout_text(request(text, size, width, height, spacing));
    EXPECT_TRUE(layout.has_value()) << (layout ? "" : to_string(layout.error()[0]));
    return layout ? *layout : TextLayout{};
  }
  Errors errors(const std::string& text, double size, std::optional<double> width = {},
                std::optional<double> height = {}) {
    const Result<TextLayout> layout = layout_text(request(text, size, width, height, 0));
    EXPECT_FALSE(layout.has_value());
    return layout ? Errors{} : layout.error();
  }
  double width(const std::string& text, double size = 100) { return set(text, size).box.x; }
  void feature(const char* tag, uint32_t value) {
    if (content.spans.empty()) content.spans.emplace_back();
    content.spans[0].features.push_back({{tag[0], tag[1], tag[2], tag[3]}, value});
  }
};

TEST_F(LayoutTest, MeasuresWithoutABox) {
  const TextLayout one = set("Hello", 100);
  EXPECT_EQ(one.lines, 1);
  EXPECT_EQ(one.glyphs.size(), 5u);
  EXPECT_GT(one.box.x, 200);
  EXPECT_LT(one.box.x, 280);
  EXPECT_DOUBLE_EQ(one.box.y, 120);  // line height 1.2
  EXPECT_DOUBLE_EQ(one.ink.max.x, one.box.x);
  EXPECT_DOUBLE_EQ(width("Hello", 50), one.box.x / 2);
  EXPECT_FALSE(one.overflows);
  EXPECT_EQ(set("", 100).lines, 1);
  EXPECT_DOUBLE_EQ(set("", 100).box.y, 120);
}

TEST_F(LayoutTest, BaselineCentresAscentAndDescentInTheLine) {
  content.line_height = 2;
  const TextLayout layout = set("Ag\nAg", 2816);  // one font unit is one pixel
  // (5632 - (2728 + 680)) / 2 + 2728
  EXPECT_DOUBLE_EQ(layout.glyphs.at(0).origin.y, 3840);
  EXPECT_DOUBLE_EQ(layout.glyphs.at(2).origin.y, 3840 + 5632);
}

TEST_F(LayoutTest, KernsAndTakesFeatures) {
  const double kerned = width("AVAVA");
  feature("kern", 0);
  const double plain = width("AVAVA");
  EXPECT_LT(kerned, plain - 5);
  content.spans[0].features.clear();
  EXPECT_NE(width("111"), width("888"));
  feature("tnum", 1);
  EXPECT_DOUBLE_EQ(width("111"), width("888"));
}

TEST_F(LayoutTest, LetterSpacingGoesBetweenClustersAndTakesLigaturesApart) {
  const double plain = width("abcd");
  EXPECT_NEAR(set("abcd", 100, {}, {}, 10).box.x, plain + 30, 1e-9);
  // One cluster: a letter and its combining accent.
  EXPECT_NEAR(set("xe\u0323\u0302x", 100, {}, {}, 10).box.x, width("xe\u0323\u0302x") + 20, 1e-9);
  chain = {load_font("noto/NotoSans-Regular.ttf")};
  const size_t joined = set("ffi", 100).glyphs.size();
  EXPECT_LT(joined, 3u);
  EXPECT_EQ(set("ffi", 100, {}, {}, 1).glyphs.size(), 3u);
  feature("liga", 1);
  EXPECT_EQ(set("ffi", 100, {}, {}, 1).glyphs.size(), joined);
}

TEST_F(LayoutTest, WrapsAtBreakOpportunities) {
  const double limit = width("The quick brown") + 1;
  const TextLayout layout = set("The quick brown fox jumps", 100, limit);
  EXPECT_EQ(layout.lines, 2);
  EXPECT_DOUBLE_EQ(layout.box.x, limit);
  EXPECT_DOUBLE_EQ(layout.box.y, 240);
  EXPECT_NEAR(layout.ink.max.x, limit - 1, 1e-6);                             // the space at the end hangs
  EXPECT_EQ(set("The quick brown", 100, width("The quick brown")).lines, 1);  // fits a box of its own size
  EXPECT_EQ(set("The quick brown", 100, width("The quick brown") - 0.1).lines, 2);
  EXPECT_EQ(set("semi-detached", 100, width("semi-") + 1).lines, 3);          // after the hyphen; "detached" is cut
  EXPECT_EQ(set("1 000\u00a0000", 100, width("000\u00a0000") + 1).lines, 2);  // not at the no-break space
  content.wrap = TextContent::Wrap::none;
  EXPECT_EQ(set("The quick brown fox jumps", 100, limit).lines, 1);
  EXPECT_TRUE(set("The quick brown fox jumps", 100, limit).overflows);
}

TEST_F(LayoutTest, ExplicitBreaksAndControls) {
  EXPECT_EQ(set("a\nb\r\nc\rd\u2028e", 50).lines, 5);
  EXPECT_EQ(set("a\n\nb", 50, 500).lines, 3);
  EXPECT_EQ(set("a\n", 50, 500).lines, 2);
  EXPECT_DOUBLE_EQ(width("a\tb"), width("a b"));
  EXPECT_DOUBLE_EQ(width("a\x01"
                         "b"),
                   width("a b"));
}

TEST_F(LayoutTest, LongWordsBreakBetweenGraphemesOnly) {
  const std::string accent = "e\u0323\u0302";  // one grapheme of three characters
  const TextLayout layout = set(accent + accent + accent, 100, width(accent) * 1.5);
  EXPECT_EQ(layout.lines, 3);
  // Even one grapheme is too wide: one a line, and said.
  const TextLayout narrow = set("WWW", 100, 10);
  EXPECT_EQ(narrow.lines, 3);
  EXPECT_TRUE(narrow.overflows);
}

TEST_F(LayoutTest, CutLigaturesAreShapedAgain) {
  chain = {load_font("noto/NotoSans-Regular.ttf")};
  ASSERT_EQ(set("ff", 100).glyphs.size(), 1u);
  const TextLayout layout = set("ff", 100, width("f") + 1);
  EXPECT_EQ(layout.lines, 2);
  ASSERT_EQ(layout.glyphs.size(), 2u);
  EXPECT_EQ(layout.glyphs[0].id, layout.glyphs[1].id);
}

TEST_F(LayoutTest, Aligns) {
  const double w = width("abc");
  content.align = Align::center;
  EXPECT_NEAR(set("abc  ", 100, 600).ink.min.x, (600 - w) / 2, 1e-9);  // trailing spaces do not count
  content.align = Align::right;
  EXPECT_NEAR(set("abc", 100, 600).ink.min.x, 600 - w, 1e-9);
  content.vertical_align = VerticalAlign::bottom;
  EXPECT_NEAR(set("abc", 100, 600, 400).ink.min.y, 280, 1e-9);
  content.vertical_align = VerticalAlign::middle;
  EXPECT_NEAR(set("abc", 100, 600, 400).ink.min.y, 140, 1e-9);
  EXPECT_NEAR(set("abc\nabc", 100, 600, 400).ink.max.y, 320, 1e-9);
}

TEST_F(LayoutTest, EllipsisReplacesWhatDoesNotFit) {
  content.overflow = Overflow::ellipsis;
  content.max_lines = 2;
  const double limit = width("The quick brown") + 5;
  const TextLayout layout = set("The quick brown fox jumps over the lazy dog", 100, limit);
  EXPECT_EQ(layout.lines, 2);
  EXPECT_TRUE(layout.truncated);
  EXPECT_FALSE(layout.overflows);
  EXPECT_LE(layout.ink.max.x, limit + 0.001);
  const uint32_t ellipsis = set("\u2026", 100).glyphs.at(0).id;
  EXPECT_EQ(layout.glyphs.back().id, ellipsis);

  content.max_lines = 1;  // "The quick brown" alone would fit, but not with the ellipsis
  const TextLayout cut = set("The quick brown fox", 100, limit);
  EXPECT_EQ(cut.glyphs.back().id, ellipsis);
  EXPECT_EQ(cut.glyphs.size(), std::string("The quick bro").size() + 1);
  EXPECT_FALSE(set("The quick brown", 100, limit).truncated);

  content.max_lines = 0;  // by height
  EXPECT_EQ(set("one two three four five", 100, width("three"), 250).lines, 2);
  EXPECT_TRUE(set("one\ntwo\nthree", 100, 900, 250).truncated);
  content.wrap = TextContent::Wrap::none;  // each line by width
  EXPECT_EQ(set("abcdefgh\nab", 100, width("abcd\u2026") + 1).glyphs.size(), 5u + 2u);
  // Not even one line of room: one is drawn, and said.
  const TextLayout tiny = set("abc", 100, 10, 10);
  EXPECT_EQ(tiny.lines, 1);
  EXPECT_EQ(tiny.glyphs.size(), 1u);
  EXPECT_TRUE(tiny.overflows);
}

TEST_F(LayoutTest, EllipsisFallsBackToThreeDots) {
  content.overflow = Overflow::ellipsis;
  content.wrap = TextContent::Wrap::none;
  // The Hebrew font alone has neither; behind it Noto Sans has both, and its ellipsis is taken.
  chain = {load_font("noto/NotoSansHebrew-Regular.ttf"), load_font("noto/NotoSans-Regular.ttf")};
  EXPECT_TRUE(set("\u05d0\u05d1\u05d2\u05d3\u05d4\u05d5", 100, 200).truncated);
}

TEST_F(LayoutTest, ShrinksToTheLargestQuarterPixelThatFits) {
  content.fit = TextContent::Fit::shrink;
  content.min_size = 20;
  content.max_lines = 1;
  const double limit = width("The quick brown", 60.25);
  const TextLayout layout = set("The quick brown", 100, limit);
  EXPECT_DOUBLE_EQ(layout.size, 60.25);
  EXPECT_TRUE(layout.shrunk);
  EXPECT_FALSE(layout.overflows);
  EXPECT_DOUBLE_EQ(set("The quick brown", 60.1, limit).size, 60.1);  // the asked size, when it fits, as it is
  EXPECT_FALSE(set("The quick brown", 60.1, limit).shrunk);
  EXPECT_DOUBLE_EQ(set("The quick brown", 100, width("The quick brown", 10)).size, 20);
  EXPECT_TRUE(set("The quick brown", 100, width("The quick brown", 10)).overflows);
  content.max_lines = 0;  // words are not cut while they may shrink
  EXPECT_EQ(set("Donaudampfschiff", 100, width("Donaudampfschiff", 40)).size, 40);
  EXPECT_EQ(set("Donaudampfschiff", 100, width("Donaudampfschiff", 40)).lines, 1);
  // Height: three lines of 1.2 em in 144 px.
  EXPECT_DOUBLE_EQ(set("a\nb\nc", 100, 500, 144).size, 40);
}

TEST_F(LayoutTest, OverflowAsAnErrorSaysWhatDoesNotFit) {
  content.overflow = Overflow::error;
  const Errors found = errors("The quick brown fox", 100, 300, 100);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].fault, Fault::invalid);
  EXPECT_THAT(found[0].message, HasSubstr("\"The quick brown fox\" does not fit its box (300 x 100 px) at 100 px"));
  EXPECT_FALSE(set("The", 100, 300, 120).overflows);
}

TEST_F(LayoutTest, FallsBackByGraphemeCluster) {
  const TextLayout layout = set("A\u05d0B", 100);
  ASSERT_EQ(layout.glyphs.size(), 3u);
  EXPECT_EQ(layout.glyphs[0].font, chain[0].get());
  EXPECT_EQ(layout.glyphs[1].font, chain[1].get());
  EXPECT_EQ(layout.glyphs[2].font, chain[0].get());
  // A combining mark only the fallback has takes its letter along.
  chain = {load_font("noto/NotoSansHebrew-Regular.ttf"), inter[0]};
  const TextLayout accented = set("\u00e9", 100);
  EXPECT_EQ(accented.glyphs.at(0).font, chain[1].get());
}

TEST_F(LayoutTest, RightToLeftTextRunsRightToLeft) {
  // Two Hebrew words: logical first is visually last, and the pen positions ascend.
  const TextLayout layout = set("\u05d0\u05d1 \u05d2", 100);
  ASSERT_EQ(layout.glyphs.size(), 4u);
  const uint32_t alef = set("\u05d0", 100).glyphs.at(0).id;
  const uint32_t gimel = set("\u05d2", 100).glyphs.at(0).id;
  EXPECT_EQ(layout.glyphs.front().id, gimel);
  EXPECT_EQ(layout.glyphs.back().id, alef);
  for (size_t i = 1; i < 4; ++i) EXPECT_GT(layout.glyphs[i].origin.x, layout.glyphs[i - 1].origin.x);
  // Digits inside stay left to right.
  const TextLayout mixed = set("\u05d0 12", 100);
  const uint32_t one = set("1", 100).glyphs.at(0).id;
  EXPECT_EQ(mixed.glyphs.front().id, one);
  EXPECT_EQ(mixed.glyphs.back().id, alef);
}

TEST_F(LayoutTest, MissingGlyphsAreNamed) {
  const Errors found = errors("ok \u4e2d \U0001f600 \u4e2d", 40, 500);
  ASSERT_EQ(found.size(), 2u);  // each character once
  EXPECT_THAT(found[0].message, HasSubstr("U+4E2D \"\u4e2d\""));
  EXPECT_THAT(found[1].message, HasSubstr("U+1F600 \"\U0001f600\" (GRINNING FACE)"));
  EXPECT_THAT(found[0].message, HasSubstr("inter/Inter-Regular.otf, noto/NotoSansHebrew-Regular.ttf"));
  EXPECT_EQ(found[0].fault, Fault::missing);
}

TEST_F(LayoutTest, InvisibleCharactersNeedNoGlyph) {
  chain = inter;
  const double plain = width("ab");
  for (const char* invisible : {"\u200d", "\ufe0f", "\u2060", "\u00ad", "\u200b", "\ufeff"}) {
    EXPECT_DOUBLE_EQ(width("a" + std::string(invisible) + "b"), plain);
  }
  EXPECT_GT(width("a\u2009b"), plain);  // a thin space can be made from any font
}

TEST_F(LayoutTest, TakesLanguageTagsKnownOrNot) {
  for (const char* language : {"de", "ja-u-lb-strict", "xx-nonsense-123456789", "!!"}) {
    content.language = language;
    EXPECT_EQ(set("one two", 100, width("one") + 1).lines, 2) << language;
  }
}

TEST_F(LayoutTest, ZeroSizeDrawsNothing) {
  EXPECT_TRUE(set("abc", 0).glyphs.empty());
  EXPECT_TRUE(outline(set("abc", 0), 0).empty());
}

TEST_F(LayoutTest, OutlineStandsOnTheBaseline) {
  const TextLayout layout = set("H", 100);
  const Bounds bounds = control_bounds(outline(layout, 0));
  EXPECT_NEAR(bounds.max.y, layout.glyphs[0].origin.y, 1e-9);
  EXPECT_NEAR(bounds.max.y - bounds.min.y, 100 * inter[0]->cap_height() / inter[0]->units_per_em(), 1e-9);
  EXPECT_GT(bounds.min.x, 0);
  EXPECT_LT(bounds.max.x, layout.box.x);
}

// Everything the layout decides, to the last bit.
std::string digest(const TextLayout& layout) {
  ByteWriter bytes;
  bytes.put_double(layout.size).put_double(layout.box.x).put_double(layout.box.y).put(layout.lines);
  for (const Glyph& glyph : layout.glyphs) {
    bytes.put_text(glyph.font->name()).put(glyph.id).put_double(glyph.origin.x).put_double(glyph.origin.y);
  }
  const Path path = outline(layout, 0);
  for (const Vec2& p : path.points) bytes.put_double(p.x).put_double(p.y);
  return to_hex(bytes.hash()).substr(0, 16);
}

TEST_F(LayoutTest, GoldenDigests) {
  content.fit = TextContent::Fit::shrink;
  content.min_size = 18;
  content.overflow = Overflow::ellipsis;
  content.align = Align::center;
  content.vertical_align = VerticalAlign::middle;
  const std::pair<const char*, const char*> kGoldens[] = {
      {"Only \u20ac1,299.00 today", "323054537fa92df3"},
      {"AVATAR Yoga Type office \u2014 \u201cWave\u201d", "0843bac0f993c476"},
      {"The quick brown fox jumps over the lazy dog, twice a day and three times on Sundays", "5532d9a8d9d1ca53"},
      {"\u05e9\u05dc\u05d5\u05dd, world 2024", "425327be9f2f26d0"},
      {"Z\u0323\u0302urich Ti\u1ebfng Vi\u1ec7t \u0416\u0443\u0440\u043d\u0430\u043b", "3517ba94142c481c"},
      {"line one\nline two", "cb477fc3465c09a9"},
  };
  for (const auto& [text, golden] : kGoldens) {
    EXPECT_EQ(digest(set(text, 64, 420, 200)), golden) << text;
  }
  EXPECT_EQ(digest(set("LETTERS", 64, {}, {}, 6.5)), "503a14c678072d07");
}

}  // namespace
}  // namespace fp

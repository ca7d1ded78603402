// Runs with their own style, rules, hyphens, balance, alignment by baseline, axes and colours.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "engine/vector/mask.hpp"
#include "tests/text/requests.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct StyleTest : testing::Test {
  FontChain inter{load_font("inter/Inter-Regular.otf")};
  FontChain bold{load_font("inter/Inter-Bold.otf")};
  TextContent content;

  // The text's spans, each with its own share of the size.
  void spans(const std::vector<std::pair<std::string, double>>& parts) {
    content.text.clear();
    content.spans.clear();
    for (const auto& [text, ratio] : parts) {
      content.text += text;
      TextSpan& span = content.spans.emplace_back();
      span.bytes = text.size();
      span.relative_size = ratio;
    }
  }
  TextLayout laid(const TextRequest& request) {
    const Result<TextLayout> layout = layout_text(request);
    EXPECT_TRUE(layout.has_value()) << (layout ? "" : to_string(layout.error()[0]));
    return layout ? *layout : TextLayout{};
  }
  TextLayout set(std::optional<double> width = {}, std::optional<double> height = {}) {
    TextRequest request = request_of(content, 100, inter);
    request.width = width;
    request.height = height;
    return laid(request);
  }
  TextLayout set_text(const std::string& text, std::optional<double> width = {}) {
    content.text = text;
    use_one_span(content);
    return set(width);
  }
};

TEST_F(StyleTest, RunsAddUp) {
  spans({{"Only ", 1}, {"$9", 1}});
  EXPECT_NEAR(set().box.x, set_text("Only $9").box.x, 1e-9);
  spans({{"Only ", 1}, {"$9", 2}});
  const TextLayout mixed = set();
  const double only = set_text("Only $9").box.x - set_text("$9").box.x;  // with its space, which would hang alone
  spans({{"Only ", 1}, {"$9", 2}});
  EXPECT_NEAR(mixed.box.x, only + 2 * set_text("$9").box.x, 2);  // kerning across the runs is gone
  spans({{"Only ", 1}, {"$9", 2}});
  EXPECT_EQ(mixed.glyphs.back().size, 200);
  EXPECT_EQ(mixed.glyphs.front().size, 100);
  EXPECT_EQ(mixed.clusters.back().span, 1u);
}

TEST_F(StyleTest, TheLargestRunMakesTheLine) {
  spans({{"a", 1}, {"B", 2}, {"\nc", 1}});
  const TextLayout layout = set();
  EXPECT_NEAR(layout.box.y, 240 + 120, 1e-9);
  EXPECT_EQ(layout.clusters[0].baseline, layout.clusters[1].baseline);
}

TEST_F(StyleTest, EachRunHasItsFontSpacingAndShift) {
  spans({{"HH", 1}, {"HH", 1}});
  TextRequest request = request_of(content, 100, inter);
  request.spans[1].fonts = bold;
  request.spans[1].letter_spacing = 7;
  request.spans[1].baseline_shift = 20;
  const TextLayout layout = laid(request);
  EXPECT_EQ(layout.glyphs[1].font, inter[0].get());
  EXPECT_EQ(layout.glyphs[2].font, bold[0].get());
  EXPECT_NEAR(layout.clusters[2].baseline, layout.clusters[0].baseline - 20, 1e-9);
  spans({{"HH", 1}});
  const double plain = set().box.x;
  const double heavy = laid(request_of(content, 100, bold)).box.x;
  EXPECT_NEAR(layout.box.x, plain + heavy + 7, 1e-9);  // between the two, none after the last
}

TEST_F(StyleTest, LineEndsMayStandInsideRuns) {
  spans({{"one\r", 1}, {"\ntwo", 1}, {"\n", 1}, {"three", 1}});
  EXPECT_EQ(set().lines, 3);
}

TEST_F(StyleTest, ShrinkingKeepsTheProportionsOfRuns) {
  content.fit = TextContent::Fit::shrink;
  content.min_size = 5;
  content.wrap = TextContent::Wrap::none;
  spans({{"Only ", 1}, {"$9", 2}});
  const TextLayout layout = set(200);
  EXPECT_TRUE(layout.shrunk);
  EXPECT_NEAR(layout.glyphs.back().size, 2 * layout.size, 1e-9);
  EXPECT_LE(layout.ink.max.x, 200.01);
}

TEST_F(StyleTest, RulesRunUnderAndThroughTheirRun) {
  spans({{"ab", 1}, {"cd", 1}});
  content.spans[0].underline = true;
  content.spans[1].strike = true;
  const TextLayout layout = set();
  const Path under = rules(layout, layout.clusters[0], layout.clusters[1]);
  const Path through = rules(layout, layout.clusters[2], layout.clusters[3]);
  const double baseline = layout.clusters[0].baseline;
  EXPECT_GT(control_bounds(under).min.y, baseline);
  EXPECT_LT(control_bounds(through).max.y, baseline - 20);
  EXPECT_DOUBLE_EQ(control_bounds(under).min.x, 0);
  EXPECT_DOUBLE_EQ(control_bounds(under).max.x, layout.clusters[2].left);
  EXPECT_GT(outline(layout, 0).points.size(), outline(layout, layout.clusters[0]).points.size());
}

TEST_F(StyleTest, UnderlinesLeaveOutWhatDescends) {
  const auto stretches = [](const Path& path) { return std::ranges::count(path.verbs, Path::Verb::move); };
  spans({{"xgxpx", 1}, {"gg", 1}, {"緑", 1}});
  for (TextSpan& span : content.spans) span.underline = true;
  content.spans[1].strike = true;
  const TextLayout layout = laid(request_of(content, 100, {inter[0], load_font("subsets/NotoSansJP-Bold.otf")}));
  const std::vector<TextCluster>& c = layout.clusters;
  const Path line = rules(layout, c[0], c[4]);
  EXPECT_EQ(stretches(line), 3);
  EXPECT_DOUBLE_EQ(control_bounds(line).max.x, c[4].right);
  // Each letter alone leaves the same out as all together; beside them the gap goes on.
  double together = 0, apart = 0;
  for (size_t i = 0; i < line.points.size(); i += 4) together += std::fabs(line.points[i + 1].x - line.points[i].x);
  for (size_t i = 0; i < 5; ++i) {
    const Path one = rules(layout, c[i], c[i]);
    for (size_t k = 0; k < one.points.size(); k += 4) apart += std::fabs(one.points[k + 1].x - one.points[k].x);
  }
  EXPECT_NEAR(together, apart, 1e-9);
  // The ink keeps a thickness away.
  const double top = c[0].baseline + layout.rules[0].underline.top, thickness = layout.rules[0].underline.thickness;
  for (const Vec2& p : flattened(outline(layout, c[1]), 0.01).points) {
    if (p.y < top || p.y > top + thickness) continue;
    for (size_t i = 0; i < line.points.size(); i += 4) {
      const auto [low, high] = std::minmax(line.points[i].x, line.points[i + 1].x);
      EXPECT_TRUE(p.x < low - 0.9 * thickness || p.x > high + 0.9 * thickness) << p.x;
    }
  }
  EXPECT_GE(stretches(rules(layout, c[5], c[6])), 2);  // the strike goes through
  EXPECT_EQ(stretches(rules(layout, c[7], c[7])), 1);
}

TEST_F(StyleTest, AStrikeAddsToTheGlyphsItCrosses) {  // windings of either format must not cancel
  for (const FontChain& font : {inter, FontChain{load_font("noto/NotoSans-Regular.ttf")}}) {
    content.text = "$19.50";
    use_one_span(content);
    content.spans[0].strike = false;
    const Path plain = outline(laid(request_of(content, 100, font)), 0);
    content.spans[0].strike = true;
    const Path struck = outline(laid(request_of(content, 100, font)), 0);
    const IRect box{-50, -50, 500, 300};
    const PlacedMask a = rasterize(plain, box), b = rasterize(struck, box);
    ASSERT_TRUE(a.mask && b.mask);
    for (int y = 0; y < a.mask->height; ++y) {
      for (int x = 0; x < a.mask->width; ++x) {
        const int bx = x + a.x - b.x, by = y + a.y - b.y;
        ASSERT_GE(coverage_at(*b.mask, bx, by) + 1, coverage_at(*a.mask, x, y)) << x << "," << y;
      }
    }
  }
}

TEST_F(StyleTest, SoftHyphensShowWhereALineEnds) {
  const double width = set_text("Donau").box.x + set_text("-").box.x + 5;
  const std::string word = "Donau\u00addampf";
  const TextLayout broken = set_text(word, width);
  EXPECT_EQ(broken.lines, 2);
  EXPECT_LE(broken.ink.max.x, width);
  EXPECT_EQ(broken.words, 1);
  // Five letters, the invisible soft hyphen and the hyphen.
  EXPECT_EQ(std::ranges::count(broken.clusters, 0u, &TextCluster::line), 7);
  EXPECT_NEAR(set_text(word).box.x, set_text("Donaudampf").box.x, 1e-9);
  content.hyphens = TextContent::Hyphens::none;
  const TextLayout cut = set_text(word, width);  // only between graphemes then, without a hyphen
  EXPECT_EQ(std::ranges::count(cut.clusters, 0u, &TextCluster::line), 6);  // the invisible one too
}

TEST_F(StyleTest, PatternsHyphenateByThemselves) {
  const Result<HyphenPatterns> patterns = parse_hyphen_patterns("UTF-8\nLEFTHYPHENMIN 2\nu1d\n", "test");
  ASSERT_TRUE(patterns.has_value());
  const double room = set_text("Donau\u2010").box.x + 2;
  content.hyphens = TextContent::Hyphens::automatic;
  content.text = "Donaudampf";
  use_one_span(content);
  TextRequest request = request_of(content, 100, inter);
  request.width = room;
  const auto first_line = [&] {
    const TextLayout layout = laid(request);
    EXPECT_EQ(layout.lines, 2);
    return std::ranges::count(layout.clusters, 0u, &TextCluster::line);
  };
  EXPECT_EQ(first_line(), 5);  // what there is room for, without a hyphen
  request.hyphens = &*patterns;
  EXPECT_EQ(first_line(), 6);
}

TEST_F(StyleTest, BalanceEvensLinesOut) {
  const std::string text = "A balanced headline leaves no widow";
  const TextLayout greedy = set_text(text, 1500);
  content.wrap = TextContent::Wrap::balance;
  const TextLayout balanced = set_text(text, 1500);
  ASSERT_EQ(greedy.lines, 2);
  ASSERT_EQ(balanced.lines, 2);
  EXPECT_LT(balanced.ink.max.x, greedy.ink.max.x);
  const auto on_first = [](const TextLayout& layout) {
    return std::ranges::count(layout.clusters, 0u, &TextCluster::line);
  };
  EXPECT_LT(on_first(balanced), on_first(greedy));
  EXPECT_DOUBLE_EQ(balanced.box.x, 1500);
  EXPECT_EQ(set_text("One line", 1200).lines, 1);
}

TEST_F(StyleTest, BreaksAlikeAtEveryScale) {
  content.wrap = TextContent::Wrap::balance;
  content.text = "What is measured large and what is measured small breaks in the same places";
  use_one_span(content);
  std::vector<uint32_t> lines[2];
  for (int i = 0; i < 2; ++i) {
    TextRequest request = request_of(content, i == 0 ? 8 : 512, inter);
    request.width = request.size * 12;
    for (const TextCluster& c : laid(request).clusters) lines[i].push_back(c.line);
  }
  EXPECT_EQ(lines[0], lines[1]);
}

TEST_F(StyleTest, CapitalsAndBaselinesAlign) {
  const double cap = 100.0 * 2048 / 2816;
  content.vertical_align = TextContent::VerticalAlign::cap;
  TextLayout layout = set_text("HH");
  EXPECT_NEAR(layout.clusters[0].baseline, cap, 1e-9);
  EXPECT_NEAR(layout.box.y, cap, 1e-9);
  layout = set_text("HH\nHH");
  EXPECT_NEAR(layout.clusters[2].baseline, cap + 120, 1e-9);
  EXPECT_NEAR(layout.box.y, cap + 120, 1e-9);
  content.vertical_align = TextContent::VerticalAlign::baseline;
  layout = set_text("HH\nHH");
  EXPECT_NEAR(layout.clusters[0].baseline, 0, 1e-9);
  EXPECT_NEAR(layout.box.y, 120, 1e-9);
}

TEST_F(StyleTest, AxesChangeTheFont) {
  const auto variable = load_font("subsets/Inter-Variable.ttf");
  EXPECT_TRUE(variable->has_axis({'w', 'g', 'h', 't'}));
  EXPECT_FALSE(variable->has_axis({'w', 'd', 't', 'h'}));
  const auto at = [&](double weight) {
    const FontAxis axis{{'w', 'g', 'h', 't'}, weight};
    return Font::vary(variable, {&axis, 1});
  };
  content.text = "Hamburg";
  use_one_span(content);
  const double thin = laid(request_of(content, 100, {at(100)})).box.x;
  const double middle = laid(request_of(content, 100, {at(500)})).box.x;
  const double heavy = laid(request_of(content, 100, {at(900)})).box.x;
  EXPECT_LT(thin, middle);
  EXPECT_LT(middle, heavy);
  EXPECT_EQ(laid(request_of(content, 100, {at(5000)})).box.x, heavy);  // kept within the range
  EXPECT_NE(at(100)->hash(), at(900)->hash());
  EXPECT_EQ(at(300)->hash(), at(300)->hash());
  const FontAxis other{{'w', 'd', 't', 'h'}, 80};
  EXPECT_EQ(Font::vary(variable, {&other, 1}), variable);
}

TEST_F(StyleTest, LayersOfColour) {
  const auto font = load_font("subsets/ColorTest.ttf");
  EXPECT_TRUE(font->has_color());
  content.text = "OA";
  use_one_span(content);
  const TextLayout layout = laid(request_of(content, 100, {font}));
  const auto layers = [&](size_t i) {
    std::vector<DrawingPaint> fills;
    const Result<Drawing> drawing = font->drawing(layout.glyphs[i].id, Color{});
    for (const DrawingItem& item : drawing->items) fills.push_back(*std::get<DrawingShape>(item).fill);
    return fills;
  };
  const std::vector<DrawingPaint> sun = layers(0), face = layers(1);
  ASSERT_EQ(sun.size(), 2u);
  EXPECT_NEAR(std::get<Color>(sun[0].paint).r, 1, 1e-9);
  EXPECT_NEAR(std::get<Color>(sun[0].paint).b, 64 / 255.0, 1e-9);
  ASSERT_EQ(face.size(), 4u);
  EXPECT_FALSE(face[0].text_share);
  EXPECT_EQ(face[1].text_share, 1);  // the text's own
  EXPECT_TRUE(outline(layout, 0).empty());
  EXPECT_TRUE(font->picture(layout.glyphs[0].id).png.empty());
}

TEST_F(StyleTest, PicturesAndWholeClusters) {
  const auto emoji = load_font("subsets/NotoColorEmoji.ttf");
  FontChain chain{inter[0], emoji};
  for (const char* text : {"😀", "👍🏽", "🇯🇵", "👨‍👩‍👧", "1️⃣", "❤️"}) {
    content.text = text;
    use_one_span(content);
    const TextLayout layout = laid(request_of(content, 100, chain));
    ASSERT_EQ(layout.graphemes, 1) << text;
    const Glyph& glyph = layout.glyphs[0];
    EXPECT_EQ(glyph.font, emoji.get()) << text;
    const Font::Picture picture = glyph.font->picture(glyph.id);
    EXPECT_THAT(picture.png, HasSubstr("PNG")) << text;
    EXPECT_GT(picture.size.x, 0);
    EXPECT_GT(picture.corner.y, 0);
  }
  content.text = "❤︎";  // asks to be text: the first font without colours that has it
  use_one_span(content);
  const auto plain = load_font("subsets/NotoSansJP-Bold.otf");
  EXPECT_EQ(laid(request_of(content, 100, {plain, emoji})).glyphs[0].font, emoji.get());  // only that one has it
}

}  // namespace
}  // namespace fp

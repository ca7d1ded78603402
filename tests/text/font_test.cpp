#include "engine/text/font.hpp"

#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "tests/text/requests.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

std::string load_error(std::string bytes) {
  const Result<std::shared_ptr<const Font>> font = Font::load(std::move(bytes), "brand");
  if (font) return "loaded";
  EXPECT_EQ(font.error()[0].fault, Fault::missing);
  EXPECT_THAT(font.error()[0].message, HasSubstr("'brand'"));
  return font.error()[0].message;
}

// Where the table directory says a table stands: offset of its 16-byte record.
size_t record_of(const std::string& font, const char* tag) {
  const size_t tables = static_cast<unsigned char>(font[4]) * 256u + static_cast<unsigned char>(font[5]);
  for (size_t i = 0; i < tables; ++i) {
    if (font.compare(12 + 16 * i, 4, tag) == 0) return 12 + 16 * i;
  }
  ADD_FAILURE() << "no table " << tag;
  return 12;
}

size_t table_at(const std::string& font, const char* tag) {
  size_t at = 0;
  for (size_t i = 0; i < 4; ++i) at = at * 256 + static_cast<unsigned char>(font[record_of(font, tag) + 8 + i]);
  return at;
}

TEST(Font, MetricsAreTheFiles) {
  const auto inter = load_font("inter/Inter-Regular.otf");
  EXPECT_EQ(inter->units_per_em(), 2816);
  EXPECT_EQ(inter->ascent(), 2728);
  EXPECT_EQ(inter->descent(), 680);
  EXPECT_EQ(inter->cap_height(), 2048);
  EXPECT_TRUE(inter->has_glyph(U'A'));
  EXPECT_TRUE(inter->has_glyph(U'\u20ac'));
  EXPECT_FALSE(inter->has_glyph(U'\u05d0'));
  EXPECT_EQ(inter->hash(), sha256(font_bytes("inter/Inter-Regular.otf")));
  const auto noto = load_font("noto/NotoSans-Regular.ttf");
  EXPECT_EQ(noto->units_per_em(), 1000);
}

TEST(Font, OutlinesAreClosedContours) {
  for (const char* file : {"inter/Inter-Bold.otf", "noto/NotoSans-Regular.ttf"}) {
    const auto font = load_font(file);
    TextContent content;
    content.text = "O";
    use_one_span(content);
    const Result<TextLayout> layout = layout_text(request_of(content, 100, {font}));
    ASSERT_TRUE(layout.has_value());
    const Path path = *font->outline(layout->glyphs.at(0).id);
    EXPECT_EQ(std::ranges::count(path.verbs, Path::Verb::move), 2) << file;
    EXPECT_EQ(std::ranges::count(path.verbs, Path::Verb::close), 2) << file;
    EXPECT_EQ(path.verbs.back(), Path::Verb::close);
    const Bounds bounds = control_bounds(path);
    EXPECT_NEAR(bounds.max.y, font->cap_height(), 0.05 * font->units_per_em());
    EXPECT_NEAR(bounds.min.y, 0, 0.05 * font->units_per_em());
  }
  EXPECT_TRUE(load_font("inter/Inter-Bold.otf")->outline(999'999)->empty());
}

TEST(Font, WhatIsNotAFontIsNamed) {
  EXPECT_THAT(load_error(""), HasSubstr("empty file"));
  EXPECT_THAT(load_error("hello, world"), HasSubstr("not a font file"));
  EXPECT_THAT(load_error("wOF2 and so on"), HasSubstr("WOFF"));
  EXPECT_THAT(load_error("version https://git-lfs.github.com/spec/v1"), HasSubstr("LFS"));
  EXPECT_THAT(load_error(std::string("OTTO\0\0\0\0\0\0\0\0", 12)), HasSubstr("glyphs"));
}

TEST(Font, MissingTablesAreNamed) {
  const std::string good = font_bytes("noto/NotoSansHebrew-Regular.ttf");
  const auto without = [&](const char* tag) {
    std::string font = good;
    font.replace(record_of(font, tag), 4, "zzzz");
    return load_error(font);
  };
  EXPECT_EQ(load_error(good), "loaded");
  EXPECT_THAT(without("cmap"), HasSubstr("cmap"));
  EXPECT_THAT(without("glyf"), HasSubstr("outlines"));
  EXPECT_THAT(without("hmtx"), HasSubstr("advance widths"));
  EXPECT_THAT(without("maxp"), HasSubstr("glyphs"));
  EXPECT_THAT(without("head"), HasSubstr("units per em"));
  std::string absurd = good;
  absurd[table_at(absurd, "head") + 18] = absurd[table_at(absurd, "head") + 19] = '\xff';
  EXPECT_THAT(load_error(absurd), HasSubstr("65535 units per em"));
}

// Loads, sets a line and draws it; what happens does not matter as long as it is orderly.
bool exercise(std::string bytes) {
  const Result<std::shared_ptr<const Font>> font = Font::load(std::move(bytes), "damaged");
  if (!font) return false;
  TextContent content;
  content.text = "AVA fi \u05d0\u05d1 0123";
  use_one_span(content);
  TextRequest request = request_of(content, 40, {*font});
  request.width = 200;
  const Result<TextLayout> layout = layout_text(request);
  if (layout) (void)outline(*layout, 0);
  for (uint32_t glyph = 0; glyph < 40; ++glyph) (void)(*font)->outline(glyph);
  return true;
}

TEST(Font, TruncatedFilesAreHandled) {
  const std::string whole = font_bytes("noto/NotoSansHebrew-Regular.ttf");
  const std::string otf = font_bytes("inter/Inter-Regular.otf");
  int refused = 0;
  for (size_t size = 0; size < 400; ++size) refused += !exercise(whole.substr(0, size));
  EXPECT_EQ(refused, 400);
  for (size_t size = 400; size < whole.size(); size += 501) exercise(whole.substr(0, size));
  for (size_t size = 400; size < otf.size(); size += 9001) exercise(otf.substr(0, size));
}

TEST(Font, RandomDamageIsHandled) {
  std::mt19937 random(7);
  const std::string files[] = {font_bytes("noto/NotoSansHebrew-Regular.ttf"), font_bytes("inter/Inter-Regular.otf")};
  int loaded = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = files[round % 8 == 0 ? 1 : 0];
    const unsigned changes = 1 + random() % 12;
    for (unsigned i = 0; i < changes; ++i) {
      // Half of the damage goes to the table directory and the first tables, where it tells most.
      const size_t range = random() % 2 == 0 ? bytes.size() : std::min<size_t>(bytes.size(), 2000);
      bytes[random() % range] = static_cast<char>(random());
    }
    loaded += exercise(std::move(bytes));
  }
  EXPECT_GT(loaded, 200);
}

TEST(Font, ServesSeveralThreads) {
  const FontChain fonts{load_font("inter/Inter-Medium.otf")};
  TextContent content;
  content.text = "Wave to Yosemite, Ta!";
  use_one_span(content);
  const Path alone = outline(*layout_text(request_of(content, 40, {load_font("inter/Inter-Medium.otf")})), 0);
  std::vector<Path> paths(4);
  std::vector<std::thread> threads;
  for (Path& path : paths) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) path = outline(*layout_text(request_of(content, 40, fonts)), 0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Path& path : paths) EXPECT_EQ(path.points, alone.points);
}

}  // namespace
}  // namespace fp

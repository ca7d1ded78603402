// Colours of version 1: what a glyph's paints come to, and tables that are not what they should be.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/text/colr_drawing.hpp"
#include "engine/text/font.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

std::string paint_font() {
  std::ostringstream bytes;
  bytes << std::ifstream(FP_SOURCE_DIR "/tests/text/files/PaintTest.ttf", std::ios::binary).rdbuf();
  return bytes.str();
}

// ---- Tables written by hand

struct Bytes {
  std::string data;
  Bytes& put(uint32_t value, int size) {
    for (int i = size - 1; i >= 0; --i) data += static_cast<char>(value >> (8 * i));
    return *this;
  }
};

// A table of one glyph, 7, whose paints begin at offset 0 of `paints`; `layers`: their paints, from there too.
std::string table_of(const std::string& paints, const std::vector<uint32_t>& layers = {}) {
  constexpr uint32_t kHeader = 34, kRoots = 10;
  const auto list = static_cast<uint32_t>(4 + 4 * layers.size());
  Bytes bytes;
  bytes.put(1, 2).put(0, 2).put(0, 4).put(0, 4).put(0, 2);
  bytes.put(kHeader, 4).put(kHeader + kRoots, 4).put(0, 4).put(0, 4).put(0, 4);
  bytes.put(1, 4).put(7, 2).put(kRoots + list, 4);
  bytes.put(static_cast<uint32_t>(layers.size()), 4);
  for (const uint32_t layer : layers) bytes.put(list + layer, 4);
  return bytes.data + paints;
}

std::shared_ptr<const Path> square(uint32_t) {
  const double radius[4] = {};
  return std::make_shared<const Path>(rectangle_path({100, 100}, radius));
}

std::string outcome(const std::string& table, std::optional<Color> text_color = Color{}) {
  const auto colr = ColrTable::open(std::as_bytes(std::span(table)), {});
  if (!colr) return colr.error();
  const Color palette[] = {{1, 0, 0, 1}};
  const auto drawing = color_glyph_drawing(*colr, {palette, text_color}, square, 7);
  return drawing ? "drawn " + std::to_string(drawing->items.size()) : drawing.error();
}

const std::string kSolid = Bytes{}.put(2, 1).put(0, 2).put(0x4000, 2).data;  // 5 bytes
std::string glyph_around(const std::string& inside) {
  return Bytes{}.put(10, 1).put(6, 3).put(3, 2).data + inside;
}
std::string layers_of(uint8_t count, uint32_t first) {
  return Bytes{}.put(1, 1).put(count, 1).put(first, 4).data;
}

TEST(Colr, TablesByHand) {
  EXPECT_EQ(outcome(table_of(glyph_around(kSolid))), "drawn 1");
  EXPECT_EQ(outcome(table_of(layers_of(2, 0) + glyph_around(kSolid), {6, 6})), "drawn 2");
  EXPECT_THAT(outcome(table_of(kSolid)), HasSubstr("no box bounds them"));
  EXPECT_THAT(outcome(table_of(layers_of(3, 0) + glyph_around(kSolid), {6, 6})), HasSubstr("outside their list"));
  EXPECT_THAT(outcome(table_of(glyph_around(Bytes{}.put(2, 1).put(1, 2).put(0, 2).data))), HasSubstr("colour 1 of"));
  EXPECT_THAT(outcome(table_of(Bytes{}.put(33, 1).data)), HasSubstr("no paint of format 33"));
  EXPECT_THAT(outcome(table_of(Bytes{}.put(32, 1).put(8, 3).put(28, 1).put(8, 3).data + kSolid)),
              HasSubstr("no composition 28"));
  EXPECT_THAT(outcome(Bytes{}.put(2, 2).put(0, 12).data), HasSubstr("version 2"));
  EXPECT_THAT(outcome(""), HasSubstr("cut off"));
}

TEST(Colr, CyclesAndLimits) {
  // A glyph within itself, a layer that is the list it stands in, a transformation of itself.
  EXPECT_THAT(outcome(table_of(Bytes{}.put(11, 1).put(7, 2).data)), HasSubstr("within itself"));
  EXPECT_THAT(outcome(table_of(layers_of(1, 0), {0})), HasSubstr("within itself"));
  EXPECT_THAT(outcome(table_of(Bytes{}.put(14, 1).put(0, 3).put(0, 4).data)), HasSubstr("within itself"));
  EXPECT_THAT(outcome(table_of(glyph_around(Bytes{}.put(14, 1).put(0, 3).put(0, 4).data))), HasSubstr("64 deep"));

  std::string chain;  // of translations
  for (int i = 0; i < 100; ++i) chain += Bytes{}.put(14, 1).put(8, 3).put(0, 4).data;
  EXPECT_THAT(outcome(table_of(chain + glyph_around(kSolid))), HasSubstr("64 deep"));
  chain.resize(8 * 60);
  EXPECT_EQ(outcome(table_of(chain + glyph_around(kSolid))), "drawn 1");

  // 255 layers of 255 layers; each of them the same square.
  const std::string many = layers_of(255, 0) + layers_of(255, 255) + glyph_around(kSolid);
  std::vector<uint32_t> layers(255, 6);
  layers.resize(510, 12);
  EXPECT_THAT(outcome(table_of(many, layers)), HasSubstr("more than 10000 paints"));

  std::string groups;  // outlines within outlines
  for (int i = 0; i < 20; ++i) groups += glyph_around("");
  EXPECT_THAT(outcome(table_of(groups + kSolid)), HasSubstr("nest more than 16 groups"));
  groups.resize(6 * 17);
  EXPECT_EQ(outcome(table_of(groups + kSolid)), "drawn 33");

  // Scaled by 2 x 2 x 2 ...: out of all bounds.
  std::string grown;
  for (int i = 0; i < 40; ++i) grown += Bytes{}.put(20, 1).put(6, 3).put(0x7fff, 2).data;
  EXPECT_THAT(outcome(table_of(grown + glyph_around(kSolid))), HasSubstr("reach beyond 1e+06 units"));
}

TEST(Colr, GradientsThatAreNotCarried) {
  const auto radial = [](uint32_t x0, uint8_t extend, uint32_t r1, uint16_t entry) {
    return glyph_around(
        Bytes{}.put(6, 1).put(16, 3).put(x0, 2).put(0, 2).put(0, 2).put(0, 2).put(0, 2).put(r1, 2).data +
        Bytes{}.put(extend, 1).put(2, 2).put(0, 2).put(0, 2).put(0x4000, 2).data +
        Bytes{}.put(0x4000, 2).put(entry, 2).put(0x4000, 2).data);
  };
  EXPECT_EQ(outcome(table_of(radial(0, 0, 50, 0))), "drawn 1");
  EXPECT_THAT(outcome(table_of(radial(1, 0, 50, 0))), HasSubstr("circles of two centres, which is not carried"));
  EXPECT_EQ(outcome(table_of(radial(0, 1, 50, 0))), "drawn 1");
  EXPECT_THAT(outcome(table_of(radial(0, 2, 1, 0))), HasSubstr("more than 64 times"));
  EXPECT_EQ(outcome(table_of(radial(0, 0, 50, kTextColor))), "drawn 1");
  EXPECT_THAT(outcome(table_of(radial(0, 0, 50, kTextColor)), {}), HasSubstr("must be a plain colour"));
}

// ---- The font of all paints

struct PaintFont : testing::Test {
  std::shared_ptr<const Font> font = *Font::load(paint_font(), "PaintTest.ttf");

  uint32_t named(const char* name) const {
    for (uint32_t glyph = 0; glyph < 200; ++glyph) {
      if (glyph_names().count(glyph) && glyph_names().at(glyph) == name) return glyph;
    }
    ADD_FAILURE() << name;
    return 0;
  }
  // As make_paint_font.py orders them: six outlines, then the glyphs of one paint each.
  static const std::map<uint32_t, std::string>& glyph_names() {
    static const std::map<uint32_t, std::string> names = [] {
      std::map<uint32_t, std::string> found;
      uint32_t glyph = 6;
      std::istringstream list(
          "solid text linear linear_inner linear_repeat linear_reflect linear_turned linear_nothing linear_text radial "
          "radial_ring radial_inward radial_repeat radial_reflect radial_two sweep sweep_part sweep_back sweep_repeat "
          "layers other other_cut nested boundless cut transform translate scale scale_around scale_uniform "
          "scale_uniform_around rotate rotate_around skew skew_around fill_moved var_solid var_translate var_linear");
      for (std::string name; list >> name;) found[glyph++] = name;
      return found;
    }();
    return names;
  }
  Drawing drawing(const char* name, const std::shared_ptr<const Font>& of = nullptr) {
    const Font& from = of ? *of : *font;
    Result<Drawing> made = from.drawing(named(name), Color{0, 0, 0, 1});
    EXPECT_TRUE(made.has_value()) << name << (made ? "" : ": " + made.error()[0].message);
    return made ? std::move(*made) : Drawing{};
  }
  // The square of 300 to 500, as the transformation leaves it.
  Bounds moved(const char* name) { return drawing(name).box; }
};

TEST_F(PaintFont, Transformations) {
  const auto near = [](const Bounds& box, Vec2 low, Vec2 high) {
    const Vec2 a = box.min - low, b = box.max - high;
    return std::max({std::fabs(a.x), std::fabs(a.y), std::fabs(b.x), std::fabs(b.y)}) < 0.1;
  };
  EXPECT_TRUE(near(moved("transform"), {480, 400}, {780, 800}));
  EXPECT_TRUE(near(moved("translate"), {500, 200}, {700, 400}));
  EXPECT_TRUE(near(moved("scale"), {450, 150}, {750, 250}));
  EXPECT_TRUE(near(moved("scale_around"), {250, 350}, {550, 450}));
  EXPECT_TRUE(near(moved("scale_uniform"), {450, 450}, {750, 750}));
  EXPECT_TRUE(near(moved("scale_uniform_around"), {250, 250}, {550, 550}));
  EXPECT_TRUE(near(moved("rotate"), {9.8, 409.8}, {283.0, 683.0}));  // counterclockwise
  EXPECT_TRUE(near(moved("rotate_around"), {300, 100}, {500, 300}));
  EXPECT_TRUE(near(moved("skew"), {-200, 300}, {200, 500}));  // leftward
  EXPECT_TRUE(near(moved("skew_around"), {300, 300}, {500, 700}));
}

TEST_F(PaintFont, BoxesCutOnlyWhatReachesBeyondThem) {
  EXPECT_FALSE(drawing("linear").cut);
  EXPECT_TRUE(drawing("cut").cut);
  EXPECT_EQ(drawing("cut").box.max, Vec2(500, 1000));
  EXPECT_EQ(drawing("boundless").box.min, Vec2(200, 300));
  EXPECT_EQ(drawing("other").items.size(), 1u);
  EXPECT_EQ(drawing("other_cut").items.size(), 3u);  // fills all that the other one's box leaves
}

TEST_F(PaintFont, AxesMoveNumbers) {
  const FontAxis heavy{{'w', 'g', 'h', 't'}, 100}, half{{'w', 'g', 'h', 't'}, 50};
  const auto at_end = Font::vary(font, {&heavy, 1}), between = Font::vary(font, {&half, 1});
  EXPECT_EQ(drawing("var_translate").box.min, Vec2(300, 300));
  EXPECT_EQ(drawing("var_translate", between).box.min, Vec2(400, 250));
  EXPECT_EQ(drawing("var_translate", at_end).box.min, Vec2(500, 200));
  const auto fill = [](const Drawing& of) { return std::get<DrawingShape>(of.items.at(0)).fill->paint; };
  EXPECT_EQ(std::get<Color>(fill(drawing("var_solid"))).a, 1);
  EXPECT_EQ(std::get<Color>(fill(drawing("var_solid", at_end))).a, 0.5);
  EXPECT_EQ(std::get<SceneGradient>(fill(drawing("var_linear"))).start, Vec2(100, 0));
  EXPECT_EQ(std::get<SceneGradient>(fill(drawing("var_linear", at_end))).start, Vec2(500, 0));
}

TEST_F(PaintFont, RefusesByName) {
  const auto refused = font->drawing(named("radial_two"), Color{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error()[0].fault, Fault::missing);
  EXPECT_EQ(refused.error()[0].message,
            "the colours of glyph 20 of font 'PaintTest.ttf' need a radial gradient between circles of two centres, "
            "which is not carried");
  EXPECT_FALSE(font->drawing(named("linear_text"), {}));
  EXPECT_TRUE(font->drawing(named("text"), {}));
}

// ---- Damage

void put32(std::string& bytes, size_t at, uint32_t value) {
  for (int i = 0; i < 4; ++i) bytes[at + static_cast<size_t>(i)] = static_cast<char>(value >> (24 - 8 * i));
}
// The entry of 'COLR' in the table directory: tag, checksum, offset, length.
size_t directory_entry(const std::string& bytes) {
  return bytes.find("COLR");
}

// Glyphs drawn, at two settings of the axis; -1: the font is refused.
int drawn(const std::string& bytes) {
  const auto font = Font::load(bytes, "damaged");
  if (!font) return -1;
  const FontAxis axis{{'w', 'g', 'h', 't'}, 70};
  int count = 0;
  for (const auto& instance : {*font, Font::vary(*font, {&axis, 1})}) {
    for (uint32_t glyph = 0; glyph < 80; ++glyph) {
      if (!instance->has_drawing(glyph)) continue;
      const Result<Drawing> drawing = instance->drawing(glyph, Color{});
      count += drawing.has_value();
      EXPECT_TRUE(drawing || drawing.error()[0].fault == Fault::missing);
    }
  }
  return count;
}

TEST(ColrDamage, TablesCutOff) {
  std::string bytes = paint_font();
  const int whole = drawn(bytes);
  EXPECT_GT(whole, 120);
  const size_t entry = directory_entry(bytes);
  const TableReader reader(std::as_bytes(std::span(bytes)), entry + 12);
  const uint32_t length = TableReader(reader).u32();
  for (uint32_t size = 1; size < length; ++size) {
    put32(bytes, entry + 12, size);
    EXPECT_LE(drawn(bytes), whole);
  }
  put32(bytes, entry + 12, 33);
  EXPECT_EQ(drawn(bytes), -1);
  put32(bytes, entry + 12, length / 2);
  EXPECT_LT(drawn(bytes), whole);
}

TEST(ColrDamage, BytesChanged) {
  const std::string bytes = paint_font();
  const size_t entry = directory_entry(bytes);
  const auto field = [&](size_t at) { return TableReader(std::as_bytes(std::span(bytes)), at).u32(); };
  const size_t offset = field(entry + 8), length = field(entry + 12);
  int fewer = 0;
  const int whole = drawn(bytes);
  for (size_t at = offset; at < offset + length; ++at) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      fewer += drawn(damaged) < whole;
    }
  }
  EXPECT_GT(fewer, 500);
}

}  // namespace
}  // namespace fp

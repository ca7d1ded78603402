// Styles: the built-in ones, files, objects; what their names come to.
#include "engine/template/style.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "engine/template/presets.hpp"
#include "tests/template/built.hpp"
#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_documents::bare;
using testing_documents::parsed;
using testing_documents::with_layers;

Template with_roles() {
  Template tpl = bare();
  tpl.fonts = {{"display", "d.otf"}, {"body", "b.otf"}};
  return tpl;
}
Result<Composition> compose(const std::string& style, const std::string& layer) {
  return build_composition(with_roles(), parsed(with_layers("{" + layer + "}", "\"style\": " + style + ", ")), "", "");
}
Layer layer(const std::string& style, const std::string& members) {
  const Result<Composition> made = compose(style, members);
  EXPECT_TRUE(made.has_value()) << (made ? "" : to_string(made.error()[0]));
  return made ? made->layers.at(0) : Layer{};
}
std::string faults(const std::string& style, const std::string& members) {
  const Result<Composition> made = compose(style, members);
  std::string all;
  if (made) return "accepted";
  for (const Diagnostic& d : made.error()) all += d.message + " | " + d.pointer + " | " + d.hint + "\n";
  return all;
}
Color color_of(const Layer& layer) {
  return std::get<SolidContent>(layer.content).color.constant;
}

double luminance(const std::string& hex) {
  const Color c = parse_color(hex).value_or(Color{});
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}
double contrast(const Json& palette, const char* a, const char* b) {
  const double x = luminance(palette.find(a)->text), y = luminance(palette.find(b)->text);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

// A template may change its style without changing its names: each has the same ones.
TEST(Style, BuiltInStylesAreWholeAndReadable) {
  EXPECT_GE(built_in_styles().size(), 6u);
  for (const std::string& name : built_in_styles()) {
    const Json& style = *built_in_style(name);
    EXPECT_THAT(validate_style(style, name), ElementsAre()) << name;
    const Json& palette = *style.find("palette");
    for (const char* key : {"paper", "surface", "ink", "muted", "line", "accent", "onAccent", "second"})
      ASSERT_TRUE(palette.find(key)) << name << " " << key;
    for (const char* key : {"display", "headline", "title", "body", "caption", "label", "number"})
      EXPECT_TRUE(style.find("type")->find(key)) << name << " " << key;
    for (const char* key : {"enter", "exit", "move", "emphasis"})
      EXPECT_TRUE(style.find("eases")->find(key)) << name << " " << key;
    EXPECT_TRUE(style.find("motions")->find("signature")) << name;
    for (const auto& [text, ground] : {std::pair{"ink", "paper"},
                                       {"ink", "surface"},
                                       {"muted", "paper"},
                                       {"muted", "surface"},
                                       {"accent", "paper"},
                                       {"onAccent", "accent"}})
      EXPECT_GE(contrast(palette, text, ground), 4.5) << name << ": " << text << " on " << ground;
  }
}

TEST(Style, ColoursEasesAndMotionsByName) {
  const std::string solid = R"("type": "solid", "color": "@accent")";
  EXPECT_EQ(color_of(layer("\"noir\"", solid)), *parse_color("#c9a24b"));
  EXPECT_EQ(color_of(layer(R"({"base": "noir", "palette": {"accent": "#010203"}})", solid)), *parse_color("#010203"));
  const Layer keyed = layer(
      "\"noir\"",
      R"("type": "solid", "color": {"keys": [{"t": 0, "v": "@ink", "ease": "@move"}, {"t": 1, "v": "@accent"}]}, "enter": "signature")");
  const Tint& color = std::get<SolidContent>(keyed.content).color;
  EXPECT_EQ(color.keys[0].value, *parse_color("#f3ecdf"));
  EXPECT_EQ(color.keys[0].ease.p[0], 0.6);
  EXPECT_EQ(keyed.motions.size(), 2u);
}

TEST(Style, PaceAndEaseAreThoseOfPresets) {
  const std::string solid = R"("type": "solid", "color": "#fff", "enter": "zoom-in")";
  const Motion slow =
      layer(R"({"pace": 2, "eases": {"own": [0.1, 0.2, 0.3, 0.4]}, "ease": "@own"})", solid).motions.at(0);
  EXPECT_NEAR(slow.duration, 48, 1e-9);  // 0.8 s
  EXPECT_EQ(slow.ease.p[3], 0.4);
}

TEST(Style, TextStylesGoUnderWhatTheLayerSays) {
  const TextContent text = std::get<TextContent>(
      layer(
          "\"editorial\"",
          R"("type": "text", "text": ["a", {"text": "b", "textStyle": "caption"}], "textStyle": "title", "lineHeight": 2)")
          .content);
  EXPECT_EQ(text.size.constant, 25);  // 5 % of 500
  EXPECT_EQ(text.line_height, 2);
  ASSERT_EQ(text.spans.size(), 2u);
  EXPECT_THAT(text.spans[0].fonts, ElementsAre("display"));
  EXPECT_NEAR(text.spans[0].letter_spacing.constant, -0.0125 * 25, 0.02);
  EXPECT_EQ(std::get<Tint>(*text.spans[0].fill).constant, *parse_color("#1b1a17"));
  EXPECT_THAT(text.spans[1].fonts, ElementsAre("body"));
  EXPECT_EQ(text.spans[1].size->constant, 12.5);
  const TextContent own = std::get<TextContent>(
      layer("\"editorial\"", R"("type": "text", "text": "a", "textStyle": "title", "fontSize": 100, "color": "#f00")")
          .content);
  EXPECT_EQ(own.size.constant, 100);
  EXPECT_EQ(std::get<Tint>(*own.spans[0].fill).constant, *parse_color("#f00"));
}

TEST(Style, FilesAreReadWithTheTemplateAndHashed) {
  const Workshop shop;
  const std::string text =
      R"({"framepress": 1, "style": "styles/mine.json", "canvas": {"size": [100, 100], "duration": "1s"},
    "formats": {"a": {}, "b": {"style": "swiss"}, "c": {"style": {"base": "noir"}}},
    "layers": [{"type": "solid", "color": "@accent"}]})";
  shop.write("styles/mine.json", R"({"base": "noir", "palette": {"accent": "#112233"}})");
  const Template tpl = shop.load(text);
  const Values none{Json::object(), ""};
  const auto accent = [&](const std::string& format) {
    const auto bound = bind_rows(tpl, {&none, 1}, format);
    EXPECT_TRUE(bound[0].has_value()) << to_string(bound[0].error()[0]);
    return color_of(bound[0]->layers.at(0));
  };
  EXPECT_EQ(accent("a"), *parse_color("#112233"));
  EXPECT_EQ(accent("b"), *parse_color(built_in_style("swiss")->find("palette")->find("accent")->text));
  EXPECT_EQ(accent("c"), *parse_color("#c9a24b"));
  shop.write("styles/mine.json", R"({"base": "noir", "palette": {"accent": "#112234"}})");
  EXPECT_NE(shop.load(text).hash, tpl.hash);
}

TEST(Style, ARowMayGiveAColour) {
  const Workshop shop;
  const Template tpl = shop.load(R"({"framepress": 1, "style": {"base": "noir", "palette": {"accent": "{{brand}}"}},
    "params": {"brand": {"type": "color", "default": "#0a0b0c"}}, "canvas": {"size": [100, 100], "duration": "1s", "background": "@accent"}, "layers": []})");
  Values row{Json::object(), ""};
  row.object.set("brand", Json::of("#102030"));
  EXPECT_EQ(bind_rows(tpl, {&row, 1}, "")[0]->background, *parse_color("#102030"));
}

TEST(Style, UnknownNamesAreFaultsWithHints) {
  const std::string solid = R"("type": "solid", "color": "#fff")";
  EXPECT_THAT(faults("\"nior\"", solid),
              AllOf(HasSubstr("no style is named \"nior\" | /style"), HasSubstr("\"noir\"")));
  EXPECT_THAT(faults(R"({"base": "nior"})", solid), HasSubstr("did you mean \"noir\"?"));
  EXPECT_THAT(faults("\"noir\"", R"("type": "solid", "color": "@acent")"),
              AllOf(HasSubstr("the style has no colour named \"acent\" | /layers/0/color"), HasSubstr("\"accent\"")));
  EXPECT_THAT(
      faults(
          "\"noir\"",
          R"("type": "solid", "color": "#fff", "opacity": {"keys": [{"t": 0, "v": 0, "ease": "@entr"}, {"t": 1, "v": 1}]})"),
      AllOf(HasSubstr("the style has no ease named \"entr\""), HasSubstr("\"enter\"")));
  EXPECT_THAT(faults("\"noir\"", R"("type": "text", "text": "x", "textStyle": "headlin")"),
              AllOf(HasSubstr("no text style named \"headlin\" | /layers/0/textStyle"), HasSubstr("\"headline\"")));
  EXPECT_THAT(faults("\"noir\"", R"("type": "text", "text": "x", "textStyle": "headline", "enter": "signatur")"),
              HasSubstr("\"signature\""));
  EXPECT_THAT(faults(R"({"type": {"big": {"font": "mono", "fontSize": "9vmin"}}})",
                     R"("type": "text", "text": "x", "textStyle": "big")"),
              HasSubstr("set in the font \"mono\", which \"fonts\" does not have | /layers/0/textStyle"));
  const Result<Composition> none =
      build_composition(bare(), parsed(with_layers(R"({"type": "solid", "color": "@ink"})")), "", "");
  EXPECT_THAT(none.error()[0].hint, HasSubstr("no \"style\""));
  EXPECT_THAT(faults("\"noir\"", R"("type": "text", "text": "x", "font": "body")"), HasSubstr("or \"textStyle\""));
}

TEST(Style, MalformedFilesAreFaultsWithTheirPlace) {
  const auto of_file = [](const std::string& style) {
    const Workshop shop;
    if (!style.empty()) shop.write("s.json", style);
    const Result<Template> tpl = load_template(shop.write(
        "t.json",
        R"({"framepress": 1, "style": "s.json", "canvas": {"size": [9, 9], "duration": "1s"}, "layers": []})"));
    return tpl ? "accepted" : texts(tpl.error())[0];
  };
  EXPECT_EQ(of_file(R"({"palette": {"a": "#fff"}})"), "accepted");
  EXPECT_THAT(of_file(""), HasSubstr("s.json"));
  EXPECT_THAT(of_file("{"), HasSubstr("s.json:1:2"));
  EXPECT_THAT(of_file("[]"), HasSubstr("s.json:1:1"));
  EXPECT_THAT(of_file("{\n \"palete\": {}}"), AllOf(HasSubstr("s.json:2:2"), HasSubstr("\"palette\"")));
  EXPECT_THAT(of_file(R"({"palette": {"a": "red"}})"), HasSubstr("s.json:1:19"));
  EXPECT_THAT(of_file(R"({"palette": {"a b": "#fff"}})"), HasSubstr("s.json:1:"));
  EXPECT_THAT(of_file(R"({"eases": {"a": "@b"}})"), HasSubstr("s.json:1:17"));
  EXPECT_THAT(of_file(R"({"type": {"a": {"font": "x"}}})"), HasSubstr("\"fontSize\""));
  EXPECT_THAT(of_file(R"({"type": {"a": {"font": "x", "fontSize": 12}}})"), HasSubstr("vmin"));
  EXPECT_THAT(of_file(R"({"motions": {"a": {"motions": []}}})"), HasSubstr("s.json:1:"));
  EXPECT_THAT(of_file(R"({"motions": {"a": {"motions": [{"to": {}}]}}})"), HasSubstr("s.json:1:"));
  EXPECT_THAT(of_file(R"({"pace": 0})"), HasSubstr("s.json:1:10"));
  EXPECT_THAT(of_file(R"({"base": "nior"})"), HasSubstr("\"noir\""));
  EXPECT_THAT(of_file(R"({"base": "../x.json"})"), HasSubstr("s.json:1:10"));
}

}  // namespace
}  // namespace fp

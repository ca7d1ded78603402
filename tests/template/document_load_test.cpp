#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/template/documents.hpp"

namespace fp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing_documents::Folder;
using testing_documents::with_layers;

std::string faults(const std::string& text) {
  const Folder folder;
  const Result<Template> tpl = load_template(folder.put("t.json", text));
  if (tpl) return "";
  std::string all;
  for (const Diagnostic& d : tpl.error()) {
    EXPECT_THAT(d.file, HasSubstr("t.json"));
    all += std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.message + " | " + d.pointer + " | " +
           d.hint + "\n";
  }
  return all;
}

TEST(Load, KnowsParamsFormatsFontsAndLocale) {
  const Folder folder;
  const std::string text = R"({"framepress": 1, "name": "ad", "locale": "de-DE",
    "canvas": {"size": [1080, 1920], "duration": "10s"},
    "formats": {"9:16": {}, "1:1": {"canvas": {"size": [1080, 1080]}}},
    "fonts": {"brand": "fonts/a.otf", "body": "fonts/b.otf"},
    "params": {
      "name": {"type": "text", "required": true, "maxLength": 80, "description": "Product"},
      "tier": {"type": "enum", "values": ["basic", "pro"], "default": "pro", "from": "Tier Name"},
      "price": {"type": "money", "currency": "EUR", "min": 0, "max": 9.5},
      "when": {"type": "date", "pattern": "MMM d yyyy"},
      "points": {"type": "list", "items": {"type": "record", "fields": {"x": {"type": "integer"}, "y": {"type": "bool"}}}}},
    "layers": [],})";
  const Result<Template> tpl = load_template(folder.put("t.json", text));
  ASSERT_TRUE(tpl.has_value()) << to_string(tpl.error()[0]);
  EXPECT_EQ(tpl->name, "ad");
  EXPECT_EQ(tpl->locale, "de-DE");
  EXPECT_THAT(tpl->formats, ElementsAre("9:16", "1:1"));
  ASSERT_EQ(tpl->fonts.size(), 2u);
  EXPECT_EQ(tpl->fonts[1].asset, "fonts/b.otf");
  EXPECT_EQ(tpl->hash, sha256(text));
  ASSERT_EQ(tpl->params.size(), 5u);
  EXPECT_TRUE(tpl->params[0].required);
  EXPECT_EQ(tpl->params[0].max_length, 80);
  EXPECT_EQ(tpl->params[1].type, Param::Type::enumeration);
  EXPECT_THAT(tpl->params[1].choices, ElementsAre("basic", "pro"));
  EXPECT_EQ(tpl->params[1].fallback->text, "pro");
  EXPECT_EQ(tpl->params[1].from, "Tier Name");
  EXPECT_EQ(tpl->params[2].max, 9.5);
  EXPECT_EQ(tpl->params[3].pattern, "MMM d yyyy");
  ASSERT_EQ(tpl->params[4].fields.size(), 1u);
  EXPECT_EQ(tpl->params[4].fields[0].type, Param::Type::record);
  EXPECT_EQ(tpl->params[4].fields[0].fields[1].type, Param::Type::boolean);
  EXPECT_EQ(tpl->params[4].span.line, 10);
}

TEST(Load, DefaultsComeFromTheFileName) {
  const Folder folder;
  const Result<Template> tpl = load_template(folder.put("spring-sale.json", with_layers("")));
  ASSERT_TRUE(tpl.has_value());
  EXPECT_EQ(tpl->name, "spring-sale");
  EXPECT_EQ(tpl->locale, "en-US");
  EXPECT_TRUE(tpl->formats.empty());
}

TEST(Load, MissingAndMalformedFiles) {
  const Folder folder;
  EXPECT_EQ(exit_code(load_template(folder.path() / "absent.json").error()), 4);
  EXPECT_EQ(exit_code(load_template(folder.put("t.json", "{ \"a\": ")).error()), 3);
  EXPECT_THAT(faults("{\n\"framepress\": 1,\n}"), HasSubstr("1:1 the key \"canvas\" is missing"));
}

TEST(Load, DuplicateIds) {
  const std::string all = faults(
      with_layers("{\"id\": \"a\", \"type\": \"solid\", \"color\": \"#fff\"},\n"
                  "{\"type\": \"group\", \"children\": [{\"id\": \"a\", \"type\": \"solid\", \"color\": \"#fff\"}]}"));
  EXPECT_THAT(all, HasSubstr("2:39 the id \"a\" is used twice | /layers/1/children/0/id | it first stands at 1:"));
}

TEST(Load, UnknownParentsClipsAndFonts) {
  const std::string all = faults(with_layers(
      R"({"id": "badge", "type": "solid", "color": "#fff", "parent": "bagde", "clip": "self"},
         {"id": "self", "type": "solid", "color": "#fff", "parent": "self"},
         {"type": "text", "text": "x", "font": ["brnad", "x.otf", "{{f}}"], "fontSize": 9, "clip": "inner"},
         {"type": "group", "children": [{"id": "inner", "type": "shape", "shape": "rect"}]})",
      R"("fonts": {"brand": "a.otf"}, )"));
  EXPECT_THAT(all, HasSubstr("no layer has the id \"bagde\" | /layers/0/parent | did you mean \"badge\"?"));
  EXPECT_THAT(all, HasSubstr("a clip must be a shape layer, but \"self\" is of type solid | /layers/0/clip"));
  EXPECT_THAT(all, HasSubstr("the layer \"self\" names itself as its parent | /layers/1/parent"));
  EXPECT_THAT(all, HasSubstr("\"fonts\" has no font named \"brnad\" | /layers/2/font/0 | did you mean \"brand\"?"));
  EXPECT_THAT(all, HasSubstr("the clip \"inner\" is not in the same group as this layer | /layers/2/clip"));
  EXPECT_EQ(std::ranges::count(all, '\n'), 5) << all;
}

TEST(Load, CyclicParentsAreNamedOnce) {
  const auto solid = [](const std::string& id, const std::string& parent) {
    return R"({"id": ")" + id + R"(", "type": "solid", "color": "#fff", "parent": ")" + parent + "\"}";
  };
  const std::string all =
      faults(with_layers(solid("a", "b") + "," + solid("b", "c") + "," + solid("c", "a") + "," + solid("d", "a")));
  EXPECT_THAT(all, HasSubstr("the parents form a circle: a -> b -> c -> a | /layers/0/parent"));
  EXPECT_EQ(std::ranges::count(all, '\n'), 1) << all;
}

TEST(Load, ManyParentsAreWalkedOnce) {
  std::string layers;
  for (int i = 0; i < 10'000; ++i) {
    layers += (i > 0 ? "," : "") + std::string(R"({"type": "solid", "color": "#fff", "id": ")") + std::to_string(i) +
              R"(", "parent": ")" + std::to_string((i + 1) % 10'000) + "\"}";
  }
  const std::string all = faults(with_layers(layers));  // one after the other would be 10^11 steps
  EXPECT_THAT(all, HasSubstr("circle: 0 -> 1 -> 2 -> 3 -> 4 -> 5 -> 6 -> 7 -> ... -> 0 | /layers/0/parent"));
}

TEST(Load, ImportsOfExpressionsAreReadWithTheTemplate) {
  EXPECT_THAT(
      faults(with_layers("\n{\"type\": \"solid\", \"color\": \"= if false then import 'no.libsonnet'\"}")),
      testing::AllOf(HasSubstr("2:52 asset \"no.libsonnet\" does not exist"), HasSubstr("| /layers/0/color |")));
}

TEST(Load, ExpressionsAreLeftForTheRow) {
  EXPECT_EQ(faults(with_layers(R"({"type": "solid", "color": "#fff", "parent": "={{x}}"},
                                  {"type": "solid", "color": "#fff", "parent": "made"}, "={id: 'made', type: 'solid', color: '#fff'}")")),
            "");
}

TEST(Load, ParamsAreCheckedBeyondTheSchema) {
  const std::string all =
      faults(with_layers("", R"("params": {"canvas": {"type": "text"}, "n": {"type": "number", "min": 3, "max": 2},
       "d": {"type": "date", "min": "2026-02-30"}, "w": {"type": "date", "min": "2026-02-03", "max": "2026-02-02"},
       "e": {"type": "enum", "values": ["basic", "pro"], "default": "por"}}, )"));
  EXPECT_THAT(all, HasSubstr("\"2026-02-30\" is no date of the calendar | /params/d/min"));
  EXPECT_THAT(all, HasSubstr("\"min\" is above \"max\" in the parameter \"w\" | /params/w/min"));
  EXPECT_THAT(all, HasSubstr("the name \"canvas\" is taken"));
  EXPECT_THAT(all, HasSubstr("\"min\" is above \"max\" in the parameter \"n\" | /params/n/min"));
  EXPECT_THAT(
      all,
      HasSubstr("the default \"por\" is not one of the values of \"e\" | /params/e/default | did you mean \"pro\"?"));
}

const char kFormats[] = R"("formats": {"a": {}, "b": {"canvas": {"size": [10, 20]},
  "layers": {"x": {"opacity": 0.5, "position": null}, "inner": {"color": "#000"}}}}, )";
const char kFormatLayers[] = R"({"id": "x", "type": "solid", "color": "#fff", "position": [1, 2]},
  {"type": "group", "children": [{"id": "inner", "type": "solid", "color": "#fff"}]})";

TEST(Formats, PatchCanvasAndLayersById) {
  const Folder folder;
  const Result<Template> tpl = load_template(folder.put("t.json", with_layers(kFormatLayers, kFormats)));
  ASSERT_TRUE(tpl.has_value()) << to_string(tpl.error()[0]);
  const Result<Json> first = apply_format(*tpl, tpl->document, "");
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->find("formats"), nullptr);
  EXPECT_NE(first->find("layers")->items[0].find("position"), nullptr);
  const Result<Json> second = apply_format(*tpl, tpl->document, "b");
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(write_json(*second->find("canvas"), 0), R"({"size":[10,20],"duration":"10s"})");
  EXPECT_EQ(write_json(second->find("layers")->items[0], 0),
            R"({"id":"x","type":"solid","color":"#fff","opacity":0.5})");
  EXPECT_EQ(second->find("layers")->items[1].find("children")->items[0].find("color")->text, "#000");
  EXPECT_EQ(second->find("layers")->items[0].find("opacity")->span.line, 2);
}

TEST(Formats, UnknownOnesAreAUsageFaultWithTheNames) {
  const Folder folder;
  const Result<Template> tpl = load_template(folder.put("t.json", with_layers(kFormatLayers, kFormats)));
  ASSERT_TRUE(tpl.has_value());
  const Result<Json> wrong = apply_format(*tpl, tpl->document, "c");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error()[0].fault, Fault::usage);
  EXPECT_EQ(wrong.error()[0].hint, "its formats: a, b");
}

TEST(Formats, FaultsInOverridesAreFoundWhileLoading) {
  const std::string all = faults(with_layers(
      kFormatLayers,
      "\n\"formats\": {\"a\": {\"layers\": {\n\"xx\": {}}}, \"b\": {\"layers\": {\n\"x\": {\"opacity\": 7}}}},\n"));
  EXPECT_THAT(all, HasSubstr("3:1 no layer has the id \"xx\" | /formats/a/layers/xx | did you mean \"x\"?"));
  EXPECT_THAT(all, HasSubstr("4:18 expected a number from 0 to 1; found 7 | /layers/0/opacity"));
}

}  // namespace
}  // namespace fp

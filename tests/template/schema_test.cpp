// The published schema, and our reading of it against a validator that others wrote.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/template/documents.hpp"

namespace fp {
namespace {

using ::testing::HasSubstr;
using testing_documents::parsed;
using testing_documents::with_layers;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

class OtherValidator {
 public:
  explicit OtherValidator(std::string_view text) : document_(nlohmann::json::parse(text)) {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(document_), schema_);
  }
  bool accepts(const std::string& text) {
    const nlohmann::json value = nlohmann::json::parse(text);
    return valijson::Validator().validate(schema_, Adapter(value), nullptr);
  }

 private:
  nlohmann::json document_;
  valijson::Schema schema_;
};

Errors errors_of(const std::string& text, bool resolved = false) {
  return validate_document(parsed(text), "t.json", resolved);
}
std::string messages(const Errors& errors) {
  std::string all;
  for (const Diagnostic& d : errors) all += to_string(d) + "\n";
  return all;
}

// Layers that are right, and layers that are wrong in one way.
const std::string kGood[] = {
    R"({"type": "solid", "color": "#123"})",
    R"({"type": "solid", "color": "{{accent}}"})",
    R"js({"type": "solid", "color": "=if sale then '#f00' else '#0f0'", "visible": "{{sale}}"})js",
    R"({"type": "solid", "color": {"keys": [{"t": "0s", "v": "#fff"}, {"t": "end-0.5s", "v": "#000", "ease": "hold"}]}})",
    R"({"type": "solid", "color": "#123", "opacity": {"keys": "=[{t: i, v: 1} for i in [1, 2]]"}})",
    R"({"type": "solid", "color": "#123", "in": 1, "out": "end-20f", "size": ["50%", "100%-120"], "position": ["-10%+4.5", 3]})",
    R"({"type": "solid", "color": "#123", "in": "500ms", "duration": "75f", "anchor": "bottom-right", "scale": [1, -1]})",
    R"({"type": "solid", "color": "#123", "scale": {"keys": [{"t": 0, "v": 0, "ease": {"spring": {"mass": 1}}}, {"t": 1, "v": [1, 2]}]}})",
    R"({"type": "solid", "color": "#123", "rotation": {"value": 3, "wiggle": {"amplitude": 4, "frequency": 2, "seed": 7}}})",
    R"({"type": "solid", "color": "#123", "anchor": {"keys": [{"t": 0, "v": "top"}, {"t": 1, "v": [0.5, 2]}], "repeat": "pingpong"}})",
    R"({"type": "gradient", "gradient": {"type": "linear", "angle": 45, "stops": ["#fff", "#000"]}})",
    R"({"type": "gradient", "gradient": {"type": "linear", "from": [0, 0], "to": ["100%", 0], "stops": [{"at": 0, "color": "#fff"}, {"at": 1, "color": "#000"}]}})",
    R"({"type": "gradient", "gradient": {"type": "radial", "center": ["50%", "50%"], "radius": [10, 20], "stops": ["#fff", "#000", "#f00"]}})",
    R"({"type": "image", "image": "{{photo}}", "fit": "contain", "focus": [0.5, 0], "radius": 8})",
    R"({"type": "image", "image": null})",
    R"({"type": "shape", "shape": "rect", "radius": [1, 2, 3, 4], "fill": "#fff", "stroke": {"color": "#000", "width": 2, "cap": "round"}})",
    R"({"type": "shape", "shape": "ellipse", "fill": {"type": "linear", "stops": ["#fff", "#000"]}})",
    R"({"type": "shape", "shape": "polygon", "points": [[0, 0], ["50%", 3], {"keys": [{"t": 0, "v": [1, 2]}]}], "fill": null})",
    R"({"type": "shape", "shape": "path", "d": "M0 0L1 1", "stroke": {"gradient": {"type": "linear", "stops": ["#fff", "#000"]}, "width": "=2"}})",
    R"({"type": "text", "text": "Only {{price | money}}", "font": "brand", "fontSize": 40, "size": [400, null], "features": {"tnum": 1, "liga": false}})",
    R"({"type": "text", "text": 12, "font": ["a", "b"], "fontSize": "{{size}}", "fit": "shrink", "minFontSize": 8, "maxLines": 2, "overflow": "ellipsis"})",
    R"({"type": "text", "text": ["Only ", {"text": "{{price}}", "color": "#f00", "font": "brand", "fontSize": "150%", "underline": true}, 12], "font": "brand", "fontSize": 40})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "wrap": "balance", "hyphens": "auto", "valign": "cap", "direction": "rtl", "align": "start"})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "axes": {"wght": {"keys": [{"t": 0, "v": 100}]}}, "fill": null, "stroke": {"color": "#000", "width": 2}})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "path": {"d": "M0 0H9", "offset": 3}, "animate": [{"by": "word", "order": "random", "seed": 3, "ease": "outBack", "within": "1s", "from": {"position": [0, 9], "scale": 0.5, "opacity": 0}}]})",
    R"({"type": "text", "text": "x", "textStyle": "headline", "color": "@accent", "enter": {"preset": "rise", "by": "word", "distance": "1em", "delay": "0.1s"}, "exit": "fade"})",
    R"({"type": "solid", "color": {"keys": [{"t": 0, "v": "@ink", "ease": "@move"}]}, "enter": "{{motion}}", "exit": null})",
    R"({"type": "image", "image": "a.png", "animate": [{"by": "layer", "from": {"position": ["50%", "-5vmin"], "origin": [0, 1], "clip": true, "wipe": 30}}]})",
    R"({"type": "group", "children": [{"type": "group", "children": [], "clipChildren": true}], "size": [100, "50%"]})",
    R"({"type": "group", "children": "=[{type: 'solid', color: '#fff'}]"})",
    R"("={type: 'solid', color: '#fff'}")",
};
const std::string kBad[] = {
    R"({"type": "solid"})",
    R"({"type": "solid", "color": "red"})",
    R"({"type": "solid", "color": "#12345"})",
    R"({"type": "solid", "color": "@"})",
    R"({"type": "solid", "color": "#fff", "enter": "Rise!"})",
    R"({"type": "solid", "color": "#fff", "enter": {"duration": "1s"}})",
    R"({"type": "solid", "color": "#fff", "enter": ["rise"]})",
    R"({"type": "solid", "color": "#fff", "animate": [{"from": {"position": ["5px", 0]}}]})",
    R"({"type": "solid", "color": "#fff", "animate": [{"from": {"wipe": {"angel": 3}}}]})",
    R"({"type": "text", "text": "x", "textStyle": 4})",
    R"({"type": "solid", "color": "#123", "colour": "#123"})",
    R"({"type": "sold", "color": "#123"})",
    R"({"color": "#123"})",
    R"({"type": "solid", "color": "#123", "opacity": 1.5})",
    R"({"type": "solid", "color": "#123", "opacity": "half"})",
    R"({"type": "solid", "color": "#123", "opacity": {"keys": []}})",
    R"({"type": "solid", "color": "#123", "opacity": {"kyes": [{"t": 0, "v": 1}]}})",
    R"({"type": "solid", "color": "#123", "opacity": {"keys": [{"v": 1}]}})",
    R"({"type": "solid", "color": "#123", "opacity": {"keys": [{"t": 0, "v": 1, "ease": "outCubik"}]}})",
    R"({"type": "solid", "color": "#123", "opacity": {"keys": [{"t": 0, "v": 1, "ease": [0, 0, 2, 1]}]}})",
    R"({"type": "solid", "color": "#123", "opacity": {"keys": [{"t": 0, "v": 1, "ease": {"spring": {"mass": 0}}}]}})",
    R"({"type": "solid", "color": "#123", "position": [1]})",
    R"({"type": "solid", "color": "#123", "position": [1, 2, 3]})",
    R"({"type": "solid", "color": "#123", "position": ["50", 2]})",
    R"({"type": "solid", "color": "#123", "position": [1e9, 2]})",
    R"({"type": "solid", "color": "#123", "size": [-1, 2]})",
    R"({"type": "solid", "color": "#123", "in": "1 s"})",
    R"({"type": "solid", "color": "#123", "anchor": "middle"})",
    R"({"type": "solid", "color": "#123", "id": "a/b"})",
    R"({"type": "solid", "color": "#123", "blend": "dazzle"})",
    R"({"type": "solid", "color": "#123", "children": []})",
    R"({"type": "gradient", "gradient": {"type": "linear", "stops": ["#fff"]}})",
    R"({"type": "gradient", "gradient": {"type": "linear", "radius": 3, "stops": ["#fff", "#000"]}})",
    R"({"type": "gradient", "gradient": {"type": "linear", "from": [0, 0], "stops": ["#fff", "#000"]}})",
    R"({"type": "gradient", "gradient": {"type": "spiral", "stops": ["#fff", "#000"]}})",
    R"({"type": "image"})",
    R"({"type": "image", "image": 3})",
    R"({"type": "image", "image": "a.png", "focus": [0, 2]})",
    R"({"type": "shape", "shape": "rect", "points": [[0, 0], [1, 1]]})",
    R"({"type": "shape", "shape": "polygon"})",
    R"({"type": "shape", "shape": "path"})",
    R"({"type": "shape", "shape": "star"})",
    R"({"type": "shape", "shape": "rect", "stroke": {"color": "#fff"}})",
    R"({"type": "shape", "shape": "rect", "stroke": {"width": 2}})",
    R"({"type": "shape", "shape": "rect", "radius": [1, 2]})",
    R"({"type": "text", "text": "x", "font": "a"})",
    R"({"type": "text", "text": "x", "font": [], "fontSize": 4})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 0})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "features": {"toolong": 1}})",
    R"({"type": "text", "text": true, "font": "a", "fontSize": 4})",
    R"({"type": "text", "text": [{"color": "#fff"}], "font": "a", "fontSize": 4})",
    R"({"type": "text", "text": [{"text": "x", "size": 4}], "font": "a", "fontSize": 4})",
    R"({"type": "text", "text": [{"text": "x", "fontSize": "big"}], "font": "a", "fontSize": 4})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "wrap": "even"})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "axes": {"weight": 3}})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "path": "M0 0H9"})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "animate": [{"by": "letter", "from": {}}]})",
    R"({"type": "text", "text": "x", "font": "a", "fontSize": 4, "animate": [{"from": {"blur": "x"}}]})",
    R"({"type": "group", "children": [{"type": "solid"}]})",
    R"({"type": "group", "children": [], "size": {"keys": [{"t": 0, "v": [1, 1]}]}})",
    R"(7)",
};
const std::string kGoodDocuments[] = {
    R"({"framepress": 1, "canvas": {"size": [1, 8192], "fps": "30000/1001", "duration": "=3 + 4"}, "layers": "=[]"})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "fps": 25, "duration": 2}, "layers": [], "params": {"a": {"type": "list", "items": {"type": "record", "fields": {"x": {"type": "integer", "min": 1}}}}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "formats": {"1:1": {"canvas": {"size": [4, 4]}, "layers": {"a": {"opacity": null}}}}, "fonts": {"a": "b.otf"}, "locale": "de-DE"})",
};
const std::string kBadDocuments[] = {
    "[]",
    R"({"framepress": 2, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2]}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [1000000000, 2], "duration": "1s"}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "fps": 1000000000, "duration": "1s"}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [2.5, 2], "duration": "1s"}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "fps": "29.97", "duration": "1s"}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": 0}, "layers": []})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "params": {"a": {"type": "film"}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "params": {"a": {"type": "enum"}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "params": {"a": {"type": "bool", "min": 1}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "params": {"a": {"type": "number", "default": "x"}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "formats": {"a": {"layers": {"t": {"type": "x"}}}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "formats": {"a/b": {}}})",
    R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": "1s"}, "layers": [], "locale": "not a locale"})",
};

TEST(Schema, IsTheFileInTheTree) {
  const Result<std::string> file = read_file(FP_SOURCE_DIR "/assets/schema/template.schema.json", Fault::failed);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(template_schema(), *file);
}

// Follows every reference, so that none is broken, and sees that every keyword is one the checker knows.
void visit(const nlohmann::json& root, const nlohmann::json& node, bool is_schema, std::set<std::string>& strange) {
  static const std::set<std::string> kKnown = {"$schema",
                                               "$id",
                                               "$ref",
                                               "title",
                                               "description",
                                               "default",
                                               "definitions",
                                               "type",
                                               "enum",
                                               "const",
                                               "pattern",
                                               "minLength",
                                               "maxLength",
                                               "minimum",
                                               "maximum",
                                               "exclusiveMinimum",
                                               "items",
                                               "additionalItems",
                                               "minItems",
                                               "maxItems",
                                               "required",
                                               "properties",
                                               "additionalProperties",
                                               "propertyNames",
                                               "dependencies",
                                               "anyOf",
                                               "allOf",
                                               "if",
                                               "then"};
  if (node.is_array()) {
    for (const auto& item : node) visit(root, item, true, strange);
    return;
  }
  if (!node.is_object()) return;
  if (is_schema && node.contains("$ref")) {
    EXPECT_TRUE(root.contains(nlohmann::json::json_pointer(node["$ref"].get<std::string>().substr(1)))) << node;
  }
  for (const auto& [key, value] : node.items()) {
    if (is_schema && !kKnown.contains(key)) strange.insert(key);
    if (is_schema && (key == "enum" || key == "const" || key == "default" || key == "dependencies")) continue;
    visit(root, value, !(is_schema && (key == "properties" || key == "definitions")), strange);
  }
}

TEST(Schema, UsesOnlyKeywordsTheCheckerKnows) {
  const nlohmann::json schema = nlohmann::json::parse(template_schema());
  EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
  std::set<std::string> strange;
  visit(schema, schema, true, strange);
  EXPECT_THAT(strange, ::testing::IsEmpty());
}

TEST(Schema, OurCheckerAgreesWithAnotherValidator) {
  OtherValidator other(template_schema());
  const auto check = [&](const std::string& text, bool good) {
    const Errors errors = errors_of(text);
    EXPECT_EQ(errors.empty(), good) << text << "\n" << messages(errors);
    EXPECT_EQ(other.accepts(text), good) << text;
  };
  for (const std::string& layer : kGood) check(with_layers(layer), true);
  for (const std::string& layer : kBad) check(with_layers(layer), false);
  for (const std::string& text : kGoodDocuments) check(text, true);
  for (const std::string& text : kBadDocuments) check(text, false);
}

TEST(Schema, EveryFaultHasAPlaceAndOneLayerTypeOnly) {
  for (const std::string& layer : kBad) {
    for (const Diagnostic& d : errors_of(with_layers(layer))) {
      EXPECT_GT(d.line, 0) << layer;
      EXPECT_GT(d.column, 0) << layer;
      EXPECT_TRUE(d.pointer.starts_with("/layers/0")) << layer << d.pointer;
      EXPECT_EQ(d.fault, Fault::invalid);
    }
    EXPECT_LE(errors_of(with_layers(layer)).size(), 2u) << layer << messages(errors_of(with_layers(layer)));
  }
}

TEST(Schema, MessagesSayWhatIsExpectedAndSuggest) {
  const auto all = [](const std::string& layer) { return messages(errors_of(with_layers("\n" + layer))); };
  EXPECT_EQ(
      all(R"({"type": "solid", "color": "#123", "opacty": 1})"),
      "t.json:2:36: unknown key \"opacty\" in a solid layer (/layers/0/opacty)\n  hint: did you mean \"opacity\"?\n");
  EXPECT_EQ(all(R"({"type": "txet"})"),
            "t.json:2:10: expected the type of a layer, found the text \"txet\" (/layers/0/type)\n  hint: did you mean "
            "\"text\"?\n");
  EXPECT_EQ(all(R"({"type": "solid", "color": 7})"),
            "t.json:2:28: expected a colour such as \"#ff5a1f\" or keyframes {\"keys\": [...]}, found the number 7 "
            "(/layers/0/color)\n");
  EXPECT_EQ(
      all(R"({"type": "image", "image": "a", "fit": "cova"})"),
      "t.json:2:40: expected how the picture fills the box, found the text \"cova\" (/layers/0/fit)\n  hint: did you "
      "mean \"cover\"?\n");
  EXPECT_THAT(all(R"({"type": "solid", "color": "#123", "rotation": true})"), HasSubstr("found true"));
  EXPECT_THAT(all(R"({"type": "shape", "shape": "rect", "points": [[0,0],[1,1]]})"),
              HasSubstr("\"points\" does not apply to a shape layer of shape \"rect\""));
  EXPECT_THAT(all(R"({"type": "shape", "shape": "rect", "stroke": {"width": 1}})"),
              HasSubstr("a stroke needs \"color\" or \"gradient\""));
}

TEST(Schema, AbsurdSizesAreNamed) {
  const std::string all = messages(
      errors_of(R"({"framepress": 1, "canvas": {"size": [1e9, 2], "fps": 1e9, "duration": 1e9}, "layers": []})"));
  EXPECT_THAT(all, HasSubstr("expected a whole number of pixels from 1 to 8192; found 1e9"));
  EXPECT_THAT(all, HasSubstr("expected a whole number from 1 to 240; found 1e9"));
  EXPECT_THAT(all, HasSubstr("expected a duration in seconds, at most 43200; found 1e9"));
}

TEST(Schema, AllFaultsAreReportedInOrder) {
  const Errors errors =
      errors_of(with_layers("{\"type\": \"solid\", \"color\": 1,\n\"opacity\": 2},\n7,\n{\"type\": \"x\"}"));
  ASSERT_EQ(errors.size(), 4u) << messages(errors);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(errors[static_cast<size_t>(i)].line, i + 1);
}

TEST(Schema, ResolvedDocumentsHoldNoExpressions) {
  const std::string text = with_layers(R"({"type": "solid", "color": "=x", "opacity": "{{y}}"})");
  EXPECT_TRUE(errors_of(text).empty());
  EXPECT_EQ(errors_of(text, true).size(), 2u) << messages(errors_of(text, true));
  // Text is text, whatever it looks like.
  EXPECT_TRUE(errors_of(with_layers(R"({"type": "text", "text": "={{", "font": "a", "fontSize": 9})"), true).empty());
}

TEST(Schema, HugeAndHostileTextsDoNotOverrunTheMatcher) {
  const std::string huge(2'000'000, 'a');
  EXPECT_EQ(errors_of(with_layers(R"({"type": "solid", "color": ")" + huge + "\"}")).size(), 1u);
  EXPECT_EQ(
      errors_of(with_layers(R"({"type": "solid", "color": "#fff", "in": "1)" + std::string(100'000, '0') + "s\"}"))
          .size(),
      1u);
}

}  // namespace
}  // namespace fp

#include "engine/core/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fp {
namespace {

using ::testing::HasSubstr;

Json good(std::string_view text) {
  Result<Json> json = parse_json(text, "t.json");
  EXPECT_TRUE(json.has_value()) << text << ": " << (json ? "" : to_string(json.error()[0]));
  return json ? *json : Json{};
}

Diagnostic bad(std::string_view text, JsonLimits limits = {}) {
  const Result<Json> json = parse_json(text, "t.json", limits);
  EXPECT_FALSE(json.has_value()) << text;
  return json ? Diagnostic{} : json.error().at(0);
}

TEST(Json, ReadsEveryKindOfValue) {
  const Json json =
      good(R"({"n": null, "t": true, "f": false, "i": -12, "d": 0.5e-2, "s": "x", "a": [1, "2"], "o": {}})");
  EXPECT_TRUE(json.find("n")->is_null());
  EXPECT_TRUE(json.find("t")->boolean);
  EXPECT_FALSE(json.find("f")->boolean);
  EXPECT_EQ(json.find("i")->number, -12);
  EXPECT_EQ(json.find("d")->number, 0.005);
  EXPECT_EQ(json.find("d")->text, "0.5e-2");
  EXPECT_EQ(json.find("s")->text, "x");
  EXPECT_EQ(json.find("a")->items.size(), 2u);
  EXPECT_TRUE(json.find("o")->is_object());
  EXPECT_EQ(json.find("absent"), nullptr);
}

TEST(Json, AcceptsCommentsTrailingCommasAndByteOrderMark) {
  const Json json = good("\xEF\xBB\xBF// head\n{ /* a */ \"a\": [1, 2,], // b\n}\n// tail");
  EXPECT_EQ(write_json(json, 0), R"({"a":[1,2]})");
  EXPECT_EQ(json.span.line, 2);
  EXPECT_EQ(json.span.column, 1);
  EXPECT_EQ(good("\xEF\xBB\xBF{}").span.column, 1);
}

TEST(Json, EscapesBecomeText) {
  EXPECT_EQ(good(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00")").text, "\"\\/\b\f\n\r\tAé€😀");
  EXPECT_EQ(good(R"("a\u0000b")").text, std::string("a\0b", 3));
}

TEST(Json, PositionsCountCodePointsAndLines) {
  const Json json = good("{\n  \"é😀\": 1, \"b\":\r\n\t[true]}");
  EXPECT_EQ(json.members[0].key_span.line, 2);
  EXPECT_EQ(json.members[0].key_span.column, 3);
  EXPECT_EQ(json.members[0].value.span.column, 9);
  EXPECT_EQ(json.members[1].key_span.column, 12);
  const Json& list = json.members[1].value;
  EXPECT_EQ(list.span.line, 3);
  EXPECT_EQ(list.span.column, 2);
  EXPECT_EQ(list.items[0].span.column, 3);
  EXPECT_EQ(json.span.begin, 0u);
  EXPECT_EQ(list.span.end - list.span.begin, 6u);
}

struct Fault_ {
  std::string_view text;
  int line, column;
  std::string_view message;
};

TEST(Json, MalformedTextIsRefusedWhereItIsWrong) {
  const Fault_ kFaults[] = {
      {"", 1, 1, "expected a value, found the end"},
      {"  \n ", 2, 2, "expected a value, found the end"},
      {"{", 1, 2, "expected a key"},
      {"[1, 2", 1, 6, "expected ',' or ']'"},
      {"[1 2]", 1, 4, "expected ',' or ']' after an item, found '2'"},
      {"{\"a\" 1}", 1, 6, "expected ':' after the key \"a\""},
      {"{\"a\": }", 1, 7, "expected a value, found '}'"},
      {"{a: 1}", 1, 2, "expected a key in double quotes, found 'a'"},
      {"{'a': 1}", 1, 2, "expected a key in double quotes"},
      {"[,]", 1, 2, "expected a value, found ','"},
      {"[1,,2]", 1, 4, "expected a value, found ','"},
      {"{\"a\":1,,}", 1, 8, "expected a key"},
      {"]", 1, 1, "expected a value"},
      {"1 2", 1, 3, "expected the end of the file"},
      {"{} {}", 1, 4, "expected the end of the file"},
      {"01", 1, 1, "leading zero"},
      {"-01", 1, 1, "leading zero"},
      {"-", 1, 2, "expected a digit after '-'"},
      {"1.", 1, 3, "expected a digit after the decimal point"},
      {"1e", 1, 3, "expected a digit in the exponent"},
      {"1e+", 1, 4, "expected a digit in the exponent"},
      {".5", 1, 1, "expected a value, found '.'"},
      {"+1", 1, 1, "expected a value, found '+'"},
      {"1.2.3", 1, 4, "unexpected '.' after the number 1.2"},
      {"[10px]", 1, 4, "unexpected 'px' after the number 10"},
      {"0x10", 1, 2, "unexpected 'x10'"},
      {"NaN", 1, 1, "expected a value, found 'NaN'"},
      {"Infinity", 1, 1, "expected a value"},
      {"-Infinity", 1, 2, "expected a digit"},
      {"1e999", 1, 1, "does not fit a double"},
      {"[-1e999]", 1, 2, "does not fit a double"},
      {"nul", 1, 1, "found 'nul'"},
      {"True", 1, 1, "found 'True'"},
      {"\"abc", 1, 1, "never closed"},
      {"[\"abc\n\"]", 1, 2, "not closed on its line"},
      {"\"a\tb\"", 1, 3, "raw control character 0x09"},
      {"\"\\x\"", 1, 2, "unknown escape"},
      {"\"\\u12\"", 1, 2, "four hexadecimal digits"},
      {"\"\\u12g4\"", 1, 2, "four hexadecimal digits"},
      {"\"\\u-123\"", 1, 2, "four hexadecimal digits"},
      {"\"\\ud800\"", 1, 2, "lone high surrogate"},
      {"\"\\ud800\\u0041\"", 1, 2, "lone high surrogate"},
      {"\"\\udc00\"", 1, 2, "lone low surrogate"},
      {"\"\\", 1, 2, "cut off"},
      {"/* x", 1, 1, "never closed"},
      {"/ 1", 1, 1, "expected a comment"},
      {"{\"a\": 1,\n \"b\": 2, \"a\": 3}", 2, 10, "\"a\" stands twice"},
      {"{\"x\": {\"k\":1,\"\\u006b\":2}}", 1, 14, "\"k\" stands twice"},
  };
  for (const Fault_& fault : kFaults) {
    const Diagnostic d = bad(fault.text);
    EXPECT_EQ(d.line, fault.line) << fault.text << ": " << d.message;
    EXPECT_EQ(d.column, fault.column) << fault.text << ": " << d.message;
    EXPECT_THAT(d.message, HasSubstr(fault.message)) << fault.text;
    EXPECT_EQ(d.file, "t.json");
    EXPECT_EQ(d.fault, Fault::invalid);
  }
}

TEST(Json, BadUtf8IsRefusedAtTheByte) {
  for (const std::string_view bytes :
       {"\x80", "\xC0\xAF", "\xC1\x81", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
        "\xF8\x88\x80", "\xFF", "\xC3", "\xE2\x82", "\xC3\x28"}) {
    const Diagnostic d = bad("[\"é\",\n \"" + std::string(bytes) + "\"]");
    EXPECT_EQ(d.line, 2);
    EXPECT_EQ(d.column, 3);
    EXPECT_THAT(d.message, HasSubstr("not UTF-8"));
  }
}

TEST(Json, EveryPrefixOfADocumentIsAnErrorAndNotACrash) {
  const std::string text = R"({"a": [1.5e3, "x\u00e9\n", {"b": null}], /* c */ "d": true})";
  for (size_t n = 0; n < text.size(); ++n) EXPECT_FALSE(parse_json(text.substr(0, n), "t").has_value()) << n;
  good(text);
}

TEST(Json, DepthAndSizeAreLimited) {
  const std::string deep(128, '['), closed(128, ']');
  good(deep + closed);
  const Diagnostic d = bad("[" + deep + closed + "]");
  EXPECT_THAT(d.message, HasSubstr("128 levels"));
  EXPECT_EQ(d.column, 129);
  EXPECT_THAT(bad(std::string(5'000'000, '[')).message, HasSubstr("levels"));
  EXPECT_THAT(bad("[1,2,3]", {.max_bytes = 4}).message, HasSubstr("limit of 4"));
}

TEST(Json, ManyKeysAreReadInLinearithmicTime) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"k" + std::to_string(i) + "\":0,\n";
  EXPECT_EQ(good(text + "}").members.size(), 100'000u);
  const Diagnostic d = bad(text + "\"k7\":1}");
  EXPECT_EQ(d.line, 100'001);
  EXPECT_THAT(d.hint, HasSubstr("8:1"));
}

TEST(Json, WritingRoundTrips) {
  const std::string text = R"({"a":[1,2.50,-0,1e3],"é":"\"\\\n\u0001","o":{},"l":[],"n":null,"t":true})";
  EXPECT_EQ(write_json(good(text), 0), text);
  EXPECT_EQ(write_json(good(R"({"a":[1],"b":{}})")), "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}");
  EXPECT_EQ(Json::of(0.1).text, "0.1");
  EXPECT_EQ(Json::of(int64_t{9007199254740993}).text, "9007199254740993");
}

TEST(Json, EqualIgnoresOrderAndSpelling) {
  EXPECT_TRUE(equal(good(R"({"a":1,"b":[2]})"), good(R"({"b":[2.0],"a":10e-1})")));
  EXPECT_FALSE(equal(good("[1,2]"), good("[2,1]")));
  EXPECT_FALSE(equal(good("{\"a\":1}"), good("{\"b\":1}")));
  EXPECT_FALSE(equal(good("\"1\""), good("1")));
}

TEST(Json, MergePatchFollowsRfc7396) {
  const auto merged = [](std::string_view target, std::string_view patch) {
    Json json = good(target);
    merge_patch(json, good(patch));
    return write_json(json, 0);
  };
  // The examples of the RFC's appendix.
  EXPECT_EQ(merged(R"({"a":"b"})", R"({"a":"c"})"), R"({"a":"c"})");
  EXPECT_EQ(merged(R"({"a":"b"})", R"({"b":"c"})"), R"({"a":"b","b":"c"})");
  EXPECT_EQ(merged(R"({"a":"b","b":"c"})", R"({"a":null})"), R"({"b":"c"})");
  EXPECT_EQ(merged(R"({"a":["b"]})", R"({"a":"c"})"), R"({"a":"c"})");
  EXPECT_EQ(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"), R"({"a":{"b":"d"}})");
  EXPECT_EQ(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"), R"({"a":[1]})");
  EXPECT_EQ(merged(R"(["a","b"])", R"(["c","d"])"), R"(["c","d"])");
  EXPECT_EQ(merged(R"({"a":"foo"})", "null"), "null");
  EXPECT_EQ(merged(R"({"e":null})", R"({"a":1})"), R"({"e":null,"a":1})");
  EXPECT_EQ(merged("[1,2]", R"({"a":"b","c":null})"), R"({"a":"b"})");
  EXPECT_EQ(merged("{}", R"({"a":{"bb":{"ccc":null}}})"), R"({"a":{"bb":{}}})");
}

TEST(Json, MergePatchKeepsThePositionsOfTheOverride) {
  Json json = good("{\"a\": {\"x\": 1}}");
  merge_patch(json, good("\n\n{\"a\": {\"x\": 2}}"));
  EXPECT_EQ(json.find("a")->find("x")->span.line, 3);
  EXPECT_EQ(json.find("a")->span.line, 1);
}

TEST(Json, PointersAreEscaped) {
  EXPECT_EQ(child_pointer("a/b~c"), "/a~1b~0c");
  EXPECT_EQ(child_pointer(size_t{12}), "/12");
}

TEST(Json, ClosestFindsSlipsAndNothingElse) {
  const std::vector<std::string> names = {"color", "position", "opacity", "fontSize", "in", "id"};
  EXPECT_EQ(closest("colour", names), "color");
  EXPECT_EQ(closest("postion", names), "position");
  EXPECT_EQ(closest("opactiy", names), "opacity");
  EXPECT_EQ(closest("fontsize", names), "fontSize");
  EXPECT_EQ(closest("xyzzy", names), "");
  EXPECT_EQ(closest("", names), "");
  EXPECT_EQ(closest("q", names), "");
  EXPECT_EQ(closest(std::string(100'000, 'c'), names), "");
}

}  // namespace
}  // namespace fp

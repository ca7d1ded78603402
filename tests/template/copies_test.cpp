// Layers repeated over lists and compositions put in as layers.
#include <gmock/gmock.h>

#include <chrono>

#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Bound {
  std::vector<Result<Composition>> rows;
  const std::vector<Layer>& layers(size_t row = 0) const {
    static const std::vector<Layer> kNone;
    EXPECT_TRUE(rows.at(row)) << texts(rows[row].error())[0];
    return rows[row] ? rows[row]->layers : kNone;
  }
  std::string faults(size_t row = 0) const {
    std::string all;
    if (!rows.at(row)) {
      for (const std::string& text : texts(rows[row].error())) all += text + "\n";
    }
    return all;
  }
};

// A template of 10 frames with these members, bound to rows in JSON Lines.
Bound pressed(const std::string& members, const std::string& rows = "{}", const std::string& format = "") {
  const Workshop shop;
  Bound bound;
  const Template tpl = shop.load(
      R"({"framepress": 1, "canvas": {"size": [200, 100], "fps": "10", "duration": "1s"}, "fonts": {"f": "f.ttf"},)"
      "\n" +
      members + "}");
  const Result<Table> table = parse_table(rows, "rows.jsonl");
  EXPECT_TRUE(table) << texts(table.error())[0];
  const auto typed = type_rows(tpl, &*table, {});
  EXPECT_TRUE(typed) << texts(typed.error())[0];
  bound.rows = bind_rows(tpl, *typed, format);
  return bound;
}
std::string text(const Layer& layer) {
  return std::get<TextContent>(layer.content).text;
}
std::vector<std::string> words(const std::vector<Layer>& layers) {
  std::vector<std::string> all;
  for (const Layer& layer : layers) {
    if (const auto* group = std::get_if<GroupContent>(&layer.content)) {
      for (std::string& word : words(group->children)) all.push_back(std::move(word));
    } else if (std::holds_alternative<TextContent>(layer.content)) {
      all.push_back(text(layer));
    }
  }
  return all;
}
std::string words_layer(const std::string& words, const std::string& more = "") {
  return R"({"type": "text", "font": "f", "fontSize": 9, "color": "#fff", "text": ")" + words + "\"" + more + "}";
}
const std::string kList =
    R"("params": {"list": {"type": "list", "items": {"type": "record", "fields": {"n": {"type": "text"}, "p": {"type": "money", "currency": "EUR"}}}}, "word": {"type": "text", "default": "w"}},)";

TEST(Copies, ALayerForEveryItem) {
  const Bound bound = pressed(std::string(kList) + R"("layers": [)" + words_layer("first") + "," +
                                  words_layer("{{number}}/{{count}} {{item.n}} {{item.p | money}} {{word}}",
                                              R"x(, "repeat": "{{list}}", "opacity": "=1 - index / 4")x") +
                                  "," + words_layer("last") + "]",
                              "{\"list\": [{\"n\": \"a\", \"p\": 1.5}, {\"n\": \"b\", \"p\": 2}]}\n{\"list\": []}\n{}");
  EXPECT_THAT(words(bound.layers()), ElementsAre("first", "1/2 a €1.50 w", "2/2 b €2.00 w", "last"));
  EXPECT_EQ(bound.layers()[2].opacity.constant, 0.75);
  EXPECT_EQ(bound.layers()[2].location.pointer, "/layers/1");  // of the source
  EXPECT_EQ(bound.layers()[3].location.pointer, "/layers/2");
  EXPECT_THAT(words(bound.layers(1)), ElementsAre("first", "last"));
  EXPECT_THAT(words(bound.layers(2)), ElementsAre("first", "last"));  // no list is an empty one
}

TEST(Copies, ExpressionsNumbersAndNames) {
  const Bound bound = pressed(
      R"("layers": [)" +
      words_layer("{{who.x}}{{index}}", R"x(, "repeat": {"over": "=[{x: c} for c in ['a', 'b']]", "as": "who"})x") +
      "," + words_layer("={item: item, count: count}.item + ' ' + count", R"(, "repeat": 2)") + "]");
  EXPECT_THAT(words(bound.layers()), ElementsAre("a0", "b1", "0 2", "1 2"));
}

TEST(Copies, WithinCopiesOuterItemsAreSeen) {
  const Bound bound =
      pressed(R"("layers": [{"type": "group", "repeat": {"over": "=[['a', 'b'], ['c']]", "as": "row"}, "children": [)" +
              words_layer("{{number}}{{cell}}{{row.0}}", R"(, "repeat": {"over": "{{row}}", "as": "cell"})") + "," +
              words_layer("=row[0] + index", R"(, "repeat": "=row")") + "]}]");
  EXPECT_THAT(words(bound.layers()), ElementsAre("1aa", "2ba", "a0", "a1", "1cc", "c0"));
}

TEST(Copies, EachCopyIsVisibleByItself) {
  const Bound bound = pressed(R"("layers": [)" +
                              words_layer("{{item}}", R"x(, "repeat": "=[1, 2, 3]", "visible": "=item != 2")x") + "]");
  EXPECT_THAT(words(bound.layers()), ElementsAre("1", "3"));
}

TEST(Copies, NamesInsideACopyAreItsOwn) {
  const Bound bound = pressed(R"("layers": [{"id": "g", "type": "group", "repeat": 2, "children": [
      {"id": "a", "type": "solid", "color": "#fff"}, {"type": "solid", "color": "#000", "parent": "a", "matte": {"layer": "a"}}]}])");
  ASSERT_EQ(bound.layers().size(), 2u);
  EXPECT_EQ(bound.layers()[1].id, "g.2");
  const auto& second = std::get<GroupContent>(bound.layers()[1].content).children;
  EXPECT_EQ(second[0].id, "a.2");
  EXPECT_EQ(second[1].parent, "a.2");
  EXPECT_EQ(second[1].matte->layer, "a.2");
}

const std::string kCard = R"("compositions": {"card": {"size": [50, 20], "duration": "0.5s", "background": "#102030",
  "params": {"label": {"type": "text", "required": true}, "tone": {"type": "color", "default": "#ff0000"}, "n": {"type": "integer", "min": 0, "default": 7}},
  "layers": [{"id": "box", "type": "solid", "color": "{{tone}}", "size": ["=n * 2", "100%"]}, )" +
                          words_layer("{{label}} {{word}}", R"(, "clip": null)") + "]}},";

TEST(Copies, CompositionsTakeValues) {
  const Bound bound = pressed(kList + kCard + R"x("layers": [
      {"type": "composition", "composition": "card", "id": "one", "with": {"label": "{{word | upper}}!"}, "position": [5, 6]},
      {"type": "composition", "composition": "card", "repeat": "{{list}}",
       "with": {"label": "={n: item.n}.n", "tone": "#00ff00", "n": "=std.length(list)"}}])x",
                              R"({"word": "hi", "list": [{"n": "x"}, {"n": "y"}]})");
  EXPECT_THAT(words(bound.layers()), ElementsAre("HI! hi", "x hi", "y hi"));
  const Layer& one = bound.layers()[0];
  EXPECT_EQ(one.size->constant, (Vec2{50, 20}));
  EXPECT_EQ(one.out, 5);  // as long as the composition
  const GroupContent& inside = std::get<GroupContent>(one.content);
  EXPECT_TRUE(inside.clip);
  ASSERT_EQ(inside.children.size(), 3u);
  EXPECT_EQ(std::get<SolidContent>(inside.children[1].content).color.constant, (Color{1, 0, 0, 1}));
  EXPECT_EQ(inside.children[1].size->constant, (Vec2{14, 20}));
  EXPECT_EQ(inside.children[1].location.pointer, "/compositions/card/layers/0");
  const GroupContent& second = std::get<GroupContent>(bound.layers()[2].content);
  EXPECT_EQ(second.children[1].size->constant, (Vec2{4, 20}));
  EXPECT_EQ(second.children[1].id, "box.3");
  EXPECT_EQ(std::get<SolidContent>(second.children[1].content).color.constant, (Color{0, 1, 0, 1}));
}

TEST(Copies, HiddenCompositionsAskForNothing) {
  const Bound bound = pressed(kList + kCard + R"("layers": [
      {"type": "composition", "composition": "card", "visible": "=word == 'no'", "with": {"label": "=error 'asked'"}},
      {"type": "composition", "composition": "card", "visible": "{{list}}", "with": {"label": "{{list.0.n}}"}}])");
  EXPECT_THAT(words(bound.layers()), ElementsAre());
}

TEST(Copies, CompositionsInCompositions) {
  const Bound bound = pressed(kList + R"("compositions": {
      "outer": {"params": {"a": {"type": "text"}}, "layers": [{"type": "composition", "composition": "inner", "repeat": 2, "with": {"b": "{{a}}{{index}}"}}]},
      "inner": {"params": {"b": {"type": "text"}}, "layers": [)" +
                              words_layer("{{b}}{{word}}") + R"(]}},
      "layers": [{"type": "composition", "composition": "outer", "with": {"a": "A"}}])");
  EXPECT_THAT(words(bound.layers()), ElementsAre("A0w", "A1w"));
}

TEST(Copies, ClocksOfGroups) {
  const Bound bound = pressed(kList + kCard + R"("layers": [
      {"type": "composition", "composition": "card", "with": {"label": "a"}},
      {"type": "composition", "composition": "card", "with": {"label": "a"}, "duration": "0.9s", "time": {"atEnd": "loop", "start": "0.1s"}},
      {"type": "group", "children": [], "time": {"speed": -0.5, "duration": "4f", "atEnd": "pingpong"}}])");
  const auto clock = [&](size_t i) { return std::get<GroupContent>(bound.layers()[i].content).clock; };
  EXPECT_FALSE(clock(0).has_value());  // as outside
  EXPECT_EQ(clock(1)->frames, 5);
  EXPECT_EQ(clock(1)->start, 1);
  EXPECT_EQ(clock(1)->at_end, Clock::AtEnd::loop);
  EXPECT_EQ(clock(2)->speed, -0.5);
  EXPECT_EQ(clock(2)->frames, 4);
}

TEST(Copies, FormatsChangeLayersOfCompositions) {
  const std::string members = kList + kCard + R"("formats": {"a": {}, "b": {"layers": {"box": {"size": [9, 9]}}}},
      "layers": [{"type": "composition", "composition": "card", "with": {"label": "a"}}])";
  const auto box = [&](const char* format) {
    const Bound bound = pressed(members, "{}", format);
    return std::get<GroupContent>(bound.layers()[0].content).children[1].size->constant;
  };
  EXPECT_EQ(box("a"), (Vec2{14, 20}));
  EXPECT_EQ(box("b"), (Vec2{9, 9}));
}

TEST(Copies, FaultsStandWhereTheSourceIs) {
  const auto faults = [](const std::string& layers, const std::string& rows = "{}") {
    return pressed(kList + kCard + "\n\"layers\": [" + layers + "]", rows).faults();
  };
  EXPECT_THAT(
      faults(words_layer("{{itm.n}}", R"(, "repeat": "{{list}}")"), R"({"list": [{"n": "x"}]})"),
      testing::AllOf(HasSubstr("t.json:5:"), HasSubstr("(/layers/0/text)"), HasSubstr("did you mean \"item\"?")));
  EXPECT_THAT(faults(words_layer("x", R"(, "repeat": "{{word}}")")),
              HasSubstr("repeated over a list or a number of times, not over \"w\""));
  EXPECT_THAT(faults(words_layer("x", R"(, "repeat": "=[1, 2")")), HasSubstr("t.json:5:"));
  EXPECT_THAT(faults(words_layer("x", R"(, "repeat": "=nothing")")), HasSubstr("Unknown variable: nothing"));
  EXPECT_THAT(faults(words_layer("=item.z", R"(, "repeat": "{{list}}")"), R"({"list": [{"n": "x"}]})"),
              HasSubstr("(/layers/0/text)"));
  EXPECT_THAT(faults(R"({"type": "composition", "composition": "card", "with": {"labl": "x"}})"),
              testing::AllOf(HasSubstr("no parameter \"labl\""), HasSubstr("did you mean \"label\"?"),
                             HasSubstr("needs a value for \"label\"")));
  EXPECT_THAT(faults(R"({"type": "composition", "composition": "card", "with": {"label": "x", "n": -1}})"),
              HasSubstr("n"));
  EXPECT_THAT(faults(R"({"type": "composition", "composition": "card", "with": {"label": "x", "tone": "redish"}})"),
              HasSubstr("tone"));
  EXPECT_THAT(faults(R"({"type": "group", "children": "=[{type: 'solid', color: '#fff', repeat: 2}]"})"),
              HasSubstr("cannot be repeated"));
}

TEST(Copies, WrongTemplatesAreRefusedWhenLoaded) {
  const Workshop shop;
  const auto faults = [&](const std::string& members) {
    const auto tpl = load_template(
        shop.write("t.json", R"({"framepress": 1, "canvas": {"size": [2, 2], "duration": 1}, )" + members + "}"));
    return tpl ? std::string() : texts(tpl.error())[0];
  };
  EXPECT_THAT(
      faults(R"("compositions": {"card": {"layers": []}}, "layers": [{"type": "composition", "composition": "crd"}])"),
      HasSubstr("no composition \"crd\" (/layers/0/composition)\n  hint: did you mean \"card\"?"));
  EXPECT_THAT(faults(R"("layers": [], "compositions": {"a": {"layers": [{"type": "composition", "composition": "b"}]},
      "b": {"layers": [{"type": "group", "children": [{"type": "composition", "composition": "a"}]}]}})"),
              HasSubstr("contains itself: a -> b -> a (/compositions/a)"));
  EXPECT_THAT(faults(R"("layers": [], "compositions": {"a": {"params": {"row": {"type": "text"}}, "layers": []}})"),
              HasSubstr("the name \"row\" is taken"));
  EXPECT_THAT(
      faults(
          R"("layers": [{"id": "x", "type": "group", "children": []}], "compositions": {"a": {"layers": [{"id": "x", "type": "group", "children": []}]}})"),
      HasSubstr("the id \"x\" is used twice"));
  EXPECT_THAT(faults(R"("layers": [{"type": "group", "children": [], "repeat": 1.5}])"),
              HasSubstr("expected a number of copies"));
  EXPECT_THAT(faults(R"("layers": [{"type": "group", "children": [], "repeat": {"over": 2, "as": "std"}}])"),
              HasSubstr("not p, canvas, format, random or std"));
}

TEST(Copies, TooManyAreOneFault) {
  const Bound bound = pressed(
      R"("layers": [{"type": "group", "repeat": 1000, "children": [{"type": "group", "repeat": 1000, "children": []}]}])");
  EXPECT_THAT(bound.faults(), HasSubstr("with its copies the template has more than 10000 layers"));
  EXPECT_EQ(bound.rows[0].error().size(), 1u);
}

TEST(Copies, ManyRowsAndCopiesTakeOneEvaluation) {
  std::string rows;
  for (int i = 0; i < 60; ++i) rows += "{\"word\": \"" + std::to_string(i) + "\"}\n";
  const auto start = std::chrono::steady_clock::now();
  const Bound bound = pressed(kList + R"("layers": [)" + words_layer("=word + index", R"(, "repeat": 50)") + "]", rows);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(words(bound.layers(59)).back(), "5949");
  EXPECT_LT(took.count(), 8);  // about 0.2 s
}

}  // namespace
}  // namespace fp

#include <gmock/gmock.h>

#include <chrono>

#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<Values> rows_of(const Template& tpl, const std::string& csv) {
  const Table table = *parse_table(csv, "rows.csv");
  Result<std::vector<Values>> rows = type_rows(tpl, &table, {});
  if (!rows) {
    for (const std::string& text : texts(rows.error())) ADD_FAILURE() << text;
    return {};
  }
  return *rows;
}

std::vector<std::string> faults(const Result<Composition>& bound) {
  return bound ? std::vector<std::string>{} : texts(bound.error());
}

constexpr const char* kFont = R"("font":"fonts/a.ttf","fontSize":20)";
std::string text_layer(const std::string& text, const std::string& more = "") {
  return std::string(R"({"id":"title","type":"text",)") + kFont + ",\"text\":\"" + text + "\"" + more + "}";
}
Workshop& with_font(Workshop& shop) {
  shop.write("fonts/a.ttf", "x");
  return shop;
}

TEST(Bind, FillsTextsAndPropertiesFromTheRow) {
  Workshop shop;
  const Template tpl = with_font(shop).with(
      R"("name":{"type":"text"},"price":{"type":"money","currency":"USD"},"w":{"type":"number"},"accent":{"type":"color"})",
      "[" + text_layer("{{name | upper}}: {{price | money}}") +
          R"x(,{"id":"box","type":"solid","color":"{{accent}}","size":["= w * 2", 10],"opacity":"= random(1, 2)"}])x");
  const auto bound = bind_rows(tpl, rows_of(tpl, "name,price,w,accent\nlamp,9.90,21,#ff0000\n"), "");
  ASSERT_TRUE(bound[0].has_value()) << faults(bound[0])[0];
  EXPECT_EQ(std::get<TextContent>(bound[0]->layers[0].content).text, "LAMP: $9.90");
  EXPECT_EQ(std::get<SolidContent>(bound[0]->layers[1].content).color.constant, (Color{1, 0, 0, 1}));
  EXPECT_EQ(bound[0]->layers[1].size->constant, (Vec2{42, 10}));
  EXPECT_EQ(bound[0]->row_label, "rows.csv:2");
}

TEST(Bind, DurationCanComeFromTheData) {
  const Workshop shop;
  const Template tpl = shop.load(
      R"({"framepress":1,"canvas":{"size":[200,100],"fps":"10","duration":"= 2 + std.length(points) * 0.5"},
          "params":{"points":{"type":"list","items":{"type":"number"}}},"layers":[]})");
  const auto bound = bind_rows(tpl, rows_of(tpl, "points\n1;2;3\n1\n"), "");
  ASSERT_TRUE(bound[0] && bound[1]);
  EXPECT_EQ(bound[0]->frames, 35);
  EXPECT_EQ(bound[1]->frames, 25);
}

TEST(Bind, HiddenLayersNeedNoValues) {
  Workshop shop;
  const std::string params = R"("name":{"type":"text"},"n":{"type":"number"})";
  for (const char* visible : {"\"{{name}}\"", "\"= name != null\""}) {
    const Template tpl = with_font(shop).with(
        params, "[" + text_layer("{{name | upper}}!", std::string(",\"opacity\":\"= 1 / n\",\"visible\":") + visible) +
                    R"(,{"type":"solid","color":"#000"}])");
    const auto bound = bind_rows(tpl, rows_of(tpl, "name,n\n,\nlamp,2\n"), "");
    ASSERT_TRUE(bound[0].has_value()) << faults(bound[0])[0];
    ASSERT_TRUE(bound[1].has_value()) << faults(bound[1])[0];
    EXPECT_EQ(bound[0]->layers.size(), 1u);
    EXPECT_EQ(bound[1]->layers.size(), 2u);
    EXPECT_EQ(bound[1]->layers[0].opacity.constant, 0.5);
  }
}

TEST(Bind, AFieldMakesItsLayerVisibleWhenItHasAValue) {
  const Workshop shop;
  const Template tpl = shop.with(
      R"("n":{"type":"number"},"b":{"type":"bool"},"l":{"type":"list","items":{"type":"text"}},"r":{"type":"record","fields":{}})",
      R"([{"type":"solid","color":"#fff","visible":"{{n}}"},{"type":"solid","color":"#fff","visible":"{{b}}"},
                    {"type":"solid","color":"#fff","visible":"{{l}}"},{"type":"solid","color":"#fff","visible":"{{r}}"}])");
  const auto bound = bind_rows(tpl, rows_of(tpl, "n,b,l,r\n0,yes,a,{}\n,no,,\n7,no,[],\n"), "");
  std::vector<size_t> shown;
  for (const auto& row : bound) {
    ASSERT_TRUE(row.has_value()) << faults(row)[0];
    shown.push_back(row->layers.size());
  }
  EXPECT_THAT(shown, ElementsAre(4u, 0u, 1u));  // 0 is a value; false and the empty list show nothing
}

TEST(Bind, AHiddenClipIsStillBound) {
  const Workshop shop;
  const Template tpl =
      shop.with(R"("w":{"type":"number"})",
                R"([{"id":"mask","type":"shape","shape":"rect","size":["= w", 10],"fill":"#fff","visible":false},
                                     {"id":"box","type":"solid","color":"#000","clip":"mask"}])");
  const auto bound = bind_rows(tpl, rows_of(tpl, "w\n7\n"), "");
  ASSERT_TRUE(bound[0].has_value()) << faults(bound[0])[0];
  ASSERT_EQ(bound[0]->layers.size(), 2u);
  EXPECT_EQ(bound[0]->layers[0].size->constant, (Vec2{7, 10}));
}

TEST(Bind, AFailingRowDoesNotStopTheOthers) {
  Workshop shop;
  const Template tpl = with_font(shop).with(R"("name":{"type":"text"},"n":{"type":"number"})",
                                            "[" + text_layer("Hi {{name}}", ",\"opacity\":\"=1 / n\"") + "]");
  const auto bound = bind_rows(tpl, rows_of(tpl, "name,n\nlamp,2\n,0\nrug,1\nbed,0\nbox,0.5\n"), "");
  EXPECT_TRUE(bound[0] && bound[2]);
  EXPECT_THAT(faults(bound[1]),
              ElementsAre(AllOf(StartsWith("t.json:4:87: \"name\" has no value (for rows.csv:3) (/layers/0/text)"),
                                HasSubstr("default")),
                          StartsWith("t.json:4:107: division by zero. (for rows.csv:3) (/layers/0/opacity)")));
  EXPECT_THAT(faults(bound[3]), ElementsAre(HasSubstr("division by zero. (for rows.csv:5)")));
  EXPECT_THAT(faults(bound[4]),
              ElementsAre(AllOf(HasSubstr("(for rows.csv:6)"), HasSubstr("/layers/0/opacity"))));  // 2 is too much
}

TEST(Bind, FaultsOfTheTemplateStandAtTheString) {
  Workshop shop;
  const Template tpl = with_font(shop).with(
      R"("name":{"type":"text"})",
      "[" + text_layer("é {{nam}} {{name | uper}}", ",\"opacity\":\"=(1\",\"rotation\":\"= naame\"") + "]");
  const auto bound = bind_rows(tpl, rows_of(tpl, "name\nlamp\n"), "");
  EXPECT_THAT(
      faults(bound[0]),
      ElementsAre(AllOf(StartsWith("t.json:4:86: unknown field \"nam\""), HasSubstr("did you mean \"name\"?")),
                  AllOf(StartsWith("t.json:4:101: unknown filter \"uper\""), HasSubstr("did you mean \"upper\"?")),
                  StartsWith("t.json:4:121: this ( is never closed (/layers/0/opacity)")));
}

TEST(Bind, LiteralsAreWrittenWithEscapes) {
  Workshop shop;
  const Template tpl =
      with_font(shop).with("\"name\":{\"type\":\"text\"}", "[" + text_layer("\\\\= {{{{name}} = {{name}}") + "]");
  const auto bound = bind_rows(tpl, rows_of(tpl, "name\nx = {{y}}\n"), "");
  ASSERT_TRUE(bound[0].has_value()) << faults(bound[0])[0];
  EXPECT_EQ(std::get<TextContent>(bound[0]->layers[0].content).text,
            "= {{name}} = x = {{y}}");  // data is never a template
}

TEST(Bind, DataIsNeverCode) {
  Workshop shop;
  const Template tpl = with_font(shop).with(
      R"("name":{"type":"text"})", "[" + text_layer("{{name}}", ",\"opacity\":\"= std.length(name) * 0 + 1\"") + "]");
  const auto bound = bind_rows(tpl, rows_of(tpl, "name\n=1+1\n\"\"\"}), error 'x'\"\n"), "");
  ASSERT_TRUE(bound[0].has_value()) << faults(bound[0])[0];
  EXPECT_EQ(std::get<TextContent>(bound[0]->layers[0].content).text, "=1+1");
  EXPECT_EQ(std::get<TextContent>(bound[1]->layers[0].content).text, "\"}), error 'x'");
}

TEST(Bind, FormatsChangeWhatExpressionsSee) {
  const Workshop shop;
  const Template tpl = shop.load(
      R"({"framepress":1,"canvas":{"size":[200,100],"fps":"10","duration":"1s"},
          "formats":{"wide":{},"tall":{"canvas":{"size":[100,300]},"layers":{"box":{"size":["= canvas.width", "= canvas.height / 2"]}}}},
          "params":{},"layers":[{"id":"box","type":"solid","color":"#000","size":["= if format == 'wide' then 1 else 2", 5]}]})");
  const std::vector<Values> row(1);
  EXPECT_EQ(bind_rows(tpl, row, "")[0]->layers[0].size->constant, (Vec2{1, 5}));
  EXPECT_EQ(bind_rows(tpl, row, "tall")[0]->layers[0].size->constant, (Vec2{100, 150}));
  EXPECT_EQ(bind_rows(tpl, row, "square")[0].error()[0].fault, Fault::usage);
}

TEST(Bind, JsonnetTemplatesAreCalledForEveryRow) {
  const Workshop shop;
  const Template tpl = shop.load(R"(function(n=1, label='x') {
      framepress: 1, canvas: { size: [200, 100], fps: '10', duration: '1s' },
      params: { n: { type: 'number', default: 1 }, label: { type: 'text' } },
      layers: [{ id: 'box%d' % i, type: 'solid', color: '#000', opacity: '= n / 10' } for i in std.range(1, n)],
    })",
                                 "t.jsonnet");
  const auto bound = bind_rows(tpl, rows_of(tpl, "n,label\n2,a\n3,b\n20,c\n"), "");
  ASSERT_TRUE(bound[0].has_value()) << faults(bound[0])[0];
  EXPECT_EQ(bound[0]->layers.size(), 2u);
  EXPECT_EQ(bound[1]->layers.size(), 3u);
  EXPECT_EQ(bound[1]->layers[2].opacity.constant, 0.3);
  EXPECT_FALSE(bound[2].has_value());
  EXPECT_THAT(faults(bound[2]), testing::Each(HasSubstr("(for rows.csv:4)")));  // opacity 2
}

TEST(Bind, ImportsArePartOfTheTemplate) {
  const Workshop shop;
  shop.write("theme.libsonnet", "{ ink: importstr 'ink.txt' }");
  const std::string layers = R"([{"type":"solid","color":"= (import 'theme.libsonnet').ink"}])";
  const auto hash_with = [&](const std::string& ink) {
    shop.write("ink.txt", ink);
    const Template tpl = shop.with("", layers);
    const auto bound = bind_rows(tpl, std::vector<Values>(1), "");
    EXPECT_TRUE(bound[0].has_value());
    return tpl.hash;
  };
  const Sha256 before = hash_with("#ff0000");
  EXPECT_NE(hash_with("#00ff00"), before);
  EXPECT_EQ(hash_with("#ff0000"), before);
  const std::string jsonnet = R"({ framepress: 1, canvas: { size: [2, 2], duration: '1s' },
      layers: [{ type: 'solid', color: (import 'theme.libsonnet').ink }] })";
  const Sha256 first = shop.load(jsonnet, "t.jsonnet").hash;
  shop.write("ink.txt", "#0000ff");
  EXPECT_NE(shop.load(jsonnet, "t.jsonnet").hash, first);
}

TEST(Bind, AnImportThatOnlyARowSpellsOutIsRefused) {
  const Workshop shop;
  shop.write("secret.txt", "#fff");
  const Template tpl = shop.load(
      R"(function(name='') { framepress: 1, canvas: { size: [2, 2], duration: '1s' }, params: { name: { type: 'text' } },
         layers: [{ type: 'solid', color: if name == '' then '#000' else '= importstr \'' + name + '\'' }] })",
      "t.jsonnet");
  const auto bound = bind_rows(tpl, rows_of(tpl, "name\nsecret.txt\n"), "");
  EXPECT_THAT(faults(bound[0]), ElementsAre(HasSubstr("an import must stand in the template")));
}

TEST(Bind, UnknownLocalesAreRefused) {
  const Workshop shop;
  const Template tpl = shop.with("", "[]", "qq-QQ");
  EXPECT_THAT(faults(bind_rows(tpl, std::vector<Values>(1), "")[0]), ElementsAre(HasSubstr("not a known locale")));
}

TEST(Bind, IsQuick) {
  Workshop shop;
  std::string layers = "[" + text_layer("{{name}}");
  for (int i = 0; i < 60; ++i) {
    layers += R"(,{"type":"text",)" + std::string(kFont) +
              R"(,"text":"{{name | upper}} {{price | money}}","position":[0,0],"opacity":1})";
  }
  const Template tpl =
      with_font(shop).with(R"("name":{"type":"text"},"price":{"type":"money","currency":"USD"})", layers + "]");
  std::string csv = "name,price\n";
  for (int i = 0; i < 47; ++i) csv += "lamp,9.90\n";
  const auto rows = rows_of(tpl, csv);
  const auto start = std::chrono::steady_clock::now();
  const auto bound = bind_rows(tpl, rows, "");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  RecordProperty("milliseconds", std::to_string(seconds * 1000));
  std::printf("47 rows x 61 layers: %.1f ms\n", seconds * 1000);
  for (const auto& b : bound) EXPECT_TRUE(b.has_value());
}

TEST(SelectRows, KeepsWhatTheConditionSays) {
  const Workshop shop;
  const Template tpl = shop.with(R"("price":{"type":"number"},"sale":{"type":"bool"})");
  const auto rows = rows_of(tpl, "price,sale\n10,yes\n30,no\n30,yes\n");
  EXPECT_THAT(*select_rows(tpl, rows, "price > 20 && sale"), ElementsAre(false, false, true));
  EXPECT_THAT(texts(select_rows(tpl, rows, "price").error()),
              testing::Contains(HasSubstr("it gives 10; expected true or false (for rows.csv:2)")));
  EXPECT_THAT(texts(select_rows(tpl, rows, "prise > 1").error())[0], HasSubstr("did you mean \"price\"?"));
  EXPECT_EQ(select_rows(tpl, rows, "price >").error()[0].fault, Fault::usage);
  EXPECT_FALSE(select_rows(tpl, rows, "(1").has_value());
}

std::string named(const std::string& sku, const std::string& pattern = "out/{sku}.mp4") {
  const Workshop shop;
  const Template tpl = shop.with(R"("sku":{"type":"text"},"n":{"type":"number"})");
  Values row;
  row.object = Json::object();
  row.object.set("sku", sku == "null" ? Json{} : Json::of(sku));
  row.object.set("n", Json::of(1234.5));
  const auto name = output_name(tpl, row, 3, "9:16", pattern);
  return name ? *name : to_string(name.error()[0]);
}

TEST(OutputName, IsHarmlessWhateverTheDataSays) {
  EXPECT_EQ(named("A-12"), "out/A-12.mp4");
  EXPECT_EQ(named("../../etc/passwd"), "out/etc-passwd.mp4");
  EXPECT_EQ(named("-rf"), "out/rf.mp4");
  EXPECT_EQ(named(".hidden"), "out/hidden.mp4");
  EXPECT_EQ(named("a/b\\c:d\ne\x7f"), "out/a-b-c-d-e-.mp4");
  EXPECT_EQ(named("con"), "out/_con.mp4");
  EXPECT_EQ(named("LPT1.txt"), "out/_LPT1.txt.mp4");
  EXPECT_EQ(named("u\u0308ber"), "out/\u00fcber.mp4");  // NFC
  EXPECT_EQ(named("a\u202egpj"), "out/a-gpj.mp4");      // no writing backwards
  EXPECT_EQ(named(std::string(300, 'x')), "out/" + std::string(120, 'x') + ".mp4");
  EXPECT_LE(named(std::string(119, 'x') + "é").size(), 4 + 120 + 4u);
}

TEST(OutputName, KnowsFormatRowAndFilters) {
  EXPECT_EQ(named("Ab", "{sku|lower}-{format}-{row}.mp4"), "ab-9-16-3.mp4");
  EXPECT_EQ(named("null", "{sku|default('none')}.mp4"), "none.mp4");
  EXPECT_THAT(named("null"), HasSubstr("\"sku\" leaves nothing to name a file by"));
  EXPECT_THAT(named("..."), HasSubstr("leaves nothing"));
  EXPECT_THAT(named("a", "{sko}.mp4"), HasSubstr("did you mean \"sku\"?"));
  EXPECT_THAT(named("a", "{sku.mp4"), HasSubstr("a { without its }"));
  EXPECT_THAT(named("a", "{}.mp4"), HasSubstr("expected a field's name"));
}

}  // namespace
}  // namespace fp

#include "engine/template/jsonnet.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "engine/core/child.hpp"
#include "engine/core/random.hpp"
#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

// Evaluates expressions for rows given as JSON; results as text, faults as "line:column message".
struct Bench {
  Workshop shop;
  Jsonnet vm{{}, 1};
  ExpressionScope scope{"9:16", {"name", "price", "if", "p"}};

  std::vector<std::vector<std::string>> run(const std::vector<Expression>& expressions,
                                            const std::vector<std::string>& rows) {
    std::vector<Json> values;
    for (const std::string& row : rows) values.push_back(*parse_json(row, "row"));
    std::vector<ExpressionRow> wishes;
    for (const Json& value : values) {
      wishes.push_back({&value, *parse_json(R"({"width": 200, "height": 100, "fps": 10})", "canvas"), {}});
      for (uint32_t i = 0; i < expressions.size(); ++i) wishes.back().wanted.push_back(i);
    }
    std::vector<std::vector<std::string>> all;
    for (const auto& row : evaluate_expressions(vm, scope, expressions, wishes)) {
      all.emplace_back();
      for (const ExpressionResult& r : row) {
        all.back().push_back(r ? write_json(*r, 0)
                               : std::to_string(r.error().line) + ":" + std::to_string(r.error().column) + " " +
                                     r.error().message);
      }
    }
    return all;
  }
  std::string one(const std::string& expression) {
    return run({{expression}}, {R"({"name": "Lamp", "price": 3, "if": 1, "p": 2})"})[0][0];
  }
};

TEST(Expressions, SeeTheRowTheCanvasAndTheFormat) {
  Bench bench;
  EXPECT_EQ(bench.one("price * 2 + std.length(name)"), "10");
  EXPECT_EQ(bench.one("p['if'] + p.p"), "3");
  EXPECT_EQ(bench.one("[canvas.width / 2, canvas.height, canvas.fps, format]"), "[100,100,10,\"9:16\"]");
  EXPECT_EQ(bench.one("0.1 + 0.2"), "0.30000000000000004");
  EXPECT_EQ(bench.one("0.1"), "0.1");  // the shortest text, not all the digits Jsonnet prints
  EXPECT_EQ(bench.one("1 // a comment at the end"), "1");
  EXPECT_EQ(bench.one("local a = price,\n b = a; b"), "3");
}

TEST(Expressions, RandomIsAFunctionOfSeedAndIndex) {
  Bench bench;
  EXPECT_EQ(bench.one("random(7, 0)"), Json::of(random_at(7, 0)).text);
  EXPECT_EQ(bench.one("random(7, 0) == random(7, 1)"), "false");
  EXPECT_EQ(bench.one("random('Lamp', 3) == random(name, 3)"), "true");
  EXPECT_THAT(bench.one("random(0.5, 1)"), HasSubstr("expected a whole number"));
}

TEST(Random, IsUniformAndFixedForever) {
  EXPECT_EQ(random_at(0, 0), random_at(0, 0));
  EXPECT_NE(random_at(0, 1), random_at(1, 0));
  double sum = 0;
  for (uint64_t i = 0; i < 10000; ++i) {
    const double x = random_at(42, i);
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    sum += x;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.01);
}

TEST(Expressions, OnlyTheFailingRowsFailAndEveryFaultIsFound) {
  Bench bench;
  const auto results = bench.run(
      {{"price * 2"}, {"if price == 2 then error 'two!' else name.x"}, {"1 + name"}},
      {R"({"name": {"x": 1}, "price": 1, "if": 0, "p": 0})", R"({"name": {"x": 1}, "price": 2, "if": 0, "p": 0})",
       R"({"name": "s", "price": 3, "if": 0, "p": 0})"});
  EXPECT_EQ(results[0][0], "2");
  EXPECT_EQ(results[0][1], "1");
  EXPECT_THAT(results[0][2], HasSubstr("1:1 binary operator + requires"));
  EXPECT_EQ(results[1][0], "4");
  EXPECT_EQ(results[1][1], "1:20 two!");
  EXPECT_EQ(results[2][0], "6");
  EXPECT_THAT(results[2][1], HasSubstr("1:38 string index must be a number"));
  EXPECT_EQ(results[2][2], "\"1s\"");
}

TEST(Expressions, StaticFaultsHavePositionsAndSuggestions) {
  Bench bench;
  EXPECT_EQ(bench.one("1 +\n  pricee"), "2:3 Unknown variable: pricee");
  EXPECT_THAT(bench.one("1 2"), HasSubstr("1:3 "));
  EXPECT_THAT(bench.one("function(x) x"), HasSubstr("function"));
  EXPECT_THAT(bench.one("local f(x) = f(x) + 1; f(1)"), HasSubstr("max stack frames exceeded"));
  EXPECT_THAT(bench.one("std.extVar('HOME')"), HasSubstr("undefined external variable"));
}

TEST(Expressions, GuardsKeepWhatIsHiddenFromBeingEvaluated) {
  Bench bench;
  const auto results =
      bench.run({{"price + 1", 1}, {"price != null"}, {"price / 0", 3}, {"price > 1", 1}},
                {R"({"name": "", "price": null, "if": 0, "p": 0})", R"({"name": "", "price": 1, "if": 0, "p": 0})"});
  EXPECT_THAT(results[0], testing::ElementsAre("null", "false", "null", "null"));
  EXPECT_THAT(results[1], testing::ElementsAre("2", "true", "null", "false"));
  EXPECT_EQ(bench.vm.evaluations(), 1);
}

TEST(Expressions, CannotLeaveTheirPlaceInTheSnippet) {
  for (const char* bad : {"1) + (2", "1]", "\"open", "'open", "/* open", "(1", "{a: 1]", "|||\n x", "", "  ", "1 }"}) {
    EXPECT_FALSE(check_expression(bad).has_value()) << bad;
  }
  for (const char* good :
       {"')'", "@'\\'", "@'it''s )'", "'\\')'", "1 # )", "1 // (", "/* ( */ 1", "|||\n  ( [\n|||", "(1)[0]"}) {
    EXPECT_TRUE(check_expression(good).has_value()) << good;
  }
  EXPECT_EQ(check_expression("1 +\n é]").error().column, 3);
  Bench bench;
  EXPECT_THAT(bench.one("1, __x1 = 2"), HasSubstr("1:2 "));
}

TEST(Expressions, ImportWhatWasReadBeforehandAndNothingElse) {
  Bench bench;
  bench.vm.add_source("lib/a.libsonnet", "(import 'b.libsonnet') + 1");
  bench.vm.add_source("lib/b.libsonnet", "41");
  EXPECT_EQ(bench.one("import 'lib/a.libsonnet'"), "42");
  EXPECT_EQ(bench.one("import 'lib/../lib/b.libsonnet'"), "41");
  EXPECT_THAT(bench.one("importstr '/etc/hostname'"), HasSubstr("couldn't open import"));
  EXPECT_THAT(bench.one("importstr '../../../../../../etc/hostname'"), HasSubstr("couldn't open import"));
}

TEST(Expressions, ThatNeverEndAreStoppedAndNamed) {
  Bench bench;
  const char* row = R"({"name": "", "price": 3, "if": 1, "p": 2})";
  const auto results =
      bench.run({{"price + 1"}, {"local f(n) = f(n + 1) tailstrict; f(0)"}, {"price + 2"}}, {row, row});
  for (const auto& result : results) {
    EXPECT_EQ(result[0], "4");
    EXPECT_THAT(result[1], HasSubstr("1:1 stopped after 1 s of processor time"));
    EXPECT_EQ(result[2], "5");
  }
}

TEST(Expressions, ThatEatAllMemoryOrCrashAreStopped) {
  Bench bench;
  const std::string deep(200'000, '(');
  EXPECT_THAT(bench.one(deep + "1" + std::string(200'000, ')')), HasSubstr("the evaluation crashed"));
  if (!limits_memory()) return;
  EXPECT_THAT(bench.one("std.length(std.range(0, 1000000000))"), HasSubstr("stopped"));
}

std::vector<std::string> import_names(const std::string& text) {
  std::vector<std::string> names;
  for (const JsonnetImport& i : imports_in(text)) {
    names.push_back(std::to_string(i.line) + ":" + std::to_string(i.column) + (i.is_code ? " " : " str ") + i.name);
  }
  return names;
}

TEST(Imports, AreFoundInSourceText) {
  using testing::ElementsAre;
  EXPECT_THAT(import_names("local a = import 'a.libsonnet';\n(importstr \"b \\\"x\\\".txt\") + a"),
              ElementsAre("1:18 a.libsonnet", "2:12 str b \"x\".txt"));
  EXPECT_THAT(import_names("import @'it''s', import/* c */ // d\n 'e'"), ElementsAre("1:9 it's", "2:2 e"));
  EXPECT_THAT(import_names("'import' + 'no' + \"import 'no'\" // import 'no'\n+ /* import 'no' */ important 'no'"),
              ElementsAre());
  EXPECT_THAT(import_names("import ('no')"), ElementsAre());
}

TEST(Imports, AreReadWithWhatTheyImport) {
  const Workshop shop;
  shop.write("lib/a.libsonnet", "(import 'b.libsonnet') + importstr '../text.txt'");
  shop.write("lib/b.libsonnet", "import 'a.libsonnet'");  // a circle is Jsonnet's affair
  shop.write("text.txt", "import 'of no interest'");
  const AssetRoot root = *AssetRoot::open(shop.folder());
  const auto at = [](const JsonnetImport& i) {
    return Diagnostic{.file = "t.json", .line = i.line, .column = i.column};
  };
  JsonnetSources sources;
  EXPECT_THAT(texts(read_imports("import 'lib/a.libsonnet'", "", root, at, sources)), testing::ElementsAre());
  std::vector<std::string> names;
  for (const auto& [name, bytes] : sources) names.push_back(name);
  EXPECT_THAT(names, testing::ElementsAre("lib/a.libsonnet", "lib/b.libsonnet", "text.txt"));
  shop.write("lib/c.libsonnet", "\n import '../../x'");
  const Errors errors = read_imports("[importstr '/etc/hostname', import 'lib/c.libsonnet']", "", root, at, sources);
  EXPECT_THAT(texts(errors), testing::ElementsAre(HasSubstr("t.json:1:12: asset \"/etc/hostname\" is refused"),
                                                  HasSubstr("c.libsonnet:2:9: asset \"../x\" is refused")));
  for (const Diagnostic& d : errors) EXPECT_EQ(d.fault, Fault::missing);
}

TEST(Expressions, ManyRowsCostAboutOneStart) {
  const auto seconds = [](int count) {
    Bench bench;
    const std::vector<std::string> rows(static_cast<size_t>(count), R"({"name": "Lamp", "price": 3, "if": 1, "p": 2})");
    const auto start = std::chrono::steady_clock::now();
    bench.run(std::vector<Expression>(20, {"std.length(name) * price"}), rows);
    EXPECT_EQ(bench.vm.evaluations(), 1);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const double one = std::min({seconds(1), seconds(1), seconds(1)});
  const double many = std::min({seconds(47), seconds(47), seconds(47)});
  RecordProperty("milliseconds_1_row", std::to_string(one * 1000));
  RecordProperty("milliseconds_47_rows", std::to_string(many * 1000));
  EXPECT_LT(many, 10 * one);  // 47 starts would be 47 times one
}

TEST(JsonnetTemplate, YieldsItsObjectWithDefaults) {
  const JsonnetSources imports = {{"lib.libsonnet", "{ width: 200 }"}};
  const auto good =
      evaluate_jsonnet_template("function(a='x') { name: a, w: (import 'lib.libsonnet').width }", "t.jsonnet", imports);
  ASSERT_TRUE(good.has_value());
  EXPECT_EQ(write_json(*good, 0), "{\"name\":\"x\",\"w\":200}");
  const auto texts_of = [&](const std::string& source) {
    return texts(evaluate_jsonnet_template(source, "t.jsonnet", imports).error());
  };
  EXPECT_THAT(texts_of("{\n a: nope }"), testing::ElementsAre("t.jsonnet:2:5: Unknown variable: nope"));
  EXPECT_THAT(texts_of("{ a: 1"), testing::ElementsAre(testing::StartsWith("t.jsonnet:1:")));
  EXPECT_THAT(texts_of("[]"), testing::ElementsAre(HasSubstr("does not yield an object")));
  EXPECT_THAT(texts_of("function(a) {}"), testing::ElementsAre(HasSubstr("a")));
}

}  // namespace
}  // namespace fp

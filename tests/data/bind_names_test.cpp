#include "engine/data/bind_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BindNames, NumbersNamesInOrderOfFirstAppearance) {
  const NumberedText n = number_binds("SELECT :b, :a_1 FROM t WHERE x=:b AND y>:größe");
  EXPECT_EQ(n.text, "SELECT $1, $2 FROM t WHERE x=$1 AND y>$3");
  EXPECT_THAT(n.names, ElementsAre("b", "a_1", "größe"));
  EXPECT_FALSE(n.numbered);
  EXPECT_FALSE(n.second);
}

TEST(BindNames, LeavesAloneWhatIsNoName) {
  for (const char* text : {
           "SELECT ':a', 'it''s :a', \":a\", \"x\"\":a\"",
           "SELECT E'\\':a', e'\\\\' || E':a'",
           "SELECT U&':a', N':a', 'back\\' AS b",
           "SELECT $$ :a $$, $tag$ :a $$ :b $tag$, $ä$:a$ä$",
           "SELECT 1 -- :a ' \" $$\n + 2",
           "SELECT 1 /* :a /* :b */ ' :c */ + 2",
           "SELECT x::text, y :: int, a[1:2], f(a := 1), ': a'",
           "SELECT 'never closed :a",
           "SELECT \"never closed :a",
           "SELECT $$never closed :a",
           "SELECT /* never /* closed */ :a",
           "SELECT a$b$c, d$$e",
           "SELECT :",
           "SELECT 1:",
           "SELECT x ::",
           "SELECT E'never closed \\",
           "SELECT $",
           "SELECT /",
           "",
       }) {
    const NumberedText n = number_binds(text);
    EXPECT_EQ(n.text, text);
    EXPECT_THAT(n.names, IsEmpty()) << text;
    EXPECT_FALSE(n.numbered) << text;
  }
}

TEST(BindNames, FindsNamesBesideThose) {
  const std::pair<const char*, const char*> kTexts[] = {
      {":a", "$1"},
      {"':x':a':x'", "':x'$1':x'"},
      {"'\\':a", "'\\'$1"},          // a backslash is one, outside of E''
      {"name'\\':a", "name'\\'$1"},  // a word that only ends in e
      {":a::text", "$1::text"},
      {"x:::a", "x::$1"},
      {"$$:x$$:a", "$$:x$$ $1"},
      {"$t$:x$t$ :a", "$t$:x$t$ $1"},
      {"/* /* */ */:a", "/* /* */ */$1"},
      {"--\n:a", "--\n$1"},
      {"--\r:a", "--\r$1"},
      {"x-:a", "x-$1"},
      {"(:a)", "($1)"},
      {"a$b :a", "a$b $1"},
      {"x[y:a]", "x[y $1]"},
      {"x$:a", "x$ $1"},
      {"1:a", "1 $1"},
  };
  for (const auto& [source, text] : kTexts) {
    const NumberedText n = number_binds(source);
    EXPECT_EQ(n.text, text) << source;
    EXPECT_THAT(n.names, ElementsAre("a")) << source;
  }
}

TEST(BindNames, FindsNumbersAndSecondStatements) {
  EXPECT_EQ(number_binds("SELECT $1").numbered, 7u);
  EXPECT_EQ(number_binds("SELECT ';' ; -- ;\n ; /* x */ ").second, std::nullopt);
  EXPECT_EQ(number_binds("SELECT 1;SELECT 2; SELECT 3").second, 9u);
  EXPECT_EQ(number_binds("SELECT 1;\n:a").second, 10u);
  EXPECT_EQ(number_binds("SELECT 1;'a'").second, 9u);
}

TEST(BindNames, KnowsWhereEverythingStood) {
  const std::string source = "SELECT :first, x, :b, y";
  const NumberedText n = number_binds(source);
  ASSERT_EQ(n.text, "SELECT $1, x, $2, y");
  for (const char* word : {"SELECT", ", x", "x", ", y", "y"}) {
    EXPECT_EQ(n.source_offset(n.text.find(word)), source.find(word)) << word;
  }
  EXPECT_EQ(n.source_offset(n.text.find("$1")), source.find(":first"));
  EXPECT_EQ(n.source_offset(n.text.find("$2")), source.find(":b"));
  EXPECT_EQ(n.source_offset(n.text.size()), source.size());
  const NumberedText close = number_binds("x:name y");
  EXPECT_EQ(close.source_offset(close.text.find("$1")), 1u);
  EXPECT_EQ(close.source_offset(close.text.find(" y")), 6u);
}

}  // namespace
}  // namespace fp

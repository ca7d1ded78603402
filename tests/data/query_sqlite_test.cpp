#include <cmath>

#include "tests/data/sqlite_shop.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(QuerySqlite, ReadsTextNumbersAndNull) {
  const Answer answer = ask("SELECT id, name, price FROM goods ORDER BY id; -- all\n ;");
  EXPECT_EQ(answer.error(), "<no error>");
  EXPECT_THAT(answer.names, ElementsAre("id", "name", "price"));
  EXPECT_THAT(answer.rows, ElementsAre("#1|Lamp|#12.5", "#2|Stühle|#80", "#3|-|-"));
}

TEST_F(QuerySqlite, GivesTheNamesOfAnEmptyAnswerAndStopsWhenTold) {
  const Answer answer = ask("SELECT id, name FROM goods WHERE id > 100");
  EXPECT_THAT(answer.names, ElementsAre("id", "name"));
  EXPECT_TRUE(answer.rows.empty());
  int rows = 0;
  const QueryTaker taker{[](auto) { return false; }, [&](auto, auto) { ++rows; }};
  EXPECT_TRUE(query_sqlite(file("shop.db"), {.text = "SELECT id FROM goods"}, taker));
  EXPECT_EQ(rows, 0);
}

TEST_F(QuerySqlite, ReadsRecursionWindowsJsonAndUtf16) {
  EXPECT_THAT(ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i, "
                  "sum(i) OVER (ORDER BY i) AS s FROM n")
                  .rows,
              ElementsAre("#1|#1", "#2|#3", "#3|#6"));
  EXPECT_THAT(ask("SELECT value FROM json_each('[1,\"b\"]')").rows, ElementsAre("#1", "b"));
  EXPECT_THAT(ask("SELECT fullkey FROM json_tree('[1]')").rows, ElementsAre("$", "$[0]"));
  EXPECT_EQ(one("'{\"a\":[1,2]}' -> '$.a'"), "[1,2]");
  run_sql(file("wide.db"), "PRAGMA encoding='UTF-16le'; CREATE TABLE t(a); INSERT INTO t VALUES('Grüße 😀');");
  EXPECT_THAT(ask("SELECT a FROM t", "wide.db").rows, ElementsAre("Grüße 😀"));
}

TEST_F(QuerySqlite, BindsValuesByName) {
  const Query query{.text =
                        "SELECT :t AS t, typeof(@i) AS i, typeof($d) AS d, :b AS b, :n AS n, typeof(:i) AS again, "
                        "typeof(:long) AS l",
                    .binds = {{"t", Json::of("x'; DROP TABLE goods; --")},
                              {"i", Json::of(int64_t{5})},
                              {"d", Json::of(2.5)},
                              {"b", Json::of(true)},
                              {"n", Json{}},
                              {"long", Json::of(int64_t{9007199254740993})}}};
  EXPECT_THAT(ask(query).rows, ElementsAre("x'; DROP TABLE goods; --|integer|real|#1|-|integer|integer"));
}

TEST_F(QuerySqlite, RefusesBindsThatDoNotMatch) {
  EXPECT_THAT(ask(Query{.text = "SELECT :region AS r", .binds = {{"regoin", Json::of("x")}}}).error(),
              AllOf(HasSubstr("uses :region, and no value is bound"), HasSubstr("did you mean \"regoin\"?")));
  EXPECT_THAT(ask(Query{.text = "SELECT 1 AS r", .binds = {{"extra", Json::of("x")}}}).error(),
              HasSubstr("a value is bound to \"extra\", and the query does not use :extra"));
  EXPECT_THAT(ask(Query{.text = "SELECT :a AS r", .binds = {{"a", Json::of(1.0)}, {"a", Json::of(2.0)}}}).error(),
              HasSubstr("two values are bound to \"a\""));
  EXPECT_THAT(ask("SELECT ? AS r").error(), HasSubstr("a \"?\" that has no name"));
  EXPECT_THAT(ask("SELECT ?2 AS r").error(), HasSubstr("a \"?\" that has no name"));
  const auto with = [&](Json value) { return ask(Query{.text = "SELECT :a AS r", .binds = {{"a", value}}}).error(); };
  EXPECT_THAT(with(Json::array()), HasSubstr("the value bound to \"a\" is a list or an object"));
  EXPECT_THAT(with(Json::of(std::string("a\0b", 3))), HasSubstr("holds a NUL character"));
  EXPECT_THAT(with(Json::of("\xff")), HasSubstr("is not UTF-8"));
  EXPECT_THAT(with(Json{.type = Json::Type::number, .number = HUGE_VAL}), HasSubstr("is not a finite number"));
}

TEST_F(QuerySqlite, RefusesCellsWithRowAndColumn) {
  EXPECT_THAT(ask("SELECT id, raw FROM goods ORDER BY id DESC").error(),
              HasSubstr("shop.db: row 3: a blob; expected text, a number or NULL (raw)"));
  EXPECT_EQ(ask("SELECT raw FROM goods").fault(), Fault::invalid);
  EXPECT_EQ(one("9007199254740992"), "#9007199254740992");
  EXPECT_EQ(one("-9007199254740992"), "#-9007199254740992");
  EXPECT_THAT(one("9007199254740993"), HasSubstr("row 1: the integer 9007199254740993 is beyond 2^53"));
  EXPECT_THAT(one("-9007199254740993"), HasSubstr("-9007199254740993 is beyond 2^53"));
  EXPECT_THAT(one("-9223372036854775807 - 1"), HasSubstr("beyond 2^53"));
  EXPECT_THAT(one("9e999"), HasSubstr("row 1: inf is not a finite number"));
  EXPECT_THAT(one("CAST(x'61ff' AS TEXT)"), HasSubstr("row 1: the text is not UTF-8"));
  EXPECT_THAT(one("'a' || char(0) || 'b'"), HasSubstr("row 1: the text holds a NUL"));
}

TEST_F(QuerySqlite, RefusesColumnsOfOneNameOrNone) {
  EXPECT_THAT(ask("SELECT id, name, id FROM goods").error(),
              HasSubstr("column 3 of the answer has the name \"id\", which column 1 already has"));
  EXPECT_THAT(ask("SELECT 1 AS \"\"").error(), HasSubstr("column 1 of the answer has no name"));
}

TEST_F(QuerySqlite, LimitsRowsCellsAndSteps) {
  EXPECT_EQ(ask(Query{.text = "SELECT id FROM goods", .max_rows = 3}).rows.size(), 3u);
  const Answer rows = ask(Query{.text = "SELECT id FROM goods", .max_rows = 2});
  EXPECT_THAT(rows.error(), HasSubstr("more than 2 rows"));
  EXPECT_EQ(rows.rows.size(), 2u);
  EXPECT_EQ(ask(Query{.text = "SELECT 'äb' AS x", .max_cell = 3}).error(), "<no error>");
  EXPECT_THAT(ask(Query{.text = "SELECT 'äbc' AS x", .max_cell = 3}).error(),
              HasSubstr("row 1: a text of 4 bytes; at most 3 are read (x)"));
  EXPECT_THAT(one("length(hex(zeroblob(1000000000)))"), HasSubstr("string or blob too big"));
  const Query endless{
      .text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) AS s FROM n",
      .max_steps = 100'000};
  EXPECT_THAT(ask(endless).error(), HasSubstr("the query took more than 100000 steps"));
  EXPECT_EQ(ask(endless).fault(), Fault::invalid);
}

TEST_F(QuerySqlite, CountsStepsAlikeEveryTime) {
  Query query{.text = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
              .max_steps = 12'345};
  const size_t first = ask(query).rows.size();
  EXPECT_GT(first, 500u);
  EXPECT_EQ(ask(query).rows.size(), first);
  EXPECT_EQ(ask(query).rows.size(), first);
  query.max_steps *= 2;
  EXPECT_NEAR(double(ask(query).rows.size()), 2.0 * double(first), 400);
}

TEST_F(QuerySqlite, RefusesWhateverIsNotReading) {
  run_sql(file("shop.db"), "CREATE VIRTUAL TABLE search USING fts5(name)");
  const std::pair<const char*, const char*> kRefused[] = {
      {"INSERT INTO goods(id) VALUES(9)", "INSERT into goods is refused"},
      {"WITH a AS (SELECT 1) INSERT INTO goods(id) SELECT * FROM a RETURNING id", "INSERT into goods is refused"},
      {"UPDATE goods SET name = 'x' RETURNING id", "UPDATE of goods is refused"},
      {"DELETE FROM goods", "DELETE from goods is refused"},
      {"CREATE TABLE t(a)", "CREATE is refused"},
      {"CREATE TEMP TABLE t AS SELECT 1", "CREATE is refused"},
      {"CREATE TEMP VIEW v AS SELECT 1", "CREATE is refused"},
      {"CREATE VIRTUAL TABLE f USING fts5(a)", "CREATE is refused"},
      {"DROP TABLE goods", "DROP is refused"},
      {"ALTER TABLE goods ADD COLUMN x", "ALTER TABLE goods is refused"},
      {"ATTACH 'other.db' AS other", "ATTACH is refused"},
      {"DETACH main", "DETACH is refused"},
      {"VACUUM INTO 'copy.db'", "may only select rows"},
      {"PRAGMA table_info(goods)", "PRAGMA table_info is refused"},
      {"PRAGMA writable_schema = 1", "PRAGMA writable_schema is refused"},
      {"SELECT name FROM pragma_table_info('goods')", "a virtual table is refused"},
      {"SELECT name FROM search", "a virtual table is refused"},
      {"SELECT * FROM dbstat", "a virtual table is refused"},
      {"SELECT sql FROM sqlite_stmt", "a virtual table is refused"},
      {"BEGIN IMMEDIATE", "BEGIN is refused"},
      {"COMMIT", "COMMIT is refused"},
      {"SAVEPOINT s", "a savepoint is refused"},
      {"REINDEX", "REINDEX sqlite_autoindex_search_config_1 is refused"},
      {"ANALYZE", "is refused"},
      {"EXPLAIN SELECT 1", "EXPLAIN is refused"},
      {"EXPLAIN QUERY PLAN SELECT 1", "EXPLAIN is refused"},
      {"SELECT load_extension('x.so')", "load_extension is refused"},
      {"SELECT fts3_tokenizer('simple')", "fts3_tokenizer is refused"},
  };
  for (const auto& [text, words] : kRefused) {
    const Answer answer = ask(text);
    EXPECT_THAT(answer.error(), HasSubstr(words)) << text;
    EXPECT_EQ(answer.fault(), Fault::invalid) << text;
    EXPECT_TRUE(answer.rows.empty()) << text;
  }
  EXPECT_THAT(files(), ElementsAre("shop.db"));
  EXPECT_EQ(ask("SELECT id FROM goods").rows.size(), 3u);
}

TEST_F(QuerySqlite, RefusesASecondStatementAndNone) {
  EXPECT_THAT(ask("SELECT 1 AS a;\n SELECT 2").error(),
              HasSubstr("a second statement after the query (line 2, column 2"));
  EXPECT_THAT(ask("SELECT 1 AS a; DROP TABLE goods").error(), HasSubstr("a second statement"));
  EXPECT_THAT(ask("SELECT 1 AS a; nonsense").error(), HasSubstr("a second statement"));
  EXPECT_THAT(ask(" \n").error(), HasSubstr("the query is empty"));
  EXPECT_THAT(ask("-- nothing").error(), HasSubstr("the query is empty"));
  EXPECT_THAT(ask(std::string("SELECT 1\0 AS a", 14)).error(), HasSubstr("NUL character (line 1, column 9"));
  EXPECT_THAT(ask("SELECT '\xff' AS a").error(), HasSubstr("the query's text is not UTF-8"));
}

TEST_F(QuerySqlite, SaysWhereTheTextIsWrong) {
  EXPECT_THAT(ask("SELECT 'ü', id\nFROM goods\nWHERE  pric > 2").error(),
              HasSubstr("SQLite: no such column: pric (line 3, column 8 of the query)"));
  EXPECT_THAT(ask("SELECT 'ü' x y").error(), HasSubstr("near \"y\": syntax error (line 1, column 14 of the query)"));
  EXPECT_THAT(ask("SELECT a FROM nowhere").error(), HasSubstr("SQLite: no such table: nowhere"));
  EXPECT_THAT(ask("SELECT \"pric\" FROM goods").error(), HasSubstr("no such column: pric"));  // no text by mistake
}

TEST_F(QuerySqlite, DatesComeFromTheQueryAndNeverFromTheClock) {
  EXPECT_EQ(one("date('2024-02-28', '+1 day')"), "2024-02-29");
  EXPECT_EQ(one("strftime('%Y now', '2024-02-28')"), "2024 now");
  EXPECT_EQ(one("datetime(0, 'unixepoch')"), "1970-01-01 00:00:00");
  EXPECT_EQ(one("time('12:30')"), "12:30:00");
  EXPECT_EQ(one("unixepoch('1970-01-02')"), "#86400");
  EXPECT_EQ(one("julianday('2000-01-01')"), "#2451544.5");
  EXPECT_EQ(one("date(NULL)"), "-");
  EXPECT_EQ(one("date('nonsense')"), "-");
  EXPECT_THAT(ask("SELECT date(day, 'start of month') AS d FROM goods ORDER BY id").rows,
              ElementsAre("2024-02-01", "2024-03-01", "-"));
  for (const char* use : {"date()", "time()", "datetime()", "julianday()", "unixepoch()", "strftime('%Y')",
                          "date('now')", "DateTime('NOW', '+1 day')", "strftime('%s', 'now')", "julianday('n' || 'ow')",
                          "date(x'6e6f77')", "(SELECT time(v) FROM (SELECT 'now' AS v))", "date('subsec')"}) {
    EXPECT_THAT(one(use), HasSubstr("reads the clock, and is refused")) << use;
  }
  for (const char* use : {"datetime('2024-01-01', 'localtime')", "datetime('2024-01-01', 'UTC')"}) {
    EXPECT_THAT(one(use), HasSubstr("depends on the machine's time zone")) << use;
  }
  for (const char* use : {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "random()", "randomblob(4)", "changes()",
                          "total_changes()", "last_insert_rowid()", "sqlite_version()", "sqlite_source_id()"}) {
    EXPECT_THAT(one(use), HasSubstr("whose answer is always the same")) << use;
  }
  const Query bound{.text = "SELECT date(:d) AS d", .binds = {{"d", Json::of("now")}}};
  EXPECT_THAT(ask(bound).error(), HasSubstr("reads the clock"));
}

TEST_F(QuerySqlite, ViewsAndGeneratedColumnsAreHeldToTheSame) {
  run_sql(file("v.db"),
          "CREATE TABLE t(a, y AS (strftime('%Y', a))); INSERT INTO t(a) VALUES('2024-05-06');"
          "CREATE VIEW good AS SELECT date(a) AS d, y FROM t; CREATE VIEW clock AS SELECT date('now') AS d;"
          "CREATE VIEW dice AS SELECT random() AS d;");
  EXPECT_THAT(ask("SELECT d, y FROM good", "v.db").rows, ElementsAre("2024-05-06|2024"));
  EXPECT_THAT(ask("SELECT d FROM clock", "v.db").error(), HasSubstr("reads the clock"));
  EXPECT_THAT(ask("SELECT d FROM dice", "v.db").error(), HasSubstr("random is refused"));
}

}  // namespace
}  // namespace fp

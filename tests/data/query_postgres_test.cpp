// Against a server of the tests' own; few tests, for each starts one.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "tests/data/postgres_server.hpp"
#include "tests/data/query_support.hpp"

namespace fp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class QueryPostgres : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = PostgresServer::start();
    if (!started) {
      start_error() = to_string(started.error()[0]);
      return;
    }
    server_ = std::move(*started);
    server_->run(
        "CREATE TABLE goods(id int PRIMARY KEY, name text, price numeric(10,2), raw bytea);"
        "INSERT INTO goods VALUES (1,'Lamp',12.50,'\\x00'),(2,'Stühle',80,NULL),(3,NULL,NULL,NULL);"
        "CREATE TABLE secret(a int); CREATE SEQUENCE numbers; CREATE TYPE mood AS ENUM('sad','happy');"
        "CREATE DOMAIN percent AS int CHECK (VALUE <= 100); GRANT SELECT ON goods TO reader, clerk");
  }
  static void TearDownTestSuite() { server_.reset(); }
  static std::string& start_error() {
    static std::string text;
    return text;
  }
  void SetUp() override { ASSERT_TRUE(server_) << start_error(); }

  static Answer ask(const Query& query, const std::string& uri = server_->uri("owner")) {
    return answer_of([&](const QueryTaker& taker) { return query_postgres(uri, query, taker); });
  }
  static Answer ask(const std::string& text, const std::string& uri = server_->uri("owner")) {
    return ask(Query{.text = text}, uri);
  }
  static std::string one(const std::string& expression) {
    const Answer answer = ask("SELECT " + expression + " AS x");
    return answer.rows.size() == 1 ? answer.rows[0] : answer.error();
  }

  // What is said of a long answer when `harm` comes to the server's process in the middle of it.
  template <class Harm>
  static Diagnostic broken(const Harm& harm, int64_t timeout_ms = 10'000) {
    const Query query{
        .text = "SELECT i, pg_backend_pid() AS pid, repeat('x', 1000) AS t FROM generate_series(1, 100000) i",
        .timeout_ms = timeout_ms};
    const QueryTaker taker{[](auto) { return true; },
                           [&](std::span<const Cell> cells, uint32_t number) {
                             if (number == 3) harm(static_cast<pid_t>(cells[1].number));
                           }};
    const auto result = query_postgres(server_->uri("owner"), query, taker);
    return result ? Diagnostic{} : result.error()[0];
  }

  static inline std::unique_ptr<PostgresServer> server_;
};

TEST_F(QueryPostgres, ReadsEveryType) {
  const Answer answer = ask("SELECT id, name, price FROM goods ORDER BY id; -- all");
  EXPECT_EQ(answer.error(), "<no error>");
  EXPECT_THAT(answer.names, ElementsAre("id", "name", "price"));
  EXPECT_THAT(answer.rows, ElementsAre("#1=1|Lamp|#12.5=12.50", "#2=2|Stühle|#80=80.00", "#3=3|-|-"));
  const Answer none = ask("SELECT id, name FROM goods WHERE false");
  EXPECT_EQ(none.error(), "<no error>");
  EXPECT_THAT(none.names, ElementsAre("id", "name"));
  EXPECT_TRUE(none.rows.empty());
  int rows = 0;
  const QueryTaker uninterested{[](auto) { return false; }, [&](auto, auto) { ++rows; }};
  EXPECT_TRUE(query_postgres(server_->uri("owner"), {.text = "SELECT id FROM goods"}, uninterested));
  EXPECT_EQ(rows, 0);

  const std::pair<const char*, const char*> kCells[] = {
      {"true", "true"},
      {"1 > 2", "false"},
      {"7::int2", "#7=7"},
      {"-2147483648", "#-2147483648=-2147483648"},
      {"9007199254740992", "#9007199254740992=9007199254740992"},
      {"0.1::float4", "#0.1=0.1"},
      {"0.1::float8 + 0.2", "#0.30000000000000004=0.30000000000000004"},
      {"1e300::float8", "#1e+300=1e+300"},
      {"1.10::numeric", "#1.1=1.10"},
      {"123456789012345678901234567890.5", "#1.2345678901234568e+29=123456789012345678901234567890.5"},
      {"'a'::text", "a"},
      {"'a'", "a"},
      {"'a'::varchar(3)", "a"},
      {"'a'::char(3)", "a  "},
      {"'a'::name", "a"},
      {"'a'::\"char\"", "a"},
      {"'{\"a\": 1}'::json", "{\"a\": 1}"},
      {"'{\"a\":1}'::jsonb", "{\"a\": 1}"},
      {"'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
      {"'happy'::mood", "happy"},
      {"50::percent", "#50=50"},
      {"date '2024-02-29'", "2024-02-29"},
      {"timestamp '2024-02-29 13:14:15'", "2024-02-29T13:14:15"},
      {"timestamp '2024-02-29 13:14:15.125'", "2024-02-29T13:14:15.125"},
      {"timestamptz '2024-02-29 13:14:15.5+05:30'", "2024-02-29T07:44:15.5Z"},
      {"NULL::date", "-"},
      {"NULL", "-"},
      {"current_setting('application_name')", "framepress"},
      {"E'\\u00fc'", "ü"},
  };
  for (const auto& [expression, cell] : kCells) EXPECT_EQ(one(expression), cell) << expression;
}

TEST_F(QueryPostgres, RefusesCellsColumnsAndSizes) {
  const std::pair<const char*, const char*> kRefused[] = {
      {"9007199254740993", "row 1: the integer 9007199254740993 is beyond 2^53"},
      {"-9007199254740993", "beyond 2^53"},
      {"'NaN'::float8", "row 1: NaN is not a finite number"},
      {"'Infinity'::float4", "row 1: Infinity is not a finite number"},
      {"'-Infinity'::float8", "-Infinity is not a finite number"},
      {"'NaN'::numeric", "NaN is not a finite number"},
      {"'Infinity'::numeric", "Infinity is not a finite number"},
      {"1e400::numeric", "is beyond what a double holds"},
      {"'infinity'::date", "row 1: \"infinity\" is not a date"},
      {"'-infinity'::timestamptz", "\"-infinity\" is not a date"},
      {"date '0044-03-15 BC'", "is not a date"},
      {"date '12024-01-01'", "is not a date"},
      {"'\\x00'::bytea", "column \"x\" of the answer has the type bytea, which is not read"},
      {"point(1,2)", "has the type point"},
      {"interval '1 day'", "has the type interval"},
      {"ARRAY[1,2]", "has the type integer[]"},
      {"(SELECT g FROM goods g LIMIT 1)", "has the type goods"},
  };
  for (const auto& [expression, words] : kRefused) {
    const Answer answer = ask(fmt::format("SELECT {} AS x", expression));
    EXPECT_THAT(answer.error(), HasSubstr(words)) << expression;
    EXPECT_EQ(answer.fault(), Fault::invalid) << expression;
    EXPECT_TRUE(answer.rows.empty());
  }
  EXPECT_THAT(ask("SELECT i, 1/0.5/i AS q, 'x' AS i FROM generate_series(1,2) AS i").error(),
              HasSubstr("column 3 of the answer has the name \"i\", which column 1 already has"));
  EXPECT_THAT(ask("SELECT 1 AS \" \", length('a'), 2").error(), HasSubstr("<no error>"));
  EXPECT_EQ(ask(Query{.text = "SELECT id FROM goods", .max_rows = 3}).rows.size(), 3u);
  const Answer rows = ask(Query{.text = "SELECT id FROM goods", .max_rows = 2});
  EXPECT_THAT(rows.error(), HasSubstr("more than 2 rows"));
  EXPECT_EQ(rows.rows.size(), 2u);
  EXPECT_EQ(ask(Query{.text = "SELECT 'äb' AS x", .max_cell = 3}).error(), "<no error>");
  EXPECT_THAT(ask(Query{.text = "SELECT 'äbc' AS x", .max_cell = 3}).error(),
              HasSubstr("a text of 4 bytes; at most 3"));

  server_->run("CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'", "postgres");
  EXPECT_THAT(ask("SELECT E'a\\xff' AS x", server_->uri("owner", "bytes")).error(),
              AnyOf(HasSubstr("row 1: the text is not UTF-8 (x)"), HasSubstr("invalid byte sequence")));
}

TEST_F(QueryPostgres, BindsValues) {
  const Query query{.text =
                        "SELECT :t AS t, pg_typeof(:i)::text AS i, pg_typeof(:l)::text AS l, pg_typeof(:d)::text AS d, "
                        ":b AS b, :n AS n, :i + 1 AS sum, ':t' AS q FROM goods WHERE name = :name LIMIT :i",
                    .binds = {{"t", Json::of("x'; DROP TABLE goods; --")},
                              {"i", Json::of(int64_t{5})},
                              {"l", Json::of(int64_t{5000000000})},
                              {"d", Json::of(2.5)},
                              {"b", Json::of(true)},
                              {"n", Json{}},
                              {"name", Json::of("Lamp")}}};
  const Answer answer = ask(query);
  EXPECT_EQ(answer.error(), "<no error>");
  EXPECT_THAT(answer.rows, ElementsAre("x'; DROP TABLE goods; --|integer|bigint|numeric|true|-|#6=6|:t"));
  EXPECT_THAT(
      ask(Query{.text = "SELECT date '2024-01-02' > :day AS x", .binds = {{"day", Json::of("2024-01-01")}}}).rows,
      ElementsAre("true"));
  EXPECT_THAT(
      ask(Query{.text = "SELECT 'sad'::mood = :m AS x, 'sad'::mood AS y", .binds = {{"m", Json::of("sad")}}}).rows,
      ElementsAre("true|sad"));
  EXPECT_THAT(ask(Query{.text = "SELECT :region AS r", .binds = {{"regoin", Json::of("x")}}}).error(),
              AllOf(HasSubstr("uses :region, and no value is bound"), HasSubstr("did you mean \"regoin\"?")));
  EXPECT_THAT(ask(Query{.text = "SELECT ':extra' AS r", .binds = {{"extra", Json::of("x")}}}).error(),
              HasSubstr("a value is bound to \"extra\", and the query does not use :extra"));
  EXPECT_THAT(ask("SELECT\n $1 AS r").error(), HasSubstr("a value by number (line 2, column 2 of the query)"));
  EXPECT_THAT(ask(Query{.text = "SELECT :a AS r", .binds = {{"a", Json::array()}}}).error(),
              HasSubstr("is a list or an object"));
  EXPECT_THAT(ask(Query{.text = "SELECT :a + 1 AS r", .binds = {{"a", Json::of("one")}}}).error(),
              HasSubstr("invalid input syntax for type integer: \"one\""));
}

TEST_F(QueryPostgres, OnlyReads) {
  const std::string file = server_->folder() + "/copied";
  const std::pair<std::string, const char*> kRefused[] = {
      {"INSERT INTO goods(id) VALUES(9)", "may only select rows"},
      {"INSERT INTO goods(id) VALUES(9) RETURNING id", "may only read"},
      {"WITH w AS (DELETE FROM goods RETURNING id) SELECT id FROM w", "may only read"},
      {"UPDATE goods SET name = 'x'", "may only select rows"},
      {"CREATE TABLE t(a int)", "may only select rows"},
      {"SELECT id INTO copied FROM goods", "may only select rows"},
      {"SELECT id FROM goods FOR UPDATE", "may only read"},
      {"SELECT nextval('numbers') AS n", "may only read"},
      {"SELECT set_config('transaction_read_only', 'off', false) AS n", "may only read"},
      {"COPY goods TO '" + file + "'", "may only select rows"},
      {"COPY goods TO STDOUT", "may only select rows"},
      {"COPY (SELECT 1) TO PROGRAM 'true'", "may only select rows"},
      {"SET TRANSACTION READ WRITE", "may only select rows"},
      {"COMMIT", "may only select rows"},
      {"DO $$ BEGIN END $$", "may only select rows"},
      {"LISTEN x", "may only select rows"},
      {"VACUUM", "may only select rows"},
      {"SELECT 1 AS a; SELECT 2", "a second statement after the query (line 1, column 16 of the query)"},
      {"COMMIT; DROP TABLE goods", "a second statement"},
      {" ", "the query is empty"},
      {"-- nothing", "may only select rows"},
  };
  for (const auto& [text, words] : kRefused) {
    const Answer answer = ask(text);
    EXPECT_THAT(answer.error(), HasSubstr(words)) << text;
    EXPECT_EQ(answer.fault(), Fault::invalid) << text;
    EXPECT_TRUE(answer.rows.empty()) << text;
  }
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_THAT(server_->run("SELECT count(*) FROM goods"), ElementsAre("3"));
  EXPECT_THAT(server_->run("SELECT nextval('numbers')"), ElementsAre("1"));
}

TEST_F(QueryPostgres, SaysWhatIsWrongWithAQuery) {
  EXPECT_THAT(
      ask(Query{.text = "SELECT :long_name AS a, 'ü',\n  pric FROM goods", .binds = {{"long_name", Json{}}}}).error(),
      HasSubstr("PostgreSQL: column \"pric\" does not exist (line 2, column 3 of the query)"));
  EXPECT_THAT(ask(Query{.text = "SELECT :n::int AS ü x y", .binds = {{"n", Json{}}}}).error(),
              HasSubstr("syntax error at or near \"x\" (line 1, column 21 of the query)"));
  EXPECT_THAT(ask("SELECT 'open").error(), HasSubstr("unterminated quoted string"));
  EXPECT_EQ(ask("SELECT a FROM nowhere").fault(), Fault::invalid);
  const Answer denied = ask("SELECT a FROM secret", server_->uri("reader"));
  EXPECT_THAT(denied.error(), HasSubstr("PostgreSQL: permission denied for table secret"));
  EXPECT_EQ(denied.fault(), Fault::invalid);
  EXPECT_THAT(ask("SELECT 6 / (3 - id) AS q FROM goods ORDER BY id").error(), HasSubstr("division by zero"));
  EXPECT_EQ(ask("SELECT 1 AS a", server_->uri("reader")).rows.size(), 1u);
}

TEST_F(QueryPostgres, EndsInTimeAndSaysHowAnAnswerBrokeOff) {
  const auto start = std::chrono::steady_clock::now();
  const Answer slow = ask(Query{.text = "SELECT pg_sleep(30)::text AS s", .timeout_ms = 300});
  EXPECT_THAT(slow.error(), HasSubstr("the query took longer than 300 ms (PostgreSQL: canceling statement due to"));
  EXPECT_EQ(slow.fault(), Fault::failed);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));

  // From the middle of an answer.
  const Diagnostic cancelled =
      broken([&](pid_t pid) { server_->run(fmt::format("SELECT pg_cancel_backend({})", pid)); });
  EXPECT_THAT(cancelled.message, HasSubstr("the query was cancelled after row "));
  EXPECT_EQ(cancelled.fault, Fault::failed);
  const Diagnostic ended =
      broken([&](pid_t pid) { server_->run(fmt::format("SELECT pg_terminate_backend({})", pid)); });
  EXPECT_THAT(ended.message, HasSubstr("the connection to PostgreSQL broke off after row "));
  EXPECT_EQ(ended.fault, Fault::failed);
  // A stopped server says nothing, and the limit is ours to keep.
  pid_t stopped = 0;
  const Diagnostic silent = broken([&](pid_t pid) { kill(stopped = pid, SIGSTOP); }, 500);
  kill(stopped, SIGCONT);
  EXPECT_THAT(silent.message, HasSubstr("PostgreSQL gave no answer within 500 ms"));
  EXPECT_EQ(silent.fault, Fault::failed);
}

TEST_F(QueryPostgres, ConnectsAndTellsNoSecrets) {
  const std::string at = "?host=" + server_->folder();
  EXPECT_THAT(ask("SELECT id FROM goods WHERE id = 1", "postgresql://clerk:S3cret%2Fp%40ss@/shop" + at).rows,
              ElementsAre("#1=1"));
  EXPECT_THAT(ask("SELECT id FROM goods WHERE id = 1",
                  fmt::format("host={} dbname=shop user=clerk password='S3cret/p@ss'", server_->folder()))
                  .rows,
              ElementsAre("#1=1"));
  const std::pair<std::string, const char*> kRefused[] = {
      {"postgresql://clerk:Hunter22@/shop" + at, "password authentication failed for user \"***\""},
      {"postgresql://clerk@/shop" + at, "no password supplied"},
      {"postgresql://barred:Hunter22@/shop" + at, "user \"***\""},
      {"postgresql://clerk:Hunter22@/nowhere" + at, "***"},
      {"postgresql://nobody_here@/shop" + at, "role \"***\" does not exist"},
      {"postgresql://owner@/nowhere" + at, "database \"nowhere\" does not exist"},
      {"postgresql://owner@/?host=" + server_->folder(), "database \"***\" does not exist"},
      {"postgresql://clerk:Hunter22@/shop?host=/tmp/framepress-none", "cannot connect to PostgreSQL"},
      {"postgresql://clerk:Hunter22@127.0.0.1:1/shop", "Connection refused"},
      {"postgresql://clerk:Hunter22@/shop" + at + "&sslmode=Hunter22", "\"***\""},
  };
  for (const auto& [uri, words] : kRefused) {
    const Answer answer = ask(Query{.text = "SELECT 1 AS a", .timeout_ms = 3000}, uri);
    EXPECT_THAT(answer.error(), AllOf(HasSubstr("postgresql://"), HasSubstr(words))) << uri;
    EXPECT_THAT(answer.error(), AllOf(Not(HasSubstr("Hunter")), Not(HasSubstr("clerk")), Not(HasSubstr("barred")),
                                      Not(HasSubstr("nobody_here")), Not(HasSubstr("owner"))));
    EXPECT_EQ(answer.fault(), Fault::missing) << uri;
  }
  // Also where the secret comes back in what a query says.
  const Answer echoed = ask("SELECT 'Hunter22'::int AS a", "postgresql://owner:Hunter22@/shop" + at);
  EXPECT_THAT(echoed.error(), HasSubstr("invalid input syntax for type integer: \"***\""));
}

class QueryPostgresKilled : public QueryPostgres {};  // a suite, and a server, of its own

TEST_F(QueryPostgresKilled, SaysThatTheServerIsGone) {
  const Diagnostic killed = broken([](pid_t pid) { kill(pid, SIGKILL); });
  EXPECT_THAT(killed.message, HasSubstr("the connection to PostgreSQL broke off after row "));
  EXPECT_THAT(killed.message, HasSubstr("server closed the connection unexpectedly"));
}

// What listens where a server is expected, and says `greeting` to the first that comes.
Answer ask_impostor(const std::optional<std::string>& greeting) {
  const TemporaryFolder folder = std::move(*TemporaryFolder::create());
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = folder.path().string() + "/.s.PGSQL.5432";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(listener, 4), 0);
  std::thread server([&] {
    if (!greeting) return;
    const int guest = accept(listener, nullptr, nullptr);
    char byte = 0;
    EXPECT_EQ(read(guest, &byte, 1), 1);
    EXPECT_EQ(write(guest, greeting->data(), greeting->size()), static_cast<ssize_t>(greeting->size()));
    close(guest);
  });
  const Answer answer = answer_of([&](const QueryTaker& taker) {
    const std::string uri = "postgresql://clerk:Hunter22@/shop?host=" + folder.path().string();
    return query_postgres(uri, {.text = "SELECT 1 AS a", .timeout_ms = 300}, taker);
  });
  server.join();
  close(listener);
  return answer;
}

TEST(QueryPostgresUri, SaysThatAServerIsNone) {
  const std::pair<std::optional<std::string>, const char*> kGreetings[] = {
      {std::nullopt, "PostgreSQL did not answer within 300 ms"},
      {"", "server closed the connection unexpectedly"},
      {"HTTP/1.1 400 Bad Request\r\n\r\n", "expected authentication request from server"},
      {std::string("R\0\0\0\x08\0\0\0\0", 9), "server closed the connection unexpectedly"},
      {std::string("E\0\0\0\x21SFATAL\0C28000\0Mno Hunter22!\0\0", 34), "no ***!"},
  };
  for (const auto& [greeting, words] : kGreetings) {
    const Answer answer = ask_impostor(greeting);
    EXPECT_THAT(answer.error(), AllOf(HasSubstr(words), Not(HasSubstr("Hunter22")), Not(HasSubstr("clerk"))));
    EXPECT_EQ(answer.fault(), Fault::missing);
  }
}

TEST(QueryPostgresUri, TellsNoSecretsOfAStringThatCannotBeRead) {
  for (const std::string uri : {
           "postgresql://clerk:Hunter22@host:port:x/db",
           "postgresql://clerk:Hun%ter22@host/db",
           "postgresql://clerk:Hunter22@[::1/db",
           "postgresql://clerk:Hunter@22@host/db",
           "postgresql://clerk:Hunter/22@host/db",
           "postgresql://clerk:22/Hunter@host/db",
           "postgresql://host/db?Hunter22",
           "postgresql://host/db?Hunter22=1",
           "postgres://clerk:@Hunter@host/db",
           "host=x password=a Hunter22",
           "host=x password='Hunter22",
           "host=x port=Hunter22",
           "clerk:Hunter22@host/db",
           "mysql://clerk:Hunter22@host/db",
           "Hunter22",
       }) {
    const Answer answer = answer_of([&](const QueryTaker& taker) {
      return query_postgres(uri, {.text = "SELECT 1 AS a", .timeout_ms = 200}, taker);
    });
    EXPECT_EQ(answer.fault(), Fault::invalid) << uri;
    EXPECT_THAT(answer.error(), HasSubstr("the connection string of PostgreSQL")) << uri;
    EXPECT_THAT(answer.error(), AllOf(Not(HasSubstr("Hun")), Not(HasSubstr("22")), Not(HasSubstr("clerk")))) << uri;
  }
}

}  // namespace
}  // namespace fp

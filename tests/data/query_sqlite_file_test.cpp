// What may be wrong with the file of a database.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "tests/data/sqlite_shop.hpp"

namespace fp {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

using QuerySqliteFile = QuerySqlite;

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(QuerySqliteFile, SaysOfAFileThatItIsMissingOrNoDatabase) {
  std::ofstream(file("notes.txt")) << "These are notes, and longer than a page's first bytes.";
  std::ofstream(file("empty.db")).close();
  std::ofstream(file("short.db")) << "SQLite";
  fs::create_directory(file("folder.db"));
  EXPECT_THAT(ask("SELECT 1 AS a", "none.db").error(),
              HasSubstr("none.db: cannot be opened: No such file or directory"));
  EXPECT_EQ(ask("SELECT 1 AS a", "none.db").fault(), Fault::missing);
  EXPECT_FALSE(fs::exists(file("none.db")));
  EXPECT_THAT(ask("SELECT 1 AS a", "folder.db").error(), HasSubstr("cannot be read: Is a directory"));
  EXPECT_EQ(ask("SELECT 1 AS a", "folder.db").fault(), Fault::missing);
  EXPECT_THAT(ask("SELECT 1 AS a", "notes.txt").error(), HasSubstr("is not an SQLite database"));
  EXPECT_EQ(ask("SELECT 1 AS a", "notes.txt").fault(), Fault::invalid);
  EXPECT_THAT(ask("SELECT 1 AS a", "short.db").error(), HasSubstr("is not an SQLite database"));
  EXPECT_THAT(ask("SELECT 1 AS a", "empty.db").error(), HasSubstr("is empty; expected an SQLite database"));
  const auto nameless = answer_of([](const QueryTaker& t) { return query_sqlite("", {.text = "SELECT 1 AS a"}, t); });
  EXPECT_EQ(nameless.fault(), Fault::missing);
  mkfifo(file("pipe").c_str(), 0600);
  EXPECT_THAT(ask("SELECT 1 AS a", "pipe").error(), HasSubstr("is empty"));
}

TEST_F(QuerySqliteFile, NamesThatLookLikeUrisAreFiles) {
  for (const char* name : {"a b?mode=rwc#%41.db", ":memory:", "ü.db"}) {
    fs::copy_file(file("shop.db"), file(name));
    EXPECT_EQ(ask("SELECT id FROM goods", name).rows.size(), 3u) << name;
  }
  const fs::path before = fs::current_path();
  fs::current_path(folder_.path());
  fs::copy_file("shop.db", "file:x");
  const auto rows = [](const char* name) {
    return answer_of([&](const QueryTaker& t) { return query_sqlite(name, {.text = "SELECT id FROM goods"}, t); }).rows;
  };
  EXPECT_EQ(rows("file:x").size(), 3u);
  EXPECT_EQ(rows(":memory:").size(), 3u);
  fs::current_path(before);
}

TEST_F(QuerySqliteFile, SaysOfADatabaseThatItIsDamaged) {
  run_sql(file("bad.db"),
          "CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
          "INSERT INTO t SELECT hex(zeroblob(20)) || i FROM n;");
  fs::copy_file(file("bad.db"), file("cut.db"));
  fs::resize_file(file("cut.db"), fs::file_size(file("cut.db")) / 2);
  EXPECT_THAT(ask("SELECT a FROM t", "cut.db").error(), HasSubstr("the database is damaged (SQLite: "));
  EXPECT_EQ(ask("SELECT a FROM t", "cut.db").fault(), Fault::invalid);
  std::fstream bytes(file("bad.db"), std::ios::in | std::ios::out | std::ios::binary);
  for (int page = 1; page < 20; ++page) {
    bytes.seekp(page * 4096);
    bytes << std::string(100, '\x7f');
  }
  bytes.close();
  EXPECT_THAT(ask("SELECT a FROM t", "bad.db").error(), HasSubstr("the database is damaged"));
}

// Every single broken byte of a small database: an answer or a typed error, never a crash.
TEST_F(QuerySqliteFile, SurvivesBrokenBytes) {
  const std::string bytes = bytes_of(file("shop.db"));
  int errors = 0;
  for (size_t at = 16; at < bytes.size(); at += at < 110 ? 1 : 37) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 0xa5);
    std::ofstream(file("broken.db"), std::ios::binary | std::ios::trunc) << broken;
    errors += ask("SELECT * FROM goods ORDER BY name", "broken.db").errors.empty() ? 0 : 1;
  }
  EXPECT_GT(errors, 10);
}

TEST_F(QuerySqliteFile, SaysThatADatabaseIsLocked) {
  sqlite3* writer = nullptr;
  ASSERT_EQ(sqlite3_open(file("shop.db").c_str(), &writer), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(writer, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  const Answer answer = ask("SELECT id FROM goods");
  EXPECT_THAT(answer.error(), HasSubstr("another program has locked the database"));
  EXPECT_EQ(answer.fault(), Fault::missing);
  sqlite3_exec(writer, "ROLLBACK", nullptr, nullptr, nullptr);
  EXPECT_EQ(ask("SELECT id FROM goods").rows.size(), 3u);
  sqlite3_close(writer);
}

// Runs in a child that is killed with the change in its hands.
template <class Work>
void in_killed_child(const Work& work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    raise(SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST_F(QuerySqliteFile, SaysThatAChangeWasLeftUnfinished) {
  in_killed_child([&] {
    sqlite3* db = nullptr;
    sqlite3_open(file("shop.db").c_str(), &db);
    sqlite3_exec(
        db,
        "PRAGMA cache_size=1; BEGIN IMMEDIATE; WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 5000) INSERT INTO goods(id, name) SELECT i, hex(zeroblob(40)) FROM n;",
        nullptr, nullptr, nullptr);
  });
  ASSERT_TRUE(fs::exists(file("shop.db-journal")));
  const auto before = files();
  const Answer answer = ask("SELECT count(*) AS n FROM goods");
  EXPECT_THAT(answer.error(), HasSubstr("left in the middle of a change"));
  EXPECT_EQ(answer.fault(), Fault::missing);
  EXPECT_EQ(files(), before);
}

TEST_F(QuerySqliteFile, ReadsTheWriteAheadLogAndMissesNone) {
  in_killed_child([&] {
    sqlite3* db = nullptr;
    sqlite3_open(file("shop.db").c_str(), &db);
    sqlite3_exec(db, "PRAGMA journal_mode=WAL; INSERT INTO goods(id, name) VALUES(4, 'in the log')", nullptr, nullptr,
                 nullptr);
  });
  ASSERT_THAT(files(), ElementsAre("shop.db", "shop.db-shm", "shop.db-wal"));
  const std::string shared = bytes_of(file("shop.db-shm"));
  EXPECT_THAT(ask("SELECT name FROM goods WHERE id = 4").rows, ElementsAre("in the log"));
  EXPECT_EQ(bytes_of(file("shop.db-shm")), shared);
  fs::copy_file(file("shop.db"), file("alone.db"));
  const Answer alone = ask("SELECT name FROM goods", "alone.db");
  EXPECT_THAT(alone.error(), HasSubstr("\"alone.db-wal\" is not there"));
  EXPECT_EQ(alone.fault(), Fault::missing);
  fs::copy_file(file("shop.db-wal"), file("alone.db-wal"));
  EXPECT_THAT(ask("SELECT name FROM goods", "alone.db").error(), HasSubstr("\"alone.db-shm\" is not there"));
  EXPECT_THAT(files(), ElementsAre("alone.db", "alone.db-wal", "shop.db", "shop.db-shm", "shop.db-wal"));
}

TEST_F(QuerySqliteFile, ReadsBesideAWriterOfTheWriteAheadLog) {
  int ready[2] = {}, done[2] = {};
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(done), 0);
  const pid_t child = fork();
  if (child == 0) {
    sqlite3* db = nullptr;
    sqlite3_open(file("shop.db").c_str(), &db);
    sqlite3_exec(db,
                 "PRAGMA journal_mode=WAL; INSERT INTO goods(id, name) VALUES(4, 'new'); BEGIN IMMEDIATE; "
                 "INSERT INTO goods(id, name) VALUES(5, 'not yet')",
                 nullptr, nullptr, nullptr);
    char byte = 'x';
    const bool told = write(ready[1], &byte, 1) == 1 && read(done[0], &byte, 1) == 1;
    _exit(told ? 0 : 1);
  }
  char byte = 'x';
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_THAT(ask("SELECT name FROM goods WHERE id > 3").rows, ElementsAre("new"));
  ASSERT_EQ(write(done[1], &byte, 1), 1);
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(QuerySqliteFile, WritesNothing) {
  const auto before = fs::last_write_time(file("shop.db"));
  ask("SELECT name FROM goods ORDER BY name");
  EXPECT_EQ(fs::last_write_time(file("shop.db")), before);
  EXPECT_THAT(files(), ElementsAre("shop.db"));
}

}  // namespace
}  // namespace fp

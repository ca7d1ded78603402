// A small database in a folder of its own.
#pragma once

#include <sqlite3.h>

#include <set>

#include "engine/core/files.hpp"
#include "tests/data/query_support.hpp"

namespace fp {

inline void run_sql(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

class QuerySqlite : public testing::Test {
 protected:
  void SetUp() override {
    run_sql(file("shop.db"),
            "CREATE TABLE goods(id INTEGER PRIMARY KEY, name TEXT, price REAL, raw BLOB, day TEXT);"
            "INSERT INTO goods VALUES(1,'Lamp',12.5,x'00ff','2024-02-29'),(2,'Stühle',80,NULL,'2024-03-01'),"
            "(3,NULL,NULL,NULL,NULL);");
  }
  std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) names.insert(entry.path().filename());
    return names;
  }
  Answer ask(const Query& query, const std::string& name = "shop.db") const {
    return answer_of([&](const QueryTaker& taker) { return query_sqlite(file(name), query, taker); });
  }
  Answer ask(const std::string& text, const std::string& name = "shop.db") const {
    return ask(Query{.text = text, .timeout_ms = 50}, name);
  }
  std::string one(const std::string& expression) const {
    const Answer answer = ask("SELECT " + expression + " AS x");
    return answer.rows.size() == 1 ? answer.rows[0] : answer.error();
  }

  TemporaryFolder folder_ = std::move(*TemporaryFolder::create());
};

}  // namespace fp

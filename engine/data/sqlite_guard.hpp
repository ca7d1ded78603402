// What an SQLite statement may do: read the tables of its one file, with functions whose answer is always the same, and
// within a number of steps.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace fp {

struct SqliteCloser {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteDatabase = std::unique_ptr<sqlite3, SqliteCloser>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteCloser>;

class SqliteGuard {
 public:
  explicit SqliteGuard(int64_t max_steps) : max_steps_(max_steps) {}
  SqliteGuard(const SqliteGuard&) = delete;
  SqliteGuard& operator=(const SqliteGuard&) = delete;

  // From here on the connection is guarded. The guard must outlive it. An SQLite result code.
  int arm(sqlite3* database, size_t max_cell);
  // The first thing that was tried and refused, as a message: "a query may only read: INSERT into \"t\" is refused".
  const std::string& refused() const { return refused_; }
  bool out_of_steps() const { return out_of_steps_; }

 private:
  static int authorize(void* self, int action, const char* first, const char* second, const char* database,
                       const char* trigger);
  static int progress(void* self);
  static void date_function(sqlite3_context* context, int count, sqlite3_value** values);
  int limit(sqlite3* database, size_t max_cell);
  int replace_date_functions(sqlite3* database);
  bool allows(int action, const char* first, const char* second);

  // A date function of SQLite's own, run where it was not replaced.
  struct DateFunction {
    SqliteGuard* guard = nullptr;
    std::string name;
    int first_time = 0;  // which argument is a point in time; a format stands before it
  };

  std::string refused_;
  int64_t max_steps_, steps_ = 0, period_ = 0;
  bool out_of_steps_ = false;
  SqliteDatabase plain_;
  std::map<std::string, SqliteStatement> calls_;
  std::map<std::string, DateFunction> dates_;
};

}  // namespace fp

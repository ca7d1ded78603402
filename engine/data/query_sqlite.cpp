#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/data/query.hpp"
#include "engine/data/query_checks.hpp"
#include "engine/data/sqlite_guard.hpp"

namespace fp {
namespace {

namespace fs = std::filesystem;

// Where a query runs, and what went wrong there.
struct Session {
  const Query& query;
  std::string source;  // the file as it was named
  SqliteGuard guard;   // outlives the connection
  SqliteDatabase database = nullptr;

  std::unexpected<Errors> fault(Fault kind, std::string message, std::string hint = {}) const {
    return fail({.fault = kind, .file = source, .message = std::move(message), .hint = std::move(hint)});
  }
  std::unexpected<Errors> fault_of(int rc) const;
};

std::unexpected<Errors> Session::fault_of(int rc) const {
  sqlite3* db = database.get();
  const std::string words = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
  if (rc == SQLITE_READONLY_ROLLBACK || rc == SQLITE_READONLY_RECOVERY || rc == SQLITE_READONLY_CANTLOCK) {
    return fault(Fault::missing, fmt::format("the database was left in the middle of a change (SQLite: {})", words),
                 "open it once with a program that may write, which completes or undoes the change");
  }
  switch (rc & 0xff) {
    case SQLITE_INTERRUPT:
      return fault(Fault::invalid, fmt::format("the query took more than {} steps", query.max_steps),
                   "let it read fewer rows, or give the table an index");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fault(Fault::missing, fmt::format("another program has locked the database (SQLite: {})", words),
                   "close that program, or query a copy");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fault(Fault::invalid, fmt::format("the database is damaged (SQLite: {})", words));
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return fault(Fault::missing, fmt::format("the database cannot be read (SQLite: {})", words));
    case SQLITE_NOMEM:
      return fault(Fault::failed, "not enough memory for the query");
    default:
      break;
  }
  if (!guard.refused().empty()) return fault(Fault::invalid, guard.refused());
  const int offset = sqlite3_error_offset(db);
  if (offset < 0) return fault(Fault::invalid, fmt::format("SQLite: {}", words));
  return fault(Fault::invalid,
               fmt::format("SQLite: {} ({})", words, place_in(query.text, static_cast<size_t>(offset))));
}

// Says of a file by its first bytes what SQLite would say worse, or would only say after it wrote beside the file.
Result<void> check_file(const Session& session, const fs::path& file, const fs::path& real) {
  const int fd = open(real.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return session.fault(Fault::missing, fmt::format("cannot be opened: {}", std::strerror(errno)));
  char head[20] = {};
  const ssize_t size = read(fd, head, sizeof head);
  const int error = errno;
  close(fd);
  if (size < 0) return session.fault(Fault::missing, fmt::format("cannot be read: {}", std::strerror(error)));
  if (size < static_cast<ssize_t>(sizeof head) || std::memcmp(head, "SQLite format 3", 16) != 0) {
    return session.fault(Fault::invalid, size == 0 ? "is empty; expected an SQLite database"
                                                   : "is not an SQLite database, or an encrypted one");
  }
  if (head[18] != 2 && head[19] != 2) return {};
  for (const char* ending : {"-wal", "-shm"}) {
    std::error_code failure;
    if (fs::exists(real.string() + ending, failure)) continue;
    const std::string name = file.filename().string();
    return session.fault(
        Fault::missing,
        fmt::format("keeps its changes in a write-ahead log (WAL mode), and \"{}{}\" is not there: they "
                    "may be lost",
                    name, ending),
        fmt::format("copy \"{}-wal\" and \"{}-shm\" too, or run PRAGMA journal_mode = DELETE where the "
                    "database is used",
                    name, name));
  }
  return {};
}

// A path may look like a URI or like SQLite's ":memory:", so it becomes a URI itself.
std::string uri_of(const fs::path& real) {
  std::string uri = "file:";
  for (const char c : real.string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
    uri += plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return uri + "?mode=ro&readonly_shm=1";
}

Result<void> open_database(Session& session, const fs::path& file) {
  std::error_code failure;
  const fs::path real = fs::canonical(file, failure);
  if (failure) return session.fault(Fault::missing, fmt::format("cannot be opened: {}", failure.message()));
  if (auto good = check_file(session, file, real); !good) return good;
  constexpr int kFlags =
      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  sqlite3* opened = nullptr;
  int rc = sqlite3_open_v2(uri_of(real).c_str(), &opened, kFlags, nullptr);
  session.database.reset(opened);
  const int64_t wait = std::clamp<int64_t>(session.query.timeout_ms, 0, 600'000);
  if (rc == SQLITE_OK) rc = sqlite3_busy_timeout(opened, static_cast<int>(wait));
  if (rc == SQLITE_OK) rc = session.guard.arm(opened, session.query.max_cell);
  if (rc != SQLITE_OK) return session.fault_of(rc);
  return {};
}

Result<SqliteStatement> prepare(const Session& session) {
  const std::string& text = session.query.text;
  const char* tail = nullptr;
  sqlite3_stmt* made = nullptr;
  const int rc =
      sqlite3_prepare_v2(session.database.get(), text.c_str(), static_cast<int>(text.size() + 1), &made, &tail);
  SqliteStatement statement(made);
  if (rc != SQLITE_OK) return session.fault_of(rc);
  if (!statement) return session.fault(Fault::invalid, "the query is empty");
  if (sqlite3_stmt_isexplain(made) != 0) {
    return session.fault(Fault::invalid, "a query may only select rows: EXPLAIN is refused");
  }
  if (sqlite3_stmt_readonly(made) == 0 || sqlite3_column_count(made) == 0) {
    return session.fault(Fault::invalid, "a query may only select rows; this statement does not");
  }
  while (*tail != '\0') {  // comments may follow
    const size_t at = static_cast<size_t>(tail - text.c_str());
    sqlite3_stmt* second = nullptr;
    const int then = sqlite3_prepare_v2(session.database.get(), tail, -1, &second, &tail);
    const SqliteStatement owned(second);
    if (then != SQLITE_OK || owned) {
      const size_t word = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
      return session.fault(Fault::invalid,
                           fmt::format("a second statement after the query ({})", place_in(text, word)));
    }
  }
  return statement;
}

int bind_value(sqlite3_stmt* statement, int index, const Json& value) {
  switch (value.type) {
    case Json::Type::boolean:
      return sqlite3_bind_int(statement, index, value.boolean ? 1 : 0);
    case Json::Type::number:
      if (const auto whole = whole_number(value)) return sqlite3_bind_int64(statement, index, *whole);
      return sqlite3_bind_double(statement, index, value.number);
    case Json::Type::string:
      return sqlite3_bind_text64(statement, index, value.text.data(), value.text.size(), SQLITE_STATIC, SQLITE_UTF8);
    default:
      return sqlite3_bind_null(statement, index);
  }
}

Result<void> bind_values(const Session& session, sqlite3_stmt* statement) {
  std::vector<std::string> used;
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
    const char* name = sqlite3_bind_parameter_name(statement, i);
    if (name == nullptr || *name == '?') {
      return session.fault(Fault::invalid, "the query holds a \"?\" that has no name",
                           "write :name, and bind a value to the name");
    }
    used.emplace_back(name + 1);
  }
  if (auto good = check_binds(session.query, used, session.source); !good) return good;
  for (size_t i = 0; i < used.size(); ++i) {
    const int rc = bind_value(statement, static_cast<int>(i + 1), *find_bind(session.query, used[i]));
    if (rc != SQLITE_OK) return session.fault_of(rc);
  }
  return {};
}

Result<Cell> read_cell(sqlite3_stmt* statement, int index, size_t max_bytes, const CellPlace& place) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      return integer_cell(sqlite3_column_int64(statement, index), {}, place);
    case SQLITE_FLOAT:
      return number_cell(sqlite3_column_double(statement, index), {}, place);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      if (text == nullptr) return fail_cell(place, "not enough memory for the text");
      return text_cell({text, static_cast<size_t>(sqlite3_column_bytes(statement, index))}, max_bytes, place);
    }
    case SQLITE_BLOB:
      return fail_cell(place, "a blob; expected text, a number or NULL", "select something else, or hex(...) of it");
    default:
      return Cell{};
  }
}

Result<void> read_rows(const Session& session, sqlite3_stmt* statement, std::span<const std::string> names,
                       const QueryTaker& taker) {
  std::vector<Cell> cells(names.size());
  uint32_t number = 0;
  for (int rc = sqlite3_step(statement); rc != SQLITE_DONE; rc = sqlite3_step(statement)) {
    if (rc != SQLITE_ROW) return session.fault_of(rc);
    if (++number > session.query.max_rows) return fail_rows(session.query, session.source);
    for (size_t i = 0; i < cells.size(); ++i) {
      auto cell = read_cell(statement, static_cast<int>(i), session.query.max_cell, {session.source, names[i], number});
      if (!cell) return fail(std::move(cell.error()));
      cells[i] = *cell;
    }
    taker.row(cells, number);
  }
  return {};
}

}  // namespace

Result<void> query_sqlite(const fs::path& file, const Query& query, const QueryTaker& taker) {
  Session session{query, file.string(), SqliteGuard(query.max_steps)};
  if (auto good = check_query(query, session.source); !good) return good;
  if (auto good = open_database(session, file); !good) return good;
  auto statement = prepare(session);
  if (!statement) return fail(std::move(statement.error()));
  if (auto good = bind_values(session, statement->get()); !good) return good;
  std::vector<std::string> names;
  for (int i = 0; i < sqlite3_column_count(statement->get()); ++i) {
    const char* name = sqlite3_column_name(statement->get(), i);
    names.emplace_back(name != nullptr ? name : "");
  }
  if (auto good = check_columns(names, session.source); !good) return good;
  if (!taker.begin(names)) return {};
  return read_rows(session, statement->get(), names, taker);
}

}  // namespace fp

#include "encoder/store/ledger.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

namespace fp {
namespace {

constexpr int kVersion = 1;
constexpr int kPatience = 30'000;  // milliseconds to wait for another runner's transaction

// Not synced to disk: a crash of the program loses nothing, and a crash of the machine at worst the record of failures.
constexpr const char* kSetUp = R"sql(
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = OFF;
  PRAGMA trusted_schema = OFF;
)sql";
constexpr const char* kSchema = R"sql(
  CREATE TABLE IF NOT EXISTS runners (id INTEGER PRIMARY KEY AUTOINCREMENT);
  CREATE TABLE IF NOT EXISTS videos (
    output TEXT PRIMARY KEY NOT NULL,
    state  TEXT NOT NULL CHECK (state IN ('making', 'finished', 'failed')),
    runner INTEGER NOT NULL,
    heard  INTEGER NOT NULL,  -- counts up: later is larger
    errors TEXT NOT NULL DEFAULT ''
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS videos_heard ON videos (heard);
)sql";
constexpr const char* kRecord = R"sql(
  INSERT INTO videos (output, state, runner, heard, errors)
    VALUES (?1, ?2, ?3, (SELECT COALESCE(MAX(heard), 0) + 1 FROM videos), ?4)
  ON CONFLICT (output) DO UPDATE SET state = excluded.state, runner = excluded.runner, heard = excluded.heard,
    errors = excluded.errors
)sql";

struct flock byte_of(int64_t runner, short type) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = runner;
  range.l_len = 1;
  return range;
}

}  // namespace

struct Ledger::State {
  std::filesystem::path file;
  sqlite3* database = nullptr;
  int locks = -1;  // a file of which each living runner holds the byte that has its number
  int64_t runner = 0;
  std::mutex mutex;

  ~State() {
    ::sqlite3_close(database);
    if (locks >= 0) ::close(locks);
  }

  std::unexpected<Errors> broken(std::string_view what, std::string_view why) const {
    return fail(Diagnostic{.fault = Fault::failed,
                           .file = file.string(),
                           .message = fmt::format("the record of batches {}: {}", what, why),
                           .hint = "if it is damaged, remove it: finished videos are known by their manifests"});
  }
  std::unexpected<Errors> broken(std::string_view what) const {
    return broken(what, database ? ::sqlite3_errmsg(database) : "out of memory");
  }

  Result<void> execute(const char* sql) {
    if (::sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return broken("cannot be used");
    return {};
  }

  // Runs one statement; `row` sees each row it gives.
  template <class Row>
  Result<void> run(const char* sql, const std::vector<std::string>& texts, const Row& row) {
    sqlite3_stmt* prepared = nullptr;
    if (::sqlite3_prepare_v2(database, sql, -1, &prepared, nullptr) != SQLITE_OK) return broken("cannot be used");
    const std::unique_ptr<sqlite3_stmt, decltype(&::sqlite3_finalize)> statement(prepared, &::sqlite3_finalize);
    for (size_t i = 0; i < texts.size(); ++i) {
      if (::sqlite3_bind_text64(prepared, static_cast<int>(i) + 1, texts[i].data(), texts[i].size(), SQLITE_STATIC,
                                SQLITE_UTF8) != SQLITE_OK)
        return broken("cannot be used");
    }
    int status = SQLITE_ROW;
    while ((status = ::sqlite3_step(prepared)) == SQLITE_ROW) row(prepared);
    if (status != SQLITE_DONE) return broken("cannot be used");
    return {};
  }

  // All or nothing, and nobody else meanwhile.
  template <class Work>
  Result<void> transaction(const Work& work) {
    if (auto begun = execute("BEGIN IMMEDIATE"); !begun) return begun;
    auto done = work();
    if (done) done = execute("COMMIT");
    if (!done) ::sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
    return done;
  }

  Result<void> record(const std::string& output, const char* state, const std::string& errors) {
    return run(kRecord, {output, state, std::to_string(runner), errors}, [](sqlite3_stmt*) {});
  }

  bool alive(int64_t other) const {
    if (other == runner) return true;
    struct flock range = byte_of(other, F_WRLCK);
    return ::fcntl(locks, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
  }

  Result<void> check_version() {
    int64_t version = 0, tables = 0;
    const auto read_into = [](int64_t& value) {
      return [&value](sqlite3_stmt* row) { value = ::sqlite3_column_int64(row, 0); };
    };
    if (auto read = run("PRAGMA user_version", {}, read_into(version)); !read) return read;
    if (auto read = run("SELECT COUNT(*) FROM sqlite_schema", {}, read_into(tables)); !read) return read;
    if (version == kVersion) return {};
    if (version != 0 || tables != 0)
      return broken("cannot be used", fmt::format("it has version {}, expected {}", version, kVersion));
    if (auto made = execute(kSchema); !made) return made;
    return execute(fmt::format("PRAGMA user_version = {}", kVersion).c_str());
  }

  // A number of its own, and the lock that says it lives.
  Result<void> enrol() {
    for (int status = -1; status != 0;) {
      if (auto added = execute("INSERT INTO runners DEFAULT VALUES"); !added) return added;
      runner = ::sqlite3_last_insert_rowid(database);
      struct flock range = byte_of(runner, F_WRLCK);
      status = ::fcntl(locks, F_OFD_SETLK, &range);
      const bool held = errno == EAGAIN || errno == EACCES;  // by one that knows a ledger which was removed
      if (status != 0 && !held) return broken("cannot be locked", ::strerrordesc_np(errno));
    }
    return execute("DELETE FROM runners WHERE id < (SELECT MAX(id) FROM runners)");
  }
};

Result<Ledger> Ledger::open(const Store& store) {
  auto state = std::make_shared<State>();
  state->file = store.folder / "ledger.sqlite";
  std::error_code error;
  std::filesystem::create_directories(store.folder, error);
  if (error) return state->broken("cannot be made", error.message());
  const std::filesystem::path locks = store.folder / "ledger.runners";
  state->locks = ::open(locks.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (state->locks < 0) return state->broken("cannot be made", ::strerrordesc_np(errno));
  constexpr int kHow = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (::sqlite3_open_v2(state->file.c_str(), &state->database, kHow, nullptr) != SQLITE_OK)
    return state->broken("cannot be opened");
  ::sqlite3_busy_timeout(state->database, kPatience);
  if (auto set = state->execute(kSetUp); !set) return fail(std::move(set.error()));
  auto ready = state->transaction([&]() -> Result<void> {
    if (auto known = state->check_version(); !known) return known;
    return state->enrol();
  });
  if (!ready) return fail(std::move(ready.error()));
  return Ledger(std::move(state));
}

std::string Ledger::name_of(const std::filesystem::path& output) {
  std::error_code error;
  const auto full = std::filesystem::absolute(output, error);
  if (error) return output.string();
  const auto folder = std::filesystem::weakly_canonical(full.parent_path(), error);
  return error ? full.lexically_normal().string() : (folder / full.filename()).string();
}

Result<Ledger::Claim> Ledger::claim(const std::filesystem::path& output) const {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  const std::string name = name_of(output);
  Claim claim = Claim::fresh;
  auto done = s.transaction([&]() -> Result<void> {
    auto read = s.run("SELECT state, runner FROM videos WHERE output = ?1", {name}, [&](sqlite3_stmt* row) {
      const std::string_view state = reinterpret_cast<const char*>(::sqlite3_column_text(row, 0));
      const int64_t other = ::sqlite3_column_int64(row, 1);
      if (state == "finished") claim = Claim::again;
      if (state == "making" && other != s.runner && s.alive(other)) claim = Claim::others;
    });
    if (!read || claim == Claim::others) return read;
    return s.record(name, "making", "");
  });
  if (!done) return fail(std::move(done.error()));
  return claim;
}

Result<void> Ledger::finished(const std::filesystem::path& output) const {
  const std::lock_guard lock(state_->mutex);
  return state_->record(name_of(output), "finished", "");
}

Result<void> Ledger::failed(const std::filesystem::path& output, const Errors& errors) const {
  const std::lock_guard lock(state_->mutex);
  return state_->record(name_of(output), "failed", errors.empty() ? "" : to_string(errors.front()));
}

Result<std::set<std::string>> Ledger::failures() const {
  const std::lock_guard lock(state_->mutex);
  std::set<std::string> outputs;
  auto read = state_->run("SELECT output FROM videos WHERE state = 'failed'", {}, [&](sqlite3_stmt* row) {
    outputs.emplace(reinterpret_cast<const char*>(::sqlite3_column_text(row, 0)));
  });
  if (!read) return fail(std::move(read.error()));
  return outputs;
}

Result<void> Ledger::trim(int64_t most) const {
  const std::lock_guard lock(state_->mutex);
  return state_->run(
      "DELETE FROM videos WHERE state <> 'making' AND heard <= (SELECT heard FROM videos ORDER BY heard DESC "
      "LIMIT 1 OFFSET CAST(?1 AS INTEGER))",
      {std::to_string(most)}, [](sqlite3_stmt*) {});
}

}  // namespace fp

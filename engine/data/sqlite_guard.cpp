#include "engine/data/sqlite_guard.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace fp {
namespace {

// A list of what is allowed: every version of SQLite and every extension compiled into it adds functions.
constexpr std::string_view kFunctions =
    " "
    "-> ->> abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling char coalesce concat concat_ws cos cosh "
    "count cume_dist date datetime degrees dense_rank exp first_value floor format glob group_concat hex ifnull "
    "iif instr json json_array json_array_length json_error_position json_extract json_group_array "
    "json_group_object json_insert json_object json_patch json_quote json_remove json_replace json_set json_type "
    "json_valid julianday lag last_value lead length like likelihood likely ln log log10 log2 lower ltrim max "
    "min mod nth_value ntile nullif octet_length percent_rank pi pow power printf quote radians rank replace "
    "round row_number rtrim sign sin sinh soundex sqrt strftime string_agg substr substring sum tan tanh time "
    "total trim trunc typeof unhex unicode unixepoch unlikely upper zeroblob ";

// Tables that SQLite makes up itself and that tell of the program or the file, not of what is in it.
constexpr auto kTables =
    std::to_array<std::string_view>({"bytecode", "dbstat", "fts3tokenize", "sqlite_dbdata", "sqlite_dbpage",
                                     "sqlite_dbptr", "sqlite_stmt", "tables_used"});

constexpr std::pair<int, std::string_view> kActions[] = {
    {SQLITE_CREATE_INDEX, "CREATE INDEX"},
    {SQLITE_CREATE_TABLE, "CREATE TABLE"},
    {SQLITE_CREATE_TEMP_INDEX, "CREATE TEMP INDEX"},
    {SQLITE_CREATE_TEMP_TABLE, "CREATE TEMP TABLE"},
    {SQLITE_CREATE_TEMP_TRIGGER, "CREATE TEMP TRIGGER"},
    {SQLITE_CREATE_TEMP_VIEW, "CREATE TEMP VIEW"},
    {SQLITE_CREATE_TRIGGER, "CREATE TRIGGER"},
    {SQLITE_CREATE_VIEW, "CREATE VIEW"},
    {SQLITE_CREATE_VTABLE, "CREATE VIRTUAL TABLE"},
    {SQLITE_DELETE, "DELETE from"},
    {SQLITE_DROP_INDEX, "DROP INDEX"},
    {SQLITE_DROP_TABLE, "DROP TABLE"},
    {SQLITE_DROP_TRIGGER, "DROP TRIGGER"},
    {SQLITE_DROP_VIEW, "DROP VIEW"},
    {SQLITE_DROP_VTABLE, "DROP TABLE"},
    {SQLITE_INSERT, "INSERT into"},
    {SQLITE_PRAGMA, "PRAGMA"},
    {SQLITE_UPDATE, "UPDATE of"},
    {SQLITE_ATTACH, "ATTACH"},
    {SQLITE_DETACH, "DETACH"},
    {SQLITE_ALTER_TABLE, "ALTER TABLE"},
    {SQLITE_REINDEX, "REINDEX"},
    {SQLITE_ANALYZE, "ANALYZE"},
    {SQLITE_TRANSACTION, "the transaction command"},
    {SQLITE_SAVEPOINT, "a savepoint"},
};

// SQLite first asks for the table in which a schema stands; for its UPDATE where a virtual table says what it is.
std::string_view schema_change(int action, std::string_view table) {
  if (!table.starts_with("sqlite_") || !table.ends_with("master")) return {};
  if (action == SQLITE_INSERT) return "CREATE";
  return action == SQLITE_DELETE ? "DROP" : action == SQLITE_UPDATE ? "a virtual table" : "";
}

std::string words_for(int action, const char* first, const char* second) {
  const char* object = action == SQLITE_ALTER_TABLE ? second : first;
  const std::string_view name = object != nullptr ? object : "";
  if (const std::string_view change = schema_change(action, name); !change.empty()) return std::string(change);
  const auto found = std::find_if(std::begin(kActions), std::end(kActions), [&](auto& a) { return a.first == action; });
  const std::string verb(found != std::end(kActions) ? found->second : "what it does");
  const bool named = !name.empty() && action != SQLITE_ATTACH && action != SQLITE_DETACH && action != SQLITE_SAVEPOINT;
  return named ? fmt::format("{} {}", verb, name) : verb;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// What an argument of a date function takes from outside of the query, or null.
const char* outside(const char* text) {
  if (text == nullptr) return nullptr;
  for (const char* word : {"now", "subsec", "subsecond"}) {
    if (strcasecmp(text, word) == 0) return "reads the clock";
  }
  for (const char* word : {"localtime", "utc"}) {
    if (strcasecmp(text, word) == 0) return "depends on the machine's time zone";
  }
  return nullptr;
}

}  // namespace

bool SqliteGuard::allows(int action, const char* first, const char* second) {
  if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE) return true;
  if (action == SQLITE_READ) {
    const std::string table = lower_case(first != nullptr ? first : "");
    if (std::find(kTables.begin(), kTables.end(), table) == kTables.end() && !table.starts_with("pragma_")) return true;
    refused_ = fmt::format("a query may only read the tables of its file: {} is refused", table);
  } else if (action == SQLITE_FUNCTION) {
    const std::string name = lower_case(second != nullptr ? second : "");
    if (!name.empty() && kFunctions.find(" " + name + " ") != std::string_view::npos) return true;
    refused_ = fmt::format("a query may only use functions whose answer is always the same: {} is refused", name);
  } else {
    refused_ = fmt::format("a query may only read: {} is refused", words_for(action, first, second));
  }
  return false;
}

int SqliteGuard::authorize(void* self, int action, const char* first, const char* second, const char*, const char*) {
  auto* guard = static_cast<SqliteGuard*>(self);
  if (!guard->refused_.empty()) return SQLITE_DENY;
  return guard->allows(action, first, second) ? SQLITE_OK : SQLITE_DENY;
}

int SqliteGuard::progress(void* self) {
  auto* guard = static_cast<SqliteGuard*>(self);
  guard->steps_ += guard->period_;
  guard->out_of_steps_ = guard->steps_ > guard->max_steps_;
  return guard->out_of_steps_ ? 1 : 0;
}

// Refuses what is not of the query, and otherwise has SQLite's own function answer.
void SqliteGuard::date_function(sqlite3_context* context, int count, sqlite3_value** values) {
  auto* function = static_cast<DateFunction*>(sqlite3_user_data(context));
  const char* fault = count <= function->first_time ? "reads the clock" : nullptr;
  for (int i = function->first_time; i < count && fault == nullptr; ++i) {
    fault = outside(reinterpret_cast<const char*>(sqlite3_value_text(values[i])));
  }
  if (fault != nullptr) {
    const std::string message = fmt::format("this use of {}() {}, and is refused", function->name, fault);
    sqlite3_result_error(context, message.c_str(), -1);
    return;
  }
  SqliteStatement& call = function->guard->calls_[fmt::format("{}/{}", function->name, count)];
  if (!call) {
    std::string sql = fmt::format("SELECT {}(?", function->name);
    for (int i = 1; i < count; ++i) sql += ",?";
    sqlite3_stmt* made = nullptr;
    sqlite3_prepare_v2(function->guard->plain_.get(), (sql + ")").c_str(), -1, &made, nullptr);
    call.reset(made);
  }
  sqlite3_reset(call.get());
  for (int i = 0; i < count; ++i) sqlite3_bind_value(call.get(), i + 1, values[i]);
  if (sqlite3_step(call.get()) != SQLITE_ROW) {
    sqlite3_result_error(context, sqlite3_errmsg(function->guard->plain_.get()), -1);
    return;
  }
  sqlite3_result_value(context, sqlite3_column_value(call.get(), 0));
}

int SqliteGuard::replace_date_functions(sqlite3* database) {
  sqlite3* plain = nullptr;
  int rc =
      sqlite3_open_v2(":memory:", &plain, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nullptr);
  plain_.reset(plain);
  for (const char* name : {"date", "time", "datetime", "julianday", "unixepoch", "strftime"}) {
    if (rc != SQLITE_OK) return rc;
    DateFunction& function = dates_[name] = {this, name, std::string_view(name) == "strftime" ? 1 : 0};
    rc = sqlite3_create_function_v2(database, name, -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                    &function, date_function, nullptr, nullptr, nullptr);
  }
  return rc;
}

int SqliteGuard::limit(sqlite3* database, size_t max_cell) {
  constexpr size_t kLeast = 1u << 20, kMost = 1u << 29;  // what a query puts together on its way may exceed a cell
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, static_cast<int>(std::clamp(max_cell * 16, kLeast, kMost)));
  constexpr std::pair<int, int> kLimits[] = {
      {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},       {SQLITE_LIMIT_COLUMN, 2000},          {SQLITE_LIMIT_EXPR_DEPTH, 500},
      {SQLITE_LIMIT_COMPOUND_SELECT, 500},      {SQLITE_LIMIT_VDBE_OP, 1 << 20},      {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_VARIABLE_NUMBER, 1000}, {SQLITE_LIMIT_WORKER_THREADS, 0}};
  for (const auto& [what, most] : kLimits) sqlite3_limit(database, what, most);
  constexpr std::pair<int, int> kSettings[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
      {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
      {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
      {SQLITE_DBCONFIG_DQS_DML, 0}};  // a misspelt column in double quotes is no text
  for (const auto& [what, on] : kSettings) {
    if (const int rc = sqlite3_db_config(database, what, on, nullptr); rc != SQLITE_OK) return rc;
  }
  return sqlite3_exec(database, "PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr);
}

int SqliteGuard::arm(sqlite3* database, size_t max_cell) {
  int rc = limit(database, max_cell);
  if (rc == SQLITE_OK) rc = replace_date_functions(database);
  for (const char* table : {"json_each", "json_tree"}) {  // made up now: later that is refused like any virtual table
    const std::string sql = fmt::format("SELECT 1 FROM {}('0') LIMIT 0", table);
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);  // what fails here fails again where it is used
  }
  if (rc == SQLITE_OK) rc = sqlite3_set_authorizer(database, authorize, this);
  if (rc != SQLITE_OK) return rc;
  period_ = std::clamp<int64_t>(max_steps_, 1, 1000);
  sqlite3_progress_handler(database, static_cast<int>(period_), progress, this);
  return SQLITE_OK;
}

}  // namespace fp

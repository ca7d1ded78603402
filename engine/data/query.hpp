// Queries of databases: read-only, bounded, with values bound and never pasted into the text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/data/columns.hpp"
#include "engine/data/table.hpp"

namespace fp {

struct Query {
  std::string text;                                 // one statement that only reads
  std::vector<std::pair<std::string, Json>> binds;  // of :name in the text; null, boolean, number or string
  int64_t timeout_ms = 10'000;                      // PostgreSQL: of connecting and of the statement, each; SQLite: of
                                                    // waiting for another program's lock
  int64_t max_steps = 4'000'000'000;                // SQLite: virtual machine instructions; the same on every machine
  size_t max_rows = 1'000'000;
  size_t max_cell = 1u << 20;  // bytes
};

// Takes the answer. `begin`: names of the columns, once, also of an empty answer; false: enough is known, stop.
// `row`: cells live until it returns; number from 1.
struct QueryTaker {
  std::function<bool(std::span<const std::string> names)> begin;
  std::function<void(std::span<const Cell> cells, uint32_t number)> row;
};

// Faults: `invalid` where the query, a value or what the database holds is wrong; `missing` where the database cannot
// be opened or read (no file, a lock, no server, no permission to connect); `failed` where an answer broke off or took
// too long. A place in messages counts lines and columns in Query::text. The taker's row() may have been called before.

// Opens the file read-only and writes nothing beside it; whatever would write, attach, load or leave the file is
// refused while the statement is prepared (sqlite3_set_authorizer). Two columns of one name, a blob, an integer that a
// double cannot hold (beyond 2^53), more rows or steps than allowed and a name in the text that is not bound, or the
// other way round, are faults; so are virtual tables (but json_each and json_tree) and functions that ask the clock,
// the time zone, chance or the program. A database in WAL mode needs its -wal and -shm files beside it.
Result<void> query_sqlite(const std::filesystem::path& file, const Query& query, const QueryTaker& taker);

// `uri`: postgresql://... or a libpq connection string. Nothing of it but host, port and database name may appear in
// messages: it holds secrets. The transaction is READ ONLY with statement_timeout; the answer is fetched row by row.
Result<void> query_postgres(const std::string& uri, const Query& query, const QueryTaker& taker);

// Whether a place that data is read from is a database: "$VARIABLE", or an SQLite file by its extension (.db .sqlite
// .sqlite3).
bool is_database(std::string_view place);
// The answer as a table of rows; `place` as above, or any SQLite file.
Result<Table> query_table(const std::string& place, const std::string& query);
// The URI in an environment variable.
Result<std::string> database_uri(const std::string& variable);

}  // namespace fp

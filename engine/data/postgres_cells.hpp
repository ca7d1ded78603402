// PostgreSQL's types and values, as the server writes them in text.
#pragma once

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <string_view>

#include "engine/data/query_checks.hpp"

namespace fp {

enum class PostgresKind : uint8_t { boolean, integer, real, numeric, text, date, timestamp, timestamptz };

std::optional<PostgresKind> postgres_kind(Oid type);  // of a type built into the server; nullopt: not one that is read

// DateStyle is ISO and TimeZone UTC. `scratch` holds what the cell shows where it is not `written`.
Result<Cell> postgres_cell(PostgresKind kind, std::string_view written, size_t max_bytes, std::string& scratch,
                           const CellPlace& place);

// A value bound: the type that a literal written alike would have (0: the server finds it), and its text; null: NULL.
struct PostgresValue {
  Oid type = 0;
  std::optional<std::string> text;
};
PostgresValue postgres_value(const Json& value);

}  // namespace fp

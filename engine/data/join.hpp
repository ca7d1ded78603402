// Inside engine/data: columns of one table beside the rows of another, by key.
#pragma once

#include <expected>
#include <string>

#include "engine/core/json.hpp"
#include "engine/data/columns.hpp"

namespace fp {

struct JoinFault {
  const Json* at = nullptr;  // in the step
  std::string message, hint;
};

// `step`: {"join", "on": "key" | ["key", ...] | {"key": "key of the other", ...}, "columns": [...], "unmatched"}.
// Without "on": the columns both have. Without "columns": all others of the other table.
std::expected<DataTable, JoinFault> join_tables(const DataTable& table, const DataTable& other, const Json& step);

}  // namespace fp

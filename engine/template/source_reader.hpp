// Inside engine/template: one source, read for one row.
#pragma once

#include <string>

#include "engine/template/sources.hpp"

namespace fp {

// What of a row decides what a source says: the values its query binds. Equal questions have equal answers.
std::string question_of(const DataSource& source, const Json& row);

// "prices-<sha256>.snapshot.jsonl"; of a query that binds values "prices-<question>-<sha256>.snapshot.jsonl".
std::string snapshot_name(const DataSource& source, const Json& row, const Sha256& hash);

// The user reads the source from one table, which can answer one question only.
bool is_one_table(const DataSource& source, const SourceOptions& options);

// As the source says it, before transforms.
Result<DataTable> read_source(const Template& tpl, const DataSource& source, const Json& row,
                              const SourceOptions& options);

}  // namespace fp

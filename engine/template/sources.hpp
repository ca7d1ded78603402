// The template's "data": tables it reads for itself, transformed, and given to each row under their names.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/template/template.hpp"

namespace fp {

struct SourceOptions {
  // By source: another place to read it from, as the user named it: "-" is standard input. A table or a snapshot by its
  // extension (.csv .tsv .json .jsonl .ndjson), a folder of snapshots, an SQLite file (.db .sqlite .sqlite3) or
  // "$VARIABLE" with a PostgreSQL URI. One table for rows whose queries bind different values is a fault.
  std::map<std::string, std::string> locations;
  // Folder that what is read is kept in, as "NAME-<sha256>.snapshot.jsonl": a JSON object a row, which the hash is of.
  std::filesystem::path snapshot;  // "": nowhere
  std::optional<int64_t> now_ms;   // since 1970, UTC, for max_age; without it age is not looked at
};

// Reads and transforms every source for every row: sets the row's value of its name, a list of records (dates as ISO
// 8601, what is missing as null), and Values::data. A source that asks for nothing of the row is read once. Every fault
// of every row; `warnings`: data that is older than the template allows and that it lets pass.
Result<void> read_sources(const Template& tpl, std::span<Values> rows, const SourceOptions& options, Errors* warnings);

// Within loading: reads the declarations, and adds a param for each, with the columns that come out of its steps.
Errors declare_sources(Template& tpl);

}  // namespace fp

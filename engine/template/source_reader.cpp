// Where a source is read from, and reading it.
#include "engine/template/source_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/fault_at.hpp"
#include "engine/data/bind_names.hpp"
#include "engine/data/readers.hpp"

namespace fp {
namespace {

constexpr std::string_view kSnapshotEnding = ".snapshot.jsonl";

// What the template says, or the user instead.
struct Place {
  DataSource::Kind kind = DataSource::Kind::file;
  std::string location;
  bool beneath = true;  // the template's folder
};

std::vector<std::pair<std::string, Json>> binds_of(const DataSource& source, const Json& row) {
  std::vector<std::pair<std::string, Json>> binds;
  for (const std::string& name : number_binds(source.query.text).names) {
    if (const Json* value = row.find(name)) binds.emplace_back(name, *value);
  }
  return binds;
}

// "prices-" or, of a query that asks for something of the row, "prices-0123456789abcdef-".
std::string snapshot_prefix(const DataSource& source, const Json& row) {
  const std::string question = question_of(source, row);
  if (question.empty()) return source.name + "-";
  return fmt::format("{}-{}-", source.name, to_hex(hash128(std::as_bytes(std::span(question)))).substr(0, 16));
}

// The one snapshot in a folder that answers this row.
Result<std::string> snapshot_in(const std::string& folder, const DataSource& source, const Json& row) {
  const std::string prefix = snapshot_prefix(source, row);
  const size_t length = prefix.size() + 2 * sizeof(Sha256::bytes) + kSnapshotEnding.size();
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(kSnapshotEnding) && name.size() == length) found.push_back(name);
  }
  if (found.size() == 1) return (std::filesystem::path(folder) / found.front()).string();
  std::ranges::sort(found);
  if (found.empty())
    return fail({.fault = Fault::missing,
                 .file = folder,
                 .message = fmt::format("no snapshot of {} for this row is here ({}*{})", source.name, prefix,
                                        kSnapshotEnding)});
  return fail({.fault = Fault::usage,
               .file = folder,
               .message = fmt::format("{} snapshots of {} answer this row: {}", found.size(), source.name,
                                      fmt::join(found, ", ")),
               .hint = "keep one edition in a folder, or name the file"});
}

Result<Place> place_of(const DataSource& source, const Json& row, const SourceOptions& options) {
  const auto it = options.locations.find(source.name);
  if (it == options.locations.end()) return Place{source.kind, source.location, true};
  const std::string& named = it->second;
  if (named.starts_with('$')) return Place{DataSource::Kind::postgres, named.substr(1), false};
  if (is_database(named)) return Place{DataSource::Kind::sqlite, named, false};
  std::error_code error;
  if (!std::filesystem::is_directory(named, error)) return Place{DataSource::Kind::file, named, false};
  auto snapshot = snapshot_in(named, source, row);
  if (!snapshot) return fail(std::move(snapshot.error()));
  return Place{DataSource::Kind::file, *std::move(snapshot), false};
}

Cell cell_of(const Json& value) {
  Cell cell{.kind = Cell::Kind::nested, .text = value.text, .line = value.span.line, .column = value.span.column};
  switch (value.type) {
    case Json::Type::null:
      cell.kind = Cell::Kind::null;
      break;
    case Json::Type::boolean:
      cell.kind = Cell::Kind::boolean;
      cell.number = value.boolean ? 1 : 0;
      break;
    case Json::Type::number:
      cell.kind = Cell::Kind::number;
      cell.number = value.number;
      break;
    case Json::Type::string:
      cell.kind = Cell::Kind::text;
      break;
    default:
      break;
  }
  return cell;
}

// A file that cannot be read is the template's fault: say where it is named.
Errors at_source(const Template& tpl, const DataSource& source, Errors errors) {
  for (Diagnostic& d : errors) {
    d.file = tpl.file;
    d.line = source.span.line;
    d.column = source.span.column;
    d.pointer = "/data" + child_pointer(source.name);
  }
  return errors;
}

Result<DataTable> ask_database(const Template& tpl, const DataSource& source, const Place& place, const Json& row) {
  Query query = source.query;
  query.binds = binds_of(source, row);
  TableFiller filler(place.location, source.columns, source.missing, tpl.locale);
  const QueryTaker taker{[&](std::span<const std::string> names) { return filler.begin(names); },
                         [&](std::span<const Cell> cells, uint32_t number) { filler.row(cells, number); }};
  Result<void> done;
  if (place.kind == DataSource::Kind::sqlite) {
    auto path = place.beneath ? tpl.assets->locate(place.location) : Result<std::filesystem::path>(place.location);
    if (!path) return fail(at_source(tpl, source, std::move(path.error())));
    done = query_sqlite(*path, query, taker);
  } else {
    const auto uri = database_uri(place.location);
    if (!uri) return fail(at_source(tpl, source, uri.error()));
    done = query_postgres(*uri, query, taker);
  }
  auto table = filler.finish();
  if (done) return table;
  Errors errors = table ? Errors{} : std::move(table.error());
  errors.insert(errors.end(), done.error().begin(), done.error().end());
  return fail(std::move(errors));
}

// A snapshot's name says what it holds and which question it answers.
Result<void> check_snapshot(const std::string& file, const std::string& bytes, const std::string& prefix) {
  const std::string name = std::filesystem::path(file).filename().string();
  const auto reject = [&](Fault fault, std::string message, std::string hint) {
    return fail({.fault = fault, .file = file, .message = std::move(message), .hint = std::move(hint)});
  };
  const std::string hash = to_hex(sha256(bytes)) + std::string(kSnapshotEnding);
  if (!name.ends_with("-" + hash))
    return reject(Fault::invalid, "the bytes are not those the snapshot's name says",
                  "it was changed or renamed; to read it as a table, give it another name");
  if (name != prefix + hash)
    return reject(Fault::usage, fmt::format("this snapshot answers another question than this row's ({}...)", prefix),
                  "name the folder: it is looked for there");
  return {};
}

Result<DataTable> read_file_source(const Template& tpl, DataSource source, const Place& place, const Json& row) {
  const bool standard_input = !place.beneath && place.location == "-";
  auto bytes = place.beneath    ? tpl.assets->read(place.location)
               : standard_input ? read_standard_input(TableLimits{}.max_bytes)
                                : read_file(place.location, Fault::missing);
  if (!bytes) return fail(place.beneath ? at_source(tpl, source, std::move(bytes.error())) : std::move(bytes.error()));
  const bool snapshot = !place.beneath && place.location.ends_with(kSnapshotEnding);
  if (snapshot) {
    if (auto good = check_snapshot(place.location, *bytes, snapshot_prefix(source, row)); !good)
      return fail(std::move(good.error()));
  }
  const std::string shown = place.beneath    ? (tpl.assets->folder() / place.location).string()
                            : standard_input ? "<stdin>"
                                             : place.location;
  const bool inside = !source.path.empty() && place.location.ends_with(".json");
  auto table = inside ? rows_at(*bytes, shown, source.path) : parse_table(*bytes, shown);
  if (!table) return fail(std::move(table.error()));
  if (snapshot) {  // holds what was read: columns have their own names, dates are ISO 8601, what is missing is null
    source.missing.null = true;
    if (table->rows.empty()) table->columns.clear();
    for (ColumnSpec& spec : source.columns) {
      spec.from.clear();
      spec.pattern.clear();
      if (table->rows.empty()) table->columns.push_back(spec.name);
    }
  }
  TableFiller filler(shown, source.columns, source.missing, tpl.locale);
  if (!filler.begin(table->columns)) return filler.finish();
  std::vector<Cell> cells(table->columns.size());
  for (const Row& line : table->rows) {
    for (size_t i = 0; i < cells.size(); ++i) {
      const Field* field = line.find(table->columns[i]);
      cells[i] = field != nullptr ? cell_of(field->value) : Cell{.line = line.line};
    }
    filler.row(cells, static_cast<uint32_t>(line.line));
  }
  return filler.finish();
}

}  // namespace

std::string question_of(const DataSource& source, const Json& row) {
  std::string question;
  for (const auto& [name, value] : binds_of(source, row))
    question.append(name).append("=").append(write_json(value, 0)).append("\n");
  return question;
}

std::string snapshot_name(const DataSource& source, const Json& row, const Sha256& hash) {
  return snapshot_prefix(source, row) + to_hex(hash) + std::string(kSnapshotEnding);
}

bool is_one_table(const DataSource& source, const SourceOptions& options) {
  const auto it = options.locations.find(source.name);
  std::error_code error;
  return it != options.locations.end() && !it->second.starts_with('$') && !is_database(it->second) &&
         !std::filesystem::is_directory(it->second, error);
}

Result<DataTable> read_source(const Template& tpl, const DataSource& source, const Json& row,
                              const SourceOptions& options) {
  const auto place = place_of(source, row, options);
  if (!place) return fail(place.error());
  return place->kind == DataSource::Kind::file ? read_file_source(tpl, source, *place, row)
                                               : ask_database(tpl, source, *place, row);
}

}  // namespace fp

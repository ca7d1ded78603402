#include "engine/template/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/fault_at.hpp"
#include "engine/data/bind_names.hpp"
#include "engine/template/source_values.hpp"

namespace fp {
namespace {

constexpr std::string_view kSnapshotEnding = ".snapshot.jsonl";

// Where a source is read from: what the template says, or the user instead.
struct Place {
  DataSource::Kind kind = DataSource::Kind::file;
  std::string location;
  bool beneath = true;  // the template's folder
};

Place place_of(const DataSource& source, const SourceOptions& options) {
  const auto it = options.locations.find(source.name);
  if (it == options.locations.end()) return {source.kind, source.location, true};
  const std::string& named = it->second;
  if (named.starts_with('$')) return {DataSource::Kind::postgres, named.substr(1), false};
  if (is_database(named)) return {DataSource::Kind::sqlite, named, false};
  return {DataSource::Kind::file, named, false};
}

Cell cell_of(const Json* value, bool typed) {
  if (value == nullptr) return {};
  Cell cell{.line = value->span.line, .column = value->span.column};
  switch (value->type) {
    case Json::Type::null:
      break;
    case Json::Type::boolean:
      cell.kind = Cell::Kind::boolean;
      cell.number = value->boolean ? 1 : 0;
      break;
    case Json::Type::number:
      cell.kind = Cell::Kind::number;
      cell.number = value->number;
      cell.text = value->text;
      break;
    case Json::Type::string:
      cell.kind = Cell::Kind::text;
      cell.text = value->text;
      break;
    default:
      cell.kind = typed ? Cell::Kind::nested : Cell::Kind::text;
  }
  return cell;
}

class Reader {
 public:
  Reader(const Template& tpl, const SourceOptions& options) : tpl_(tpl), options_(options) {}

  Result<DataTable> read(const DataSource& source, const Json& row) {
    const Place place = place_of(source, options_);
    if (place.kind == DataSource::Kind::file) return read_file_source(source, place);
    Query query = source.query;
    query.binds = binds_of(source, row);
    TableFiller filler = filler_of(source, place.location);
    const QueryTaker taker{[&](std::span<const std::string> names) { return filler.begin(names); },
                           [&](std::span<const Cell> cells, uint32_t number) { filler.row(cells, number); }};
    Result<void> done;
    if (place.kind == DataSource::Kind::sqlite) {
      auto path = place.beneath ? tpl_.assets->locate(place.location) : Result<std::filesystem::path>(place.location);
      if (!path) return fail(at_source(source, std::move(path.error())));
      done = query_sqlite(*path, query, taker);
    } else {
      const auto uri = database_uri(place.location);
      if (!uri) return fail(at_source(source, uri.error()));
      done = query_postgres(*uri, query, taker);
    }
    if (!done && !filler.failed()) return fail(std::move(done.error()));
    return filler.finish();
  }

  // What of a row decides what a source says: the bound values of its query.
  static std::string key_of(const DataSource& source, const Json& row) {
    std::string key;
    for (const auto& [name, value] : binds_of(source, row))
      key.append(name).append("=").append(write_json(value, 0)).append("\n");
    return key;
  }

 private:
  static std::vector<std::pair<std::string, Json>> binds_of(const DataSource& source, const Json& row) {
    std::vector<std::pair<std::string, Json>> binds;
    for (const std::string& name : number_binds(source.query.text).names) {
      if (const Json* value = row.find(name)) binds.emplace_back(name, *value);
    }
    return binds;
  }

  TableFiller filler_of(const DataSource& source, const std::string& file) const {
    return {file, source.columns, source.missing, tpl_.locale};
  }

  Result<DataTable> read_file_source(const DataSource& source, const Place& place) {
    auto bytes = place.beneath ? tpl_.assets->read(place.location) : read_file(place.location, Fault::missing);
    if (!bytes) return fail(at_source(source, std::move(bytes.error())));
    const bool snapshot = place.location.ends_with(kSnapshotEnding);
    const std::string shown = place.beneath ? (tpl_.assets->folder() / place.location).string() : place.location;
    auto table = source.path.empty() || !place.location.ends_with(".json") ? parse_table(*bytes, shown)
                                                                           : rows_at(*bytes, shown, source.path);
    if (!table) return fail(std::move(table.error()));
    // A snapshot holds what was read: columns have their own names, dates are ISO 8601, what is missing is null.
    DataSource as_kept = source;
    for (ColumnSpec& spec : as_kept.columns) {
      if (!snapshot) break;
      spec.from.clear();
      spec.pattern.clear();
      as_kept.missing.null = true;
      if (std::ranges::find(table->columns, spec.name) == table->columns.end() && table->rows.empty())
        table->columns.push_back(spec.name);
    }
    TableFiller filler = filler_of(as_kept, shown);
    if (!filler.begin(table->columns)) return filler.finish();
    std::vector<Cell> cells(table->columns.size());
    for (const Row& row : table->rows) {
      for (size_t i = 0; i < cells.size(); ++i) {
        const Field* field = row.find(table->columns[i]);
        cells[i] = cell_of(field != nullptr ? &field->value : nullptr, table->typed);
        if (field == nullptr) cells[i].line = row.line;
      }
      filler.row(cells, static_cast<uint32_t>(row.line));
    }
    return filler.finish();
  }

  // A file that cannot be read is the template's fault: say where it is named.
  Errors at_source(const DataSource& source, Errors errors) const {
    for (Diagnostic& d : errors) {
      d.file = tpl_.file;
      d.line = source.span.line;
      d.column = source.span.column;
      d.pointer = "/data" + child_pointer(source.name);
    }
    return errors;
  }

  const Template& tpl_;
  const SourceOptions& options_;
};

std::string age_text(int64_t ms) {
  constexpr int64_t kHour = 3'600'000, kDay = 24 * kHour;
  return ms >= 2 * kDay ? fmt::format("{} days", ms / kDay) : fmt::format("{} hours", ms / kHour);
}

// What one reading of a source came to, before transforms.
struct Reading {
  DataTable table;
  DataRecord record;
};

class RowSources {
 public:
  RowSources(const Template& tpl, const SourceOptions& options, Errors* warnings)
      : tpl_(tpl), options_(options), reader_(tpl, options), warnings_(warnings) {}

  void fill(Values& row) {
    Tables before;
    for (const DataSource& source : tpl_.sources) {
      const Reading* reading = read(source, row.object);
      if (reading == nullptr) return;
      auto table = transform_source(tpl_, source, reading->table, &row.object, before);
      auto list = table ? list_of(tpl_, source, *table) : Result<Json>(fail(table.error()));
      if (!list) return add(std::move(list.error()), row.label);
      row.object.set(source.name, *std::move(list));
      row.data.push_back(reading->record);
      before.emplace(source.name, *std::move(table));
    }
  }
  Errors take() { return std::move(errors_); }

 private:
  // Faults of a reading are said once, not for every row that shares it.
  const Reading* read(const DataSource& source, const Json& row) {
    const auto [it, fresh] = readings_.try_emplace({source.name, Reader::key_of(source, row)});
    if (fresh) {
      auto made = make(source, row);
      if (made) {
        it->second = *std::move(made);
      } else {
        add(std::move(made.error()), {});
      }
    }
    return it->second ? &*it->second : nullptr;
  }

  Result<Reading> make(const DataSource& source, const Json& row) {
    auto table = reader_.read(source, row);
    if (!table) return fail(std::move(table.error()));
    auto as_of = as_of_date(tpl_, source, *table);
    if (!as_of) return fail(std::move(as_of.error()));
    if (Errors stale = check_age(source, *as_of); !stale.empty()) {
      if (!source.stale_warns) return fail(std::move(stale));
      if (warnings_ != nullptr) warnings_->insert(warnings_->end(), stale.begin(), stale.end());
    }
    const std::string bytes = snapshot_of(*table);
    Reading reading{.table = {}, .record = {source.name, sha256(bytes), static_cast<int64_t>(table->rows), *as_of}};
    reading.table = *std::move(table);
    if (!options_.snapshot.empty()) {
      if (auto kept = keep(reading.record, bytes); !kept) return fail(std::move(kept.error()));
    }
    return reading;
  }

  Errors check_age(const DataSource& source, const std::string& as_of) const {
    if (source.max_age_ms == 0 || !options_.now_ms) return {};
    const auto at = [&](std::string message, std::string hint) {
      return Errors{
          fault_at(tpl_.file, source.span, "/data" + child_pointer(source.name), std::move(message), std::move(hint))};
    };
    if (as_of.empty()) return at("the source has no row that says how old it is", "max_age asks for it");
    const int64_t age = *options_.now_ms - parse_iso_date(as_of)->milliseconds;
    if (age <= source.max_age_ms) return {};
    return at(fmt::format("the data is of {}, {} old; at most {} are allowed", as_of, age_text(age),
                          age_text(source.max_age_ms)),
              "bring the source up to date, or change \"max_age\"");
  }

  // The same bytes may be there from another run.
  Result<void> keep(const DataRecord& record, const std::string& bytes) const {
    const std::filesystem::path path = options_.snapshot / snapshot_name(record);
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
      const auto there = read_file(path, Fault::failed);
      if (there && sha256(*there) == record.hash) return {};
    }
    auto file = PendingFile::create(path, true);
    if (!file) return fail(std::move(file.error()));
    if (auto done = file->write(std::as_bytes(std::span(bytes))); !done) return done;
    return file->publish();
  }

  void add(Errors found, const std::string& label) {
    for (Diagnostic& d : found) {
      if (!label.empty()) d.message += fmt::format(" (for {})", label);
      errors_.push_back(std::move(d));
    }
  }

  const Template& tpl_;
  const SourceOptions& options_;
  Reader reader_;
  Errors* warnings_;
  std::map<std::pair<std::string, std::string>, std::optional<Reading>> readings_;
  Errors errors_;
};

}  // namespace

std::string snapshot_name(const DataRecord& record) {
  return fmt::format("{}-{}{}", record.name, to_hex(record.hash), kSnapshotEnding);
}

Result<void> read_sources(const Template& tpl, std::span<Values> rows, const SourceOptions& options, Errors* warnings) {
  for (const auto& [name, location] : options.locations) {
    if (std::ranges::find(tpl.sources, name, &DataSource::name) != tpl.sources.end()) continue;
    std::vector<std::string> known;
    for (const DataSource& source : tpl.sources) known.push_back(source.name);
    return fail(Fault::usage,
                fmt::format("--source {}={}: the template has no data source of that name", name, location),
                known.empty() ? "it has none" : fmt::format("it has: {}", fmt::join(known, ", ")));
  }
  RowSources sources(tpl, options, warnings);
  for (Values& row : rows) sources.fill(row);
  if (Errors errors = sources.take(); !errors.empty()) return fail(std::move(errors));
  return {};
}

}  // namespace fp

#include "engine/template/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/fault_at.hpp"
#include "engine/template/source_reader.hpp"
#include "engine/template/source_values.hpp"

namespace fp {
namespace {

std::string age_text(int64_t ms) {
  constexpr int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
  if (ms >= 2 * kDay) return fmt::format("{} days", ms / kDay);
  return ms >= 2 * kHour ? fmt::format("{} hours", ms / kHour) : fmt::format("{} minutes", ms / kMinute);
}

// What one reading of a source came to, before transforms.
struct Reading {
  DataTable table;
  DataRecord record;
};

class RowSources {
 public:
  RowSources(const Template& tpl, const SourceOptions& options, Errors* warnings)
      : tpl_(tpl), options_(options), warnings_(warnings) {}

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
    auto& answers = readings_[source.name];
    const auto [it, fresh] = answers.try_emplace(question_of(source, row));
    if (fresh) {
      auto made =
          answers.size() == 2 && is_one_table(source, options_) ? too_many_questions(source) : make(source, row);
      if (made) {
        it->second = *std::move(made);
      } else {
        add(std::move(made.error()), {});
      }
    }
    return it->second ? &*it->second : nullptr;
  }

  // Rows ask different things, and one table would silently give all of them the same.
  Result<Reading> too_many_questions(const DataSource& source) const {
    return fail(Fault::usage,
                fmt::format("--source {}={}: rows ask the source for different things, and this is one table",
                            source.name, options_.locations.at(source.name)),
                "name a folder of snapshots, or choose one row with --rows");
  }

  Result<Reading> make(const DataSource& source, const Json& row) {
    auto table = read_source(tpl_, source, row, options_);
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
      if (auto kept = keep(snapshot_name(source, row, reading.record.hash), bytes); !kept)
        return fail(std::move(kept.error()));
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
  Result<void> keep(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path path = options_.snapshot / name;
    if (const auto there = read_file(path, Fault::failed); there && *there == bytes) return {};
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
  Errors* warnings_;
  std::map<std::string, std::map<std::string, std::optional<Reading>>> readings_;  // by source and question
  Errors errors_;
};

}  // namespace

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

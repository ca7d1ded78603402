#include "tools/framepress/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "encoder/job/press.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/core/files.hpp"
#include "engine/render/check.hpp"
#include "engine/template/sources.hpp"

namespace fp::cli {
namespace {

// A table of one row from a file that holds an object.
Result<Table> read_row(const std::string& file) {
  auto text = read_file(file, Fault::missing);
  if (!text) return fail(std::move(text.error()));
  auto json = parse_json(*text, file);
  if (!json) return fail(std::move(json.error()));
  if (!json->is_object()) {
    return fail({.fault = Fault::invalid,
                 .file = file,
                 .line = json->span.line,
                 .column = json->span.column,
                 .message = "a row is a JSON object such as {\"name\": \"Lamp\", \"price\": 20}",
                 .hint = json->is_array() ? "this is a list of rows: use --data with --rows N" : ""});
  }
  Table table{.file = file, .typed = true};
  Row row{.number = 1, .line = json->span.line};
  for (Json::Member& member : json->members) {
    table.columns.push_back(member.key);
    row.fields.push_back({member.key, std::move(member.value)});
  }
  table.rows.push_back(std::move(row));
  return table;
}

Result<std::optional<Table>> read_data(const InputOptions& options) {
  if (!options.row_file.empty()) {
    auto table = read_row(options.row_file);
    if (!table) return fail(std::move(table.error()));
    return std::optional(std::move(*table));
  }
  if (options.data.empty()) {
    if (!options.rows.empty() || !options.where.empty() || !options.query.empty())
      return fail(Fault::usage, "--rows, --where and --query choose from --data, and there is none");
    return std::nullopt;
  }
  auto table = read_table(options.data, options.query);
  if (!table) return fail(std::move(table.error()));
  if (!options.rows.empty()) {
    auto chosen = parse_row_selection(options.rows, static_cast<int>(table->rows.size()));
    if (!chosen) return fail(std::move(chosen.error()));
    std::vector<Row> rows;
    for (const int number : *chosen) rows.push_back(table->rows[static_cast<size_t>(number - 1)]);
    table->rows = std::move(rows);
  }
  if (table->rows.empty())
    return fail({.fault = Fault::invalid, .file = table->file, .message = "the table has no rows"});
  return std::optional(std::move(*table));
}

Result<std::vector<Assignment>> parse_sets(const InputOptions& options) {
  std::vector<Assignment> sets;
  Errors errors;
  for (const std::string& text : options.sets) {
    auto set = parse_assignment(text);
    if (set) {
      sets.push_back(std::move(*set));
    } else {
      errors.insert(errors.end(), set.error().begin(), set.error().end());
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return sets;
}

Result<SourceOptions> source_options(const InputOptions& options) {
  SourceOptions out{.snapshot = options.snapshot};
  for (const std::string& text : options.sources) {
    const size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
      return fail(Fault::usage, fmt::format("--source \"{}\" is malformed; expected name=file", text));
    out.locations[text.substr(0, equals)] = text.substr(equals + 1);
  }
  if (options.now.empty()) {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    out.now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  } else if (const auto date = parse_iso_date(options.now)) {
    out.now_ms = date->milliseconds;
  } else {
    return fail(Fault::usage, fmt::format("--now {} is no date such as 2024-05-31 or 2024-05-31T14:30Z", options.now));
  }
  return out;
}

std::string last_part(const std::string& label) {
  const size_t slash = label.rfind('/');
  return slash == std::string::npos ? label : label.substr(slash + 1);
}

}  // namespace

void add_template(CLI::App& command, InputOptions& options) {
  add_options(
      command,
      {{.names = "TEMPLATE", .into = &options.file, .help = "The template, .json or .jsonnet", .required = true},
       {.names = "--set",
        .into = &options.sets,
        .help = "Give a parameter a value in every row; repeatable",
        .value = "NAME=VALUE"},
       {.names = "--source",
        .into = &options.sources,
        .help = "Read a data source of the template from this table, snapshot, SQLite file or $VARIABLE; repeatable",
        .value = "NAME=FILE"},
       {.names = "--snapshot",
        .into = &options.snapshot,
        .help = "Keep what the template's data sources say in this folder, by hash",
        .value = "FOLDER"},
       {.names = "--now",
        .into = &options.now,
        .help = "The time that the age of data is judged by; default: the clock",
        .value = "DATE"},
       {.names = "--format",
        .into = &options.format,
        .help = "Which of the template's formats; default: its first",
        .value = "NAME"}});
}

void add_row(CLI::App& command, InputOptions& options) {
  add_options(command, {{.names = "--row",
                         .into = &options.row_file,
                         .help = "A file with the parameters of one video, a JSON object",
                         .value = "FILE.json"}});
}

void add_data(CLI::App& command, InputOptions& options, bool required) {
  add_options(
      command,
      {{.names = "--data",
        .into = &options.data,
        .help = "The table: CSV, JSON or JSONL, or a database with --query; - reads standard input",
        .value = "FILE",
        .required = required},
       {.names = "--query",
        .into = &options.query,
        .help = "What --data is asked where it is a database: an SQLite file or $VARIABLE with a PostgreSQL URI",
        .value = "SQL"},
       {.names = "--rows", .into = &options.rows, .help = "Only these rows of the table, from 1", .value = "3,7-9"},
       {.names = "--where",
        .into = &options.where,
        .help = "Only rows for which this Jsonnet condition over the parameters holds",
        .value = "EXPR"}});
}

Result<TypedRows> read_rows(const InputOptions& options) {
  auto tpl = load_template(options.file);
  if (!tpl) return fail(std::move(tpl.error()));
  auto data = read_data(options);
  if (!data) return fail(std::move(data.error()));
  const Table* table = *data ? &**data : nullptr;
  auto sets = parse_sets(options);
  if (!sets) return fail(std::move(sets.error()));
  auto typed = type_rows(*tpl, table, *sets);
  if (!typed) return fail(std::move(typed.error()));
  std::vector<bool> keep(typed->size(), true);
  if (!options.where.empty()) {
    auto selected = select_rows(*tpl, *typed, options.where);
    if (!selected) return fail(std::move(selected.error()));
    keep = std::move(*selected);
  }
  TypedRows rows{std::make_shared<const Template>(std::move(*tpl)), {}, {}};
  for (size_t i = 0; i < typed->size(); ++i) {
    if (!keep[i]) continue;
    rows.values.push_back(std::move((*typed)[i]));
    rows.numbers.push_back(table != nullptr ? table->rows[i].number : 0);
  }
  if (rows.values.empty())
    return fail(Fault::usage, fmt::format("--where '{}' keeps none of the {} rows", options.where, typed->size()));
  auto sources = source_options(options);
  if (!sources) return fail(std::move(sources.error()));
  Errors warnings;
  if (auto read = read_sources(*rows.tpl, rows.values, *sources, &warnings); !read)
    return fail(std::move(read.error()));
  for (const Diagnostic& warning : warnings) fmt::print(stderr, "warning: {}\n", to_string(warning));
  return rows;
}

Input bind_format(const TypedRows& rows, const std::string& format, Errors& errors) {
  std::vector<Result<Composition>> bound = bind_rows(*rows.tpl, rows.values, format);
  FP_ASSERT(bound.size() == rows.values.size());
  Input input{rows.tpl, std::make_shared<Assets>(rows.tpl->assets), {}, {}};
  for (size_t i = 0; i < bound.size(); ++i) {
    if (bound[i]) {
      input.format = bound[i]->format;
      input.rows.push_back(
          {rows.values[i], rows.numbers[i], std::make_shared<const Composition>(std::move(*bound[i]))});
      continue;
    }
    // What is wrong with the command line is wrong in every row: said once.
    if (i > 0 && exit_code(bound[i].error()) == kUsage && !errors.empty()) break;
    errors.insert(errors.end(), bound[i].error().begin(), bound[i].error().end());
  }
  return input;
}

Result<Input> load(const InputOptions& options) {
  auto rows = read_rows(options);
  if (!rows) return fail(std::move(rows.error()));
  Errors errors;
  Input input = bind_format(*rows, options.format, errors);
  if (!errors.empty()) return fail(std::move(errors));
  return input;
}

Errors missing_assets(const Input& input) {
  Errors errors;
  for (const BoundRow& row : input.rows) {
    Errors missing = missing_assets(*row.composition, *input.assets);
    errors.insert(errors.end(), missing.begin(), missing.end());
  }
  return errors;
}

Result<Input> load_and_check(const InputOptions& options) {
  auto rows = read_rows(options);
  if (!rows) return fail(std::move(rows.error()));
  Errors errors;
  Input input = bind_format(*rows, options.format, errors);
  Errors missing = missing_assets(input);
  errors.insert(errors.end(), missing.begin(), missing.end());
  if (!errors.empty()) return fail(std::move(errors));
  return input;
}

Result<Input> load_single(const InputOptions& options) {
  auto input = load_and_check(options);
  if (!input || input->rows.size() == 1) return input;
  return fail(Fault::usage, fmt::format("this makes one output, and {} rows are chosen", input->rows.size()),
              "choose one with --rows N, or use `framepress batch` or `framepress sheet`");
}

Result<FrameRange> parse_frames(const std::string& text, const Composition& composition) {
  if (text.empty()) return FrameRange{0, composition.frames};
  int64_t first = 0, last = 0;
  const char* end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data(), end, first);
  bool good = error == std::errc{};
  last = first;
  if (good && at != end) {
    good = *at == '-';
    if (good) {
      const auto [stop, second] = std::from_chars(at + 1, end, last);
      good = second == std::errc{} && stop == end;
    }
  }
  if (!good || first < 0 || last < first) {
    return fail(Fault::usage, fmt::format("--frames {} is not a range of frames such as 0-89", text),
                "both ends are in it; the first frame is 0");
  }
  if (last >= composition.frames) {
    return fail(Fault::usage, fmt::format("--frames {} goes beyond the last frame, {}", text, composition.frames - 1));
  }
  return FrameRange{first, last - first + 1};
}

Result<int64_t> parse_at(const std::string& text, const Composition& composition) {
  const auto frame = parse_time(text, composition.fps);
  if (!frame) return fail(Fault::usage, fmt::format("--at {} is not a time such as 3s, 1200ms or 90f", text));
  if (*frame < 0 || *frame >= composition.frames) {
    return fail(Fault::usage,
                fmt::format("--at {} is frame {}, and the last one is {}", text, *frame, composition.frames - 1));
  }
  return *frame;
}

Result<Manifest> read_manifest(const std::string& file) {
  auto text = read_file(file, Fault::missing);
  if (!text) return fail(std::move(text.error()));
  return parse_manifest(*text, file);
}

Result<Input> rebind(const std::string& template_file, const Manifest& recorded) {
  auto tpl = load_template(template_file);
  if (!tpl) return fail(std::move(tpl.error()));
  Input input;
  const Values values{.object = recorded.row, .label = recorded.row_label};
  auto bound = bind_rows(*tpl, std::span(&values, 1), recorded.format);
  if (!bound.front()) return fail(std::move(bound.front().error()));
  input.format = bound.front()->format;
  input.rows.push_back(
      {.values = values, .number = 0, .composition = std::make_shared<const Composition>(std::move(*bound.front()))});
  input.tpl = std::make_shared<const Template>(std::move(*tpl));
  input.assets = std::make_shared<Assets>(input.tpl->assets);
  return input;
}

Result<Manifest> manifest_inputs(const Input& input, const BoundRow& row, const std::filesystem::path& output) {
  Manifest m;
  m.engine = kEngineVersion;
  m.template_name = input.tpl->name;
  auto file = portable_name(input.tpl->file, output.parent_path());
  if (!file) return fail(std::move(file.error()));
  m.template_file = std::move(*file);
  m.template_hash = input.tpl->hash;
  m.format = row.composition->format;
  m.row_label = last_part(row.values.label);
  m.row = row.values.object;
  m.data = row.values.data;
  return m;
}

}  // namespace fp::cli

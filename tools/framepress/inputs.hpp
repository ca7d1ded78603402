// Template, data and parameters of a command, read and bound.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "encoder/manifest/manifest.hpp"
#include "engine/display/assets.hpp"
#include "engine/template/template.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {

struct InputOptions {
  std::string file;
  std::vector<std::string> sets;
  std::string format;
  std::string row_file;  // one row, a JSON object
  std::string data, query, rows, where;
  std::vector<std::string> sources;  // "name=location"
  std::string snapshot, now;
};

// The options a command takes: the template always.
void add_template(CLI::App& command, InputOptions& options);
void add_row(CLI::App& command, InputOptions& options);
void add_data(CLI::App& command, InputOptions& options, bool required);

struct BoundRow {
  Values values;
  int number = 0;  // in the table, from 1; 0 without one
  std::shared_ptr<const Composition> composition;
};

struct Input {
  std::shared_ptr<const Template> tpl;
  std::shared_ptr<Assets> assets;
  std::string format;
  std::vector<BoundRow> rows;
};

// Template and rows, not yet bound: what all formats share.
struct TypedRows {
  std::shared_ptr<const Template> tpl;
  std::vector<Values> values;
  std::vector<int> numbers;  // in the table, from 1; 0 without one
};

// Reads, selects and types. Every fault of every row at once.
Result<TypedRows> read_rows(const InputOptions& options);
// Binds to a format ("": the template's first): the rows that can be bound, and in `errors` what is wrong with others.
Input bind_format(const TypedRows& rows, const std::string& format, Errors& errors);
// Both.
Result<Input> load(const InputOptions& options);
// As load, then reads every asset and lays out every text, so that what is missing is known before the first frame.
Result<Input> load_and_check(const InputOptions& options);
Errors missing_assets(const Input& input);
// For commands that make one picture or video: an error unless there is exactly one row.
Result<Input> load_single(const InputOptions& options);

// "A-B" or "A", both inside, from 0 -> first and count; "" is all.
struct FrameRange {
  int64_t first = 0, count = 0;
};
Result<FrameRange> parse_frames(const std::string& text, const Composition& composition);
Result<int64_t> parse_at(const std::string& text, const Composition& composition);

Result<Manifest> read_manifest(const std::string& file);
// The template bound again to the values on record.
Result<Input> rebind(const std::string& template_file, const Manifest& recorded);

// The part of a manifest that comes from the input.
Result<Manifest> manifest_inputs(const Input& input, const BoundRow& row, const std::filesystem::path& output);

}  // namespace fp::cli

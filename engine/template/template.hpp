// A template as loaded: checked against the schema, with its parameters, formats and fonts known. Binding it to rows
// gives Compositions (composition.hpp). Loading and binding read only beneath the template's folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/files.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/data/query.hpp"
#include "engine/data/table.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Param {
  enum class Type : uint8_t {
    text,
    number,
    integer,
    boolean,
    color,
    enumeration,
    image,
    video,
    audio,
    captions,
    font,
    date,
    money,
    list,
    record
  };
  std::string name;
  Type type = Type::text;
  bool required = false;
  std::optional<Json> fallback;       // "default"
  std::optional<double> min, max;     // number, integer, money
  std::string earliest, latest;       // date: "min" and "max" in ISO 8601, UTC; empty without
  std::optional<int64_t> max_length;  // code points of a text, items of a list
  std::vector<std::string> choices;   // enumeration
  std::string from;                   // column of the table; the param's name when empty
  std::string pattern;                // date: ICU pattern the data is written in; ISO 8601 when empty
  std::string currency;               // money: ISO 4217
  std::string description;
  std::vector<Param> fields;  // record: its fields; list: one element, its item type
  bool of_data = false;       // what a data source of this name gives; no row or assignment sets it
  SourceSpan span;
};

// A table the template reads for itself. What comes of it is a parameter of its name: a list of records.
struct DataSource {
  enum class Kind : uint8_t { file, sqlite, postgres };
  std::string name;
  Kind kind = Kind::file;
  std::string location;  // file, sqlite: beneath the template's folder; postgres: the environment variable's name
  std::string path;      // file: JSON pointer of the list of rows
  Query query;           // sqlite, postgres; its binds are left to the row
  std::vector<ColumnSpec> columns;
  MissingSpec missing;
  Json steps = Json::array();  // engine/data/transform.hpp
  std::string as_of;           // a date or an aggregate of the columns as read; "": not said
  int64_t max_age_ms = 0;      // 0: any
  bool stale_warns = false;    // else it fails
  SourceSpan span;
};

struct Template {
  std::string file;  // as the user named it
  std::string name;
  bool jsonnet = false;
  std::string source;                                            // the file's bytes
  Json document;                                                 // for a .jsonnet template: evaluated with its defaults
  std::vector<Param> params;                                     // declared, then those of data sources
  std::vector<DataSource> sources;                               // in order; each has its param, of_data
  std::map<std::string, std::vector<Param>> composition_params;  // of each composition that has any
  std::vector<std::string> formats;                              // names, in order; the first is the default
  std::vector<FontSource> fonts;
  std::vector<HyphenationSource> hyphenation;
  std::string locale;
  std::shared_ptr<const AssetRoot> assets;
  // Every file its Jsonnet imports and every style file, by name beneath the folder: its bytes.
  std::map<std::string, std::string> imports;
  Sha256 hash;  // of the source and the imports
};

// JSON or Jsonnet by extension (".jsonnet"). Every fault of the file at once.
Result<Template> load_template(const std::filesystem::path& file);
// The same with this text instead of what the file holds, which need not be there; its folder must.
Result<Template> load_template(const std::filesystem::path& file, std::string source);

// Checks a document against the schema. `resolved` documents hold no expressions or {{...}} any more.
// Errors carry file:line:col, the JSON pointer, what was expected, and a did-you-mean for unknown keys and names.
Errors validate_document(const Json& document, const std::string& file, bool resolved);

// The same for a style file.
Errors validate_style(const Json& style, const std::string& file);

// The published JSON Schema (draft-07) of template files, as text: assets/schema/template.schema.json.
std::string_view template_schema();

// What a source said, before transforms.
struct DataRecord {
  std::string name;
  Sha256 hash;  // of the table as a snapshot holds it
  int64_t rows = 0;
  std::string as_of;  // ISO 8601; "" where the template does not say
};

// One row's parameter values, typed and complete (defaults filled in), as an object in declaration order.
struct Values {
  Json object;
  std::string label;             // "products.csv:14", or "" without a table
  std::vector<DataRecord> data;  // what the template's sources said, by read_sources()
};

// Overrides from `--set name=value`, applied on top of every row; unknown names are errors (Fault::usage).
struct Assignment {
  std::string name, value;
};
Result<Assignment> parse_assignment(std::string_view text);

// Types every row, applies `overrides`, checks limits. All faults of all rows at once: file:line:col, field,
// expectation. `table` may be null: one row made of defaults and overrides.
Result<std::vector<Values>> type_rows(const Template& tpl, const Table* table, std::span<const Assignment> overrides);

// Which rows a Jsonnet condition over the typed parameters keeps (`--where 'price > 20 && sale'`). The condition must
// yield booleans.
Result<std::vector<bool>> select_rows(const Template& tpl, std::span<const Values> rows, const std::string& condition);

// Binds all rows in one Jsonnet virtual machine. One result a row, same order; a failing row does not stop the others.
// `format` empty = the template's first. Unknown format: every row fails with Fault::usage and the names that exist.
std::vector<Result<Composition>> bind_rows(const Template& tpl, std::span<const Values> rows,
                                           const std::string& format);

// A text with {{param | filter}} filled from one row, e.g. an output name 'out/{sku}.mp4' uses single braces: see
// output_name. Replaces {param} and {param|filter}; the result of each is sanitised for file names (no separators, no
// leading dot or dash, at most 120 bytes).
// `{format}` and `{row}` (number) are always there.
Result<std::string> output_name(const Template& tpl, const Values& row, int row_number, const std::string& format,
                                std::string_view pattern);

// ---- between document and binding (internal to engine/template)
// ------------------------------------------------------

// The document with a format's overrides merged in (canvas, and layers by id). Spans of replaced parts are those of the
// override.
Result<Json> apply_format(const Template& tpl, const Json& document, const std::string& format);

// A resolved document becomes a Composition: times to frames, percentages to pixels, easings to curves, ids and parents
// checked.
Result<Composition> build_composition(const Template& tpl, const Json& resolved, const std::string& format,
                                      const std::string& row_label);

}  // namespace fp

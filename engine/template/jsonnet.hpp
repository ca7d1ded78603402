// Jsonnet: strings that start with "=" and .jsonnet templates, in one evaluation for all rows. Pure: no clock, no
// environment, no network, no files: what can be imported is read beforehand. `random(seed, index)` is ours
// (engine/core/random.hpp).
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/files.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace fp {

// One frame of a Jsonnet stack trace: where in which source. Lines and columns count from 1.
struct JsonnetFrame {
  std::string file;
  int line = 0, column = 0;
};

struct JsonnetError {
  std::string message;               // the first line, without its prefix
  std::vector<JsonnetFrame> frames;  // innermost first
  bool stopped = false;              // by a limit on time or memory, or by a crash: there is no saying where
};

// What a snippet may import: name beneath the template's folder -> bytes.
using JsonnetSources = std::map<std::string, std::string>;

// The virtual machine. Every evaluation costs about 20 ms before it does anything (the standard library is parsed
// anew), so a batch is written as one snippet. Each runs in a child process with limited time and memory
// (engine/core/child.hpp), because Jsonnet programs need not end. Not for concurrent use.
class Jsonnet {
 public:
  explicit Jsonnet(JsonnetSources sources, int seconds = 10) : sources_(std::move(sources)), seconds_(seconds) {}

  void add_source(const std::string& name, std::string text) { sources_[name] = std::move(text); }
  // The value of a snippet as Json; numbers have their shortest text. `name` stands for the snippet in errors. A
  // snippet of many rows is given a twentieth of a second more for each.
  std::expected<Json, JsonnetError> evaluate(const std::string& name, const std::string& snippet, size_t rows = 1);
  int evaluations() const { return evaluations_; }

 private:
  JsonnetSources sources_;
  int seconds_;
  int evaluations_ = 0;
};

// What is in every expression's scope besides its row.
struct ExpressionScope {
  std::string format;
  std::vector<std::string> names;  // of the params, bound by name where they are Jsonnet identifiers
};

struct Expression {
  std::string_view text;  // after the "="
  int guard = -1;         // index of an expression that must not be false for this one to be evaluated, or -1
  std::vector<std::string> locals = {};  // names it sees beside the scope's, members of its row's `own`
};

// A fault in an expression, `line` and `column` inside its text from 1, 0 when the fault is elsewhere (in an import).
struct ExpressionFault {
  int line = 0, column = 0;
  std::string message, hint;
};
using ExpressionResult = std::expected<Json, ExpressionFault>;

// One row's wish: its values and which expressions to evaluate (others yield null).
struct ExpressionRow {
  const Json* values = nullptr;
  Json canvas;                        // {width, height, fps}
  std::vector<uint32_t> wanted;       // ascending
  std::vector<const Json*> own = {};  // objects of names inside copies, outermost first, which hide those of `values`
};

// results[row][k] is the value of the row's wanted[k]. All rows in one evaluation; only when something fails is more
// than one needed. A fault fails its own expression in its own row and nothing else.
std::vector<std::vector<ExpressionResult>> evaluate_expressions(Jsonnet& vm, const ExpressionScope& scope,
                                                                std::span<const Expression> expressions,
                                                                std::span<const ExpressionRow> rows);

// Lexical check of one expression, which makes it safe to write into a snippet: brackets match, strings and comments
// end.
std::expected<void, ExpressionFault> check_expression(std::string_view text);

bool is_jsonnet_identifier(std::string_view name);  // and not a keyword

// An `import "name"`, `importstr "name"`; line and column of the name count from 1. A computed name is no Jsonnet.
struct JsonnetImport {
  std::string name;
  bool is_code = false;  // import: what it names has imports of its own
  size_t offset = 0;
  int line = 0, column = 0;
};
std::vector<JsonnetImport> imports_in(std::string_view text);

// Reads into `sources` every file that `text`, the source of `importer`, imports, and what those import. Names are
// relative to the folder of the importing file. `at` gives the diagnostic of an import of `text` itself its place. A
// file that cannot be read is an error even where the import would never be evaluated: what a template depends on does
// not depend on a row.
Errors read_imports(std::string_view text, const std::string& importer, const AssetRoot& root,
                    const std::function<Diagnostic(const JsonnetImport&)>& at, JsonnetSources& sources);
// "lib/a.libsonnet" importing "b.libsonnet": "lib/b.libsonnet".
std::string imported_name(const std::string& importer, const std::string& name);

// The object a .jsonnet template yields with its defaults. `file` as the user named it.
Result<Json> evaluate_jsonnet_template(const std::string& source, const std::string& file,
                                       const JsonnetSources& imports);

// Its document for every row: a function is called with the row's values as named arguments. One evaluation unless rows
// fail.
std::vector<Result<Json>> evaluate_jsonnet_rows(Jsonnet& vm, const std::string& source, const std::string& file,
                                                std::span<const Json* const> rows, std::span<const std::string> labels);

}  // namespace fp

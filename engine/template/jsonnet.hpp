// Jsonnet: strings that start with "=" and .jsonnet templates, in one virtual machine for all rows. Pure: no clock, no
// environment, no network; imports only beneath the template's folder. `random(seed, index)` is ours
// (engine/core/random.hpp).
#pragma once

#include <map>
#include <memory>
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
};

// The virtual machine. Every evaluation costs about 20 ms before it does anything (the standard library is parsed
// anew), so a batch is written as one snippet. Not for concurrent use.
class Jsonnet {
 public:
  explicit Jsonnet(std::shared_ptr<const AssetRoot> imports);  // null: nothing can be imported
  ~Jsonnet();
  Jsonnet(const Jsonnet&) = delete;
  Jsonnet& operator=(const Jsonnet&) = delete;

  // A source that `import 'name'` finds before any file.
  void add_source(const std::string& name, std::string text);
  // The value of a snippet as Json; numbers have their shortest text. `name` stands for the snippet in errors.
  std::expected<Json, JsonnetError> evaluate(const std::string& name, const std::string& snippet);
  // Every file imported so far, by name beneath the folder, with its bytes.
  const std::map<std::string, std::string>& imported() const;
  int evaluations() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// What is in every expression's scope besides its row.
struct ExpressionScope {
  std::string format;
  std::vector<std::string> names;  // of the params, bound by name where they are Jsonnet identifiers
};

struct Expression {
  std::string_view text;  // after the "="
  int guard = -1;         // index of an expression that must not be false for this one to be evaluated, or -1
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
  Json canvas;                   // {width, height, fps}
  std::vector<uint32_t> wanted;  // ascending
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

struct JsonnetTemplate {
  Json document;
  std::map<std::string, std::string> imports;  // name beneath the folder -> bytes, without the template itself
};

// The object a .jsonnet template yields with its defaults. `file` as the user named it.
Result<JsonnetTemplate> evaluate_jsonnet_template(const std::string& source, const std::string& file,
                                                  std::shared_ptr<const AssetRoot> assets);

// Its document for every row: a function is called with the row's values as named arguments. One evaluation unless rows
// fail.
std::vector<Result<Json>> evaluate_jsonnet_rows(Jsonnet& vm, const std::string& source, const std::string& file,
                                                std::span<const Json* const> rows, std::span<const std::string> labels);

}  // namespace fp

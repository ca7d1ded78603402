#include <fmt/format.h>

#include <filesystem>

#include "engine/template/jsonnet.hpp"

namespace fp {
namespace {

constexpr const char* kSnippetName = "rows";

// The innermost place of the error that a person can open: in the template or in a file it imports.
Diagnostic diagnostic_of(const JsonnetError& error, const std::string& file, const std::string& label) {
  Diagnostic d{Fault::invalid, file, 0, 0, {}, error.message, {}};
  if (!label.empty()) d.message += fmt::format(" (for {})", label);
  const std::filesystem::path named(file);
  for (const JsonnetFrame& frame : error.frames) {
    if (frame.file.empty() || frame.file == kSnippetName) continue;
    d.line = frame.line;
    d.column = frame.column;
    if (frame.file != named.filename().string()) d.file = (named.parent_path() / frame.file).string();
    break;
  }
  return d;
}

std::string call_for(const Json& values) {
  std::string arguments;
  for (const Json::Member& member : values.members) {
    // A value that is not there leaves the function's own default in place.
    if (member.value.is_null() || !is_jsonnet_identifier(member.key)) continue;
    arguments += fmt::format("{}={}, ", member.key, write_json(member.value, 0));
  }
  return fmt::format("if std.isFunction(__t) then __t({}) else __t", arguments);
}

std::string import_line(const std::string& name) {
  return fmt::format("local __t = import {};\n", write_json(Json::of(name), 0));
}

}  // namespace

Result<Json> evaluate_jsonnet_template(const std::string& source, const std::string& file,
                                       const JsonnetSources& imports) {
  const std::string name = std::filesystem::path(file).filename().string();
  Jsonnet vm(imports);
  vm.add_source(name, source);
  auto value = vm.evaluate(kSnippetName, import_line(name) + "if std.isFunction(__t) then __t() else __t");
  if (!value) return fail(diagnostic_of(value.error(), file, ""));
  if (!value->is_object()) {
    return fail({Fault::invalid, file, 0, 0, {}, "the file does not yield an object; expected a template", {}});
  }
  return *std::move(value);
}

std::vector<Result<Json>> evaluate_jsonnet_rows(Jsonnet& vm, const std::string& source, const std::string& file,
                                                std::span<const Json* const> rows,
                                                std::span<const std::string> labels) {
  const std::string name = std::filesystem::path(file).filename().string();
  vm.add_source(name, source);
  std::vector<Result<Json>> results;
  std::string snippet = import_line(name) + "[\n";
  for (const Json* row : rows) snippet += call_for(*row) + ",\n";
  if (auto all = vm.evaluate(kSnippetName, snippet + "]", rows.size())) {
    for (Json& document : all->items) results.emplace_back(std::move(document));
    return results;
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    auto one = vm.evaluate(kSnippetName, import_line(name) + call_for(*rows[i]));
    if (one) {
      results.emplace_back(std::move(*one));
      continue;
    }
    results.emplace_back(fail(diagnostic_of(one.error(), file, labels[i])));
    if (!one.error().stopped) continue;
    // A template that never ends for one row hardly ends for the next; waiting for each would take hours.
    const JsonnetError rest{"not evaluated, because a row before it was stopped", {}};
    while (results.size() < rows.size()) {
      results.emplace_back(fail(diagnostic_of(rest, file, labels[results.size()])));
    }
    break;
  }
  return results;
}

}  // namespace fp

// framepress check TEMPLATE [--data SOURCE]
#include <fmt/format.h>

#include <algorithm>

#include "engine/display/lower.hpp"
#include "tools/framepress/inputs.hpp"

namespace fp::cli {
namespace {

struct CheckOptions {
  InputOptions input;
  bool strict = false;
};

// Text that did not simply fit: seen, not fatal.
struct Finding {
  std::string row, format, layer, kind;
  SourceLocation location;
  double size = 0;
};

struct Outcome {
  Errors errors;
  std::vector<Finding> findings;
  size_t rows = 0, formats = 0;
};

void inspect(const Input& input, const BoundRow& row, Outcome& outcome) {
  auto found = inspect_text(*row.composition, *input.assets);
  if (!found) {
    outcome.errors.insert(outcome.errors.end(), found.error().begin(), found.error().end());
    return;
  }
  for (const TextFinding& f : *found) {
    const char* kind = f.overflows ? "overflows" : f.truncated ? "truncated" : f.shrunk ? "shrunk" : nullptr;
    if (kind == nullptr) continue;
    outcome.findings.push_back(
        {row.values.label, row.composition->format, f.layer->id, kind, f.layer->location, f.size});
  }
}

void check_format(const TypedRows& rows, const std::string& format, Outcome& outcome) {
  auto input = bind_format(rows, format);
  if (!input) {
    outcome.errors.insert(outcome.errors.end(), input.error().begin(), input.error().end());
    return;
  }
  outcome.rows = input->rows.size();
  ++outcome.formats;
  Errors missing = missing_assets(*input);
  outcome.errors.insert(outcome.errors.end(), missing.begin(), missing.end());
  if (!missing.empty()) return;
  for (const BoundRow& row : input->rows) inspect(*input, row, outcome);
}

// The same fault in each format is one fault.
void drop_repeats(Errors& errors) {
  std::vector<std::string> seen;
  std::erase_if(errors, [&](const Diagnostic& d) {
    std::string text = to_string(d);
    if (std::ranges::find(seen, text) != seen.end()) return true;
    seen.push_back(std::move(text));
    return false;
  });
}

Result<Outcome> check_all(const CheckOptions& options) {
  auto rows = read_rows(options.input);
  if (!rows) return fail(std::move(rows.error()));
  std::vector<std::string> formats = rows->tpl->formats;
  if (!options.input.format.empty() || formats.empty()) formats = {options.input.format};
  Outcome outcome;
  for (const std::string& format : formats) check_format(*rows, format, outcome);
  drop_repeats(outcome.errors);
  return outcome;
}

// Text that was set smaller is what shrink-to-fit is for: one line per layer and format, with the worst row. The rest
// is a line each.
std::vector<std::string> lines_of(const std::vector<Finding>& findings) {
  struct Group {
    const Finding* worst;
    size_t count;
  };
  std::vector<Group> groups;
  for (const Finding& f : findings) {
    const auto same = std::ranges::find_if(groups, [&](const Group& g) {
      return f.kind == "shrunk" && g.worst->kind == f.kind && g.worst->layer == f.layer && g.worst->format == f.format;
    });
    if (same == groups.end()) {
      groups.push_back({&f, 1});
    } else {
      ++same->count;
      if (f.size < same->worst->size) same->worst = &f;
    }
  }
  std::vector<std::string> lines;
  for (const auto& [f, count] : groups) {
    std::string text = fmt::format("{}:{}:{}: text {} in layer \"{}\"", f->location.file, f->location.line,
                                   f->location.column, f->kind, f->layer);
    if (f->kind == "shrunk") text += fmt::format(" to {:.4g} px", f->size);
    if (!f->format.empty()) text += ", format " + f->format;
    if (!f->row.empty()) text += ", row " + f->row;
    if (count > 1) text += fmt::format(" (the smallest of {} rows)", count);
    lines.push_back(std::move(text));
  }
  return lines;
}

Json to_json(const Finding& f) {
  Json j = Json::object();
  j.set("kind", Json::of(f.kind));
  j.set("layer", Json::of(f.layer));
  j.set("format", Json::of(f.format));
  j.set("row", Json::of(f.row));
  j.set("size", Json::of(f.size));
  j.set("file", Json::of(f.location.file));
  j.set("line", Json::of(int64_t{f.location.line}));
  j.set("column", Json::of(int64_t{f.location.column}));
  return j;
}

int run(const Context& context, const CheckOptions& options) {
  auto outcome = check_all(options);
  if (!outcome) return report(context, outcome.error());
  const bool good = outcome->errors.empty() && (!options.strict || outcome->findings.empty());
  const int code = !outcome->errors.empty() ? exit_code(outcome->errors) : good ? kOk : 3;
  if (context.common.json) {
    Json findings = Json::array();
    for (const Finding& f : outcome->findings) findings.items.push_back(to_json(f));
    Json j = Json::object();
    j.set("ok", Json::of(good));
    j.set("exit", Json::of(int64_t{code}));
    j.set("rows", Json::of(static_cast<int64_t>(outcome->rows)));
    j.set("errors", cli::to_json(outcome->errors));
    j.set("findings", std::move(findings));
    return print_json(context, j, code);
  }
  for (const std::string& line : lines_of(outcome->findings)) say(context, line);
  if (!outcome->errors.empty()) return report(context, outcome->errors);
  say(context,
      fmt::format("{} {}: {} row{} in {} format{}, {} finding{}", good ? "ok:" : "not clean:", options.input.file,
                  outcome->rows, outcome->rows == 1 ? "" : "s", outcome->formats, outcome->formats == 1 ? "" : "s",
                  outcome->findings.size(), outcome->findings.size() == 1 ? "" : "s"));
  return code;
}

}  // namespace

void add_check(CLI::App& app, Context& context) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = add_command(
      app, context, "check",
      "Check a template, and its data where given, in all formats: every fault at once, and text that had to give way",
      "  framepress check ad.json\n  framepress check ad.json --data products.csv --strict\n"
      "  framepress check ad.json --data products.csv --format 1:1 --json",
      {}, [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command, {{.names = "--strict",
                          .into = &options->strict,
                          .help = "Text that was shrunk, truncated or overflows is a fault too (exit 3)"}});
}

}  // namespace fp::cli

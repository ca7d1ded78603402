// framepress check TEMPLATE [--data SOURCE]
#include <fmt/format.h>

#include "encoder/job/pool.hpp"
#include "engine/render/check.hpp"
#include "tools/framepress/inputs.hpp"

namespace fp::cli {
namespace {

struct CheckOptions {
  InputOptions input;
  bool strict = false;
};

struct Outcome {
  Errors errors;
  std::vector<CheckFinding> findings;
  size_t rows = 0, formats = 0;
};

// Rows side by side; findings and errors in the order of rows.
void inspect_rows(const Context& context, const Input& input, Outcome& outcome) {
  const int workers = jobs(context);
  std::vector<cpu::Executor> executors;
  for (int i = 0; i < workers; ++i) executors.emplace_back(1);
  std::vector<Outcome> each(input.rows.size());
  run_units(
      workers, static_cast<int64_t>(input.rows.size()), [&] { return context.stop.stop_requested(); },
      [&](int worker, int64_t unit) {
        const BoundRow& row = input.rows[static_cast<size_t>(unit)];
        Outcome& own = each[static_cast<size_t>(unit)];
        auto found = inspect(*row.composition, *input.assets, executors[static_cast<size_t>(worker)]);
        if (!found) {
          own.errors = std::move(found.error());
          return;
        }
        for (const Finding& f : *found) own.findings.push_back(kept(f, *row.composition, row.values.label));
      });
  for (Outcome& own : each) {
    outcome.errors.insert(outcome.errors.end(), own.errors.begin(), own.errors.end());
    outcome.findings.insert(outcome.findings.end(), own.findings.begin(), own.findings.end());
  }
}

void check_format(const Context& context, const TypedRows& rows, const std::string& format, Outcome& outcome) {
  Errors errors;
  const Input input = bind_format(rows, format, errors);
  outcome.rows = rows.values.size();
  ++outcome.formats;
  Errors missing = missing_assets(input);
  errors.insert(errors.end(), missing.begin(), missing.end());
  if (errors.empty()) inspect_rows(context, input, outcome);
  outcome.errors.insert(outcome.errors.end(), errors.begin(), errors.end());
}

Result<Outcome> check_all(const Context& context, const CheckOptions& options) {
  auto rows = read_rows(options.input);
  if (!rows) return fail(std::move(rows.error()));
  std::vector<std::string> formats = rows->tpl->formats;
  if (!options.input.format.empty() || formats.empty()) formats = {options.input.format};
  Outcome outcome;
  for (const std::string& format : formats) check_format(context, *rows, format, outcome);
  outcome.errors = without_repeats(outcome.errors);
  return outcome;
}

int run(const Context& context, const CheckOptions& options) {
  auto outcome = check_all(context, options);
  if (context.stop.stop_requested()) return kInterrupted;
  if (!outcome) return report(context, outcome.error());
  const bool good = outcome->errors.empty() && (!options.strict || outcome->findings.empty());
  const int code = !outcome->errors.empty() ? exit_code(outcome->errors) : good ? kOk : 3;
  if (context.common.json) {
    Json findings = Json::array();
    for (const CheckFinding& f : outcome->findings) findings.items.push_back(to_json(f));
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
      "Check a template, and its data where given, in all formats: every fault at once, and text that is hard to read",
      "  framepress check ad.json\n  framepress check ad.json --data products.csv --strict\n"
      "  framepress check ad.json --data products.csv --format 1:1 --json",
      {.jobs = true}, [&context, options] { return run(context, *options); });
  add_template(*command, options->input);
  add_row(*command, options->input);
  add_data(*command, options->input, false);
  add_options(*command,
              {{.names = "--strict",
                .into = &options->strict,
                .help = "Findings, such as text that was shrunk or lacks contrast, are faults too (exit 3)"}});
}

}  // namespace fp::cli

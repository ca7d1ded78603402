// The declarations of commands and options, put into CLI11's terms.
#include <CLI/CLI.hpp>

#include "tools/framepress/command.hpp"

namespace fp::cli {
namespace {

CLI::Option* declare(CLI::App& command, const Option& o, bool* flag) {
  return command.add_flag(o.names, *flag, o.help);
}
CLI::Option* declare(CLI::App& command, const Option& o, std::vector<std::string>* list) {
  CLI::Option* option = command.add_option(o.names, *list, o.help);
  return o.names.starts_with('-') ? option->allow_extra_args(false) : option;  // one value each time it is given
}
CLI::Option* declare(CLI::App& command, const Option& o, std::string* text) {
  CLI::Option* option = command.add_option(o.names, *text, o.help);
  if (!o.choices.empty()) option->check(CLI::IsMember(o.choices));
  return text->empty() ? option : option->capture_default_str();
}
CLI::Option* declare(CLI::App& command, const Option& o, int* number) {
  CLI::Option* option = command.add_option(o.names, *number, o.help);
  if (o.range.second > 0) option->check(CLI::Range(o.range.first, o.range.second));
  return *number == 0 ? option : option->capture_default_str();
}

}  // namespace

void add_options(CLI::App& command, const std::vector<Option>& options) {
  for (const Option& o : options) {
    CLI::Option* option = std::visit([&](auto* into) { return declare(command, o, into); }, o.into);
    if (!std::holds_alternative<bool*>(o.into)) option->type_name(o.value);
    option->required(o.required)->group(o.group);
  }
}

CLI::App* add_command(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                      const std::string& examples, Shows shows, std::function<int()> run) {
  CLI::App* command = app.add_subcommand(name, description);
  if (!examples.empty()) command->footer("Examples:\n" + examples);
  Common& c = context.common;
  const auto group = [](bool shown) { return shown ? "Common options" : ""; };
  add_options(
      *command,
      {{.names = "--device",
        .into = &c.device,
        .help = "Where to draw: cpu, vulkan, or vulkan:NAME (part of a name `framepress doctor` lists)",
        .value = "NAME",
        .group = group(shows.device)},
       {.names = "--jobs",
        .into = &c.jobs,
        .help = "Workers; default: one a CPU. The output does not depend on it",
        .value = "N",
        .range = {1, 1024},
        .group = group(shows.jobs)},
       {.names = "--progress",
        .into = &c.progress,
        .help = "bar, jsonl (events on standard error) or none; default: a bar on a terminal, else a line every 10%",
        .value = "KIND",
        .choices = {"bar", "jsonl", "none"},
        .group = group(shows.progress)},
       {.names = "--store",
        .into = &c.store,
        .help = "Where encoded segments are kept for the next run, or none; default: $FRAMEPRESS_STORE, or in the "
                "user's cache",
        .value = "DIR",
        .group = group(shows.store)},
       {.names = "--store-size",
        .into = &c.store_size,
        .help =
            "How large the store may be after the run, such as 500M; what was not used for longest goes. Default: 20G",
        .value = "SIZE",
        .group = group(shows.store)},
       {.names = "--force",
        .into = &c.force,
        .help = "Replace outputs that are already there",
        .group = group(shows.force)},
       {.names = "--json",
        .into = &c.json,
        .help = "Print the result as one JSON document on standard output",
        .group = group(true)},
       {.names = "-q,--quiet", .into = &c.quiet, .help = "Say nothing but errors", .group = group(true)}});
  command->callback([&context, run = std::move(run)] { context.run = run; });
  return command;
}

}  // namespace fp::cli

// framepress: the command line.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "encoder/codec/nvenc.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/core/caught.hpp"
#include "tools/framepress/command.hpp"
#include "tools/framepress/signals.hpp"

namespace fp::cli {
namespace {

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

int no_editor(const CLI::App& app) {
  std::string names;
  for (const std::string& name : command_names(app)) names += (names.empty() ? "" : ", ") + name;
  std::cerr << "error: `framepress [TEMPLATE]` opens the desktop editor, which is not part of this build\n"
               "  hint: to make a video without it: framepress render TEMPLATE -o OUT.mp4\n"
               "  commands: "
            << names << "; framepress --help says more\n";
  return 5;
}

// The editor is a program of its own beside this one, which therefore needs neither display nor window system.
// Returns only where there is none.
int open_editor(const CLI::App& app, const std::vector<std::string>& arguments) {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return no_editor(app);
  const std::string program = (self.parent_path() / "framepress-editor").string();
  std::vector<const char*> words{program.c_str()};
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  words.push_back(nullptr);
  ::execv(program.c_str(), const_cast<char* const*>(words.data()));
  return no_editor(app);
}

// A first argument that is no command: a template for the editor, or a command mistyped.
std::optional<int> without_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return open_editor(app, arguments);
  const std::string& first = arguments.front();
  if (first.starts_with("-")) return std::nullopt;
  const std::vector<std::string> names = command_names(app);
  if (std::ranges::find(names, first) != names.end()) return std::nullopt;
  std::error_code ignored;
  if (first.find_first_of("./") != std::string::npos || std::filesystem::exists(first, ignored))
    return open_editor(app, arguments);
  std::cerr << fmt::format("error: there is no command \"{}\"\n", first);
  if (const std::string near = closest(first, names); !near.empty())
    std::cerr << fmt::format("  hint: did you mean \"{}\"?\n", near);
  std::cerr << "  framepress --help lists the commands\n";
  return kUsage;
}

std::string unknown_option_hint(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  std::vector<std::string> known;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  for (const std::string& extra : command.remaining()) {
    if (!extra.starts_with("-")) continue;
    const std::string near = closest(extra.substr(0, extra.find('=')), known);
    if (!near.empty()) return fmt::format("did you mean \"{}\"?", near);
  }
  return "";
}

int usage_error(const CLI::App& app, const Context& context, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const std::string name = chosen.empty() ? "framepress" : "framepress " + chosen.front()->get_name();
  std::string message = error.what();
  while (!message.empty() && message.back() == '\n') message.pop_back();
  for (char& c : message) {
    if (c == '\n') c = ' ';
  }
  std::string hint = unknown_option_hint(app);
  if (hint.empty()) hint = fmt::format("{} --help lists the options", name);
  return report(context, {{.fault = Fault::usage, .message = message, .hint = hint}});
}

void declare(CLI::App& app, Context& context) {
  app.set_version_flag("--version", fmt::format("framepress {}", kEngineVersion));
  app.set_help_flag("-h,--help", "Print this help");
  app.require_subcommand(1);
  add_render(app, context);
  add_batch(app, context);
  add_still(app, context);
  add_sheet(app, context);
  add_check(app, context);
  add_hash(app, context);
  add_verify(app, context);
  add_diff(app, context);
  add_store(app, context);
  add_schema(app, context);
  add_styles(app, context);
  add_doctor(app, context);
  add_completion(app, context);
  app.footer(
      "`framepress [TEMPLATE]` opens the desktop editor (framepress-editor --help).\n"
      "`framepress --offscreen TEMPLATE ...` is `framepress render TEMPLATE ...`. Each command has its own --help.\n"
      "Exit codes: 0 ok, 1 render failed, 2 usage, 3 invalid template or data, 4 asset or font missing, 5 device or "
      "encoder missing,\n"
      "6 some rows of a batch failed, 7 not reproducible, 130 interrupted.");
}

int run(Context& context, int argc, char** argv) {
  const std::shared_ptr<Interrupts> interrupts = watch_interrupts();
  context.terminal = ::isatty(STDERR_FILENO) == 1;
  const char* no_colour = std::getenv("NO_COLOR");
  context.colour = context.terminal && (no_colour == nullptr || *no_colour == '\0');
  context.stop = interrupts->stop.get_token();
  context.finish_on_stop = &interrupts->finish_on_stop;
  CLI::App app("Framepress: a template and a table of rows become finished videos, the same bytes every time.",
               "framepress");
  declare(app, context);
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == "--offscreen") arguments.front() = "render";
  if (const auto code = without_command(app, arguments)) return *code;
  context.common.json =
      std::ranges::find(arguments, "--json") != arguments.end();  // also where the rest cannot be read
  try {
    std::ranges::reverse(arguments);
    app.parse(arguments);
  } catch (const CLI::Success& request) {
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, context, error);
  }
  return context.run();
}

}  // namespace
}  // namespace fp::cli

int main(int argc, char** argv) {
  fp::cli::Context context;
  const auto code = fp::caught([&]() -> fp::Result<int> { return fp::cli::run(context, argc, argv); });
  fp::nvenc::forget_device();  // while its driver is still there: at exit libraries go in an order of their own
  return code ? *code : fp::cli::report(context, code.error());
}

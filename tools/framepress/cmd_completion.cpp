// framepress completion bash|zsh|fish: generated from the options themselves, so it cannot fall behind them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "tools/framepress/command.hpp"

namespace fp::cli {
namespace {

struct Flag {
  std::string name;  // with its dashes
  std::string description;
  bool takes_value = false;
};

std::string first_sentence(const std::string& text) {
  return text.substr(0, text.find_first_of(".;:"));
}

std::vector<Flag> flags_of(const CLI::App& command) {
  std::vector<Flag> flags;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) {
      flags.push_back({"--" + name, first_sentence(option->get_description()), option->get_items_expected_max() > 0});
    }
    for (const std::string& name : option->get_snames()) {
      flags.push_back({"-" + name, first_sentence(option->get_description()), option->get_items_expected_max() > 0});
    }
  }
  return flags;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

// Inside single quotes.
std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string bash(const CLI::App& app) {
  std::string names, cases;
  for (const CLI::App* command : commands_of(app)) {
    names += (names.empty() ? "" : " ") + command->get_name();
    std::string flags;
    for (const Flag& flag : flags_of(*command)) flags += (flags.empty() ? "" : " ") + flag.name;
    cases += fmt::format("    {}) words={} ;;\n", command->get_name(), single_quoted(flags));
  }
  return fmt::format(
      "# bash completion of framepress: source <(framepress completion bash)\n"
      "_framepress() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} words=\n"
      "  case ${{COMP_WORDS[COMP_CWORD-1]}} in\n"
      "    --device) COMPREPLY=($(compgen -W 'cpu vulkan' -- \"$current\")); return ;;\n"
      "    --progress) COMPREPLY=($(compgen -W 'bar jsonl none' -- \"$current\")); return ;;\n"
      "    completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$current\")); return ;;\n"
      "  esac\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W {} -- \"$current\")); return\n"
      "  fi\n"
      "  case ${{COMP_WORDS[1]}} in\n{}  esac\n"
      "  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  else COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
      "}}\n"
      "complete -o filenames -F _framepress framepress\n",
      single_quoted(names), cases);
}

std::string zsh(const CLI::App& app) {
  const auto escape = [](std::string text) {
    std::string out;
    for (const char c : text) out += c == '[' || c == ']' || c == ':' ? std::string("\\") + c : std::string(1, c);
    return out;
  };
  std::string names, cases;
  for (const CLI::App* command : commands_of(app)) {
    names += fmt::format("    {}\n",
                         single_quoted(command->get_name() + ":" + escape(first_sentence(command->get_description()))));
    cases += fmt::format("    {}) _arguments", command->get_name());
    for (const Flag& flag : flags_of(*command)) {
      cases += " \\\n      " + single_quoted(fmt::format("*{}[{}]{}", flag.name, escape(flag.description),
                                                         flag.takes_value ? ":value:_files" : ""));
    }
    cases += " \\\n      '*:file:_files' ;;\n";
  }
  return fmt::format(
      "#compdef framepress\n# zsh completion of framepress: framepress completion zsh > ~/.zfunc/_framepress\n"
      "_framepress() {{\n  local -a commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
      "  local command=$words[2]\n  shift words; (( CURRENT-- ))\n  case $command in\n{}  esac\n}}\n"
      "if [ \"$funcstack[1]\" = _framepress ]; then _framepress \"$@\"; else compdef _framepress framepress; fi\n",
      names, cases);
}

std::string fish(const CLI::App& app) {
  std::string text = "# fish completion of framepress: framepress completion fish | source\n";
  for (const CLI::App* command : commands_of(app)) {
    text += fmt::format("complete -c framepress -n __fish_use_subcommand -f -a {} -d {}\n", command->get_name(),
                        single_quoted(first_sentence(command->get_description())));
  }
  for (const CLI::App* command : commands_of(app)) {
    for (const Flag& flag : flags_of(*command)) {
      const bool is_long = flag.name.starts_with("--");
      text += fmt::format("complete -c framepress -n '__fish_seen_subcommand_from {}' {} {}{} -d {}\n",
                          command->get_name(), is_long ? "-l" : "-s", flag.name.substr(is_long ? 2 : 1),
                          flag.takes_value ? " -r" : "", single_quoted(flag.description));
    }
  }
  return text;
}

}  // namespace

void add_completion(CLI::App& app, Context& context) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command =
      add_command(app, context, "completion", "Print a completion script for a shell",
                  "  source <(framepress completion bash)\n  framepress completion zsh > ~/.zfunc/_framepress\n"
                  "  framepress completion fish | source",
                  {}, [&app, &context, shell] {
                    const auto printed = print(*shell == "bash" ? bash(app) : *shell == "zsh" ? zsh(app) : fish(app));
                    return printed ? kOk : report(context, printed.error());
                  });
  add_options(*command, {{.names = "SHELL",
                          .into = shell.get(),
                          .help = "bash, zsh or fish",
                          .required = true,
                          .choices = {"bash", "zsh", "fish"}}});
}

}  // namespace fp::cli

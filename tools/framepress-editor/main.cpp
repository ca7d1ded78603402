// framepress-editor [TEMPLATE]: the desktop editor. `framepress TEMPLATE` starts it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "editor/app/app.hpp"
#include "encoder/manifest/version.hpp"

namespace fp::editor {
namespace {

int number_of(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::atoi(text);
}

Rig rig_of_environment() {
  const char* speaker = std::getenv("FRAMEPRESS_UI_SPEAKER");
  const char* socket = std::getenv("FRAMEPRESS_UI_SOCKET");
  return {.socket = socket == nullptr ? "" : socket,
          .slow_ms = number_of("FRAMEPRESS_UI_SLOW_MS"),
          .lose_device = number_of("FRAMEPRESS_UI_LOSE_DEVICE"),
          .validation = number_of("FRAMEPRESS_UI_VALIDATION") != 0,
          .speaker = speaker == nullptr ? "" : speaker};
}

int report(const Errors& errors) {
  for (const Diagnostic& d : errors) std::cerr << (d.file.empty() ? "error: " : "") << to_string(d) << '\n';
  return exit_code(errors);
}

struct Words {
  std::string theme, size;
};

void declare(CLI::App& app, Options& options, Words& words) {
  app.set_version_flag("--version", fmt::format("framepress {}", kEngineVersion));
  app.add_option("TEMPLATE", options.open.file, "The template, .json or .jsonnet");
  app.add_option("--data", options.open.data, "The table: CSV, JSON or JSONL")->type_name("FILE");
  app.add_option("--row", options.open.row, "The row to begin with, from 1")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_option("--set", options.open.sets, "Give a parameter a value in every row; repeatable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--format", options.open.format, "Which of the template's formats to begin with")->type_name("NAME");
  app.add_option("--frame", options.frame, "The frame to begin with, from 0")->type_name("N");
  app.add_option("--device", options.device, "What draws frames: cpu, vulkan or vulkan:NAME");
  app.add_option("--keymap", options.keymap, "default, after-effects, or a file")->type_name("NAME");
  app.add_option("--theme", words.theme, "dark or light; default: as last time")
      ->check(CLI::IsMember({"dark", "light"}));
  app.add_option("--ui-scale", options.scale, "Size of the interface, 0.75 to 2; default: the desktop's")
      ->check(CLI::Range(0.75, 2.0));
  app.add_option("--window", words.size, "Size of the window")->type_name("WxH");
  app.add_flag("--actual-size", options.actual, "Begin at 100% instead of fitting the frame to the window");
}

int start(int argc, char** argv) {
  CLI::App app("Framepress: the desktop editor.", "framepress-editor");
  Options options;
  Words words;
  declare(app, options, words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    return report(
        {{.fault = Fault::usage, .message = error.what(), .hint = "framepress-editor --help lists the options"}});
  }
  if (!words.theme.empty()) options.dark = words.theme == "dark";
  if (!words.size.empty() && std::sscanf(words.size.c_str(), "%dx%d", &options.size.width, &options.size.height) !=
                                 2) {  // NOLINT(cert-err34-c)
    return report({{.fault = Fault::usage, .message = "--window takes a size such as 1280x800"}});
  }
  options.rig = rig_of_environment();
  auto done = fp::editor::run(options);
  return done ? 0 : report(done.error());
}

}  // namespace
}  // namespace fp::editor

int main(int argc, char** argv) {
  return fp::editor::start(argc, argv);
}

// What every command of the command line shares: the common options, where talk goes, and how a command is declared.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/render/device.hpp"

namespace CLI {
class App;  // CLI11 costs seconds to compile: only options.cpp, main.cpp and cmd_completion.cpp include it
}

namespace fp::cli {

// The exit codes beyond those that fp::exit_code gives to errors.
inline constexpr int kOk = 0, kUsage = 2, kPartial = 6, kNotReproducible = 7, kInterrupted = 130;

struct Common {
  std::string device;  // "" = choose
  int jobs = 0;        // 0 = one a CPU
  bool json = false, quiet = false, force = false;
  std::string progress;    // "", "bar", "jsonl", "none"
  std::string store;       // folder, "none", or "" = the user's cache
  std::string store_size;  // "20G"; "" = the default
};

// Made in main, passed down.
struct Context {
  Common common;
  bool terminal = false;  // standard error is one
  bool colour = false;
  std::stop_token stop;
  std::atomic<bool>* finish_on_stop = nullptr;  // set while a command leaves cleanly by itself when asked to stop
  std::function<int()> run;                     // the command that was given
};

// Declares a command: adds the common options to it (those that say nothing to it are accepted and not shown) and makes
// `run` what main runs.
struct Shows {
  bool device = false, jobs = false, progress = false, force = false, store = false;
};
CLI::App* add_command(CLI::App& app, Context& context, const std::string& name, const std::string& description,
                      const std::string& examples, Shows shows, std::function<int()> run);

// An option or an argument of a command, which writes what is given into `into`.
struct Option {
  std::string names;  // "--frames", "-o,--output"; "TEMPLATE" is an argument
  std::variant<std::string*, std::vector<std::string>*, int*, bool*> into;  // a list is repeatable, a bool a flag
  std::string help;
  std::string value = {};  // what stands for the value in the help: "FILE"
  bool required = false;
  std::vector<std::string> choices = {};
  std::pair<int, int> range = {};  // of a number; {0, 0}: any
  std::string group = "Options";   // heading in the help, of what is no argument; "" hides the option
};
void add_options(CLI::App& command, const std::vector<Option>& options);

int jobs(const Context& context);
Result<std::shared_ptr<Device>> open_device(const Context& context);  // says which one

// ---- streams: data to standard output, talk to standard error
// ---------------------------------------------------------

void say(const Context& context, const std::string& line);               // not with --quiet
void warn(const Context& context, const std::string& line);              // always
Result<void> print(std::string_view data);                               // standard output, as it is
int print_json(const Context& context, const Json& document, int code);  // the one document of --json; returns `code`

Json to_json(const Diagnostic& diagnostic);
Json to_json(const Errors& errors);
Json to_json(const DeviceDescription& device);

// Prints errors as talk, the first 50 in full (all of them with --json), and gives the exit code.
int report(const Context& context, const Errors& errors);

// Whether the files can be written without replacing any; with --force always.
Result<void> check_free(const Context& context, const std::vector<std::filesystem::path>& files);

// ---- the commands
// -----------------------------------------------------------------------------------------------------

void add_render(CLI::App& app, Context& context);
void add_batch(CLI::App& app, Context& context);
void add_still(CLI::App& app, Context& context);
void add_hash(CLI::App& app, Context& context);
void add_diff(CLI::App& app, Context& context);
void add_store(CLI::App& app, Context& context);
void add_verify(CLI::App& app, Context& context);
void add_check(CLI::App& app, Context& context);
void add_sheet(CLI::App& app, Context& context);
void add_schema(CLI::App& app, Context& context);
void add_styles(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_completion(CLI::App& app, Context& context);

}  // namespace fp::cli
